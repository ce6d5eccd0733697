//DEPS software.amazon.awssdk:signin
//SOURCES Text.java Failure.java FilePath.java AwsTime.java SessionCredentials.java Profiles.java SdkProfiles.java
//SOURCES CredentialProcess.java SsoCredentials.java

import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

/**
 * The credentials that there are before any role is assumed: a profile's keys, single sign-on, program or login, the
 * environment's variables, those of a container or machine.
 */
final class OwnCredentials {
    private static final String CONTAINER_TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

    private final Map<String, String> env;
    private final Profiles profiles;
    private final String settings;
    private final SsoCredentials sso;

    /** @param settings the profile whose settings of the metadata service count; null for the default ones */
    OwnCredentials(Map<String, String> env, Profiles profiles, String settings, SsoCredentials sso) {
        this.env = env;
        this.profiles = profiles;
        this.settings = Text.first(settings, "default");
        this.sso = sso;
    }

    /** What {@code profile} has itself, {@code kind} saying which of its kinds. */
    SessionCredentials of(String profile, Profiles.Kind kind) {
        return switch (kind) {
            case SSO, SIGN_IN -> sso.get(profile);
            case PROCESS -> CredentialProcess.run(profiles, profile, env);
            default -> profiles.keys(profile).orElseGet(() -> fromSdk(profile));
        };
    }

    /** Whether what single sign-on gave {@code profile} is cached. */
    boolean isSignOnCached(String profile) {
        return sso.cached(profile).isPresent();
    }

    /**
     * AWS SDKs and Tools Reference Guide, "Assume role credential provider", credential_source.
     *
     * @param profile which names it
     */
    SessionCredentials fromCredentialSource(String profile, String source) {
        return switch (source) {
            case "Environment" -> fromEnvironment();
            case "Ec2InstanceMetadata" ->
                resolve(
                        instanceProfile(profile),
                        "the metadata service of this machine gave no keys; is it an EC2 instance with a role?");
            case "EcsContainer" ->
                resolve(container(), "the container service gave no keys; is this a container with a task role?");
            default ->
                throw Failure.of("credential_source " + Text.quoted(source) + " in " + profiles.configFile()
                        + " is none of Environment, Ec2InstanceMetadata, EcsContainer");
        };
    }

    /** The container's. The SDK says of a token that it cannot read no more than that there are no credentials. */
    private AwsCredentialsProvider container() {
        variable(CONTAINER_TOKEN_FILE).map(FilePath::of).ifPresent(file -> {
            if (!Files.isReadable(file)) {
                throw Failure.of(
                        CONTAINER_TOKEN_FILE + " names " + Text.quoted(FilePath.text(file)) + ", which cannot be read");
            }
        });
        return ContainerCredentialsProvider.create();
    }

    private AwsCredentialsProvider sdkProfile(String key) {
        return ProfileCredentialsProvider.builder()
                .profileFile(SdkProfiles.of(profiles))
                .profileName(key)
                .build();
    }

    /**
     * The machine's, as the environment and the settings have its address and time limit; the address may be that of
     * {@code profile} itself. The SDK would not find what is behind one that ends with a slash.
     */
    private AwsCredentialsProvider instanceProfile(String profile) {
        // The SDK fails where the variable is neither true nor false; to the AWS CLI that is false.
        boolean isDisabled = "true".equalsIgnoreCase(env.get("AWS_EC2_METADATA_DISABLED"));
        System.setProperty("aws.disableEc2Metadata", String.valueOf(isDisabled));
        InstanceProfileCredentialsProvider.Builder provider = InstanceProfileCredentialsProvider.builder()
                .profileFile(SdkProfiles.of(profiles))
                .profileName(SdkProfiles.key(settings));
        Optional.ofNullable(Text.first(
                        env.get("AWS_EC2_METADATA_SERVICE_ENDPOINT"),
                        profiles.get(settings, "ec2_metadata_service_endpoint"),
                        profiles.get(profile, "ec2_metadata_service_endpoint")))
                .ifPresent(address -> provider.endpoint(address.replaceFirst("/+$", "")));
        return provider.build();
    }

    /** The credentials of {@code aws login}, or else the message that there are none. */
    private SessionCredentials fromSdk(String profile) {
        return resolve(sdkProfile(SdkProfiles.key(profile)), withoutKeys(profile));
    }

    private String withoutKeys(String profile) {
        return "profile " + profile + " has no keys: " + remedy(profile);
    }

    private String remedy(String profile) {
        if (profiles.kind(profile) == Profiles.Kind.SIGN_IN) {
            return "it says where to sign in, but no sso_account_id and sso_role_name, which 'aws configure sso"
                    + " --profile " + profile + "' asks for";
        }
        return profiles.kind(profile) == Profiles.Kind.LOGIN
                ? "its login has expired; log in with: aws login --profile " + profile
                : "it needs aws_access_key_id and aws_secret_access_key, which 'aws configure --profile " + profile
                        + "' adds, or a role_arn";
    }

    /** The end of the AWS CLI's chain, for a profile that has nothing itself: the container's, or the machine's. */
    SessionCredentials fromMachine(String profile) {
        return resolve(AwsCredentialsProviderChain.of(container(), instanceProfile(profile)), withoutKeys(profile));
    }

    /** What the SDK's default chain finds. */
    SessionCredentials fromDefaultChain() {
        return resolve(
                AwsCredentialsProviderChain.of(sdkProfile("default"), container(), instanceProfile("default")),
                "there are no keys to sign with: "
                        + variable("AWS_SECRET_ACCESS_KEY")
                                .map(secret -> "AWS_ACCESS_KEY_ID is not set in the environment")
                                .orElse("none in the environment")
                        + ", and none in a [default] profile; name a profile, or make one with 'aws configure'");
    }

    /** The keys in the environment. */
    SessionCredentials fromEnvironment() {
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
