import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real terminal for a shell: what is typed, and what must appear before the next thing is typed. */
final class Pty {
    /** Python has pseudo-terminals in its library, and Java has not. */
    private static final String DRIVER = """
        import fcntl, os, pty, re, select, signal, struct, sys, termios, time
        separator = sys.argv.index('--')
        steps, command = sys.argv[1:separator], sys.argv[separator + 1:]
        pid, fd = pty.fork()
        if pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execvp(command[0], command)
        seen, mark = '', 0
        def read(seconds):
            global seen
            if select.select([fd], [], [], seconds)[0]:
                try:
                    data = os.read(fd, 65536)
                except OSError:
                    return False
                seen += data.decode('utf-8', 'replace')
                # fish asks the terminal what it is and waits for the answer.
                if b'\\x1b[c' in data or b'\\x1b[0c' in data:
                    os.write(fd, b'\\x1b[?62c')
                # fzf asks where the cursor is.
                if b'\\x1b[6n' in data:
                    os.write(fd, b'\\x1b[1;1R')
                return bool(data)
            return True
        ok = True
        for step in steps:
            if step.startswith('>'):
                os.write(fd, step[1:].encode())
                continue
            if step.startswith('\\2'):
                size = [int(number) for number in step[1:].split('x')]
                fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', *size, 0, 0))
                continue
            end = time.time() + 40
            pattern = re.compile(step, re.S)
            while not pattern.search(seen, mark):
                if time.time() > end or not read(0.2):
                    ok = False
                    break
            if not ok:
                print('never seen: ' + step)
                break
            mark = pattern.search(seen, mark).end()
        os.close(fd)
        print(seen)
        sys.exit(0 if ok else 1)
        """;

    private final List<String> steps = new ArrayList<>();

    /** Types a line. */
    Pty type(String line) {
        steps.add(">" + line + "\r");
        return this;
    }

    /** Types keys, for example {@code "\u0003"} for Ctrl-C. */
    Pty keys(String keys) {
        steps.add(">" + keys);
        return this;
    }

    /** Makes the window as large as that. */
    Pty resize(int rows, int columns) {
        steps.add("\2" + rows + "x" + columns);
        return this;
    }

    /** Waits until this (a Python regular expression) appears after what was last waited for. */
    Pty await(String pattern) {
        steps.add(pattern);
        return this;
    }

    /** Does all that in a shell; status 0 when everything appeared, and stdout has all that the terminal showed. */
    Program in(Path home, String... shell) {
        List<String> command = new ArrayList<>(List.of("python3", "-c", DRIVER));
        command.addAll(steps);
        command.add("--");
        command.addAll(List.of(shell));
        return Program.of(command.toArray(String[]::new))
                .with("HOME", home)
                .with("TERM", "xterm")
                // Hung up, bash would still write its history, into a home that the test is about to delete.
                .with("HISTFILE", "")
                .in(home);
    }
}
