//SOURCES LocalUsers.java Loopback.java

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An address on this computer that leads on to another, once, for our own user. So the other one, which is a secret,
 * is in no command line, where everybody on this computer could read it, and in no file.
 */
final class OneVisit implements AutoCloseable {
    private static final int BYTES = 32;
    private static final int FOUND = 302;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Loopback server;
    private final String path;
    private final String target;
    private final AtomicBoolean isTaken = new AtomicBoolean();
    private final CountDownLatch visited = new CountDownLatch(1);

    private OneVisit(Loopback server, String target) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        this.server = server;
        this.path = "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        this.target = target;
    }

    /** Opens one that leads to {@code target}. */
    static OneVisit to(String target) throws IOException {
        var visit = new OneVisit(Loopback.open(), target);
        visit.server.with("/", visit::answer).start();
        return visit;
    }

    /** What a browser is to be given. */
    String address() {
        return server.origin() + path;
    }

    /** Whether the visitor comes within {@code time}. */
    boolean comesWithin(Duration time) throws InterruptedException {
        return visited.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (!isOurAddress(exchange)) {
            say(exchange, NOT_FOUND, "There is nothing here.");
        } else if (LocalUsers.isAnother(exchange.getRemoteAddress(), exchange.getLocalAddress())) {
            say(exchange, FORBIDDEN, "This address is for another user of this computer.");
        } else if (!isTaken.compareAndSet(false, true)) {
            say(exchange, NOT_FOUND, "This address has been visited, and each is good for one visit.");
        } else {
            exchange.getResponseHeaders().set("Location", target);
            say(exchange, FOUND, "");
            visited.countDown();
        }
    }

    /** Not that of a page somewhere else whose name has been made to lead here. */
    private boolean isOurAddress(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        return exchange.getRequestMethod().equals("GET")
                && address().equals("http://" + host + exchange.getRequestURI());
    }

    private static void say(HttpExchange exchange, int status, String words) throws IOException {
        byte[] body = words.getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Connection", "close");
        boolean hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
