//JAVAC_OPTIONS -XDignore.symbol.file
//SOURCES ../lib/Terminal.java

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import sun.misc.Signal; // the one way to hear a signal; -XDignore.symbol.file keeps javac from warning of it
import sun.misc.SignalHandler;

/** Ctrl-C, and what else ends us early: what runs is ended, with all that it has started, and nothing new is. */
final class Interruption implements AutoCloseable {
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    /** For what the terminal has told to end already, to do so by itself. */
    private static final long BY_ITSELF_MS = 1000;

    private static final long FOR_OUR_SIGNAL_MS = 500;
    private static final int SIGNALLED = 128;
    private static final long AFTER_TERM_MS = 2000;
    private static final long AFTER_KILL_MS = 1000;

    private final Map<String, SignalHandler> before = new LinkedHashMap<>();
    private final Set<Process> running = new HashSet<>();
    private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean isStopped;
    private int signal;

    /** Listens to signals, until this is closed; one that whoever started us ignores stays ignored. */
    void listen() {
        for (String name : SIGNALS) {
            SignalHandler previous = Signal.handle(new Signal(name), caught -> stop(caught.getNumber()));
            before.put(name, previous);
            if (previous == SignalHandler.SIG_IGN) {
                Signal.handle(new Signal(name), previous);
            }
        }
    }

    /** Starts a COMMAND; none after something has stopped us. */
    synchronized Optional<Process> start(ProcessBuilder command) throws IOException {
        if (isStopped) {
            return Optional.empty();
        }
        Process process = command.start();
        running.add(process);
        return Optional.of(process);
    }

    synchronized void hasEnded(Process process) {
        running.remove(process);
    }

    synchronized boolean isStopped() {
        return isStopped;
    }

    /**
     * Whether a COMMAND that did not succeed, and has just ended, was ended by what stops us. A key on the terminal
     * goes to both at once, and COMMAND may be the first to notice.
     */
    boolean isReasonOf(int status) {
        long wait = status > SIGNALLED ? FOR_OUR_SIGNAL_MS : FOR_OUR_SIGNAL_MS / 10;
        CompletableFuture<Void> stop = new CompletableFuture<>();
        stopped.thenAccept(stop::complete);
        stop.completeOnTimeout(null, wait, TimeUnit.MILLISECONDS).join();
        return isStopped();
    }

    /** The number of the signal that stopped us, or 0. */
    synchronized int signal() {
        return signal;
    }

    /** Is done when we were stopped, and nothing runs any more. */
    CompletableFuture<Void> allEnded() {
        return allEnded;
    }

    /** @param number the signal's, or 0 where it was none */
    void stop(int number) {
        List<Process> processes;
        synchronized (this) {
            if (isStopped) {
                return;
            }
            isStopped = true;
            signal = number;
            processes = List.copyOf(running);
        }
        stopped.complete(null);
        Thread ender = new Thread(() -> end(processes), "end");
        ender.setDaemon(true);
        ender.start();
    }

    private void end(List<Process> processes) {
        List<ProcessHandle> families = families(processes);
        if (signal() == new Signal("INT").getNumber() && Terminal.inForeground()) {
            await(families, BY_ITSELF_MS);
        }
        families.forEach(ProcessHandle::destroy);
        await(families, AFTER_TERM_MS);
        List<ProcessHandle> left = new ArrayList<>(families(processes));
        left.addAll(families);
        left.forEach(ProcessHandle::destroyForcibly);
        await(left, AFTER_KILL_MS);
        allEnded.complete(null);
    }

    /** COMMAND before its children, as it might take their end for its own success. */
    private static List<ProcessHandle> families(List<Process> processes) {
        return processes.stream()
                .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
                .toList();
    }

    private static void await(List<ProcessHandle> processes, long milliseconds) {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ends)
                .completeOnTimeout(null, milliseconds, TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public void close() {
        before.forEach((name, handler) -> Signal.handle(new Signal(name), handler));
    }
}
