import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is built behind the reader's back in the sandbox, by a jbang that only writes down what it is told. */
@SuppressWarnings("try") // what is built is ended with the sandbox, and nothing else is done with it
class BuildAheadTest {
    /** It makes a jar in two steps. One command cannot be built, and another takes as long as anybody lets it. */
    private static final String JBANG = """
        echo "$*" >>"$LOG"
        [ "$1" = build ] || exit 0
        name=${2%@org}
        jar=$JBANG_CACHE_DIR/jars/$name.java.0a1b
        mkdir -p "$jar"
        echo half >"$jar/$name.jar"
        grep -o catalog-ref "$JBANG_DIR/jbang-catalog.json" >>"$LOG"
        case $name in
            wrong) exit 1 ;;
            slow) sleep 600 & echo $! >"$LOG.child"; wait ;;
        esac
        echo whole >"$jar/$name.jar"
        """;

    @TempDir
    Path scratch;

    private Sandbox sandbox;
    private Map<String, String> inside;

    @BeforeEach
    void makeSandbox() throws IOException {
        sandbox = Sandbox.in(Map.of("TMPDIR", scratch.toString()), System.err);
        Path jbang = Scratch.script(scratch.resolve("jbangw"), JBANG);
        new SandboxJbang(sandbox, Map.of("JBANG_LAUNCH_CMD", jbang.toString())).write(System.err);
        inside = Map.of(
                "PATH", sandbox.resolve("bin") + ":" + System.getenv("PATH"),
                "JBANG_DIR", sandbox.resolve("jbang").toString(),
                "JBANG_CACHE_DIR", scratch.resolve("cache").toString(),
                "LOG", scratch.resolve("log").toString());
    }

    @AfterEach
    void removeSandbox() {
        sandbox.close();
    }

    private BuildAhead build(String... commands) throws IOException {
        return BuildAhead.start(sandbox, inside, List.of(commands), scratch.resolve("built"));
    }

    private static void await(BooleanSupplier isSo) {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!isSo.getAsBoolean() && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertTrue(isSo.getAsBoolean());
    }

    private boolean isAtWork() {
        return Files.exists(sandbox.resolve(BuildAhead.AT_WORK));
    }

    private boolean isBuilt(String command) {
        return Files.exists(scratch.resolve("built." + command));
    }

    private List<String> log() throws IOException {
        Path log = scratch.resolve("log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private String jar(String command) throws IOException {
        return Files.readString(scratch.resolve("cache/jars/" + command + ".java.0a1b/" + command + ".jar"));
    }

    @Test
    void eachIsBuiltInItsTurnAndOnce() throws IOException {
        try (BuildAhead ignored = build("assume", "whoami")) {
            await(() -> isBuilt("whoami") && !isAtWork());
        }
        assertEquals(List.of("build assume@org", "catalog-ref", "build whoami@org", "catalog-ref"), log());
        assertEquals("whole\n", jar("assume"));
        assertEquals("whole\n", jar("whoami"));
        assertEquals(List.of("jars"), Scratch.names(scratch.resolve("cache")), "nothing else is left");

        try (BuildAhead ignored = build("assume", "unset", "whoami")) {
            await(() -> isBuilt("unset") && !isAtWork());
        }
        assertEquals(List.of("build unset@org", "catalog-ref"), log().subList(4, log().size()));
        try (BuildAhead ignored = build("unset", "assume")) {
            assertFalse(isAtWork(), "there is nothing to do");
        }
        assertEquals(6, log().size());
    }

    @Test
    void whatAnotherJbangHasBuiltMeanwhileStays() throws IOException {
        Path jar = Files.createDirectories(scratch.resolve("cache/jars/assume.java.0a1b"));
        Files.writeString(jar.resolve("assume.jar"), "another's\n");
        try (BuildAhead ignored = build("assume")) {
            await(() -> isBuilt("assume") && !isAtWork());
        }
        assertEquals("another's\n", jar("assume"));
        assertEquals(List.of("assume.jar"), Scratch.names(jar));
    }

    @Test
    void whatCannotBeBuiltIsLeftToWhoeverTypesIt() throws IOException {
        try (BuildAhead ignored = build("wrong", "whoami")) {
            await(() -> !log("build wrong@org").isEmpty() && !isAtWork());
        }
        assertFalse(isBuilt("wrong"));
        assertFalse(isBuilt("whoami"), "nor is there another attempt with the next");
        assertEquals(List.of(), Scratch.names(scratch.resolve("cache/jars")));
        assertEquals(List.of("jars"), Scratch.names(scratch.resolve("cache")));
    }

    private List<String> log(String line) {
        try {
            return log().stream().filter(line::equals).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoeverLeavesEndsWhatIsStillAtItAndHalfAJarIsNone() throws Exception {
        Path pid = scratch.resolve("log.child");
        BuildAhead ahead = build("assume", "slow", "whoami");
        await(() -> Files.exists(pid) && pid.toFile().length() > 0);
        Optional<ProcessHandle> child =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
        assertTrue(child.isPresent());
        ahead.close();
        child.get().onExit().get(60, TimeUnit.SECONDS);
        await(() -> !isAtWork());
        assertEquals(List.of("assume.java.0a1b"), Scratch.names(scratch.resolve("cache/jars")));
        assertEquals(List.of("jars"), Scratch.names(scratch.resolve("cache")));
        assertTrue(isBuilt("assume"));
        assertFalse(isBuilt("slow"));
    }

    /** The launcher in the sandbox runs nothing that is being built, and whatever else at once. */
    @Test
    void whatIsBeingBuiltIsWaitedFor() throws Exception {
        Path link = Files.createDirectories(sandbox.resolve(BuildAhead.AT_WORK)).resolve("assume");
        Process builder = new ProcessBuilder("sleep", "600").start();
        try {
            Path text = scratch.resolve("link");
            Files.createSymbolicLink(text, Path.of(String.valueOf(builder.pid())));
            Files.move(text, link, StandardCopyOption.ATOMIC_MOVE);
            assertEquals(0, jbang("whoami@org").start().waitFor());
            assertEquals(List.of("whoami@org"), log());
            Process waiting = jbang("assume@org", "dev").start();
            assertFalse(waiting.waitFor(300, TimeUnit.MILLISECONDS));
            assertEquals(List.of("whoami@org"), log());
            builder.destroyForcibly().waitFor();
            assertTrue(waiting.waitFor(60, TimeUnit.SECONDS), "a link whose process is gone holds nobody up");
            assertEquals(List.of("whoami@org", "assume@org dev"), log());
        } finally {
            builder.destroyForcibly();
        }
    }

    private ProcessBuilder jbang(String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of(sandbox.resolve("bin/jbang").toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder jbang = new ProcessBuilder(command).redirectErrorStream(true);
        jbang.environment().putAll(inside);
        return jbang;
    }

    /** One sandbox in another would be a second STS, of which nobody knows which one answers. */
    @Test
    void thereIsNoSandboxInASandbox() {
        Home home = new Home(
                scratch,
                Map.of(SandboxEnvironment.INSIDE, sandbox.resolve("home").toString()));
        for (String[] args : new String[][] {{}, {"--lesson"}, {"--", "true"}}) {
            Home.Said said = home.call(practice::run, args);
            assertEquals(1, said.status());
            assertEquals("", said.out());
            assertEquals(
                    "practice: this is the sandbox already, and there is but one at a time; leave out practice, or"
                            + " leave with exit first\n",
                    said.err());
        }
        assertEquals(0, home.call(practice::run, "--help").status());
    }
}
