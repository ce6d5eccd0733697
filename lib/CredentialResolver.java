//SOURCES Text.java Failure.java FilePath.java RenewedShell.java Profiles.java RoleRequest.java
//SOURCES CredentialCache.java Sts.java OwnCredentials.java MfaSession.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose credentials sign: a profile's own, those of the roles that lead to it, the environment's, or the SDK's default
 * chain.
 */
final class CredentialResolver {
    /** What a profile may be that has the container's credentials, or the machine's. */
    private static final Set<Profiles.Kind> WITHOUT_CREDENTIALS = Set.of(Profiles.Kind.NONE, Profiles.Kind.SIGN_IN);

    private static final List<String> WEB_IDENTITY_VARIABLES =
            List.of("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME");

    private final Map<String, String> env;
    private final Profiles profiles;
    private final Sts sts;
    private final OwnCredentials own;
    private final CredentialCache cache;
    private final Optional<String> endpointOption;
    private final MfaSession mfa;

    /**
     * @param own what there is before any role is assumed
     * @param endpointOption the STS that an option names, because what another STS gave is not for this one
     * @param mfa what signs for the roles that want MFA
     */
    CredentialResolver(
            Map<String, String> env,
            Profiles profiles,
            Sts sts,
            OwnCredentials own,
            CredentialCache cache,
            Optional<String> endpointOption,
            MfaSession mfa) {
        this.env = env;
        this.profiles = profiles;
        this.sts = sts;
        this.own = own;
        this.cache = cache;
        this.endpointOption = endpointOption;
        this.mfa = mfa;
    }

    /**
     * The credentials of {@code profile}: always its own, whatever the environment holds. For null they are the
     * environment's, else what the SDK's default chain finds.
     *
     * @throws Failure when there are none; the message says what to do
     */
    SessionCredentials resolve(String profile) {
        if (profile == null) {
            return withoutProfile();
        }
        profiles.require(profile);
        boolean hasNothing = WITHOUT_CREDENTIALS.contains(profiles.kind(profile)) && !profiles.hasKeys(profile);
        return hasNothing ? own.fromMachine(profile) : ofProfile(profile);
    }

    /** What {@code profile} itself leads to; nothing where it only says a region. */
    private SessionCredentials ofProfile(String profile) {
        if (!profiles.rolesTo(profile).isEmpty()) {
            return assumeRole(profile, RoleRequest.NONE);
        }
        if (profiles.kind(profile) == Profiles.Kind.WEB_IDENTITY) {
            return assumeRoleWithWebIdentity(profile, RoleRequest.NONE);
        }
        return ownCredentials(profile);
    }

    /** The same, with what a message calls them. */
    Sts.Signer signer(String profile) {
        return new Sts.Signer(resolve(profile), description(profile));
    }

    /**
     * Assumes the role that {@code request} or else {@code profile} names, unless its credentials are cached. Where the
     * profile's source is itself a role, that one is assumed first, and so on.
     *
     * @param request what the options say; the profile says the rest
     * @throws Failure when a role is denied, or whatever else STS refuses
     */
    SessionCredentials assumeRole(String profile, RoleRequest request) {
        return cached(profile, request).orElseGet(() -> assumeRoleAfresh(profile, request));
    }

    /** The same, without a look into the cache. */
    SessionCredentials assumeRoleAfresh(String profile, RoleRequest request) {
        RoleRequest complete = complete(profile, request);
        Sts.Signer signer = isSignedBySource(profile)
                ? new Sts.Signer(sourceCredentials(profile), description(profiles.get(profile, "source_profile")))
                : signer(profile);
        SessionCredentials given = assumeRole(profile, complete, signer);
        cache.put(cacheKey(profile, request, complete), given, owner(profile));
        return given;
    }

    /** The profile whose credentials {@link #resolve} gives for {@code profile}, or for null; null for nobody's. */
    String owner(String profile) {
        boolean isRenewed = isRenewed(profile);
        if (profile != null && !isRenewed) {
            return profile;
        }
        if (isRenewed || variable("AWS_ACCESS_KEY_ID").isPresent()) {
            return env.get("AWS_ASSUMED_PROFILE");
        }
        return variable("AWS_WEB_IDENTITY_TOKEN_FILE").isPresent() ? null : "default";
    }

    /** What tells the credentials that {@link #resolve} gives for {@code profile}, or for null, from all others. */
    String sourceName(String profile) {
        return isRenewed(profile)
                ? RenewedShell.loaded(env).orElseThrow()
                : Text.first(profile, env.get("AWS_ACCESS_KEY_ID"), "default");
    }

    /** Whether they are those that an assume which waits has loaded: no profile of ours, and not [default] either. */
    private boolean isRenewed(String profile) {
        boolean isMeant = profile == null || RenewedShell.isOwnProfile(profile, env);
        return isMeant && RenewedShell.isOne(env);
    }

