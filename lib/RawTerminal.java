//JAVAC_OPTIONS -XDignore.symbol.file
//SOURCES Text.java

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import sun.misc.Signal; // the one way to hear a signal; -XDignore.symbol.file keeps javac from warning of it
import sun.misc.SignalHandler;

/**
 * The terminal, key by key, and the whole of its screen: another screen than the one with the person's work, which is
 * there again as it was when this is closed, or when the JVM is ended.
 */
final class RawTerminal implements AutoCloseable {
    /** What a key means. */
    enum Meaning {
        CHARACTER,
        TAKE,
        LEAVE,
        BACKSPACE,
        CLEAR,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        FIRST,
        LAST,
        NOTHING
    }

    /** @param character what was typed, for {@link Meaning#CHARACTER} alone */
    record Key(Meaning meaning, char character) {
        static Key of(Meaning meaning) {
            return new Key(meaning, '\0');
        }
    }

    /** In characters. */
    record Size(int rows, int columns) {
        private static final Size USUAL = new Size(24, 80);

        /** What {@code stty size} prints; a terminal that does not know its own says 0. */
        private static Size of(String text) {
            String[] numbers = text.strip().split(" ");
            boolean isSize =
                    numbers.length == 2 && numbers[0].matches("[1-9]\\d{0,4}") && numbers[1].matches("[1-9]\\d{0,4}");
            return isSize ? new Size(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])) : USUAL;
        }
    }

    private static final File TTY = new File("/dev/tty");

    /** POSIX, stty: no echo, no lines, no signals from keys, no flow control. */
    private static final String RAW = "stty -icanon -echo -isig -iexten -ixon min 1 time 0";

    private static final String ENTER_SCREEN = "\033[?1049h";
    private static final String LEAVE_SCREEN = "\033[?1049l";

    private static final int ESCAPE = 27;

    /** What follows an escape is there at once, unless a person has pressed that key. */
    private static final int WAITS_FOR_REST = 10;

    private static final int WAIT_MILLIS = 5;

    private final FileInputStream in;
    private final InputStreamReader reader;
    private final FileOutputStream out;
    private final Thread atEnd = new Thread(this::restore);
    private String saved = "sane";
    private Size size = Size.USUAL;
    private SignalHandler before;
    private boolean isRestored;

    private RawTerminal() throws IOException {
        in = new FileInputStream(TTY);
        reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        out = new FileOutputStream(TTY);
    }

    /** Whether the terminal has more than lines, by its name. */
    static boolean isCapable(Map<String, String> env) {
        String term = Text.first(env.get("TERM"));
        return term != null && !term.equals("dumb");
    }

    /**
     * Takes the terminal.
     *
     * @throws IOException when there is none, or no stty
     */
    static RawTerminal open() throws IOException {
        RawTerminal terminal = new RawTerminal();
        Runtime.getRuntime().addShutdownHook(terminal.atEnd);
        try {
            List<String> lines = sh("saved=$(stty -g) && echo \"$saved\" && stty size && " + RAW)
                    .lines()
                    .toList();
            if (lines.size() < 2) {
                throw new IOException("stty failed");
            }
            terminal.saved = lines.get(0);
            terminal.size = Size.of(lines.get(1));
            terminal.write(ENTER_SCREEN);
            return terminal;
        } catch (IOException e) {
            terminal.close();
            throw e;
        }
    }

    synchronized Size size() {
        return size;
    }

    /** Has {@code redraw} called after each change of the size. */
    void onResize(Runnable redraw) {
        before = Signal.handle(new Signal("WINCH"), signal -> measure(redraw));
        measure(redraw); // it may have changed before anybody listened
    }

    private void measure(Runnable redraw) {
        try {
            Size now = Size.of(sh("stty size"));
            boolean isChanged;
            synchronized (this) {
                isChanged = !now.equals(size);
                size = now;
            }
            if (isChanged) {
                redraw.run();
            }
        } catch (IOException ignored) {
            // the terminal is gone, which the next key will tell
        }
    }

    /** Shows {@code text}, whole. */
    synchronized void write(String text) throws IOException {
        if (!isRestored) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Waits for a key. */
    Key key() throws IOException {
        int character = reader.read();
        if (character == ESCAPE) {
            return Key.of(isMoreComing() ? sequence() : Meaning.LEAVE);
        }
        Meaning meaning = switch (character) {
            case '\r', '\n' -> Meaning.TAKE;
            case -1, 3, 4 -> Meaning.LEAVE; // the end, Ctrl-C, Ctrl-D
            case 8, 127 -> Meaning.BACKSPACE;
            case 21, 23 -> Meaning.CLEAR; // Ctrl-U, Ctrl-W
            case 16 -> Meaning.UP; // Ctrl-P
            case 9, 14 -> Meaning.DOWN; // the tabulator, Ctrl-N
            default -> character < ' ' ? Meaning.NOTHING : Meaning.CHARACTER;
        };
        return new Key(meaning, (char) Math.max(0, character));
    }

    /** Whether a key has been pressed that nobody has heeded yet. */
    boolean isMoreTyped() throws IOException {
        return reader.ready();
    }

    private boolean isMoreComing() throws IOException {
        try {
            for (int waits = 0; waits < WAITS_FOR_REST && !reader.ready(); waits++) {
                Thread.sleep(WAIT_MILLIS);
            }
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt(); // whoever reads next hears of it
        }
        return reader.ready();
    }

    /** ECMA-48, 5.4, control sequences: parameters, and a final byte from @ to ~. */
    private Meaning sequence() throws IOException {
        int kind = reader.read();
        if (kind != '[' && kind != 'O') {
            return Meaning.NOTHING;
        }
        StringBuilder sequence = new StringBuilder();
        int next;
        do {
            next = reader.read();
            sequence.append((char) next);
        } while (next >= 0 && next < '@');
        return switch (sequence.toString()) {
            case "A" -> Meaning.UP;
            case "B" -> Meaning.DOWN;
            case "5~" -> Meaning.PAGE_UP;
            case "6~" -> Meaning.PAGE_DOWN;
            case "H", "1~" -> Meaning.FIRST;
            case "F", "4~" -> Meaning.LAST;
            default -> Meaning.NOTHING;
        };
    }

    /** Gives the terminal back as it was. */
    @Override
    public void close() throws IOException {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException ignored) {
            // the JVM is ending already
        }
        if (before != null) {
            Signal.handle(new Signal("WINCH"), before);
        }
        in.close();
        out.close();
    }

    private synchronized void restore() {
        if (isRestored) {
            return;
        }
        try {
            write(LEAVE_SCREEN);
            isRestored = true;
            sh("stty " + saved);
        } catch (IOException ignored) {
            // the terminal is gone
        }
    }

    private static String sh(String script) throws IOException {
        Process process = new ProcessBuilder("/bin/sh", "-c", script)
                .redirectInput(TTY)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
