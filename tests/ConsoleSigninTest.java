import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to whose sign-in in which partition, and what its answers mean. */
class ConsoleSigninTest {
    private static final String TOKEN = "{\"SigninToken\": \"a+b/c=d&e-0123456789\"}";
    private static final String SECRET = "oTherSecret/9Qz3vKp7LmN2xRt5WsYcDhJfGbAeUiOk";
    private static final String SESSION = "IQoJb3JpZ2luX2VjEXAMPLEtoken/notForAnyEye+51f0a7b3c9d8";
    private static final String ROLE = "arn:aws:sts::123456789123:assumed-role/Developer/ada";

    @TempDir
    Path folder;

    /** A shell that has loaded temporary keys, whose STS is {@code server}. */
    private Home loaded(SigninServer server) {
        Map<String, String> env = new TreeMap<>(Map.of(
                "HOME",
                folder.toString(),
                "AWS_ACCESS_KEY_ID",
                "ASIAIOSFODNN7EXAMPLE",
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "AWS_SESSION_TOKEN",
                SESSION,
                "AWS_ENDPOINT_URL_STS",
                server.endpoint(),
                "NO_PROXY",
                "127.0.0.1"));
        return new Home(folder, env);
    }

    private static Home.Said print(Home home, String... more) {
        String[] args = new String[more.length + 1];
        args[0] = "--print";
        System.arraycopy(more, 0, args, 1, more.length);
        return home.call(console::run, args);
    }

    private static Home.Said said(SigninServer server, Home home, String... more) {
        return print(home.with("AWS_ENDPOINT_URL_SIGNIN", server.endpoint()), more);
    }

    @Test
    void theCredentialsGoInTheBodyOfOneRequest() throws IOException {
        try (var server = SigninServer.answering(200, TOKEN, ROLE)) {
            Home.Said said = said(server, loaded(server), "--duration-seconds", "900");
            assertEquals(0, said.status(), said.err());
            assertEquals(
                    server.endpoint() + "/federation?Action=login&Destination=https%3A%2F%2Fconsole.aws.amazon.com%2F"
                            + "console%2Fhome&SigninToken=a%2Bb%2Fc%3Dd%26e-0123456789\n",
                    said.out());
            String session = """
                {"sessionId":"ASIAIOSFODNN7EXAMPLE","sessionKey":"%s","sessionToken":"%s"}\
                """.formatted(SECRET, SESSION);
            Map<String, String> form = Map.of(
                    "Action", "getSigninToken", "SessionType", "json", "SessionDuration", "900", "Session", session);
            assertEquals(1, server.requests().size());
            assertEquals(
                    new SigninServer.Request("POST", Map.of(), form),
                    server.requests().get(0));
        }
    }

    /** AWS's toolkits say that GovCloud's sign-in takes no POST yet. */
    @Test
    void inGovCloudTheyGoInItsQuery() throws IOException {
        try (var server = SigninServer.answering(200, TOKEN, ROLE.replace("aws", "aws-us-gov"))) {
            Home.Said said = said(server, loaded(server).with("AWS_REGION", "us-gov-east-1"));
            assertTrue(said.out().contains("us-gov-east-1.console.amazonaws-us-gov.com"), said.out() + said.err());
            assertEquals(1, server.requests().size());
            SigninServer.Request request = server.requests().get(0);
            assertEquals("GET", request.method());
            assertEquals(Map.of(), request.form());
            assertEquals(
                    java.util.Set.of("Action", "Session", "SessionType"),
                    request.query().keySet());
        }
    }

