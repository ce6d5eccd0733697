//SOURCES SsoPortal.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Single sign-on, beside the AWS CLI itself: the token and its refresh, the role's credentials, and every refusal. */
class SsoTest extends SsoFixture {
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

    // ---- the token ----

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
