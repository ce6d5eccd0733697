import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console in a real browser: who is signed in there, and who else could have read how. */
class ConsoleBrowserTest extends ConsoleFixture {
    private static final String TOKEN = "practiceSigninToken-0123456789abcdefghijklmnopqrstuvwxyz";

    private CompletableFuture<String> page;

    /** A command that prints the page at an address, as Chromium has it when it is loaded. */
    private String chromium() {
        String options = ChromeBrowser.arguments(folder.resolve("chromium"))
                .map(option -> "'" + option + "'")
                .collect(Collectors.joining(" "));
        return ChromeBrowser.program() + " " + options + " --dump-dom";
    }

    /** A browser that reads the page aloud, so to say: its end is the end of what comes through a pipe. */
    private Path browser() throws IOException {
        Program.need("chromium", "mkfifo");
        Path pipe = folder.resolve("pipe");
        assertEquals(0, Program.of("mkfifo", pipe.toString()).run().status());
        page = CompletableFuture.supplyAsync(() -> read(pipe));
        return Scratch.script(folder.resolve("browser"), "exec " + chromium() + " \"$1\" >'" + pipe + "' 2>/dev/null");
    }

    private static String read(Path pipe) {
        try {
            return Files.readString(pipe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page, when the browser has ended. */
    private String page() throws Exception {
        return page.get(60, TimeUnit.SECONDS);
    }

    @Test
    void thePrintedAddressSignsInOnce() throws IOException {
        String url = home.call(console::run, "dev", "--print", "--service", "s3")
                .out()
                .strip();
        try (ChromeBrowser browser = ChromeBrowser.start(folder.resolve("chromium"))) {
            browser.open(url);
            assertEquals("The console of practice", browser.title());
            assertEquals(DEVELOPER, browser.text("#arn"));
            assertEquals("https://us-east-1.console.aws.amazon.com/s3/home?region=us-east-1", browser.text("#page"));
            assertTrue(browser.url().startsWith(sts.endpoint() + "/console/home?"), browser.url());
            browser.open(url);
            assertEquals("Your sign-in address has expired", browser.text("h1"));
        }
        assertEquals(Map.of("AssumeRole", 1, "getSigninToken", 1, "login", 2), sts.calls());
    }

    @Test
    void theBrowserIsOpenedAndSignedIn() throws Exception {
        Home.Said said = home.call(console::run, "dev", "--browser", browser().toString());
        assertEquals(0, said.status(), said.err());
        assertEquals("", said.out());
        assertTrue(said.err().startsWith("console: " + DEVELOPER + " until "), said.err());
        assertTrue(said.err().endsWith(" at " + PAGE + "\n"), said.err());
        assertTrue(page().contains("<strong id=\"arn\">" + DEVELOPER + "</strong>"), page());
        assertEquals(Map.of("AssumeRole", 1, "getSigninToken", 1, "login", 1), sts.calls());
    }

    /** BROWSER is the browser's; and the command goes on when that has come, and does not wait for its end. */
    @Test
    void theVariableNamesTheBrowser() throws Exception {
        Home.Said said = home.with("PATH", "/usr/bin:/bin")
                .with("BROWSER", "nowhere:" + browser())
                .call(console::run, "dev");
        assertEquals(0, said.status(), said.err());
        assertTrue(page().contains(DEVELOPER), page());
    }

    @Test
    void aBrowserThatFailsIsNamed() {
        Home.Said said = home.with("PATH", "/usr/bin:/bin").call(console::run, "dev", "--browser", "false");
        assertEquals(1, said.status());
        assertTrue(
                said.err().contains("no browser could be opened: 'false' ended with status 1")
                        && said.err().contains("or print the address with --print"),
                said.err());
    }

    @Test
    void aBrowserThatDoesNotComeIsGivenUp() {
        Home.Said said = home.with("PATH", "/usr/bin:/bin")
                .call((args, world) -> console.run(args, world, Duration.ofMillis(1)), "dev", "--browser", "true");
        assertEquals(1, said.status());
        assertEquals("", said.out());
        assertTrue(said.err().contains("no browser came for the page within a minute; name another with"), said.err());
        assertEquals(0, calls("login"));
    }

    /** The command that practice tells people to type, in practice. */
    @Test
    void inTheSandboxThePageNamesTheRole() throws IOException {
        Program.need("chromium");
        String script = "url=$(jbang console@org dev --print --quiet) && exec " + chromium() + " \"$url\" 2>/dev/null";
        Program.Ran ran = Program.of(Program.root() + "/jbangw", "practice", "--", "sh", "-c", script)
                .in(Program.root())
                .with("HOME", folder)
                .with("USER", "ada")
                .with(
                        "JBANG_DIR",
                        Objects.requireNonNullElse(System.getenv("JBANG_DIR"), System.getenv("HOME") + "/.jbang"))
                .seconds(300)
                .run();
        assertTrue(ran.out().contains("<strong id=\"arn\">" + DEVELOPER + "</strong>"), ran.out() + ran.err());
    }

    /**
     * In a JVM of its own, while Chromium asks for the page: no secret is in the command line of any process, in any
     * file but those of ~/.aws and of Chromium itself, or in what is said under --debug.
     */
    @Test
    void nobodyElseCanReadASecret() throws Exception {
        var lines = ConcurrentHashMap.<String>newKeySet();
        var search = new SecretSearch();
        try (var signin = SigninServer.answering(200, "{\"SigninToken\": \"" + TOKEN + "\"}", DEVELOPER)) {
            signin.onLogin = () -> commandLines(lines);
            Program.Ran ran = program(browser())
                    .with("AWS_ENDPOINT_URL_SIGNIN", signin.endpoint())
                    .run();
            assertEquals(0, ran.status(), ran.err());
            assertTrue(page().contains(TOKEN), "Chromium shows what it was answered");
            assertEquals(
                    List.of("POST getSigninToken", "GET login " + TOKEN),
                    signin.requests().stream().map(ConsoleBrowserTest::summary).toList());
            Map<String, String> sent = signin.requests().get(0).form();
            Stream.of(sent.get("Session").split("[^\\w/+=]+"))
                    .filter(part -> part.length() >= 20)
                    .forEach(search::add);
            assertEquals(3, search.secrets(), "ID, secret key and session token");
            search.add(TOKEN);
            search.add(Home.SECRET);
            search.assertNothingIn("stdout", ran.out());
            search.assertNothingIn("stderr", ran.err());
        }
        String all = String.join("\n", lines);
        for (String seen : List.of("\0console\0dev\0", "\0http://127.0.0.1:", "\0--dump-dom", "--type=renderer")) {
            assertTrue(all.contains(seen), seen + " was not seen");
        }
        assertFalse(search.finds(all), "a secret is in a /proc/PID/cmdline");
        searchFiles(search);
    }

    private static String summary(SigninServer.Request request) {
        String token = Objects.requireNonNullElse(request.query().get("SigninToken"), "");
        String action = Objects.requireNonNullElse(
                request.form().get("Action"), request.query().get("Action"));
        return (request.method() + " " + action + " " + token).strip();
    }

    private Program program(Path browser) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        return Program.java("console", "dev", "--debug", "--browser", browser.toString())
                .with("HOME", folder)
                .with("USER", "ada")
                .with("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary)
                .with("TMPDIR", temporary);
    }

    /** Of our own processes: others on this computer may be testing, too, with the same documented keys. */
    private static void commandLines(Set<String> lines) {
        ProcessHandle.current().descendants().forEach(process -> {
            try {
                Path file = Path.of("/proc/" + process.pid() + "/cmdline");
                lines.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            } catch (IOException ignored) {
                // It has ended in between.
            }
        });
    }

    private void searchFiles(SecretSearch search) throws IOException {
        int searched = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (name.matches("\\.aws/(credentials|cli/cache/.*)")) {
                    assertTrue(search.finds(text), "the search would not find what is there: " + name);
                    searched++;
                } else if (!name.matches("chromium/.*|\\.(config|cache)/.*")) {
                    search.assertNothingIn(name, text);
                }
            }
        }
        assertEquals(2, searched, "credentials and cache");
    }
}