    /** With the session of an MFA code where the role wants one and a session can sign, else with a code of its own. */
    private SessionCredentials assumeRole(String profile, RoleRequest complete, Sts.Signer signer) {
        String name = complete.sessionName(env);
        Optional<String> serial = complete.conditions().serialNumber();
        if (serial.isEmpty() || isProvedOnTheWay(profile, serial.get(), signer)) {
            return sts.assumeRole(signer, complete, name, Optional.empty());
        }
        MfaSession.Device device = new MfaSession.Device(profile, serial.get(), signer);
        if (mfa.canSign(device, complete)) {
            String roleArn = complete.roleArn().orElseThrow();
            return mfa.sign(device, roleArn, session -> sts.assumeRole(session, complete, name, Optional.empty()));
        }
        String code = mfa.codes().get(profile, serial.get());
        return sts.assumeRole(signer, complete, name, Optional.of(code));
    }

    /**
     * Whether a role that has led to this one wanted the same device, so that its session has signed. STS takes no code
     * from a role: it has no device (AWS STS API Reference, AssumeRole, "SerialNumber").
     */
    private boolean isProvedOnTheWay(String profile, String serial, Sts.Signer signer) {
        return mfa.isForRoles()
                && !signer.credentials().isLongLived()
                && isSignedBySource(profile)
                && profiles.rolesTo(profile).stream()
                        .anyMatch(role -> !role.equals(profile) && serial.equals(profiles.get(role, "mfa_serial")));
    }

    /**
     * The session that long-lived keys and a code of the MFA device give that {@code request} or else {@code profile}
     * names.
     *
     * @param keys those of {@code profile}
     * @param isAfresh whether a cached one does not do
     * @return empty when no device is named
     * @throws Failure when the options want what a user's session has not
     */
    Optional<SessionCredentials> mfaSession(
            String profile, SessionCredentials keys, RoleRequest request, boolean isAfresh) {
        Optional<String> serial =
                request.completedFrom(profiles, profile).conditions().serialNumber();
        if (serial.isPresent() && !request.isForUser()) {
            throw Failure.usage("profile " + profile + " names no role, and the session of its MFA device is shaped by"
                    + " --duration-seconds and --serial-number alone; leave the other options out, or name a role");
        }
        return serial.map(device -> new MfaSession.Device(profile, device, new Sts.Signer(keys, description(profile))))
                .map(device -> mfa.load(device, request.session().durationSeconds(), isAfresh));
    }

    /** Leaves stdin to COMMAND, which has no use for a code. */
    void passOverCode() {
        mfa.codes().passOverStdin();
    }

    /** Leaves the terminal to COMMAND; the message where a code is wanted says what to do {@code instead}. */
    void leaveTerminal(String instead) {
        mfa.codes().leaveTerminal(instead);
    }

    /**
     * Assumes the role of a profile with a web identity (AWS STS API Reference, AssumeRoleWithWebIdentity), unless its
     * credentials are cached.
     *
     * @throws Failure when {@code request} has what that call has no parameter for, or the token cannot be read, or STS
     *     refuses
     */
    SessionCredentials assumeRoleWithWebIdentity(String profile, RoleRequest request) {
        if (request.hasMoreThanWebIdentityTakes()) {
            throw Failure.usage(
                    "profile " + profile + " assumes its role with a web identity, which takes no external ID,"
                            + " MFA, source identity or tags; leave these options out");
        }
        Optional<SessionCredentials> cached = cached(profile, request);
        if (cached.isPresent()) {
            return cached.get();
        }
        RoleRequest complete = complete(profile, request);
        String file = profiles.get(profile, "web_identity_token_file");
        String token = token("web_identity_token_file " + file + " of profile " + profile, file);
        SessionCredentials given = sts.assumeRoleWithWebIdentity(complete, complete.sessionName(env), token, file);
        cache.put(cacheKey(profile, request, complete), given, profile);
        return given;
    }

    /**
     * AWS SDKs and Tools Reference Guide, "Assume role credential provider": the role that variables name. Each of them
     * may be left to [default], whose place they take.
     */
    private SessionCredentials fromWebIdentityVariables(String file) {
        Optional<String> role = variableOrDefault("AWS_ROLE_ARN", "role_arn")
                .map(arn -> RoleRequest.requireRoleArn("AWS_ROLE_ARN", arn));
        if (role.isEmpty()) {
            throw Failure.of(
                    "AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not; set both, or name a profile");
        }
        RoleRequest request = new RoleRequest(
                role, RoleRequest.Session.DEFAULT, RoleRequest.Conditions.NONE, RoleRequest.Restriction.NONE);
        String name = variableOrDefault("AWS_ROLE_SESSION_NAME", "role_session_name")
                .map(chosen -> RoleRequest.requireSessionName("AWS_ROLE_SESSION_NAME", chosen))
                .orElseGet(() -> request.sessionName(env));
        String token = token("the web identity token file " + file, file);
        return sts.assumeRoleWithWebIdentity(request, name, token, file);
    }

