//DEPS software.amazon.awssdk:signin
//SOURCES FilePath.java CredentialProcess.java SsoCredentials.java Terminal.java
//SOURCES Profiles.java SdkProfiles.java RoleRequest.java
//SOURCES FilePath.java CredentialCache.java Sts.java

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

/**
 * Whose credentials sign: a profile's own, those of the roles that lead to it, the environment's, or the SDK's default
 * chain.
 */
final class CredentialResolver {
    private static final Pattern TOKEN_CODE = Pattern.compile("\\d{6}");
    private static final int MOST_PROMPTS = 3;

    private final Map<String, String> env;
    private final Profiles profiles;
    private final Sts sts;
    private final SsoCredentials sso;
    private final CredentialCache cache;
    private final Optional<String> endpointOption;
    private Optional<String> tokenCode;

    /**
     * @param endpointOption the STS that an option names, because what another STS gave is not for this one
     * @param tokenCode the six digits of {@code --token-code}, for the first role that wants MFA
     */
    CredentialResolver(
            Map<String, String> env,
            Profiles profiles,
            Sts sts,
            SsoCredentials sso,
            CredentialCache cache,
            Optional<String> endpointOption,
            Optional<String> tokenCode) {
        this.env = env;
        this.profiles = profiles;
        this.sts = sts;
        this.sso = sso;
        this.cache = cache;
        this.endpointOption = endpointOption;
        this.tokenCode = tokenCode;
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
        Optional<String> code = complete.conditions().serialNumber().map(this::tokenCode);
        SessionCredentials given = sts.assumeRole(signer, complete, complete.sessionName(env), code);
        cache.put(cacheKey(profile, request, complete), given);
        return given;
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
        cache.put(cacheKey(profile, request, complete), given);
        return given;
    }

    /** AWS SDKs and Tools Reference Guide, "Assume role credential provider": the role that variables name. */
    private SessionCredentials fromWebIdentityVariables(String file) {
        RoleRequest.Session session = RoleRequest.Session.DEFAULT;
        Optional<String> role = variable("AWS_ROLE_ARN").map(arn -> RoleRequest.requireRoleArn("AWS_ROLE_ARN", arn));
        if (role.isEmpty()) {
            throw Failure.of(
                    "AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not; set both, or name a profile");
        }
        RoleRequest request = new RoleRequest(role, session, RoleRequest.Conditions.NONE, RoleRequest.Restriction.NONE);
        String token = token("AWS_WEB_IDENTITY_TOKEN_FILE " + file, file);
        return sts.assumeRoleWithWebIdentity(request, request.sessionName(env), token, file);
    }

