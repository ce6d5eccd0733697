import java.io.IOException;

/** A thread that does not keep the tests' JVM alive. */
final class Daemon {
    interface Work {
        void run() throws IOException;
    }

    private Daemon() {}

    static Thread of(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    static void start(Work work) {
        of(() -> {
                    try {
                        work.run();
                    } catch (IOException ignored) {
                        // The other end has gone, or the server was stopped.
                    }
                })
                .start();
    }
}
