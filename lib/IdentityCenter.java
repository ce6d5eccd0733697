//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:sso software.amazon.awssdk:ssooidc
//SOURCES Failure.java Text.java Wire.java Endpoint.java Network.java SessionCredentials.java
//SOURCES SsoProfile.java SsoToken.java StsErrors.java

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.RoleCredentials;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.model.CreateTokenResponse;

/** The two calls to IAM Identity Center, AWS's single sign-on: refresh a token, and get a role's credentials for it. */
final class IdentityCenter {
    private static final String PORTAL = "sso";
    private static final String TOKENS = "sso_oidc";
    private static final String REFRESH = "refresh_token";
    private static final Duration WHOLE_CALL = Duration.ofSeconds(8);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
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
    IdentityCenter(Map<String, String> env, Profiles profiles, String settings, Network network) {
        this.env = env;
        this.profiles = profiles;
        this.settings = settings;
        this.network = network;
    }

    /**
     * IAM Identity Center OIDC API Reference, CreateToken.
     *
     * @return empty when the refresh is refused: whoever it is has to sign in again
     * @throws Failure when it cannot be reached, or has trouble of its own
     */
    Optional<SsoToken> refresh(SsoProfile profile, SsoToken token, SsoToken.Grant grant) {
        Endpoint endpoint = endpoint(profile, TOKENS);
        Wire wire = wire(endpoint, "single sign-on");
        try (SsoOidcClient client = client(SsoOidcClient.builder(), endpoint, wire)) {
            CreateTokenResponse given = call(
                    wire,
                    () -> client.createToken(request -> request.grantType(REFRESH)
                            .clientId(grant.clientId())
                            .clientSecret(grant.clientSecret())
                            .refreshToken(grant.refreshToken())));
            if (given.accessToken() == null || given.expiresIn() == null) {
                throw unlike(wire, "without a token", null);
            }
            return Optional.of(token.refreshed(
                    profile,
                    given.accessToken(),
                    Duration.ofSeconds(given.expiresIn()),
                    Optional.ofNullable(given.refreshToken())));
        } catch (AwsServiceException e) {
            if (isTrouble(e)) {
                throw refusal(wire, "refresh the single sign-on of " + profile.tokenName(), e);
            }
            return Optional.empty();
        }
    }

    /**
     * IAM Identity Center Portal API Reference, GetRoleCredentials.
     *
     * @return empty when the token is not valid any more, whatever its file says
     * @throws Failure when there is no such role for whoever is signed in, or the portal cannot be reached
     */
    Optional<SessionCredentials> roleCredentials(SsoProfile profile, String accessToken) {
        Endpoint endpoint = endpoint(profile, PORTAL);
        Wire wire = wire(endpoint, "single sign-on's portal");
        try (SsoClient client = client(SsoClient.builder(), endpoint, wire)) {
            RoleCredentials given = call(
                            wire,
                            () -> client.getRoleCredentials(request -> request.accountId(profile.accountId())
                                    .roleName(profile.roleName())
                                    .accessToken(accessToken)))
                    .roleCredentials();
            return Optional.of(credentials(wire, given));
        } catch (AwsServiceException e) {
            if (e.statusCode() == UNAUTHORIZED) {
                return Optional.empty();
            }
            if (e.statusCode() == FORBIDDEN || e.statusCode() == NOT_FOUND) {
                throw Failure.of(
                        "single sign-on gives you no role " + Text.quoted(profile.roleName()) + " in account "
                                + Text.quoted(profile.accountId()) + " (" + message(e)
                                + "); check sso_role_name and sso_account_id of profile " + profile.profile()
                                + ", or ask whoever assigns the roles" + asked(wire),
                        e);
            }
            throw refusal(wire, "give the credentials of profile " + profile.profile(), e);
        }
    }

    private static SessionCredentials credentials(Wire wire, RoleCredentials given) {
        if (given == null) {
            throw unlike(wire, "without roleCredentials", null);
        }
        try {
            Instant expiration = given.expiration() == null || given.expiration() == 0
                    ? null
                    : Instant.ofEpochMilli(given.expiration()).truncatedTo(ChronoUnit.SECONDS);
            SessionCredentials.requireLoadable("SessionToken", given.sessionToken());
            var credentials = new SessionCredentials(
                    given.accessKeyId(), given.secretAccessKey(), given.sessionToken(), expiration, null);
            if (credentials.isExpired()) {
                throw Failure.of("the credentials " + credentials.until() + "; is this computer's clock right?");
            }
            return credentials;
        } catch (Failure e) {
            throw unlike(wire, "(" + e.getMessage() + ")", e);
        }
    }

    private Endpoint endpoint(SsoProfile profile, String service) {
        return Endpoint.of(env, profiles, settings, service, Optional.of(profile.region()), Optional.empty());
    }

    private static Wire wire(Endpoint endpoint, String name) {
        return new Wire(endpoint.url().map(URI::toString).orElse(name + " in " + endpoint.region()));
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
            B builder, Endpoint endpoint, Wire wire) {
        builder.region(Region.of(endpoint.region()))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(network.httpClient())
                .overrideConfiguration(configuration -> configuration
                        .retryStrategy(RetryMode.STANDARD)
                        .apiCallTimeout(WHOLE_CALL)
                        .addExecutionInterceptor(wire));
        endpoint.url().ifPresent(builder::endpointOverride);
        if (endpoint.isFips()) {
            builder.fipsEnabled(true);
        }
        if (endpoint.isDualStack()) {
            builder.dualstackEnabled(true);
        }
        return builder.build();
    }

    /** Calls; what the service itself refuses is for the caller to explain. */
    private <T> T call(Wire wire, Supplier<T> call) {
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

    private static boolean isTrouble(AwsServiceException e) {
        return e.statusCode() >= SERVER_ERROR || e.isThrottlingException() || code(e).isEmpty();
    }

    private static Failure refusal(Wire wire, String what, AwsServiceException e) {
        if (code(e).isEmpty()) {
            return unlike(wire, "HTTP " + e.statusCode(), e);
        }
        String advice =
                isTrouble(e) ? "it has trouble of its own or too much to do; try again later" : "its words say why";
        return Failure.of("single sign-on does not " + what + " (" + message(e) + "): " + advice + asked(wire), e);
    }

    private static Failure unlike(Wire wire, String how, Throwable e) {
        return Failure.of(
                wire.address() + " answered " + how
                        + ", but not as single sign-on does; is it that, and is there a proxy in between?",
                e);
    }

    private static String asked(Wire wire) {
        return " [endpoint: " + wire.address() + "]";
    }

    private static String code(AwsServiceException e) {
        return detail(e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode());
    }

    private static String message(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null
                ? "HTTP " + e.statusCode()
                : Text.first(code(e), "HTTP " + e.statusCode()) + ": " + Text.visible(detail(details.errorMessage()));
    }

    private static String detail(String text) {
        return text == null ? "" : text;
    }
}
