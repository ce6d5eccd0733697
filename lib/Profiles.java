//SOURCES Text.java Failure.java NearestNames.java FilePath.java SessionCredentials.java
//SOURCES ConfigFile.java SectionNames.java

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The profiles of ~/.aws/config and ~/.aws/credentials: what each says, which leads to which, where its credentials
 * come from.
 *
 * <p>The AWS CLI gives {@code region = eu-west-1 # near} all that follows the equals sign, AWS's guide ("Shared config
 * and credentials files: format") only what comes before the comment. Here it is the latter, but in what may well hold
 * a {@code #}: a command, a path.
 */
final class Profiles {
    /** Where a profile's credentials come from. */
    enum Kind {
        WEB_IDENTITY("web identity"),
        ROLE("role"),
        KEYS("keys"),
        SSO("sso"),
        /** Single sign-on, but not whose credentials that is to give. */
        SIGN_IN("sso"),
        LOGIN("login"),
        PROCESS("process"),
        NONE("none"),
        /** The profile has a line that cannot be read. */
        UNREADABLE("unreadable");

        /** What people read. */
        final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** What the two files say of one profile; either may be null. */
    private record Profile(ConfigSection config, ConfigSection credentials) {
        String get(String key) {
            String value = credentials == null ? null : credentials.get(key);
            return value == null && config != null ? config.get(key) : value;
        }

        Map<String, String> values() {
            Map<String, String> values = new LinkedHashMap<>(config == null ? Map.of() : config.values());
            values.putAll(credentials == null ? Map.of() : credentials.values());
            return values;
        }

        Optional<ConfigText.Fault> fault() {
            Optional<ConfigText.Fault> fault = config == null ? Optional.empty() : config.fault();
            return fault.isPresent() || credentials == null ? fault : credentials.fault();
        }
    }

    private static final String ROLE_ARN = "role_arn";
    private static final String SOURCE_PROFILE = "source_profile";
    private static final String CREDENTIAL_SOURCE = "credential_source";
    private static final String WEB_IDENTITY_TOKEN_FILE = "web_identity_token_file";
    private static final String ACCESS_KEY_ID = "aws_access_key_id";
    private static final String SECRET_ACCESS_KEY = "aws_secret_access_key";
    private static final String SSO_SESSION = "sso_session";
    private static final String SERVICES = "services";

    /** Commands and paths: the whole line is the value. */
    private static final Set<String> WITHOUT_COMMENTS =
            Set.of("credential_process", "mfa_process", "ca_bundle", WEB_IDENTITY_TOKEN_FILE);

    private static final int MOST_NEAREST = 5;

    private final Map<String, String> env;
    private final ConfigFile configFile;
    private final ConfigFile credentialsFile;
    private final SectionNames config;
    private final SectionNames credentials;

    /** Those that have been looked for. */
    private final Map<String, Optional<Profile>> found = new ConcurrentHashMap<>();

    /** In order; null as long as nobody has wanted them. */
    private List<String> names;

    private Profiles(Map<String, String> env) {
        this.env = env;
        this.configFile = ConfigFile.read(configFile(env));
        this.credentialsFile = ConfigFile.read(credentialsFile(env));
        this.config = SectionNames.ofConfig(configFile);
        this.credentials = SectionNames.ofCredentials(credentialsFile);
    }

    /**
     * Reads the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name, else those in ~/.aws; either may be
     * missing. What cannot be read in them is a failure when the profile that it belongs to is requested.
     */
    static Profiles read(Map<String, String> env) {
        return new Profiles(env);
    }

    /** The names, in order. */
    synchronized List<String> names() {
        if (names == null) {
            names = Stream.of(config, credentials)
                    .flatMap(file -> file.names(SectionNames.Type.PROFILE).stream())
                    .distinct()
                    .sorted()
                    .toList();
        }
        return names;
    }

    /** Whether all lines of {@code profile} can be read. */
    boolean isReadable(String profile) {
        return find(profile).flatMap(Profile::fault).isEmpty();
    }

    /**
     * What {@code profile} says of {@code key}, in one value; null where it says nothing, and for no profile.
     *
     * @throws Failure when the profile cannot be read; the message names the file and the line
     */
    String get(String profile, String key) {
        if (profile == null) {
            return null;
        }
        String value = readable(profile).map(found -> found.get(key)).orElse(null);
        return value == null || ConfigSection.isBlock(value) ? null : Text.first(withoutComment(key, value));
    }

    /** All that {@code profile} says, as it is in the files. */
    Map<String, String> values(String profile) {
        return readable(profile).map(Profile::values).orElse(Map.of());
    }

    /** What each sso-session section says. */
    Map<String, Map<String, String>> ssoSessions() {
        return config.values(SectionNames.Type.SSO_SESSION);
    }

    /** What each services section says. */
    Map<String, Map<String, String>> services() {
        return config.values(SectionNames.Type.SERVICES);
    }

    /**
     * What the services section that {@code profile} names says of {@code service}; null where it says nothing.
     *
     * @throws Failure when there is no such section
     */
    String serviceSetting(String profile, String service, String key) {
        String name = get(profile, SERVICES);
        if (name == null) {
            return null;
        }
        String block = reference(SectionNames.Type.SERVICES, profile, name).get(service);
        if (block == null || !ConfigSection.isBlock(block)) {
            return null;
        }
        String value = ConfigSection.block(block).get(key);
        return value == null ? null : Text.first(withoutComment(key, value));
    }

    /**
     * What {@code profile}, or else its sso-session, says of single sign-on.
     *
     * @throws Failure when there is no such session, or the two contradict each other
     */
    String ssoSetting(String profile, String key) {
        String own = get(profile, key);
        String name = get(profile, SSO_SESSION);
        if (name == null) {
            return own;
        }
        String value = reference(SectionNames.Type.SSO_SESSION, profile, name).get(key);
        if (value == null) {
            return own;
        }
        String shared = withoutComment(key, value);
        if (own != null && !own.equals(shared)) {
            throw Failure.of(key + " of profile " + Text.quoted(profile) + " is " + Text.quoted(own)
                    + ", and that of its" + " sso-session " + Text.quoted(name) + " is " + Text.quoted(shared)
                    + "; leave out one of them");
        }
        return Text.first(shared);
    }

    private ConfigSection reference(SectionNames.Type type, String profile, String name) {
        ConfigSection section = config.get(type, name)
                .filter(found -> !found.values().isEmpty() || found.fault().isPresent())
                .orElseThrow(() -> Failure.of("profile " + Text.quoted(profile) + " names [" + type.prefix + " " + name
                        + "], and there is no such section in " + configFile()));
        section.fault().ifPresent(fault -> {
            throw fault.failure();
        });
        return section;
    }

    /** Where the profile's credentials come from, in the AWS CLI's order. */
    Kind kind(String profile) {
        if (!isReadable(profile)) {
            return Kind.UNREADABLE;
        }
        return isRole(profile) ? Kind.ROLE : ownKind(profile);
    }

    /**
     * The same of what it has itself, whatever role it also names: what signs for those whose source it is, if it
     * {@link #hasKeys}.
     */
    Kind ownKind(String profile) {
        if (says(profile, WEB_IDENTITY_TOKEN_FILE)) {
            return Kind.WEB_IDENTITY;
        }
        if (says(profile, "sso_account_id") || says(profile, "sso_role_name")) {
            return Kind.SSO;
        }
        boolean isKeyInCredentials = credentials
                .get(SectionNames.Type.PROFILE, profile)
                .filter(section -> section.get(ACCESS_KEY_ID) != null)
                .isPresent();
        if (isKeyInCredentials) {
            return Kind.KEYS;
        }
        if (says(profile, "login_session")) {
            return Kind.LOGIN;
        }
        if (says(profile, "credential_process")) {
            return Kind.PROCESS;
        }
        if (says(profile, ACCESS_KEY_ID)) {
            return Kind.KEYS;
        }
        return says(profile, SSO_SESSION) || says(profile, "sso_start_url") ? Kind.SIGN_IN : Kind.NONE;
    }

    /** Whether the profile holds keys, or a part of them: before its role, they sign for those whose source it is. */
    boolean hasKeys(String profile) {
        return says(profile, ACCESS_KEY_ID) || says(profile, SECRET_ACCESS_KEY);
    }

    /**
     * The keys that the profile holds. A token belongs to the key that it is beside: what the other file says is for
     * another key.
     *
     * @return empty when there are none
     */
    Optional<SessionCredentials> keys(String profile) {
        String id = get(profile, ACCESS_KEY_ID);
        String secret = get(profile, SECRET_ACCESS_KEY);
        if (id == null || secret == null) {
            return Optional.empty();
        }
        Profile found = find(profile).orElseThrow();
        boolean isInCredentials =
                found.credentials() != null && found.credentials().get(ACCESS_KEY_ID) != null;
        ConfigSection section = isInCredentials ? found.credentials() : found.config();
        // botocore reads aws_security_token, the older name, first.
        String token = Text.first(section.get("aws_security_token"), section.get("aws_session_token"));
        return Optional.of(
                SessionCredentials.of(id, secret, token == null ? null : withoutComment("aws_session_token", token)));
    }

    /** @throws Failure when there is no such profile, and the message names the nearest; or when it cannot be read */
    void require(String profile) {
        require(profile, "");
    }

    private void require(String profile, String whoSaysSo) {
        if (readable(profile).isPresent()) {
            return;
        }
        String missing = whoSaysSo + "there is no profile " + Text.quoted(profile) + " in " + configFile() + " or "
                + FilePath.text(credentialsFile(env));
        configFile.fault().or(credentialsFile::fault).ifPresent(fault -> {
            throw Failure.of(missing + "; " + fault.message());
        });
        List<String> nearest = NearestNames.of(profile, names(), MOST_NEAREST);
        throw Failure.of(missing
                + (nearest.isEmpty()
                        ? ", nor any other; 'aws configure' makes one"
                        : "; the nearest names are " + String.join(", ", nearest)));
    }

    /**
     * The roles on the way to {@code profile}: the profiles to be assumed one after the other, the last being
     * {@code profile} itself. Empty when it names no role. The first one's source signs with what it has itself.
     *
     * @throws Failure when the way leads in a circle, or nowhere
     */
    List<String> rolesTo(String profile) {
        List<String> way = new ArrayList<>();
        for (String next = profile; ; next = get(next, SOURCE_PROFILE)) {
            require(next, way.isEmpty() ? "" : "source_profile of profile " + way.get(0) + ": ");
            boolean isSourceWithKeys = !way.isEmpty() && hasKeys(next);
            if (!isRole(next) || isSourceWithKeys) {
                return way;
            }
            if (way.contains(next)) {
                throw Failure.of("these profiles are each other's source_profile, in a circle: " + next + " <- "
                        + String.join(" <- ", way));
            }
            way.add(0, next);
            if (says(next, SOURCE_PROFILE) && says(next, CREDENTIAL_SOURCE)) {
                throw Failure.of("profile " + next + " has both source_profile and credential_source; leave out one of"
                        + " them");
            }
            // AWS CLI User Guide, "Using an IAM role": a profile may be its own source when it also holds keys.
            if (next.equals(get(next, SOURCE_PROFILE)) || says(next, CREDENTIAL_SOURCE)) {
                return way;
            }
            if (!says(next, SOURCE_PROFILE)) {
                throw Failure.of("profile " + next
                        + " has a role_arn but neither source_profile nor credential_source, so nobody can sign for it;"
                        + " add 'source_profile = NAME' to it in " + configFile());
            }
        }
    }

    /** The config file that these were read from, for a message. */
    String configFile() {
        return FilePath.text(configFile(env));
    }

    static Path configFile(Map<String, String> env) {
        return file(env, "AWS_CONFIG_FILE", "config");
    }

    static Path credentialsFile(Map<String, String> env) {
        return file(env, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
    }

    /**
     * AWS SDKs and Tools Reference Guide, "Finding and changing the location of the shared config and credentials
     * files".
     */
    private static Path file(Map<String, String> env, String variable, String name) {
        String named = Text.first(env.get(variable));
        return named == null
                ? FilePath.of(FilePath.home(env) + "/.aws/" + name)
                : FilePath.of(FilePath.withVariables(named, env), env);
    }

    private boolean isRole(String profile) {
        return says(profile, ROLE_ARN) && !says(profile, WEB_IDENTITY_TOKEN_FILE);
    }

    private boolean says(String profile, String key) {
        return get(profile, key) != null;
    }

    private Optional<Profile> readable(String profile) {
        Optional<Profile> found = find(profile);
        found.flatMap(Profile::fault).ifPresent(fault -> {
            throw fault.failure();
        });
        return found;
    }

    private Optional<Profile> find(String name) {
        return found.computeIfAbsent(name, this::findSections);
    }

    private Optional<Profile> findSections(String name) {
        Optional<ConfigSection> inConfig = config.get(SectionNames.Type.PROFILE, name);
        Optional<ConfigSection> inCredentials = credentials.get(SectionNames.Type.PROFILE, name);
        return inConfig.isEmpty() && inCredentials.isEmpty()
                ? Optional.empty()
                : Optional.of(new Profile(inConfig.orElse(null), inCredentials.orElse(null)));
    }

    /**
     * {@code value} without a blank and {@code #} or {@code ;} and what comes after, unless these are in quotes or in a
     * name that is there.
     */
    private String withoutComment(String key, String value) {
        if (!ConfigSection.mayHaveComment(value) || WITHOUT_COMMENTS.contains(key) || value.indexOf('\n') >= 0) {
            return value;
        }
        return isName(key, value) ? value : ConfigSection.withoutComment(value);
    }

    private boolean isName(String key, String value) {
        return switch (key) {
            case SOURCE_PROFILE -> find(value).isPresent();
            case SSO_SESSION -> config.get(SectionNames.Type.SSO_SESSION, value).isPresent();
            case SERVICES -> config.get(SectionNames.Type.SERVICES, value).isPresent();
            default -> false;
        };
    }
}
