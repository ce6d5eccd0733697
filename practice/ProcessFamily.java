import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process and all that it has started. */
final class ProcessFamily {
    private static final int SECONDS_TO_END = 2;

    private ProcessFamily() {}

    /** Ends a process and its descendants: sends TERM, waits, and then insists, as interactive shells ignore TERM. */
    static void end(Process process) {
        var family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        family.forEach(ProcessHandle::destroy);
        var gone = CompletableFuture.allOf(
                family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            gone.get(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (TimeoutException | InterruptedException | ExecutionException ignored) {
            // It did not end when it was told to.
            Stream.concat(process.descendants(), family.stream()).toList().forEach(ProcessHandle::destroyForcibly);
            gone.completeOnTimeout(null, SECONDS_TO_END, TimeUnit.SECONDS).join();
        }
    }
}
