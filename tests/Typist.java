import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Somebody at a terminal with a bash in it, in the repository, who types a command when the prompt is there. */
final class Typist implements AutoCloseable {
    private static final String TERMINAL = """
        import os, pty, select, signal, sys
        pid, terminal = pty.fork()
        if pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execvp(sys.argv[1], sys.argv[1:])
        while True:
            ready = select.select([terminal, 0], [], [])[0]
            try:
                if 0 in ready:
                    typed = os.read(0, 4096)
                    if not typed:
                        break
                    os.write(terminal, typed)
                if terminal in ready:
                    shown = os.read(terminal, 65536)
                    if not shown:
                        break
                    os.write(1, shown)
            except OSError:
                break
        """;
    /** The prompt is one character that nothing else prints, and nothing that is typed is shown. */
    private static final String QUIET = "set +o emacs +o vi; stty -echo -onlcr; PS1=$'\\036' PS2= PROMPT_COMMAND=";

    private static final Pattern PROMPT = Pattern.compile("\u001e$");
    private static final Pattern SANDBOX_PROMPT = Pattern.compile("\u001e$|(?m:^)\\(practice\\) [^\n]*\\z");
    private final Process process;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    Typist(Path home, String jbangDirectory) throws IOException {
        var builder = new ProcessBuilder("python3", "-c", TERMINAL, "bash", "--norc", "-i")
                .directory(Program.root().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Program.of("bash")
                        .with("HOME", home)
                        .with("JBANG_DIR", jbangDirectory)
                        .with("SHELL", Program.find("bash"))
                        .with("TERM", "dumb")
                        .with("LC_ALL", "C.UTF-8")
                        .env());
        process = builder.start();
        var reader = new Thread(() -> read(process.getInputStream()));
        reader.setDaemon(true);
        reader.start();
        send(QUIET);
        await(PROMPT);
    }

    /** Types a command; what it showed, up to the next prompt, which may be one in the sandbox. */
    String type(String command) {
        send(command);
        boolean opens = command.matches(".*\\bpractice( --lesson)?");
        String out = await(opens ? SANDBOX_PROMPT : PROMPT);
        if (opens && out.contains("(practice) ")) {
            send(QUIET);
            await(PROMPT);
        }
        return out.replaceAll("\u001e$|(?m:^)\\(practice\\) [^\n]*\\z", "");
    }

    private void send(String line) {
        try {
            synchronized (shown) {
                shown.reset();
            }
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the shell has gone, before: " + line, e);
        }
    }

    private String await(Pattern prompt) {
        for (long end = System.nanoTime() + 90_000_000_000L; System.nanoTime() < end; ) {
            synchronized (shown) {
                String out = shown.toString(StandardCharsets.UTF_8).replace("\r", "");
                if (prompt.matcher(out).find()) {
                    return out;
                }
                if (!process.isAlive()) {
                    return fail("the shell has ended, and showed:\n" + out);
                }
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return fail("no prompt within 90 seconds; the terminal showed:\n" + shown.toString(StandardCharsets.UTF_8));
    }

    private void read(InputStream in) {
        try (in) {
            byte[] some = new byte[8192];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                synchronized (shown) {
                    shown.write(some, 0, count);
                }
            }
        } catch (IOException ignored) {
            // The process has gone; await sees that.
        }
    }

    /** Hangs up, as closing a terminal's window does, and waits until the sandbox is gone. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
        process.destroy();
    }
}
