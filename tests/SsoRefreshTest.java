//SOURCES SsoPortal.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A token of single sign-on that has expired is refreshed as the AWS CLI refreshes it. */
class SsoRefreshTest extends SsoFixture {
    @Test
    void aTokenThatHasExpiredIsRefreshedAndWrittenBackWhole() throws IOException {
        Program.need("aws");
        for (Duration left : List.of(Duration.ofHours(-1), Duration.ofMinutes(14))) {
            Path file = signIn("corp", in(left));
            List<String> expected = callsOfTheAwsCli();
            Map<String, Object> theirs = JSON.std.mapFrom(Files.readString(file));
            portal.addRefreshToken("a-refresh-token");
            signIn("corp", in(left));
            Instant before = Instant.now();
            assertEquals(expected, callsOfOurs());
            assertEquals(2, expected.size(), expected.toString());
            Map<String, Object> ours = JSON.std.mapFrom(Files.readString(file));
            Instant end = Instant.parse((String) ours.remove("expiresAt"));
            assertTrue(Duration.between(before, end).minusHours(8).abs().toSeconds() < 30, end.toString());
            assertNotEquals(null, theirs.remove("expiresAt"));
            assertEquals(theirs.get("refreshToken"), "the-next-a-refresh-token");
            theirs.remove("registrationExpiresAt");
            ours.remove("registrationExpiresAt");
            assertEquals(theirs, ours);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            try (Stream<Path> files = Files.list(file.getParent())) {
                assertEquals(List.of(file), files.toList(), "nothing temporary is left");
            }
            portal.addRefreshToken("a-refresh-token");
        }
    }

    @Test
    void whatElseTheFileSaysStays() throws IOException {
        Path file = signIn("corp", in(Duration.ofHours(-1)));
        Files.writeString(file, Files.readString(file).replace("{", "{\"scopes\": [\"sso:account:access\"], "));
        assertEquals(0, assume().status());
        Map<String, Object> written = JSON.std.mapFrom(Files.readString(file));
        assertEquals(List.of("sso:account:access"), written.get("scopes"));
        assertEquals("a-refreshed-access-token", written.get("accessToken"));
    }

    @Test
    void aTokenThatIsStillValidWillDoWhereItCannotBeRefreshed() throws IOException {
        String text = Files.readString(signIn("corp", in(Duration.ofMinutes(10))));
        Files.writeString(file("corp"), text.replace("a-refresh-token", "another-refresh-token"));
        assertEquals(0, assume().status(), "it is refused");
        Files.writeString(file("corp"), text.replace("refreshToken", "noRefreshToken"));
        assertEquals(0, assume().status(), "there is none");
        signIn("corp", in(Duration.ofMinutes(10)));
        home = home.with("AWS_ENDPOINT_URL_SSO_OIDC", "http://127.0.0.1:1");
        assertEquals(0, assume().status(), "nobody answers");
    }

    @Test
    void aTokenThatCannotBeRefreshedHasExpired() throws IOException {
        String text = Files.readString(signIn("corp", in(Duration.ofHours(-1))));
        String[] expired = {"the single sign-on of profile dev has expired", "aws sso login --profile dev"};
        Files.writeString(file("corp"), text.replace("a-refresh-token", "another-refresh-token"));
        assertRefused(assume(), expired);
        portal.calls();
        for (String field : List.of("refreshToken", "clientId", "clientSecret", "registrationExpiresAt")) {
            Files.writeString(file("corp"), text.replace(field, "no-" + field));
            assertRefused(assume(), expired);
        }
        Files.writeString(
                file("corp"),
                text.replaceFirst(
                        "registrationExpiresAt\": \"[^\"]*", "registrationExpiresAt\": \"2020-01-01T00:00:00Z"));
        assertRefused(assume(), expired);
        home = home.files(LEGACY, "");
        signIn(START_URL, in(Duration.ofHours(-1)));
        assertRefused(assume(), expired);
        assertEquals(List.of(), portal.calls(), "nobody is asked what is known");
    }

    /** The refresh token is good for one use: whoever comes second takes what the first has written. */
    @Test
    void refreshesAtTheSameTimeDoNoHarm() throws IOException {
        signIn("corp", in(Duration.ofHours(-1)));
        var threads = Executors.newFixedThreadPool(6);
        try {
            List<CompletableFuture<Home.Said>> all = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(this::assume, threads))
                    .toList();
            for (CompletableFuture<Home.Said> one : all) {
                assertEquals(0, one.join().status(), one.join().err());
            }
        } finally {
            threads.shutdown();
        }
        Map<String, Object> written = JSON.std.mapFrom(Files.readString(file("corp")));
        assertEquals("a-refreshed-access-token", written.get("accessToken"));
    }
}
