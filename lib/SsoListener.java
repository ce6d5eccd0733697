//SOURCES Text.java Failure.java Loopback.java SsoOidc.java

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where the browser comes back to: a free port of this computer, which nobody else can reach. It takes one request, and
 * answers it when it is known what has come of it.
 */
final class SsoListener implements AutoCloseable {
    /** How long the browser is given for the last page. */
    private static final Duration LAST_PAGE = Duration.ofSeconds(2);

    private static final int OK = 200;
    private static final int REFUSED = 400;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private static final String CLOSE = "You can close this page and go back to the terminal.";

    /** What the browser is shown. */
    private record Page(int status, String title, String text) {}

    private final Loopback server;
    private final String path;
    private final String state;
    private final AtomicBoolean isTaken = new AtomicBoolean();
    private final CompletableFuture<String> code = new CompletableFuture<>();
    private final CompletableFuture<Page> page = new CompletableFuture<>();
    private final CountDownLatch isShown = new CountDownLatch(1);

    private SsoListener(Loopback server, String path, String state) {
        this.server = server;
        this.path = path;
        this.state = state;
    }

    /**
     * Opens one for the browser that brings {@code state} to {@code path}.
     *
     * @throws Failure when no port can be had
     */
    static SsoListener open(String path, String state) {
        try {
            SsoListener listener = new SsoListener(Loopback.open(), path, state);
            listener.server.with("/", listener::answer).start();
            return listener;
        } catch (IOException e) {
            throw Failure.of(
                    "no port of 127.0.0.1 can be opened, to which the browser could come back; sign in with"
                            + " --device-code",
                    e);
        }
    }

    /** The address that the browser is to come back to. */
    String redirectUri() {
        return server.origin() + path;
    }

    /**
     * Waits for the browser, and for what it brings.
     *
     * @return the authorization code
     * @throws Failure when it does not come in that time, was denied, or brings something else
     */
    String await(Duration patience) {
        try {
            return code.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Failure.of(
                    "the browser did not come back within " + patience.toSeconds()
                            + " seconds, so nobody is signed in and nothing was cached; was its window closed? Sign in"
                            + " again, or with --device-code where no browser on this computer can be used",
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of("the sign-in was interrupted; nothing was cached", e);
        }
    }

    /** Tells the browser that it is done. */
    void succeed() {
        page.complete(new Page(OK, "You are signed in", CLOSE));
    }

    /** Tells the browser that it is not. */
    void fail() {
        page.complete(new Page(REFUSED, "You are not signed in", "The terminal says why. " + CLOSE));
    }

    /** Closes it, when the browser has had its page. */
    @Override
    public void close() {
        fail(); // nothing, if it has been told already
        try {
            if (isTaken.get()) {
                isShown.await(LAST_PAGE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt(); // the page may be cut off, then
        }
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean isCallback = exchange.getRequestURI().getPath().equals(path)
                && exchange.getRequestMethod().equals("GET");
        boolean isFirst = isCallback && isTaken.compareAndSet(false, true);
        try (exchange) {
            if (isFirst) {
                take(exchange);
            } else if (isCallback) {
                show(exchange, new Page(GONE, "This sign-in has had its answer", "It takes one only. " + CLOSE));
            } else {
                show(exchange, new Page(NOT_FOUND, "There is nothing here", CLOSE));
            }
        } finally {
            if (isFirst) {
                isShown.countDown(); // not before the exchange is closed, or the server would cut it off
            }
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try {
            String query = exchange.getRequestURI().getRawQuery();
            code.complete(code(query == null ? "" : query));
        } catch (Failure e) {
            code.completeExceptionally(e);
        }
        show(exchange, page.join());
    }

    private String code(String query) {
        Map<String, String> parameters = parameters(query);
        String given = parameters.getOrDefault("state", "");
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8))) {
            throw Failure.of("what the browser brought is not from the sign-in that was begun here (its state is"
                    + " another), so it is not believed and nothing was cached; sign in again");
        }
        String error = parameters.getOrDefault("error", "");
        if (error.equals("access_denied")) {
            throw SsoOidc.denied(null);
        }
        if (!error.isEmpty()) {
            String description = parameters.getOrDefault("error_description", "");
            throw Failure.of("single sign-on refused the sign-in (" + Text.visible(error)
                    + (description.isEmpty() ? "" : ": " + Text.visible(description)) + "); nothing was cached");
        }
        if (parameters.getOrDefault("code", "").isEmpty()) {
            throw Failure.of("the browser brought no code; nothing was cached; sign in again");
        }
        return parameters.get("code");
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        try {
            for (String pair : query.split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException ignored) {
            return Map.of(); // no browser sends that; without a state it is not believed
        }
        return parameters;
    }

    /** A page without scripts, of which nothing is remembered. */
    private static void show(HttpExchange exchange, Page page) throws IOException {
        byte[] html = """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <title>%1$s</title>
            <style>
            body { font: 18px/1.5 system-ui, sans-serif; margin: 4em auto; max-width: 32em; padding: 0 1em }
            </style>
            <h1>%1$s</h1>
            <p id="message">%2$s</p>
            </html>
            """.formatted(page.title(), page.text()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(page.status(), html.length);
        exchange.getResponseBody().write(html);
    }
}
