import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.*;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * jbangw, run as people run it. One real first run fills `ready`; the other first runs get its jars from a fake mvn, and a JDK
 * without a release file, for which jbangw makes no class-data archive: that keeps them short.
 */
@Timeout(90)
class JbangwTest {
    static final Path ROOT = Path.of(System.getProperty("repo.root"));
    static final String JBANGW = ROOT.resolve("jbangw").toString();
    static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    static Path work, ready, tools, plainJdk, programs;
    static Result first;

    Path dir;

    record Result(int status, byte[] bytes, String err) {
        String out() {
            return new String(bytes, UTF_8);
        }
    }

    @BeforeAll
    static void install() throws Exception {
        work = Files.createTempDirectory("jbangw test").toRealPath();
        tools = Files.createDirectory(work.resolve("tools"));
        for (var name : List.of(
                "sh",
                "bash",
                "env",
                "cat",
                "chmod",
                "cp",
                "mkdir",
                "mv",
                "rm",
                "touch",
                "sleep",
                "sort",
                "ln",
                "readlink",
                "uname",
                "sha256sum",
                "shasum",
                "perl",
                "busybox",
                "ksh",
                "yash",
                "zsh")) {
            if (which(name) != null) {
                Files.createSymbolicLink(tools.resolve(name), which(name));
            }
        }
        assumeTrue(which("mvn") != null, "needs Maven for the one real first run");
        plainJdk = Files.createDirectories(work.resolve("plain jdk"));
        script(plainJdk.resolve("bin/java"), "exec '" + JAVA_HOME + "/bin/java' \"$@\"");
        script(plainJdk.resolve("bin/javac"), "exec '" + JAVA_HOME + "/bin/javac' \"$@\"");
        programs = Files.createDirectory(work.resolve("programs"));
        Files.writeString(programs.resolve("hex.java"), """
            //JAVA 17+
            class hex {
                public static void main(String... arguments) throws Exception {
                    for (var argument : arguments)
                        System.out.println("<" + java.util.HexFormat.of().formatHex(argument.getBytes("UTF-8")) + ">");
                }
            }
            """);
        Files.writeString(programs.resolve("copy.java"), """
            //JAVA 17+
            class copy {
                public static void main(String... arguments) throws Exception {
                    System.in.transferTo(System.out);
                    System.out.flush();
                    System.exit(Integer.parseInt(arguments[0]));
                }
            }
            """);
        Files.writeString(programs.resolve("launcher.java"), """
            //JAVA 17+
            class launcher {
                public static void main(String... arguments) {
                    System.out.print(System.getenv("JBANG_LAUNCH_CMD"));
                }
            }
            """);
        ready = work.resolve("ready");
        var mvn = script(
                work.resolve("real mvn/mvn"),
                "PATH='" + System.getenv("PATH") + "' exec '" + which("mvn") + "' \"$@\"");
        var env = environment(ready, mvn.getParent());
        first = run(programs, env, "swallow me".getBytes(UTF_8), JBANGW, "copy.java", "0");
    }

    @AfterAll
    static void cleanUp() throws IOException {
        if (work != null) {
            delete(work);
        }
    }

    @BeforeEach
    void freshDirectory() throws IOException {
        dir = Files.createTempDirectory(work, "a test ");
    }

    // --- the first run, and what it left

    @Test
    void firstRunPrintsTheProductAndNothingElse() {
        assertEquals("swallow me", first.out(), first.err);
        assertEquals(0, first.status);
        assertTrue(first.err.contains("jbangw: Fetching jbang"), first.err);
    }

    @Test
    void laterRunsSayNothing() throws Exception {
        var result = jbangw("version");
        assertEquals("", result.err);
        assertTrue(result.out().matches("\\d+\\.\\d+\\.\\d+\n"), result.out());
        assertEquals(
                List.of(jars().getFileName().toString()),
                names(ready.resolve("jbangw")),
                "no temporary directory stays");
    }