    private String token(String label, String file) {
        try {
            return Files.readString(FilePath.of(file, env)).strip();
        } catch (IOException e) {
            throw Failure.of(label + " cannot be read", e);
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
        return profile != null
                && profiles.kind(profile) == Profiles.Kind.SSO
                && sso.cached(profile).isPresent();
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
        Optional<String> source = isOwnSource
                ? Optional.empty()
                : Optional.of(Text.first(profile, env.get("AWS_ACCESS_KEY_ID"), "default"));
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

    private String tokenCode(String serial) {
        if (tokenCode.isPresent()) {
            String code = tokenCode.get();
            tokenCode = Optional.empty(); // STS takes a code once only
            return code;
        }
        String question = "MFA code of " + Text.visible(serial) + ": ";
        for (int prompt = 0; prompt < MOST_PROMPTS; prompt++) {
            String code = Terminal.ask((prompt == 0 ? "" : "Six digits, please. ") + question)
                    .orElseThrow(() -> Failure.of("MFA is wanted (" + serial
                            + "), and there is no terminal to ask for the code on; give it with --token-code 123456,"
                            + " or load with: eval \"$(jbang assume@org ...)\""))
                    .strip();
            if (TOKEN_CODE.matcher(code).matches()) {
                return code;
            }
        }
        throw Failure.of("an MFA code is six digits, and none of three answers was; try again");
    }

    private SessionCredentials sourceCredentials(String profile) {
        String source = profiles.get(profile, "source_profile");
        if (source == null) {
            return fromCredentialSource(profiles.get(profile, "credential_source"));
        }
        return source.equals(profile) || profiles.hasKeys(source) ? ownCredentials(source) : resolve(source);
    }

    /** AWS SDKs and Tools Reference Guide, "Assume role credential provider", credential_source. */
    private SessionCredentials fromCredentialSource(String source) {
        return switch (source) {
            case "Environment" -> fromEnvironment();
            case "Ec2InstanceMetadata" ->
                resolve(
                        instanceProfile(),
                        "the metadata service of this machine gave no keys; is it an EC2 instance with a role?");
            case "EcsContainer" ->
                resolve(
                        ContainerCredentialsProvider.create(),
                        "the container service gave no keys; is this a container with a task role?");
            default ->
                throw Failure.of("credential_source " + Text.quoted(source) + " in " + profiles.configFile()
                        + " is none of Environment, Ec2InstanceMetadata, EcsContainer");
        };
    }

    private AwsCredentialsProvider sdkProfile(String key) {
        return ProfileCredentialsProvider.builder()
                .profileFile(SdkProfiles.of(profiles))
                .profileName(key)
                .build();
    }

    /** The SDK would not find what is behind an address that ends with a slash. */
    private AwsCredentialsProvider instanceProfile() {
        InstanceProfileCredentialsProvider.Builder provider = InstanceProfileCredentialsProvider.builder();
        variable("AWS_EC2_METADATA_SERVICE_ENDPOINT")
                .ifPresent(address -> provider.endpoint(address.replaceFirst("/+$", "")));
        return provider.build();
    }

    /**
     * What the profile has itself, where it has several kinds in the AWS CLI's order. For one that names a role and
     * holds no keys that is nothing.
     */
    private SessionCredentials ownCredentials(String profile) {
        boolean isRoleAlone = profiles.kind(profile) == Profiles.Kind.ROLE && !profiles.hasKeys(profile);
        return switch (isRoleAlone ? Profiles.Kind.NONE : profiles.ownKind(profile)) {
            case WEB_IDENTITY -> assumeRoleWithWebIdentity(profile, RoleRequest.NONE);
            case SSO -> sso.get(profile);
            case PROCESS -> CredentialProcess.run(profiles, profile, env);
            default -> profiles.keys(profile).orElseGet(() -> fromSdk(profile));
        };
    }

    /** The credentials of {@code aws login}, or else the message that there are none. */
    private SessionCredentials fromSdk(String profile) {
        return resolve(sdkProfile(SdkProfiles.key(profile)), "profile " + profile + " has no keys: " + remedy(profile));
    }

    private String remedy(String profile) {
        return profiles.kind(profile) == Profiles.Kind.LOGIN
                ? "its login has expired; log in with: aws login --profile " + profile
                : "it needs aws_access_key_id and aws_secret_access_key, which 'aws configure --profile " + profile
                        + "' adds, or a role_arn";
    }

    private SessionCredentials withoutProfile() {
        boolean hasKeys = variable("AWS_ACCESS_KEY_ID").isPresent()
                || variable("AWS_SECRET_ACCESS_KEY").isPresent();
        if (hasKeys) {
            return fromEnvironment();
        }
        Optional<String> tokenFile = variable("AWS_WEB_IDENTITY_TOKEN_FILE");
        if (tokenFile.isPresent()) {
            return fromWebIdentityVariables(tokenFile.get());
        }
        switch (profiles.kind("default")) {
            // The SDK's chain would not ask for an MFA code, and has ways of its own with programs and single sign-on.
            case ROLE, PROCESS, SSO -> {
                return resolve("default");
            }
            default -> {}
        }
        return resolve(
                AwsCredentialsProviderChain.of(
                        sdkProfile("default"), ContainerCredentialsProvider.create(), instanceProfile()),
                "there are no keys to sign with: none in the environment, and none in a [default] profile; name a"
                        + " profile, or make one with 'aws configure'");
    }

    private SessionCredentials fromEnvironment() {
        String id =
                variable("AWS_ACCESS_KEY_ID").orElseThrow(() -> missing("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"));
        String secret = variable("AWS_SECRET_ACCESS_KEY")
                .orElseThrow(() -> missing("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"));
        Optional<String> expiration = variable("AWS_CREDENTIAL_EXPIRATION");
        if (expiration.isPresent() && isPast(expiration.get())) {
            throw Failure.of("the keys in your environment expired at " + expiration.get()
                    + "; name a profile to sign with its keys, or forget these with: source <(jbang unset@org"
                    + " --credentials-only)");
        }
        // botocore reads AWS_SECURITY_TOKEN, the older name, first.
        return SessionCredentials.of(
                id, secret, Text.first(env.get("AWS_SECURITY_TOKEN"), env.get("AWS_SESSION_TOKEN")));
    }

    private static Failure missing(String name, String other) {
        return Failure.of(name + " is not set in the environment, and a key needs both it and " + other
                + "; set both, or name a profile");
    }

    /**
     * What the SDK finds.
     *
     * @param otherwise the message when it finds nothing
     */
    private static SessionCredentials resolve(AwsCredentialsProvider provider, String otherwise) {
        AwsCredentials found;
        try {
            found = provider.resolveCredentials();
        } catch (RuntimeException e) {
            throw Failure.of(otherwise, e);
        }
        if (found instanceof AwsSessionCredentials session) {
            // Instant.MAX is the SDK's word for keys of a credential_process that do not expire.
            Instant expiration = session.expirationTime()
                    .filter(time -> !time.equals(Instant.MAX))
                    .orElse(null);
            return new SessionCredentials(
                    session.accessKeyId(), session.secretAccessKey(), session.sessionToken(), expiration, null);
        }
        return SessionCredentials.of(found.accessKeyId(), found.secretAccessKey(), null);
    }

    /** Of what is not a time, nothing is known. */
    private static boolean isPast(String expiration) {
        return AwsTime.parse(expiration)
                .filter(time -> time.isBefore(Instant.now()))
                .isPresent();
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(Text.first(env.get(name)));
    }
}
