import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** assume through real proxies: open ones, those that want a password, refuse, hang, or are spoken to through TLS. */
class NetworkTest {
    /** A host that no resolver knows, so that it is the proxy that has to. */
    private static final String HOST = "sts.example.invalid";

    private static final String SECRET = "p@ss:w/rd";

    @TempDir
    static Path folder;

    private FaultServer server;
    private TlsServer sts;
    /** The head of each request that a proxy got. */
    private final List<List<String>> heads = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() throws Exception {
        server = new FaultServer();
        sts = TlsServer.with(server, folder, "sts", "-ext", "san=dns:" + HOST);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aTunnelIsAuthenticatedFromTheFirst() throws IOException {
        String proxy = server.listen(this::tunnel);
        Home.Said said = call("https://" + HOST, sts.bundle(), "HTTPS_PROXY", withUser(proxy));
        assertEquals(0, said.status(), said.err());
        assertEquals(
                List.of(List.of(
                        "CONNECT " + HOST + ":443 HTTP/1.1",
                        "Host: " + HOST + ":443",
                        "Proxy-Authorization: " + basic())),
                heads);
    }

    @Test
    void aProxyWithoutASchemeIsAnHttpOne() throws IOException {
        String proxy = server.listen(this::tunnel).replace("http://", "");
        assertEquals(
                0, call("https://" + HOST, sts.bundle(), "https_proxy", proxy).status());
        assertEquals(
                0,
                call("https://" + HOST, sts.bundle(), "https_proxy", "//" + proxy)
                        .status());
        assertEquals(2, heads.size());
    }

    @Test
    void aRequestWithoutTlsIsForwardedByHttpProxy() throws IOException {
        String proxy = server.listen(this::forward);
        Home.Said said = call(
                "http://" + HOST + ":81", null, "HTTP_PROXY", withUser(proxy), "HTTPS_PROXY", "http://127.0.0.1:1");
        assertEquals(0, said.status(), said.err());
        assertEquals("POST http://" + HOST + ":81/ HTTP/1.1", heads.get(0).get(0));
        assertTrue(heads.get(0).contains("Host: " + HOST + ":81"), heads.toString());
        assertTrue(heads.get(0).contains("Proxy-Authorization: " + basic()), heads.toString());
    }

    @Test
    void theSchemeThatDecidesIsThatOfTheAddressInTheServicesSection() throws IOException {
        String proxy = server.listen(this::forward);
        Home home = Home.in(folder, "https://127.0.0.1:1")
                .files(
                        "[profile redbeard]\nregion = eu-central-1\nservices = mine\n[services mine]\nsts =\n"
                                + "  endpoint_url = http://" + HOST + "\n",
                        "[redbeard]\naws_access_key_id=%s\naws_secret_access_key=%s\n"
                                .formatted(Home.KEY_ID, Home.SECRET));
        Home.Said said = call(home, "HTTP_PROXY", proxy, "HTTPS_PROXY", "http://127.0.0.1:1");
        assertEquals(0, said.status(), said.err());
        assertEquals("POST http://" + HOST + "/ HTTP/1.1", heads.get(0).get(0));
    }

    @Test
    void aProxyThatWantsAPasswordIsSaidToWantOne() throws IOException {
        for (String url : List.of("https://" + HOST, "http://" + HOST)) {
            heads.clear();
            String proxy = refusing("407 Proxy Authentication Required");
            String variable = url.startsWith("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
            String without = refused(url, variable, proxy);
            assertTrue(without.contains("wants a user and password (407"), without);
            assertTrue(without.contains(variable + "=http://USER:PASSWORD@HOST:PORT"), without);
            assertTrue(without.contains(URI.create(proxy).getAuthority()), without);
            String with = refused(url, variable, withUser(proxy));
            assertTrue(with.contains("refused the user and password"), with);
            assertEquals(2, heads.size(), "a second try mends nothing");
        }
    }

    @Test
    void aProxyThatDoesNotConnectIsSaidNotTo() throws IOException {
        String forbidden = refused("https://" + HOST, "HTTPS_PROXY", withUser(refusing("403 Blocked by policy")));
        assertTrue(forbidden.contains("does not connect to " + HOST + " (403 Blocked by policy)"), forbidden);
        assertEquals(1, heads.size());
        String broken = refused("https://" + HOST, "HTTPS_PROXY", refusing("502 Bad Gateway"));
        assertTrue(broken.contains("does not connect to " + HOST + " (502 Bad Gateway)"), broken);
        assertTrue(heads.size() > 2, "trouble of the proxy's own may pass");
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws IOException {
        int nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        String closed = refused("https://" + HOST, "HTTPS_PROXY", withUser("http://127.0.0.1:" + nobody));
        assertTrue(closed.contains("the proxy 127.0.0.1:" + nobody + " of HTTPS_PROXY cannot be reached"), closed);
        String unknown = refused("https://" + HOST, "https_proxy", "http://proxy.invalid:3128");
        assertTrue(unknown.contains("no such host as that of the proxy proxy.invalid:3128 of https_proxy"), unknown);
        String none = refused("https://" + HOST, "HTTPS_PROXY", "http://user:" + SECRET + "@127.0.0.1:1");
        assertTrue(none.contains("HTTPS_PROXY is no address of a proxy"), none);
    }

    @Test
    void aProxyThatHangsTakesNoLongerThanTheCall() throws IOException {
        long start = System.nanoTime();
        String silent = refused("https://" + HOST, "HTTPS_PROXY", server.listen(client -> Thread.sleep(60_000)));
        String slow = refused(
                "https://" + HOST,
                "HTTPS_PROXY",
                server.answering(out -> FaultServer.drip(out, "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(20))));
        assertTrue(System.nanoTime() - start < 26_000_000_000L, "it took too long");
        for (String message : List.of(silent, slow)) {
            assertTrue(message.contains("did not answer in time through the proxy 127.0.0.1:"), message);
        }
    }

    @Test
    void aProxyThatIsSpokenToThroughTls() throws Exception {
        TlsServer proxy = TlsServer.with(server, folder, "proxy", this::tunnel, "-ext", "san=ip:127.0.0.1");
        Path both = Files.writeString(
                folder.resolve("both.pem"), Files.readString(proxy.bundle()) + Files.readString(sts.bundle()));
        Home.Said said = call("https://" + HOST, both, "HTTPS_PROXY", withUser(proxy.url()));
        assertEquals(0, said.status(), said.err());
        assertEquals("CONNECT " + HOST + ":443 HTTP/1.1", heads.get(0).get(0));
        String untrusted = refused("https://" + HOST, "HTTPS_PROXY", proxy.url());
        assertTrue(untrusted.contains("certificate is not trusted"), untrusted);
        assertEquals(1, heads.size(), "nothing is told to a proxy that is not trusted");
    }

    @Test
    void aTunnelLeadsToTheOneWhoseNameTheCertificateHas() throws Exception {
        String proxy = server.listen(this::tunnel);
        Home.Said said = call("https://sts.other.invalid", sts.bundle(), "HTTPS_PROXY", proxy);
        assertEquals(1, said.status());
        assertTrue(said.err().contains("No subject alternative DNS name matching sts.other.invalid"), said.err());
    }

    @Test
    void aBundleThatTlsDoesNotNeedIsNotRead() throws IOException {
        Home.Said said = call(server.listen(this::forward), folder.resolve("none.pem"));
        assertEquals(0, said.status(), said.err());
    }

    /** In a JVM of its own, since it is the SDK that reads the environment. What is answered here is nothing to it. */
    @Test
    void aClientThatTheSdkMakesGoesTheSameWay() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "a.b.c");
        Home home = Home.in(folder, "https://127.0.0.1:1").files("", "");
        Program.java("whoami")
                .with("HOME", home.folder())
                .with("AWS_REGION", "eu-central-1")
                .with("AWS_ROLE_ARN", "arn:aws:iam::123456789123:role/Audit")
                .with("AWS_WEB_IDENTITY_TOKEN_FILE", token)
                .with("AWS_ENDPOINT_URL_STS", "http://" + HOST)
                .with("HTTP_PROXY", withUser(server.listen(this::forward)))
                .run();
        assertFalse(heads.isEmpty(), "nobody asked the proxy");
        assertEquals("POST http://" + HOST + "/ HTTP/1.1", heads.get(0).get(0));
        assertTrue(heads.get(0).contains("Proxy-Authorization: " + basic()), heads.toString());
    }

    /** What the message says; the password is never in it. */
    private String refused(String url, String... environment) {
        Home.Said said = call(url, sts.bundle(), environment);
        assertEquals(1, said.status());
        assertEquals("false;\n", said.out());
        assertEquals(1, said.err().lines().count(), said.err());
        for (String secret : List.of(SECRET, "p%40ss", basic().replace("Basic ", ""))) {
            assertFalse(said.err().contains(secret), said.err());
        }
        return said.err();
    }

    private Home.Said call(String url, Path bundle, String... environment) {
        Home home = Home.in(folder, url);
        return call(bundle == null ? home : home.with("AWS_CA_BUNDLE", bundle.toString()), environment);
    }

    private static Home.Said call(Home home, String... environment) {
        Home changed = home;
        for (int i = 0; i < environment.length; i += 2) {
            changed = changed.with(environment[i], environment[i + 1]);
        }
        return changed.call(
                assume::run, "redbeard", "--role-arn", "arn:aws:iam::123456789123:role/Audit", "--no-cache");
    }

    private static String withUser(String proxy) {
        return proxy.replace("://", "://us%65r:p%40ss%3Aw%2Frd@");
    }

    private static String basic() {
        return "Basic " + Base64.getEncoder().encodeToString(("user:" + SECRET).getBytes(StandardCharsets.UTF_8));
    }

    /** Connects whatever is named with the STS of this test. */
    private void tunnel(Socket client) throws Exception {
        heads.add(head(client));
        FaultServer.write(client.getOutputStream(), "HTTP/1.0 200 Connection established\r\nVia: a proxy\r\n\r\n");
        try (Socket there = new Socket(InetAddress.getLoopbackAddress(), sts.port())) {
            FaultServer.daemon(() -> carry(there, client)).start();
            client.getInputStream().transferTo(there.getOutputStream());
        }
    }

    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ignored) {
            // A connection that ends is how these threads end.
        }
    }

    private void forward(Socket client) throws IOException {
        List<String> head = head(client);
        heads.add(head);
        String length = head.stream()
                .filter(line -> line.matches("(?i)content-length: \\d+"))
                .findFirst()
                .orElseThrow();
        client.getInputStream().readNBytes(Integer.parseInt(length.replaceFirst(".* ", "")));
        FaultServer.write(client.getOutputStream(), FaultServer.body(200, FaultRuns.ANSWER));
    }

    private String refusing(String status) throws IOException {
        return server.listen(client -> {
            heads.add(head(client));
            FaultServer.write(
                    client.getOutputStream(),
                    "HTTP/1.1 " + status
                            + "\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                            + "Content-Length: 0\r\n\r\n");
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
    }

    private static List<String> head(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c; head.indexOf("\r\n\r\n") < 0 && (c = client.getInputStream().read()) >= 0; ) {
            head.append((char) c);
        }
        return Stream.of(head.toString().strip().split("\r\n")).toList();
    }
}
