import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a launcher whose JVM cannot start or is ended, and of one that is ended itself. */
class InstalledFailureTest extends InstallFixture {
    /** By format, what that shell takes for a failure. */
    private static final Map<String, String> FAILURES = Map.of(
            "env", "false;\n",
            "fish", "false;\n",
            "csh", "false;\n",
            "elvish", "fail 'assume failed'\n",
            "powershell", "throw 'assume failed'\n",
            "windows-cmd", "cmd /c exit 1\n",
            "json", "",
            "nushell", "");

    @ParameterizedTest
    @CsvSource({
        "JAVA_TOOL_OPTIONS, -Xmx1m",
        "JAVA_TOOL_OPTIONS, -XX:+UseG1GC -XX:+UseParallelGC",
        "JDK_JAVA_OPTIONS, -javaagent:/nowhere.jar",
        "_JAVA_OPTIONS, -Xms9000g"
    })
    void whereNoJvmStartsTheShellIsTold(String variable, String options) {
        for (var failure : FAILURES.entrySet()) {
            Program.Ran ran = launcher("assume", "dev", "--format", failure.getKey())
                    .with(variable, options)
                    .run();
            assertEquals(1, ran.status(), failure.getKey() + ran.err());
            // On JDK 17 the JVM itself says some of this on stdout, before it has read that it should not.
            assertTrue(ran.out().endsWith(failure.getValue()), failure.getKey() + ran.out());
            assertTrue(ran.err().contains("assume: Java ended without a word"), ran.err());
        }
        for (String command : List.of("sts2env", "unset")) {
            Program.Ran ran = launcher(command).with(variable, options).run();
            assertEquals(1, ran.status(), ran.err());
            assertTrue(ran.out().endsWith("false;\n"), ran.out());
        }
        Program.Ran list = launcher("assume", "--list").with(variable, options).run();
        assertFalse(list.out().contains("false"), "a list is not for a shell, but there was " + list.out());
    }

    @Test
    void whereThereIsNoJavaTheShellIsTold() throws IOException {
        Path launcher = temporary.resolve("without-java");
        String text = Files.readString(bin(home).resolve("assume"));
        Scratch.script(launcher, text.replaceFirst("(?m)^java=.*$", "java=/nowhere/bin/java"));
        Program.Ran ran = program(files, launcher.toString(), "dev")
                .with("JAVA_HOME", "/nowhere")
                .with("PATH", "/usr/bin:/bin")
                .run();
        assertEquals("false;\n", ran.out());
        assertEquals(1, ran.status(), ran.err());
    }

