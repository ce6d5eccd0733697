//SOURCES Secrets.java

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The OpenID Connect token of somebody who has no AWS keys: a JSON Web Token, as a build server would hand out. */
record WebIdentity(String token, Instant expiration) {
    static final String ISSUER = "oidc.practice.example";
    static final String PROVIDER = "arn:aws:iam::123456789123:oidc-provider/" + ISSUER;
    static final String AUDIENCE = "sts.amazonaws.com";
    static final String SUBJECT = "repo:org/ship:ref:refs/heads/main";

    /** Good for a day. Its signature is random: it is for this STS alone, which knows the one token that there is. */
    static WebIdentity issue(Instant now) {
        var expiration = now.plus(Duration.ofDays(1));
        var token = Stream.of(
                "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"practice\"}",
                """
                {"iss":"https://%s","aud":"%s","sub":"%s","iat":%d,"exp":%d}\
                """.formatted(ISSUER, AUDIENCE, SUBJECT, now.getEpochSecond(), expiration.getEpochSecond()),
                Secrets.base64(192));
        var base64 = Base64.getUrlEncoder().withoutPadding();
        return new WebIdentity(
                token.map(part -> base64.encodeToString(part.getBytes(UTF_8))).collect(Collectors.joining(".")),
                expiration);
    }
}
