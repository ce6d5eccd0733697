import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What happens around the process: its stdout, its end before its time, its neighbours. */
class ProcessFaultTest extends ProcessFixture {
    private static final int KILLS = 200;

    private static final int AT_ONCE = 50;

    /** KILLS COMMAND SEED PATTERN: how often all of the new variables, none or a mixture were there, of how many. */
    private static final String KILLING = """
        kills=0 all=0 none=0 mixed=0 n=0 RANDOM=$3 signals=(KILL TERM HUP)
        # COMMAND: sources it, and kills it at a random moment: each third at any, the others about when it last made
        # the difference, which is what $limit comes to, in milliseconds.
        one() {
            local before delay=$((n % 3 ? limit * (85 + RANDOM % 30) / 100 : RANDOM % limit))
            export AWS_ACCESS_KEY_ID=old AWS_SECRET_ACCESS_KEY=old AWS_SESSION_TOKEN=old AWS_CREDENTIAL_EXPIRATION=old AWS_PROFILE=old
            before=$(declare -px)
            source <(timeout -s ${signals[n++ % 3]} $((delay / 1000)).$(printf %03d $((delay % 1000))) $1 2>/dev/null; echo $? >status.$3)
            case $(<status.$3) in 124|137) ;; *) limit=$((limit - limit / 16 - 1)); return ;; esac
            kills=$((kills + 1))
            [ "${AWS_ACCESS_KEY_ID-} ${AWS_SECRET_ACCESS_KEY-} ${#AWS_SESSION_TOKEN} ${AWS_CREDENTIAL_EXPIRATION-} ${AWS_PROFILE-}" = "old old 3 old old" ] && { [ "$before" = "$(declare -px)" ] && none=$((none + 1)) || mixed=$((mixed + 1)); ((n % 3 != 1)) && limit=$((limit + limit / 40 + 1)); return; }
            limit=$((limit - limit / 40 - 1))
            [[ "${AWS_ACCESS_KEY_ID-} ${#AWS_SECRET_ACCESS_KEY} ${#AWS_SESSION_TOKEN} ${AWS_CREDENTIAL_EXPIRATION-} ${AWS_PROFILE-}" =~ $2 ]] && all=$((all + 1)) || mixed=$((mixed + 1))
        }
        for ((try = 0; kills < $1 && try < 20 * $1; try++)); do one "$2" "$4" $3; done
        echo $kills $all $none $mixed
        """;

    @TestFactory
    Stream<DynamicTest> stdoutThatTakesNothing() {
        return COMMANDS.values().stream()
                .map(command -> DynamicTest.dynamicTest(command, () -> {
                    // A FIFO that this bash has opened at both ends, and then closed for reading.
                    Map<String, String> reasons = Map.of(
                            ">&-",
                            "Bad file descriptor",
                            ">/dev/full",
                            "No space left on device",
                            ">&4",
                            "Broken pipe");
                    for (String redirection : reasons.keySet()) {
                        Program.Ran ran = shell("mkfifo gone; exec 3<>gone 4>gone 3<&-; rm gone; export AWS_X=x; "
                                        + command + " " + redirection)
                                .run();
                        assertEquals(1, ran.status(), redirection + ran.err());
                        assertEquals(1, ran.err().lines().count(), ran.err());
                        assertTrue(
                                ran.err().contains("stdout cannot be written (" + reasons.get(redirection) + ")"),
                                ran.err());
                    }
                    assertEquals(
                            1,
                            shell("export AWS_X=x; " + command + " >&- 2>&-")
                                    .run()
                                    .status());
                    Program.Ran whole = shell(command).run();
                    for (String redirection : List.of("2>&-", "2>/dev/full", "<&-")) {
                        Program.Ran ran = shell(command + " " + redirection).run();
                        assertEquals(0, ran.status(), redirection + ran.err());
                        assertEquals(shape(whole.out()), shape(ran.out()), redirection);
                    }
                }));
    }

    /** What a user relies on: a pipe that is cut short loads nothing. */
    @Test
    void fiveBytesLoadNothing() {
        for (String command : List.of(ASSUME, COMMANDS.get("sts2env"))) {
            Program.Ran ran = shell("before=$(declare -px); source <(" + command
                            + " --quiet | head -c 5) >/dev/null; [ \"$before\" = \"$(declare -px)\" ] && echo same")
                    .run();
            assertEquals("same\n", ran.out(), ran.err());
        }
    }

