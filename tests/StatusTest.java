import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code assume --status} tells who the shell is, from its variables alone; and how times are told everywhere. */
class StatusTest {
    private static final Map<String, String> LOADED = Map.of(
            "AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY", Home.SECRET,
            "AWS_SESSION_TOKEN", "token-of-the-session",
            "AWS_ASSUMED_ROLE", "arn:aws:sts::123456789123:assumed-role/Developer/ada",
            "AWS_ASSUMED_PROFILE", "dev",
            "AWS_REGION", "eu-central-1");

    @TempDir
    Path folder;

    @Test
    void whoThisShellIs() {
        Home.Said said = status(LOADED, Duration.ofMinutes(42));
        assertEquals(0, said.status(), said.err());
        assertTrue(
                said.out()
                        .matches("profile  dev\nrole     Developer\nsession  ada\naccount  123456789123\n"
                                + "region   eu-central-1\nleft     42m, until \\S+Z\n"),
                said.out());
        assertEquals("", said.err());
    }

    @Test
    void noKeyIsShownAndNoFileIsRead() throws IOException {
        for (String format : new String[] {"env", "json"}) {
            String[] args =
                    format.equals("json") ? new String[] {"--status", "--format", format} : new String[] {"--status"};
            Home.Said said = home(LOADED, Duration.ofMinutes(42)).call(assume::run, args);
            for (String secret : new String[] {"ASIAIOSFODNN7EXAMPLE", Home.SECRET, "token-of-the-session"}) {
                assertFalse((said.out() + said.err()).contains(secret), said.out());
            }
        }
        Home broken = home(LOADED, Duration.ofMinutes(42)).files("[profile dev\nno", "=");
        assertEquals(0, broken.call(assume::run, "--status").status());
    }

    @Test
    void anExpiredOne() {
        Home.Said said = status(LOADED, Duration.ofSeconds(-5));
        assertEquals(1, said.status());
        assertTrue(said.out().contains("left     expired, at "), said.out());
        assertTrue(said.err().contains("has expired"), said.err());
    }

    @Test
    void nothingIsLoaded() {
        Home.Said said = status(Map.of(), null);
        assertEquals(1, said.status());
        assertEquals("", said.out());
        assertEquals("assume: nothing is loaded in this shell\n", said.err());
        Home.Said half = status(Map.of("AWS_ACCESS_KEY_ID", Home.KEY_ID), null);
        assertEquals(1, half.status());
        assertTrue(half.err().contains("AWS_SECRET_ACCESS_KEY is not set"), half.err());
        Home.Said named = status(Map.of("AWS_PROFILE", "prod"), null);
        assertTrue(named.err().contains("'prod'"), named.err());
    }

    @Test
    void keysOfWhichNothingSaysTheEnd() {
        Home.Said keys = status(Map.of("AWS_ACCESS_KEY_ID", Home.KEY_ID, "AWS_SECRET_ACCESS_KEY", Home.SECRET), null);
        assertEquals(0, keys.status());
        assertTrue(keys.out().contains("left     no end: these are long-lived keys\n"), keys.out());
        Home.Said session = status(LOADED, null);
        assertEquals(0, session.status());
        assertTrue(session.out().contains("left     not known\n"), session.out());
    }

    @Test
    void forScripts() {
        Home.Said said = home(LOADED, Duration.ofMinutes(200)).call(assume::run, "--status", "--format", "json");
        assertEquals(0, said.status());
        for (String part : new String[] {
            "\"status\": \"valid\"", "\"profile\": \"dev\"", "\"role\": \"Developer\"", "\"minutes\": 200"
        }) {
            assertTrue(said.out().contains(part), said.out());
        }
        Home.Said nothing = home(Map.of(), null).call(assume::run, "--status", "--format", "json");
        assertEquals(1, nothing.status());
        assertTrue(nothing.out().contains("\"status\": \"nothing\""), nothing.out());
        assertTrue(nothing.out().contains("\"minutes\": null"), nothing.out());
    }

    @Test
    void itDoesNothingElse() {
        for (String[] wrong : new String[][] {
            {"--status", "dev"}, {"--status", "--list"}, {"--status", "--", "true"}, {"--status", "--format", "fish"}
        }) {
            Home.Said said = home(LOADED, null).call(assume::run, wrong);
            assertEquals(2, said.status(), said.err());
            assertEquals("", said.out());
        }
    }

    @Test
    void oneLetterAsksForTheHelp() {
        Home.Said said = home(Map.of(), null).call(assume::run, "-h");
        assertEquals(0, said.status());
        assertEquals("", said.out());
        assertEquals(home(Map.of(), null).call(assume::run, "--help").err(), said.err());
    }

    @Test
    void aCommandWithoutDashes() {
        Home.Said said = home(Map.of(), null).call(assume::run, "dev", "ls", "a b");
        AssumeFixture.assertRefused(2, said, "did you mean: assume dev -- ls 'a b'");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, expired, no time",
        "0, expired, no time",
        "1, <1m, less than a minute",
        "59, <1m, less than a minute",
        "60, 1m, 1 minute",
        "89, 1m, 1 minute",
        "90, 2m, 2 minutes",
        "3599, 60m, 60 minutes",
        "7200, 120m, 120 minutes",
        "7229, 120m, 120 minutes",
        "7230, 2h 1m, 2 hours 1 minute",
        "12000, 3h 20m, 3 hours 20 minutes",
        "43200, 12h, 12 hours"
    })
    void howTimeIsTold(long seconds, String brief, String words) {
        TimeLeft left = new TimeLeft(Duration.ofSeconds(seconds));
        assertEquals(brief, left.brief());
        assertEquals(words, left.words());
        assertEquals(seconds <= 0, left.minutes() == 0, "never 0 while there is any");
    }

    private Home.Said status(Map<String, String> env, Duration left) {
        return home(env, left).call(assume::run, "--status");
    }

    private Home home(Map<String, String> env, Duration left) {
        Map<String, String> all = new TreeMap<>(env);
        all.put("HOME", folder.toString());
        if (left != null) {
            // Half a minute later, so that no minute is lost while the test runs.
            Instant end = Instant.now().plus(left).truncatedTo(ChronoUnit.SECONDS);
            all.put(
                    "AWS_CREDENTIAL_EXPIRATION",
                    end.plusSeconds(left.isNegative() ? 0 : 20).toString());
        }
        return new Home(folder, all);
    }
}
