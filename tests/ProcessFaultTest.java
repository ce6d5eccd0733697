import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What happens around the process: its stdout, its end before its time, its neighbours, its home, its locale, its environment. */
class ProcessFaultTest {
    private static final int KILLS = 200;
    private static final int AT_ONCE = 50;
    private static final String ASSUME =
            "assume redbeard --role-arn arn:aws:iam::123456789123:role/OrganizationAccountAccessRole"
                    + " --role-session-name me --no-cache";
    /** A command line for each command; unset is also a word of bash's own. */
    private static final Map<String, String> COMMANDS = new TreeMap<>(Map.of(
            "assume",
            ASSUME,
            "sts2env",
            "sts2env keys.json",
            "unset",
            "env unset",
            "whoami",
            "whoami --profile redbeard"));
    /** Letters on which a locale shows: Turkish has two more, C has none of them. */
    private static final String LETTERS = "Iiquit\u0131\u0130\u00df\u00e9\ud83d\udd11";

    @TempDir
    static Path folder;

    private static PracticeSts sts;
    private static Home home;
    private static Path bin;

    /** A launcher for each command with the options that its script gives to Java, and class data shared to be quick. */
    @BeforeAll
    static void start() throws IOException {
        Program.need("bash", "timeout");
        sts = PracticeSts.start(Clock.systemUTC());
        home = Home.in(Files.createDirectory(folder.resolve("home")), sts.endpoint());
        bin = Files.createDirectory(folder.resolve("bin"));
        Files.writeString(folder.resolve("keys.json"), """
            {"Credentials": {"AccessKeyId": "new", "SecretAccessKey": "new-%1$s", "SessionToken": "%2$s", "Expiration": "2099-01-01T00:00:00Z"}}
            """.formatted(LETTERS, "t".repeat(2000)));
        for (String archived : List.of("sts2env", "assume")) {
            launcher(archived, "-XX:ArchiveClassesAtExit=" + folder.resolve(archived + ".jsa"));
            shell(COMMANDS.get(archived)).run();
        }
        COMMANDS.keySet()
                .forEach(name -> launcher(
                        name,
                        "-XX:SharedArchiveFile="
                                + folder.resolve(name.matches("unset|sts2env") ? "sts2env.jsa" : "assume.jsa")));
    }

    @AfterAll
    static void stop() {
        sts.close();
    }

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

    /** What a user relies on: a pipe that is cut short loads nothing; and the failing command is still there for who sources it. */
    @Test
    void fiveBytesLoadNothing() {
        for (String command : List.of(ASSUME, COMMANDS.get("sts2env"))) {
            Program.Ran ran = shell("before=$(declare -px); source <(" + command
                            + " --quiet | head -c 5) >/dev/null; [ \"$before\" = \"$(declare -px)\" ] && echo same")
                    .run();
            assertEquals("same\n", ran.out(), ran.err());
        }
    }

