//SOURCES Failure.java CredentialsJson.java SsoCache.java SsoSession.java

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The client that has been registered to sign somebody in, as the AWS CLI caches it.
 *
 * @param grantTypes empty where the file does not say, as that of a client for device codes
 */
record SsoRegistration(
        String clientId, String clientSecret, Instant expiresAt, List<String> scopes, List<String> grantTypes) {
    static final String AUTHORIZATION_CODE = "authorization_code";
    static final String REFRESH_TOKEN = "refresh_token";

    /** One that expires sooner is not used; botocore's limit, too. */
    private static final Duration SHORTEST = Duration.ofMinutes(15);

    /** No secret gets into a message by way of a record's toString. */
    @Override
    public String toString() {
        return "registration";
    }

    static Path file(Map<String, String> env, SsoSession session) {
        return SsoCache.file(env, session.registrationKey());
    }

    /** What is cached and can still be used; a file that cannot be read is as good as none. */
    static Optional<SsoRegistration> read(Path file) {
        try {
            return SsoCache.read(file, "a registration")
                    .flatMap(SsoRegistration::of)
                    .filter(found -> found.expiresAt().isAfter(Instant.now().plus(SHORTEST)));
        } catch (IOException | Failure ignored) {
            return Optional.empty(); // a new one takes its place
        }
    }

    /** Whether it is for authorization codes; a client for these is none for device codes, and the reverse. */
    boolean isForAuthorizationCodes() {
        return grantTypes.contains(AUTHORIZATION_CODE);
    }

    /** As the AWS CLI writes it, so that either uses what the other has registered. */
    void write(Path file) throws IOException {
        SsoCache.write(
                file,
                Json.object()
                        .with("clientId", clientId)
                        .with("clientSecret", clientSecret)
                        .with("expiresAt", SsoCache.time(expiresAt))
                        .with("scopes", values(scopes))
                        .with("grantTypes", values(grantTypes))
                        .build());
    }

    private static Optional<SsoRegistration> of(JrsObject fields) {
        boolean isWhole = fields.get("clientId") instanceof JrsString
                && fields.get("clientSecret") instanceof JrsString
                && fields.get("expiresAt") instanceof JrsString;
        return isWhole
                ? CredentialsJson.instant(fields.get("expiresAt"))
                        .map(end -> new SsoRegistration(
                                fields.get("clientId").asText(),
                                fields.get("clientSecret").asText(),
                                end,
                                texts(fields.get("scopes")),
                                texts(fields.get("grantTypes"))))
                : Optional.empty();
    }

    private static List<String> texts(JrsValue value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof JrsArray array) {
            array.elements().forEachRemaining(element -> texts.add(element.asText()));
        }
        return texts;
    }

    private static List<JrsString> values(List<String> texts) {
        return texts.stream().map(JrsString::new).toList();
    }
}
