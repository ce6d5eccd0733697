//SOURCES LoginFixture.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several sign-ins at once, one after another, and the end of one. */
class LoginTogetherTest extends LoginFixture {
    private static final Pattern WAITS =
            Pattern.compile("(Another sign-in to practice goes on; this one waits for it)");

    @Test
    void twoAtOnceAreOneTab() throws Exception {
        Running first = login("sso", "--print");
        String address = first.await(ADDRESS);
        List<Running> others = new ArrayList<>();
        for (String[] args : List.of(
                new String[] {"sso", "--print"},
                new String[] {"--sso-session", "practice", "--print"},
                new String[] {"sso", "--device-code"})) {
            others.add(login(args));
        }
        for (Running other : others) {
            other.await(WAITS);
        }
        click(address, "allow");
        assertEquals(0, first.said().status(), first.said().err());
        for (Running other : others) {
            Home.Said said = other.said();
            assertEquals(0, said.status(), said.err());
            assertTrue(said.err().contains("already signed in to practice until "), said.err());
            assertEquals("", said.out());
        }
        assertEquals(1, calls("SignInPage"));
        assertEquals(1, calls("CreateToken"));
        assertEquals(List.of(), locks());
    }

    /** The same for processes, of which the first is killed: the system lets go of its lock. */
    @Test
    void oneThatIsKilledHoldsNobodyUp() throws Exception {
        ProcessBuilder login =
                new ProcessBuilder(Program.java("login", "sso", "--print").command());
        login.environment().clear();
        login.environment().putAll(home.env());
        login.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process first = login.start();
        String address = first.inputReader().readLine();
        assertTrue(address.startsWith(center.endpoint()), address);
        Running second = login("sso", "--print");
        second.await(WAITS);
        first.destroyForcibly().waitFor();
        String next = second.await(ADDRESS);
        assertFalse(next.equals(address));
        click(next, "allow");
        assertEquals(0, second.said().status(), second.said().err());
        assertEquals(List.of(), locks());
        assertWorks();
    }

    @Test
    void theNextOneSignsInWhereTheFirstIsDenied() throws Exception {
        Running first = login("sso", "--print");
        String address = first.await(ADDRESS);
        Running second = login("sso", "--print");
        second.await(WAITS);
        click(address, "deny");
        assertEquals(1, first.said().status());
        click(second.await(ADDRESS), "allow");
        assertEquals(0, second.said().status(), second.said().err());
        assertWorks();
    }

