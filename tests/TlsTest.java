import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** assume over TLS with a private certificate authority, and through a proxy. */
class TlsTest {
    private static final String[] ROLE = {
        "redbeard",
        "--role-arn",
        "arn:aws:iam::123456789123:role/OrganizationAccountAccessRole",
        "--quiet",
        "--no-cache",
        "--format",
        "json"
    };

    @TempDir
    static Path folder;

    private PracticeSts sts;
    private ServerSocket tls;
    private final List<String> connects = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        sts = PracticeSts.start(Clock.systemUTC());
        Path store = folder.resolve("store.p12");
        if (!Files.exists(store)) {
            authority(store, "practice", folder.resolve("ca.pem"));
            authority(folder.resolve("other.p12"), "other", folder.resolve("other.pem"));
        }
        tls = context(store).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        serve(tls, client -> relay(client, URI.create(sts.endpoint()).getPort()));
    }

    @AfterEach
    void stop() throws IOException {
        tls.close();
        sts.close();
    }

    @Test
    void aPrivateAuthorityIsTrustedWhereItIsNamed() {
        assertEquals(
                0,
                home().with("AWS_CA_BUNDLE", folder + "/ca.pem")
                        .call(assume::run, ROLE)
                        .status());
        assertEquals(
                0,
                home().call(assume::run, with("--ca-bundle", folder + "/ca.pem"))
                        .status());
        Home inProfile = home();
        assertEquals(
                0,
                inProfile
                        .files(
                                "[profile redbeard]\nregion = eu-central-1\nendpoint_url = %s\nca_bundle = %s\n"
                                        .formatted(endpoint(), folder.resolve("ca.pem")),
                                "[redbeard]\naws_access_key_id=%s\naws_secret_access_key=%s\n"
                                        .formatted(Home.KEY_ID, Home.SECRET))
                        .call(assume::run, ROLE)
                        .status());
    }

    @Test
    void withoutItTheMessageNamesTheVariable() {
        Home.Said said = home().call(assume::run, ROLE);
        assertEquals(1, said.status());
        assertTrue(
                said.err().contains("certificate is not trusted")
                        && said.err().contains("AWS_CA_BUNDLE")
                        && said.err().contains(endpoint()),
                said.err());
    }

    @Test
    void aBundleIsTrustedBesideNothingElse() {
        assertEquals(
                1,
                home().call(assume::run, with("--ca-bundle", folder + "/other.pem"))
                        .status());
    }

    @Test
    void aBundleThatIsNoneIsSaid() throws IOException {
        Files.writeString(folder.resolve("empty.pem"), "");
        assertTrue(home().call(assume::run, with("--ca-bundle", folder + "/empty.pem"))
                .err()
                .contains("holds no certificate"));
        assertTrue(home().call(assume::run, with("--ca-bundle", folder + "/none.pem"))
                .err()
                .contains("none.pem cannot be read"));
    }

    /** In a JVM of its own, with the environment that it really has. */
    @Test
    void theProxyOfTheEnvironmentIsUsedAndLeftOut() throws IOException {
        try (var proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(proxy, client -> {
                StringBuilder head = new StringBuilder();
                for (int c;
                        !head.toString().endsWith("\r\n\r\n")
                                && (c = client.getInputStream().read()) >= 0; ) {
                    head.append((char) c);
                }
                connects.add(head.substring(0, head.indexOf("\r\n")));
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                relay(client, tls.getLocalPort());
            });
            Program assume = Program.java("assume", with("--ca-bundle", folder + "/ca.pem"))
                    .with("HOME", home().folder())
                    .with("HTTPS_PROXY", "http://127.0.0.1:" + proxy.getLocalPort());
            Program.Ran through = assume.run();
            assertEquals(0, through.status(), through.err());
            assertEquals(List.of("CONNECT 127.0.0.1:" + tls.getLocalPort() + " HTTP/1.1"), connects);
            assertEquals(0, assume.with("NO_PROXY", "127.0.0.1").run().status());
            assertEquals(1, connects.size(), "NO_PROXY was not heeded");
        }
    }

    private Home home() {
        return Home.in(folder, endpoint());
    }

    private String endpoint() {
        return "https://127.0.0.1:" + tls.getLocalPort();
    }

    private static String[] with(String... more) {
        List<String> all = new ArrayList<>(List.of(ROLE));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** A key pair in {@code store}, whose certificate is its own authority and goes to {@code pem}. */
    private static void authority(Path store, String name, Path pem) {
        String san = "san=ip:127.0.0.1";
        Program.keytool(store, "-genkeypair", "-alias", "sts", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", san);
        Program.keytool(store, "-exportcert", "-alias", "sts", "-rfc", "-file", pem.toString());
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), Program.STORE_PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, Program.STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, new SecureRandom());
        return context;
    }

    private interface Connection {
        void handle(Socket client) throws IOException;
    }

    private static void serve(ServerSocket server, Connection connection) {
        daemon(() -> {
            while (!server.isClosed()) {
                Socket client = server.accept();
                daemon(() -> connection.handle(client));
            }
        });
    }

    /** Carries the bytes both ways between {@code client} and a port of this computer. */
    private static void relay(Socket client, int port) throws IOException {
        Socket there = new Socket(InetAddress.getLoopbackAddress(), port);
        daemon(() -> copy(there, client));
        copy(client, there);
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
            to.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ignored) {
                // A connection that ends is how these threads end.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
