//SOURCES SsoPortal.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A home that is signed in to a portal on loopback, and what that portal is asked by us and by the AWS CLI. */
abstract class SsoFixture {
    static final String START_URL = "https://corp.awsapps.com/start";
    static final String PROFILE = """
        [profile dev]
        sso_session = corp
        sso_account_id = 123456789123
        sso_role_name = Developer
        region = eu-central-1
        [sso-session corp]
        sso_region = eu-west-1
        sso_start_url = https://corp.awsapps.com/start
        sso_registration_scopes = sso:account:access
        """;
    static final String LEGACY = """
        [profile dev]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        sso_account_id = 123456789123
        sso_role_name = Developer
        region = eu-central-1
        """;

    /** Nothing of this may be in a message. */
    static final List<String> SECRETS =
            List.of("an-access-token", "a-refreshed-access-token", "a-refresh-token", "a-client-secret", Home.SECRET);

    @TempDir
    Path folder;

    SsoPortal portal;
    Home home;

    @BeforeEach
    void start() throws IOException {
        portal = SsoPortal.start("an-access-token", "a-refresh-token");
        home = Home.in(folder, "http://127.0.0.1:1")
                .files(PROFILE, "")
                .with("AWS_ENDPOINT_URL_SSO", portal.endpoint())
                .with("AWS_ENDPOINT_URL_SSO_OIDC", portal.endpoint());
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    static Instant in(Duration time) {
        return Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Where the AWS CLI has the token of that name. */
    Path file(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
            Path directory = Files.createDirectories(folder.resolve(".aws/sso/cache"));
            return directory.resolve(HexFormat.of().formatHex(digest) + ".json");
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Signed in, with a token that expires then. */
    Path signIn(String name, Object expiresAt) throws IOException {
        return Files.writeString(file(name), """
            {"startUrl": "%s", "region": "eu-west-1", "accessToken": "an-access-token", "expiresAt": "%s", \
            "clientId": "a-client", "clientSecret": "a-client-secret", "registrationExpiresAt": "%s", \
            "refreshToken": "a-refresh-token"}\
            """.formatted(START_URL, expiresAt, in(Duration.ofDays(1))));
    }

    Home.Said assume(String... more) {
        return home.call(
                assume::run,
                Stream.concat(Stream.of("dev", "--no-cache"), Stream.of(more)).toArray(String[]::new));
    }

    /** What the AWS CLI calls, given the same. */
    List<String> callsOfTheAwsCli() {
        portal.calls();
        Program aws = Program.of("aws", "sts", "get-caller-identity", "--endpoint-url", "http://127.0.0.1:1")
                .with("AWS_PROFILE", "dev")
                .with("AWS_MAX_ATTEMPTS", "1");
        for (Map.Entry<String, String> variable : home.env().entrySet()) {
            aws = aws.with(variable.getKey(), variable.getValue());
        }
        aws.run();
        return portal.calls();
    }

    List<String> callsOfOurs() {
        portal.calls();
        assume();
        return portal.calls();
    }

    static void assertRefused(Home.Said said, String... parts) {
        assertEquals(1, said.status(), said.err());
        assertEquals("false;\n", said.out());
        SECRETS.forEach(secret -> assertFalse(said.err().contains(secret), said.err()));
        for (String part : parts) {
            assertTrue(said.err().contains(part), said.err());
        }
    }
}
