import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import org.junit.jupiter.api.Test;

/** jbangw, run as people run it: what it starts, and what passes through it. */
class JbangwTest extends JbangwFixture {
    private static final List<String> HOSTILE = List.of(
            "a  b",
            "it's",
            "''",
            "\"",
            "$HOME",
            "`id`",
            "$(id)",
            "two\nlines",
            "ends\n",
            "!",
            "!!",
            "*",
            "?[a]",
            "\\",
            "\\n",
            "",
            " ",
            "~",
            "{a,b}",
            "=ls",
            "-x",
            "--",
            "a=b",
            "\u00e9\u20ac\ud83d\ude00",
            "#",
            ";",
            "&",
            "|",
            "<>",
            "%s",
            "@x",
            "jbangw",
            "");

    @Test
    void firstRunPrintsTheProductAndNothingElse() {
        assertEquals("swallow me", world.first.out(), world.first.err());
        assertEquals(0, world.first.status());
        assertTrue(world.first.err().contains("jbangw: Fetching jbang"), world.first.err());
    }

    @Test
    void laterRunsSayNothing() throws Exception {
        var result = jbangw("version");
        assertEquals("", result.err());
        assertTrue(result.out().matches("\\d+\\.\\d+\\.\\d+\n"), result.out());
        assertEquals(
                List.of(world.jars().getFileName().toString()),
                Scratch.names(world.ready.resolve("jbangw")),
                "no temporary directory stays");
    }

