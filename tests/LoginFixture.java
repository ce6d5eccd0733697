import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A home with a profile of single sign-on, the practice's IAM Identity Center and STS, and somebody who signs in. */
abstract class LoginFixture {
    static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+/(?:authorize|device)\\?\\S+)");
    private static final Pattern FORM_ID = Pattern.compile("name=\"id\" value=\"(\\w+)\"");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    @TempDir
    Path folder;

    PracticeSts sts;
    IdentityCenterServer center;
    Home home;
    final ExecutorService threads = Executors.newCachedThreadPool(FaultServer::daemon);

    @BeforeEach
    void start() throws IOException {
        sts = PracticeSts.start(Clock.systemUTC());
        start(SsoLimits.DEFAULT);
    }

    /** Starts an IAM Identity Center with other limits, in place of the one there is. */
    void start(SsoLimits limits) throws IOException {
        if (center != null) {
            center.close();
        }
        center = IdentityCenterServer.start(Clock.systemUTC(), sts.actions(), PracticeWorld.ASSIGNED, limits);
        String settings = "region = us-east-1\nendpoint_url = " + sts.endpoint() + "\nservices = practice\n";
        home = new Home(folder, Map.of("HOME", folder.toString(), "USER", "ada", "PATH", System.getenv("PATH")))
                .files(
                        "[default]\n" + settings + "[profile sso]\n" + settings
                                + PracticeWorld.profiles("").get("sso") + "[profile role]\n" + settings
                                + "role_arn = arn:aws:iam::123456789123:role/Other\nsource_profile = sso\n"
                                + "[profile keys]\n" + settings
                                + PracticeWorld.singleSignOn(center.endpoint()),
                        "[keys]\naws_access_key_id = " + Home.KEY_ID + "\naws_secret_access_key = " + Home.SECRET
                                + "\n");
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        center.close();
        sts.close();
    }

    /** A command that runs while the test is its user. */
    record Running(CompletableFuture<Integer> status, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        /** Waits until it has printed that, and returns the first group. */
        String await(Pattern pattern) {
            for (long end = System.nanoTime() + 60_000_000_000L; System.nanoTime() < end; Thread.onSpinWait()) {
                Matcher found = pattern.matcher(text(out) + text(err));
                if (found.find()) {
                    return found.group(1);
                }
                if (status.isDone()) {
                    break;
                }
            }
            return fail("never printed: " + pattern + " in " + text(out) + text(err));
        }

        Home.Said said() {
            return new Home.Said(status.join(), text(out), text(err));
        }

        private static String text(ByteArrayOutputStream bytes) {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    Running login(String... args) {
        return login(SsoSignIn.PATIENCE, args);
    }

    Running login(Duration patience, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var world = new Command.World(
                home.env(),
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                fd -> false);
        return new Running(CompletableFuture.supplyAsync(() -> login.run(args, world, patience), threads), out, err);
    }

    /** Signs in, with a click that needs no browser. */
    Home.Said signIn(String... args) throws Exception {
        Running running =
                login(Stream.concat(Stream.of("--print"), Stream.of(args)).toArray(String[]::new));
        click(running.await(ADDRESS), "allow");
        return running.said();
    }

    /** What the last page says when a person has clicked that on the page at {@code address}. */
    static String click(String address, String decision) throws Exception {
        Matcher id = FORM_ID.matcher(get(address).body());
        assertTrue(id.find(), "there is a form");
        String form = "id=" + id.group(1) + "&decision=" + decision;
        URI action = URI.create(address.replaceFirst("\\?.*", ""));
        return HTTP.send(
                        HttpRequest.newBuilder(action)
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    static HttpResponse<String> get(String address) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The value of a parameter in an address, as it stands there. */
    static String parameter(String address, String name) {
        Matcher value = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(address);
        assertTrue(value.find(), name + " in " + address);
        return value.group(1);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Path tokenFile() {
        return SsoToken.file(home.env(), "practice");
    }

    Map<String, Object> json(Path file) throws IOException {
        return JSON.std.mapFrom(Files.readString(file));
    }

    /** The token looks as if it had expired, and is otherwise what it was. */
    void expire(Path tokenFile) throws IOException {
        String token = Files.readString(tokenFile);
        Files.writeString(
                tokenFile, token.replaceFirst("\"expiresAt\": \"[^\"]*", "\"expiresAt\": \"2020-01-01T00:00:00Z"));
    }

    int calls(String action) {
        return center.calls().getOrDefault(action, 0);
    }

    /** Nothing of a sign-in is in the home. */
    void assertNothingCached() throws IOException {
        Path cache = folder.resolve(".aws/sso/cache");
        try (Stream<Path> files = Files.isDirectory(cache) ? Files.list(cache) : Stream.empty()) {
            assertEquals(List.of(), files.toList());
        }
    }

    void assertRefused(Home.Said said, String... parts) throws IOException {
        assertEquals(1, said.status(), said.err());
        assertEquals(
                1, said.err().lines().filter(line -> line.startsWith("login: ")).count(), said.err());
        for (String part : parts) {
            assertTrue(said.err().contains(part), "'" + part + "' is not in: " + said.err());
        }
        assertFalse(said.err().contains("unexpected"), said.err());
        assertNothingCached();
    }

    void assertWorks() {
        Home.Said said = home.call(assume::run, "sso");
        assertEquals(0, said.status(), said.err());
        assertTrue(said.out().contains("AWS_SESSION_TOKEN="), said.out());
    }
}
