//SOURCES ../lib/Json.java Refusal.java Secrets.java StsActions.java StsRequest.java StsXml.java

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The sign-in to practice's console: a federation endpoint as AWS's is (IAM User Guide, "Enable custom identity broker
 * access to the AWS console"), for the credentials that practice's STS has issued.
 */
final class PracticeSignin {
    static final String PATH = "/federation";

    private static final Duration LIFE_OF_TOKEN = Duration.ofMinutes(15);
    private static final int SHORTEST_SESSION = 900;
    private static final int LONGEST_SESSION = 43_200;
    private static final int FOUND = 302;

    private final StsActions actions;
    private final PracticeConsole console;
    private final Consumer<String> count;
    private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

    /** For whom a sign-in token is, how long it is good for, and the session that it is good for. */
    private record Ticket(IssuedKey key, Instant expiration, Instant endOfSession) {}

    /** @param count is told the action of each request */
    PracticeSignin(StsActions actions, PracticeConsole console, Consumer<String> count) {
        this.actions = actions;
        this.console = console;
        this.count = count;
    }

    /** One request of either kind, to GetSigninToken or to Login. */
    void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            perform(exchange);
        }
    }

    private void perform(HttpExchange exchange) throws IOException {
        try {
            Map<String, String> parameters = StsRequest.of(exchange).parameters();
            String action = parameters.getOrDefault("Action", "");
            count.accept(action);
            switch (action) {
                case "getSigninToken" -> giveToken(exchange, parameters);
                case "login" -> logIn(exchange, parameters);
                default -> throw new Refusal(400, "Bad Request", "Invalid action");
            }
        } catch (Refusal refusal) {
            PracticeConsole.send(exchange, refusal.status, refusal.code, StsXml.escape(refusal.getMessage()));
        }
    }

    private void giveToken(HttpExchange exchange, Map<String, String> parameters) throws IOException {
        IssuedKey key = key(parameters.getOrDefault("Session", ""));
        Instant end = Optional.ofNullable(parameters.get("SessionDuration"))
                .map(seconds -> actions.now().plusSeconds(seconds(key, seconds)))
                .orElse(key.expiration());
        String token = Secrets.base64(480).replace('+', '-').replace('/', '_');
        tickets.put(token, new Ticket(key, actions.now().plus(LIFE_OF_TOKEN), end));
        byte[] json =
                Json.compact(Json.object().with("SigninToken", token).build()).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(200, json.length);
        exchange.getResponseBody().write(json);
    }

    /** AWS says no more than this, whatever is wrong with the credentials. */
    private static Refusal invalid() {
        return new Refusal(400, "Bad Request", "Invalid credentials parameter");
    }

    private IssuedKey key(String session) {
        try {
            JrsObject parts = Json.readObject(session.getBytes(UTF_8), "a session");
            return actions.held(text(parts, "sessionId"), text(parts, "sessionKey"), text(parts, "sessionToken"))
                    .filter(key -> !key.token().isEmpty())
                    .orElseThrow(PracticeSignin::invalid);
        } catch (Failure ignored) {
            throw invalid(); // its words are for people
        }
    }

    private static String text(JrsObject parts, String name) {
        return parts.get(name) instanceof JrsString text ? text.getValue() : "";
    }

    private static int seconds(IssuedKey key, String value) {
        int seconds = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
        boolean isAllowed = seconds >= SHORTEST_SESSION && seconds <= LONGEST_SESSION && !key.chained();
        if (!isAllowed) {
            throw invalid();
        }
        return seconds;
    }

    /** A token is good once. */
    private void logIn(HttpExchange exchange, Map<String, String> parameters) throws IOException {
        Ticket ticket = tickets.remove(parameters.getOrDefault("SigninToken", ""));
        if (ticket == null || !actions.now().isBefore(ticket.expiration())) {
            throw new Refusal(
                    400,
                    "Your sign-in address has expired",
                    "It is good for one sign-in, within 15 minutes. Make another: jbang console@org PROFILE");
        }
        if (!ticket.key().caller().isRole()) {
            throw new Refusal(
                    403,
                    "Access denied",
                    "Only federation tokens or assume role tokens may be used for federated login.");
        }
        String session = console.begin(ticket.key().caller(), ticket.endOfSession());
        exchange.getResponseHeaders().add("Set-Cookie", PracticeConsole.cookie(session));
        String page = URLEncoder.encode(parameters.getOrDefault("Destination", ""), UTF_8);
        exchange.getResponseHeaders().set("Location", PracticeConsole.PATH + "?page=" + page);
        exchange.sendResponseHeaders(FOUND, -1);
    }
}