    private List<Path> locks() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".aws/sso/cache"))) {
            return files.filter(file -> !file.toString().endsWith(".json")).toList();
        }
    }

    /** Nobody clicks for a token that is valid, or can be refreshed; only for one that was revoked since. */
    @Test
    void nobodyIsAskedTwice() throws Exception {
        assertEquals(0, signIn("sso").status());
        String token = Files.readString(tokenFile());
        assertEquals(0, login("sso").said().status());
        assertEquals(token, Files.readString(tokenFile()));
        expire(tokenFile());
        Home.Said said = login("sso").said();
        assertTrue(said.err().contains("already signed in to practice until "), said.err());
        assertEquals(1, calls("SignInPage"));
        assertEquals(2, calls("CreateToken"));
        String revoked = Files.readString(tokenFile());
        home.call(login::run, "sso", "--logout");
        Files.writeString(tokenFile(), revoked);
        said = signIn("sso");
        assertTrue(said.err().contains("login: signed in to practice until "), said.err());
        assertEquals(2, calls("SignInPage"));
        assertEquals(1, calls("RegisterClient"));
    }

    @Test
    void aSessionThatHasEndedTakesAnotherClick() throws Exception {
        start(SsoLimits.DEFAULT.withSession(Duration.ZERO));
        assertEquals(0, signIn("sso").status());
        expire(tokenFile());
        Home.Said said = home.call(assume::run, "sso");
        assertEquals(1, said.status());
        assertTrue(
                said.err().contains("has expired; sign in again with: jbang login@org sso (or: aws sso login"),
                said.err());
        assertEquals(0, signIn("sso").status());
        assertWorks();
    }

    /** With nothing in ~/.aws but what a start URL gives. */
    @Test
    void aStartUrlIsEnough() throws Exception {
        home = home.files("", "")
                .with("AWS_ENDPOINT_URL_SSO", center.endpoint())
                .with("AWS_ENDPOINT_URL_SSO_OIDC", center.endpoint());
        String[] where = {"--start-url", PracticeWorld.START_URL, "--sso-region", "us-east-1"};
        Home.Said said = signIn(where);
        assertEquals(0, said.status(), said.err());
        Map<String, Object> token = json(SsoToken.file(home.env(), PracticeWorld.START_URL));
        assertEquals(PracticeWorld.START_URL, token.get("startUrl"));
        assertEquals("us-east-1", token.get("region"));
        assertTrue(token.containsKey("refreshToken"), "the default scope was asked for");
        home.files(
                "[profile old]\nsso_start_url = " + PracticeWorld.START_URL
                        + "\nsso_region = us-east-1\nsso_account_id = 123456789123\nsso_role_name = Developer\n",
                "");
        assertEquals(0, home.call(assume::run, "old").status(), "the older kind of profile finds it");
        said = home.call(
                login::run,
                Stream.concat(Stream.of(where), Stream.of("--logout")).toArray(String[]::new));
        assertEquals(
                "login: signed out of " + PracticeWorld.START_URL, said.err().split(";")[0]);
    }

    @Test
    void whichSessionIsMeantWhereNoneIsNamed() throws Exception {
        assertEquals(0, signIn().status(), "the only one there is");
        home.call(login::run, "--logout");
        assertEquals(0, signIn("role").status(), "that of the profile at the source of a role");
        home.call(login::run, "--logout");
        home = home.with("AWS_PROFILE", "keys");
        Home.Said said = home.call(login::run);
        assertTrue(said.err().contains("profile keys in "), said.err());
        Path config = folder.resolve(".aws/config");
        Files.writeString(config, Files.readString(config) + "[sso-session other]\nsso_region = eu-west-1\n");
        home = new Home(folder, Map.of("HOME", folder.toString()));
        said = home.call(login::run);
        assertEquals(2, said.status());
        assertTrue(said.err().contains("the sso-sessions are other, practice"), said.err());
        said = home.call(login::run, "--sso-session", "other");
        assertTrue(
                said.err().contains("[sso-session other]") && said.err().contains("says no sso_start_url"), said.err());
    }

    @Test
    void theEndOfASignInIsTheEndOfAllThatCameFromIt() throws Exception {
        assertEquals(0, signIn("sso").status());
        Path roles = Files.createDirectories(folder.resolve(".aws/cli/cache"));
        String key = RoleRequest.NONE
                .completedFrom(Profiles.read(home.env()), "role")
                .cacheKey(java.util.Optional.empty(), java.util.Optional.empty());
        Path chained = Files.writeString(roles.resolve(key + ".json"), "{\"Credentials\": {}}");
        Path theirs = Files.writeString(roles.resolve("a".repeat(40) + ".json"), "{\"ProviderType\": \"sso\"}");
        Path others = Files.writeString(roles.resolve("b".repeat(40) + ".json"), "{\"Credentials\": {}}");
        String accessToken = (String) json(tokenFile()).get("accessToken");
        Home.Said said = home.call(login::run, "sso", "--logout");
        assertEquals(0, said.status(), said.err());
        assertTrue(said.err().contains("login: signed out of practice;"), said.err());
        for (Path gone : List.of(tokenFile(), chained, theirs)) {
            assertFalse(Files.exists(gone), gone.toString());
        }
        assertTrue(Files.exists(others), "it is of other keys");
        assertEquals(1, calls("Logout"));
        assertEquals(
                401,
                java.net.http.HttpClient.newHttpClient()
                        .send(
                                java.net.http.HttpRequest.newBuilder(
                                                java.net.URI.create(center.endpoint() + "/assignment/accounts"))
                                        .header("x-amz-sso_bearer_token", accessToken)
                                        .build(),
                                java.net.http.HttpResponse.BodyHandlers.discarding())
                        .statusCode());
        said = home.call(login::run, "sso", "--logout");
        assertEquals(0, said.status());
        assertTrue(said.err().contains("nobody was signed in to practice"), said.err());
    }

    /** What refreshes a token that has expired is revoked by way of the next one. */
    @Test
    void anExpiredSignInIsRevokedToo() throws Exception {
        assertEquals(0, signIn("sso").status());
        expire(tokenFile());
        assertEquals(0, home.call(login::run, "sso", "--logout").status());
        assertEquals(2, calls("CreateToken"));
        assertEquals(1, calls("Logout"));
    }

    @Test
    void whatCannotBeRevokedIsRemovedAllTheSame() throws Exception {
        assertEquals(0, signIn("sso").status());
        center.close();
        Home.Said said = home.call(login::run, "sso", "--logout");
        assertEquals(1, said.status());
        assertTrue(
                said.err().contains("was removed here, but it could not be revoked: " + center.endpoint()), said.err());
        assertFalse(Files.exists(tokenFile()));
    }
}
