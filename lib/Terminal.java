//SOURCES Failure.java

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The person at the terminal: whether there is one, and asking them while stdin and stdout are taken. */
final class Terminal {
    private Terminal() {}

    /**
     * Whether file descriptor {@code fd} (0 stdin, 1 stdout) is a terminal; Java itself can only ask about both at
     * once.
     */
    static boolean is(int fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd))
                    .toString()
                    .matches("/dev/(pts/|tty|console).*");
        } catch (IOException | RuntimeException ignored) {
            return isByTest(fd); // a system without /proc
        }
    }

    private static boolean isByTest(int fd) {
        try {
            var test = new ProcessBuilder("test", "-t", String.valueOf(fd)).inheritIO();
            return test.start().waitFor() == 0;
        } catch (IOException | InterruptedException ignored) {
            return false; // nobody knows; then there is no question
        }
    }

    /**
     * Asks on the controlling terminal, /dev/tty, and reads one line from it.
     *
     * @return the line; empty when there is no terminal, or reading it would stop this process
     * @throws Failure when the person ended the input (Ctrl-D) instead of answering
     */
    static Optional<String> ask(String question) {
        if (!inForeground()) {
            return Optional.empty();
        }
        try (var tty = new RandomAccessFile("/dev/tty", "rw")) {
            tty.write(question.getBytes(StandardCharsets.UTF_8));
            String line = tty.readLine();
            if (line == null) {
                tty.write('\n'); // Ctrl-D leaves the cursor behind the question
                throw Failure.of("the question on the terminal was not answered, so nothing was done");
            }
            return Optional.of(line);
        } catch (IOException ignored) {
            return Optional.empty(); // no terminal
        }
    }

    /**
     * Whether this process is in the terminal's foreground group, to which its keys send their signals. In the
     * background, where zsh puts {@code <(...)}, a read from the terminal is answered by SIGTTIN, which stops the
     * process for good (POSIX, General Terminal Interface).
     */
    static boolean inForeground() {
        try {
            Path stat = Path.of("/proc/self/stat");
            if (Files.exists(stat)) {
                // proc(5): after the name in parentheses, which may hold anything, come state, ppid, pgrp, session,
                // tty_nr, tpgid.
                String[] fields = Files.readString(stat, StandardCharsets.ISO_8859_1)
                        .replaceFirst("(?s).*\\) ", "")
                        .split(" ");
                return fields[2].equals(fields[5]);
            }
            Process ps = new ProcessBuilder(
                            "ps",
                            "-o",
                            "pgid=,tpgid=",
                            "-p",
                            String.valueOf(ProcessHandle.current().pid()))
                    .start();
            String[] groups = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split("\\s+");
            return groups.length == 2 && groups[0].equals(groups[1]);
        } catch (IOException ignored) {
            return false; // unknown, and to be stopped would be worse
        }
    }
}
