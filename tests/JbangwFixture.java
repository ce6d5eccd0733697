import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each test in a directory of its own, all of them after one real first run. */
@Timeout(90)
abstract class JbangwFixture {
    static final String JBANGW = JbangwWorld.JBANGW;

    static JbangwWorld world;

    @RegisterExtension
    static final BeforeAllCallback SHARED = context -> {
        assumeTrue(Program.find("mvn") != null, "needs Maven for the one real first run");
        world = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(JbangwWorld.class, key -> open(), JbangwWorld.class);
    };

    private static JbangwWorld open() {
        try {
            return new JbangwWorld();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    Path dir;

    @BeforeEach
    void freshDirectory() throws IOException {
        dir = Files.createTempDirectory(world.work, "a test ");
    }

    static void assertFailure(JbangwRun result, String... words) {
        assertEquals(1, result.status(), result.err());
        assertEquals("", result.out());
        for (var word : words) {
            assertTrue(result.err().contains(word), word + " is missing from: " + result.err());
        }
    }

    static JbangwRun jbangw(String... arguments) throws Exception {
        return JbangwRun.of(
                world.programs,
                world.environment(world.ready),
                null,
                Stream.concat(Stream.of(JBANGW), Stream.of(arguments)).toArray(String[]::new));
    }

    /** A directory with a jbangw of its own, and an empty home for jbang with the jars of the first run. */
    static Path makeClone() throws IOException {
        Path clone = Files.createTempDirectory("clone");
        Files.copy(Path.of(JBANGW), clone.resolve("jbangw"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(
                Files.createDirectory(clone.resolve("jbang")).resolve("jbangw"), world.ready.resolve("jbangw"));
        return clone;
    }

    /** The environment in which that jbangw runs. */
    static Map<String, String> environmentOf(Path clone) {
        return world.environment(clone.resolve("jbang"), Path.of("/usr/bin"), Path.of("/bin"));
    }

    /** For a first run: nothing installed, and a JDK for which no archive is made. */
    Map<String, String> bare(Path... path) {
        var env = world.environment(dir.resolve("home"), path);
        env.put("JAVA_HOME", world.plainJdk.toString());
        return env;
    }

    /** A directory with an mvn that does some things, hands out the jars already here, then does some more. */
    Path fakeMvn(String before, String... after) throws IOException {
        return Scratch.script(
                        dir.resolve("fake/mvn"),
                        before + "\nfor last; do :; done\nout=${last#-DoutputDirectory=}\nmkdir \"$out\"\ncp '"
                                + world.jars() + "'/*.jar \"$out\"\n" + String.join("\n", after))
                .getParent();
    }

    Path echoingJbang() throws IOException {
        return Scratch.script(dir.resolve("on the PATH/jbang"), "[ $# -eq 0 ] || printf '<%s>' \"$@\"; exit 7")
                .getParent();
    }
}
