//SOURCES LoginFixture.java SecretSearch.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens, client secrets, codes and verifiers are in ~/.aws/sso/cache and nowhere else, whatever happens. */
class LoginSecretsTest extends LoginFixture {
    private static final Set<String> PUBLIC = Set.of("clientId", "grantType", "redirectUri");

    private final SecretSearch search = new SecretSearch();

    /** What a client asks for a token with is secret, and so is what it is given. */
    @BeforeEach
    void listen() {
        center.beforeToken(fields -> fields.forEach((name, value) -> {
            if (!PUBLIC.contains(name)) {
                search.add(value);
            }
        }));
    }

    private void addCached() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".aws/sso/cache"))) {
            for (Path file : files.toList()) {
                json(file).forEach((name, value) -> {
                    if (name.matches("clientSecret|.*Token")) {
                        search.add((String) value);
                    }
                });
            }
        }
    }

    private void assertNothingIn(Home.Said said) {
        search.assertNothingIn("stdout", said.out());
        search.assertNothingIn("stderr", said.err());
    }

    @Test
    void noWordShowsOne() throws Exception {
        List<Home.Said> said = new ArrayList<>();
        said.add(signIn("sso", "--debug"));
        addCached();
        String first = Files.readString(tokenFile());
        said.add(home.call(login::run, "sso", "--debug"));
        expire(tokenFile());
        said.add(home.call(login::run, "sso", "--debug"));
        addCached();
        Files.writeString(tokenFile(), first.substring(0, first.length() - 9));
        said.add(home.call(assume::run, "sso", "--debug"));
        said.add(signIn("sso", "--device-code", "--debug"));
        addCached();
        said.add(home.call(login::run, "sso", "--logout", "--debug"));
        for (String decision : List.of("deny", "allow")) {
            Running running = login("sso", "--print", "--debug");
            String address = running.await(ADDRESS);
            center.refuseNext("InternalServerException");
            click(address, decision);
            said.add(running.said());
        }
        Files.writeString(tokenFile(), first);
        center.close();
        said.add(home.call(login::run, "sso", "--logout", "--debug"));
        said.forEach(this::assertNothingIn);
        assertTrue(search.finds(first), "the search finds what is there");
        assertTrue(search.secrets() >= 12, search.secrets() + " secrets");
    }

    /** Other users of this computer can read command lines; and the browser inherits an environment. */
    @Test
    void noProcessShowsOne() throws Exception {
        Path browser = Scratch.script(folder.resolve("browser"), "echo \"$1\" >\"$HOME/address\"; exec sleep 30");
        ProcessBuilder builder = new ProcessBuilder(
                Program.java("login", "sso", "--browser", browser.toString()).command());
        builder.environment().clear();
        builder.environment().putAll(home.env());
        builder.redirectErrorStream(true);
        Process login = builder.start();
        String address = null;
        while (address == null) {
            String line = login.inputReader().readLine();
            address = line.contains("/authorize?") ? line.strip() : null;
        }
        List<String> shown = new ArrayList<>();
        center.beforeToken(fields -> {
            fields.forEach((name, value) -> search.add(PUBLIC.contains(name) ? "-".repeat(12) : value));
            Stream.concat(Stream.of(login.toHandle()), login.descendants())
                    .forEach(process -> Stream.of("cmdline", "environ")
                            .forEach(file -> shown.add(read(Path.of("/proc/" + process.pid() + "/" + file)))));
        });
        click(address, "allow");
        String rest = new String(login.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        login.descendants().forEach(ProcessHandle::destroyForcibly);
        assertEquals(0, login.waitFor(), rest);
        addCached();
        assertTrue(shown.stream().anyMatch(text -> text.contains("sleep")), "the browser is there: " + shown.size());
        shown.forEach(text -> search.assertNothingIn("/proc", text));
        search.assertNothingIn("stdout and stderr", rest);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException ignored) {
            return ""; // it has ended
        }
    }

    @Test
    void noOtherFileHoldsOne() throws Exception {
        signIn("sso");
        addCached();
        assertWorks();
        List<Path> holders;
        try (Stream<Path> files = Files.walk(folder)) {
            holders = files.filter(Files::isRegularFile)
                    .filter(file -> search.finds(read(file)))
                    .map(folder::relativize)
                    .toList();
        }
        assertEquals(2, holders.size(), holders.toString());
        holders.forEach(holder -> assertTrue(holder.startsWith(".aws/sso/cache"), holder.toString()));
    }
}
