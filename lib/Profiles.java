//SOURCES Text.java Failure.java NearestNames.java FilePath.java SessionCredentials.java
//SOURCES ConfigFile.java SectionNames.java ProfileSections.java

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    private final Map<String, ProfileSections> found = new HashMap<>();

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
            List<String> sorted = unsortedNames();
            sorted.sort(null);
            names = Collections.unmodifiableList(sorted);
        }
        return names;
    }

    private List<String> unsortedNames() {
        List<String> all = new ArrayList<>(config.names(SectionNames.Type.PROFILE));
        for (String name : credentials.names(SectionNames.Type.PROFILE)) {
            if (config.get(SectionNames.Type.PROFILE, name) == null) {
                all.add(name);
            }
        }
        return all;
    }

    /** Whether all lines of {@code profile} can be read. */
    boolean isReadable(String profile) {
        ProfileSections found = find(profile);
        return found == null || found.isReadable();
    }

    /**
     * What {@code profile} says of {@code key}, in one value; null where it says nothing, and for no profile.
     *
     * @throws Failure when the profile cannot be read; the message names the file and the line
     */
    String get(String profile, String key) {
        return value(readable(profile), key);
    }

    private String value(ProfileSections found, String key) {
        String value = found == null ? null : found.get(key);
        return value == null || ConfigSection.isBlock(value) ? null : Text.first(withoutComment(key, value));
    }

    /** All that {@code profile} says, as it is in the files. */
    Map<String, String> values(String profile) {
        ProfileSections found = readable(profile);
        return found == null ? Map.of() : found.values();
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
        ConfigSection section = Optional.ofNullable(config.get(type, name))
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
        ProfileSections found = find(profile);
        if (found != null && !found.isReadable()) {
            return Kind.UNREADABLE;
        }
        return isRole(found) ? Kind.ROLE : ownKind(found);
    }

    /**
     * The same of what it has itself, whatever role it also names: what signs for those whose source it is, if it
     * {@link #hasKeys}.
     */
    Kind ownKind(String profile) {
        return ownKind(readable(profile));
    }

    private Kind ownKind(ProfileSections found) {
        if (says(found, WEB_IDENTITY_TOKEN_FILE)) {
            return Kind.WEB_IDENTITY;
        }
        if (says(found, "sso_account_id") || says(found, "sso_role_name")) {
            return Kind.SSO;
        }
        if (found != null && found.hasInCredentials(ACCESS_KEY_ID)) {
            return Kind.KEYS;
        }
        if (says(found, "login_session")) {
            return Kind.LOGIN;
        }
        if (says(found, "credential_process")) {
            return Kind.PROCESS;
        }
        if (says(found, ACCESS_KEY_ID)) {
            return Kind.KEYS;
        }
        return says(found, SSO_SESSION) || says(found, "sso_start_url") ? Kind.SIGN_IN : Kind.NONE;
    }

    /** Whether the profile holds keys, or a part of them: before its role, they sign for those whose source it is. */
    boolean hasKeys(String profile) {
        ProfileSections found = readable(profile);
        return says(found, ACCESS_KEY_ID) || says(found, SECRET_ACCESS_KEY);
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
        ProfileSections found = find(profile);
        ConfigSection section = found.hasInCredentials(ACCESS_KEY_ID) ? found.credentials() : found.config();
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
        if (readable(profile) != null) {
            return;
        }
        String missing = whoSaysSo + "there is no profile " + Text.quoted(profile) + " in " + configFile() + " or "
                + FilePath.text(credentialsFile(env));
        configFile.fault().or(credentialsFile::fault).ifPresent(fault -> {
            throw Failure.of(missing + "; " + fault.message());
        });
        List<String> nearest = NearestNames.of(profile, unsortedNames(), MOST_NEAREST);
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
            ProfileSections found = find(next);
            boolean isSourceWithKeys = !way.isEmpty() && hasKeys(next);
            if (!isRole(found) || isSourceWithKeys) {
                return way;
            }
            if (way.contains(next)) {
                throw Failure.of("these profiles are each other's source_profile, in a circle: " + next + " <- "
                        + String.join(" <- ", way));
            }
            way.add(0, next);
            if (says(found, SOURCE_PROFILE) && says(found, CREDENTIAL_SOURCE)) {
                throw Failure.of("profile " + next + " has both source_profile and credential_source; leave out one of"
                        + " them");
            }
            // AWS CLI User Guide, "Using an IAM role": a profile may be its own source when it also holds keys.
            if (next.equals(get(next, SOURCE_PROFILE)) || says(found, CREDENTIAL_SOURCE)) {
                return way;
            }
            if (!says(found, SOURCE_PROFILE)) {
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

    private boolean isRole(ProfileSections found) {
        return says(found, ROLE_ARN) && !says(found, WEB_IDENTITY_TOKEN_FILE);
    }

    private boolean says(ProfileSections found, String key) {
        return value(found, key) != null;
    }

    /** Null where there is no such profile, and for no profile. */
    private ProfileSections readable(String profile) {
        ProfileSections found = profile == null ? null : find(profile);
        if (found != null && !found.isReadable()) {
            throw found.fault().orElseThrow().failure();
        }
        return found;
    }

    /** Null where there is no such profile. */
    private synchronized ProfileSections find(String name) {
        ProfileSections known = found.get(name);
        if (known != null) {
            return known;
        }
        ConfigSection inConfig = config.get(SectionNames.Type.PROFILE, name);
        ConfigSection inCredentials = credentials.get(SectionNames.Type.PROFILE, name);
        if (inConfig == null && inCredentials == null) {
            return null;
        }
        ProfileSections sections = new ProfileSections(inConfig, inCredentials);
        found.put(name, sections);
        return sections;
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
            case SOURCE_PROFILE -> find(value) != null;
            case SSO_SESSION -> config.get(SectionNames.Type.SSO_SESSION, value) != null;
            case SERVICES -> config.get(SectionNames.Type.SERVICES, value) != null;
            default -> false;
        };
    }
}
