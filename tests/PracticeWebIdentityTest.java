import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A web identity, which nobody signs. */
class PracticeWebIdentityTest extends PracticeFixture {

    Answer web(String token, Role role, String... more) throws Exception {
        var parameters = new ArrayList<>(List.of(
                "Action=AssumeRoleWithWebIdentity",
                "Version=2011-06-15",
                "RoleArn=" + role.arn(),
                "RoleSessionName=build",
                "WebIdentityToken=" + token));
        parameters.addAll(List.of(more));
        return raw("POST", "/", String.join("&", parameters), "Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void aWebIdentity() throws Exception {
        var answer = web(sts.actions().webIdentityToken(), PracticeWorld.WEB);
        assertEquals("arn:aws:sts::123456789123:assumed-role/Web/build", answer.value("Arn"), answer.xml());
        assertEquals("sts.amazonaws.com", answer.value("Audience"));
        assertEquals("arn:aws:iam::123456789123:oidc-provider/oidc.practice.example", answer.value("Provider"));
        assertEquals("repo:org/ship:ref:refs/heads/main", answer.value("SubjectFromWebIdentityToken"));
        assertEquals(
                "arn:aws:sts::123456789123:assumed-role/Web/build",
                curl(answer.keys(), "Action=GetCallerIdentity").value("Arn"));
        var payload = new String(
                java.util.Base64.getUrlDecoder()
                        .decode(sts.actions().webIdentityToken().split("\\.")[1]),
                StandardCharsets.UTF_8);
        assertTrue(
                payload.matches("\\{\"iss\":\"https://oidc.practice.example\",\"aud\":\"sts.amazonaws.com\","
                        + "\"sub\":\"[^\"]+\",\"iat\":\\d+,\"exp\":\\d+}"),
                payload);
    }

    @Test
    void webIdentitiesThatAreRefused() throws Exception {
        var token = sts.actions().webIdentityToken();
        var changed = web(token.substring(0, token.length() - 4) + "AAAA", PracticeWorld.WEB);
        assertEquals("400 InvalidIdentityToken", changed.error(), changed.xml());
        var notOne = web("token", PracticeWorld.WEB);
        assertEquals("400 InvalidIdentityToken", notOne.error());
        assertTrue(notOne.value("Message").startsWith("The ID Token provided is not a valid JWT."), notOne.xml());
        assertDenied(web(token, PracticeWorld.DEVELOPER), "Not authorized to perform sts:AssumeRoleWithWebIdentity");
        assertDenied(assume(REDBEARD, PracticeWorld.WEB), PracticeWorld.WEB);
        assertEquals(
                "400 ValidationError",
                web(token, PracticeWorld.WEB, "DurationSeconds=1").error());
        assertEquals(
                "400 ValidationError",
                raw("POST", "/", "Action=AssumeRoleWithWebIdentity&Version=2011-06-15")
                        .error());
        clock.offset = Duration.ofHours(25);
        var late = web(token, PracticeWorld.WEB);
        assertEquals("400 ExpiredTokenException", late.error());
        assertTrue(
                late.value("Message")
                        .matches("Token expired: current date/time \\d+ must be before the expiration date/time \\d+"),
                late.xml());
    }
}