    private String token(String label, String file) {
        Path path = FilePath.of(file, env);
        try {
            String token = Files.readString(path).strip();
            if (token.isEmpty()) {
                throw Failure.of(label + " is empty; it should hold a token (JWT) of the identity provider");
            }
            return token;
        } catch (IOException e) {
            throw Failure.of(label + " cannot be read: " + FilePath.reason(path, e), e);
        }
    }

    /** What the cache has for the role that {@code request} or else {@code profile} names. */
    Optional<SessionCredentials> cached(String profile, RoleRequest request) {
        RoleRequest complete = complete(profile, request);
        return cache.get(
                cacheKey(profile, request, complete), complete.roleArn().orElseThrow());
    }

    /** Whether what single sign-on gave {@code profile}, which names no role, is cached. */
    boolean isSignOnCached(String profile) {
        return profile != null && profiles.kind(profile) == Profiles.Kind.SSO && own.isSignOnCached(profile);
    }

    /**
     * {@code request} as it is when the profile and the environment have filled it in.
     *
     * @throws Failure when no role is named
     */
    private RoleRequest complete(String profile, RoleRequest request) {
        RoleRequest complete = request.completedFrom(profiles, profile);
        if (complete.roleArn().isEmpty()) {
            throw Failure.of("role_arn of profile " + profile + " in " + profiles.configFile() + " is missing");
        }
        return complete;
    }

    /**
     * What a profile asks for by itself is cached under the AWS CLI's key. So is what options ask for, where the
     * profile's own source signs; where other keys do, which the AWS CLI could not be told, the key says which.
     */
    private String cacheKey(String profile, RoleRequest request, RoleRequest complete) {
        boolean isOwnSource = request.isEmpty() || isSignedBySource(profile);
        Optional<String> source = isOwnSource ? Optional.empty() : Optional.of(sourceName(profile));
        return complete.cacheKey(source, endpointOption);
    }

    private boolean isSignedBySource(String profile) {
        return profile != null && !profiles.rolesTo(profile).isEmpty();
    }

    /** Whose credentials sign, for a message. */
    private String description(String profile) {
        if (profile != null) {
            return "the keys of profile " + profile;
        }
        return variable("AWS_ACCESS_KEY_ID").isPresent() ? "the keys in your environment" : "the default credentials";
    }

    private SessionCredentials sourceCredentials(String profile) {
        String source = profiles.get(profile, "source_profile");
        if (source == null) {
            return own.fromCredentialSource(profile, profiles.get(profile, "credential_source"));
        }
        return source.equals(profile) || profiles.hasKeys(source) ? ownCredentials(source) : ofProfile(source);
    }

    /**
     * What the profile has itself, where it has several kinds in the AWS CLI's order. For one that names a role and
     * holds no keys that is nothing.
     */
    private SessionCredentials ownCredentials(String profile) {
        boolean isRoleAlone = profiles.kind(profile) == Profiles.Kind.ROLE && !profiles.hasKeys(profile);
        Profiles.Kind kind = isRoleAlone ? Profiles.Kind.NONE : profiles.ownKind(profile);
        return kind == Profiles.Kind.WEB_IDENTITY
                ? assumeRoleWithWebIdentity(profile, RoleRequest.NONE)
                : own.of(profile, kind);
    }

    private SessionCredentials withoutProfile() {
        if (variable("AWS_ACCESS_KEY_ID").isPresent()) {
            return own.fromEnvironment();
        }
        // A role comes before the variables of a web identity, which its source may well have, too.
        if (profiles.kind("default") == Profiles.Kind.ROLE) {
            return resolve("default");
        }
        Optional<String> tokenFile = variableOrDefault("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
        boolean isByVariables =
                WEB_IDENTITY_VARIABLES.stream().anyMatch(name -> variable(name).isPresent());
        if (tokenFile.isPresent() && isByVariables) {
            return fromWebIdentityVariables(tokenFile.get());
        }
        return switch (profiles.kind("default")) {
            // The SDK's chain has ways of its own with these.
            case WEB_IDENTITY, PROCESS, SSO -> resolve("default");
            default -> own.fromDefaultChain();
        };
    }

    /** What the variable says, else the setting of [default]. */
    private Optional<String> variableOrDefault(String name, String setting) {
        return variable(name).or(() -> Optional.ofNullable(profiles.get("default", setting)));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(Text.first(env.get(name)));
    }
}
