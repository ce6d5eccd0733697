import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ~/.aws/cli/cache is shared: what assume was given the AWS CLI uses, and the other way round. */
class CacheSharingTest extends CacheFixture {
    @ParameterizedTest
    @ValueSource(strings = {"dev", "vendor", "timed", "named", "prod", "audit", "web"})
    void whatAssumeWasGivenTheAwsCliUses(String profile) throws Exception {
        Program.need("aws");
        Home.Said said = profile.equals("prod")
                ? home.call(assume::run, profile, "--token-code", sts.actions().code())
                : home.call(assume::run, profile);
        int calls = profile.equals("audit") ? 2 : 1; // the other is dev's
        assertEquals(calls, calls());
        assertEquals(variable("AWS_ASSUMED_ROLE", said), aws(profile));
        if (profile.equals("audit")) {
            aws("dev");
        }
        assertEquals(calls, calls());
        int sessions = profile.equals("prod") ? 1 : 0; // of the MFA code, which signs
        assertEquals(calls + sessions, files().size());
        for (Path file : files()) {
            assertTrue(file.getFileName().toString().matches("[0-9a-f]{40}\\.json"), file.toString());
            assertEquals("rw-------", mode(file));
        }
        assertEquals("rwx------", mode(folder.resolve(".aws/cli")));
        assertEquals("rwx------", mode(cache()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "vendor", "timed", "named", "prod", "audit", "web"})
    void whatTheAwsCliWasGivenAssumeUses(String profile) throws Exception {
        Program.need("aws", "python3");
        String arn;
        if (profile.equals("prod")) {
            Program.Ran ran = new Pty()
                    .await("MFA code")
                    .type(sts.actions().code())
                    .await("assumed-role/[-\\w/]+")
                    .in(folder, "aws", "--profile", "prod", "sts", "get-caller-identity")
                    .run();
            assertEquals(0, ran.status(), ran.out());
            arn = ran.out();
        } else {
            arn = aws(profile);
        }
        int calls = profile.equals("audit") ? 2 : 1;
        assertEquals(calls, calls());
        List<Path> theirs = files();
        Home.Said said = home.call(assume::run, profile);
        assertTrue(arn.contains(variable("AWS_ASSUMED_ROLE", said)), arn);
        assertTrue(
                theirs.stream().anyMatch(file -> text(file).contains("\"" + id(said) + "\"")),
                "its key is in a file of the CLI's");
        if (profile.equals("audit")) {
            id(home.call(assume::run, "dev"));
        }
        assertEquals(calls, calls());
        assertEquals(theirs, files());
    }

    @Test
    void whoamiAndACommandUseItToo() {
        String id = id(home.call(assume::run, "dev"));
        assertEquals(
                "arn:aws:sts::123456789123:assumed-role/Developer/ada\n",
                home.call(whoami::run, "--profile", "dev").out());
        Program.Ran ran =
                Program.java("assume", "dev", "--", "env").with("HOME", folder).run();
        assertTrue(ran.lines().contains("AWS_ACCESS_KEY_ID=" + id), ran.err());
        assertEquals(1, calls());
        assertEquals(0, home.call(whoami::run, "--profile", "vendor").status());
        id(home.call(assume::run, "vendor"));
        assertEquals(2, calls(), "and what whoami was given, assume uses");
        assertEquals(0, home.call(whoami::run, "--profile", "dev", "--no-cache").status());
        assertEquals(0, home.call(whoami::run, "--profile", "dev", "--refresh").status());
        assertEquals(4, calls());
        assertNotEquals(id, id(home.call(assume::run, "dev")), "--refresh has kept its own");
    }

    @Test
    void twentyAtOnceOnAnEmptyCache() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Future<Program.Ran>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                running.add(threads.submit(() -> Program.java("assume", "dev", "--quiet")
                        .with("HOME", folder)
                        .with("USER", "ada")
                        .run()));
            }
            Set<String> ids = new HashSet<>();
            for (Future<Program.Ran> one : running) {
                Program.Ran ran = one.get();
                ids.add(id(new Home.Said(ran.status(), ran.out(), ran.err())));
                assertEquals("", ran.err());
            }
            Map<String, Object> cached = JSON.std.mapFrom(text(only())); // only: there is nothing else, no *.tmp
            assertTrue(
                    ids.contains(((Map<?, ?>) cached.get("Credentials")).get("AccessKeyId")),
                    cached.keySet().toString());
            assertEquals(ids.size(), calls());
        } finally {
            threads.shutdownNow();
        }
    }

    /** The Arn of the real AWS CLI, which has no terminal to ask on. */
    private String aws(String profile) {
        Program.Ran ran = Program.of(
                        "setsid",
                        "-w",
                        "aws",
                        "--profile",
                        profile,
                        "sts",
                        "get-caller-identity",
                        "--query",
                        "Arn",
                        "--output",
                        "text")
                .with("HOME", folder)
                .run();
        assertEquals(0, ran.status(), ran.err());
        return ran.out().strip();
    }
}
