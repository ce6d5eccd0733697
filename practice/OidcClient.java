//SOURCES Refusal.java Secrets.java

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A program that has registered itself to sign people in (IAM Identity Center OIDC API Reference, RegisterClient). */
record OidcClient(
        String id,
        String secret,
        Instant expiration,
        Set<String> grantTypes,
        List<String> redirectUris,
        List<String> scopes) {
    static final String CODE = "authorization_code";
    static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
    static final String REFRESH = "refresh_token";

    private static final Set<String> GRANT_TYPES = Set.of(CODE, DEVICE, REFRESH);
    private static final Duration LIFETIME = Duration.ofDays(90);

    /** What a client says of itself. */
    record Metadata(
            String name,
            String type,
            List<String> scopes,
            List<String> grantTypes,
            List<String> redirectUris,
            String issuerUrl) {}

    /** Registers a client, or refuses what it says of itself. */
    static OidcClient register(Metadata metadata, Instant now) {
        if (metadata.name().isEmpty()) {
            throw invalid("clientName is missing");
        }
        if (!metadata.type().equals("public")) {
            throw refusal("InvalidClientMetadataException", "clientType is not public");
        }
        for (String scope : metadata.scopes()) {
            if (!scope.matches("[a-z]+(:[a-z_]+)+")) {
                throw refusal("InvalidScopeException", "there is no such scope");
            }
        }
        checkGrants(metadata);
        Set<String> grantTypes =
                metadata.grantTypes().isEmpty() ? Set.of(DEVICE, REFRESH) : Set.copyOf(metadata.grantTypes());
        return new OidcClient(
                UUID.randomUUID().toString().replace("-", ""),
                Secrets.base64(120),
                now.plus(LIFETIME),
                grantTypes,
                metadata.redirectUris(),
                metadata.scopes());
    }

    private static void checkGrants(Metadata metadata) {
        if (!GRANT_TYPES.containsAll(metadata.grantTypes())) {
            throw refusal("UnsupportedGrantTypeException", "there is no such grant type");
        }
        if (!metadata.grantTypes().contains(CODE)) {
            return;
        }
        // AWS refuses the two flows together, and calls that a matter of scopes.
        if (metadata.grantTypes().contains(DEVICE)) {
            throw refusal("InvalidScopeException", "no scope allows both authorization_code and device_code");
        }
        if (metadata.issuerUrl().isEmpty()) {
            throw invalid("issuerUrl is missing");
        }
        boolean isLoopback = metadata.redirectUris().stream().allMatch(OidcClient::isLoopback);
        if (metadata.redirectUris().isEmpty() || !isLoopback) {
            throw refusal("InvalidRedirectUriException", "redirectUris are to be on http://127.0.0.1");
        }
    }

    private static boolean isLoopback(String uri) {
        return uri.matches("http://127\\.0\\.0\\.1(:\\d{1,5})?/[\\w/-]*");
    }

    /** Whether it may be sent there: an address that it registered, on any port (RFC 8252, 7.3). */
    boolean mayBeSentTo(String uri) {
        return isLoopback(uri)
                && redirectUris.stream().anyMatch(known -> withoutPort(known).equals(withoutPort(uri)));
    }

    private static String withoutPort(String uri) {
        return URI.create(uri).getHost() + URI.create(uri).getPath();
    }

    /** Whether tokens for it can be refreshed: AWS wants a scope for that. */
    boolean isRefreshed() {
        return grantTypes.contains(REFRESH) && !scopes.isEmpty();
    }

    static Refusal invalid(String message) {
        return refusal("InvalidRequestException", message);
    }

    static Refusal refusal(String exception, String message) {
        return new Refusal(exception.equals("InvalidClientException") ? 401 : 400, exception, message);
    }
}
