import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ChildProcess in a JVM of its own, with real commands, real signals and a real pseudo-terminal, which python3 has. */
class ChildProcessTest {
    /** {@code [NAME=VALUE...] -- COMMAND...}: runs COMMAND with just these variables, or, without any, with its own. */
    static class Main {
        public static void main(String[] args) throws InterruptedException {
            int command = List.of(args).indexOf("--") + 1;
            Map<String, String> environment = new TreeMap<>();
            for (String pair : Arrays.copyOf(args, command - 1)) {
                environment.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
            }
            int status = ChildProcess.run(
                    "assume",
                    List.of(args).subList(command, args.length),
                    environment.isEmpty() ? System.getenv() : environment,
                    System.err);
            if (System.getenv("LINGER") != null) {
                System.err.println("lingering");
                Thread.sleep(20_000);
            }
            System.exit(status);
        }
    }

    @TempDir
    Path scratch;

    static String[] child(String... args) {
        return Stream.concat(
                        Stream.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:+UnlockDiagnosticVMOptions",
                                "-XX:-DisplayVMOutput",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xshare:auto",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "ChildProcessTest$Main"),
                        Stream.of(args))
                .toArray(String[]::new);
    }

    static Program.Ran run(String... args) {
        return Program.of(child(args)).seconds(30).run();
    }

    static Program.Ran sh(String script) {
        return run("--", "sh", "-c", script);
    }

    Path file(String name, String text, boolean executable) throws IOException {
        Path file = Files.writeString(scratch.resolve(name), text);
        assertTrue(file.toFile().setExecutable(executable));
        return file;
    }

    // ---- its exit status ----

    @Test
    void theStatusIsTheCommands() {
        for (int status : List.of(0, 7, 255)) {
            assertEquals(new Program.Ran(status, "", ""), sh("exit " + status));
        }
        assertEquals(137, sh("kill -9 $$").status());
        assertEquals(143, sh("kill $$").status());
    }

    @Test
    void aCommandThatIsNotThere() {
        assertEquals(
                new Program.Ran(127, "", "assume: no-such-command: command not found\n"), run("--", "no-such-command"));
        assertEquals(new Program.Ran(127, "", "assume: /no/such: command not found\n"), run("--", "/no/such"));
        assertEquals(new Program.Ran(127, "", "assume: : command not found\n"), run("--", ""));
        assertEquals(new Program.Ran(127, "", "assume: /no\\u001b[31m: command not found\n"), run("--", "/no\033[31m"));
    }

    @Test
    void aCommandThatCannotBeRun() throws IOException {
        Path plain = file("plain", "#!/bin/sh\n", false);
        assertEquals(
                new Program.Ran(126, "", "assume: " + plain + ": not an executable file\n"),
                run("--", plain.toString()));
        assertEquals(
                new Program.Ran(126, "", "assume: plain: not an executable file\n"),
                run("PATH=" + scratch + ":/usr/bin:/bin", "--", "plain"));
        assertEquals(126, run("--", scratch.toString()).status(), "a directory");
        assertEquals(
                126,
                run("--", file("bad", "#!/no/interpreter\n", true).toString()).status());
    }

    @Test
    void thePathIsTheOneThatIsGiven() throws IOException {
        file("sh", "#!/bin/sh\necho mine \"$@\"\n", true);
        assertEquals("mine a b\n", run("PATH=" + scratch, "--", "sh", "a b").out());
        file("noShebang", "echo as shells do\n", true);
        assertEquals("as shells do\n", run("PATH=" + scratch, "--", "noShebang").out());
        assertEquals("sh\n", sh("echo $0").out(), "its own name for itself is the one it was called by");
        assertEquals(0, run("NO=PATH", "--", "sh", "-c", ":").status());
    }

    // ---- what it is given ----

    @Test
    void theEnvironmentIsExact() {
        List<String> given = new ArrayList<>(
                List.of("A=1", "AWS_SESSION_TOKEN=a'b \"$(c)", "EMPTY=", "LINES=a\nb", "PATH=/usr/bin:/bin"));
        given.addAll(List.of("--", "env", "-0"));
        Program.Ran ran = Program.of(child(given.toArray(String[]::new)))
                .with("A", "0")
                .with("AWS_PROFILE", "real")
                .run();
        // A JVM's launcher may leave a variable of its own behind, and env -0 would show it.
        assertEquals(
                given.subList(0, 5), Stream.of(ran.out().split("\0")).sorted().toList(), ran.err());
    }

