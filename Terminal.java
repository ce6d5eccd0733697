import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString().matches("/dev/(pts/|tty|console).*");
        } catch (IOException | RuntimeException noProc) {
            return succeeds("test", "-t", String.valueOf(fd));
        }
    }

    /**
     * Asks on the controlling terminal, /dev/tty, and reads one line from it.
     *
     * @return the line; null when there is no terminal, or reading it would stop this process
     */
    static String ask(String question) {
        if (!inForeground()) return null;
        try (var tty = new RandomAccessFile("/dev/tty", "rw")) {
            tty.write(question.getBytes(StandardCharsets.UTF_8));
            return tty.readLine();
        } catch (IOException noTerminal) {
            return null;
        }
    }

    /**
     * Whether this process is in the terminal's foreground group. In the background, where zsh puts {@code <(...)}, a read
     * from the terminal is answered by SIGTTIN, which stops the process for good (POSIX, General Terminal Interface).
     */
    private static boolean inForeground() {
        try {
            var ps = new ProcessBuilder("ps", "-o", "pgid=,tpgid=", "-p", String.valueOf(ProcessHandle.current().pid()));
            String stat = Files.isReadable(Path.of("/proc/self/stat"))
                    // proc(5): after the name in parentheses come state, ppid, pgrp, session, tty_nr, tpgid.
                    ? Files.readString(Path.of("/proc/self/stat")).replaceFirst("(?s).*\\) \\S+ \\S+ (\\S+) \\S+ \\S+ (\\S+) .*", "$1 $2")
                    : new BufferedReader(new InputStreamReader(ps.start().getInputStream())).readLine();
            String[] groups = stat.strip().split("\\s+");
            return groups[0].equals(groups[1]);
        } catch (IOException | RuntimeException unknown) {
            return false;
        }
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
