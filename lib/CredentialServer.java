//RUNTIME_OPTIONS -Dsun.net.httpserver.nodelay=true -Dsun.net.httpserver.maxReqTime=10
//SOURCES Failure.java LocalUsers.java Loopback.java CredentialsJson.java

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Hands out credentials on a free port of this computer, as a container's service does (AWS SDKs and Tools Reference
 * Guide, "Container credential provider"), to our own user's processes that know the token. To everybody else it says
 * 403, and nothing more.
 */
final class CredentialServer implements AutoCloseable {
    /** What is handed out, and where: a server has one of these. */
    enum Form {
        CONTAINER("container", "/credentials"),
        PROCESS("process", "/process");

        /** What an option calls it. */
        final String label;

        private final String path;

        Form(String label, String path) {
            this.label = label;
            this.path = path;
        }

        private String json(SessionCredentials credentials) {
            return switch (this) {
                case CONTAINER -> CredentialsJson.writeContainer(credentials);
                case PROCESS -> CredentialsJson.writeProcess(credentials);
            };
        }
    }

    private static final int TOKEN_BYTES = 32;
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    private final Form form;
    private final Supplier<SessionCredentials> credentials;
    private final Loopback server;
    private final String token;
    private final List<String> hosts;

    private CredentialServer(Form form, Supplier<SessionCredentials> credentials, Loopback server) {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        this.form = form;
        this.credentials = credentials;
        this.server = server;
        this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        int port = server.port();
        this.hosts = List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    }

    /**
     * Starts one.
     *
     * @param credentials gives those of the moment, or throws a Failure that says why there are none
     */
    static CredentialServer start(Form form, Supplier<SessionCredentials> credentials) throws IOException {
        var server = new CredentialServer(form, credentials, Loopback.open());
        server.server.with("/", server::answer).start();
        return server;
    }

    /** Where they are. */
    String url() {
        return "http://" + hosts.get(0) + form.path;
    }

    /** What a request has to have as its Authorization. */
    String token() {
        return token;
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isAllowed(exchange)) {
                exchange.sendResponseHeaders(FORBIDDEN, -1);
                return;
            }
            say(exchange);
        }
    }

    private void say(HttpExchange exchange) throws IOException {
        int status = OK;
        String json;
        try {
            json = form.json(credentials.get());
        } catch (Failure noneNow) {
            status = UNAVAILABLE;
            json = CredentialsJson.writeContainerError("CredentialsNotRenewed", noneNow.getMessage());
        }
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private boolean isAllowed(HttpExchange exchange) {
        return hasToken(exchange)
                && exchange.getRequestMethod().equals("GET")
                && exchange.getRequestURI().toString().equals(form.path)
                && isForUs(exchange)
                && !LocalUsers.isAnother(exchange.getRemoteAddress(), exchange.getLocalAddress());
    }

    /** Compared in a time that does not tell how much of it was right. */
    private boolean hasToken(HttpExchange exchange) {
        List<String> given = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
        return given.size() == 1 && MessageDigest.isEqual(bytes(given.get(0)), bytes(token));
    }

    /** Not for a name that a page somewhere else has made to lead here (DNS rebinding). */
    private boolean isForUs(HttpExchange exchange) {
        List<String> given = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        return given.size() == 1 && hosts.contains(given.get(0).toLowerCase(Locale.ROOT));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