    /**
     * A file system that is full, or a connection that ends, may cut the product anywhere: every variable is whole,
     * empty or untouched.
     */
    @Test
    void cutAnywhere() {
        String old =
                "AWS_ACCESS_KEY_ID=old AWS_SECRET_ACCESS_KEY=old AWS_SESSION_TOKEN=old AWS_REGION=old AWS_PROFILE=old";
        Program.Ran ran = shell("product=$(sts2env keys.json --quiet --region new); export " + old + """

            LC_ALL=C
            for ((n = 0; n <= ${#product}; n += n < 260 || n > ${#product} - 160 ? 1 : 50)); do
                ( source <(printf %s "${product:0:n}") >/dev/null 2>&1; echo "${AWS_ACCESS_KEY_ID-},${AWS_SECRET_ACCESS_KEY-},${#AWS_SESSION_TOKEN},${AWS_REGION-},${AWS_PROFILE-}" )
            done | uniq -c | sed 's/^ *[0-9]* //'
            """)
                .run();
        String states = "(old|new|),(old|new-" + LETTERS + "|),([03]|2000),(old|new|),(old|)";
        assertTrue(ran.lines().stream().allMatch(line -> line.matches(states)), ran.out());
        assertTrue(
                ran.lines().stream()
                        .noneMatch(line -> line.matches("old,.*(new|2000).*|.*,old,2000,.*|.*,[03],new,.*|new,.*,old")),
                "in an order in which keys that do not belong together are refused: " + ran.out());
        assertEquals(
                "new,new-" + LETTERS + ",2000,new,", ran.lines().get(ran.lines().size() - 1));
        assertTrue(ran.lines().size() > 8, ran.out());
    }

    /** A process that is killed at any moment has given the shell all of its variables, or none. */
    @Test
    void killedWhileAShellSourcesIt() throws Exception {
        ExecutorService three = Executors.newFixedThreadPool(3);
        try {
            int assumed = KILLS / 10;
            var runs = new ArrayList<Future<Program.Ran>>();
            long seed = System.nanoTime() % 30_000 + 1;
            for (int half = 0; half < 2; half++) {
                runs.add(three.submit(
                        killing(
                                (KILLS - assumed) / 2,
                                "sts2env keys.json",
                                seed + half,
                                "^new " + (4 + LETTERS.codePointCount(0, LETTERS.length()))
                                        + " 2000 2099-01-01T00:00:00Z $")::run));
            }
            runs.add(three.submit(
                    killing(assumed, ASSUME, seed + 2, "^ASIA[A-Z0-9]{16} 40 320 20..-..-..T..:..:..Z $")::run));
            int[] sums = sums(runs);
            assertEquals(KILLS, sums[0], "kills; seed " + seed);
            assertEquals(0, sums[3], "environments that are neither the old nor the new one; seed " + seed);
            assertTrue(
                    sums[1] > 0 && sums[2] > 0,
                    sums[1] + " with all and " + sums[2] + " with none, so no kill came near the moment; seed " + seed);
            System.out.printf(
                    "%n  kills survived: %d, %d with all of the new variables and %d with none%n",
                    sums[0], sums[1], sums[2]);
        } finally {
            three.shutdownNow();
        }
    }

    private static int[] sums(List<Future<Program.Ran>> runs) throws Exception {
        int[] sums = new int[4];
        for (Future<Program.Ran> run : runs) {
            String[] counts = run.get().out().strip().split(" ");
            assertEquals(4, counts.length, run.get().err());
            for (int i = 0; i < 4; i++) {
                sums[i] += Integer.parseInt(counts[i]);
            }
        }
        return sums;
    }

    @Test
    void fiftyAtOnce() throws IOException {
        List<String> before = files();
        Program.Ran ran = shell("for ((i = 0; i < " + AT_ONCE / 2 + "; i++)); do\n"
                        + "( source <(sts2env keys.json --quiet) && echo"
                        + " \"$AWS_ACCESS_KEY_ID ${#AWS_SESSION_TOKEN}\" )"
                        + " &\n"
                        + "( source <(" + ASSUME
                        + " --quiet) && echo \"$AWS_ACCESS_KEY_ID ${#AWS_SESSION_TOKEN}\" ) &\ndone; wait")
                .run();
        assertEquals(
                AT_ONCE / 2, ran.lines().stream().filter("new 2000"::equals).count(), ran.err());
        assertEquals(
                AT_ONCE / 2,
                ran.lines().stream()
                        .filter(line -> line.matches("ASIA[A-Z0-9]{16} 320"))
                        .distinct()
                        .count(),
                ran.err());
        assertEquals("", ran.err());
        assertEquals(before, files(), "files in the home");
    }

    /** How long the command takes undisturbed is where the search for the moment begins. */
    private static Program killing(int kills, String command, long seed, String whole) {
        long start = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            assertEquals(0, shell(command).run().status());
        }
        long milliseconds = (System.nanoTime() - start) / 3_000_000;
        return shell(
                "limit=" + milliseconds + "\n" + KILLING, String.valueOf(kills), command, String.valueOf(seed), whole);
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(home.folder())) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
