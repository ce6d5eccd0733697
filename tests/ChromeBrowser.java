import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.stree.JrsString;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** A real Chromium without a window, steered as the WebDriver recommendation of the W3C says, by its own driver. */
final class ChromeBrowser implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How the answer names an element ("Elements" in the recommendation). */
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    private ChromeBrowser(Process driver, String address, Path profile) {
        this.driver = driver;
        List<JrsString> arguments = arguments(profile).map(JrsString::new).toList();
        var options = Json.object().with("binary", program().toString()).with("args", arguments);
        var always = Json.object().with("browserName", "chrome").with("goog:chromeOptions", options.build());
        var capabilities = Json.object().with("alwaysMatch", always.build());
        String wish = Json.line(
                Json.object().with("capabilities", capabilities.build()).build());
        Map<?, ?> made = (Map<?, ?>) send("POST", address + "/session", wish).orElseThrow();
        this.session = address + "/session/" + made.get("sessionId");
    }

    /**
     * Starts one that has never been used before; the test is skipped where it is not installed.
     *
     * @param profile a directory for what it remembers
     */
    static ChromeBrowser start(Path profile) throws IOException {
        Program.need("chromium", "chromedriver");
        Process driver = new ProcessBuilder(Program.find("chromedriver").toString(), "--port=0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new ChromeBrowser(driver, "http://127.0.0.1:" + port(driver), profile);
        } catch (RuntimeException | Error e) {
            end(driver);
            throw e;
        }
    }

    /** Where Chromium is. */
    static Path program() {
        return Objects.requireNonNull(Program.find("chromium"));
    }

    /** What Chromium is given so that it has no window, knows nobody, and calls nobody but this computer. */
    static Stream<String> arguments(Path profile) {
        return Stream.of(
                "--headless=new",
                "--no-sandbox", // or it does not start for root, as which containers run tests
                "--user-data-dir=" + profile,
                "--no-first-run",
                "--no-proxy-server",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost");
    }

    /** Goes to {@code url}, and waits until it is there. */
    void open(String url) {
        post("/url", Json.line(Json.object().with("url", url).build()));
    }

    /** The address that it is at, after all redirects. */
    String url() {
        return (String) send("GET", session + "/url", null).orElseThrow();
    }

    String title() {
        return (String) send("GET", session + "/title", null).orElseThrow();
    }

    /** What a person reads in the first element that {@code css} selects. */
    String text(String css) {
        return (String) send("GET", session + "/element/" + element(css) + "/text", null)
                .orElseThrow();
    }

    void click(String css) {
        post("/element/" + element(css) + "/click", "{}");
    }

    void type(String css, String text) {
        post(
                "/element/" + element(css) + "/value",
                Json.line(Json.object().with("text", text).build()));
    }

    private String element(String css) {
        var by = Json.object().with("using", "css selector").with("value", css).build();
        return (String) ((Map<?, ?>) post("/element", Json.line(by)).orElseThrow()).get(ELEMENT);
    }

    @Override
    public void close() {
        try {
            send("DELETE", session, null);
        } finally {
            end(driver);
        }
    }

    private Optional<Object> post(String command, String json) {
        return send("POST", session + command, json);
    }

    private Optional<Object> send(String method, String address, String json) {
        var body = json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
        var request = HttpRequest.newBuilder(URI.create(address))
                .method(method, body)
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            Assertions.assertEquals(200, answer.statusCode(), method + " " + address + ": " + answer.body());
            return Optional.ofNullable(JSON.std.mapFrom(answer.body()).get("value"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int port(Process driver) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
        for (String line; (line = lines.readLine()) != null; ) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return Integer.parseInt(port.group(1));
            }
        }
        throw new AssertionError("chromedriver ended without a word about its port");
    }

    private static void end(Process driver) {
        driver.descendants().forEach(ProcessHandle::destroyForcibly);
        driver.destroyForcibly();
        driver.onExit().join();
    }
}
