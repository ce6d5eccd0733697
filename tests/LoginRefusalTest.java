//SOURCES LoginFixture.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sign-in in the browser that comes to nothing: what is said there and in the terminal, and what is left. */
class LoginRefusalTest extends LoginFixture {
    /** The address that the browser is to come back to, of a sign-in that shows {@code address}. */
    private static String callback(String address) {
        return java.net.URLDecoder.decode(parameter(address, "redirect_uri"), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void anotherStateIsNotBelieved() throws Exception {
        for (String query : List.of("?code=abc&state=another", "?code=abc", "?state=", "", "?code=%zz&state=%zz")) {
            Running running = login("sso", "--print");
            String address = running.await(ADDRESS);
            HttpResponse<String> page = get(callback(address) + query.replace("%zz", "%C3"));
            assertTrue(page.body().contains("You are not signed in"), page.body());
            assertRefused(running.said(), "its state is another", "nothing was cached");
        }
        assertEquals(0, calls("CreateToken"), "the code is shown to nobody");
    }

    @Test
    void itTakesOneRequest() throws Exception {
        Running running = login("sso", "--print");
        String address = running.await(ADDRESS);
        String callback = callback(address);
        assertEquals(404, get(callback.replaceFirst("/oauth.*", "/favicon.ico")).statusCode(), "this is not the one");
        var second = new java.util.concurrent.CompletableFuture<HttpResponse<String>>();
        center.beforeToken(fields -> {
            try {
                second.complete(get(callback + "?code=other&state=" + parameter(address, "state")));
            } catch (Exception e) {
                second.completeExceptionally(e);
            }
        });
        String first = click(address, "allow");
        assertTrue(first.contains("You are signed in"), first);
        assertEquals(410, second.join().statusCode());
        assertTrue(
                second.join().body().contains("This sign-in has had its answer"),
                second.join().body());
        assertEquals(0, running.said().status(), running.said().err());
        assertWorks();
    }

    @Test
    void aWindowThatIsClosedIsNotWaitedForForEver() throws Exception {
        Running running = login(Duration.ofSeconds(1), "sso", "--print");
        running.await(ADDRESS);
        assertRefused(running.said(), "the browser did not come back within 1 seconds", "--device-code");
    }

    @Test
    void whatSingleSignOnRefusesIsSaid() throws Exception {
        Running running = login("sso", "--print");
        String address = running.await(ADDRESS);
        get(callback(address) + "?error=server_error&error_description=%1B%5B2Jnot%20now&state="
                + parameter(address, "state"));
        assertRefused(running.said(), "single sign-on refused the sign-in (server_error: \\u001b[2Jnot now)");
        running = login("sso", "--print");
        address = running.await(ADDRESS);
        String page = get(callback(address) + "?code=made-up&state=" + parameter(address, "state"))
                .body();
        assertTrue(page.contains("You are not signed in"), page);
        assertRefused(running.said(), "InvalidGrantException", center.endpoint());
        for (String exception : List.of("ExpiredTokenException", "AccessDeniedException", "InternalServerException")) {
            running = login("sso", "--print");
            address = running.await(ADDRESS);
            center.refuseNext(exception);
            assertTrue(click(address, "allow").contains("You are not signed in"));
            assertRefused(running.said(), exception);
        }
    }

    /** What an earlier version of the center registered, the center knows no more. */
    @Test
    void aClientThatIsNotKnownAnyMoreRegistersAgain() throws Exception {
        signIn("sso");
        Files.delete(tokenFile());
        Path registration = onlyFile();
        Files.writeString(registration, Files.readString(registration).replaceFirst("\"clientId\": \"..", "$0ff"));
        Running running = login("sso", "--print", "--device-code");
        click(running.await(ADDRESS), "allow");
        assertEquals(0, running.said().status(), running.said().err());
        assertWorks();
    }

    private Path onlyFile() throws Exception {
        try (var files = Files.list(folder.resolve(".aws/sso/cache"))) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all.toString());
            return all.get(0);
        }
    }

    @Test
    void nothingIsAskedThatCouldNotBeCached() throws Exception {
        Path aws = Files.createDirectories(folder.resolve(".aws/sso"));
        Files.writeString(aws.resolve("cache"), "a file where a directory is expected");
        Home.Said said = login("sso", "--print").said();
        assertEquals(1, said.status());
        assertTrue(said.err().contains("the token cannot be cached in "), said.err());
        assertEquals("", said.out());
        assertEquals(Map.of(), center.calls());
    }

    @Test
    void aBrowserThatCannotBeOpenedIsNamed() throws Exception {
        Home.Said said = login("sso", "--browser", "no-such-browser").said();
        assertRefused(said, "'no-such-browser' is not there");
        home = home.with("PATH", folder.toString());
        Running running = login("sso");
        String address = running.await(
                java.util.regex.Pattern.compile("(http://\\S+/authorize\\?\\S+)[\\s\\S]*Open it yourself"));
        click(address, "allow");
        assertEquals(0, running.said().status(), running.said().err());
    }

    @Test
    void whereToSignInIsSaidOnce() {
        assertUsage("say where to sign in", "sso", "--sso-session", "practice");
        assertUsage("belong together", "--start-url", "https://corp.awsapps.com/start");
        assertUsage("belong together", "--sso-region", "eu-west-1");
        assertUsage("--start-url 'corp'", "--start-url", "corp", "--sso-region", "eu-west-1");
        assertUsage("--sso-region '../x'", "--start-url", "https://corp.awsapps.com/start", "--sso-region", "../x");
        assertUsage("--logout needs no browser", "sso", "--logout", "--print");
        assertUsage("leave out --browser", "sso", "--browser", "firefox", "--print");
        assertUsage("one PROFILE is expected", "sso", "more");
        Home.Said said = home.call(login::run, "--sso-session", "practise");
        assertEquals(1, said.status());
        assertTrue(said.err().contains("there is no [sso-session practise]"), said.err());
        assertTrue(said.err().contains("the nearest names are practice"), said.err());
        said = home.call(login::run, "keys");
        assertEquals(1, said.status());
        assertTrue(said.err().contains("profile keys in "), said.err());
        assertTrue(said.err().contains("says no sso_start_url"), said.err());
        said = home.call(login::run, "prd");
        assertTrue(said.err().contains("there is no profile 'prd'"), said.err());
    }

    private void assertUsage(String part, String... args) {
        Home.Said said = home.call(login::run, args);
        assertEquals(2, said.status(), said.err());
        assertTrue(said.err().contains(part), said.err());
        assertEquals(Map.of(), center.calls());
    }

    @Test
    void theCacheIsItsOwnersAlone() throws Exception {
        signIn("sso");
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".aws/sso/cache"))));
        try (var files = Files.list(folder.resolve(".aws/sso/cache"))) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }
}
