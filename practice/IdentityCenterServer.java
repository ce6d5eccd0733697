//SOURCES OidcActions.java PortalActions.java SigninPages.java SsoRequest.java PracticeWorld.java ../lib/Json.java
//SOURCES ../lib/Loopback.java

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.sun.net.httpserver.HttpExchange;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * An IAM Identity Center on a free loopback port: the OIDC API, the page in which a person signs in, and the access
 * portal, whose keys are good at the STS that it is started with.
 */
final class IdentityCenterServer implements Closeable {
    private final OidcActions oidc;
    private final PortalActions portal;
    private final SigninPages pages;
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    private volatile Consumer<Map<String, String>> beforeToken = fields -> {};
    private final Loopback server;

    private IdentityCenterServer(OidcActions oidc, PortalActions portal, Loopback server) {
        this.oidc = oidc;
        this.portal = portal;
        this.pages = new SigninPages(oidc, PracticeWorld.SSO_USER);
        this.server = server;
    }

    /** Starts one with the accounts and roles of practice. */
    static IdentityCenterServer start(Clock clock, StsActions sts) throws IOException {
        return start(clock, sts, PracticeWorld.ASSIGNED, SsoLimits.DEFAULT);
    }

    /** The same with others. */
    static IdentityCenterServer start(Clock clock, StsActions sts, List<AssignedAccount> accounts, SsoLimits limits)
            throws IOException {
        SsoTokens tokens = new SsoTokens(clock, limits);
        OidcActions oidc = new OidcActions(clock, limits, tokens);
        PortalActions portal = new PortalActions(sts, tokens, accounts, PracticeWorld.SSO_USER, limits);
        var center = new IdentityCenterServer(oidc, portal, Loopback.open());
        center.server.with("/", center::answer).start();
        return center;
    }

    /** Its URL, for endpoint_url of sso and of sso_oidc. */
    String endpoint() {
        return server.origin();
    }

    /** How many calls of each action it has answered, refusals included, and how many sign-in pages it has shown. */
    Map<String, Integer> calls() {
        return Map.copyOf(calls);
    }

    /** Answers the next CreateToken with this, whatever it is for: to see what a client does then. */
    void refuseNext(String exception) {
        refusals.add(OidcClient.refusal(exception, "practice was told to say this"));
    }

    /** Shows this what a CreateToken asks with, before it is answered. */
    void beforeToken(Consumer<Map<String, String>> meanwhile) {
        beforeToken = meanwhile;
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            answerOrRefuse(exchange);
        }
    }

    private void answerOrRefuse(HttpExchange exchange) throws IOException {
        try {
            SsoRequest request = SsoRequest.of(exchange);
            Optional<SigninPages.Page> page = pages.answer(request, this::count);
            if (page.isPresent()) {
                page.get().send(exchange);
            } else {
                send(exchange, 200, result(request));
            }
        } catch (Refusal refusal) {
            refuse(exchange, refusal);
        } catch (RuntimeException bug) {
            refuse(exchange, new Refusal(500, "InternalServerException", "practice could not answer that: " + bug));
        }
    }

    private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", refusal.code);
        send(exchange, refusal.status, error(refusal));
    }

    private JrsObject result(SsoRequest request) {
        return switch (request.method() + " " + request.path()) {
            case "POST /client/register" -> {
                count("RegisterClient");
                yield registered(oidc.register(request.metadata()));
            }
            case "POST /device_authorization" -> {
                count("StartDeviceAuthorization");
                yield startDevice(request);
            }
            case "POST /token" -> {
                count("CreateToken");
                beforeToken.accept(request.fields());
                refuse(refusals.poll());
                yield given(oidc.token(request.fields()));
            }
            case "GET /federation/credentials" -> {
                count("GetRoleCredentials");
                yield portal.roleCredentials(request.accessToken(), request.query());
            }
            case "GET /assignment/accounts" -> {
                count("ListAccounts");
                yield portal.accounts(request.accessToken(), request.query());
            }
            case "GET /assignment/roles" -> {
                count("ListAccountRoles");
                yield portal.roles(request.accessToken(), request.query());
            }
            case "POST /logout" -> {
                count("Logout");
                yield portal.logout(request.accessToken());
            }
            default -> throw new Refusal(404, "UnknownOperationException", "there is nothing at that path");
        };
    }

    private static void refuse(Refusal refusal) {
        if (refusal != null) {
            throw refusal;
        }
    }

    private void count(String action) {
        calls.merge(action, 1, Integer::sum);
    }

    private static JrsObject registered(OidcClient client) {
        return Json.object()
                .with("clientId", client.id())
                .with("clientSecret", client.secret())
                .with("clientIdIssuedAt", new JrsNumber(Instant.now().getEpochSecond()))
                .with("clientSecretExpiresAt", new JrsNumber(client.expiration().getEpochSecond()))
                .build();
    }

    private JrsObject startDevice(SsoRequest request) {
        Map<String, String> fields = request.fields();
        String startUrl = fields.getOrDefault("startUrl", "").replaceFirst("/?(#/?)?$", "");
        SignIn signIn = oidc.startDevice(
                fields.getOrDefault("clientId", ""),
                fields.getOrDefault("clientSecret", ""),
                startUrl.equals(PracticeWorld.START_URL));
        return Json.object()
                .with("deviceCode", signIn.code)
                .with("userCode", signIn.userCode)
                .with("verificationUri", endpoint() + SigninPages.DEVICE)
                .with("verificationUriComplete", endpoint() + SigninPages.DEVICE + "?user_code=" + signIn.userCode)
                .with("expiresIn", (int) oidc.limits().click().toSeconds())
                .with("interval", (int) oidc.limits().interval().toSeconds())
                .build();
    }

    private static JrsObject given(SsoTokens.Given given) {
        return Json.object()
                .with("accessToken", given.accessToken())
                .with("tokenType", "Bearer")
                .with("expiresIn", (int) given.lifetime().toSeconds())
                .with("refreshToken", given.refreshToken().isEmpty() ? null : given.refreshToken())
                .build();
    }

    /** The portal's errors have a message; those of OIDC are in the form of RFC 6749, 5.2. */
    private static JrsObject error(Refusal refusal) {
        String code = refusal.code
                .replaceFirst("Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
        return Json.object()
                .with("error", new JrsString(code))
                .with("error_description", refusal.getMessage())
                .with("message", refusal.getMessage())
                .build();
    }

    private static void send(HttpExchange exchange, int status, JrsObject json) throws IOException {
        byte[] bytes = Json.line(json).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        // On a connection that stays open, the kernel holds a small answer back for 40 ms (Nagle's algorithm).
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