    @Test
    void aShellThatReadsItStops() {
        Program.Ran ran = program(
                        files,
                        "bash",
                        "-c",
                        "source <(JAVA_TOOL_OPTIONS=-Xmx1m " + bin(home) + "/assume dev) && echo loaded")
                .run();
        assertEquals("", ran.out());
        assertNotEquals(0, ran.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void theUsersCollectorIsNoConflict(String variable) {
        for (String collector : List.of("UseG1GC", "UseParallelGC", "UseSerialGC", "UseZGC")) {
            for (String cached : List.of("--quiet", "--no-cache")) {
                Program.Ran ran = launcher("assume", "dev", cached)
                        .with(variable, "-XX:+" + collector)
                        .run();
                assertEquals(0, ran.status(), collector + ran.err());
                assertTrue(ran.out().contains("export AWS_ACCESS_KEY_ID="), collector + ran.out());
            }
        }
        Program.Ran byJbang = Program.of(Program.root() + "/jbangw", "unset", "--help")
                .with("JBANG_DIR", temporary.resolve("jbang"))
                .with("HOME", home)
                .with(variable, "-XX:+UseParallelGC")
                .run();
        assertEquals(0, byJbang.status(), byJbang.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xshare:off", "-Xshare:auto", "-XX:SharedArchiveFile=/nowhere", "-XX:AOTMode=off"})
    void theUsersArchivesAreNoConflict(String option) {
        for (List<String> args : List.of(List.of("dev", "--quiet"), List.of("dev", "--", "env"))) {
            Program.Ran ran = launcher("assume", args.toArray(String[]::new))
                    .with("JAVA_TOOL_OPTIONS", "-XX:+IgnoreUnrecognizedVMOptions " + option)
                    .run();
            assertEquals(0, ran.status(), option + ran.err());
            assertTrue(ran.out().contains("AWS_ACCESS_KEY_ID="), option + ran.out());
        }
    }

    @Test
    void closedStreamsLoseNoKeysIntoAFile() throws IOException {
        launcher("assume", "dev").run(); // so that there is a cache, which is then one of the files
        Map<String, String> before = snapshot(home);
        for (String closed : List.of("<&- >&-", "<&- >&- 2>&-", ">&-", "<&-")) {
            for (String more : List.of("", " --no-cache")) {
                program(files, "sh", "-c", bin(home) + "/assume dev" + more + " " + closed)
                        .run();
                assertUnchanged(before, home);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129", "INT, 130", "QUIT, 131"})
    void aLauncherThatIsEndedEndsItsJvm(String signal, int status) throws Exception {
        try (Stalled stalled = new Stalled()) {
            Process launcher = stalled.start();
            try (Socket connection = stalled.sts.accept()) {
                new ProcessBuilder("kill", "-" + signal, String.valueOf(launcher.pid()))
                        .start()
                        .waitFor();
                assertTrue(launcher.waitFor(20, TimeUnit.SECONDS));
                assertEquals(status, launcher.exitValue());
                connection.setSoTimeout(20_000);
                while (connection.getInputStream().read() >= 0) {
                    // until the JVM is gone
                }
            }
            assertEquals("false;\n", stalled.out(launcher));
        }
    }

    @Test
    void aJvmThatIsKilledIsAFailure() throws Exception {
        try (Stalled stalled = new Stalled()) {
            Process launcher = stalled.start();
            try (Socket caller = stalled.sts.accept()) {
                assertTrue(caller.isConnected());
                List<ProcessHandle> jvms = launcher.descendants().toList();
                assertEquals(1, jvms.size());
                jvms.get(0).destroyForcibly();
                assertTrue(launcher.waitFor(20, TimeUnit.SECONDS));
            }
            assertEquals(1, launcher.exitValue());
            assertEquals("false;\n", stalled.out(launcher));
        }
    }

    @Test
    void messagesNameTheCommandsAsTheyAreInstalled() {
        for (String command : COMMANDS) {
            Program.Ran help = launcher(command, "--help").run();
            assertTrue(help.err().contains("Usage: " + command + " "), help.err());
            assertFalse(help.err().contains("jbang"), help.err());
            assertTrue(launcher(command, "--no-such-option").run().err().startsWith(command + ": "));
        }
        Program.Ran expired = launcher("assume", "--role-arn", "arn:aws:iam::123456789123:role/Developer")
                .with("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", Home.SECRET)
                .with("AWS_SESSION_TOKEN", "token")
                .with("AWS_CREDENTIAL_EXPIRATION", "2001-01-01T00:00:00Z")
                .run();
        assertEquals(1, expired.status());
        assertTrue(expired.err().contains("source <(unset "), expired.err());
    }

    private static Program launcher(String command, String... args) {
        List<String> line =
                new java.util.ArrayList<>(List.of(bin(home).resolve(command).toString()));
        line.addAll(List.of(args));
        return program(files, line.toArray(String[]::new));
    }

    /** An STS that takes a call and never answers it. */
    private static final class Stalled implements AutoCloseable {
        /** Whatever a JVM starts has SIGQUIT blocked, until JDK 17 at least; what a shell starts has not. */
        private static final String WITH_ALL_SIGNALS = "import os, signal, sys; "
                + "signal.pthread_sigmask(signal.SIG_SETMASK, []); os.execv(sys.argv[1], sys.argv[1:])";

        final ServerSocket sts = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        Stalled() throws IOException {
            sts.setSoTimeout(60_000);
        }

        Process start() throws IOException {
            Program launcher = launcher(
                            "assume", "dev", "--no-cache", "--endpoint-url", "http://127.0.0.1:" + sts.getLocalPort())
                    .under("python3", "-c", WITH_ALL_SIGNALS);
            var builder = new ProcessBuilder(launcher.command()).redirectError(ProcessBuilder.Redirect.DISCARD);
            Map<String, String> env = new LinkedHashMap<>(launcher.env());
            builder.environment().clear();
            builder.environment().putAll(env);
            return builder.start();
        }

        String out(Process launcher) throws IOException {
            return new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
        }

        @Override
        public void close() throws IOException {
            sts.close();
        }
    }
}
