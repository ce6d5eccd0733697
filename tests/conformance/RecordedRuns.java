import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the AWS CLI did in a case, for the next time: the same case on another JDK need not ask it again.
 *
 * @param folder where that is remembered; null to ask each time
 * @param version the AWS CLI's
 */
record RecordedRuns(Path folder, String version) {
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
        if (Files.exists(file)) {
            return read(file);
        }
        CaseRun run = ask.run();
        Files.writeString(
                file,
                JSON.std.asString(
                        Map.of("status", run.status(), "calls", run.calls(), "out", run.out(), "err", run.err())));
        return run;
    }

    private static CaseRun read(Path file) throws IOException {
        Map<String, Object> run = JSON.std.mapFrom(Files.readString(file));
        List<String> calls =
                ((List<?>) run.get("calls")).stream().map(String.class::cast).toList();
        return new CaseRun(
                (Integer) run.get("status"), calls, (String) run.get("out"), (String) run.get("err"), Map.of());
    }
}