    @Test
    void aFederatedUserHasNoDurationEither() throws IOException {
        try (var server = SigninServer.answering(200, TOKEN, "arn:aws:sts::123456789123:federated-user/ada")) {
            Home.Said said = said(server, loaded(server), "--duration-seconds", "900");
            assertTrue(said.err().contains("so it was left out"), said.err());
            assertFalse(server.requests().get(0).form().containsKey("SessionDuration"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "aws, , signin.aws.amazon.com",
        "aws, us-east-1, signin.aws.amazon.com",
        "aws, eu-west-1, eu-west-1.signin.aws.amazon.com",
        "aws-cn, , signin.amazonaws.cn",
        "aws-cn, cn-northwest-1, cn-northwest-1.signin.amazonaws.cn",
        "aws-us-gov, , signin.amazonaws-us-gov.com",
        "aws-us-gov, us-gov-east-1, us-gov-east-1.signin.amazonaws-us-gov.com",
        "aws-eusc, , eusc-de-east-1.signin.amazonaws-eusc.eu",
    })
    void eachPartitionHasItsSignIn(String partition, String region, String host) throws Exception {
        try (var server = SigninServer.answering(200, TOKEN, ROLE.replace("aws", partition));
                var proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var connect = CompletableFuture.supplyAsync(() -> firstLine(proxy));
            Home home = loaded(server).with("HTTPS_PROXY", "http://127.0.0.1:" + proxy.getLocalPort());
            Home.Said said = region == null ? print(home) : print(home, "--region", region);
            assertEquals(1, said.status(), said.out());
            assertTrue(said.err().contains("does not connect to " + host), said.err());
            assertEquals("CONNECT " + host + ":443 HTTP/1.1", connect.get());
        }
    }

    private static String firstLine(ServerSocket proxy) {
        try (Socket client = proxy.accept()) {
            String head = new String(client.getInputStream().readNBytes(20), StandardCharsets.US_ASCII);
            while (!head.endsWith("\r\n\r\n")) {
                head += (char) client.getInputStream().read();
            }
            client.getOutputStream().write("HTTP/1.1 403 Forbidden\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return head.lines().findFirst().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPartitionWithoutAConsoleThatIsKnownIsRefused() throws IOException {
        try (var server = SigninServer.answering(200, TOKEN, ROLE.replace("aws", "aws-iso"))) {
            Home.Said said = said(server, loaded(server));
            assertEquals(1, said.status());
            assertTrue(said.err().contains("the console of partition 'aws-iso' is not known here"), said.err());
            assertEquals(0, server.requests().size());
        }
    }

    /** A redirect is not followed, and nothing of an answer is shown: it may quote what it was sent. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | secret | does not take these credentials (HTTP 400)",
                "403 | secret | answered HTTP 403, but not as AWS's sign-in does",
                "302 | secret | answered HTTP 302, but not as AWS's sign-in does",
                "404 | secret | answered HTTP 404, but not as AWS's sign-in does",
                "429 | secret | has trouble of its own or too much to do (HTTP 429); try again later",
                "503 | secret | has trouble of its own or too much to do (HTTP 503); try again later",
                "200 | '' | answered (there is nothing to read",
                "200 | '<html>secret</html>' | answered (this is HTML or XML, not JSON",
                "200 | '{\"SigninToken\": \"secret' | answered (the JSON is cut short",
                "200 | '{\"SigninToken\": 1}' | answered without a sign-in token",
                "200 | '{\"Token\": \"0123456789abcdef\"}' | answered without a sign-in token",
                "200 | '{\"SigninToken\": \"\"}' | answered without a sign-in token",
                "200 | '{\"SigninToken\": \"0123456789\\nabcdef\"}' | answered without a sign-in token",
            })
    void whatAnAnswerMeans(int status, String answer, String words) throws IOException {
        String body = answer.replace("secret", SECRET + SESSION);
        try (var server = SigninServer.answering(status, body, ROLE)) {
            Home.Said said = said(server, loaded(server), "--debug");
            assertEquals(1, said.status(), said.out());
            assertEquals("", said.out());
            assertTrue(said.err().contains(words), said.err());
            assertFalse(said.err().contains(SECRET.substring(0, 12)), said.err());
            assertFalse(said.err().contains(SESSION.substring(0, 12)), said.err());
            assertEquals(1, server.requests().size(), "nobody asks twice");
        }
    }

    @Test
    void anAnswerWithoutEndIsCutOff() throws IOException {
        String endless = "{\"SigninToken\": \"" + "x".repeat(3_000_000) + "\"}";
        try (var server = SigninServer.answering(200, endless, ROLE)) {
            Home.Said said = said(server, loaded(server));
            assertTrue(said.err().contains("answered (the JSON is cut short"), said.err());
        }
    }

    @Test
    void whereNobodyAnswersTheMessageSaysWhere() throws IOException {
        try (var server = SigninServer.answering(200, TOKEN, ROLE)) {
            Home.Said said = print(loaded(server).with("AWS_ENDPOINT_URL_SIGNIN", "http://127.0.0.1:1"));
            assertEquals(1, said.status());
            assertTrue(said.err().contains("http://127.0.0.1:1 gave no answer: Connection refused"), said.err());
        }
    }
}
