import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The file that a session is cached in: who may read it, when it is used, and when STS is given another code. */
class MfaSessionFileTest extends MfaFixture {
    private interface Spoiler {
        void spoil(Path file) throws IOException;
    }

    @BeforeEach
    void begin() throws Exception {
        loaded(assume("user", "--token-code", code()));
        assertCalls(1, 0);
    }

    @Test
    void itIsForItsOwnerAlone() throws IOException {
        assertEquals("rw-------", CacheFixture.mode(sessionFile()));
        assertTrue(sessionFile().getFileName().toString().matches("[0-9a-f]{40}\\.json"));
        assertTrue(CredentialCache.isOurs(Files.readAllBytes(sessionFile())), "it goes with what else is installed");
        assertFalse(CacheFixture.text(sessionFile()).contains(Home.SECRET));
    }

    @TestFactory
    Stream<DynamicTest> aFileThatIsNotTheirsIsNotUsed() {
        Map<String, Spoiler> spoilers = new LinkedHashMap<>();
        spoilers.put("for others to read", file -> mode(file, "rw-r--r--"));
        spoilers.put("for the group to write", file -> mode(file, "rw--w----"));
        spoilers.put("a link", file -> {
            Path elsewhere = Files.move(file, folder.resolve("elsewhere"));
            Files.createSymbolicLink(file, elsewhere);
        });
        spoilers.put("of another access key", file -> edit(file, Home.KEY_ID, CacheFixture.SECOND.accessKeyId()));
        spoilers.put("of another device", file -> edit(file, "mfa/redbeard", "mfa/blackbeard"));
        spoilers.put("of another STS", file -> edit(file, sts.endpoint(), "http://127.0.0.1:1"));
        spoilers.put("no session", file -> edit(file, "\"MfaSession\"", "\"Other\""));
        spoilers.put(
                "cut", file -> Files.writeString(file, CacheFixture.text(file).substring(0, 100)));
        spoilers.put(
                "with a secret that is another",
                file -> CacheFixture.edit(
                        file, text -> text.replaceFirst("(\"SecretAccessKey\": \")[^\"]*", "$1" + Home.SECRET)));
        spoilers.put(
                "with keys that STS does not know",
                file -> CacheFixture.edit(
                        file, text -> text.replaceFirst("(\"AccessKeyId\": \")ASIA[^\"]*", "$1ASIAIOSFODNN7EXAMPLE")));
        spoilers.put(
                "about to expire", file -> CacheFixture.edit(file, text -> CacheFixture.expiring(text, inMinutes(14))));
        return spoilers.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> assertNotUsed(one.getValue())));
    }

    /** A code is asked for, which nobody can give; then one is given, and after that the new session is used. */
    private void assertNotUsed(Spoiler spoiler) throws Exception {
        int sessions = sts.calls().get("GetSessionToken");
        spoiler.spoil(sessionFile());
        Program.Ran asked = shell("prod", "--refresh").run();
        assertEquals(1, asked.status(), asked.out());
        assertTrue(asked.err().contains("MFA is wanted"), asked.err());
        loaded(assume("prod", "--refresh", "--token-code", code()));
        loaded(assume("prod", "--refresh"));
        assertEquals(sessions + 1, sts.calls().get("GetSessionToken"));
    }

    @Test
    void whereThereAreFifteenMinutesLeftItIsUsed() throws IOException {
        CacheFixture.edit(sessionFile(), text -> CacheFixture.expiring(text, inMinutes(17)));
        loaded(assume("prod"));
        assertCalls(1, 1);
    }

    @Test
    void somebodyElsesFileIsNotUsed() throws Exception {
        assumeTrue(CacheFixture.isRoot(), "only root can give a file away");
        assertNotUsed(file -> Files.setAttribute(file, "unix:uid", 12_345));
    }

    /** What is cached under the name of another user's session is no use to that one. */
    @Test
    void aStolenSessionIsOfNoUseToAnotherUser() throws Exception {
        add(
                "other",
                "aws_access_key_id = %s\naws_secret_access_key = %s\nmfa_serial = %s\n"
                        .formatted(CacheFixture.SECOND.accessKeyId(), CacheFixture.SECOND.secretAccessKey(), SERIAL));
        Path mine = sessionFile();
        String stolen = Files.readString(mine);
        Files.delete(mine);
        String id = loaded(assume("other", "--token-code", code()));
        Files.writeString(sessionFile(), stolen);
        assertNotEquals(id, loaded(assume("other", "--token-code", code())));
        assertCalls(3, 0);
    }

    /** The duration is how old a code may be, whoever has begun the session. */
    @Test
    void aProfileMayWantAYoungerCode() throws Exception {
        add("careful", """
            role_arn = %s
            source_profile = redbeard
            mfa_serial = %s
            mfa_session_duration = 1h
            """.formatted(PracticeWorld.ADMINISTRATOR.arn(), SERIAL));
        loaded(assume("careful"));
        assertCalls(1, 1);
        CacheFixture.edit(
                sessionFile(),
                text -> text.replaceFirst(
                        "(\"IssuedAt\": \")[^\"]*", "$1" + Instant.now().minus(61, ChronoUnit.MINUTES)));
        loaded(assume("prod"));
        assertCalls(1, 2);
        loaded(assume("careful", "--refresh", "--token-code", code()));
        assertCalls(2, 3);
        Instant expiration = Instant.parse(CacheFixture.field("Expiration", CacheFixture.text(sessionFile()))
                .replace("UTC", "Z"));
        Duration left = Duration.between(clock.instant(), expiration);
        assertTrue(left.toMinutes() >= 58 && left.toMinutes() <= 60, left.toString());
    }

    @Test
    void theProfileWithTheKeysMaySayHowLong() throws Exception {
        add("keys", """
            aws_access_key_id = %s
            aws_secret_access_key = %s
            mfa_session_duration = 36h
            """.formatted(CacheFixture.SECOND.accessKeyId(), CacheFixture.SECOND.secretAccessKey()));
        add(
                "role",
                "role_arn = %s\nsource_profile = keys\nmfa_serial = %s\n"
                        .formatted(PracticeWorld.PRODUCTION.arn(), SERIAL));
        Files.delete(sessionFile());
        loaded(assume("role", "--token-code", code()));
        assertTrue(Instant.parse(CacheFixture.field("Expiration", CacheFixture.text(sessionFile()))
                        .replace("UTC", "Z"))
                .isAfter(Instant.now().plus(35, ChronoUnit.HOURS)));
    }

    @Test
    void aDurationThatCannotBeIsNamedWithItsFile() throws Exception {
        for (String wrong : new String[] {"37h", "14m", "soon", "1h 30m"}) {
            add(
                    "wrong",
                    "role_arn = %s\nsource_profile = redbeard\nmfa_serial = %s\nmfa_session_duration = %s\n"
                            .formatted(PracticeWorld.PRODUCTION.arn(), SERIAL, wrong));
            AssumeFixture.assertRefused(
                    1,
                    assume("wrong"),
                    "mfa_session_duration of profile wrong in " + folder,
                    "'" + wrong + "'",
                    "129600 (36 hours)");
        }
        assertCalls(1, 0);
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static void edit(Path file, String from, String to) {
        CacheFixture.edit(file, text -> text.replace(from, to));
    }

    private static String inMinutes(int minutes) {
        return Instant.now()
                .plus(minutes, ChronoUnit.MINUTES)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
