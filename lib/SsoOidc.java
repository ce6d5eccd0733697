//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:ssooidc
//SOURCES Failure.java Text.java SsoSession.java SsoRegistration.java SsoToken.java SsoService.java SsoChallenge.java

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.endpoints.SsoOidcEndpointProvider;
import software.amazon.awssdk.services.ssooidc.model.AccessDeniedException;
import software.amazon.awssdk.services.ssooidc.model.AuthorizationPendingException;
import software.amazon.awssdk.services.ssooidc.model.CreateTokenRequest;
import software.amazon.awssdk.services.ssooidc.model.CreateTokenResponse;
import software.amazon.awssdk.services.ssooidc.model.ExpiredTokenException;
import software.amazon.awssdk.services.ssooidc.model.InvalidClientException;
import software.amazon.awssdk.services.ssooidc.model.RegisterClientResponse;
import software.amazon.awssdk.services.ssooidc.model.SlowDownException;
import software.amazon.awssdk.services.ssooidc.model.StartDeviceAuthorizationResponse;

/** The service of IAM Identity Center that signs people in (IAM Identity Center OIDC API Reference). */
final class SsoOidc {
    /** Where the browser comes back to; the port is whichever is free (RFC 8252, 7.3). */
    static final String CALLBACK = "/oauth/callback";

    /** What the page calls it in which people allow it. */
    private static final String CLIENT_NAME = "assume";

    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

    /** Where the service does not say how long to wait between two questions (RFC 8628, 3.2). */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** What a person is to open, and until when, while a device asks for the token every {@code interval}. */
    record Device(String code, String userCode, String uri, String completeUri, Instant end, Duration interval) {
        /** No secret gets into a message by way of a record's toString. */
        @Override
        public String toString() {
            return "device " + userCode;
        }
    }

    /** What a browser brought, and what proves that it is ours (RFC 7636). */
    record Code(String code, String verifier, String redirectUri) {
        /** No secret gets into a message by way of a record's toString. */
        @Override
        public String toString() {
            return "code";
        }
    }

    /** What a device hears that asks for its token: it may have one, or has to wait, perhaps longer than before. */
    record Polled(Optional<SsoToken.Given> given, boolean isTooSoon) {
        static final Polled PENDING = new Polled(Optional.empty(), false);
        static final Polled TOO_SOON = new Polled(Optional.empty(), true);

        static Polled of(SsoToken.Given given) {
            return new Polled(Optional.of(given), false);
        }
    }

    /** What is called by way of a client. */
    private interface Calls<T> {
        T make(SsoOidcClient client, Wire wire);
    }

