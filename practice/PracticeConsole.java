//SOURCES Caller.java Secrets.java StsActions.java StsRequest.java StsXml.java

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The console of practice: one page, which says who is signed in, until when, and which page of AWS's was meant. */
final class PracticeConsole {
    static final String PATH = "/console/home";

    private static final String COOKIE = "practice-console";
    private static final Pattern SESSION = Pattern.compile(COOKIE + "=([\\w-]+)");

    private final StsActions actions;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    private record Session(Caller caller, Instant end) {}

    PracticeConsole(StsActions actions) {
        this.actions = actions;
    }

    /** Signs somebody in, and gives the session's name, which is a secret. */
    String begin(Caller caller, Instant end) {
        String name = Secrets.base64(30).replace('+', '-').replace('/', '_');
        sessions.put(name, new Session(caller, end));
        return name;
    }

    /** What tells a browser to name its session from now on. */
    static String cookie(String session) {
        return COOKIE + "=" + session + "; Path=" + PATH + "; HttpOnly; SameSite=Lax";
    }

    /** Its one page, for whoever has a session. */
    void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<Session> session = session(exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
            if (session.isEmpty()) {
                send(exchange, 403, "Nobody is signed in", "Sign in with: jbang console@org dev");
                return;
            }
            String page = StsRequest.of(exchange).parameters().getOrDefault("page", "");
            send(exchange, 200, "The console of practice", """
                Signed in as <strong id="arn">%s</strong>, account <span id="account">%s</span>,
                until <span id="until">%s</span>.</p>
                <p>AWS's own console would now show <code id="page">%s</code>.\
                """.formatted(
                            StsXml.escape(session.get().caller().arn()),
                            session.get().caller().account(),
                            session.get().end().truncatedTo(ChronoUnit.SECONDS),
                            StsXml.escape(page)));
        }
    }

    private Optional<Session> session(List<String> cookies) {
        return SESSION.matcher(String.join("; ", cookies))
                .results()
                .map(MatchResult::group)
                .map(cookie -> sessions.get(cookie.substring(COOKIE.length() + 1)))
                .filter(session -> session != null && actions.now().isBefore(session.end()))
                .findFirst();
    }

    /** A page with {@code title} and one paragraph, which is HTML. */
    static void send(HttpExchange exchange, int status, String title, String paragraph) throws IOException {
        byte[] page = """
            <!DOCTYPE html>
            <html lang="en">
            <title>%1$s</title>
            <h1>%1$s</h1>
            <p>%2$s</p>
            </html>
            """.formatted(StsXml.escape(title), paragraph).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(status, page.length);
        exchange.getResponseBody().write(page);
    }
}
