//SOURCES StsAction.java StsActions.java StsRequest.java StsXml.java PracticeSignin.java PracticeConsole.java
//SOURCES OrganizationActions.java ../lib/Loopback.java

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * A Security Token Service on a free loopback port, over HTTP or TLS; it answers the actions of {@link StsAction}. At
 * the same address are the sign-in to a console and that console, and the AWS Organizations of its accounts, as with
 * any endpoint_url.
 */
class PracticeSts implements Closeable {
    /** The path at which it shows the code of the first user's MFA device. */
    static final String DEVICE = "/practice/mfa";

    /** What goes over the line. */
    private record Answer(int status, String type, String text) {
        static Answer xml(int status, String text) {
            return new Answer(status, "text/xml", text);
        }

        static Answer json(int status, String text) {
            return new Answer(status, "application/x-amz-json-1.1", text);
        }
    }

    private final StsActions actions;
    private final OrganizationActions organization;
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> signers = new ConcurrentHashMap<>();
    private final Loopback server;

    private PracticeSts(StsActions actions, PracticeOrganization organization, Loopback server) {
        this.actions = actions;
        this.organization = new OrganizationActions(organization);
        this.server = server;
        var console = new PracticeConsole(actions);
        var signin = new PracticeSignin(actions, console, action -> calls.merge(action, 1, Integer::sum));
        server.with("/", this::answer)
                .with(DEVICE, this::showCode)
                .with(PracticeConsole.PATH, console::answer)
                .with(PracticeSignin.PATH, signin::answer);
    }

    /** Starts an STS with the users and roles of practice; the clock says when signatures and sessions have expired. */
    static PracticeSts start(Clock clock) throws IOException {
        return start(clock, PracticeWorld.USERS, PracticeWorld.ROLES);
    }

    /** The same with other users, of whom there is at least one, and roles. */
    static PracticeSts start(Clock clock, List<User> users, List<Role> roles) throws IOException {
        return start(clock, users, roles, PracticeOrganization.SMALL);
    }

    /** The same with another organization. */
    static PracticeSts start(Clock clock, List<User> users, List<Role> roles, PracticeOrganization organization)
            throws IOException {
        return start(new StsActions(clock, users, roles), organization, Loopback.open());
    }

    /** The same over TLS, with the certificate that {@code tls} has, which is to be for localhost. */
    static PracticeSts start(Clock clock, List<User> users, List<Role> roles, SSLContext tls) throws IOException {
        return start(new StsActions(clock, users, roles), PracticeOrganization.SMALL, Loopback.open(tls));
    }

    private static PracticeSts start(StsActions actions, PracticeOrganization organization, Loopback server) {
        var sts = new PracticeSts(actions, organization, server);
        server.start();
        return sts;
    }

    /** Its URL, for endpoint_url. */
    String endpoint() {
        return server.origin();
    }

    int port() {
        return server.port();
    }

    /** How many calls of each action it has answered, refusals included. */
    Map<String, Integer> calls() {
        return Map.copyOf(calls);
    }

    /** With how many keys a caller, of that ARN, has called GetCallerIdentity. */
    int keysOf(String arn) {
        return signers.getOrDefault(arn, Set.of()).size();
    }

    /** What it does, without HTTP: also the web identity's token and the MFA code. */
    StsActions actions() {
        return actions;
    }

    @Override
    public void close() {
        server.close();
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
        Answer answer;
        try {
            StsRequest request = StsRequest.of(exchange);
            answer = OrganizationActions.isMeant(request)
                    ? listing(request)
                    : Answer.xml(200, result(request, requestId));
        } catch (Refusal refusal) {
            answer = Answer.xml(refusal.status, StsXml.error("Sender", refusal.code, refusal.getMessage(), requestId));
        } catch (RuntimeException | GeneralSecurityException | IOException bug) {
            answer = Answer.xml(
                    500,
                    StsXml.error("Receiver", "InternalFailure", "practice could not answer that: " + bug, requestId));
        }
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        send(exchange, answer);
    }

    /** What AWS Organizations answers. */
    private Answer listing(StsRequest request) throws GeneralSecurityException {
        try {
            IssuedKey key = actions.signer(request, "organizations");
            String action = OrganizationActions.action(request);
            calls.merge(action, 1, Integer::sum);
            return Answer.json(200, organization.perform(action, key.caller(), request.body()));
        } catch (Refusal refusal) {
            return Answer.json(400, OrganizationActions.error(refusal));
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        byte[] text = answer.text().getBytes(UTF_8);
        // On a connection that stays open, the kernel holds a small answer back for 40 ms (Nagle's algorithm). Over
        // TLS it stays open all the same, as AWS's do: there a command rehearses.
        if (!server.isTls()) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
        var hasBody = !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), hasBody ? text.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(text);
        }
        exchange.close();
    }

    private String result(StsRequest request, String requestId) throws GeneralSecurityException {
        Map<String, String> parameters = request.parameters();
        String name = parameters.getOrDefault("Action", "");
        boolean isSigned = !name.equals(StsAction.ASSUME_ROLE_WITH_WEB_IDENTITY.apiName);
        // A signature that is missing or wrong is refused before anything else is looked at.
        Optional<IssuedKey> key = isSigned ? Optional.of(actions.signer(request, "sts")) : Optional.empty();
        StsAction action = action(name, parameters.getOrDefault("Version", "NO_VERSION_SPECIFIED"));
        calls.merge(name, 1, Integer::sum);
        return StsXml.response(name, perform(action, key, parameters), requestId);
    }

    private static StsAction action(String name, String version) {
        if (name.isEmpty()) {
            throw new Refusal(400, "MissingAction", "The request must contain the parameter Action");
        }
        return StsAction.named(name)
                .filter(known -> version.equals(StsXml.VERSION))
                .orElseThrow(() -> new Refusal(
                        400, "InvalidAction", "Could not find operation " + name + " for version " + version));
    }

    private String perform(StsAction action, Optional<IssuedKey> signer, Map<String, String> parameters) {
        return switch (action) {
            case ASSUME_ROLE -> actions.assumeRole(signer.orElseThrow(), parameters);
            case ASSUME_ROLE_WITH_WEB_IDENTITY -> actions.assumeRoleWithWebIdentity(parameters);
            case GET_CALLER_IDENTITY -> {
                IssuedKey key = signer.orElseThrow();
                signers.computeIfAbsent(key.caller().arn(), arn -> ConcurrentHashMap.newKeySet())
                        .add(key.id());
                yield StsXml.caller(key.caller());
            }
            case GET_SESSION_TOKEN -> actions.getSessionToken(signer.orElseThrow(), parameters);
        };
    }
}
