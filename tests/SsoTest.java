//SOURCES SsoFixture.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Single sign-on, beside the AWS CLI itself: the role's credentials, the token and its refresh. */
class SsoTest extends SsoFixture {
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
