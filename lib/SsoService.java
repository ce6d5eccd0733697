//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:aws-core
//SOURCES Failure.java Text.java Patience.java Wire.java Endpoint.java Network.java StsErrors.java SsoSession.java

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;

/** What the calls to both services of single sign-on have in common: where they go, and what a failure means. */
final class SsoService {
    /** The access portal's name in a services section. */
    static final String PORTAL = "sso";

    /** The same of the service that signs people in. */
    static final String TOKENS = "sso_oidc";

    private static final Duration WHOLE_CALL = Duration.ofSeconds(8);
    private static final int SERVER_ERROR = 500;

    private final Map<String, String> env;
    private final Profiles profiles;
    private final String settings;
    private final Network network;

    /**
     * @param settings the profile whose endpoints count, which need not be the one that is signed in; null for the
     *     default ones
     * @param network how they are reached
     */
    SsoService(Map<String, String> env, Profiles profiles, String settings, Network network) {
        this.env = env;
        this.profiles = profiles;
        this.settings = settings;
        this.network = network;
    }

    /** Where {@code service} is called in that region. */
    Endpoint endpoint(String region, String service) {
        return Endpoint.of(env, profiles, settings, service, Optional.of(region), Optional.empty());
    }

    /** @param name what a message calls the service where no address is configured */
    static Wire wire(Endpoint endpoint, String name) {
        return new Wire(endpoint.url().map(URI::toString).orElse(name + " in " + endpoint.region()));
    }

    /** The SDK's client, which signs nothing: what is called for knows its caller by a token. */
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
            B builder, Endpoint endpoint, Wire wire) {
        return client(
                builder,
                endpoint,
                wire,
                configuration -> configuration.retryStrategy(RetryMode.STANDARD).apiCallTimeout(WHOLE_CALL));
    }

    /** The same for one call of hundreds, which together are what a service throttles: it waits, and tries again. */
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C patientClient(
            B builder, Endpoint endpoint, Wire wire) {
        return client(
                builder,
                endpoint,
                wire,
                configuration -> configuration
                        .retryStrategy(Patience.MANY.sharedRetries())
                        .apiCallAttemptTimeout(WHOLE_CALL)
                        .apiCallTimeout(Patience.MANY.wholeCall()));
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
            B builder, Endpoint endpoint, Wire wire, Consumer<ClientOverrideConfiguration.Builder> patience) {
        builder.region(Region.of(endpoint.region()))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(network.httpClient())
                .overrideConfiguration(configuration -> {
                    patience.accept(configuration);
                    configuration.addExecutionInterceptor(wire);
                });
        endpoint.url().ifPresent(builder::endpointOverride);
        return builder.fipsEnabled(endpoint.isFips())
                .dualstackEnabled(endpoint.isDualStack())
                .build();
    }

    /** Calls; what the service itself refuses is for the caller to explain. */
    <T> T call(Wire wire, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            throw e;
        } catch (Failure e) {
            throw unlike(wire, "(" + e.getMessage() + ")", e);
        } catch (SdkException e) {
            throw StsErrors.noAnswer(wire.address(), e, network);
        }
    }

    /** Whether it is the service that has trouble, and not the request that is refused. */
    static boolean isTrouble(AwsServiceException e) {
        return e.statusCode() >= SERVER_ERROR || e.isThrottlingException() || code(e).isEmpty();
    }

    /** @param what it does not do, for a message */
    static Failure refusal(Wire wire, String what, AwsServiceException e) {
        if (code(e).isEmpty()) {
            return unlike(wire, "HTTP " + e.statusCode(), e);
        }
        String advice =
                isTrouble(e) ? "it has trouble of its own or too much to do; try again later" : "its words say why";
        return Failure.of("single sign-on does not " + what + " (" + message(e) + "): " + advice + endpoint(wire), e);
    }

    /** An answer that is none of single sign-on. */
    static Failure unlike(Wire wire, String how, Throwable e) {
        return Failure.of(
                wire.address() + " answered " + how
                        + ", but not as single sign-on does; is it that, and is there a proxy in between?",
                e);
    }

    static String endpoint(Wire wire) {
        return " [endpoint: " + wire.address() + "]";
    }

    static String code(AwsServiceException e) {
        return detail(e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode());
    }

    /** What the service itself says, for people. */
    static String message(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null
                ? "HTTP " + e.statusCode()
                : Text.first(code(e), "HTTP " + e.statusCode()) + ": " + Text.visible(detail(details.errorMessage()));
    }

    private static String detail(String text) {
        return text == null ? "" : text;
    }
}
