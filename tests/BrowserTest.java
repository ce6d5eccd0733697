import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which browser is opened, with what, and what is said when there is none. */
class BrowserTest {
    private static final String URL = "http://127.0.0.1:1/a?b=c&d='e'";

    @TempDir
    Path folder;

    /** A browser that writes down what it was given and what it finds in its environment. */
    private void browser(String name, int status) throws IOException {
        Scratch.script(
                folder.resolve("bin").resolve(name),
                "printf '%s\\n' " + name + " \"$@\" >>'" + folder + "/opened'; env >'" + folder
                        + "/env'; echo chatter; echo chatter >&2; exit " + status);
    }

    private Map<String, String> env(String... more) {
        Map<String, String> env = new TreeMap<>(Map.of("PATH", folder.resolve("bin") + ":/usr/bin:/bin"));
        for (int i = 0; i < more.length; i += 2) {
            env.put(more[i], more[i + 1]);
        }
        return env;
    }

    private List<String> opened() throws IOException {
        return Files.readAllLines(folder.resolve("opened"));
    }

    @Test
    void theDesktopsOwnWayComesLast() {
        assertEquals(
                List.of(List.of("xdg-open"), List.of("open")), Browser.candidates(Optional.empty(), env(), "Linux"));
        assertEquals(List.of(List.of("open")), Browser.candidates(Optional.empty(), env(), "Mac OS X"));
        assertEquals(
                List.of(List.of("wslview"), List.of("xdg-open"), List.of("open")),
                Browser.candidates(Optional.empty(), env("WSL_DISTRO_NAME", "Debian"), "Linux"));
        assertEquals(
                List.of(List.of("firefox", "-P", "my work"), List.of("w3m", "%s"), List.of("open")),
                Browser.candidates(Optional.empty(), env("BROWSER", "firefox -P 'my work' & : :w3m %s"), "Mac OS X"));
        assertEquals(
                List.of(List.of("chromium", "--app=%s")),
                Browser.candidates(Optional.of("chromium --app=%s"), env("BROWSER", "firefox"), "Linux"));
    }

    @Test
    void theAddressIsOneWordWhateverIsInIt() throws IOException {
        browser("mine", 0);
        Browser.open(URL, Optional.of("mine 'in two words' --app=%s $HOME"), env());
        assertEquals(List.of("mine", "in two words", "--app=" + URL, "$HOME"), opened());
    }

    @Test
    void theNextIsTriedWhenOneIsNotThereOrFails() throws IOException {
        browser("fails", 3);
        browser("xdg-open", 0);
        Browser.open(URL, Optional.empty(), env("BROWSER", "nowhere:fails"));
        assertEquals(List.of("fails", URL, "xdg-open", URL), opened());
    }

    @Test
    void aBrowserGetsNoKeys() throws IOException {
        browser("xdg-open", 0);
        Browser.open(URL, Optional.empty(), env("AWS_SECRET_ACCESS_KEY", "secret", "AWS_PROFILE", "dev", "LANG", "C"));
        String env = Files.readString(folder.resolve("env"));
        assertEquals(
                List.of("LANG=C"),
                env.lines().filter(line -> line.matches("(AWS|LANG).*")).toList(),
                env);
    }

    @Test
    void whenThereIsNoneTheMessageSaysWhatWasTried() throws IOException {
        browser("fails", 3);
        Files.writeString(folder.resolve("bin/text"), "no program");
        Failure failure = assertThrows(
                Failure.class,
                () -> Browser.open(URL, Optional.empty(), Map.of("PATH", folder + "/bin", "BROWSER", "fails:text")));
        assertEquals(
                "no browser could be opened: 'fails' ended with status 3, 'text' is no program, 'xdg-open' is not"
                        + " there, 'open' is not there; name another in --browser or the variable BROWSER",
                failure.getMessage());
        assertEquals(1, failure.status);
    }

    @Test
    void aCommandThatIsNoneIsTheArgumentsFault() {
        for (String command : List.of("", "  ", "''", "firefox 'x", "firefox \\")) {
            Failure failure = assertThrows(Failure.class, () -> Browser.open(URL, Optional.of(command), env()));
            assertEquals(2, failure.status, command);
        }
    }
}
