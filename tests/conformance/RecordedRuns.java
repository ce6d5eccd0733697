import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What the AWS CLI did in a case, for the next time: the same case on another JDK need not ask it again, be that later
 * or at the same time.
 *
 * @param folder where that is remembered; null to ask each time
 * @param version the AWS CLI's
 */
record RecordedRuns(Path folder, String version) {
    private static final long LONGEST_WAIT = 60_000_000_000L;
    private static final long POLL = 20_000_000L;

    interface Ask {
        CaseRun run() throws IOException;
    }

    /** The folder is what CONFORMANCE_RECORDINGS names. */
    static RecordedRuns of(Path aws) throws IOException {
        String named = System.getenv("CONFORMANCE_RECORDINGS");
        if (named == null || named.isEmpty()) {
            return new RecordedRuns(null, "");
        }
        Program.Ran ran = Program.of(aws.toString(), "--version").run();
        return new RecordedRuns(Files.createDirectories(Path.of(named)), ran.out() + ran.err());
    }

    CaseRun get(ConformanceCase test, Ask ask) throws IOException {
        if (folder == null) {
            return ask.run();
        }
        String key = CaseFolder.sha1(version + test.title() + test.sections());
        Path file = folder.resolve(test.name() + "-" + key + ".json");
        Path claim = folder.resolve(test.name() + "-" + key + ".claim");
        try {
            Files.createFile(claim);
        } catch (FileAlreadyExistsException ignored) {
            // Somebody else has asked, or is asking now.
            return exists(file) ? read(file) : ask.run();
        }
        CaseRun run = ask.run();
        Path whole = Files.writeString(folder.resolve(test.name() + "-" + key + ".tmp"), text(run));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        return run;
    }

    private static boolean exists(Path file) {
        for (long end = System.nanoTime() + LONGEST_WAIT; System.nanoTime() < end && !Files.exists(file); ) {
            LockSupport.parkNanos(POLL);
        }
        return Files.exists(file);
    }

    private static String text(CaseRun run) throws IOException {
        return JSON.std.asString(
                Map.of("status", run.status(), "calls", run.calls(), "out", run.out(), "err", run.err()));
    }

    private static CaseRun read(Path file) throws IOException {
        Map<String, Object> run = JSON.std.mapFrom(Files.readString(file));
        List<String> calls =
                ((List<?>) run.get("calls")).stream().map(String.class::cast).toList();
        return new CaseRun(
                (Integer) run.get("status"), calls, (String) run.get("out"), (String) run.get("err"), Map.of());
    }
}
