import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A sign-in that answers as it is told and remembers what it was sent, and an STS at the same address that takes
 * whoever calls for whom it is told.
 */
final class SigninServer implements AutoCloseable {
    private static final String CALLER = """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>\
        <Arn>%s</Arn><UserId>AROADEVELOPERSEXAMPLE:ada</UserId><Account>123456789123</Account>\
        </GetCallerIdentityResult></GetCallerIdentityResponse>\
        """;

    /** What came to the sign-in: GET or POST, and its parameters by where they were. */
    record Request(String method, Map<String, String> query, Map<String, String> form) {}

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final int status;
    private final String answer;
    private final String arn;

    /** What is done before the first answer to a browser. */
    volatile Runnable onLogin = () -> {};

    private SigninServer(HttpServer server, int status, String answer, String arn) {
        this.server = server;
        this.status = status;
        this.answer = answer;
        this.arn = arn;
        server.createContext("/", exchange -> send(exchange, 200, CALLER.formatted(this.arn)));
        server.createContext("/federation", this::signIn);
        server.start();
    }

    static SigninServer answering(int status, String answer, String arn) throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new SigninServer(HttpServer.create(loopback, 0), status, answer, arn);
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void signIn(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        requests.add(
                new Request(exchange.getRequestMethod(), parameters(query == null ? "" : query), parameters(form)));
        if (requests.get(requests.size() - 1).query().containsValue("login")) {
            onLogin.run();
        }
        exchange.getResponseHeaders().set("Location", "/federation?Action=again");
        send(exchange, status, answer);
    }

    private static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new TreeMap<>();
        for (String[] pair : StsRequest.pairs(form)) {
            parameters.put(pair[0], pair[1]);
        }
        return parameters;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
