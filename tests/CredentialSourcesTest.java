import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the credentials of a profile come from when they are not its own keys, and how that can fail. */
class CredentialSourcesTest extends AssumeFixture {
    @Test
    void temporaryCredentialsOfAProcessAreLoadedOrSign() throws IOException {
        add("[profile program]\nendpoint_url = %s\ncredential_process = cat %s\n"
                        .formatted(sts.endpoint(), folder.resolve("keys.json"))
                + "[profile through]\nrole_arn = %s\nsource_profile = program\nendpoint_url = %s\n"
                        .formatted(ORGANIZATION, sts.endpoint()));
        Files.writeString(
                folder.resolve("keys.json"),
                home.call(assume::run, "dev", "--format", "process").out());
        Home.Said said = home.call(assume::run, "program");
        assertEquals(0, said.status(), said.err());
        assertTrue(
                said.out().contains("export AWS_ASSUMED_PROFILE='program';")
                        && said.out().contains("AWS_CREDENTIAL_EXPIRATION='20"),
                said.out());
        assertTrue(
                said.out().contains("AWS_ASSUMED_ROLE") && !said.out().contains("export AWS_ASSUMED_ROLE"),
                "no role is known, so a stale one goes");
        assertRefused(
                1, home.call(assume::run, "through"), "assumed-role/Developer/ada may not assume " + ORGANIZATION);
        Files.writeString(folder.resolve("keys.json"), "not json");
        assertRefused(1, home.call(assume::run, "program"), "credential_process failed");
    }

    @Test
    void whatAProcessPrintsIsInNoMessage() throws IOException {
        add("[profile leaky]\n"
                + "credential_process = sh -c \"echo '{\\\"Version\\\":1,TOKENSECRET'; echo STDERRSECRET >&2; exit"
                + " 1\"\n");
        Home.Said said = home.call(assume::run, "leaky", "--debug");
        assertEquals(1, said.status());
        assertTrue(
                said.err().contains("credential_process failed") && said.err().contains("\tat "), said.err());
        assertFalse(said.err().contains("SECRET"), said.err());
    }

    @Test
    void webIdentity() throws IOException {
        Files.writeString(folder.resolve("web-identity-token"), sts.actions().webIdentityToken());
        assertSession("assumed-role/Web/ada", home.call(assume::run, "web"));
        Files.writeString(folder.resolve("web-identity-token"), "else");
        assertRefused(1, home.call(assume::run, "web", "--no-cache"), "InvalidIdentityToken", "web-identity-token");
        Files.delete(folder.resolve("web-identity-token"));
        assertRefused(1, home.call(assume::run, "web", "--no-cache"), "web-identity-token", "cannot be read");
    }

    /** What shapes a session is used or refused, never dropped: a policy meant to narrow it down, most of all. */
    @Test
    void noOptionIsSilentlyDropped() throws IOException {
        Files.writeString(folder.resolve("web-identity-token"), sts.actions().webIdentityToken());
        Home.Said said = home.call(assume::run, "web", "--role-session-name", "hello", "--duration-seconds", "900");
        assertSession("assumed-role/Web/hello", said);
        assertTrue(said.err().contains("(15 minutes)"), said.err());
        assertRefused(
                1,
                home.call(assume::run, "web", "--policy", "{\"a\":\"" + "x".repeat(3000) + "\"}"),
                "ValidationError",
                "xxx");
        assertRefused(2, home.call(assume::run, "web", "--external-id", "ship-2718"), "takes no external ID");
        add("[profile program]\nendpoint_url = %s\ncredential_process = cat %s\n"
                .formatted(sts.endpoint(), folder.resolve("keys.json")));
        Files.writeString(
                folder.resolve("keys.json"),
                home.call(assume::run, "dev", "--format", "process").out());
        for (String option : List.of(
                "--duration-seconds=900", "--policy={}", "--role-session-name=me", "--tag=a=b", "--external-id=abc")) {
            assertRefused(2, home.call(assume::run, "program", option), "no session that these options could shape");
        }
    }

