import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * each in many accounts: how often STS is called, and that nothing but the time changes where it throttles. The
 * variable EACH_ACCOUNTS makes it more of them than the suite has time for; the time and the memory are printed.
 */
class EachScaleTest extends EachFixture {
    private static final int ACCOUNTS =
            Integer.parseInt(Objects.requireNonNullElse(System.getenv("EACH_ACCOUNTS"), "24"));
    private static final int MOST_KILOBYTES = 150_000;
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final String SAY_PEAK = "; grep VmHWM /proc/$PPID/status >&2";

    private static final String SECONDS = Objects.requireNonNullElse(System.getenv("EACH_SECONDS"), "0.1");

    private final PracticeOrganization organization = PracticeOrganization.of(ACCOUNTS);

    @Test
    void everyAccountIsOneRequestAndTheSecondTimeNone() throws IOException {
        start(organization);
        long started = System.nanoTime();
        Program.Ran ran = program("--organization", "--", "sh", "-c", "sleep " + SECONDS + SAY_PEAK)
                .seconds(300)
                .run();
        double seconds = (System.nanoTime() - started) / 1e9;
        assertEquals(0, ran.status(), ran.err());
        assertEquals(ACCOUNTS, sts.calls().get("AssumeRole"));
        assertEquals(1, sts.calls().get("GetCallerIdentity"), "it is not known yet whose keys these are");
        System.out.printf("[%d accounts, sleep %s: %.1f s, %s] ", ACCOUNTS, SECONDS, seconds, memory(ran));

        Program.Ran again = program("--organization", "--", "true").run();
        assertEquals(0, again.status(), again.err());
        assertEquals(ACCOUNTS, sts.calls().get("AssumeRole"));
        assertEquals(1, sts.calls().get("GetCallerIdentity"));
    }

    @Test
    void aServerThatThrottlesEveryThirdRequestChangesNothingButTheTime() throws IOException {
        start(organization);
        try (var throttling = new ThrottlingServer(sts.endpoint())) {
            long started = System.nanoTime();
            Program.Ran ran = program("--organization", "--endpoint-url", throttling.url(), "--", "echo", "{account}")
                    .run();
            assertEquals(0, ran.status(), ran.err());
            assertEquals(ACCOUNTS, ran.lines().size());
            assertTrue(throttling.throttled.get() >= ACCOUNTS / 3, throttling.throttled + " throttled");
            assertEquals(ACCOUNTS, sts.calls().get("AssumeRole"));
            System.out.printf(
                    "[%d of %d requests throttled: %.1f s] ",
                    throttling.throttled.get(), throttling.requests.get(), (System.nanoTime() - started) / 1e9);
        }
    }

    /** A tenth of the roles denied, a tenth of the COMMANDs failing: all of them in the table, and nothing else. */
    @Test
    void theTableHasEachThatFailedAndWhy() throws IOException {
        start(organization, roles(organization, account -> account.endsWith("3")));
        Program.Ran ran = program("--organization", "--", "sh", "-c", "case {account} in *7) exit 7; esac")
                .run();
        assertEquals(3, ran.status(), ran.err());
        Map<String, String> expected = new TreeMap<>();
        for (int i = 1; i <= ACCOUNTS; i++) {
            if (i % 10 == 3) {
                expected.put("%012d".formatted(i), "role could not be assumed");
            }
            if (i % 10 == 7) {
                expected.put("%012d".formatted(i), "COMMAND failed with status 7");
            }
        }
        Map<String, String> table = table(ran.err());
        table.replaceAll((account, result) -> result.replaceFirst(":.*", ""));
        assertEquals(expected, table, ran.err());
    }

    /** 64 kB lines, from all of them. */
    @Test
    void longLinesComeOutWholeAndTakeLittleMemory() throws IOException {
        start(organization);
        String line = "head -c 65536 /dev/zero | tr '\\0' x";
        String five = "for i in 1 2 3 4 5; do " + line + "; echo; done";
        Program.Ran ran =
                program("--organization", "--", "sh", "-c", five + SAY_PEAK).run();
        assertEquals(0, ran.status(), ran.err());
        Map<String, List<String>> lines = byLabel(ran.out());
        assertEquals(ACCOUNTS, lines.size());
        String whole = "x".repeat(65536);
        lines.forEach((label, its) -> assertEquals(List.of(whole, whole, whole, whole, whole), its, label));
        System.out.printf("[5 lines of 64 kB from each of %d: %s] ", ACCOUNTS, memory(ran));
        assertFalse(ran.err().contains("xxxx"));
    }

    /** The most memory that each has had when the last COMMAND, which is its child, looked. */
    private static String memory(Program.Ran ran) {
        int most = PEAK.matcher(ran.err())
                .results()
                .mapToInt(peak -> Integer.parseInt(peak.group(1)))
                .max()
                .orElseThrow(() -> new AssertionError(ran.err()));
        assertTrue(most < MOST_KILOBYTES, most + " kB");
        return most / 1024 + " MB";
    }
}
