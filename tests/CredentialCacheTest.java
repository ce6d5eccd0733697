import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When STS is called, and when the cache answers in its place. */
class CredentialCacheTest extends CacheFixture {
    private static final String POLICY =
            "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"s3:*\"],"
                    + " \"Resource\": \"*\"}]}";

    /** All in one cache: each finds nothing of those before it, and afterwards its own. */
    @Test
    void whateverChangesWhatTheKeysMayDoIsAskedAnew() throws Exception {
        try (var other = PracticeSts.start(Clock.systemUTC())) {
            List<Run> runs = runs(other);
            Map<Run, String> ids = new LinkedHashMap<>();
            for (Run run : runs) {
                ids.put(run, run.id());
                assertEquals(
                        ids.size(), calls() + other.calls().getOrDefault("AssumeRole", 0), "not asked: " + run.args());
            }
            assertEquals(1, other.calls().get("AssumeRole"));
            ids.forEach((run, id) -> assertEquals(id, run.id(), "not its own: " + run.args()));
            assertEquals(runs.size(), calls() + other.calls().get("AssumeRole"));
            assertEquals(runs.size() + 1, files().size(), "and the session that signs where MFA is wanted");
        }
    }

    private List<Run> runs(PracticeSts other) throws InterruptedException {
        List<Run> runs = new ArrayList<>(options(other.endpoint()).stream()
                .map(more -> new Run(home, more).with("redbeard", "--role-arn", ROLE))
                .toList());
        runs.add(new Run(home, List.of("redbeard", "--role-arn", PracticeWorld.DEVELOPER.arn())));
        runs.add(new Run(home, List.of("second", "--role-arn", ROLE)));
        for (User user : List.of(PracticeWorld.REDBEARD, SECOND)) {
            runs.add(new Run(
                    home.with("AWS_ACCESS_KEY_ID", user.accessKeyId())
                            .with("AWS_SECRET_ACCESS_KEY", user.secretAccessKey()),
                    List.of("--role-arn", ROLE)));
        }
        return runs;
    }

    /** Options of which each set makes another request. */
    private List<List<String>> options(String endpoint) throws InterruptedException {
        return List.of(
                List.of(),
                List.of("--external-id=abc"),
                List.of("--external-id=abd"),
                List.of("--policy", POLICY),
                List.of("--policy", POLICY.replace("s3:*", "ec2:*")),
                List.of("--policy", POLICY.replace("Allow", "Deny")),
                List.of("--policy-arn=arn:aws:iam::aws:policy/A"),
                List.of("--policy-arn=arn:aws:iam::aws:policy/B"),
                List.of("--policy-arn=arn:aws:iam::aws:policy/A", "--policy-arn=arn:aws:iam::aws:policy/B"),
                List.of("--policy-arn=arn:aws:iam::aws:policy/A", "--policy", POLICY),
                List.of("--tag=team=blue"),
                List.of("--tag=team=red"),
                List.of("--tag=crew=blue"),
                List.of("--tag=team=blue", "--tag=crew=blue"),
                List.of("--tag=team=blue", "--transitive-tag-key=team"),
                List.of("--source-identity=ada"),
                List.of("--source-identity=bob"),
                List.of("--duration-seconds=1800"),
                List.of("--duration-seconds=7200"),
                List.of("--role-session-name=bob"),
                List.of("--role-session-name=abc"),
                List.of("--endpoint-url", endpoint),
                List.of(
                        "--serial-number",
                        PracticeWorld.REDBEARD.mfaSerial(),
                        "--token-code",
                        sts.actions().code()));
    }

    @Test
    void aPolicyIsTheSameHoweverItIsLaidOut() {
        String id = id(home.call(assume::run, "dev", "--policy", "{\"Version\":\"2012-10-17\",\"Statement\":[]}"));
        assertEquals(
                id,
                id(home.call(assume::run, "dev", "--policy", "{ \"Statement\": [],\n\"Version\": \"2012-10-17\" }")));
        assertNotEquals(id, id(home.call(assume::run, "dev")));
    }

    @Test
    void whileMoreThanFifteenMinutesAreLeft() {
        String id = id(home.call(assume::run, "dev"));
        Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (String zone : List.of("Z", "UTC", "+00:00")) {
            edit(
                    only(),
                    text -> expiring(
                            text, second.plusSeconds(16 * 60).toString().replace("Z", zone)));
            assertEquals(id, id(home.call(assume::run, "dev")), zone);
            edit(only(), text -> text.replace("\": ", "\" :\n"));
            assertEquals(id, id(home.call(assume::run, "dev")), zone + ", laid out as no program of ours does");
            edit(only(), text -> text.replace("\" :\n", "\": "));
        }
        edit(
                only(),
                text -> expiring(text, second.plusSeconds(16 * 60).toString().replace("Z", "+01:00"))); // that is over
        assertNotEquals(id, id(home.call(assume::run, "dev")));
        for (String zone : List.of("Z", "UTC", "+00:00")) {
            String before = id(home.call(assume::run, "dev"));
            edit(
                    only(),
                    text -> expiring(
                            text, second.plusSeconds(14 * 60 + 30).toString().replace("Z", zone)));
            assertNotEquals(before, id(home.call(assume::run, "dev")), zone);
        }
        assertEquals(5, calls());
        id(home.call(assume::run, "dev", "--duration-seconds", "900"));
        id(home.call(assume::run, "dev", "--duration-seconds", "900"));
        assertEquals(7, calls(), "these are never that long");
    }

    @Test
    void noCacheNeitherReadsNorWrites() throws IOException {
        id(home.call(assume::run, "audit", "--no-cache"));
        assertFalse(Files.exists(folder.resolve(".aws/cli")));
        String id = id(home.call(assume::run, "dev"));
        byte[] cached = Files.readAllBytes(only());
        int before = calls();
        assertNotEquals(id, id(home.call(assume::run, "dev", "--no-cache")));
        assertEquals(before + 1, calls());
        assertArrayEquals(cached, Files.readAllBytes(only()));
    }

    @Test
    void refreshAsksAndKeepsTheNewKeys() {
        String old = id(home.call(assume::run, "dev"));
        String id = id(home.call(assume::run, "dev", "--refresh"));
        assertNotEquals(old, id);
        assertTrue(text(only()).contains("\"" + id + "\"") && !text(only()).contains(old));
        assertEquals(id, id(home.call(assume::run, "dev")));
        assertEquals(2, calls());
    }

    @Test
    void aCachedRunNeedsNoStsAndNoSdkClient() {
        assertTrue(loadsAClient("--no-cache"), "what this test looks for can be seen");
        String id = id(home.call(assume::run, "dev"));
        sts.close();
        assertEquals(id, id(home.call(assume::run, "dev")));
        assertFalse(loadsAClient("--quiet"));
    }

    private boolean loadsAClient(String option) {
        Path log = folder.resolve("loaded" + option);
        // Without an archive, from which a JVM may load classes that nobody needs.
        List<String> command = new ArrayList<>(Program.plainJava("assume", "dev", option));
        command.add(1, "-Xlog:class+load:file=" + log);
        Program.Ran ran =
                Program.of(command.toArray(String[]::new)).with("HOME", folder).run();
        assertEquals(0, ran.status(), ran.err());
        assertTrue(text(log).contains(" SessionCredentials "), "the log lists what was loaded");
        return text(log).contains(" software.amazon.awssdk.services.sts.DefaultStsClient ");
    }
}
