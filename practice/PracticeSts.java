//SOURCES StsActions.java StsXml.java

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A Security Token Service on a free loopback port: AssumeRole, AssumeRoleWithWebIdentity, GetCallerIdentity and
 * GetSessionToken.
 */
class PracticeSts implements AutoCloseable {
    static final String DEVICE = "/practice/mfa";
    static final int MAX_BODY = 64 * 1024;

    private final StsActions actions;
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final HttpServer server;

    private PracticeSts(StsActions actions, HttpServer server) {
        this.actions = actions;
        this.server = server;
        server.setExecutor(Executors.newCachedThreadPool(PracticeSts::daemon));
        server.createContext("/", this::answer);
        server.createContext(DEVICE, this::showCode);
    }

    /** Starts an STS with the users and roles of practice; the clock says when signatures and sessions are over. */
    static PracticeSts start(Clock clock) throws IOException {
        return start(clock, PracticeWorld.USERS, PracticeWorld.ROLES);
    }

    /** The same with other users and roles. */
    static PracticeSts start(Clock clock, List<User> users, List<Role> roles) throws IOException {
        return start(new StsActions(clock, users, roles), HttpServer.create(loopback(), 0));
    }

    /** The same over TLS. @param tls has the certificate, which is to be for {@code localhost} */
    static PracticeSts start(Clock clock, List<User> users, List<Role> roles, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return start(new StsActions(clock, users, roles), server);
    }

    private static PracticeSts start(StsActions actions, HttpServer server) {
        var sts = new PracticeSts(actions, server);
        // The server's own thread is a daemon exactly if the one that starts it is.
        CompletableFuture.runAsync(server::start, work -> daemon(work).start()).join();
        return sts;
    }

    private static InetSocketAddress loopback() throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    }

    static Thread daemon(Runnable work) {
        var thread = new Thread(work, "sts");
        thread.setDaemon(true);
        return thread;
    }

    /** Its URL, for endpoint_url. */
    String endpoint() {
        String origin = server instanceof HttpsServer ? "https://localhost:" : "http://127.0.0.1:";
        return origin + server.getAddress().getPort();
    }

    /** How many calls of each action it has answered, refusals included. */
    Map<String, Integer> calls() {
        return Map.copyOf(calls);
    }

    /** What is asked of it, without HTTP: the web identity's token, redbeard's MFA code. */
    StsActions actions() {
        return actions;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void showCode(HttpExchange exchange) throws IOException {
        try (exchange) {
            var bytes = (actions.code() + "\n").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException ignored) {
            // The sandbox is going; whoever waits for a code sees the connection end.
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var requestId = UUID.randomUUID().toString();
        int status = 200;
        String xml;
        try {
            xml = result(StsRequest.of(exchange), requestId);
        } catch (Refusal refusal) {
            status = refusal.status;
            xml = StsXml.error("Sender", refusal.code, refusal.getMessage(), requestId);
        } catch (RuntimeException | GeneralSecurityException | IOException bug) {
            status = 500;
            xml = StsXml.error("Receiver", "InternalFailure", "practice could not answer that: " + bug, requestId);
        }
        var bytes = xml.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        // On a connection that stays open, the kernel holds a small answer back for 40 ms (Nagle's algorithm). Over TLS
        // it
        // stays open all the same, as AWS's do: there a command rehearses.
        if (!(server instanceof HttpsServer)) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
        var hasBody = !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? bytes.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private String result(StsRequest request, String requestId) throws GeneralSecurityException {
        var action = request.parameters().getOrDefault("Action", "");
        // The one call that needs no AWS keys: the token says who is calling.
        var key = action.equals("AssumeRoleWithWebIdentity") ? null : actions.signer(request);
        var version = request.parameters().getOrDefault("Version", "NO_VERSION_SPECIFIED");
        if (action.isEmpty()) {
            throw new Refusal(400, "MissingAction", "The request must contain the parameter Action");
        }
        var known = Set.of("AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity", "GetSessionToken")
                .contains(action);
        if (!known || !version.equals(StsXml.VERSION)) {
            throw new Refusal(400, "InvalidAction", "Could not find operation " + action + " for version " + version);
        }
        calls.merge(action, 1, Integer::sum);
        return StsXml.response(action, perform(action, key, request.parameters()), requestId);
    }

    private String perform(String action, IssuedKey key, Map<String, String> parameters) {
        return switch (action) {
            case "AssumeRole" -> actions.assumeRole(key, parameters);
            case "AssumeRoleWithWebIdentity" -> actions.assumeRoleWithWebIdentity(parameters);
            case "GetSessionToken" -> actions.getSessionToken(key, parameters);
            default -> StsXml.caller(key.caller());
        };
    }
}
