import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A server on loopback that records what it is asked and answers as {@link StandIns} does. */
final class RecordingServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(Daemon::of);
    private final Recording recording;
    private final StandIns standIns;
    private final Collection<String> secrets;

    /**
     * @param tls what it speaks TLS with; null for plain HTTP
     * @param secrets the secret keys that may have signed
     */
    RecordingServer(String name, SSLContext tls, Recording recording, StandIns standIns, Collection<String> secrets)
            throws IOException {
        this.recording = recording;
        this.standIns = standIns;
        this.secrets = secrets;
        var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        if (tls == null) {
            server = HttpServer.create(address, 0);
        } else {
            HttpsServer https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = https;
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        recording.server(name, port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            StandIns.Call call = StandIns.Call.of(exchange, body);
            recording.add(call.title() + " at " + exchange.getRequestHeaders().getFirst("Host")
                    + recording.way(exchange.getRemoteAddress().getPort())
                    + signed(exchange, body)
                    + call.parameters());
            StandIns.Answer answer = standIns.answer(call, Signature.of(exchange.getRequestHeaders()));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (RuntimeException e) {
            recording.add("the recording server failed: " + e);
            throw e;
        }
    }

    private String signed(HttpExchange exchange, byte[] body) {
        Signature signature = Signature.of(exchange.getRequestHeaders());
        if (signature == null) {
            return "";
        }
        String secret = signature.secret(secrets, exchange, body);
        return "\n  key = " + signature.accessKeyId() + "\n  secret = " + secret + "\n  token = " + signature.token()
                + "\n  region = " + signature.region();
    }
}
