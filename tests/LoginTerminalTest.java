//SOURCES LoginFixture.java Pty.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Somebody at a terminal whose single sign-on has expired: assume offers to sign in, and goes on by itself. */
class LoginTerminalTest extends LoginFixture {
    private static final String QUESTION = "There is no valid sign-in to practice. Sign in now, in the browser\\? ";

    /** A browser in which somebody clicks at once. */
    private Path browser() throws Exception {
        Program.need("bash", "curl", "python3");
        return Scratch.script(folder.resolve("browser"), """
            id=$(curl -s "$1" | sed -n 's/.*name="id" value="\\([^"]*\\)".*/\\1/p')
            curl -sL "${1%%\\?*}" -d "id=$id&decision=allow" >"$HOME/page" 2>&1 &
            """);
    }

    private Program.Ran type(String command, String answer, String... awaited) throws Exception {
        Path assume = Scratch.script(
                folder.resolve("assume"),
                "BROWSER='%s' exec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' assume \"$@\""
                        .formatted(browser(), System.getProperty("java.home"), System.getProperty("java.class.path")));
        Pty pty = new Pty()
                .type(command.replace("assume", assume.toString()))
                .await(QUESTION)
                .type(answer);
        for (String text : awaited) {
            pty.await(text);
        }
        return pty.in(folder, "bash", "--norc", "--noprofile", "-i").run();
    }

    @Test
    void itSignsInAndGoesOn() throws Exception {
        Program.Ran ran = type(
                "eval \"$(assume sso)\"; echo \"key=<${AWS_ACCESS_KEY_ID:0:4}>\"",
                "",
                "a browser opens this address",
                "the credentials of profile sso until",
                "key=<ASIA>");
        assertEquals(0, ran.status(), ran.out());
        assertTrue(Files.readString(folder.resolve("page")).contains("You are signed in"));
        assertEquals(1, calls("SignInPage"));
        expire(tokenFile());
        assertWorks();
    }

    /** The token looks valid, and the portal knows it no more. */
    @Test
    void theSameForATokenThatWasRevoked() throws Exception {
        signIn("sso");
        String token = Files.readString(tokenFile());
        home.call(login::run, "sso", "--logout");
        Files.writeString(tokenFile(), token);
        Program.Ran ran = type("assume sso -- sh -c 'echo \"key=<$AWS_ACCESS_KEY_ID>\"'", "yes", "key=<ASIA");
        assertEquals(0, ran.status(), ran.out());
        assertEquals(2, calls("SignInPage"));
    }

    @Test
    void whoSaysNoIsToldWhatToType() throws Exception {
        Program.Ran ran =
                type("eval \"$(assume sso)\" || echo status=$?", "n", "sign in with: jbang login@org sso", "status=1");
        assertEquals(0, ran.status(), ran.out());
        assertFalse(Files.exists(tokenFile()));
        assertEquals(0, calls("SignInPage"));
    }
}
