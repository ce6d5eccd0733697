import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads what a program prints, on a thread of its own, and hands it on. */
final class Pump {
    /**
     * How long a program's output is waited for when the program itself has ended: what it has left running in the
     * background may hold its stdout open for days.
     */
    private static final long LONGEST_AFTER_END_MS = 2000;

    /** Who is handed the bytes. */
    interface Sink {
        void accept(byte[] bytes, int length) throws IOException;

        /** There will be no more. */
        default void end() throws IOException {}
    }

    private final Sink sink;
    private final Thread thread;
    private boolean isClosed;

    private Pump(InputStream in, Sink sink) {
        this.sink = sink;
        this.thread = new Thread(() -> pump(in), "output");
        thread.setDaemon(true);
    }

    /** Begins to hand on what comes. */
    static Pump start(InputStream in, Sink sink) {
        Pump pump = new Pump(in, sink);
        pump.thread.start();
        return pump;
    }

    private void pump(InputStream in) {
        byte[] some = new byte[1 << 13];
        try (in) {
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                synchronized (this) {
                    if (isClosed) {
                        return;
                    }
                    sink.accept(some, count);
                }
            }
        } catch (IOException ignored) {
            // The program has gone, or the disk is full; what there is of its output is printed.
        }
    }

    /** Waits until all of {@code pumps} have handed on what there is, for programs that have ended. */
    static void close(List<Pump> pumps) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_AFTER_END_MS);
        for (Pump pump : pumps) {
            try {
                pump.thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            } catch (InterruptedException ignored) {
                Thread.currentThread().interrupt(); // what has come until now is all there is
            }
            pump.close();
        }
    }

    private synchronized void close() throws IOException {
        isClosed = true;
        sink.end();
    }
}
