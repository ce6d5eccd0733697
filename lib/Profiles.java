//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:profiles
//SOURCES Text.java Failure.java

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import software.amazon.awssdk.profiles.ProfileFile;

/** The profiles of ~/.aws/config and ~/.aws/credentials, and which of them leads to which. */
final class Profiles {
    private static final Pattern HEADER =
            Pattern.compile("\\[\\s*(?:(profile|sso-session|services)\\s+)?([^\\]]*?)\\s*].*");
    private static final Pattern NAME = Pattern.compile("([\"'])(.*)\\1");

    private final Map<String, String> env;
    /** What each section says; a section is "profile NAME", "sso-session NAME" or "services NAME". */
    private final Map<String, Map<String, String>> sections = new TreeMap<>();

    private Profiles(Map<String, String> env) {
        this.env = env;
    }

    /**
     * Reads the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name, else those in ~/.aws; either may be missing.
     *
     * @throws Failure when one cannot be read; the message names the file and the line
     */
    static Profiles read(Map<String, String> env) {
        Profiles profiles = new Profiles(env);
        profiles.read(configFile(env), false);
        profiles.read(credentialsFile(env), true);
        return profiles;
    }

    private ProfileFile files;

    /** The same for the SDK, which knows a profile by {@link #key}. */
    ProfileFile files() {
        if (files != null) {
            return files;
        }
        StringBuilder text = new StringBuilder();
        sections.forEach((header, properties) -> {
            String[] kindAndName = header.split(" ", 2);
            text.append('[')
                    .append(kindAndName[0])
                    .append(' ')
                    .append(key(kindAndName[1]))
                    .append("]\n");
            properties.forEach((name, value) -> text.append(name)
                    .append(" = ")
                    .append(value.replace("\n", "\n "))
                    .append('\n'));
        });
        files = ProfileFile.builder()
                .content(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)))
                .type(ProfileFile.Type.CONFIGURATION)
                .build();
        return files;
    }

    /** The SDK ignores profiles whose names have a space or the like, so it is given such a name percent-encoded. */
    static String key(String profile) {
        return profile.matches("[\\w/.@:+-]+")
                ? profile
                : URLEncoder.encode(profile, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A");
    }

    List<String> names() {
        return sections.keySet().stream()
                .filter(header -> header.startsWith("profile "))
                .map(header -> header.substring("profile ".length()))
                .sorted()
                .toList();
    }

    /** What {@code profile} says of {@code property}, or null; of no profile, null, too. */
    String get(String profile, String property) {
        return profile == null
                ? null
                : Text.first(
                        sections.getOrDefault("profile " + profile, Map.of()).get(property));
    }

    /** Where a profile's credentials come from. */
    enum Kind {
        WEB_IDENTITY("web identity"),
        ROLE("role"),
        KEYS("keys"),
        SSO("sso"),
        LOGIN("login"),
        PROCESS("process"),
        NONE("none");

        /** What people read. */
        final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** Where the profile's credentials come from. */
    Kind kind(String profile) {
        if (get(profile, "web_identity_token_file") != null) {
            return Kind.WEB_IDENTITY;
        }
        if (get(profile, "role_arn") != null) {
            return Kind.ROLE;
        }
        if (get(profile, "aws_access_key_id") != null) {
            return Kind.KEYS;
        }
        if (get(profile, "sso_session") != null || get(profile, "sso_start_url") != null) {
            return Kind.SSO;
        }
        if (get(profile, "login_session") != null) {
            return Kind.LOGIN;
        }
        return get(profile, "credential_process") != null ? Kind.PROCESS : Kind.NONE;
    }

    /** The config file that these were read from. */
    Path configFile() {
        return configFile(env);
    }

    /**
     * What {@code profile}, or else its sso-session, says of single sign-on.
     *
     * @throws Failure when there is no such session, or the two contradict each other
     */
    String ssoSetting(String profile, String key) {
        String own = get(profile, key);
        String name = get(profile, "sso_session");
        if (name == null) {
            return own;
        }
        Map<String, String> session = sections.get("sso-session " + name);
        if (session == null) {
            throw Failure.of("profile " + Text.quoted(profile) + " names [sso-session " + name
                    + "], and there is no such section in " + configFile());
        }
        String shared = Text.first(session.get(key));
        if (own != null && shared != null && !own.equals(shared)) {
            throw Failure.of(key + " of profile " + Text.quoted(profile) + " is " + Text.quoted(own)
                    + ", and that of its sso-session " + Text.quoted(name) + " is " + Text.quoted(shared)
                    + "; leave out one of them");
        }
        return Text.first(own, shared);
    }

    /** What the services section of {@code profile} says of {@code service}. */
    String serviceSetting(String profile, String service, String key) {
        return null;
    }

    /** @throws Failure when there is no such profile; the message names the nearest */
    void require(String profile) {
        require(profile, "");
    }

    private void require(String profile, String whoSaysSo) {
        if (sections.containsKey("profile " + profile)) {
            return;
        }
        List<String> nearest = names().stream()
                .sorted(Comparator.comparingLong(name -> -likeness(profile, name)))
                .limit(5)
                .toList();
        throw Failure.of(whoSaysSo + "there is no profile " + Text.quoted(profile) + " in " + configFile(env) + " or "
                + credentialsFile(env)
                + (nearest.isEmpty()
                        ? ", nor any other; 'aws configure' makes one"
                        : "; the nearest names are " + String.join(", ", nearest)));
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
            require(next, way.isEmpty() ? "" : "source_profile of profile " + way.get(0) + ": ");
            if (way.contains(next)) {
                throw Failure.of("these profiles are each other's source_profile, in a circle: " + next + " <- "
                        + String.join(" <- ", way));
            }
            if (get(next, "role_arn") == null || get(next, "web_identity_token_file") != null) {
                return way;
            }
            way.add(0, next);
            // AWS CLI User Guide, "Using an IAM role": a profile may be its own source when it also holds keys.
            if (next.equals(get(next, "source_profile")) || get(next, "credential_source") != null) {
                return way;
            }
            if (get(next, "source_profile") == null) {
                throw Failure.of("profile " + next
                        + " has a role_arn but neither source_profile nor credential_source, so nobody can sign for it;"
                        + " add 'source_profile = NAME' to it in " + configFile(env));
            }
        }
    }

    /** The user's home: HOME, or what the password file says. */
    static String home(Map<String, String> env) {
        return Text.first(env.get("HOME"), System.getProperty("user.home"));
    }

    static Path configFile(Map<String, String> env) {
        return file(env, "AWS_CONFIG_FILE", "config");
    }

    static Path credentialsFile(Map<String, String> env) {
        return file(env, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
    }

    /** AWS SDKs and Tools Reference Guide, "Finding and changing the location of the shared config and credentials files". */
    private static Path file(Map<String, String> env, String variable, String name) {
        String home = home(env);
        return Path.of(Text.first(env.get(variable), home + "/.aws/" + name)
                .replaceFirst("^~(?=/)", Matcher.quoteReplacement(home)));
    }

    private void read(Path file, boolean credentials) {
        try {
            if (Files.exists(file)) {
                read(Files.readString(file), credentials);
            }
        } catch (IOException | Failure e) {
            throw new Failure(
                    1,
                    file + " cannot be read: "
                            + (e instanceof CharacterCodingException
                                    ? "it is not in UTF-8"
                                    : e instanceof AccessDeniedException ? "permission denied" : e.getMessage()),
                    e);
        }
    }

    /**
     * AWS SDKs and Tools Reference Guide, "Shared config and credentials files: format". Taken as well is what the AWS CLI takes: a
     * byte order mark, names in quotes or with spaces, keys in capitals. The SDK's own reader is for {@link #files}: it takes 8 ms more.
     */
    private void read(String text, boolean credentials) {
        Map<String, String> section = null; // what the lines to come belong to
        boolean ignored = false;
        String property = null;
        int number = 0;
        for (String line : text.replaceFirst("^\ufeff", "").lines().toList()) {
            String at = " on line " + ++number;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith(";")) {
                continue;
            }
            if (stripped.startsWith("[")) {
                Matcher header = HEADER.matcher(stripped);
                if (!header.matches()) {
                    throw Failure.of("there is no ']' after the name of the profile" + at);
                }
                String name = NAME.matcher(header.group(2)).replaceFirst("$2");
                String kind = header.group(1);
                // In the credentials file there are only profiles, and without that word; in the other, only [default]
                // is.
                ignored = name.isEmpty() || (credentials ? kind != null : kind == null && !name.equals("default"));
                section = ignored
                        ? Map.of()
                        : sections.computeIfAbsent(
                                (kind == null ? "profile" : kind) + " " + name, none -> new LinkedHashMap<>());
                property = null;
            } else if (section == null) {
                throw Failure.of("there is no [profile NAME] before the text" + at);
            } else if (!ignored && property != null && Character.isWhitespace(line.charAt(0))) {
                section.merge(property, "\n" + stripped, String::concat); // a line of a nested block
            } else if (!ignored) {
                int equals = line.indexOf('=');
                property = equals < 0 ? "" : line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                if (property.isEmpty()) {
                    throw Failure.of("expected NAME = VALUE" + at);
                }
                section.put(
                        property,
                        line.substring(equals + 1).replaceFirst("\\s[#;].*", "").strip());
            }
        }
    }

    /** How alike two names are: the pairs of neighbouring letters of one that the other has too. */
    private static long likeness(String a, String b) {
        return IntStream.range(1, a.length())
                .filter(i -> b.contains(a.substring(i - 1, i + 1)))
                .count();
    }
}
