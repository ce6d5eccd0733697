import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Practice's sign-in gives a token for credentials of its STS, each good once and for 15 minutes. */
class PracticeSigninTest extends PracticeFixture {
    private static final String PAGE = "https://console.aws.amazon.com/?a=<b>&c";

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    private HttpResponse<String> federation(String method, String... parameters) throws Exception {
        var form = new StringBuilder();
        for (String parameter : parameters) {
            String[] pair = parameter.split("=", 2);
            form.append(form.isEmpty() ? "" : "&")
                    .append(pair[0])
                    .append("=")
                    .append(URLEncoder.encode(pair[1], StandardCharsets.UTF_8));
        }
        boolean isPost = method.equals("POST");
        var uri = URI.create(sts.endpoint() + "/federation" + (isPost ? "" : "?" + form));
        var body = isPost ? BodyPublishers.ofString(form.toString()) : BodyPublishers.noBody();
        return http.send(HttpRequest.newBuilder(uri).method(method, body).build(), BodyHandlers.ofString());
    }

    private static String session(String id, String secret, String token) {
        return "Session={\"sessionId\": \"%s\", \"sessionKey\": \"%s\", \"sessionToken\": \"%s\"}"
                .formatted(id, secret, token);
    }

    private static String session(Keys keys) {
        return session(keys.id(), keys.secret(), keys.token());
    }

    private Keys developer() throws Exception {
        return assume(REDBEARD, PracticeWorld.DEVELOPER).keys();
    }

    private String token(Keys keys) throws Exception {
        var answer = federation("POST", "Action=getSigninToken", session(keys));
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body().replaceFirst("(?s).*\"SigninToken\": ?\"([^\"]+)\".*", "$1");
    }

    private HttpResponse<String> logIn(String token) throws Exception {
        return federation("GET", "Action=login", "Destination=" + PAGE, "SigninToken=" + token);
    }

    private void assertRefused(String words, HttpResponse<String> answer) {
        assertEquals(4, answer.statusCode() / 100, answer.body());
        assertTrue(answer.body().contains(words), answer.body());
    }

    @Test
    void thePageSaysWhoIsSignedIn() throws Exception {
        var page = logIn(token(developer()));
        assertEquals(200, page.statusCode());
        assertTrue(
                page.body().contains("<strong id=\"arn\">arn:aws:sts::123456789123:assumed-role/Developer/me</strong>"),
                page.body());
        assertTrue(
                page.body().contains("<code id=\"page\">https://console.aws.amazon.com/?a=&lt;b&gt;&amp;c</code>"),
                page.body());
    }

    @Test
    void aTokenIsGoodOnce() throws Exception {
        String token = token(developer());
        logIn(token);
        assertRefused("has expired", logIn(token));
        assertRefused("has expired", logIn("guess"));
    }

    @Test
    void andForFifteenMinutes() throws Exception {
        String one = token(developer());
        String other = token(developer());
        clock.offset = Duration.ofMinutes(14).plusSeconds(50);
        assertEquals(200, logIn(one).statusCode());
        clock.offset = Duration.ofMinutes(15).plusSeconds(1);
        assertRefused("has expired", logIn(other));
    }

    @Test
    void theQueryDoesAsWellAsTheBody() throws Exception {
        assertEquals(
                200,
                federation("GET", "Action=getSigninToken", session(developer())).statusCode());
    }

    @Test
    void onlyCredentialsOfThisStsAreGood() throws Exception {
        Keys keys = developer();
        for (String wrong : new String[] {
            session(keys.id(), keys.secret(), "x"),
            session(keys.id(), "x", keys.token()),
            session("ASIAIOSFODNN7EXAMPLE", keys.secret(), keys.token()),
            session(REDBEARD),
            "Session={}",
            "Session=",
            "Other=",
        }) {
            assertRefused("Invalid credentials parameter", federation("POST", "Action=getSigninToken", wrong));
        }
        clock.offset = Duration.ofHours(2);
        assertRefused("Invalid credentials parameter", federation("POST", "Action=getSigninToken", session(keys)));
        assertRefused("Invalid action", federation("GET", "Action=logout"));
    }

    @Test
    void aUsersSessionIsRefusedAtTheDoor() throws Exception {
        Keys user = curl(REDBEARD, "Action=GetSessionToken").keys();
        assertRefused("Only federation tokens or assume role tokens", logIn(token(user)));
    }

    @Test
    void aSessionMayLastLongerThanTheCredentialsButNotARolesRole() throws Exception {
        Keys keys = developer();
        assertEquals(
                200,
                federation("POST", "Action=getSigninToken", "SessionDuration=43200", session(keys))
                        .statusCode());
        for (String seconds : new String[] {"899", "43201", "x", "-1", ""}) {
            assertRefused(
                    "Invalid credentials parameter",
                    federation("POST", "Action=getSigninToken", "SessionDuration=" + seconds, session(keys)));
        }
        Keys auditor = assume(keys, PracticeWorld.AUDITOR).keys();
        assertRefused(
                "Invalid credentials parameter",
                federation("POST", "Action=getSigninToken", "SessionDuration=900", session(auditor)));
        assertEquals(200, logIn(token(auditor)).statusCode());
    }

    @Test
    void theConsoleIsShownToNobodyElse() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(sts.endpoint() + "/console/home"))
                .header("Cookie", "practice-console=guess");
        var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        assertRefused("Nobody is signed in", answer);
    }

    @Test
    void aSessionEnds() throws Exception {
        logIn(token(developer()));
        var page = HttpRequest.newBuilder(URI.create(sts.endpoint() + "/console/home"))
                .build();
        assertEquals(200, http.send(page, BodyHandlers.ofString()).statusCode());
        clock.offset = Duration.ofMinutes(61);
        assertRefused("Nobody is signed in", http.send(page, BodyHandlers.ofString()));
    }
}
