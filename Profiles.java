import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.profiles.ProfileFile;

/** The profiles of ~/.aws/config and ~/.aws/credentials, and which of them leads to which. */
final class Profiles {
    private static final Pattern HEADER = Pattern.compile("^\\s*\\[\\s*(?:(profile|sso-session|services)\\s+)?(.+?)\\s*](.*)$");
    private static final Pattern PROPERTY = Pattern.compile("^([^\\s=\\[#;][^=]*)(=.*)$");

    private final Map<String, String> env;
    private final ProfileFile files;

    private Profiles(Map<String, String> env, ProfileFile files) {
        this.env = env;
        this.files = files;
    }

    /**
     * Reads the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name, else those in ~/.aws; either may be missing.
     *
     * @throws Failure when one cannot be read; the message names the file and the line
     */
    static Profiles read(Map<String, String> env) {
        var files = ProfileFile.aggregator();
        read(configFile(env), ProfileFile.Type.CONFIGURATION).ifPresent(files::addFile);
        read(credentialsFile(env), ProfileFile.Type.CREDENTIALS).ifPresent(files::addFile);
        return new Profiles(env, files.build());
    }

    /** For the SDK, which knows a profile by {@link #key}. */
    ProfileFile files() {
        return files;
    }

    /** The SDK ignores profiles whose names have a space or the like, so it is given such a name percent-encoded. */
    static String key(String profile) {
        return profile.matches("[\\w/.@:+-]+") ? profile : URLEncoder.encode(profile, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    }

    List<String> names() {
        return files.profiles().keySet().stream().map(key -> URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8)).sorted().toList();
    }

    /** What {@code profile} says of {@code property}, or null; of no profile, null, too. */
    String get(String profile, String property) {
        return profile == null ? null : files.profile(key(profile)).flatMap(p -> p.property(property)).filter(value -> !value.isEmpty()).orElse(null);
    }

    /** Where the profile's credentials come from: role, keys, sso, login, process, web identity, or none. */
    String kind(String profile) {
        if (get(profile, "web_identity_token_file") != null) return "web identity";
        if (get(profile, "role_arn") != null) return "role";
        if (get(profile, "aws_access_key_id") != null) return "keys";
        if (get(profile, "sso_session") != null || get(profile, "sso_start_url") != null) return "sso";
        if (get(profile, "login_session") != null) return "login";
        return get(profile, "credential_process") != null ? "process" : "none";
    }

    /** @throws Failure when there is no such profile; the message names the nearest */
    void check(String profile) {
        check(profile, "");
    }

    private void check(String profile, String whoSaysSo) {
        if (files.profile(key(profile)).isPresent()) return;
        List<String> nearest = names().stream().sorted(Comparator.comparingLong(name -> -likeness(profile, name))).limit(5).toList();
        throw Failure.of(whoSaysSo + "there is no profile " + Command.shown(profile) + " in " + configFile(env) + " or " + credentialsFile(env)
                + (nearest.isEmpty() ? ", nor any other; 'aws configure' makes one" : "; the nearest names are " + String.join(", ", nearest)));
    }

    /**
     * The roles on the way to {@code profile}: the profiles to be assumed one after the other, the last being
     * {@code profile} itself. Empty when it names no role. The first one's source signs with keys of its own.
     *
     * @throws Failure when the way leads in a circle, or nowhere
     */
    List<String> rolesTo(String profile) {
        List<String> way = new ArrayList<>();
        for (String next = profile; ; next = get(next, "source_profile")) {
            check(next, way.isEmpty() ? "" : "source_profile of profile " + way.get(0) + ": ");
            if (way.contains(next)) throw Failure.of("these profiles are each other's source_profile, in a circle: " + next + " <- " + String.join(" <- ", way));
            if (get(next, "role_arn") == null || get(next, "web_identity_token_file") != null) return way;
            way.add(0, next);
            // AWS CLI User Guide, "Using an IAM role": a profile may be its own source when it also holds keys.
            if (next.equals(get(next, "source_profile")) || get(next, "credential_source") != null) return way;
            if (get(next, "source_profile") == null) {
                throw Failure.of("profile " + next + " has a role_arn but neither source_profile nor credential_source, so nobody can sign for it;"
                        + " add 'source_profile = NAME' to it in " + configFile(env));
            }
        }
    }

    static Path configFile(Map<String, String> env) {
        return file(env, "AWS_CONFIG_FILE", "config");
    }

    static Path credentialsFile(Map<String, String> env) {
        return file(env, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
    }

    /** AWS SDKs and Tools Reference Guide, "Finding and changing the location of the shared config and credentials files". */
    private static Path file(Map<String, String> env, String variable, String name) {
        String home = env.getOrDefault("HOME", System.getProperty("user.home"));
        return Path.of(Sts.first(env.get(variable), home + "/.aws/" + name).replaceFirst("^~(?=/)", Matcher.quoteReplacement(home)));
    }

    private static Optional<ProfileFile> read(Path file, ProfileFile.Type type) {
        try {
            if (!Files.exists(file)) return Optional.empty();
            String text = Files.readString(file).lines().map(Profiles::asTheSdkReadsIt).collect(Collectors.joining("\n"));
            return Optional.of(ProfileFile.builder().content(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).type(type).build());
        } catch (IOException | RuntimeException e) {
            throw new Failure(1, file + " cannot be read: " + (e instanceof CharacterCodingException ? "it is not in UTF-8"
                    : e instanceof AccessDeniedException ? "permission denied" : e.getMessage()), e);
        }
    }

    /** What the AWS CLI takes and the SDK does not: a byte order mark, names in quotes or with spaces, keys in capitals. */
    private static String asTheSdkReadsIt(String line) {
        Matcher header = HEADER.matcher(line.replaceFirst("^\\ufeff", ""));
        if (header.matches()) {
            String name = key(header.group(2).replaceFirst("^([\"'])(.*)\\1$", "$2"));
            return "[" + (header.group(1) == null ? "" : header.group(1) + " ") + name + "]" + header.group(3);
        }
        Matcher property = PROPERTY.matcher(line);
        return property.matches() ? property.group(1).toLowerCase(Locale.ROOT) + property.group(2) : line;
    }

    /** How alike two names are: the pairs of neighbouring letters of one that the other has too. */
    private static long likeness(String a, String b) {
        return IntStream.range(1, a.length()).filter(i -> b.contains(a.substring(i - 1, i + 1))).count();
    }
}
