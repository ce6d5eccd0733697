import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * A way to STS: whose keys sign, and where STS is.
 *
 * @param profile the profile whose keys sign; null for the SDK's default chain
 * @param region the region whose STS is asked
 * @param regionToLoad the region that belongs to the profile or was asked for, to be loaded with the keys; or null
 * @param endpoint the STS to ask in place of the region's, or null
 */
record Sts(Map<String, String> env, String profile, String region, String regionToLoad, String endpoint, ProfileFile files) {

    /** @throws Failure when {@code profile} is in none of the files, or {@code endpoint} or {@code region} is malformed */
    static Sts of(Map<String, String> env, String profile, String region, String endpoint) {
        if (endpoint != null && !endpoint.matches("https?://[^/\\s]+(/\\S*)?")) {
            throw Failure.usage("--endpoint-url " + Command.shown(endpoint) + " is no http:// or https:// address");
        }
        if (region != null && !region.matches("[a-zA-Z0-9-]{1,63}")) {
            throw Failure.usage("--region " + Command.shown(region) + " is no region; expected a name such as eu-central-1");
        }
        ProfileFile files = profileFiles(env);
        if (profile != null && files.profile(profile).isEmpty()) {
            throw Failure.of("there is no profile " + Command.shown(profile) + " in " + configFile(env) + " or " + credentialsFile(env) + "; there "
                    + (files.profiles().isEmpty() ? "is none at all" : "are: " + String.join(", ", files.profiles().keySet())));
        }
        String profileRegion = files.profile(first(profile, "default")).flatMap(p -> p.property("region")).orElse(null);
        return new Sts(env, profile, first(region, env.get("AWS_REGION"), env.get("AWS_DEFAULT_REGION"), profileRegion, "us-east-1"),
                first(region, profile == null ? null : profileRegion), endpoint, files);
    }


    /**
     * Asks STS.
     *
     * @param refusal what to say when STS has understood and says no
     * @throws Failure when there are no keys to sign with, STS refuses, or it cannot be reached
     */
    <T> T ask(Function<StsClient, T> question, Function<StsException, Failure> refusal) {
        // The region is decided here, so that the SDK never asks the metadata service of a machine that has none.
        var builder = StsClient.builder().region(Region.of(region)).credentialsProvider(StaticCredentialsProvider.create(keys()))
                .httpClient(UrlConnectionHttpClient.builder().connectionTimeout(Duration.ofSeconds(3)).socketTimeout(Duration.ofSeconds(5)).build())
                .overrideConfiguration(o -> o.defaultProfileFile(files).defaultProfileName(first(profile, "default"))
                        .apiCallTimeout(Duration.ofSeconds(10)));
        if (endpoint != null) builder.endpointOverride(URI.create(endpoint));
        try (StsClient sts = builder.build()) {
            return question.apply(sts);
        } catch (StsException e) {
            throw refusal.apply(e);
        } catch (SdkClientException e) {
            Throwable cause = e;
            while (cause.getCause() != null) cause = cause.getCause();
            throw new Failure(1, "STS" + (endpoint == null ? " in " + region : " at " + endpoint) + " gave no answer: "
                    + cause.getClass().getSimpleName() + ": " + cause.getMessage(), e);
        }
    }

    /** What any command says when STS refuses: its words, whose keys signed, and what to do. */
    Failure refused(StsException e) {
        String nextStep = switch (code(e)) {
            case "InvalidClientTokenId" -> "AWS does not know these keys: they were deleted, deactivated or mistyped";
            case "SignatureDoesNotMatch" -> "The secret key is not the one that belongs to this access key, or this computer's clock is wrong";
            case "ExpiredToken", "ExpiredTokenException" -> "These keys are over; name a profile, or get new ones";
            default -> "Its words say what to change";
        };
        return new Failure(1, "STS refused " + signer() + " (" + said(e) + "). " + nextStep, e);
    }