    @Test
    void bytesThatAreNoTextInThisLocaleSurvive() throws Exception {
        String script = "X=$(printf 'caf\\351 \\303\\251') LC_ALL=C exec \"$@\"";
        Program.Ran ran = Program.of(Stream.concat(
                                Stream.of("sh", "-c", script, "sh"),
                                Stream.of(child("--", "sh", "-c", "printf %s \"$X\" | od -An -tx1")))
                        .toArray(String[]::new))
                .run();
        assertEquals("63 61 66 e9 20 c3 a9", ran.out().strip().replaceAll("\\s+", " "), ran.err());
    }

    @Test
    void stdinAndStdoutAreItsOwn() throws Exception {
        byte[] bytes = new byte[300_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 7 + i / 256);
        }
        Path in = Files.write(scratch.resolve("in"), bytes);
        Path out = scratch.resolve("out");
        Process process = new ProcessBuilder(child("--", "sh", "-c", "cat; echo words >&2"))
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .start();
        assertEquals("words\n", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
        assertArrayEquals(bytes, Files.readAllBytes(out));
    }

    // ---- signals ----

    /**
     * A command that says when it is ready for a signal, and then exits 40 after HUP, 42 after INT, 43 after QUIT, 44
     * after USR1, 45 after TERM.
     */
    static final String TRAPS =
            "trap 'exit 40' HUP; trap 'exit 42' INT; trap 'exit 43' QUIT; trap 'exit 44' USR1; trap 'exit 45' TERM;"
                    + " echo ready; while :; do sleep 0.1; done";

    /** Undoes in python what nohup and a shell's & have done to these tests: that they ignore some signals. */
    static final String HEARING =
            "import signal as s; [s.signal(n, s.SIG_DFL) for n in (s.SIGHUP, s.SIGINT, s.SIGQUIT, s.SIGUSR1,"
                    + " s.SIGTERM)]";