    /** A file system that is full, or a connection that ends, may cut the product anywhere: every variable is whole, empty or untouched. */
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
        String script = """
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
        ExecutorService three = Executors.newFixedThreadPool(3);
        try {
            int assumed = KILLS / 10;
            var runs = new ArrayList<Future<Program.Ran>>();
            long seed = System.nanoTime() % 30_000 + 1;
            for (int half = 0; half < 2; half++) {
                runs.add(three.submit(
                        killing(
                                script,
                                (KILLS - assumed) / 2,
                                "sts2env keys.json",
                                seed + half,
                                "^new " + (4 + LETTERS.codePointCount(0, LETTERS.length()))
                                        + " 2000 2099-01-01T00:00:00Z $")::run));
            }
            runs.add(three.submit(killing(
                    script, assumed, ASSUME, seed + 2, "^ASIA[A-Z0-9]{16} 40 320 20..-..-..T..:..:..Z $")::run));
            int[] sums = new int[4];
            for (Future<Program.Ran> run : runs) {
                String[] counts = run.get().out().strip().split(" ");
                assertEquals(4, counts.length, run.get().err());
                for (int i = 0; i < 4; i++) {
                    sums[i] += Integer.parseInt(counts[i]);
                }
            }
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

    /** Every command, in odd circumstances that are none of its business: the same on stdout, the same words. */
    @Test
    void theSameWhereverItRuns() throws Exception {
        Map<String, UnaryOperator<Program>> worlds = new LinkedHashMap<>();
        String noHome = "AWS_CONFIG_FILE=" + home.folder() + "/.aws/config AWS_SHARED_CREDENTIALS_FILE=" + home.folder()
                + "/.aws/credentials";
        for (String nowhere : List.of("/proc/self", "/dev/null", "/nowhere")) {
            worlds.put("HOME=" + nowhere, in("export HOME=" + nowhere + " " + noHome + "; "));
        }
        worlds.put("no HOME", in("unset HOME; export " + noHome + "; "));
        worlds.put("LANG=C", p -> p.with("LANG", "C").with("LC_ALL", "C"));
        worlds.put(
                "LANG=tr_TR.UTF-8",
                p -> p.with("LANG", "tr_TR.UTF-8").with("JDK_JAVA_OPTIONS", "-Duser.language=tr -Duser.country=TR"));
        worlds.put("Arabic digits", p -> p.with("JDK_JAVA_OPTIONS", "-Duser.language=ar -Duser.country=EG"));
        worlds.put(
                "JAVA_TOOL_OPTIONS", p -> p.with("JAVA_TOOL_OPTIONS", "-Dx=y -Xlog:gc*:stdout -XX:+PrintFlagsFinal"));
        worlds.put("a deep time zone", p -> p.with("TZ", "Asia/Kathmandu"));
        // Linux takes at most 6 MB of arguments and environment, and 128 kB a variable; ten go into the World below.
        worlds.put(
                "an environment as large as the kernel takes",
                in("ulimit -Ss $(ulimit -Hs); v=$(printf %100000s x); for ((i = 0; i < 55; i++)); do export"
                        + " V$i=\"$v\"; done; "));
        worlds.put("a read-only home", readOnly());

        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Map<String, Program.Ran> usual = new TreeMap<>();
            Map<String, Future<Program.Ran>> runs = new LinkedHashMap<>();
            for (String command : COMMANDS.keySet()) {
                usual.put(
                        command, shell(COMMANDS.get(command)).with("AWS_X", "x").run());
            }
            worlds.forEach((world, change) -> COMMANDS.forEach((name, command) -> runs.put(
                    name + " " + world,
                    two.submit(() ->
                            change.apply(shell(command).with("AWS_X", "x")).run()))));
            for (String run : runs.keySet()) {
                String name = run.substring(0, run.indexOf(' '));
                boolean more = name.equals("unset") && runs.get(run).get().out().contains("AWS_CONFIG_FILE");
                assertEquals(
                        0,
                        runs.get(run).get().status(),
                        run + ": " + runs.get(run).get().err());
                assertEquals(
                        shape(usual.get(name).out()),
                        shape(
                                more
                                        ? runs.get(run)
                                                .get()
                                                .out()
                                                .replaceAll("AWS_(CONFIG_FILE|SHARED_CREDENTIALS_FILE) ", "")
                                                .replace("AWS_SHARED_CREDENTIALS_FILE ", "")
                                        : runs.get(run).get().out()),
                        run);
                if (!more) {
                    assertEquals(
                            words(usual.get(name).err()),
                            words(runs.get(run).get().err()),
                            run);
                }
            }
            System.out.printf(
                    "%n  odd circumstances: %d, each with %d commands; %d at once%n",
                    worlds.size(), COMMANDS.size(), AT_ONCE);
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void anEnvironmentOfTenMegabytes() {
        Map<String, String> env = new TreeMap<>(home.env());
        for (int i = 0; i < 100; i++) {
            env.put((i % 2 == 0 ? "AWS_" : "V_") + i, "AWS_x\n".repeat(20_000));
        }
        Home large = new Home(home.folder(), env);
        Home.Said forgot = large.call(unset::run, "--quiet");
        assertEquals(
                "unset "
                        + env.keySet().stream()
                                .filter(name -> name.startsWith("AWS_"))
                                .collect(Collectors.joining(" ")) + ";\n",
                forgot.out());
        assertEquals(
                0,
                large.call(assume::run, ASSUME.substring("assume ".length()).split(" "))
                        .status());
    }

    // ---- helpers ----

    /** The launcher: a command that is on the PATH of {@link #shell}. */
    private static void launcher(String name, String option) {
        try {
            String options = Files.readString(Program.root().resolve(name + ".java"))
                    .lines()
                    .filter(line -> line.startsWith("//RUNTIME_OPTIONS "))
                    .map(line -> line.substring("//RUNTIME_OPTIONS ".length()))
                    .collect(Collectors.joining(" "));
            Path script = Files.writeString(
                    bin.resolve(name),
                    "#!/bin/sh\nexec '%s/bin/java' %s %s -cp '%s' %s \"$@\"\n"
                            .formatted(
                                    System.getProperty("java.home"),
                                    option,
                                    options,
                                    System.getProperty("java.class.path"),
                                    name));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Program shell(String script, String... args) {
        return Program.of(Stream.concat(Stream.of("bash", "-c", script, "bash"), Stream.of(args))
                        .toArray(String[]::new))
                .with("PATH", bin + ":" + System.getenv("PATH"))
                .with("HOME", home.folder())
                .with("USER", "ada")
                .with("LANG", "C.UTF-8")
                .in(folder);
    }

    /** How long the command takes undisturbed is where the search for the moment begins. */
    private static Program killing(String script, int kills, String command, long seed, String whole) {
        long start = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            assertEquals(0, shell(command).run().status());
        }
        long milliseconds = (System.nanoTime() - start) / 3_000_000;
        return shell(
                "limit=" + milliseconds + "\n" + script, String.valueOf(kills), command, String.valueOf(seed), whole);
    }

    /** The same program after {@code before}, in the same bash. */
    private static UnaryOperator<Program> in(String before) {
        return program -> {
            List<String> command = new ArrayList<>(program.command());
            command.set(2, before + command.get(2));
            return new Program(command, program.env(), program.directory(), program.stdin(), program.seconds());
        };
    }

    /** root may write everywhere, unless it is without the capability to. */
    private static UnaryOperator<Program> readOnly() throws IOException {
        Home locked = Home.in(Files.createDirectory(folder.resolve("locked")), sts.endpoint());
        for (String name : List.of(".aws", "")) {
            Files.setPosixFilePermissions(locked.folder().resolve(name), PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        boolean root = System.getProperty("user.name").equals("root");
        if (root) {
            Program.need("setpriv");
        }
        return program -> {
            List<String> command = new ArrayList<>(
                    root
                            ? List.of(
                                    "setpriv",
                                    "--bounding-set=-dac_override,-dac_read_search,-fowner",
                                    "--inh-caps=-dac_override,-dac_read_search,-fowner")
                            : List.of());
            command.addAll(program.command());
            command.set(
                    command.size() - 2,
                    "{ : >~/x; } 2>/dev/null && { echo this home is not read-only; exit 9; }; "
                            + command.get(command.size() - 2));
            return new Program(command, program.env(), program.directory(), program.stdin(), program.seconds())
                    .with("HOME", locked.folder());
        };
    }

    /** The product without what is another one with each call. */
    private static String shape(String product) {
        return Pattern.compile(
                        "(AWS_(?:ACCESS_KEY_ID='ASIA|SECRET_ACCESS_KEY='(?!new)|SESSION_TOKEN='(?!ttt)|CREDENTIAL_EXPIRATION='20[2-8]))[^']*'")
                .matcher(product)
                .replaceAll("$1...'");
    }

    /** stderr without the JVM's own words, and without the time. */
    private static List<String> words(String err) {
        return err.lines()
                .filter(line -> line.matches("(assume|sts2env|unset|whoami): .*"))
                .map(line -> line.replaceAll(" until .*", ""))
                .toList();
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(home.folder())) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
