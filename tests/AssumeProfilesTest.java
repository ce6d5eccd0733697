import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** assume PROFILE: roles, chains, MFA and temporary credentials; and what is said when it cannot be. */
class AssumeProfilesTest {
    private static final String ORGANIZATION = "arn:aws:iam::123456789123:role/OrganizationAccountAccessRole";

    @TempDir
    Path folder;

    private PracticeSts sts;
    private Home home;

    @BeforeEach
    void start() throws IOException {
        sts = PracticeSts.start(Clock.systemUTC());
        String config = PracticeWorld.profiles(folder.toString()).entrySet().stream()
                .map(profile -> "[profile %s]\nregion = eu-central-1\nendpoint_url = %s\n%s"
                        .formatted(profile.getKey(), sts.endpoint(), profile.getValue()))
                .collect(Collectors.joining("\n"));
        home = Home.in(folder, sts.endpoint());
        home.files(config, Files.readString(folder.resolve(".aws/credentials")));
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    @Test
    void aProfileThatNamesARole() {
        assertSession("assumed-role/Developer/ada", home.call(assume::run, "dev"));
        assertEquals(1, sts.calls().get("AssumeRole"));
    }

    @Test
    void aRoleThroughARoleIsTwoCalls() {
        assertSession("assumed-role/Auditor/ada", home.call(assume::run, "audit"));
        assertEquals(2, sts.calls().get("AssumeRole"));
    }

    @Test
    void optionsOverrideTheProfile() {
        assertSession("assumed-role/Developer/bob", home.call(assume::run, "dev", "--role-session-name", "bob"));
        assertSession(
                "assumed-role/OrganizationAccountAccessRole/ada",
                home.call(assume::run, "dev", "--role-arn", ORGANIZATION));
        assertRefused(1, home.call(assume::run, "vendor", "--external-id", "wrong"), "may not assume", "Vendor");
    }

    @Test
    void theProfilesSettingsAreUsed() throws IOException {
        add(
                "[profile mine]\nrole_arn = %s\nsource_profile = redbeard\nrole_session_name = from-profile\nduration_seconds = 900\nendpoint_url = %s\nregion = ap-south-1\n"
                        .formatted(ORGANIZATION, sts.endpoint()));
        Home.Said said = home.call(assume::run, "mine");
        assertSession("assumed-role/OrganizationAccountAccessRole/from-profile", said);
        assertTrue(said.err().contains("(15 minutes)"), said.err());
        assertTrue(said.out().contains("export AWS_REGION='ap-south-1';"), said.out());
        assertSession("assumed-role/Vendor/ada", home.call(assume::run, "vendor"));
    }

    @Test
    void mfaWithACode() throws Exception {
        assertSession(
                "assumed-role/Production/ada",
                home.call(assume::run, "prod", "--token-code", sts.actions().code()));
        assertRefused(
                1,
                home.call(assume::run, "prod", "--token-code", "000000", "--no-cache"),
                "MFA code was not accepted",
                "444455556666:role/Production");
        assertRefused(2, home.call(assume::run, "prod", "--token-code", "12345"), "'12345'", "six digits");
    }

    /** No terminal here: in this JVM's test run there is none, or it must not be read. */
    @Test
    void mfaWithoutACodeOrATerminalNamesTheOption() {
        Program.Ran ran = Program.of(
                        "setsid",
                        "-w",
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "assume",
                        "prod")
                .with("HOME", folder)
                .run();
        assertEquals("false;\n", ran.out());
        assertTrue(
                ran.err().contains("--token-code")
                        && ran.err().contains("eval \"$(")
                        && ran.err().contains("mfa/redbeard"),
                ran.err());
    }

    @Test
    void withoutMfaItIsDeniedAndTheOptionIsNamed() {
        assertRefused(
                1,
                home.call(assume::run, "redbeard", "--role-arn", PracticeWorld.PRODUCTION.arn()),
                "may not assume",
                "--serial-number",
                "--external-id");
    }

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
    void webIdentity() throws IOException {
        Files.writeString(folder.resolve("web-identity-token"), sts.actions().webIdentityToken());
        assertSession("assumed-role/Web/ada", home.call(assume::run, "web"));
        Files.writeString(folder.resolve("web-identity-token"), "else");
        assertRefused(1, home.call(assume::run, "web", "--no-cache"), "InvalidIdentityToken", "web-identity-token");
        Files.delete(folder.resolve("web-identity-token"));
        assertRefused(1, home.call(assume::run, "web", "--no-cache"), "web-identity-token", "cannot be read");
    }

    /** What shapes a session is used or refused, never dropped: a policy that was meant to narrow it down, most of all. */
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
    void credentialsThatAreOverAreNotLoaded() throws IOException {
        add("[profile old]\ncredential_process = cat %s\n".formatted(folder.resolve("old.json")));
        Files.writeString(
                folder.resolve("old.json"),
                "{\"Version\":1,\"AccessKeyId\":\"ASIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\",\"Expiration\":\"2020-01-01T00:00:00Z\"}");
        assertRefused(1, home.call(assume::run, "old"), "profile old", "ended at 2020-01-01T00:00:00Z");
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
    void thePartitionIsThatOfTheProfilesRegion() throws IOException {
        add(
                "[profile china]\nregion = cn-north-1\naws_access_key_id = %s\naws_secret_access_key = %s\nendpoint_url = %s\n"
                        .formatted(Home.KEY_ID, Home.SECRET, sts.endpoint()));
        assertRefused(
                1,
                home.call(assume::run, "china", "--account", "123456789123", "--role", "R"),
                "arn:aws-cn:iam::123456789123:role/R");
    }

    @Test
    void aByteOrderMarkIsNoTroubleForTheCallEither() throws IOException {
        Path config = folder.resolve(".aws/config");
        Files.writeString(config, "\ufeff" + Files.readString(config));
        assertSession("assumed-role/Developer/ada", home.call(assume::run, "dev"));
        assertEquals(0, Program.java("assume", "dev").with("HOME", folder).run().status());
    }

    @Test
    void aMalformedProfileIsNamedWithItsFile() throws IOException {
        add(
                "[profile badrole]\nrole_arn = nonsense\nsource_profile = redbeard\n[profile badseconds]\nrole_arn = %s\nsource_profile = redbeard\nduration_seconds = 1h\n"
                                .formatted(ORGANIZATION)
                        + "[profile orphan]\nrole_arn = %s\nsource_profile = gone\n".formatted(ORGANIZATION));
        assertRefused(1, home.call(assume::run, "badrole"), "role_arn of profile badrole in " + folder, "'nonsense'");
        assertRefused(
                1, home.call(assume::run, "badseconds"), "duration_seconds of profile badseconds in " + folder, "'1h'");
        assertRefused(1, home.call(assume::run, "orphan"), "source_profile of profile orphan", "'gone'");
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

    /** A portal on loopback in place of AWS's, which gives role credentials to whoever has a login that is not over. */
    @Test
    void singleSignOn() throws Exception {
        add("[profile sso]\n"
                + "sso_session = corp\n"
                + "sso_account_id = 123456789123\n"
                + "sso_role_name = Admin\n"
                + "region = eu-central-1\n"
                + "[sso-session corp]\n"
                + "sso_region = eu-central-1\n"
                + "sso_start_url = https://corp.awsapps.com/start\n"
                + "sso_registration_scopes = sso:account:access\n");
        assertRefused(1, home.call(assume::run, "sso"), "aws sso login --profile sso");
        HttpServer portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        portal.createContext("/", exchange -> {
            boolean known = "token-1".equals(exchange.getRequestHeaders().getFirst("x-amz-sso_bearer_token"));
            byte[] answer = (known
                            ? "{\"roleCredentials\":{\"accessKeyId\":\"ASIAIOSFODNN7EXAMPLE\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\"expiration\":4102444800000}}"
                            : "{}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        portal.start();
        try {
            Files.createDirectories(folder.resolve(".aws/sso/cache"));
            // AWS CLI: the cache file is named by the SHA-1 of the session's name.
            String name = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest("corp".getBytes(StandardCharsets.UTF_8)));
            Files.writeString(
                    folder.resolve(".aws/sso/cache/" + name + ".json"),
                    "{\"startUrl\":\"https://corp.awsapps.com/start\",\"region\":\"eu-central-1\",\"accessToken\":\"token-1\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
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

    @Test
    void longLivedKeysAndNoRole() {
        assertRefused(
                2,
                home.call(assume::run, "redbeard"),
                "profile redbeard has long-lived keys",
                "--role-arn",
                "--account");
    }

    @Test
    void withNoArgumentsTheShellsProfileAgain() {
        assertSession(
                "assumed-role/Developer/ada",
                home.with("AWS_ASSUMED_PROFILE", "dev").call(assume::run));
        assertRefused(2, home.with("AWS_ASSUMED_PROFILE", "dev").call(assume::run, "--quiet"), "which role?");
    }

    @Test
    void policiesAndTagsReachSts() throws IOException {
        Files.writeString(folder.resolve("policy.json"), "{\"Version\": \"2012-10-17\", \"Statement\": []}");
        assertSession(
                "assumed-role/Developer/ada",
                home.call(
                        assume::run,
                        "dev",
                        "--policy",
                        "file://" + folder.resolve("policy.json"),
                        "--policy-arn",
                        "arn:aws:iam::aws:policy/ReadOnlyAccess",
                        "--tag",
                        "team=blue",
                        "--tag",
                        "empty=",
                        "--transitive-tag-key",
                        "team",
                        "--source-identity",
                        "ada"));
        assertRefused(2, home.call(assume::run, "dev", "--policy", "{not json"), "--policy is not a JSON object");
        assertRefused(2, home.call(assume::run, "dev", "--policy", "file:///nowhere"), "cannot be read");
        assertRefused(
                2,
                home.call(assume::run, "dev", "--policy-arn", "ReadOnlyAccess"),
                "'ReadOnlyAccess'",
                "arn:aws:iam::aws:policy/NAME");
        assertRefused(2, home.call(assume::run, "dev", "--tag", "novalue"), "'novalue'", "KEY=VALUE");
        // 51 tags are one more than STS takes: that it says so shows that they got there.
        String[] tags = Stream.concat(Stream.of("dev"), IntStream.range(0, 51).mapToObj(i -> "--tag=k" + i + "=v"))
                .toArray(String[]::new);
        assertRefused(1, home.call(assume::run, tags), "ValidationError", "50");
    }

    @Test
    void aCommandGetsTheKeysAndNobodyElse() {
        Program listing = Program.java(
                        "assume",
                        "dev",
                        "--",
                        "sh",
                        "-c",
                        "env | grep ^AWS_ | sort | cut -d= -f1 | tr '\\n' ' '; cat; exit 7")
                .with("HOME", folder)
                .with("AWS_STALE", "x")
                .with("AWS_PROFILE", "redbeard")
                .stdin("in\n");
        Program.Ran ran = listing.run();
        assertEquals(
                "AWS_ACCESS_KEY_ID AWS_ASSUMED_PROFILE AWS_ASSUMED_ROLE AWS_CREDENTIAL_EXPIRATION AWS_DEFAULT_REGION"
                        + " AWS_REGION AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN in\n",
                ran.out());
        assertEquals(7, ran.status());
        assertEquals("", ran.err(), "stderr is COMMAND's own");
        Home.Said denied = home.call(assume::run, "vendor", "--external-id", "wrong", "--", "true");
        assertEquals(1, denied.status());
        assertEquals("", denied.out(), "nothing is going to run this");
        assertEquals(
                127,
                Program.java("assume", "dev", "--", "no-such-program")
                        .with("HOME", folder)
                        .run()
                        .status());
        assertEquals(2, home.call(assume::run, "dev", "--").status());
        assertEquals(
                2,
                home.call(assume::run, "dev", "--format", "fish", "--", "true").status());
    }

    @Test
    void theListOfProfiles() throws IOException {
        List<String> lines = home.call(assume::run, "--list").out().lines().toList();
        assertTrue(lines.get(0).matches("PROFILE +CREDENTIALS +ACCOUNT +ROLE +SOURCE +MFA +REGION"), lines.get(0));
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.matches("audit +role +123456789123 +Auditor +dev +- +eu-central-1")),
                lines.toString());
        assertEquals(lines.get(0).indexOf("SOURCE"), lines.get(1).indexOf("dev"), "aligned");
        List<Object> json = JSON.std.listFrom(
                home.call(assume::run, "--list", "--format", "json").out());
        assertTrue(home.call(assume::run, "--list", "dev").err().contains("leave out PROFILE"));
        assertEquals("", home.call(assume::run, "--list", "--format", "fish").out());
        assertEquals(
                "arn:aws:iam::111122223333:mfa/redbeard",
                json.stream()
                        .map(p -> (Map<?, ?>) p)
                        .filter(p -> p.get("profile").equals("prod"))
                        .findFirst()
                        .orElseThrow()
                        .get("mfa"));
    }

    @Test
    void durationOverWhatTheRoleOrAChainAllows() {
        assertRefused(
                1,
                home.call(assume::run, "short", "--duration-seconds", "7200"),
                "MaxSessionDuration",
                "fewer --duration-seconds");
        assertRefused(
                1,
                home.call(assume::run, "audit", "--duration-seconds", "7200"),
                "role that is assumed by a role",
                "3600");
    }

    @Test
    void aClockThatIsWrongIsSaidWithBothTimes() throws IOException {
        try (var late = PracticeSts.start(Clock.offset(Clock.systemUTC(), Duration.ofHours(-3)))) {
            Home.Said said = home.call(assume::run, "dev", "--endpoint-url", late.endpoint());
            assertRefused(1, said, "SignatureDoesNotMatch");
            assertTrue(
                    said.err().matches("(?s).*clock says \\d{8}T\\d{6}Z and STS's says \\d{8}T\\d{6}Z.*"), said.err());
        }
    }

    @Test
    void aServerErrorIsTriedAgainAndARefusalIsNot() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean second = asked.incrementAndGet() > 1;
            exchange.sendResponseHeaders(second ? 403 : 503, -1);
            exchange.close();
        });
        server.start();
        try {
            assertRefused(
                    1,
                    home.call(
                            assume::run,
                            "dev",
                            "--endpoint-url",
                            "http://127.0.0.1:" + server.getAddress().getPort()),
                    "HTTP 403",
                    "not as STS does");
            assertEquals(2, asked.get());
        } finally {
            server.stop(0);
        }
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

    /** What STS says of keys that are over, of a region that is off and of a policy that is too long, from a stand-in. */
    @Test
    void whateverStsSaysIsPassedOnWithAdvice() throws IOException {
        Map<String, String> advice = Map.of(
                "ExpiredToken",
                "these keys are over",
                "RegionDisabledException",
                "choose another --region",
                "PackedPolicyTooLarge",
                "its words say");
        for (var error : advice.entrySet()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                byte[] answer = ("<ErrorResponse"
                    + " xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>"
                                + error.getKey()
                                + "</Code><Message>the words of"
                                + " STS</Message></Error><RequestId>r</RequestId></ErrorResponse>")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(403, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            try {
                assertRefused(
                        1,
                        home.call(
                                assume::run,
                                "dev",
                                "--endpoint-url",
                                "http://127.0.0.1:" + server.getAddress().getPort()),
                        "the keys of profile redbeard for " + PracticeWorld.DEVELOPER.arn(),
                        error.getKey() + ": the words of STS",
                        error.getValue(),
                        "[asked: http://127.0.0.1:" + server.getAddress().getPort() + "]");
            } finally {
                server.stop(0);
            }
        }
    }

    /** In JVMs of their own, since the SDK reads these variables itself. */
    @Test
    void theEndpointOfTheEnvironmentAndOfAServicesSection() throws IOException {
        String role = "\nrole_arn = " + ORGANIZATION + "\nsource_profile = redbeard\nregion = eu-central-1\n";
        home.files(
                "[profile plain]" + role + "[profile sectioned]" + role
                        + "services = local\n[services local]\nsts =\n  endpoint_url = " + sts.endpoint() + "\n"
                        + "[profile wrong]" + role + "endpoint_url = http://127.0.0.1:1\n",
                Files.readString(folder.resolve(".aws/credentials")));
        assertSession("assumed-role/OrganizationAccountAccessRole/ada", home.call(assume::run, "sectioned"));
        for (String variable : List.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS")) {
            assertEquals(
                    0,
                    Program.java("assume", "plain", "--no-cache")
                            .with("HOME", folder)
                            .with(variable, sts.endpoint())
                            .run()
                            .status(),
                    variable);
            assertEquals(
                    0,
                    Program.java("assume", "wrong", "--no-cache")
                            .with("HOME", folder)
                            .with(variable, sts.endpoint())
                            .run()
                            .status(),
                    variable + " outranks the profile");
        }
        assertRefused(1, home.call(assume::run, "wrong", "--no-cache"), "http://127.0.0.1:1");
        Program.Ran garbage = Program.java("assume", "plain", "--no-cache")
                .with("HOME", folder)
                .with("AWS_ENDPOINT_URL", "garbage")
                .run();
        assertTrue(garbage.err().contains("AWS_ENDPOINT_URL") && garbage.out().equals("false;\n"), garbage.err());
        for (String address :
                List.of("http://127.0.0.1:99999", "http://[::1", "ftp://x", "http://x/some/path", "localhost")) {
            assertRefused(2, home.call(assume::run, "plain", "--endpoint-url", address), "'" + address + "'");
        }
        assertRefused(1, home.with("AWS_REGION", "a b").call(assume::run, "plain"), "'a b'", "AWS_REGION");
    }

    @Test
    void silenceIsAnAnswerWithinTenSeconds() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long start = System.nanoTime();
            assertRefused(
                    1,
                    home.call(assume::run, "dev", "--endpoint-url", "http://127.0.0.1:" + silent.getLocalPort()),
                    "http://127.0.0.1:" + silent.getLocalPort(),
                    "in time");
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 11);
        }
    }

    @Test
    void aHostThatIsNotThere() {
        assertRefused(
                1,
                home.call(assume::run, "dev", "--endpoint-url", "http://sts.invalid"),
                "http://sts.invalid",
                "no such host");
        assertRefused(
                1,
                home.call(assume::run, "dev", "--endpoint-url", "http://127.0.0.1:1"),
                "http://127.0.0.1:1",
                "refused");
    }

    private void add(String config) throws IOException {
        Path file = folder.resolve(".aws/config");
        Files.writeString(file, Files.readString(file) + "\n" + config);
    }

    private static void assertSession(String arn, Home.Said said) {
        assertEquals(0, said.status(), said.err());
        assertTrue(said.out().matches("(?s).*export AWS_ASSUMED_ROLE='arn:aws:sts::\\d+:" + arn + "';.*"), said.out());
    }

    private static void assertRefused(int status, Home.Said said, String... parts) {
        assertEquals(status, said.status(), said.err());
        assertEquals("false;\n", said.out());
        assertEquals(1, said.err().lines().count(), said.err());
        assertFalse(said.err().contains("unexpected"), said.err());
        for (String part : parts) {
            assertTrue(said.err().contains(part), "'" + part + "' is not in: " + said.err());
        }
    }
}
