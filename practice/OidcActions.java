//SOURCES OidcClient.java SignIn.java SsoTokens.java SsoLimits.java

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What IAM Identity Center does for clients that sign people in: the actions of its OIDC API, with every refusal of RFC
 * 8628, 3.5, and of RFC 6749, 4.1 and 5.2, under the names that AWS has for them.
 */
final class OidcActions {
    private final Clock clock;
    private final SsoLimits limits;
    private final SsoTokens tokens;
    private final Map<String, OidcClient> clients = new ConcurrentHashMap<>();
    private final Map<String, SignIn> signIns = new ConcurrentHashMap<>();

    OidcActions(Clock clock, SsoLimits limits, SsoTokens tokens) {
        this.clock = clock;
        this.limits = limits;
        this.tokens = tokens;
    }

    SsoLimits limits() {
        return limits;
    }

    /** RegisterClient. */
    OidcClient register(OidcClient.Metadata metadata) {
        OidcClient client = OidcClient.register(metadata, clock.instant());
        clients.put(client.id(), client);
        return client;
    }

    /**
     * StartDeviceAuthorization. That of a client which registered for authorization codes is let through: versions of
     * the AWS CLI before 2.22 take whatever registration they find cached.
     */
    SignIn startDevice(String clientId, String clientSecret, boolean isOurStartUrl) {
        OidcClient client = client(clientId, clientSecret);
        if (!isOurStartUrl) {
            throw OidcClient.invalid("there is no such startUrl");
        }
        SignIn signIn = SignIn.onDevice(client, clock.instant().plus(limits.click()), limits.interval());
        signIns.put(signIn.code, signIn);
        return signIn;
    }

    /**
     * What a browser that comes to /authorize has to show. Until client and address are known to belong together, it is
     * sent nowhere (RFC 6749, 4.1.2.1).
     *
     * @throws Refusal when that is not so
     */
    SignIn authorize(Map<String, String> query) {
        OidcClient client = clients.get(query.getOrDefault("client_id", ""));
        String uri = query.getOrDefault("redirect_uri", "");
        if (client == null || clock.instant().isAfter(client.expiration())) {
            throw OidcClient.refusal("InvalidClientException", "no such client has registered here");
        }
        if (!client.mayBeSentTo(uri)) {
            throw OidcClient.refusal("InvalidRedirectUriException", "redirect_uri is none that the client registered");
        }
        var redirect =
                new SignIn.Redirect(uri, query.getOrDefault("state", ""), query.getOrDefault("code_challenge", ""));
        SignIn signIn = SignIn.inBrowser(client, redirect, clock.instant().plus(limits.click()));
        signIns.put(signIn.code, signIn);
        return signIn;
    }

    /** What is wrong with a request to /authorize, as the client hears it by way of the browser; empty for nothing. */
    static Optional<String> fault(SignIn signIn, Map<String, String> query) {
        if (!query.getOrDefault("response_type", "").equals("code")) {
            return Optional.of("unsupported_response_type");
        }
        if (!signIn.client.grantTypes().contains(OidcClient.CODE)) {
            return Optional.of("unauthorized_client");
        }
        boolean isChallenged = query.getOrDefault("code_challenge_method", "").equals("S256")
                && signIn.redirect.challenge().matches("[\\w-]{43}");
        if (!isChallenged || signIn.redirect.state().isEmpty()) {
            return Optional.of("invalid_request");
        }
        List<String> scopes = List.of(query.getOrDefault("scopes", "").split(" "));
        return signIn.client.scopes().containsAll(scopes) ? Optional.empty() : Optional.of("invalid_scope");
    }

    /** The sign-in that a form is about, by what is hidden in it. */
    Optional<SignIn> byId(String id) {
        return signIns.values().stream()
                .filter(signIn -> Secrets.same(signIn.id, id))
                .findFirst();
    }

    /** The sign-in of a device, by the code that a person typed, however that is written. */
    Optional<SignIn> byUserCode(String userCode) {
        String letters = userCode.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        return signIns.values().stream()
                .filter(signIn -> !signIn.isInBrowser() && !signIn.isExpired(clock.instant()))
                .filter(signIn -> signIn.userCode.replace("-", "").equals(letters))
                .findFirst();
    }

    /** Whether the time for that click is up. */
    boolean isExpired(SignIn signIn) {
        return signIn.isExpired(clock.instant());
    }

    /** CreateToken. */
    SsoTokens.Given token(Map<String, String> request) {
        String grantType = request.getOrDefault("grantType", "");
        OidcClient client = client(request.getOrDefault("clientId", ""), request.getOrDefault("clientSecret", ""));
        return switch (grantType) {
            case OidcClient.CODE -> tokens.give(byCode(client, request));
            case OidcClient.DEVICE -> tokens.give(byDevice(client, request));
            case OidcClient.REFRESH -> tokens.refresh(client, request.getOrDefault("refreshToken", ""));
            case "" -> throw OidcClient.invalid("grantType is missing");
            default -> throw OidcClient.refusal("UnsupportedGrantTypeException", "there is no such grantType");
        };
    }

    private OidcClient client(String id, String secret) {
        OidcClient client = clients.get(id);
        if (client == null || !Secrets.same(client.secret(), secret)) {
            throw OidcClient.refusal("InvalidClientException", "no such client has registered here");
        }
        if (clock.instant().isAfter(client.expiration())) {
            throw OidcClient.refusal("InvalidClientException", "the registration of the client has expired");
        }
        return client;
    }

    private OidcClient byCode(OidcClient client, Map<String, String> request) {
        if (!client.grantTypes().contains(OidcClient.CODE)) {
            throw OidcClient.refusal("UnauthorizedClientException", "the client did not register for this grantType");
        }
        SignIn signIn = signIns.get(request.getOrDefault("code", ""));
        boolean isRight = signIn != null
                && signIn.isInBrowser()
                && signIn.client.equals(client)
                && signIn.decision() == SignIn.Decision.ALLOWED
                && signIn.redirect.uri().equals(request.get("redirectUri"))
                && signIn.redirect.challenge().equals(challenge(request.getOrDefault("codeVerifier", "")));
        if (!isRight || isExpired(signIn) || !signIn.use()) {
            throw invalidGrant();
        }
        return client;
    }

    /** RFC 7636, 4.2: S256. */
    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private OidcClient byDevice(OidcClient client, Map<String, String> request) {
        SignIn signIn = signIns.get(request.getOrDefault("deviceCode", ""));
        if (signIn == null || signIn.isInBrowser() || !signIn.client.equals(client)) {
            throw invalidGrant();
        }
        if (isExpired(signIn)) {
            throw OidcClient.refusal("ExpiredTokenException", "the device code has expired");
        }
        if (signIn.isTooSoon(clock.instant())) {
            throw OidcClient.refusal("SlowDownException", "the client asks too often");
        }
        switch (signIn.decision()) {
            case PENDING ->
                throw OidcClient.refusal("AuthorizationPendingException", "nobody has allowed or denied it yet");
            case DENIED -> throw OidcClient.refusal("AccessDeniedException", "it was denied in the browser");
            default -> {}
        }
        if (!signIn.use()) {
            throw invalidGrant();
        }
        return client;
    }

    static Refusal invalidGrant() {
        return OidcClient.refusal("InvalidGrantException", "the code or token is not valid, or was used before");
    }
}
