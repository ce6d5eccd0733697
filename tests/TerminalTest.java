import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The MFA code, asked for on a real pseudo-terminal in real interactive shells. */
class TerminalTest {
    private static final String ASKED = "MFA code of arn:aws:iam::111122223333:mfa/redbeard: ";

    @TempDir
    Path home;

    private PracticeSts sts;
    private String assume;

    @BeforeEach
    void start() throws IOException {
        Program.need("python3");
        sts = PracticeSts.start(Clock.systemUTC());
        String config = "[profile prod]\nregion = eu-central-1\nendpoint_url = %s\n%s"
                .formatted(
                        sts.endpoint(), PracticeWorld.profiles(home.toString()).get("prod"));
        Home.in(home, sts.endpoint())
                .files(
                        config,
                        "[redbeard]\naws_access_key_id=%s\naws_secret_access_key=%s\n"
                                .formatted(Home.KEY_ID, Home.SECRET));
        Path script = home.resolve("assume");
        Files.writeString(
                script,
                "#!/bin/sh\nexec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' assume \"$@\"\n"
                        .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
        script.toFile().setExecutable(true);
        assume = script + " prod --no-cache --role-session-name me";
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    @Test
    void bash() throws InterruptedException {
        Program.need("bash");
        asksAndLoads("eval \"$(" + assume + ")\"", "bash", "--norc", "--noprofile", "-i");
        asksAndLoads("source <(" + assume + ")", "bash", "--norc", "--noprofile", "-i");
    }

    @Test
    void zsh() throws InterruptedException {
        Program.need("zsh");
        asksAndLoads("eval \"$(" + assume + ")\"", "zsh", "-f", "-i");
    }

    @Test
    void fish() throws InterruptedException {
        Program.need("fish");
        asksAndLoads(assume + " --format fish | source", "fish", "--no-config", "-i");
    }

    /** zsh runs {@code <(...)} in the background, where reading the terminal would stop assume and zsh for good. */
    @Test
    void inZshsBackgroundItDoesNotReadButSaysWhatToType() {
        Program.need("zsh");
        Program.Ran ran = new Pty()
                .type("source <(" + assume + "); echo status=$?")
                .await("eval \"\\$\\(")
                .await("status=1")
                .in(home, "zsh", "-f", "-i")
                .run();
        assertEquals(0, ran.status(), ran.out());
        assertFalse(ran.out().contains(ASKED), ran.out());
    }

    @Test
    void threeTriesAtSixDigits() {
        Program.need("bash");
        Program.Ran ran = new Pty()
                .type("eval \"$(" + assume + ")\" || echo failed")
                .await(ASKED)
                .type("12345")
                .await("Six digits.*" + ASKED)
                .type("abcdef")
                .await("Six digits.*" + ASKED)
                .type("")
                .await("none of three")
                .await("failed")
                .in(home, "bash", "--norc", "-i")
                .run();
        assertEquals(0, ran.status(), ran.out());
    }

    @Test
    void ctrlCLeavesTheShellAsItWas() {
        Program.need("bash");
        Program.Ran ran = new Pty()
                .type("eval \"$(" + assume + ")\"")
                .await(ASKED)
                .keys("\u0003")
                .await("bash-[0-9.]+. ")
                .type("echo \"role=<$AWS_ASSUMED_ROLE>\"")
                .await("role=<>")
                .in(home, "bash", "--norc", "-i")
                .run();
        assertEquals(0, ran.status(), ran.out());
    }

    @Test
    void afterCtrlDTheMessageHasALineOfItsOwn() {
        Program.need("bash");
        Program.Ran ran = new Pty()
                .type("eval \"$(" + assume + ")\" || echo failed")
                .await(ASKED)
                .keys("\u0004")
                .await("\r?\nassume: the question on the terminal was not answered")
                .await("failed")
                .in(home, "bash", "--norc", "-i")
                .run();
        assertEquals(0, ran.status(), ran.out());
    }

    /** COMMAND has the terminal: Ctrl-C is its own, and its status is ours. */
    @Test
    void ctrlCReachesTheCommand() throws InterruptedException {
        Program.need("bash");
        Program.Ran ran = new Pty()
                .type(assume + " --token-code " + sts.actions().code()
                        + " -- sh -c 'trap \"echo trapped; exit 9\" INT; echo ready; while :; do sleep 0.1;"
                        + " done'; echo status=$?")
                .await("[\\r\\n]ready")
                .keys("\u0003")
                .await("trapped")
                .await("status=9")
                .in(home, "bash", "--norc", "-i")
                .run();
        assertEquals(0, ran.status(), ran.out());
    }

    private void asksAndLoads(String line, String... shell) throws InterruptedException {
        String code = sts.actions().code();
        Program.Ran ran = new Pty()
                .type(line)
                .await(ASKED)
                .type(code)
                .await("until .* minutes")
                .type("echo \"role=<$AWS_ASSUMED_ROLE>\"")
                .await("role=<arn:aws:sts::444455556666:assumed-role/Production/me>")
                .in(home, shell)
                .run();
        assertEquals(0, ran.status(), String.join(" ", List.of(shell)) + "\n" + ran.out());
    }
}