    /** The client is not known there (any more): it has to register again. */
    static final class UnknownClient extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownClient(Throwable cause) {
            super("the client is not known", cause);
        }
    }

    private final SsoService service;

    SsoOidc(SsoService service) {
        this.service = service;
    }

    /** RegisterClient: for authorization codes and what refreshes their tokens, or for device codes. */
    SsoRegistration register(SsoSession session, boolean isForAuthorizationCodes) {
        List<String> grantTypes = isForAuthorizationCodes
                ? List.of(SsoRegistration.AUTHORIZATION_CODE, SsoRegistration.REFRESH_TOKEN)
                : List.of();
        return ask(session, "register a client for " + session.tokenName(), (client, wire) -> {
            RegisterClientResponse given = service.call(
                    wire,
                    () -> client.registerClient(request -> {
                        request.clientName(CLIENT_NAME).clientType("public").scopes(session.requestedScopes());
                        if (isForAuthorizationCodes) {
                            request.grantTypes(grantTypes)
                                    .redirectUris("http://127.0.0.1" + CALLBACK)
                                    .issuerUrl(session.startUrl());
                        }
                    }));
            if (given.clientId() == null || given.clientSecret() == null || given.clientSecretExpiresAt() == null) {
                throw SsoService.unlike(wire, "without a client", null);
            }
            return new SsoRegistration(
                    given.clientId(),
                    given.clientSecret(),
                    Instant.ofEpochSecond(given.clientSecretExpiresAt()),
                    session.requestedScopes(),
                    grantTypes);
        });
    }

    /** Where a browser is sent to sign somebody in. There is no secret in it. */
    String authorizeUrl(SsoSession session, SsoRegistration registration, String redirectUri, SsoChallenge challenge) {
        return base(session) + "/authorize?response_type=code"
                + "&client_id=" + encoded(registration.clientId())
                + "&redirect_uri=" + encoded(redirectUri)
                + "&state=" + encoded(challenge.state())
                + "&code_challenge_method=S256"
                + "&scopes=" + encoded(String.join(" ", session.requestedScopes()))
                + "&code_challenge=" + challenge.codeChallenge();
    }

    private String base(SsoSession session) {
        Endpoint endpoint = service.endpoint(session.region(), SsoService.TOKENS);
        try {
            URI url = SsoOidcEndpointProvider.defaultProvider()
                    .resolveEndpoint(parameters -> parameters
                            .region(Region.of(endpoint.region()))
                            .endpoint(endpoint.url().map(URI::toString).orElse(null))
                            .useFips(endpoint.isFips())
                            .useDualStack(endpoint.isDualStack()))
                    .join()
                    .endpointUrl()
                    .toUri();
            return url.getScheme() + "://" + url.getAuthority();
        } catch (CompletionException | SdkException e) {
            throw Failure.of("there is no single sign-on in the region " + Text.quoted(session.region()), e);
        }
    }

    /**
     * StartDeviceAuthorization.
     *
     * @throws UnknownClient when it has to register again
     */
    Device startDevice(SsoSession session, SsoRegistration registration) {
        return ask(session, "sign in to " + session.startUrl(), (client, wire) -> {
            StartDeviceAuthorizationResponse given = service.call(
                    wire,
                    () -> client.startDeviceAuthorization(request -> request.clientId(registration.clientId())
                            .clientSecret(registration.clientSecret())
                            .startUrl(session.startUrl())));
            if (given.deviceCode() == null || given.userCode() == null || given.verificationUri() == null) {
                throw SsoService.unlike(wire, "without a code", null);
            }
            boolean isInTime = given.interval() != null && given.interval() > 0;
            return new Device(
                    given.deviceCode(),
                    given.userCode(),
                    given.verificationUri(),
                    Text.first(given.verificationUriComplete(), given.verificationUri()),
                    Instant.now().plusSeconds(given.expiresIn() == null ? 0 : given.expiresIn()),
                    isInTime ? Duration.ofSeconds(given.interval()) : INTERVAL);
        });
    }

    /**
     * CreateToken for what the browser brought.
     *
     * @throws UnknownClient when it has to register again
     */
    SsoToken.Given token(SsoSession session, SsoRegistration registration, Code code) {
        return ask(
                session,
                "give a token for the code that the browser brought",
                (client, wire) -> create(
                        client,
                        wire,
                        request -> request.grantType(SsoRegistration.AUTHORIZATION_CODE)
                                .clientId(registration.clientId())
                                .clientSecret(registration.clientSecret())
                                .code(code.code())
                                .codeVerifier(code.verifier())
                                .redirectUri(code.redirectUri())));
    }

    /**
     * CreateToken for a device, once (RFC 8628, 3.5).
     *
     * @throws Failure when it was denied, or the time is up
     */
    Polled poll(SsoSession session, SsoRegistration registration, Device device) {
        return ask(session, "give a token for the code " + device.userCode(), (client, wire) -> {
            try {
                return Polled.of(create(
                        client,
                        wire,
                        request -> request.grantType(DEVICE_CODE)
                                .clientId(registration.clientId())
                                .clientSecret(registration.clientSecret())
                                .deviceCode(device.code())));
            } catch (AuthorizationPendingException ignored) {
                return Polled.PENDING; // RFC 8628, 3.5, as is the next
            } catch (SlowDownException ignored) {
                return Polled.TOO_SOON;
            } catch (AccessDeniedException e) {
                throw denied(e);
            } catch (ExpiredTokenException e) {
                throw tooLate(device, e);
            }
        });
    }

    /** Somebody said no in the browser. */
    static Failure denied(Throwable cause) {
        return Failure.of("the sign-in was denied in the browser; nothing was cached", cause);
    }

    /** Nobody said anything in the browser. */
    static Failure tooLate(Device device, Throwable cause) {
        return Failure.of(
                "the code " + device.userCode() + " has expired, and nobody had allowed it at " + device.uri()
                        + "; nothing was cached. Sign in again, for another one",
                cause);
    }

    /**
     * CreateToken for a refresh token.
     *
     * @return empty when the refresh is refused: whoever it is has to sign in again
     * @throws Failure when the service cannot be reached, or has trouble of its own
     */
    Optional<SsoToken> refresh(SsoSession session, SsoToken token, SsoToken.Grant grant) {
        return call(session, (client, wire) -> {
            try {
                SsoToken.Given given = create(
                        client,
                        wire,
                        request -> request.grantType(SsoRegistration.REFRESH_TOKEN)
                                .clientId(grant.clientId())
                                .clientSecret(grant.clientSecret())
                                .refreshToken(grant.refreshToken()));
                return Optional.of(token.refreshed(session, given));
            } catch (AwsServiceException e) {
                if (SsoService.isTrouble(e)) {
                    throw SsoService.refusal(wire, "refresh the single sign-on of " + session.tokenName(), e);
                }
                return Optional.empty();
            }
        });
    }

    private SsoToken.Given create(SsoOidcClient client, Wire wire, Consumer<CreateTokenRequest.Builder> grant) {
        CreateTokenResponse given = service.call(wire, () -> client.createToken(grant));
        if (given.accessToken() == null || given.expiresIn() == null) {
            throw SsoService.unlike(wire, "without a token", null);
        }
        return new SsoToken.Given(
                given.accessToken(), Duration.ofSeconds(given.expiresIn()), Optional.ofNullable(given.refreshToken()));
    }

    /** The same as {@link #call}, where a refusal is a failure. */
    private <T> T ask(SsoSession session, String what, Calls<T> calls) {
        return call(session, (client, wire) -> {
            try {
                return calls.make(client, wire);
            } catch (InvalidClientException e) {
                throw new UnknownClient(e);
            } catch (AwsServiceException e) {
                throw SsoService.refusal(wire, what, e);
            }
        });
    }

    private <T> T call(SsoSession session, Calls<T> calls) {
        Endpoint endpoint = service.endpoint(session.region(), SsoService.TOKENS);
        Wire wire = SsoService.wire(endpoint, "single sign-on");
        try (SsoOidcClient client = service.client(SsoOidcClient.builder(), endpoint, wire)) {
            return calls.make(client, wire);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
