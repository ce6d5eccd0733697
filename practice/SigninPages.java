//SOURCES OidcActions.java SigninPage.java SsoRequest.java StsXml.java

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The addresses that a person's browser comes to: to allow or deny what a program or a device wants. */
final class SigninPages {
    static final String DEVICE = "/device";

    /** As what the calls count a page on which somebody is to decide. */
    private static final String SHOWN = "SignInPage";

    /**
     * An answer for a browser.
     *
     * @param location where it goes from here; empty to show {@code html}
     */
    record Page(int status, String location, String html) {
        private static Page of(int status, String html) {
            return new Page(status, "", html);
        }

        private static Page to(String location) {
            return new Page(303, location, "");
        }

        void send(HttpExchange exchange) throws IOException {
            byte[] bytes = html.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            exchange.getResponseHeaders().set("Connection", "close");
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().set("Location", location);
            }
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private final OidcActions oidc;
    private final String user;

    SigninPages(OidcActions oidc, String user) {
        this.oidc = oidc;
        this.user = user;
    }

    /** @return empty when the request is none of a browser */
    Optional<Page> answer(SsoRequest request, Consumer<String> count) {
        return switch (request.method() + " " + request.path()) {
            case "GET /authorize" -> Optional.of(authorize(request.query(), count));
            case "GET /device" -> Optional.of(device(request.query().getOrDefault("user_code", ""), count));
            case "POST /authorize", "POST /device" -> Optional.of(decide(request.form()));
            case "GET /favicon.ico" -> Optional.of(Page.of(404, ""));
            default -> Optional.empty();
        };
    }

    private Page authorize(Map<String, String> query, Consumer<String> count) {
        SignIn signIn;
        try {
            signIn = oidc.authorize(query);
        } catch (Refusal refusal) {
            return Page.of(400, SigninPage.message("This cannot be signed in to", refusal.getMessage()));
        }
        Optional<String> fault = OidcActions.fault(signIn, query);
        if (fault.isPresent()) {
            return back(signIn, "error", fault.get());
        }
        count.accept(SHOWN);
        return Page.of(200, SigninPage.question(user, "", signIn.id));
    }

    private Page device(String userCode, Consumer<String> count) {
        if (userCode.isEmpty()) {
            return Page.of(200, SigninPage.codeForm("It is eight letters."));
        }
        Optional<SignIn> signIn = oidc.byUserCode(userCode);
        if (signIn.isEmpty()) {
            return Page.of(404, SigninPage.codeForm("There is no such code, or it has expired."));
        }
        count.accept(SHOWN);
        return Page.of(200, SigninPage.question(user, signIn.get().userCode, signIn.get().id));
    }

    private Page decide(Map<String, String> form) {
        Optional<SignIn> found = oidc.byId(form.getOrDefault("id", ""));
        if (found.isEmpty() || oidc.isExpired(found.get())) {
            return Page.of(410, SigninPage.message("Too late", "The time for this click is up. Start again."));
        }
        SignIn signIn = found.get();
        boolean isAllowed = form.getOrDefault("decision", "").equals("allow");
        signIn.decide(isAllowed ? SignIn.Decision.ALLOWED : SignIn.Decision.DENIED);
        boolean isIn = signIn.decision() == SignIn.Decision.ALLOWED;
        if (signIn.isInBrowser()) {
            return isIn ? back(signIn, "code", signIn.code) : back(signIn, "error", "access_denied");
        }
        String told = "You can close this page and go back to the device.";
        return Page.of(200, SigninPage.message(isIn ? "Allowed" : "Denied", told));
    }

    /** Sends the browser back to the client (RFC 6749, 4.1.2). */
    private static Page back(SignIn signIn, String name, String value) {
        return Page.to(signIn.redirect.uri() + "?" + name + "=" + encoded(value) + "&state="
                + encoded(signIn.redirect.state()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
