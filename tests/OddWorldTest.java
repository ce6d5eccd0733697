import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where a process runs is none of its business: its home, locale, JVM options, the size of its environment. */
class OddWorldTest extends ProcessFixture {
    /** Every command, in odd circumstances that are none of its business: the same on stdout, the same words. */
    @Test
    void theSameWhereverItRuns() throws Exception {
        Map<String, UnaryOperator<Program>> worlds = worlds();
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
                assertSame(run, name, usual.get(name), runs.get(run).get());
            }
            System.out.printf("%n  odd circumstances: %d, each with %d commands%n", worlds.size(), COMMANDS.size());
        } finally {
            two.shutdownNow();
        }
    }

    private static void assertSame(String run, String name, Program.Ran usual, Program.Ran here) {
        assertEquals(0, here.status(), run + ": " + here.err());
        boolean more = name.equals("unset") && here.out().contains("AWS_CONFIG_FILE");
        if (more) {
            String product = here.out()
                    .replaceAll("AWS_(CONFIG_FILE|SHARED_CREDENTIALS_FILE) ", "")
                    .replace("AWS_SHARED_CREDENTIALS_FILE ", "");
            assertEquals(shape(usual.out()), shape(product), run);
            return;
        }
        assertEquals(shape(usual.out()), shape(here.out()), run);
        assertEquals(words(usual.err()), words(here.err()), run);
    }

    private static Map<String, UnaryOperator<Program>> worlds() throws IOException {
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
        return worlds;
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

    /** stderr without the JVM's own words, and without the time. */
    private static List<String> words(String err) {
        return err.lines()
                .filter(line -> line.matches("(assume|sts2env|unset|whoami): .*"))
                .map(line -> line.replaceAll(" until .*", ""))
                .toList();
    }
}
