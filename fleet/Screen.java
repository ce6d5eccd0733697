//SOURCES ../lib/Command.java

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * stdout and stderr, which all that runs shares: one prints at a time, and a whole line. Where stderr is a terminal,
 * the line at its bottom tells how far it is; it is taken away before anything else is printed, and at the end.
 */
final class Screen implements Closeable {
    private static final String ERASE = "\r\033[K";
    /** On a narrow terminal a second line would stay. */
    private static final String WITHOUT_WRAPPING = "\033[?7l%s\033[?7h";

    private static final long BETWEEN_DRAWINGS_MS = 150;

    /** What writes to one of the two streams. */
    interface Printing {
        void to(OutputStream out) throws IOException;
    }

    private final OutputStream out;
    private final PrintStream err;
    private final boolean isDrawing;
    private final boolean isColoured;
    private Supplier<String> status = () -> "";
    private boolean isDrawn;
    private boolean isHidden;
    private boolean isClosed;
    private Runnable broken = () -> {};

    Screen(Command.World world) {
        this.out = world.out();
        this.err = world.err();
        boolean isDumb = Objects.equals(world.env().get("TERM"), "dumb");
        this.isDrawing = !isDumb && world.isTerminal().test(2);
        boolean isPlain = !world.env().getOrDefault("NO_COLOR", "").isEmpty();
        this.isColoured = !isDumb && !isPlain && world.isTerminal().test(1);
    }

    /** Whether stdout takes colours (no-color.org). */
    boolean isColoured() {
        return isColoured;
    }

    /**
     * Begins to draw {@code status}, until this is closed.
     *
     * @param broken is run once if stdout cannot be written any more, as when {@code head} has seen enough
     */
    synchronized void start(Supplier<String> status, Runnable broken) {
        this.status = status;
        this.broken = broken;
        if (isDrawing) {
            Thread ticker = new Thread(this::tick, "progress");
            ticker.setDaemon(true);
            ticker.start();
        }
    }

    /** Prints to stdout. */
    synchronized void print(Printing printing) {
        erase();
        try {
            printing.to(out);
            out.flush();
        } catch (IOException ignored) {
            Runnable first = broken; // whoever reads stdout has gone, which is told once
            broken = () -> {};
            first.run();
        }
    }

    /** Prints to stderr. */
    synchronized void printError(Printing printing) {
        erase();
        try {
            printing.to(err);
        } catch (IOException ignored) {
            // A PrintStream has none.
        }
        err.flush();
    }

    void say(String line) {
        printError(stream -> stream.write((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** Leaves the terminal to somebody else, who asks a question there, until that is answered. */
    <T> T without(Supplier<T> question) {
        synchronized (this) {
            erase();
            isHidden = true;
        }
        try {
            return question.get();
        } finally {
            synchronized (this) {
                isHidden = false;
            }
        }
    }

    private void tick() {
        try {
            while (draw()) {
                Thread.sleep(BETWEEN_DRAWINGS_MS);
            }
        } catch (InterruptedException ignored) {
            // Nobody interrupts it; the process ends.
        }
    }

    /** @return whether there will be more to draw */
    private synchronized boolean draw() {
        if (!isClosed && !isHidden) {
            err.print(ERASE + WITHOUT_WRAPPING.formatted(status.get()));
            err.flush();
            isDrawn = true;
        }
        return !isClosed;
    }

    private void erase() {
        if (isDrawn) {
            err.print(ERASE);
            err.flush();
            isDrawn = false;
        }
    }

    @Override
    public synchronized void close() {
        erase();
        isClosed = true;
    }
}
