import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A home whose STS is reached through a relay that remembers every secret that passes by. */
abstract class SecretsFixture {
    static final String ROLE = "arn:aws:iam::123456789123:role/OrganizationAccountAccessRole";
    static final String OTHER = "oTherSecret/9Qz3vKp7LmN2xRt5WsYcDhJfGbAeUiOk";
    static final String TOKEN = "IQoJb3JpZ2luX2VjEXAMPLEtoken/notForAnyEye+51f0a7b3c9d8";
    static final String KEYS = """
        {"Version": 1, "AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "%s", "SessionToken": "%s"}\
        """.formatted(OTHER, TOKEN);

    @TempDir
    static Path folder;

    static Home home;
    static SecretSearch search;
    /** What /proc shows of a process of ours while it runs: its file there, and the text. */
    static final Set<Map.Entry<String, String>> seen = ConcurrentHashMap.newKeySet();

    static final ExecutorService threads = Executors.newCachedThreadPool(FaultServer::daemon);
    private static PracticeSts sts;
    private static ServerSocket relay;

    @BeforeAll
    static void start() throws IOException {
        Program.need("bash");
        search = new SecretSearch();
        List.of(Home.SECRET, OTHER, TOKEN).forEach(search::add);
        sts = PracticeSts.start(Clock.systemUTC());
        search.add(sts.actions().webIdentityToken());
        relay = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        serve(relay, SecretsFixture::relay);
        home = home("home", "");
        Files.writeString(folder.resolve("web-identity-token"), sts.actions().webIdentityToken());
    }

    @AfterAll
    static void stop() throws IOException {
        relay.close();
        sts.close();
        threads.shutdownNow();
        System.out.printf(
                "%n  places searched for %d secrets: %d (stdout, stderr, files, /proc/PID/cmdline and environ)%n",
                search.secrets(), search.searched());
    }

    static Home home(String name, String more) throws IOException {
        Home home = Home.in(Files.createTempDirectory(folder, name), "http://127.0.0.1:" + relay.getLocalPort());
        return home.files(config(more), """
            [redbeard]
            aws_access_key_id = %s
            aws_secret_access_key = %s
            [temporary]
            aws_access_key_id = ASIAIOSFODNN7EXAMPLE
            aws_secret_access_key = %s
            aws_session_token = %s
            """.formatted(Home.KEY_ID, Home.SECRET, OTHER, TOKEN));
    }

    static String config(String more) throws IOException {
        String endpoint = "\nregion = eu-central-1\nendpoint_url = http://127.0.0.1:" + relay.getLocalPort() + "\n";
        Path broken = Files.writeString(folder.resolve("broken-token"), OTHER + "\n" + TOKEN);
        Path refused = Files.writeString(folder.resolve("refused-token"), OTHER + TOKEN);
        return "[default]" + endpoint + "[profile redbeard]" + endpoint
                + "[profile dev]\nrole_arn = %s\nsource_profile = redbeard".formatted(PracticeWorld.DEVELOPER.arn())
                + endpoint
                + "[profile audit]\nrole_arn = %s\nsource_profile = dev".formatted(PracticeWorld.AUDITOR.arn())
                + endpoint
                + "[profile nobody]\nrole_arn = %s\nsource_profile = dev".formatted(PracticeWorld.VENDOR.arn())
                + endpoint
                + "[profile web]\nrole_arn = %s\nweb_identity_token_file = %s/web-identity-token"
                        .formatted(PracticeWorld.WEB.arn(), folder)
                + endpoint
                + "[profile web-refused]\nrole_arn = %s\nweb_identity_token_file = %s"
                        .formatted(PracticeWorld.WEB.arn(), refused)
                + endpoint
                + "[profile web-broken]\nrole_arn = %s\nweb_identity_token_file = %s"
                        .formatted(PracticeWorld.WEB.arn(), broken)
                + endpoint
                + (more.contains("[profile process]")
                        ? ""
                        : "[profile process]\ncredential_process = " + script("echo '" + KEYS + "'") + "\n")
                + more;
    }

    /** A program of its own, whose command line holds none of what it prints. */
    static String script(String text) throws IOException {
        Path script = Files.createTempFile(folder, "script", "");
        Files.writeString(script, text + "\n");
        return "sh " + script;
    }

    /** An answer of STS's own, with secrets in it. */
    static String answer() {
        return FaultRuns.answer(OTHER, TOKEN);
    }

    /** Writes down what /proc shows of every process that came from here. */
    static void look(String... files) {
        ProcessHandle.current().descendants().forEach(process -> {
            for (String file : files) {
                try {
                    seen.add(Map.entry(
                            file,
                            Files.readString(Path.of(file.formatted(process.pid())), StandardCharsets.ISO_8859_1)));
                } catch (IOException ignored) {
                    // It has ended in between.
                }
            }
        });
    }

    private interface Connection {
        void handle(Socket client) throws IOException;
    }

    private static void serve(ServerSocket server, Connection connection) {
        threads.submit(() -> {
            while (true) {
                Socket client = server.accept();
                threads.submit(() -> {
                    try (client) {
                        connection.handle(client);
                    }
                    return null;
                });
            }
        });
    }

    /** Carries a call to STS and back, looks at who calls while they wait, and remembers the secrets in the answer. */
    private static void relay(Socket client) throws IOException {
        try (Socket there = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(sts.endpoint()).getPort())) {
            threads.submit(() -> client.getInputStream().transferTo(there.getOutputStream()));
            StringBuilder answer = new StringBuilder();
            byte[] some = new byte[8192];
            InputStream in = there.getInputStream();
            for (int n; (n = in.read(some)) >= 0; ) {
                answer.append(new String(some, 0, n, StandardCharsets.US_ASCII));
                Pattern.compile("<(?:SecretAccessKey|SessionToken)>([^<]{12,})</")
                        .matcher(answer)
                        .results()
                        .forEach(secret -> search.add(secret.group(1)));
                // The last is where a JVM tells tools like jps about itself.
                look(
                        "/proc/%d/cmdline",
                        "/proc/%d/environ", "/tmp/hsperfdata_" + System.getProperty("user.name") + "/%d");
                client.getOutputStream().write(some, 0, n);
            }
        }
    }

    /** @return the address of an STS that answers whatever it is asked with {@code document} */
    static String answering(String document) throws IOException {
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        serve(server, client -> {
            InputStream in = client.getInputStream();
            StringBuilder head = new StringBuilder();
            for (int c; !head.toString().endsWith("\r\n\r\n") && (c = in.read()) >= 0; ) {
                head.append((char) c);
            }
            in.readNBytes(Integer.parseInt(head.toString().replaceFirst("(?is).*content-length: *(\\d+).*", "$1")));
            client.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Length: " + document.length() + "\r\n\r\n" + document)
                            .getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
        });
        return "http://127.0.0.1:" + server.getLocalPort();
    }
}
