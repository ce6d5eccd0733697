import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands between assume and an STS that does not check signatures: it notes each call. */
final class RecordedSts implements AutoCloseable {
    private static final Pattern SIGNER = Pattern.compile("Credential=([^/]+)/");

    /** A call: its parameters, and the access key that signed it. */
    record Call(Map<String, String> parameters, String signer, boolean hasToken) {
        String action() {
            return parameters.get("Action");
        }
    }

    record Answer(int status, String xml) {
        static Answer refusal(String code, String message) {
            return new Answer(403, StsXml.error("Sender", code, message, "1"));
        }
    }

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /** @param answers what is answered to each call */
    RecordedSts(Function<Call, Answer> answers) throws IOException {
        this((call, body) -> answers.apply(call));
    }

    private interface Behind {
        Answer answer(Call call, byte[] body) throws IOException;
    }

    private RecordedSts(Behind behind) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> answer(exchange, behind));
        server.start();
    }

    /** One that hands each call on to {@code url}. */
    static RecordedSts before(String url) throws IOException {
        HttpClient client = HttpClient.newHttpClient();
        return new RecordedSts((call, body) -> {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                    .header(
                            "Authorization",
                            "AWS4-HMAC-SHA256 Credential=" + call.signer() + "/20260101/us-east-1/sts/aws4_request,"
                                    + " SignedHeaders=host, Signature=0")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            try {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                return new Answer(response.statusCode(), response.body());
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<Call> calls(String action) {
        return calls.stream().filter(call -> call.action().equals(action)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange, Behind behind) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> parameters = new TreeMap<>();
            StsRequest.pairs(new String(body, StandardCharsets.UTF_8))
                    .forEach(pair -> parameters.put(pair[0], pair[1]));
            Matcher signer =
                    SIGNER.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            Call call = new Call(
                    parameters,
                    signer.find() ? signer.group(1) : "",
                    exchange.getRequestHeaders().containsKey("X-Amz-Security-Token"));
            calls.add(call);
            Answer answer = behind.answer(call, body);
            byte[] bytes = answer.xml().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
