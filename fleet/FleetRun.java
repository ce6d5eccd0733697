//SOURCES Target.java Outcome.java Output.java Interruption.java Keys.java Tally.java

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/** Runs COMMAND for every target, a few at once, and notes what became of each. */
final class FleetRun {
    /** How long what is under way when we are stopped may take to come to its end. */
    private static final long AFTER_STOP_MS = 1000;

    /**
     * How it is to go.
     *
     * @param parallel how many at once, at most
     * @param isFailFast whether nothing new is started after the first that did not succeed
     */
    record Settings(int parallel, boolean isFailFast) {}

    /** What makes COMMAND's process for one target. */
    interface Launch {
        ProcessBuilder of(Target target, SessionCredentials credentials);
    }

    private final Settings settings;
    private final Keys keys;
    private final Launch launch;
    private final Output output;
    private final Interruption interruption;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean hasFailed;

    FleetRun(Settings settings, Keys keys, Launch launch, Output output, Interruption interruption) {
        this.settings = settings;
        this.keys = keys;
        this.launch = launch;
        this.output = output;
        this.interruption = interruption;
    }

    /** Runs them all, or as many as it came to before something stopped us. @return what became of each, in order */
    List<Outcome> run(List<Target> targets, Tally tally) {
        AtomicReferenceArray<Outcome> outcomes = new AtomicReferenceArray<>(targets.size());
        ExecutorService workers = Executors.newFixedThreadPool(settings.parallel(), FleetRun::daemon);
        Runnable work = () -> work(targets, outcomes, tally);
        CompletableFuture<Void> all =
                CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(work, workers))
                        .limit(Math.min(settings.parallel(), targets.size()))
                        .toArray(CompletableFuture[]::new));
        CompletableFuture.anyOf(all, interruption.allEnded()).join();
        if (interruption.isStopped()) {
            all.completeOnTimeout(null, AFTER_STOP_MS, TimeUnit.MILLISECONDS).join();
        }
        workers.shutdownNow();
        List<Outcome> became = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            became.add(Objects.requireNonNullElse(outcomes.get(i), Outcome.notRun(targets.get(i))));
        }
        return became;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "each");
        thread.setDaemon(true);
        return thread;
    }

    private void work(List<Target> targets, AtomicReferenceArray<Outcome> outcomes, Tally tally) {
        while (!interruption.isStopped() && !(settings.isFailFast() && hasFailed)) {
            int place = next.getAndIncrement();
            if (place >= targets.size()) {
                return;
            }
            tally.begin();
            Outcome outcome = outcome(targets.get(place));
            outcomes.set(place, outcome);
            hasFailed |= outcome.kind() != Outcome.Kind.SUCCEEDED;
            tally.end(outcome.kind());
        }
    }

    /** Whatever goes wrong with one is noted for that one, and the others go on. */
    private Outcome outcome(Target target) {
        long started = System.nanoTime();
        try {
            Output.Printed printed = output.begin(target);
            Outcome outcome = attempt(target, printed, started);
            printed.end(outcome);
            return outcome;
        } catch (IOException | RuntimeException e) {
            return Outcome.notStarted(target, reason(e), since(started));
        }
    }

    private Outcome attempt(Target target, Output.Printed printed, long started) {
        SessionCredentials credentials;
        try {
            credentials = keys.of(target);
        } catch (RuntimeException e) {
            return interruption.isStopped()
                    ? Outcome.notRun(target)
                    : Outcome.notAssumed(target, reason(e), since(started));
        }
        try {
            ProcessBuilder command = launch.of(target, credentials);
            printed.redirect(command);
            Optional<Process> process = interruption.start(command);
            return process.isEmpty() ? Outcome.notRun(target) : await(target, process.get(), printed, started);
        } catch (IOException | RuntimeException e) {
            return Outcome.notStarted(target, reason(e), since(started));
        }
    }

    private Outcome await(Target target, Process process, Output.Printed printed, long started) {
        printed.follow(process);
        try {
            int status = process.waitFor();
            Duration took = since(started);
            boolean isEnded = status != 0 && interruption.isReasonOf(status);
            return isEnded ? Outcome.ended(target, took) : Outcome.ofCommand(target, status, took);
        } catch (InterruptedException ignored) {
            return Outcome.ended(target, since(started)); // we were stopped, and it would not end
        } finally {
            interruption.hasEnded(process);
        }
    }

    private static String reason(Exception e) {
        return e instanceof Failure ? Text.visible(e.getMessage()) : Text.visible(e.toString());
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
