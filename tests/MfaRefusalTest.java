import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told when STS refuses a code, a session, or a role that a session is to sign for; and moto. */
class MfaRefusalTest {
    private static final String SERIAL = PracticeWorld.REDBEARD.mfaSerial();

    @TempDir
    Path folder;

    @Test
    void motoIsGivenOneCodeForTwoRoles() throws Exception {
        Program.need("moto_server");
        try (Moto moto = new Moto(folder, Map.of());
                RecordedSts sts = RecordedSts.before(moto.url)) {
            Home home = home(sts.url());
            assertLoads(home, "prod", "--token-code", "123456");
            assertLoads(home, "prod-admin");
            assertEquals(1, sts.calls("GetSessionToken").size());
            RecordedSts.Call session = sts.calls("GetSessionToken").get(0);
            assertEquals("123456", session.parameters().get("TokenCode"));
            assertEquals(SERIAL, session.parameters().get("SerialNumber"));
            assertEquals("43200", session.parameters().get("DurationSeconds"));
            assertEquals(2, sts.calls("AssumeRole").size());
            for (RecordedSts.Call role : sts.calls("AssumeRole")) {
                assertTrue(role.hasToken(), "the session signs");
                assertEquals(Set.of(), mfaParameters(role));
            }
            assertEquals(0, newShell("prod", "--refresh").run().status());
            assertEquals(1, sts.calls("GetSessionToken").size(), "nor in a new shell");
            for (String profile : List.of("prod", "prod-admin")) {
                assertLoads(home, profile, "--no-session", "--refresh", "--token-code", "123456");
            }
            assertEquals(1, sts.calls("GetSessionToken").size());
            assertEquals(
                    2,
                    sts.calls("AssumeRole").stream()
                            .filter(role -> mfaParameters(role).size() == 2 && !role.hasToken())
                            .count(),
                    "a code for each role, signed by the user's own keys");
        }
    }

    @Test
    void aWrongCodeNamesTheRoleAndTheDevice() throws Exception {
        try (RecordedSts sts = refusing("GetSessionToken", "AccessDenied", "MultiFactorAuthentication failed")) {
            AssumeFixture.assertRefused(
                    1,
                    home(sts.url()).call(assume::run, "prod", "--token-code", "123456"),
                    "the MFA code was not accepted for " + PracticeWorld.PRODUCTION.arn(),
                    "check the device, " + SERIAL);
            assertEquals(1, sts.calls().size());
        }
    }

    /** GetSessionToken needs no permission, but a service control policy can deny it all the same. */
    @Test
    void aSessionThatIsDeniedNamesTheWayOut() throws Exception {
        try (RecordedSts sts =
                refusing("GetSessionToken", "AccessDenied", "not authorized ... with an explicit deny in a policy")) {
            AssumeFixture.assertRefused(
                    1,
                    home(sts.url()).call(assume::run, "prod", "--token-code", "123456"),
                    "STS gave the keys of profile redbeard no session for the MFA code",
                    "explicit deny",
                    "--no-session");
            assertLoads(home(sts.url()), "prod", "--no-session", "--token-code", "123456");
        }
    }

    @Test
    void keysThatAwsDoesNotKnowAreSaidToBe() throws Exception {
        try (RecordedSts sts = refusing("GetSessionToken", "InvalidClientTokenId", "The security token is invalid.")) {
            AssumeFixture.assertRefused(
                    1,
                    home(sts.url()).call(assume::run, "prod", "--token-code", "123456"),
                    "STS refused the keys of profile redbeard",
                    "AWS does not know these keys");
            assertEquals(1, sts.calls().size());
        }
    }

    /** aws:MultiFactorAuthAge may be what a role's trust policy looks at. */
    @Test
    void aRoleThatIsDeniedToTheSessionSaysWhatMayBeWrong() throws Exception {
        try (RecordedSts sts =
                refusing("AssumeRole", "AccessDenied", "User: arn:aws:iam::1:user/a is not authorized")) {
            AssumeFixture.assertRefused(
                    1,
                    home(sts.url()).call(assume::run, "prod", "--token-code", "123456"),
                    "may not assume " + PracticeWorld.PRODUCTION.arn(),
                    "how old the MFA code may be, --no-session gives it a new one");
            AssumeFixture.assertRefused(
                    1, home(sts.url()).call(assume::run, "prod"), "may not assume " + PracticeWorld.PRODUCTION.arn());
            assertEquals(1, sts.calls("GetSessionToken").size(), "what denies a role does not end the session");
        }
    }

    /** One that was cached is given up, and one that is new is not begun again without end. */
    @Test
    void aNewSessionThatStsDoesNotTakeIsAFailure() throws Exception {
        try (RecordedSts sts = refusing("AssumeRole", "ExpiredToken", "The security token has expired")) {
            for (int sessions : new int[] {1, 2}) {
                AssumeFixture.assertRefused(
                        1,
                        home(sts.url()).call(assume::run, "prod", "--token-code", "123456"),
                        "STS refused the MFA session of the keys of profile redbeard",
                        "these keys have expired");
                assertEquals(sessions, sts.calls("GetSessionToken").size());
            }
        }
    }

    @Test
    void aSessionThatStsGivesMustBeOne() throws Exception {
        String noToken = "<Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>s"
                + "</SecretAccessKey></Credentials>";
        for (String result : List.of("", noToken)) {
            try (RecordedSts sts =
                    new RecordedSts(call -> new RecordedSts.Answer(200, StsXml.response(call.action(), result, "1")))) {
                AssumeFixture.assertRefused(
                        1, home(sts.url()).call(assume::run, "prod", "--token-code", "123456"), "but not as STS does");
            }
        }
    }

    private Home home(String endpoint) throws IOException {
        StringBuilder config = new StringBuilder();
        PracticeWorld.profiles(folder.toString())
                .forEach((name, lines) -> config.append("[profile %s]\nregion = eu-central-1\nendpoint_url = %s\n%s\n"
                        .formatted(name, endpoint, lines)));
        Home home = Home.in(folder, endpoint);
        return home.files(config.toString(), Files.readString(folder.resolve(".aws/credentials")));
    }

    private Program newShell(String... args) {
        return Program.java("assume", args).with("HOME", folder).with("USER", "ada");
    }

    private static void assertLoads(Home home, String... args) {
        Home.Said said = home.call(assume::run, args);
        assertEquals(0, said.status(), said.err());
    }

    private static Set<String> mfaParameters(RecordedSts.Call call) {
        return call.parameters().keySet().stream()
                .filter(Set.of("SerialNumber", "TokenCode")::contains)
                .collect(java.util.stream.Collectors.toSet());
    }

    /** An STS that refuses one action, and has an answer for the others. */
    private static RecordedSts refusing(String action, String code, String message) throws IOException {
        return new RecordedSts(call -> call.action().equals(action)
                ? RecordedSts.Answer.refusal(code, message)
                : new RecordedSts.Answer(200, StsXml.response(call.action(), result(call), "1")));
    }

    private static String result(RecordedSts.Call call) {
        var caller = new Caller("1", "AIDAEXAMPLE", SERIAL, SERIAL, "", Set.of());
        IssuedKey key = IssuedKey.issue(caller, Instant.now().plusSeconds(3600), true);
        return Optional.ofNullable(call.parameters().get("RoleArn"))
                .map(arn -> StsXml.assumedRole(PracticeWorld.PRODUCTION.session("ada", "", Set.of()), key, "", 0))
                .orElseGet(() -> StsXml.credentials(key));
    }
}