    /**
     * Sends a signal to the JVM alone, in a session with no terminal, once COMMAND (or the JVM, on stderr) has said a
     * word.
     */
    int signalled(String signal, Map<String, String> more, String... args) throws Exception {
        Program.need("python3");
        List<String> command = new ArrayList<>(List.of(
                "python3", "-c", "import os, sys; " + HEARING + "; os.setsid(); os.execv(sys.argv[1], sys.argv[1:])"));
        command.addAll(List.of(child(args)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(more);
        Process process = builder.start();
        try {
            var lines = process.inputReader();
            String word = lines.readLine();
            if (more.containsKey("LINGER")) {
                while (!"lingering".equals(word)) {
                    word = lines.readLine();
                }
            }
            assertEquals(more.containsKey("LINGER") ? "lingering" : "ready", word);
            new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertTrue(process.waitFor(8, TimeUnit.SECONDS), "nothing came of SIG" + signal);
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void whatIsSentToUsAloneIsPassedOn() throws Exception {
        assertEquals(45, signalled("TERM", Map.of(), "--", "sh", "-c", TRAPS));
        assertEquals(40, signalled("HUP", Map.of(), "--", "sh", "-c", TRAPS));
        assertEquals(44, signalled("USR1", Map.of(), "--", "sh", "-c", TRAPS));
        assertEquals(42, signalled("INT", Map.of(), "--", "sh", "-c", TRAPS));
        assertEquals(143, signalled("TERM", Map.of(), "--", "sh", "-c", "echo ready; exec sleep 97"));
    }

    @Test
    void handlersArePutBack() throws Exception {
        assertEquals(143, signalled("TERM", Map.of("LINGER", "1"), "--", "true"));
        assertEquals(130, signalled("INT", Map.of("LINGER", "1"), "--", "true"));
        assertEquals(138, signalled("USR1", Map.of("LINGER", "1"), "--", "true"));
    }

    @Test
    void whatIsIgnoredStaysIgnored() {
        String nohup = "trap '' HUP USR1 INT; exec \"$@\"";
        Program.Ran ran = Program.of(Stream.concat(
                                Stream.of("sh", "-c", nohup, "sh"),
                                Stream.of(child("--", "sh", "-c", "kill -HUP $$; kill -USR1 $$; kill -INT $$; exit 3")))
                        .toArray(String[]::new))
                .run();
        assertEquals(3, ran.status(), ran.err());
    }

    // ---- a terminal ----

    /**
     * Runs a command in a pseudo-terminal of its own and plays a script of expect() and send(); answers the screen and,
     * in its last line, the status.
     */
    Program.Ran terminal(String script, String... command) throws IOException {
        Program.need("python3");
        Path play = Files.writeString(scratch.resolve("play.py"), """
            import os, pty, select, sys, time
            pid, terminal = pty.fork()
            if pid == 0:
                HEARING
                os.execvp(sys.argv[1], sys.argv[1:])
            screen = b''
            def more(seconds):
                global screen
                if not select.select([terminal], [], [], seconds)[0]: return True
                try: got = os.read(terminal, 4096)
                except OSError: got = b''
                screen += got
                return got != b''
            def expect(text, seconds=20):
                global screen
                end = time.time() + seconds
                while text.encode() not in screen:
                    if time.time() > end or not more(0.1):
                        print('expected', repr(text), 'saw', screen)
                        os.kill(pid, 9)
                        sys.exit(99)
                screen = screen.split(text.encode(), 1)[1]
            def send(text):
                os.write(terminal, text.encode())
            def status():
                while more(20): pass
                return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            """.replace("HEARING", HEARING) + script);
        return Program.of(Stream.concat(Stream.of("python3", play.toString()), Stream.of(command))
                        .toArray(String[]::new))
                .seconds(40)
                .run();
    }

    @Test
    void theTerminalIsTheCommands() throws Exception {
        Program.Ran ran = terminal(
                "expect('ready'); send('words\\n'); expect('read words'); sys.exit(status())",
                child(
                        "--",
                        "sh",
                        "-c",
                        "test -t 0 && test -t 1 && test -t 2 && echo ready && read line < /dev/tty && echo \"read"
                                + " $line\"; exit 6"));
        assertEquals(new Program.Ran(6, "", ""), ran);
    }

    @Test
    void controlCReachesTheCommandAndItsTrapDecides() throws Exception {
        // It listens on for a second after the first INT: if we passed on what the terminal has sent already, there
        // would be a second.
        String count = """
            import signal, sys, time
            got = []
            signal.signal(signal.SIGINT, lambda number, frame: got.append(number))
            print('ready', flush=True)
            while not got: time.sleep(0.1)
            end = time.monotonic() + 1
            while time.monotonic() < end: time.sleep(0.1)
            sys.exit(40 + len(got))
            """;
        assertEquals(
                new Program.Ran(41, "", ""),
                terminal("expect('ready'); send('\\x03'); sys.exit(status())", child("--", "python3", "-c", count)));
        assertEquals(
                130,
                terminal(
                                "expect('ready'); send('\\x03'); sys.exit(status())",
                                child("--", "sh", "-c", "echo ready; exec sleep 97"))
                        .status());
    }

    @Test
    void weOutliveControlBackslash() throws Exception {
        // On JDK 17 a child starts with QUIT blocked (JDK-8234262), and only some shells unblock it, so there Ctrl-C
        // may have to end it.
        Program.Ran ran = terminal("""
            expect('ready')
            send('\\x1c')
            time.sleep(0.5)
            try: send('\\x03')
            except OSError: pass
            sys.exit(status())
            """, child("--", "sh", "-c", TRAPS));
        assertTrue(
                ran.status() == 43 || (ran.status() == 42 && Runtime.version().feature() < 20), ran.toString());
    }

    @Test
    void itCanBeStoppedAndContinued() throws Exception {
        Program.need("bash");
        Program.Ran ran = terminal(
                """
                send('"$@"\\n')
                expect('re' + 'ady')
                send('\\x1a')
                expect('Stopped')
                send('ps -o stat= -p $(cat "$PIDFILE"); echo state-\\n')
                expect('T')
                expect('state-')
                send('fg\\n')
                time.sleep(0.5)
                send('words\\n')
                expect('got words')
                send('echo status=$?.\\n')
                expect('status=9.')
                send('exit 0\\n')
                sys.exit(status())
                """,
                Stream.concat(
                                Stream.of(
                                        "env",
                                        "PIDFILE=" + scratch.resolve("pid"),
                                        "PS1=> ",
                                        "bash",
                                        "--norc",
                                        "--noprofile",
                                        "--noediting",
                                        "-i",
                                        "-s"),
                                Stream.of(child(
                                        "--",
                                        "sh",
                                        "-c",
                                        "echo $$ > \"$PIDFILE\"; echo ready; read line; echo \"got $line\"; exit 9")))
                        .toArray(String[]::new));
        assertEquals(new Program.Ran(0, "", ""), ran);
    }
}
