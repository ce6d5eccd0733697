import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The person at the terminal: whether there is one, and asking them while stdin and stdout are taken. */
final class Terminal {
    private Terminal() {}

    /** Whether file descriptor {@code fd} (0 stdin, 1 stdout) is a terminal; Java itself can only ask about both at once. */
    static boolean is(int fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd))
                    .toString()
                    .matches("/dev/(pts/|tty|console).*");
        } catch (IOException | RuntimeException noProc) {
            try {
                return new ProcessBuilder("test", "-t", String.valueOf(fd))
                                .inheritIO()
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException | InterruptedException unknown) {
                return false;
            }
        }
    }

    /**
     * Asks on the controlling terminal, /dev/tty, and reads one line from it.
     *
     * @return the line; null when there is no terminal, or reading it would stop this process
     */
    static String ask(String question) {
        if (!inForeground()) {
            return null;
        }
        try (var tty = new RandomAccessFile("/dev/tty", "rw")) {
            tty.write(question.getBytes(StandardCharsets.UTF_8));
            return tty.readLine();
        } catch (IOException noTerminal) {
            return null;
        }
    }

    /**
     * Whether this process is in the terminal's foreground group, to which its keys send their signals. In the background,
     * where zsh puts {@code <(...)}, a read from the terminal is answered by SIGTTIN, which stops the process for good
     * (POSIX, General Terminal Interface).
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
        } catch (IOException unknown) {
            return false;
        }
    }
}
