//SOURCES ProfilesFixture.java AwsCli2.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Many accounts, in many pages, at a portal that takes its time and has too much to do. The large form is
 * {@code ./jbangw -Dprofiles.accounts=300 -Dprofiles.delay=100 -Dprofiles.page=100 tests/run.java ProfilesScaleTest}.
 */
class ProfilesScaleTest extends ProfilesFixture {
    private static final int ACCOUNTS = Integer.getInteger("profiles.accounts", 60);
    private static final int ROLES = 5;

    @Test
    void eightAtATimeAllPagesAndThrottlingIsWaitedOut() throws Exception {
        portal.accounts = many(ACCOUNTS, ROLES);
        portal.page = Integer.getInteger("profiles.page", 4);
        portal.delay = Duration.ofMillis(Integer.getInteger("profiles.delay", 10));
        portal.throttleEach = 3;
        long start = System.nanoTime();
        ok("--write");
        long millis = (System.nanoTime() - start) / 1_000_000;
        String written = text();
        assertTrue(portal.throttled.get() > 10, portal.throttled + " throttled");
        assertTrue(portal.mostAtOnce.get() > 1 && portal.mostAtOnce.get() <= 8, portal.mostAtOnce + " at once");
        System.out.printf(
                "[%d profiles in %d ms, %d calls, %d of them throttled, %d at once] ",
                ACCOUNTS * ROLES, millis, portal.calls.get(), portal.throttled.get(), portal.mostAtOnce.get());
        assertEquals(ACCOUNTS * ROLES, Profiles.read(home.env()).names().size());
        ok("--write");
        assertEquals(written, text());
        Program.need("aws");
        for (String last : List.of("team-0.Role0", "team-" + (ACCOUNTS - 1) + ".Role4")) {
            Program.Ran ran = Program.of("aws", "--profile", last, "configure", "get", "sso_role_name")
                    .with("HOME", folder)
                    .run();
            assertEquals(List.of(last.replaceFirst(".*\\.", "")), ran.lines(), ran.err());
        }
        assertEquals((long) ACCOUNTS * ROLES, listed(AwsCli2.command("configure", "list-profiles")));
    }

    /** How many profiles that AWS CLI lists. */
    private long listed(List<String> command) {
        Program.Ran ran =
                Program.of(command.toArray(String[]::new)).with("HOME", folder).run();
        assertEquals(0, ran.status(), ran.err());
        return ran.lines().stream().filter(line -> !line.equals("default")).count();
    }
}
