import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * IAM Identity Center on loopback: the portal that gives a role's credentials, and the endpoint that refreshes tokens.
 */
final class SsoPortal implements AutoCloseable {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int EXPIRES_IN = 28_800;

    /**
     * Something else to answer, whatever is asked.
     *
     * @param error the name of an exception, or null
     */
    record Answer(int status, String error, String body) {}

    private final HttpServer server;
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();
    private volatile Instant expiration = Instant.parse("2099-12-31T23:59:59.250Z");
    private volatile Answer answer;

    private SsoPortal(HttpServer server) {
        this.server = server;
    }

    /** A portal that knows this access token and this refresh token, each refresh token for one use. */
    static SsoPortal start(String token, String refreshToken) throws IOException {
        SsoPortal portal =
                new SsoPortal(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        portal.tokens.add(token);
        portal.refreshTokens.add(refreshToken);
        portal.server.createContext("/federation/credentials", portal::credentials);
        portal.server.createContext("/token", portal::token);
        portal.server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        portal.server.start();
        return portal;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What has been called since the last time. */
    List<String> calls() {
        synchronized (calls) {
            List<String> all = List.copyOf(calls);
            calls.clear();
            return all;
        }
    }

    /** When the credentials expire that it gives from now on. */
    void expire(Instant time) {
        expiration = time;
    }

    /** What it answers from now on; null for what it should. */
    void answer(Answer next) {
        answer = next;
    }

    void addRefreshToken(String token) {
        refreshTokens.add(token);
    }

    private void credentials(HttpExchange exchange) throws IOException {
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-sso_bearer_token"));
        String query = exchange.getRequestURI().getQuery();
        Map<String, String> sorted = new TreeMap<>();
        for (String pair : query.split("&")) {
            sorted.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        calls.add("credentials " + sorted + " " + token + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        if (!tokens.contains(token)) {
            refuse(exchange, UNAUTHORIZED, "UnauthorizedException", "Session token not found or invalid");
        } else if (!sorted.get("role_name").equals("Developer")) {
            refuse(exchange, FORBIDDEN, "ForbiddenException", "No access");
        } else {
            send(
                    exchange,
                    200,
                    null,
                    JSON.std.asString(Map.of(
                            "roleCredentials",
                            Map.of(
                                    "accessKeyId",
                                    "ASIAIOSFODNN7EXAMPLE",
                                    "secretAccessKey",
                                    Home.SECRET,
                                    "sessionToken",
                                    "EXAMPLETOKEN",
                                    "expiration",
                                    expiration.toEpochMilli()))));
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, Object> request = new TreeMap<>(JSON.std.mapFrom(exchange.getRequestBody()));
        calls.add("token " + request + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        String refreshToken = String.valueOf(request.get("refreshToken"));
        if (!refreshTokens.remove(refreshToken)) {
            refuse(exchange, BAD_REQUEST, "InvalidGrantException", "Invalid refresh token provided");
            return;
        }
        tokens.add("a-refreshed-access-token");
        refreshTokens.add("the-next-" + refreshToken);
        send(
                exchange,
                200,
                null,
                JSON.std.asString(Map.of(
                        "accessToken",
                        "a-refreshed-access-token",
                        "expiresIn",
                        EXPIRES_IN,
                        "refreshToken",
                        "the-next-" + refreshToken,
                        "tokenType",
                        "Bearer")));
    }

    private void refuse(HttpExchange exchange, int status, String error, String message) throws IOException {
        send(exchange, status, error, JSON.std.asString(Map.of("message", message, "error", error)));
    }

    private void send(HttpExchange exchange, int status, String error, String body) throws IOException {
        Answer other = answer;
        Answer sent = other == null ? new Answer(status, error, body) : other;
        byte[] bytes = sent.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (sent.error() != null) {
            exchange.getResponseHeaders().set("x-amzn-ErrorType", sent.error());
        }
        exchange.sendResponseHeaders(sent.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