    /** STS API Reference, "Common Errors"; empty when the answer held none. */
    static String code(StsException e) {
        return e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
    }

    /** STS's code and message, without what the SDK adds. */
    static String said(StsException e) {
        return "HTTP " + e.statusCode() + (e.awsErrorDetails() == null ? "" : ", " + code(e) + ": " + e.awsErrorDetails().errorMessage());
    }

    /** Whose keys sign, for a message. */
    String signer() {
        return profile != null ? "the keys of profile " + profile
                : first(env.get("AWS_ACCESS_KEY_ID")) != null ? "the keys in your environment" : "the default credentials";
    }

    /** A profile's own keys when one is named, whatever the environment holds; else the environment's; else the SDK's default chain. */
    private AwsCredentials keys() {
        String id = first(env.get("AWS_ACCESS_KEY_ID"));
        String secret = first(env.get("AWS_SECRET_ACCESS_KEY"));
        try {
            if (profile != null) return ProfileCredentialsProvider.builder().profileFile(files).profileName(profile).build().resolveCredentials();
            if (id == null && secret == null) return DefaultCredentialsProvider.builder().profileFile(files).profileName("default").build().resolveCredentials();
        } catch (SdkClientException e) {
            throw new Failure(1, "there are no keys to sign with: " + (profile == null
                    ? "none in the environment, and none in a [default] profile; name a profile, or make one with 'aws configure'"
                    : "profile " + profile + " has no aws_access_key_id and aws_secret_access_key; 'aws configure --profile " + profile + "' adds them"), e);
        }
        if (id == null || secret == null) {
            throw Failure.of((id == null ? "AWS_SECRET_ACCESS_KEY is set but AWS_ACCESS_KEY_ID" : "AWS_ACCESS_KEY_ID is set but AWS_SECRET_ACCESS_KEY")
                    + " is not; set both, or name a profile");
        }
        if (ended(env.get("AWS_CREDENTIAL_EXPIRATION"))) {
            throw Failure.of("the keys in your environment ended at " + env.get("AWS_CREDENTIAL_EXPIRATION")
                    + "; name a profile to sign with its keys, or forget these with: source <(jbang unset@org --credentials-only)");
        }
        String token = first(env.get("AWS_SESSION_TOKEN"));
        return token == null ? AwsBasicCredentials.create(id, secret) : AwsSessionCredentials.create(id, secret, token);
    }

    private static boolean ended(String expiration) {
        try {
            return expiration != null && Instant.parse(expiration).isBefore(Instant.now());
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** AWS SDKs and Tools Reference Guide, "Shared config and credentials files". */
    private static ProfileFile profileFiles(Map<String, String> env) {
        var files = ProfileFile.aggregator();
        read(configFile(env), ProfileFile.Type.CONFIGURATION).ifPresent(files::addFile);
        read(credentialsFile(env), ProfileFile.Type.CREDENTIALS).ifPresent(files::addFile);
        return files.build();
    }

    private static Optional<ProfileFile> read(Path file, ProfileFile.Type type) {
        try {
            return Files.exists(file) ? Optional.of(ProfileFile.builder().content(file).type(type).build()) : Optional.empty();
        } catch (RuntimeException e) {
            throw new Failure(1, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path configFile(Map<String, String> env) {
        return file(env, "AWS_CONFIG_FILE", "config");
    }

    private static Path credentialsFile(Map<String, String> env) {
        return file(env, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
    }

    private static Path file(Map<String, String> env, String variable, String name) {
        String home = env.getOrDefault("HOME", System.getProperty("user.home"));
        return Path.of(env.getOrDefault(variable, home + "/.aws/" + name).replaceFirst("^~(?=/)", Matcher.quoteReplacement(home)));
    }

    static String first(String... values) {
        return Stream.of(values).filter(value -> value != null && !value.isEmpty()).findFirst().orElse(null);
    }
}
