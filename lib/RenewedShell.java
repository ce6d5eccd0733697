//SOURCES Text.java FilePath.java

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What runs below {@code assume --renew}, as its variables tell: it has what assume loads, but for the keys. Those it
 * finds at an address, or by a profile that is its own.
 */
final class RenewedShell {
    /** The profile that is COMMAND's own, where it needs one; with a number where somebody has one of that name. */
    static final String PROFILE = "assume-renewed";

    /** Begins the name of the directory in which that profile's config file is; a number follows. */
    static final String DIRECTORY = "assume-";

    private static final Pattern PROFILE_NAME = Pattern.compile(PROFILE + "(-\\d+)?");
    private static final Pattern DIRECTORY_NAME = Pattern.compile(DIRECTORY + "\\d+");
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/credentials");

    private RenewedShell() {}

    /** Whether {@code env} is that of such a one; where there are keys, these count. */
    static boolean isOne(Map<String, String> env) {
        boolean isLoaded = loaded(env).isPresent() && Text.first(env.get("AWS_ACCESS_KEY_ID")) == null;
        boolean hasAddress = ADDRESS.matcher(env.getOrDefault("AWS_CONTAINER_CREDENTIALS_FULL_URI", ""))
                        .matches()
                && Text.first(env.get("AWS_CONTAINER_AUTHORIZATION_TOKEN")) != null;
        return isLoaded && (hasAddress || hasOwnProfile(env));
    }

    /** Whether AWS_PROFILE is a profile of its own, which means what is loaded. */
    static boolean hasOwnProfile(Map<String, String> env) {
        Path config = FilePath.of(env.getOrDefault("AWS_CONFIG_FILE", "")).getParent();
        return config != null
                && config.getFileName() != null
                && DIRECTORY_NAME.matcher(config.getFileName().toString()).matches()
                && PROFILE_NAME.matcher(env.getOrDefault("AWS_PROFILE", "")).matches();
    }

    /** Whether {@code profile}, which may be null, is that one. */
    static boolean isOwnProfile(String profile, Map<String, String> env) {
        return profile != null && profile.equals(env.get("AWS_PROFILE")) && hasOwnProfile(env);
    }

    /** Whose credentials it has: the session's ARN, or else the profile. */
    static Optional<String> loaded(Map<String, String> env) {
        return Optional.ofNullable(Text.first(env.get("AWS_ASSUMED_ROLE"), env.get("AWS_ASSUMED_PROFILE")));
    }
}
