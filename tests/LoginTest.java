//SOURCES LoginFixture.java ChromeBrowser.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with a real Chromium: what a person sees there and in the terminal, and what they have then. */
class LoginTest extends LoginFixture {
    private static final Pattern KEY = Pattern.compile("export (AWS_\\w+)='([^']*)'");

    @TempDir
    static Path profile;

    private static ChromeBrowser browser;

    @BeforeAll
    static void open() throws Exception {
        browser = ChromeBrowser.start(profile);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void oneClickAndTheRoleIsThere() throws Exception {
        Running running = login("sso", "--print");
        browser.open(running.await(ADDRESS));
        assertShown("Sign in as ada?", "h1");
        browser.click("#allow");
        assertShown("You are signed in", "h1");
        assertShown("You can close this page and go back to the terminal.", "#message");
        Home.Said said = running.said();
        assertEquals(0, said.status(), said.err());
        assertTrue(said.err().contains("login: signed in to practice until "), said.err());
        assertTrue(said.out().matches("http://\\S+/authorize\\?\\S+\n"), "stdout is the address alone: " + said.out());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile())));
        assertEquals(
                "arn:aws:sts::123456789123:assumed-role/AWSReservedSSO_Developer_",
                who().replaceFirst("Developer_.*", "Developer_"));
        assertEquals(1, calls("SignInPage"));
        assertEquals(1, calls("CreateToken"));
    }

    /** A click comes back before the next page is there, so it is waited for. */
    private static void assertShown(String text, String css) throws InterruptedException {
        for (long end = System.nanoTime() + 20_000_000_000L; System.nanoTime() < end; Thread.sleep(50)) {
            try {
                if (browser.text(css).equals(text)) {
                    return;
                }
            } catch (AssertionError ignored) {
                // Between two pages there is no such element.
            }
        }
        assertEquals(text, browser.text(css));
    }

    /** Who the keys are, that assume loads for the profile. */
    private String who() {
        Home.Said said = home.call(assume::run, "sso");
        assertEquals(0, said.status(), said.err());
        Map<String, String> env = new TreeMap<>(home.env());
        Matcher key = KEY.matcher(said.out());
        while (key.find()) {
            env.put(key.group(1), key.group(2));
        }
        Home.Said who = new Home(folder, env).call(whoami::run);
        assertEquals(0, who.status(), who.err());
        return who.out().strip();
    }

    @Test
    void whoDeniesItIsNotSignedIn() throws Exception {
        Running running = login("sso", "--print");
        browser.open(running.await(ADDRESS));
        browser.click("#deny");
        assertShown("You are not signed in", "h1");
        assertTrue(browser.text("#message").contains("You can close this page"), "the page has its end");
        assertRefused(running.said(), "login: the sign-in was denied in the browser; nothing was cached");
    }

    /** The code goes from the terminal to a browser that may be anywhere. */
    @Test
    void aCodeForABrowserElsewhere() throws Exception {
        Running running = login("sso", "--device-code");
        String code = running.await(Pattern.compile("only if it shows the code (\\S+);"));
        browser.open(running.await(Pattern.compile("; at (http://\\S+/device) you can type that")));
        browser.type("#user_code", code.toLowerCase(java.util.Locale.ROOT).replace("-", ""));
        browser.click("#next");
        assertShown(code, "#code");
        browser.click("#allow");
        assertShown("Allowed", "h1");
        Home.Said said = running.said();
        assertEquals(0, said.status(), said.err());
        assertEquals("", said.out(), "stdout is empty without --print");
        assertWorks();
        assertEquals(1, calls("SignInPage"));
    }

    /** Going back and clicking again, a reload, another tab: the one sign-in has had its answer. */
    @Test
    void aSecondClickChangesNothing() throws Exception {
        Running running = login("sso", "--print");
        String address = running.await(ADDRESS);
        browser.open(address);
        browser.click("#allow");
        assertEquals(0, running.said().status());
        String token = Files.readString(tokenFile());
        Running second = login("sso", "--print");
        assertTrue(
                second.said().err().contains("already signed in to practice until "),
                second.said().err());
        assertEquals(token, Files.readString(tokenFile()));
        assertEquals("", second.said().out());
        assertEquals(1, calls("SignInPage"));
    }
}
