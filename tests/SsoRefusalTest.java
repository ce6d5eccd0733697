//SOURCES SsoFixture.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Single sign-on that is refused: what is said, and that it shows no secret. */
class SsoRefusalTest extends SsoFixture {
    @Test
    void whatIsMissingInTheProfileIsNamed() {
        home.files(PROFILE.replaceAll("sso_(region|account_id) = .*\n", ""), "");
        assertRefused(assume(), "says no sso_region, sso_account_id", folder + "/.aws/config", "profile dev");
        home.files(PROFILE.replace("[sso-session corp]", "[sso-session other]"), "");
        assertRefused(assume(), "[sso-session corp]");
        home.files(PROFILE.replace("= eu-west-1", "= ../eu"), "");
        assertRefused(assume(), "sso_region of profile dev", "'../eu'");
    }

    @Test
    void aRoleThatOneHasNotIsNamedWithItsAccount() throws IOException {
        signIn("corp", in(Duration.ofHours(4)));
        home.files(PROFILE.replace("Developer", "Emperor"), "");
        assertRefused(
                assume(),
                "no role 'Emperor' in account '123456789123'",
                "ForbiddenException: No access",
                "profile dev");
    }

    @Test
    void aTokenThatThePortalDoesNotKnowHasExpired() throws IOException {
        Path file = signIn("corp", in(Duration.ofHours(4)));
        Files.writeString(file, Files.readString(file).replace("an-access-token", "another-token"));
        assertRefused(assume(), "the single sign-on of profile dev has expired", "aws sso login --profile dev");
    }

    @Test
    void troubleOfThePortalIsNotTheUsers() throws IOException {
        signIn("corp", in(Duration.ofHours(4)));
        portal.answer(new SsoPortal.Answer(429, "TooManyRequestsException", "{\"message\":\"HTTP 429\"}"));
        assertRefused(assume(), "TooManyRequestsException", "try again later", portal.endpoint());
        portal.answer(new SsoPortal.Answer(500, "InternalServerException", "{}"));
        assertRefused(assume(), "InternalServerException", "try again later");
        portal.answer(new SsoPortal.Answer(502, null, "<html>an-access-token</html>"));
        assertRefused(assume(), portal.endpoint() + " answered HTTP 502, but not as single sign-on does");
        portal.answer(new SsoPortal.Answer(200, null, "{}"));
        assertRefused(assume(), "answered without roleCredentials");
        portal.answer(new SsoPortal.Answer(200, null, "<html>an-access-token</html>"));
        assertRefused(assume("--debug"), portal.endpoint());
        portal.answer(
                new SsoPortal.Answer(200, null, "{\"roleCredentials\":{\"accessKeyId\":\"AKIAIOSFODNN7EXAMPLE\"}}"));
        assertRefused(assume(), "there is no SessionToken");
        portal.answer(null);
        portal.expire(Instant.parse("2020-01-01T00:00:00Z"));
        assertRefused(assume(), "expired at 2020-01-01T00:00:00Z");
        portal.answer(new SsoPortal.Answer(200, null, "{\"more\": \"" + "x".repeat(2_000_000) + "\"}"));
        assertRefused(assume(), "over a megabyte");
        home = home.with("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:1");
        assertRefused(assume(), "http://127.0.0.1:1 gave no answer");
    }

    @Test
    void troubleOfTheTokenEndpointIsNotTheUsers() throws IOException {
        signIn("corp", in(Duration.ofHours(-1)));
        portal.answer(new SsoPortal.Answer(500, "InternalServerException", "{}"));
        assertRefused(assume(), "does not refresh the single sign-on of corp", "try again later");
        portal.answer(new SsoPortal.Answer(200, null, "{}"));
        assertRefused(assume(), "answered without a token");
        home = home.with("AWS_ENDPOINT_URL_SSO_OIDC", "http://127.0.0.1:1");
        assertRefused(assume(), "http://127.0.0.1:1 gave no answer");
    }
}
