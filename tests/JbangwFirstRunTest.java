import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.*;

import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import org.junit.jupiter.api.Test;

/** First runs of jbangw that meet trouble. */
class JbangwFirstRunTest extends JbangwFixture {
    @Test
    void twoFirstRunsAtOnceBothWork() throws Exception {
        var env = bare(fakeMvn("count() { echo $#; }; touch '" + dir + "/'$$.here; until [ $(count '" + dir
                + "'/*.here) = 2 ]; do sleep 0.05; done"));
        try (var pool = new JbangwRun.Pool()) {
            var one = pool.submit(() -> JbangwRun.of(world.programs, env, null, JBANGW, "hex.java", "1"));
            var two =
                    pool.submit(() -> JbangwRun.of(world.programs, env, "2".getBytes(UTF_8), JBANGW, "hex.java", "2"));
            assertEquals("<31>\n", one.get().out(), one.get().err());
            assertEquals("<32>\n", two.get().out(), two.get().err());
        }
        assertEquals(List.of(world.jars().getFileName().toString()), Scratch.names(dir.resolve("home/jbangw")));
        assertEquals(
                Scratch.glob(world.jars(), "*.jar").size(),
                Scratch.names(dir.resolve("home/jbangw").resolve(world.jars().getFileName()))
                        .size(),
                "and nothing inside");
    }

    @Test
    void anInterruptedFirstRunLeavesNothingAndTheNextOneWorks() throws Exception {
        Program.need("perl");
        var env = bare(fakeMvn("echo $$ >'" + dir + "/pid'; [ -e '" + dir + "/go' ] || exec sleep 60"));
        for (var signal : List.of("HUP", "INT", "TERM", "KILL")) {
            ProcessHandle mvn = interrupt(signal, env);
            if (signal.equals("KILL")) {
                assertEquals(
                        1,
                        Scratch.names(dir.resolve("home/jbangw")).size(),
                        "what a KILL leaves is one temporary directory");
                if (mvn != null) {
                    mvn.destroyForcibly();
                }
            } else {
                assertEquals(List.of(), Scratch.names(dir.resolve("home/jbangw")), signal);
                if (mvn != null) {
                    mvn.onExit().get(5, TimeUnit.SECONDS);
                }
            }
        }
        Files.createFile(dir.resolve("go"));
        assertEquals(0, JbangwRun.of(dir, env, null, JBANGW, "version").status());
        assertEquals(
                List.of(world.jars().getFileName().toString()),
                Scratch.names(dir.resolve("home/jbangw")),
                "and the next run clears that away");
    }

