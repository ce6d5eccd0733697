//SOURCES Failure.java AtomicFile.java Sha1.java CredentialsJson.java FilePath.java

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The token that {@code aws sso login} leaves in a file of ~/.aws/sso/cache, and with it what it takes to refresh it
 * (botocore's {@code SSOTokenLoader} and {@code JSONFileCache}).
 */
final class SsoToken {
    private static final String ACCESS_TOKEN = "accessToken";
    private static final String EXPIRES_AT = "expiresAt";
    private static final String REFRESH_TOKEN = "refreshToken";
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);

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
        return FilePath.of(FilePath.home(env) + "/.aws/sso/cache/" + Sha1.hex(name) + ".json");
    }

    /**
     * The token in {@code file}; empty where there is no such file.
     *
     * @throws Failure when it holds something else; the message shows nothing of it
     */
    static Optional<SsoToken> read(Path file) {
        try {
            if (Files.size(file) > Json.MOST_BYTES) {
                throw Failure.of("it is over a megabyte");
            }
            return Optional.of(new SsoToken(Json.readObject(Files.readAllBytes(file), "a token")));
        } catch (NoSuchFileException ignored) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failure.of("the single sign-on's token in " + file + " cannot be read", e);
        } catch (Failure e) {
            throw Failure.of("the single sign-on's token in " + file + " is not right: " + e.getMessage());
        }
    }

    /** Writes all of the token to {@code file}, for its owner alone. */
    void write(Path file) throws IOException {
        AtomicFile.sweep(file, LONGEST_WRITE);
        AtomicFile.write(file, Json.line(fields).getBytes(StandardCharsets.UTF_8), AtomicFile.OWNER_ONLY);
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

    /**
     * This token refreshed, with all else that its file says.
     *
     * @param refreshToken the next one; without one this one stays (RFC 6749, 6)
     */
    SsoToken refreshed(SsoProfile profile, String accessToken, Duration lifetime, Optional<String> refreshToken) {
        Map<String, String> changed = new TreeMap<>();
        changed.put("startUrl", profile.startUrl());
        changed.put("region", profile.region());
        changed.put(ACCESS_TOKEN, accessToken);
        changed.put(
                EXPIRES_AT,
                Instant.now().plus(lifetime).truncatedTo(ChronoUnit.SECONDS).toString());
        refreshToken.ifPresent(next -> changed.put(REFRESH_TOKEN, next));
        Json.Fields result = Json.object();
        fields.fields().forEachRemaining(field -> result.with(field.getKey(), field.getValue()));
        changed.forEach(result::with);
        return new SsoToken(result.build());
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
