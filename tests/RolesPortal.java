import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A portal of many accounts, with pages, that takes its time and refuses each third call for having too much to do. */
final class RolesPortal implements AutoCloseable {
    static final String TOKEN = "the-access-token";

    /** What may be called at once, and what is called. */
    final AtomicInteger calls = new AtomicInteger();

    final AtomicInteger throttled = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();

    volatile List<AssignedAccount> accounts;
    volatile int page = 100;
    volatile Duration delay = Duration.ZERO;
    volatile int throttleEach = Integer.MAX_VALUE;
    volatile int refuseWith;
    private final HttpServer server;

    private RolesPortal(List<AssignedAccount> accounts) throws IOException {
        this.accounts = accounts;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(FaultServer::daemon));
        server.createContext("/", this::answer);
        server.start();
    }

    static RolesPortal start(List<AssignedAccount> accounts) throws IOException {
        return new RolesPortal(accounts);
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            mostAtOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.sleep(delay.toMillis());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Connection", "close");
            if (calls.incrementAndGet() % throttleEach == 0) {
                throttled.incrementAndGet();
                send(exchange, 429, "TooManyRequestsException", Map.of("message", "HTTP 429 Unknown Code"));
            } else if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("x-amz-sso_bearer_token"))) {
                send(exchange, 401, "UnauthorizedException", Map.of("message", "Session token not found or invalid"));
            } else if (refuseWith != 0 && exchange.getRequestURI().getPath().endsWith("/roles")) {
                send(exchange, refuseWith, "ForbiddenException", Map.of("message", "No access"));
            } else {
                send(exchange, 200, "", result(exchange));
            }
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt(); // the test is ending
        } finally {
            now.decrementAndGet();
        }
    }

    private Map<String, Object> result(HttpExchange exchange) {
        Map<String, String> query = Stream.of(
                        exchange.getRequestURI().getQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        int from = Integer.parseInt(query.getOrDefault("next_token", "0"));
        if (exchange.getRequestURI().getPath().equals("/assignment/accounts")) {
            return page(
                    "accountList",
                    from,
                    accounts.stream()
                            .map(account -> Map.of(
                                    "accountId",
                                    account.id(),
                                    "accountName",
                                    account.name(),
                                    "emailAddress",
                                    account.email()))
                            .toList());
        }
        return page(
                "roleList",
                from,
                accounts.stream()
                        .filter(account -> account.id().equals(query.get("account_id")))
                        .flatMap(account -> account.roles().stream()
                                .map(role -> Map.of("accountId", account.id(), "roleName", role)))
                        .toList());
    }

    private Map<String, Object> page(String name, int from, List<Map<String, String>> all) {
        int end = Math.min(from + page, all.size());
        Map<String, Object> result = new TreeMap<>(Map.of(name, all.subList(from, end)));
        if (end < all.size()) {
            result.put("nextToken", String.valueOf(end));
        }
        return result;
    }

    private static void send(HttpExchange exchange, int status, String error, Map<String, ?> json) throws IOException {
        byte[] bytes = JSON.std.asString(json).getBytes(UTF_8);
        if (!error.isEmpty()) {
            exchange.getResponseHeaders().set("x-amzn-ErrorType", error);
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
