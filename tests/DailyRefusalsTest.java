import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused on an ordinary day, and what the message then says is to be done. */
class DailyRefusalsTest extends MfaFixture {
    private void assertRefused(int status, Home.Said said, String words) {
        assertEquals(status, said.status(), said.err());
        assertTrue(said.err().contains(words), said.err());
        assertEquals(1, said.err().lines().count(), said.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--status dev | --status is about this shell, and about no profile; leave out PROFILE",
                "--status --format fish | --status is for people, or with --format json for scripts",
                "--list dev | --list lists all profiles and does nothing else; leave out PROFILE",
                "--list --format fish | --list is a table, or with --format json a list for scripts",
                "dev --profile audit | two profiles are given, 'dev' and --profile 'audit'; give one",
                "dev --token-code 12345 | '12345' is not right; expected six digits, or - for the first line of stdin",
                "user --role-session-name ada | the session of its MFA device is shaped by --duration-seconds and",
            })
    void assumeIsToldTwoThings(String line, String words) {
        assertRefused(2, assume(line.split(" ")), words);
        assertEquals(Map.of(), sts.calls());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "dev --profile audit | two profiles are given, 'dev' and --profile 'audit'; give one",
                "dev --service s3 --destination https://console.aws.amazon.com/ec2 | both say which page; give one",
                "dev --print --browser true | --print opens no browser; leave out --browser",
                "dev --service s3! | --service 's3!' is no service; expected a name such as s3, ec2 or",
            })
    void consoleIsToldTwoThings(String line, String words) {
        assertRefused(2, home.call(console::run, line.split(" ")), words);
        assertEquals(Map.of(), sts.calls());
    }

    @Test
    void temporaryKeysOfAProfileThatHaveExpired() throws IOException {
        Path program = Scratch.script(folder.resolve("keys"), """
            echo '{"Version": 1, "AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "x", "SessionToken": "y",'
            echo '"Expiration": "2020-01-01T00:00:00Z"}'
            """);
        add("expired", "credential_process = " + program);
        for (Home.Main main : List.<Home.Main>of(assume::run, console::run)) {
            assertRefused(1, home.call(main, "expired"), "2020-01-01T00:00:00Z; renew them where they come from");
        }
    }

    @Test
    void halfAWebIdentity() {
        Home half = home.with("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere");
        assertRefused(
                1,
                half.call(assume::run, "--role-arn", PracticeWorld.DEVELOPER.arn()),
                "AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not; set both, or name a profile");
    }

    @Test
    void whatCannotBeRemovedIsNamed() throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root removes everything");
        assertEquals(0, assume("dev").status());
        Path cache = folder.resolve(".aws/cli/cache");
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("r-x------"));
        try {
            assertRefused(1, assume("--forget", "dev"), ".json cannot be removed (AccessDeniedException)");
        } finally {
            Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void nothingThatIsACodeIsTypedThreeTimes() throws Exception {
        String question = "MFA code of " + SERIAL + ": ";
        Program.Ran ran = terminal(new Pty()
                .type(loading())
                .await(question)
                .type("no")
                .await("Six digits, please. " + question)
                .type("12345")
                .await("Six digits, please. " + question)
                .type("1234567")
                .await("status 1"));
        assertTrue(
                ran.out().contains("an MFA code is six digits, and none of three answers was; try again"), ran.out());
        assertEquals(Map.of(), sts.calls());
    }

    @Test
    void noAnswer() throws Exception {
        Program.Ran ran = terminal(new Pty()
                .type(loading())
                .await("MFA code of " + SERIAL + ": ")
                .keys("\u0004")
                .await("status 1"));
        assertTrue(ran.out().contains("the question on the terminal was not answered, so nothing was done"), ran.out());
        assertEquals(Map.of(), sts.calls());
    }

    private String loading() throws IOException {
        List<String> command = Program.java("assume").command();
        Path java = Scratch.script(folder.resolve("assume"), "exec '" + String.join("' '", command) + "' \"$@\"");
        return "eval \"$(" + java + " prod)\"; echo \"status $?\"";
    }

    private Program.Ran terminal(Pty pty) throws Exception {
        Program.need("python3", "bash");
        return pty.in(folder, "bash", "--norc", "--noprofile", "-i").run();
    }
}