    @Test
    void expiredCredentialsAreNotLoaded() throws IOException {
        add("[profile old]\ncredential_process = cat %s\n".formatted(folder.resolve("old.json")));
        Files.writeString(folder.resolve("old.json"), """
            {"Version": 1, "AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "s", "SessionToken": "t",
            "Expiration": "2020-01-01T00:00:00Z"}\
            """);
        assertRefused(1, home.call(assume::run, "old"), "profile old", "expired at 2020-01-01T00:00:00Z");
    }

    @Test
    void credentialSourceEnvironment() throws IOException {
        add("[profile fromenv]\nrole_arn = %s\ncredential_source = Environment\nendpoint_url = %s\n"
                .formatted(ORGANIZATION, sts.endpoint()));
        assertSession(
                "assumed-role/OrganizationAccountAccessRole/ada",
                home.with("AWS_ACCESS_KEY_ID", Home.KEY_ID)
                        .with("AWS_SECRET_ACCESS_KEY", Home.SECRET)
                        .call(assume::run, "fromenv"));
        assertRefused(1, home.call(assume::run, "fromenv", "--no-cache"), "AWS_ACCESS_KEY_ID is not set");
        add("[profile odd]\nrole_arn = %s\ncredential_source = Moon\n".formatted(ORGANIZATION));
        assertRefused(1, home.call(assume::run, "odd", "--no-cache"), "'Moon'", "Ec2InstanceMetadata");
    }

    @Test
    void singleSignOn() throws Exception {
        add("""
            [profile sso]
            sso_session = corp
            sso_account_id = 123456789123
            sso_role_name = Admin
            region = eu-central-1
            [sso-session corp]
            sso_region = eu-central-1
            sso_start_url = https://corp.awsapps.com/start
            sso_registration_scopes = sso:account:access
            """);
        assertRefused(1, home.call(assume::run, "sso"), "aws sso login --profile sso");
        HttpServer portal = portal();
        try {
            Files.createDirectories(folder.resolve(".aws/sso/cache"));
            // AWS CLI: the cache file is named by the SHA-1 of the session's name.
            String name = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest("corp".getBytes(StandardCharsets.UTF_8)));
            Files.writeString(folder.resolve(".aws/sso/cache/" + name + ".json"), """
                {"startUrl": "https://corp.awsapps.com/start", "region": "eu-central-1",
                "accessToken": "token-1", "expiresAt": "2099-01-01T00:00:00Z"}\
                """);
            // In a JVM of its own: the SDK finds the cache and the portal by the environment. It looks for ~ in
            // user.home, too.
            Program.Ran ran = Program.java("assume", "sso")
                    .with("HOME", folder)
                    .with(
                            "AWS_ENDPOINT_URL_SSO",
                            "http://127.0.0.1:" + portal.getAddress().getPort())
                    .run();
            assertEquals(0, ran.status(), ran.err());
            assertTrue(ran.out().contains("export AWS_ACCESS_KEY_ID='ASIAIOSFODNN7EXAMPLE';"), ran.out());
        } finally {
            portal.stop(0);
        }
    }

    /** A portal in place of AWS's, which gives role credentials to whoever has a login that has not expired. */
    private static HttpServer portal() throws IOException {
        HttpServer portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        portal.createContext("/", exchange -> {
            boolean known = "token-1".equals(exchange.getRequestHeaders().getFirst("x-amz-sso_bearer_token"));
            String json = known ? """
                {"roleCredentials": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "secretAccessKey": "s",
                "sessionToken": "t", "expiration": 4102444800000}}\
                """ : "{}";
            byte[] answer = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        portal.start();
        return portal;
    }

    @Test
    void noKeysAnywhere() throws IOException {
        Program.Ran ran = Program.java("assume", "--role-arn", ORGANIZATION)
                .with("HOME", Files.createDirectory(folder.resolve("empty")))
                .with("AWS_EC2_METADATA_DISABLED", "true")
                .run();
        assertEquals("false;\n", ran.out());
        assertTrue(
                ran.err().contains("there are no keys to sign with")
                        && ran.err().contains("aws configure"),
                ran.err());
    }
}
