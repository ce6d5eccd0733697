import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** whoami, called as its main would, against the practice STS. */
class WhoamiTest {
    private static final String REDBEARD = "arn:aws:iam::111122223333:user/redbeard";

    @TempDir
    Path folder;

    @Test
    void itIsOneLineWithTheArn() throws IOException {
        try (var sts = PracticeSts.start(Clock.systemUTC())) {
            assertEquals(
                    new Home.Said(0, REDBEARD + "\n", ""),
                    Home.in(folder, sts.endpoint().toString()).call(whoami::run, "--profile", "redbeard"));
        }
    }

    @Test
    void jsonIsWhatTheAwsCliPrints() throws IOException {
        try (var sts = PracticeSts.start(Clock.systemUTC())) {
            Map<String, Object> json =
                    JSON.std.mapFrom(Home.in(folder, sts.endpoint().toString())
                            .call(whoami::run, "--profile", "redbeard", "--format", "json")
                            .out());
            assertEquals(REDBEARD, json.get("Arn"));
            assertEquals("111122223333", json.get("Account"));
            assertTrue(json.containsKey("UserId"));
        }
    }

    /** As in the AWS CLI, keys in the environment outrank AWS_PROFILE, and --profile outranks both. */
    @Test
    void itTellsWhoTheShellIsNotWhoWasMeant() throws IOException {
        try (var sts = PracticeSts.start(Clock.systemUTC())) {
            Home home = Home.in(folder, sts.endpoint().toString()).with("AWS_PROFILE", "redbeard");
            assertEquals(REDBEARD + "\n", home.call(whoami::run).out());
            Home loaded = home.with("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE").with("AWS_SECRET_ACCESS_KEY", "k");
            Home.Said said = loaded.call(whoami::run);
            assertEquals(1, said.status());
            assertTrue(said.err().contains("the keys in your environment (InvalidClientTokenId"), said.err());
            assertEquals(
                    REDBEARD + "\n",
                    loaded.call(whoami::run, "--profile", "redbeard").out());
        }
    }

    @Test
    void anEmptyKeyIsNone() throws IOException {
        try (var sts = PracticeSts.start(Clock.systemUTC())) {
            Home home = Home.in(folder, sts.endpoint()).with("AWS_ACCESS_KEY_ID", "");
            assertEquals(
                    REDBEARD + "\n",
                    home.with("AWS_PROFILE", "redbeard").call(whoami::run).out());
            assertEquals(
                    REDBEARD + "\n",
                    home.with("AWS_DEFAULT_PROFILE", "redbeard")
                            .call(whoami::run)
                            .out());
        }
    }

    /** Its output is for people and scripts, not for a shell to run: on failure there is none. */
    @Test
    void aFailurePrintsNothingOnStdout() {
        Home.Said said = Home.in(folder, "http://127.0.0.1:1").call(whoami::run, "--profile", "nobody");
        assertEquals(1, said.status());
        assertEquals("", said.out());
        assertTrue(said.err().contains("'nobody'"), said.err());
    }

    @Test
    void halfAKeyPairIsSaid() {
        Home.Said said = Home.in(folder, "http://127.0.0.1:1")
                .with("AWS_ACCESS_KEY_ID", Home.KEY_ID)
                .call(whoami::run);
        assertTrue(said.err().contains("AWS_SECRET_ACCESS_KEY is not"), said.err());
    }

    @Test
    void wrongArgumentsAreStatus2() {
        Home home = Home.in(folder, "http://127.0.0.1:1");
        assertEquals(2, home.call(whoami::run, "--format", "yaml").status());
        assertEquals(2, home.call(whoami::run, "redbeard").status());
    }
}
