//SOURCES Text.java Profiles.java RoleRequest.java

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What assume has loaded into this shell before, as its variables tell.
 *
 * @param profile of which profile
 * @param sessionName the session name that was chosen then; empty for one that was made up
 * @param region the region that came with that profile; empty where it is the user's own or there is none
 */
record LoadedProfile(Optional<String> profile, Optional<String> sessionName, Optional<String> region) {
    private static final Pattern SESSION = Pattern.compile("arn:[^:]*:sts::\\d{12}:assumed-role/[^/]+/([^/]+)");

    /** botocore makes these up where a profile names none. */
    private static final Pattern MADE_UP = Pattern.compile("botocore-session-\\d+");

    /** What the variables of {@code env} tell. */
    static LoadedProfile of(Map<String, String> env, Profiles profiles) {
        Optional<String> profile = Optional.ofNullable(Text.first(env.get("AWS_ASSUMED_PROFILE")));
        return new LoadedProfile(profile, sessionName(env), profile.flatMap(name -> region(env, profiles, name)));
    }

    private static Optional<String> sessionName(Map<String, String> env) {
        Matcher session = SESSION.matcher(env.getOrDefault("AWS_ASSUMED_ROLE", ""));
        if (!session.matches() || MADE_UP.matcher(session.group(1)).matches()) {
            return Optional.empty();
        }
        boolean isDefault = session.group(1).equals(RoleRequest.defaultSessionName(env));
        return isDefault ? Optional.empty() : Optional.of(session.group(1));
    }

    /**
     * Loading sets both variables, and only where the profile or an option names a region; otherwise they are the
     * user's.
     */
    private static Optional<String> region(Map<String, String> env, Profiles profiles, String profile) {
        String region = Text.first(env.get("AWS_REGION"));
        boolean isLoaded = region != null
                && region.equals(env.get("AWS_DEFAULT_REGION"))
                && profiles.get(profile, "region") != null;
        return isLoaded ? Optional.of(region) : Optional.empty();
    }

    /**
     * Whether {@code profile}, which may be null, is another one than was loaded: then the region goes with the old
     * one.
     */
    boolean hasRegionOfAnother(String profile) {
        return region.isPresent() && !this.profile.equals(Optional.ofNullable(profile));
    }

    /** {@code env} as it counts for {@code profile}: without a region that came with another profile. */
    Map<String, String> environmentFor(String profile, Map<String, String> env) {
        if (!hasRegionOfAnother(profile)) {
            return env;
        }
        Map<String, String> own = new LinkedHashMap<>(env);
        own.remove("AWS_REGION");
        own.remove("AWS_DEFAULT_REGION");
        return own;
    }
}
