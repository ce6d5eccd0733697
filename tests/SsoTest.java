//SOURCES SsoPortal.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single sign-on, beside the AWS CLI itself: the token and its refresh, the role's credentials, and every refusal. */
class SsoTest {
    private static final String START_URL = "https://corp.awsapps.com/start";
    private static final String PROFILE = """
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
    private static final String LEGACY = """
        [profile dev]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        sso_account_id = 123456789123
        sso_role_name = Developer
        region = eu-central-1
        """;

    /** Nothing of this may be in a message. */
    private static final List<String> SECRETS =
            List.of("an-access-token", "a-refreshed-access-token", "a-refresh-token", "a-client-secret", Home.SECRET);

    @TempDir
    Path folder;

    private SsoPortal portal;
    private Home home;

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

    private static Instant in(Duration time) {
        return Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Where the AWS CLI has the token of that name. */
    private Path file(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
            Path directory = Files.createDirectories(folder.resolve(".aws/sso/cache"));
            return directory.resolve(HexFormat.of().formatHex(digest) + ".json");
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Signed in, with a token that expires then. */
    private Path signIn(String name, Object expiresAt) throws IOException {
        return Files.writeString(file(name), """
            {"startUrl": "%s", "region": "eu-west-1", "accessToken": "an-access-token", "expiresAt": "%s", \
            "clientId": "a-client", "clientSecret": "a-client-secret", "registrationExpiresAt": "%s", \
            "refreshToken": "a-refresh-token"}\
            """.formatted(START_URL, expiresAt, in(Duration.ofDays(1))));
    }

    private Home.Said assume(String... more) {
        return home.call(
                assume::run, Stream.concat(Stream.of("dev"), Stream.of(more)).toArray(String[]::new));
    }

    /** What the AWS CLI calls, given the same. */
    private List<String> callsOfTheAwsCli() {
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

    private List<String> callsOfOurs() {
        portal.calls();
        assume();
        return portal.calls();
    }

    private static void assertRefused(Home.Said said, String... parts) {
        assertEquals(1, said.status(), said.err());
        assertEquals("false;\n", said.out());
        SECRETS.forEach(secret -> assertFalse(said.err().contains(secret), said.err()));
        for (String part : parts) {
            assertTrue(said.err().contains(part), said.err());
        }
    }

    // ---- the credentials ----

    @Test
    void theExpirationThatThePortalGivesIsLoaded() throws IOException {
        signIn("corp", in(Duration.ofHours(4)));
        Home.Said said = assume();
        assertEquals(0, said.status(), said.err());
        assertTrue(said.out().contains("AWS_ACCESS_KEY_ID='ASIAIOSFODNN7EXAMPLE'"), said.out());
        assertTrue(said.out().contains("AWS_CREDENTIAL_EXPIRATION='2099-12-31T23:59:59Z'"), said.out());
        assertTrue(said.err().contains("until 2099-12-31T23:59:59Z ("), said.err());
        Home.Said process = assume("--format", "process");
        assertTrue(process.out().contains("\"Expiration\": \"2099-12-31T23:59:59Z\""), process.out());
    }

    @Test
    void thePortalIsAskedWhatTheAwsCliAsks() throws IOException {
        Program.need("aws");
        signIn("corp", in(Duration.ofHours(4)));
        List<String> calls = callsOfOurs();
        assertEquals(List.of("credentials {account_id=123456789123, role_name=Developer} an-access-token null"), calls);
        assertEquals(callsOfTheAwsCli(), calls);
        home = home.files(LEGACY, "");
        assertEquals(List.of(), callsOfOurs(), "the token of the session is not that of the start URL");
        assertEquals(List.of(), callsOfTheAwsCli());
        signIn(START_URL, in(Duration.ofMinutes(2)).toString().replace("Z", "UTC"));
        assertEquals(calls, callsOfOurs());
        assertEquals(calls, callsOfTheAwsCli());
    }

    @Test
    void aSessionsNameMayBeAnything() throws IOException {
        Program.need("aws");
        for (String name : List.of("my corp", "it's", "gr\u00f6\u00dfe", "a/b")) {
            home = home.files(
                    PROFILE.replace("corp\n", name + "\n").replace("sso-session corp", "sso-session \"" + name + "\""),
                    "");
            signIn(name, in(Duration.ofHours(4)));
            assertEquals(0, assume().status(), name);
            assertEquals(callsOfTheAwsCli(), callsOfOurs(), name);
        }
    }

    @Test
    void itSignsForARole() throws IOException {
        signIn("corp", in(Duration.ofHours(4)));
        PracticeSts sts = PracticeSts.start(java.time.Clock.systemUTC());
        try (sts) {
            home = home.files(
                            PROFILE + "[profile admin]\nrole_arn = arn:aws:iam::123456789123:role/Admin\n"
                                    + "source_profile = dev\n",
                            "")
                    .with("AWS_ENDPOINT_URL_STS", sts.endpoint());
            Home.Said said = home.call(assume::run, "admin", "--no-cache");
            assertTrue(said.err().contains("STS refused the keys of profile dev"), said.err());
        }
    }

    /** The endpoints are those of the profile that is asked for, not of the one that is signed in. */
    @Test
    void theEndpointsAreTheAwsClis() throws IOException {
        Program.need("aws");
        signIn("corp", in(Duration.ofHours(4)));
        String nowhere = "http://127.0.0.1:1";
        for (Map<String, String> variables : List.of(
                Map.of("AWS_ENDPOINT_URL", portal.endpoint()),
                Map.of("AWS_ENDPOINT_URL", nowhere, "AWS_ENDPOINT_URL_SSO", portal.endpoint()))) {
            home = new Home(folder, Map.of("HOME", folder.toString(), "USER", "ada"));
            variables.forEach((name, value) -> home = home.with(name, value));
            assertEquals(1, callsOfOurs().size(), variables.toString());
            assertEquals(1, callsOfTheAwsCli().size(), variables.toString());
        }
        home = new Home(folder, Map.of("HOME", folder.toString(), "USER", "ada"));
        home.files(PROFILE.replace("region = eu-central-1", "endpoint_url = " + portal.endpoint()), "");
        assertEquals(1, callsOfOurs().size());
        assertEquals(1, callsOfTheAwsCli().size());
        home.files(
                PROFILE.replace("region = eu-central-1", "services = local\nendpoint_url = " + nowhere)
                        + "[services local]\nsso =\n  endpoint_url = " + portal.endpoint()
                        + "\nsso_oidc =\n  endpoint_url = " + portal.endpoint() + "\n",
                "");
        signIn("corp", in(Duration.ofHours(-1)));
        assertEquals(2, callsOfOurs().size());
        portal.addRefreshToken("a-refresh-token");
        signIn("corp", in(Duration.ofHours(-1)));
        assertEquals(2, callsOfTheAwsCli().size());
        signIn("corp", in(Duration.ofHours(4)));
        String role = "role_arn = arn:aws:iam::123456789123:role/Admin\nsource_profile = user\n";
        String user = PROFILE.replace("profile dev", "profile user");
        home.files("[profile dev]\nendpoint_url = " + portal.endpoint() + "\n" + role + user, "");
        assertEquals(1, credentialCalls(callsOfOurs()));
        assertEquals(1, credentialCalls(callsOfTheAwsCli()));
        home.files(
                "[profile dev]\nendpoint_url = " + nowhere + "\n" + role
                        + user.replace("region = eu-central-1", "endpoint_url = " + portal.endpoint()),
                "");
        assertEquals(0, credentialCalls(callsOfOurs()));
        assertEquals(0, credentialCalls(callsOfTheAwsCli()));
    }

    private static long credentialCalls(List<String> calls) {
        return calls.stream().filter(call -> call.startsWith("credentials")).count();
    }

    // ---- the token ----

    @Test
    void aTokenThatHasExpiredIsRefreshedAndWrittenBackWhole() throws IOException {
        Program.need("aws");
        for (Duration left : List.of(Duration.ofHours(-1), Duration.ofMinutes(14))) {
            Path file = signIn("corp", in(left));
            List<String> expected = callsOfTheAwsCli();
            Map<String, Object> theirs = JSON.std.mapFrom(Files.readString(file));
            portal.addRefreshToken("a-refresh-token");
            signIn("corp", in(left));
            Instant before = Instant.now();
            assertEquals(expected, callsOfOurs());
            assertEquals(2, expected.size(), expected.toString());
            Map<String, Object> ours = JSON.std.mapFrom(Files.readString(file));
            Instant end = Instant.parse((String) ours.remove("expiresAt"));
            assertTrue(Duration.between(before, end).minusHours(8).abs().toSeconds() < 30, end.toString());
            assertNotEquals(null, theirs.remove("expiresAt"));
            assertEquals(theirs.get("refreshToken"), "the-next-a-refresh-token");
            theirs.remove("registrationExpiresAt");
            ours.remove("registrationExpiresAt");
            assertEquals(theirs, ours);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            try (Stream<Path> files = Files.list(file.getParent())) {
                assertEquals(List.of(file), files.toList(), "nothing temporary is left");
            }
            portal.addRefreshToken("a-refresh-token");
        }
    }

    @Test
    void whatElseTheFileSaysStays() throws IOException {
        Path file = signIn("corp", in(Duration.ofHours(-1)));
        Files.writeString(file, Files.readString(file).replace("{", "{\"scopes\": [\"sso:account:access\"], "));
        assertEquals(0, assume().status());
        Map<String, Object> written = JSON.std.mapFrom(Files.readString(file));
        assertEquals(List.of("sso:account:access"), written.get("scopes"));
        assertEquals("a-refreshed-access-token", written.get("accessToken"));
    }

    @Test
    void aTokenThatIsStillValidWillDoWhereItCannotBeRefreshed() throws IOException {
        String text = Files.readString(signIn("corp", in(Duration.ofMinutes(10))));
        Files.writeString(file("corp"), text.replace("a-refresh-token", "another-refresh-token"));
        assertEquals(0, assume().status(), "it is refused");
        Files.writeString(file("corp"), text.replace("refreshToken", "noRefreshToken"));
        assertEquals(0, assume().status(), "there is none");
        signIn("corp", in(Duration.ofMinutes(10)));
        home = home.with("AWS_ENDPOINT_URL_SSO_OIDC", "http://127.0.0.1:1");
        assertEquals(0, assume().status(), "nobody answers");
    }

    @Test
    void aTokenThatCannotBeRefreshedHasExpired() throws IOException {
        String text = Files.readString(signIn("corp", in(Duration.ofHours(-1))));
        String[] expired = {"the single sign-on of profile dev has expired", "aws sso login --profile dev"};
        Files.writeString(file("corp"), text.replace("a-refresh-token", "another-refresh-token"));
        assertRefused(assume(), expired);
        portal.calls();
        for (String field : List.of("refreshToken", "clientId", "clientSecret", "registrationExpiresAt")) {
            Files.writeString(file("corp"), text.replace(field, "no-" + field));
            assertRefused(assume(), expired);
        }
        Files.writeString(
                file("corp"),
                text.replaceFirst(
                        "registrationExpiresAt\": \"[^\"]*", "registrationExpiresAt\": \"2020-01-01T00:00:00Z"));
        assertRefused(assume(), expired);
        home = home.files(LEGACY, "");
        signIn(START_URL, in(Duration.ofHours(-1)));
        assertRefused(assume(), expired);
        assertEquals(List.of(), portal.calls(), "nobody is asked what is known");
    }

    /** The refresh token is good for one use: whoever comes second takes what the first has written. */
    @Test
    void refreshesAtTheSameTimeDoNoHarm() throws IOException {
        signIn("corp", in(Duration.ofHours(-1)));
        var threads = Executors.newFixedThreadPool(6);
        try {
            List<CompletableFuture<Home.Said>> all = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(this::assume, threads))
                    .toList();
            for (CompletableFuture<Home.Said> one : all) {
                assertEquals(0, one.join().status(), one.join().err());
            }
        } finally {
            threads.shutdown();
        }
        Map<String, Object> written = JSON.std.mapFrom(Files.readString(file("corp")));
        assertEquals("a-refreshed-access-token", written.get("accessToken"));
    }

    @Test
    void aTokenThatIsNotThereOrNotRightIsSaidWithItsFile() throws IOException {
        assertRefused(assume(), "was never begun", file("corp").toString(), "aws sso login --profile dev");
        for (String wrong : List.of(
                "",
                "an-access-token",
                "[]",
                "{\"accessToken\": \"an-access-token\"}",
                "{\"expiresAt\": \"2099-01-01T00:00:00Z\", \"accessToken\": [\"an-access-token\"]}",
                "{\"expiresAt\": \"an-access-token\", \"accessToken\": \"an-access-token\"}")) {
            Files.writeString(file("corp"), wrong);
            assertRefused(assume("--debug"), file("corp").toString(), "is not right", "aws sso login --profile dev");
        }
    }

    // ---- refusals ----

    @Test
    void whatIsMissingInTheProfileIsNamed() {
        home.files(PROFILE.replaceAll("sso_(region|account_id) = .*\n", ""), "");
        assertRefused(assume(), "says no sso_region, sso_account_id", folder + "/.aws/config", "profile dev");
        home.files(PROFILE.replace("[sso-session corp]", "[sso-session other]"), "");
        assertRefused(assume(), "[sso-session corp]");
        home.files(PROFILE.replace("= eu-west-1", "= ../eu"), "");
        assertRefused(assume(), "sso_region of profile dev", "'../eu'");
    }

    @Test
    void aRoleThatOneHasNotIsNamedWithItsAccount() throws IOException {
        signIn("corp", in(Duration.ofHours(4)));
        home.files(PROFILE.replace("Developer", "Emperor"), "");
        assertRefused(
                assume(),
                "no role 'Emperor' in account '123456789123'",
                "ForbiddenException: No access",
                "profile dev");
    }

    @Test
    void aTokenThatThePortalDoesNotKnowHasExpired() throws IOException {
        Path file = signIn("corp", in(Duration.ofHours(4)));
        Files.writeString(file, Files.readString(file).replace("an-access-token", "another-token"));
        assertRefused(assume(), "the single sign-on of profile dev has expired", "aws sso login --profile dev");
    }

    @Test
    void troubleOfThePortalIsNotTheUsers() throws IOException {
        signIn("corp", in(Duration.ofHours(4)));
        portal.answer(new SsoPortal.Answer(429, "TooManyRequestsException", "{\"message\":\"HTTP 429\"}"));
        assertRefused(assume(), "TooManyRequestsException", "try again later", portal.endpoint());
        portal.answer(new SsoPortal.Answer(500, "InternalServerException", "{}"));
        assertRefused(assume(), "InternalServerException", "try again later");
        portal.answer(new SsoPortal.Answer(502, null, "<html>an-access-token</html>"));
        assertRefused(assume(), portal.endpoint() + " answered HTTP 502, but not as single sign-on does");
        portal.answer(new SsoPortal.Answer(200, null, "{}"));
        assertRefused(assume(), "answered without roleCredentials");
        portal.answer(new SsoPortal.Answer(200, null, "<html>an-access-token</html>"));
        assertRefused(assume("--debug"), portal.endpoint());
        portal.answer(
                new SsoPortal.Answer(200, null, "{\"roleCredentials\":{\"accessKeyId\":\"AKIAIOSFODNN7EXAMPLE\"}}"));
        assertRefused(assume(), "there is no SessionToken");
        portal.answer(null);
        portal.expire(Instant.parse("2020-01-01T00:00:00Z"));
        assertRefused(assume(), "expired at 2020-01-01T00:00:00Z");
        portal.answer(new SsoPortal.Answer(200, null, "{\"more\": \"" + "x".repeat(2_000_000) + "\"}"));
        assertRefused(assume(), "over a megabyte");
        home = home.with("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:1");
        assertRefused(assume(), "http://127.0.0.1:1 gave no answer");
    }

    @Test
    void troubleOfTheTokenEndpointIsNotTheUsers() throws IOException {
        signIn("corp", in(Duration.ofHours(-1)));
        portal.answer(new SsoPortal.Answer(500, "InternalServerException", "{}"));
        assertRefused(assume(), "does not refresh the single sign-on of corp", "try again later");
        portal.answer(new SsoPortal.Answer(200, null, "{}"));
        assertRefused(assume(), "answered without a token");
        home = home.with("AWS_ENDPOINT_URL_SSO_OIDC", "http://127.0.0.1:1");
        assertRefused(assume(), "http://127.0.0.1:1 gave no answer");
    }

    // ---- the cache ----

    @Test
    void theCacheKeyIsBotocores() {
        Program.need("python3");
        List<SsoProfile> profiles = List.of(
                new SsoProfile("p", Optional.of("corp"), START_URL, "eu-west-1", "123456789123", "Developer"),
                new SsoProfile("p", Optional.of("gr\u00f6\u00dfe \"\\/"), START_URL, "eu-west-1", "1", "a+=,.@-b"),
                new SsoProfile("p", Optional.empty(), START_URL + "/#", "eu-west-1", "123456789123", "Developer"));
        for (SsoProfile profile : profiles) {
            Program.Ran python = Program.of(
                            "python3",
                            "-c",
                            """
                            import sys
                            from botocore.credentials import SSOCredentialFetcher
                            _, url, region, role, account, session = sys.argv
                            print(SSOCredentialFetcher(url, region, role, account, None,
                                                       sso_session_name=session or None)._create_cache_key())
                            """,
                            profile.startUrl(),
                            profile.region(),
                            profile.roleName(),
                            profile.accountId(),
                            profile.session().orElse(""))
                    .with("PYTHONUTF8", "1")
                    .run();
            assertEquals(python.out().strip(), profile.cacheKey(), python.err());
        }
    }
}