    @Test
    void startsFromTheArchiveAndIgnoresOneThatDoesNotFit() throws Exception {
        assumeTrue(Files.exists(JAVA_HOME.resolve("release")));
        var strict = environment(ready);
        strict.put("JBANG_JAVA_OPTIONS", "-Xshare:on");
        assertEquals(
                0,
                run(dir, strict, null, JBANGW, "version").status,
                "with -Xshare:on the JVM refuses to start without the archive");

        var archive = glob(jars(), "*.jsa").get(0);
        var good = dir.resolve("good");
        Files.move(archive, good);
        try {
            Files.writeString(archive, "of some other JDK");
            var result = jbangw("version");
            assertEquals(0, result.status);
            assertEquals("", result.err);
            assertNotEquals(0, run(dir, strict, null, JBANGW, "version").status);
        } finally {
            Files.move(good, archive, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void anotherCollectorMayBeAskedFor() throws Exception {
        var env = environment(ready);
        env.put("JBANG_JAVA_OPTIONS", "-XX:+UseParallelGC -Dspaces=split");
        assertEquals(0, run(dir, env, null, JBANGW, "version").status);
    }

    /** What jbang answered the first time is kept, as long as it is true. */
    @Test
    void theSecondTimeAScriptBesideItStartsWithoutJbang() throws Exception {
        var clone = Files.createTempDirectory("clone");
        Files.copy(Path.of(JBANGW), clone.resolve("jbangw"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(clone.resolve("tool.java"), """
            //JAVA 17+
            //SOURCES Other.java
            //RUNTIME_OPTIONS -Xlog:disable
            //CDS
            class tool {
                public static void main(String... arguments) {
                    System.out.print(Other.NAME);
                    for (var argument : arguments) System.out.print("<" + argument + ">");
                    System.exit(arguments.length);
                }
            }
            """);
        Files.writeString(clone.resolve("Other.java"), "class Other { static final String NAME = \"first\"; }");
        var env = environment(Files.createDirectory(clone.resolve("jbang")), Path.of("/usr/bin"), Path.of("/bin"));
        Files.createSymbolicLink(clone.resolve("jbang/jbangw"), ready.resolve("jbangw"));
        Function<String[], Result> tool = arguments -> {
            try {
                return run(
                        dir,
                        env,
                        null,
                        Stream.concat(Stream.of(clone + "/jbangw", "tool"), Stream.of(arguments))
                                .toArray(String[]::new));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
        try {
            assertEquals("first<--help>", tool.apply(new String[] {"--help"}).out());
            assertEquals(List.of(), archives(clone), "a run that only tells of itself is no model for the archive");
            assertEquals(
                    "first<>< a b ><it's>",
                    tool.apply(new String[] {"", " a b ", "it's"}).out());
            assertEquals(1, archives(clone).size());

            var jbang = glob(jars(), "jbang-cli-*.jar").get(0);
            var away = clone.resolve("away");
            Files.move(jbang, away);
            try {
                var again = tool.apply(new String[] {"*", "$HOME", ""});
                assertEquals("first<*><$HOME><>", again.out(), again.err);
                assertEquals(3, again.status);
                assertEquals("", again.err);
                Files.writeString(clone.resolve("Other.java"), "class Other { static final String NAME = \"other\"; }");
                assertNotEquals(
                        0,
                        tool.apply(new String[0]).status,
                        "a file has changed, and jbang, which is needed, is not there");
            } finally {
                Files.move(away, jbang);
            }
            assertEquals("other", tool.apply(new String[0]).out());
            env.put("JAVA_HOME", plainJdk.toString()); // another JDK, for all that jbangw can tell
            assertEquals("other", tool.apply(new String[0]).out());
            delete(clone.resolve("jbang/cache"));
            assertEquals("other", tool.apply(new String[0]).out(), "the jar that was kept in mind is gone");
        } finally {
            delete(clone);
        }
    }

    private static List<Path> archives(Path clone) throws IOException {
        try (var files = Files.walk(clone.resolve("jbang/cache"))) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    // --- what passes through

    @Test
    void argumentsComeThroughByteForByteInEveryShell() throws Exception {
        var hostile = List.of(
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
                "é€😀",
                "#",
                ";",
                "&",
                "|",
                "<>",
                "%s",
                "@x",
                "jbangw",
                "");
        var expected = new StringBuilder();
        for (var argument : hostile) {
            expected.append('<')
                    .append(HexFormat.of().formatHex(argument.getBytes(UTF_8)))
                    .append(">\n");
        }
        for (var shell : List.of("sh", "bash --posix", "busybox sh", "ksh", "yash", "zsh --emulate sh")) {
            var command = new ArrayList<>(List.of(shell.split(" ")));
            if (which(command.get(0)) == null) {
                continue;
            }
            command.addAll(List.of(JBANGW, programs.resolve("hex.java").toString()));
            command.addAll(hostile);
            assertEquals(
                    expected.toString(),
                    run(dir, environment(ready), null, command.toArray(String[]::new))
                            .out(),
                    shell);
        }
    }

    @Test
    void stdinAndExitStatusPassThrough() throws Exception {
        var binary = new byte[70_000];
        new Random(1).nextBytes(binary);
        var result = run(programs, environment(ready), binary, JBANGW, "copy.java", "255");
        assertArrayEquals(binary, result.bytes);
        assertEquals(255, result.status, "the program's own 255 is no command line");
        assertEquals(2, jbangw("--no-such-option").status, "jbang's own status");
        var closed = run(programs, environment(ready), null, "sh", "-c", "exec \"$0\" copy.java 0 <&-", JBANGW);
        assertEquals(0, closed.bytes.length, "a closed stdin is empty, not the first file that the JVM opens");
        assertEquals(
                0, run(programs, environment(ready), null, "sh", "-c", "exec \"$0\" hex.java x >&-", JBANGW).status);
    }

    @Test
    void findsItselfThroughLinksAndRunsTheScriptBesideIt() throws Exception {
        var clone = Files.createDirectories(dir.resolve("a \"clone\" of $HOME's"));
        Files.copy(Path.of(JBANGW), clone.resolve("jbangw"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(programs.resolve("launcher.java"), clone.resolve("launcher.java"));
        Files.createSymbolicLink(dir.resolve("one"), Path.of("two"));
        Files.createDirectory(dir.resolve("links"));
        Files.createSymbolicLink(dir.resolve("two"), Path.of("links/three"));
        Files.createSymbolicLink(dir.resolve("links/three"), Path.of("../" + clone.getFileName() + "/jbangw"));
        var env = environment(ready);
        env.put("CDPATH", work.toString());
        env.put("IFS", "/n");
        var result = run(Files.createDirectory(dir.resolve("elsewhere")), env, null, "../one", "launcher");
        assertEquals(clone.resolve("jbangw"), Path.of(result.out()).toRealPath(), result.err);
        assertTrue(result.out().startsWith("/"), result.out());
        assertEquals(
                clone + "/jbangw",
                run(clone, env, null, "sh", "jbangw", "launcher").out());
        env.compute("PATH", (name, path) -> clone + ":" + path);
        assertEquals(
                clone + "/jbangw",
                run(dir, env, null, "sh", "-c", "jbangw launcher").out());
    }

    @Test
    void onlyAPlainNameThatIsNothingHereMeansTheScriptBeside() throws Exception {
        var clone = Files.createDirectories(dir.resolve("clone"));
        Files.copy(Path.of(JBANGW), clone.resolve("jbangw"), StandardCopyOption.COPY_ATTRIBUTES);
        for (var name : List.of("tool", "Tool", "my-tool")) {
            Files.createFile(clone.resolve(name + ".java"));
        }
        var env = environment(ready, echoingJbang());
        assertEquals(
                "<" + clone + "/tool.java><x y>",
                run(dir, env, null, clone + "/jbangw", "tool", "x y").out());
        assertEquals("<Tool>", run(dir, env, null, clone + "/jbangw", "Tool").out());
        assertEquals(
                "<my-tool>", run(dir, env, null, clone + "/jbangw", "my-tool").out());
        assertEquals(
                "<run><tool>",
                run(dir, env, null, clone + "/jbangw", "run", "tool").out());
        assertEquals("", run(dir, env, null, clone + "/jbangw").out());
        Files.createFile(dir.resolve("tool"));
        assertEquals("<tool>", run(dir, env, null, clone + "/jbangw", "tool").out());
    }

    // --- a jbang on the PATH

    @Test
    void aJbangOnThePathDoesTheWork() throws Exception {
        var env = environment(dir.resolve("nothing here"), echoingJbang());
        env.remove("HOME");
        env.remove("JAVA_HOME");
        var result = run(dir, env, "in".getBytes(UTF_8), JBANGW, "alias", "", "a  b");
        assertEquals("<alias><><a  b>", result.out());
        assertEquals(7, result.status);
        assertEquals("", result.err);
        assertFalse(Files.exists(dir.resolve("nothing here")));
    }

    @Test
    void aJbangOnThePathThatLeadsBackHereIsNotAskedTwice() throws Exception {
        var exec = script(dir.resolve("exec/jbang"), "exec '" + JBANGW + "' \"$@\"")
                .getParent();
        var child = script(dir.resolve("child/jbang"), "'" + JBANGW + "' \"$@\"\nexit $?")
                .getParent();
        var link = Files.createDirectory(dir.resolve("link"));
        Files.createSymbolicLink(link.resolve("jbang"), Path.of(JBANGW));
        var version = jbangw("version").out();
        for (var shim : List.of(exec, child, link)) {
            var result = run(dir, environment(ready, shim), null, JBANGW, "version");
            assertEquals(version, result.out(), shim + result.err);
        }
    }

    // --- first runs that meet trouble

    @Test
    void twoFirstRunsAtOnceBothWork() throws Exception {
        var env = bare(fakeMvn("count() { echo $#; }; touch '" + dir + "/'$$.here; until [ $(count '" + dir
                + "'/*.here) = 2 ]; do sleep 0.05; done"));
        try (var pool = new Pool()) {
            var one = pool.submit(() -> run(programs, env, null, JBANGW, "hex.java", "1"));
            var two = pool.submit(() -> run(programs, env, "2".getBytes(UTF_8), JBANGW, "hex.java", "2"));
            assertEquals("<31>\n", one.get().out(), one.get().err);
            assertEquals("<32>\n", two.get().out(), two.get().err);
        }
        assertEquals(List.of(jars().getFileName().toString()), names(dir.resolve("home/jbangw")));
        assertEquals(
                glob(jars(), "*.jar").size(),
                names(dir.resolve("home/jbangw").resolve(jars().getFileName())).size(),
                "and nothing inside");
    }

    @Test
    void anInterruptedFirstRunLeavesNothingAndTheNextOneWorks() throws Exception {
        Program.need("perl");
        var env = bare(fakeMvn("echo $$ >'" + dir + "/pid'; [ -e '" + dir + "/go' ] || exec sleep 60"));
        for (var signal : List.of("HUP", "INT", "TERM", "KILL")) {
            Files.deleteIfExists(dir.resolve("pid"));
            // Whoever runs the tests may ignore a signal (nohup does), and what is ignored stays so in every child.
            var process = start(
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
            var mvn = ProcessHandle.of(
                    Long.parseLong(Files.readString(dir.resolve("pid")).trim()));
            if (signal.equals("KILL")) {
                assertEquals(
                        1, names(dir.resolve("home/jbangw")).size(), "what a KILL leaves is one temporary directory");
                mvn.ifPresent(ProcessHandle::destroyForcibly);
            } else {
                assertEquals(List.of(), names(dir.resolve("home/jbangw")), signal);
                if (mvn.isPresent()) {
                    mvn.get().onExit().get(5, TimeUnit.SECONDS);
                }
            }
        }
        Files.createFile(dir.resolve("go"));
        assertEquals(0, run(dir, env, null, JBANGW, "version").status);
        assertEquals(
                List.of(jars().getFileName().toString()),
                names(dir.resolve("home/jbangw")),
                "and the next run clears that away");
    }

    @Test
    void jarsThatAreNotThePinnedOnesAreRefused() throws Exception {
        for (var damage : List.of(
                "echo x >>\"$out\"/gson-*.jar",
                "rm \"$out\"/gson-*.jar",
                "cp \"$out\"/gson-*.jar \"$out\"/more.jar",
                "mv \"$out\"/gson-*.jar \"$out\"/gson-9.jar",
                "rm \"$out\"/*")) {
            var result = run(dir, bare(fakeMvn("", damage)), null, JBANGW, "version");
            assertEquals(1, result.status, damage);
            assertEquals("", result.out(), damage);
            assertTrue(result.err.contains("not the ones that were pinned"), damage + result.err);
            assertEquals(List.of(), names(dir.resolve("home/jbangw")), damage);
        }
    }

    @Test
    void whatMavenSaysIsShownWhenItFails() throws Exception {
        var result = run(
                dir,
                bare(fakeMvn("echo 'no route to Central'; cat; exit 3")),
                "the user's".getBytes(UTF_8),
                JBANGW,
                "version");
        assertEquals(1, result.status);
        assertEquals("", result.out());
        assertTrue(result.err.contains("no route to Central") && result.err.contains("mvn failed"), result.err);
        assertFalse(result.err.contains("the user's"), "stdin is not for Maven");
        assertEquals(List.of(), names(dir.resolve("home/jbangw")));
    }

    @Test
    void saysWhatIsWrongWithTheHome() throws Exception {
        var env = bare(fakeMvn(""));
        env.remove("JBANG_DIR");
        Files.createFile(dir.resolve("file"));
        env.put("HOME", dir.resolve("file").toString());
        assertFailure(run(dir, env, null, JBANGW, "version"), "Cannot write to " + dir + "/file/.jbang", "JBANG_DIR");
        env.remove("HOME");
        assertFailure(run(dir, env, null, JBANGW, "version"), "HOME is not set", "JBANG_DIR");
        env.put("JBANG_DIR", "/dev/null/x");
        assertFailure(run(dir, env, null, JBANGW, "version"), "Cannot write to /dev/null/x", "JBANG_DIR");
        env.put("JBANG_DIR", dir + "/a:b");
        assertFailure(run(dir, env, null, JBANGW, "version"), "colon", "JBANG_DIR");
        env.put("JBANG_DIR", "");
        env.put("HOME", dir.resolve("person").toString());
        assertEquals(0, run(dir, env, null, JBANGW, "version").status);
        assertTrue(Files.isDirectory(dir.resolve("person/.jbang/jbangw")));
    }

    @Test
    void saysWhichJdkToInstall() throws Exception {
        var env = environment(ready);
        env.put("JAVA_HOME", dir.toString());
        assertFailure(run(dir, env, null, JBANGW, "version"), "No JDK found", "17 or later");
        var old = Files.createDirectory(dir.resolve("old"));
        script(old.resolve("bin/java"), "exit 9");
        script(old.resolve("bin/javac"), "exit 9");
        for (var version : List.of("1.8.0_392", "11.0.2")) {
            Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
            env.put("JAVA_HOME", old.toString());
            assertFailure(run(dir, env, null, JBANGW, "version"), "is JDK " + version, "17 or later");
        }
        env.remove("JAVA_HOME");
        env.compute("PATH", (name, path) -> plainJdk + "/bin:" + path);
        assertEquals(0, run(dir, env, null, JBANGW, "version").status, "a JDK on the PATH will do");
    }

    @Test
    void withoutMavenTheOfficialInstallerIsFetchedOnce() throws Exception {
        var official = script(dir.resolve("official"), """
            mkdir -p "$JBANG_DIR/bin"
            printf '#!/bin/sh\\nprintf "<%%s>" "$@"; cat; exit 7\\n' >"$JBANG_DIR/bin/jbang"
            chmod +x "$JBANG_DIR/bin/jbang"
            echo "installed $JBANG_DOWNLOAD_VERSION"; cat
            """);
        var curl = script(
                dir.resolve("bin/curl"),
                "while [ \"$1\" != -o ]; do shift; done; cp '" + official + "' \"$2\"; echo \"$3\" >>'" + dir
                        + "/fetched'");
        var env = bare(curl.getParent());
        env.remove("JAVA_HOME");
        for (int i = 0; i < 2; i++) {
            var result = run(dir, env, "mine".getBytes(UTF_8), JBANGW, "x", "y z");
            assertEquals("<x><y z>mine", result.out(), result.err);
            assertEquals(7, result.status);
            assertEquals(i == 0, result.err.contains("jbang's own installer"), result.err);
        }
        assertEquals("https://sh.jbang.dev\n", Files.readString(dir.resolve("fetched")));
        assertEquals(List.of(), names(dir.resolve("home/jbangw")));
    }

    @Test
    void aDownloadThatFailsSaysSo() throws Exception {
        var curl = script(dir.resolve("bin/curl"), "echo half >installer; echo 'no such host' >&2; exit 6");
        var result = run(dir, bare(curl.getParent()), null, JBANGW, "version");
        assertFailure(result, "no such host", "curl failed");
        assertEquals(List.of(), names(dir.resolve("home/jbangw")));
        assertFailure(run(dir, bare(dir), null, JBANGW, "version"), "install Maven", "curl or wget");
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        assumeTrue(which("shellcheck") != null, "shellcheck is not here");
        var result = run(dir, new HashMap<>(System.getenv()), null, "shellcheck", "-s", "sh", JBANGW);
        assertEquals("", result.out());
        assertEquals(0, result.status);
    }

    // --- help

    static void assertFailure(Result result, String... words) {
        assertEquals(1, result.status, result.err);
        assertEquals("", result.out());
        for (var word : words) {
            assertTrue(result.err.contains(word), word + " is missing from: " + result.err);
        }
    }

    static Result jbangw(String... arguments) throws Exception {
        return run(
                programs,
                environment(ready),
                null,
                Stream.concat(Stream.of(JBANGW), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Nothing of the developer's own: a PATH of the tools jbangw may use, and whatever else a test puts before them. */
    static Map<String, String> environment(Path jbangDir, Path... path) {
        var env = new HashMap<String, String>();
        env.put(
                "PATH",
                String.join(
                        ":",
                        Stream.concat(Stream.of(path), Stream.of(tools))
                                .map(Path::toString)
                                .toList()));
        env.put("HOME", work.toString());
        env.put("JBANG_DIR", jbangDir.toString());
        env.put("JAVA_HOME", JAVA_HOME.toString());
        env.put("LC_ALL", "C.UTF-8");
        return env;
    }

    /** For a first run: nothing installed, and a JDK for which no archive is made. */
    Map<String, String> bare(Path... path) {
        var env = environment(dir.resolve("home"), path);
        env.put("JAVA_HOME", plainJdk.toString());
        return env;
    }

    /** A directory with an mvn that does some things, hands out the jars already here, then does some more. */
    Path fakeMvn(String before, String... after) throws IOException {
        return script(
                        dir.resolve("fake/mvn"),
                        before + "\nfor last; do :; done\nout=${last#-DoutputDirectory=}\nmkdir \"$out\"\ncp '" + jars()
                                + "'/*.jar \"$out\"\n" + String.join("\n", after))
                .getParent();
    }

    Path echoingJbang() throws IOException {
        return script(dir.resolve("on the PATH/jbang"), "[ $# -eq 0 ] || printf '<%s>' \"$@\"; exit 7")
                .getParent();
    }

    static Path script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static Path jars() throws IOException {
        return glob(ready.resolve("jbangw"), "*-gson-*").get(0);
    }

    static List<Path> glob(Path directory, String pattern) throws IOException {
        try (var found = Files.newDirectoryStream(directory, pattern)) {
            var list = new ArrayList<Path>();
            found.forEach(list::add);
            return list;
        }
    }

    static List<String> names(Path directory) throws IOException {
        return glob(directory, "*").stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    static Path which(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    static Process start(Path directory, Map<String, String> env, String... command) throws IOException {
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(env);
        return builder.start();
    }

    static Result run(Path directory, Map<String, String> env, byte[] stdin, String... command) throws Exception {
        if (which(command[0]) != null && !command[0].contains("/")) {
            command[0] = which(command[0]).toString();
        }
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(env);
        var process = builder.start();
        try (var pool = new Pool()) {
            var out = pool.submit(() -> bytes(process.getInputStream()));
            var err = pool.submit(() -> bytes(process.getErrorStream()));
            try (var in = process.getOutputStream()) {
                if (stdin != null) {
                    in.write(stdin);
                }
            } catch (IOException nobodyReads) {
                // the command may end without reading
            }
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                fail("no end after a minute: " + List.of(command));
            }
            return new Result(process.exitValue(), out.get(), new String(err.get(), UTF_8));
        }
    }

    static byte[] bytes(InputStream stream) throws IOException {
        var copy = new ByteArrayOutputStream();
        stream.transferTo(copy);
        return copy.toByteArray();
    }

    /** An executor that JDK 17 can close. */
    record Pool(ExecutorService service) implements AutoCloseable {
        Pool() {
            this(Executors.newCachedThreadPool());
        }

        <T> Future<T> submit(Callable<T> task) {
            return service.submit(task);
        }

        @Override
        public void close() {
            service.shutdownNow();
        }
    }

    static void delete(Path tree) throws IOException {
        try (var all = Files.walk(tree)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