    @Test
    void startsFromTheArchiveAndIgnoresOneThatDoesNotFit() throws Exception {
        assumeTrue(Files.exists(JbangwWorld.JAVA_HOME.resolve("release")));
        var strict = world.environment(world.ready);
        strict.put("JBANG_JAVA_OPTIONS", "-Xshare:on");
        assertEquals(
                0,
                JbangwRun.of(dir, strict, null, JBANGW, "version").status(),
                "with -Xshare:on the JVM refuses to start without the archive");

        var archive = Scratch.glob(world.jars(), "*.jsa").get(0);
        var good = dir.resolve("good");
        Files.move(archive, good);
        try {
            Files.writeString(archive, "of some other JDK");
            var result = jbangw("version");
            assertEquals(0, result.status());
            assertEquals("", result.err());
            assertNotEquals(
                    0, JbangwRun.of(dir, strict, null, JBANGW, "version").status());
        } finally {
            Files.move(good, archive, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void anotherCollectorMayBeAskedFor() throws Exception {
        var env = world.environment(world.ready);
        env.put("JBANG_JAVA_OPTIONS", "-XX:+UseParallelGC -Dspaces=split");
        assertEquals(0, JbangwRun.of(dir, env, null, JBANGW, "version").status());
    }

    @Test
    void argumentsComeThroughByteForByteInEveryShell() throws Exception {
        var expected = new StringBuilder();
        for (var argument : HOSTILE) {
            expected.append('<')
                    .append(HexFormat.of().formatHex(argument.getBytes(UTF_8)))
                    .append(">\n");
        }
        for (var shell : List.of("sh", "bash --posix", "busybox sh", "ksh", "yash", "zsh --emulate sh")) {
            var command = new ArrayList<>(List.of(shell.split(" ")));
            if (Program.find(command.get(0)) == null) {
                continue;
            }
            command.addAll(List.of(JBANGW, world.programs.resolve("hex.java").toString()));
            command.addAll(HOSTILE);
            assertEquals(
                    expected.toString(),
                    JbangwRun.of(dir, world.environment(world.ready), null, command.toArray(String[]::new))
                            .out(),
                    shell);
        }
    }

    @Test
    void stdinAndExitStatusPassThrough() throws Exception {
        var binary = new byte[70_000];
        new Random(1).nextBytes(binary);
        var result = JbangwRun.of(world.programs, world.environment(world.ready), binary, JBANGW, "copy.java", "255");
        assertArrayEquals(binary, result.bytes());
        assertEquals(255, result.status(), "the program's own 255 is no command line");
        assertEquals(2, jbangw("--no-such-option").status(), "jbang's own status");
        var closed = JbangwRun.of(
                world.programs,
                world.environment(world.ready),
                null,
                "sh",
                "-c",
                "exec \"$0\" copy.java 0 <&-",
                JBANGW);
        assertEquals(0, closed.bytes().length, "a closed stdin is empty, not the first file that the JVM opens");
        assertEquals(
                0,
                JbangwRun.of(
                                world.programs,
                                world.environment(world.ready),
                                null,
                                "sh",
                                "-c",
                                "exec \"$0\" hex.java x >&-",
                                JBANGW)
                        .status());
    }

    @Test
    void findsItselfThroughLinksAndRunsTheScriptBesideIt() throws Exception {
        var clone = Files.createDirectories(dir.resolve("a \"clone\" of $HOME's"));
        Files.copy(Path.of(JBANGW), clone.resolve("jbangw"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(world.programs.resolve("launcher.java"), clone.resolve("launcher.java"));
        Files.createSymbolicLink(dir.resolve("one"), Path.of("two"));
        Files.createDirectory(dir.resolve("links"));
        Files.createSymbolicLink(dir.resolve("two"), Path.of("links/three"));
        Files.createSymbolicLink(dir.resolve("links/three"), Path.of("../" + clone.getFileName() + "/jbangw"));
        var env = world.environment(world.ready);
        env.put("CDPATH", world.work.toString());
        env.put("IFS", "/n");
        var result = JbangwRun.of(Files.createDirectory(dir.resolve("elsewhere")), env, null, "../one", "launcher");
        assertEquals(clone.resolve("jbangw"), Path.of(result.out()).toRealPath(), result.err());
        assertTrue(result.out().startsWith("/"), result.out());
        assertEquals(
                clone + "/jbangw",
                JbangwRun.of(clone, env, null, "sh", "jbangw", "launcher").out());
        env.compute("PATH", (name, path) -> clone + ":" + path);
        assertEquals(
                clone + "/jbangw",
                JbangwRun.of(dir, env, null, "sh", "-c", "jbangw launcher").out());
    }

    @Test
    void onlyAPlainNameThatIsNothingHereMeansTheScriptBeside() throws Exception {
        var clone = Files.createDirectories(dir.resolve("clone"));
        Files.copy(Path.of(JBANGW), clone.resolve("jbangw"), StandardCopyOption.COPY_ATTRIBUTES);
        for (var name : List.of("tool", "Tool", "my-tool")) {
            Files.createFile(clone.resolve(name + ".java"));
        }
        var env = world.environment(world.ready, echoingJbang());
        assertEquals(
                "<" + clone + "/tool.java><x y>",
                JbangwRun.of(dir, env, null, clone + "/jbangw", "tool", "x y").out());
        assertEquals(
                "<Tool>",
                JbangwRun.of(dir, env, null, clone + "/jbangw", "Tool").out());
        assertEquals(
                "<my-tool>",
                JbangwRun.of(dir, env, null, clone + "/jbangw", "my-tool").out());
        assertEquals(
                "<run><tool>",
                JbangwRun.of(dir, env, null, clone + "/jbangw", "run", "tool").out());
        assertEquals("", JbangwRun.of(dir, env, null, clone + "/jbangw").out());
        Files.createFile(dir.resolve("tool"));
        assertEquals(
                "<tool>",
                JbangwRun.of(dir, env, null, clone + "/jbangw", "tool").out());
    }

    @Test
    void aJbangOnThePathDoesTheWork() throws Exception {
        var env = world.environment(dir.resolve("nothing here"), echoingJbang());
        env.remove("HOME");
        env.remove("JAVA_HOME");
        var result = JbangwRun.of(dir, env, "in".getBytes(UTF_8), JBANGW, "alias", "", "a  b");
        assertEquals("<alias><><a  b>", result.out());
        assertEquals(7, result.status());
        assertEquals("", result.err());
        assertFalse(Files.exists(dir.resolve("nothing here")));
    }

    @Test
    void aJbangOnThePathThatLeadsBackHereIsNotAskedTwice() throws Exception {
        var exec = Scratch.script(dir.resolve("exec/jbang"), "exec '" + JBANGW + "' \"$@\"")
                .getParent();
        var child = Scratch.script(dir.resolve("child/jbang"), "'" + JBANGW + "' \"$@\"\nexit $?")
                .getParent();
        var link = Files.createDirectory(dir.resolve("link"));
        Files.createSymbolicLink(link.resolve("jbang"), Path.of(JBANGW));
        var version = jbangw("version").out();
        for (var shim : List.of(exec, child, link)) {
            var result = JbangwRun.of(dir, world.environment(world.ready, shim), null, JBANGW, "version");
            assertEquals(version, result.out(), shim + result.err());
        }
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        assumeTrue(Program.find("shellcheck") != null, "shellcheck is not here");
        var result = JbangwRun.of(dir, new HashMap<>(System.getenv()), null, "shellcheck", "-s", "sh", JBANGW);
        assertEquals("", result.out());
        assertEquals(0, result.status());
    }
}
