//SOURCES Failure.java Sha1.java CredentialsJson.java SsoCache.java SsoSession.java SsoRegistration.java

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The token that {@code aws sso login} leaves in a file of ~/.aws/sso/cache, and with it what it takes to refresh it
 * (botocore's {@code SSOTokenLoader} and {@code JSONFileCache}).
 */
final class SsoToken {
    private static final String ACCESS_TOKEN = "accessToken";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String REFRESH_TOKEN = "refreshToken";

    /** What single sign-on gives, before it has a place in a file. */
    record Given(String accessToken, Duration lifetime, Optional<String> refreshToken) {
        /** No secret gets into a message by way of a record's toString. */
        @Override
        public String toString() {
            return "token";
        }
    }

    /** What a refresh presents: the client that {@code aws sso login} registered, and the token for it. */
    record Grant(String clientId, String clientSecret, String refreshToken) {
        /** No secret gets into a message by way of a record's toString. */
        @Override
        public String toString() {
            return "grant";
        }
    }

    private final JrsObject fields;
    private final String accessToken;
    private final Instant expiresAt;

    private SsoToken(JrsObject fields) {
        this.fields = fields;
        this.accessToken = required(ACCESS_TOKEN);
        this.expiresAt = time(EXPIRES_AT).orElseThrow(() -> Failure.of("there is no " + EXPIRES_AT));
    }

    /** Where the AWS CLI has the token of this sso-session or start URL. */
    static Path file(Map<String, String> env, String name) {
        return SsoCache.file(env, Sha1.hex(name));
    }

    /**
     * The token in {@code file}; empty where there is no such file.
     *
     * @throws Failure when it holds something else; the message shows nothing of it
     */
    static Optional<SsoToken> read(Path file) {
        try {
            return SsoCache.read(file, "a token").map(SsoToken::new);
        } catch (IOException e) {
            throw Failure.of("the single sign-on's token in " + file + " cannot be read", e);
        } catch (Failure e) {
            throw Failure.of("the single sign-on's token in " + file + " is not right: " + e.getMessage());
        }
    }

    /** Writes all of the token to {@code file}, for its owner alone. */
    void write(Path file) throws IOException {
        SsoCache.write(file, fields);
    }

    String accessToken() {
        return accessToken;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    /** Whether it is valid for longer than {@code duration}. */
    boolean isValidFor(Duration duration) {
        return expiresAt.isAfter(Instant.now().plus(duration));
    }

    /**
     * What it takes to refresh this token; empty when something is missing, or the client's registration has expired.
     */
    Optional<Grant> grant() {
        boolean isRegistered = time("registrationExpiresAt")
                .filter(end -> end.isAfter(Instant.now()))
                .isPresent();
        Optional<String> clientId = text("clientId");
        Optional<String> clientSecret = text("clientSecret");
        Optional<String> refreshToken = text(REFRESH_TOKEN);
        boolean isComplete = clientId.isPresent() && clientSecret.isPresent() && refreshToken.isPresent();
        return isRegistered && isComplete
                ? Optional.of(new Grant(clientId.get(), clientSecret.get(), refreshToken.get()))
                : Optional.empty();
    }

    /** What somebody is given who has just signed in. */
    static SsoToken of(SsoSession session, SsoRegistration registration, Given given) {
        Json.Fields fields = Json.object()
                .with("clientId", registration.clientId())
                .with("clientSecret", registration.clientSecret())
                .with("registrationExpiresAt", SsoCache.time(registration.expiresAt()));
        return with(fields, session, given);
    }

    /** This token refreshed, with all else its file says; without a next one the refresh token stays (RFC 6749, 6). */
    SsoToken refreshed(SsoSession session, Given given) {
        Json.Fields result = Json.object();
        fields.fields().forEachRemaining(field -> result.with(field.getKey(), field.getValue()));
        return with(result, session, given);
    }

    private static SsoToken with(Json.Fields fields, SsoSession session, Given given) {
        fields.with("startUrl", session.startUrl())
                .with("region", session.region())
                .with(ACCESS_TOKEN, given.accessToken())
                .with(EXPIRES_AT, SsoCache.time(Instant.now().plus(given.lifetime())))
                .with(REFRESH_TOKEN, given.refreshToken().orElse(null));
        return new SsoToken(fields.build());
    }

    private String required(String name) {
        return text(name).orElseThrow(() -> Failure.of("there is no " + name));
    }

    private Optional<String> text(String name) {
        return fields.get(name) instanceof JrsString text && !text.getValue().isEmpty()
                ? Optional.of(text.getValue())
                : Optional.empty();
    }

    private Optional<Instant> time(String name) {
        JrsValue value = fields.get(name);
        try {
            return value instanceof JrsString ? CredentialsJson.instant(value) : Optional.empty();
        } catch (Failure ignored) {
            throw Failure.of(name + " is not a time"); // the original speaks of credentials
        }
    }
}