    /**
     * Sends jbangw a signal while it waits for Maven.
     *
     * @return Maven's process, or null when it has ended already
     */
    private ProcessHandle interrupt(String signal, Map<String, String> env) throws Exception {
        Files.deleteIfExists(dir.resolve("pid"));
        // Whoever runs the tests may ignore a signal (nohup does), and what is ignored stays so in every child.
        var process = JbangwRun.start(
                dir,
                env,
                Program.find("perl").toString(),
                "-e",
                "$SIG{$_} = 'DEFAULT' for qw(HUP INT TERM); exec @ARGV",
                JBANGW,
                "version");
        while (process.isAlive() && (!Files.exists(dir.resolve("pid")) || Files.size(dir.resolve("pid")) == 0)) {
            Thread.sleep(10);
        }
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .start()
                .waitFor();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS), signal + " is not kept waiting by Maven");
        assertNotEquals(0, process.exitValue(), signal);
        String pid = Files.readString(dir.resolve("pid")).trim();
        return ProcessHandle.of(Long.parseLong(pid)).orElse(null);
    }

    @Test
    void jarsThatAreNotThePinnedOnesAreRefused() throws Exception {
        for (var damage : List.of(
                "echo x >>\"$out\"/gson-*.jar",
                "rm \"$out\"/gson-*.jar",
                "cp \"$out\"/gson-*.jar \"$out\"/more.jar",
                "mv \"$out\"/gson-*.jar \"$out\"/gson-9.jar",
                "rm \"$out\"/*")) {
            var result = JbangwRun.of(dir, bare(fakeMvn("", damage)), null, JBANGW, "version");
            assertEquals(1, result.status(), damage);
            assertEquals("", result.out(), damage);
            assertTrue(result.err().contains("not the ones that were pinned"), damage + result.err());
            assertEquals(List.of(), Scratch.names(dir.resolve("home/jbangw")), damage);
        }
    }

    @Test
    void whatMavenSaysIsShownWhenItFails() throws Exception {
        var result = JbangwRun.of(
                dir,
                bare(fakeMvn("echo 'no route to Central'; cat; exit 3")),
                "the user's".getBytes(UTF_8),
                JBANGW,
                "version");
        assertEquals(1, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().contains("no route to Central") && result.err().contains("mvn failed"), result.err());
        assertFalse(result.err().contains("the user's"), "stdin is not for Maven");
        assertEquals(List.of(), Scratch.names(dir.resolve("home/jbangw")));
    }

    @Test
    void saysWhatIsWrongWithTheHome() throws Exception {
        var env = bare(fakeMvn(""));
        env.remove("JBANG_DIR");
        Files.createFile(dir.resolve("file"));
        env.put("HOME", dir.resolve("file").toString());
        assertFailure(
                JbangwRun.of(dir, env, null, JBANGW, "version"),
                "Cannot write to " + dir + "/file/.jbang",
                "JBANG_DIR");
        env.remove("HOME");
        assertFailure(JbangwRun.of(dir, env, null, JBANGW, "version"), "HOME is not set", "JBANG_DIR");
        env.put("JBANG_DIR", "/dev/null/x");
        assertFailure(JbangwRun.of(dir, env, null, JBANGW, "version"), "Cannot write to /dev/null/x", "JBANG_DIR");
        env.put("JBANG_DIR", dir + "/a:b");
        assertFailure(JbangwRun.of(dir, env, null, JBANGW, "version"), "colon", "JBANG_DIR");
        env.put("JBANG_DIR", "");
        env.put("HOME", dir.resolve("person").toString());
        assertEquals(0, JbangwRun.of(dir, env, null, JBANGW, "version").status());
        assertTrue(Files.isDirectory(dir.resolve("person/.jbang/jbangw")));
    }

    @Test
    void saysWhichJdkToInstall() throws Exception {
        var env = world.environment(world.ready);
        env.put("JAVA_HOME", dir.toString());
        assertFailure(JbangwRun.of(dir, env, null, JBANGW, "version"), "No JDK found", "17 or later");
        var old = Files.createDirectory(dir.resolve("old"));
        Scratch.script(old.resolve("bin/java"), "exit 9");
        Scratch.script(old.resolve("bin/javac"), "exit 9");
        for (var version : List.of("1.8.0_392", "11.0.2")) {
            Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
            env.put("JAVA_HOME", old.toString());
            assertFailure(JbangwRun.of(dir, env, null, JBANGW, "version"), "is JDK " + version, "17 or later");
        }
        env.remove("JAVA_HOME");
        env.compute("PATH", (name, path) -> world.plainJdk + "/bin:" + path);
        assertEquals(0, JbangwRun.of(dir, env, null, JBANGW, "version").status(), "a JDK on the PATH will do");
    }

    @Test
    void withoutMavenTheOfficialInstallerIsFetchedOnce() throws Exception {
        var official = Scratch.script(dir.resolve("official"), """
            mkdir -p "$JBANG_DIR/bin"
            printf '#!/bin/sh\\nprintf "<%%s>" "$@"; cat; exit 7\\n' >"$JBANG_DIR/bin/jbang"
            chmod +x "$JBANG_DIR/bin/jbang"
            echo "installed $JBANG_DOWNLOAD_VERSION"; cat
            """);
        var curl = Scratch.script(
                dir.resolve("bin/curl"),
                "while [ \"$1\" != -o ]; do shift; done; cp '" + official + "' \"$2\"; echo \"$3\" >>'" + dir
                        + "/fetched'");
        var env = bare(curl.getParent());
        env.remove("JAVA_HOME");
        for (int i = 0; i < 2; i++) {
            var result = JbangwRun.of(dir, env, "mine".getBytes(UTF_8), JBANGW, "x", "y z");
            assertEquals("<x><y z>mine", result.out(), result.err());
            assertEquals(7, result.status());
            assertEquals(i == 0, result.err().contains("jbang's own installer"), result.err());
        }
        assertEquals("https://sh.jbang.dev\n", Files.readString(dir.resolve("fetched")));
        assertEquals(List.of(), Scratch.names(dir.resolve("home/jbangw")));
    }

    @Test
    void aDownloadThatFailsSaysSo() throws Exception {
        var curl = Scratch.script(dir.resolve("bin/curl"), "echo half >installer; echo 'no such host' >&2; exit 6");
        var result = JbangwRun.of(dir, bare(curl.getParent()), null, JBANGW, "version");
        assertFailure(result, "no such host", "curl failed");
        assertEquals(List.of(), Scratch.names(dir.resolve("home/jbangw")));
        assertFailure(JbangwRun.of(dir, bare(dir), null, JBANGW, "version"), "install Maven", "curl or wget");
    }
}
