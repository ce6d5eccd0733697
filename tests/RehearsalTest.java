import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that jbang has the first run of a script write. */
class RehearsalTest {
    private static final String[] CALL = {
        "redbeard", "--role-arn", "arn:aws:iam::123456789123:role/OrganizationAccountAccessRole", "--no-cache"
    };

    /** One of the classes with which assume calls STS. */
    private static final String OF_A_CALL = " software.amazon.awssdk.services.sts.DefaultStsClient ";

    /** The class path of the tests is longer than the page that a ProcessHandle knows of a process's arguments. */
    @Test
    void aFirstRunThatCallsNobodyArchivesWhatACallNeeds(@TempDir Path folder) throws Exception {
        Path archive = folder.resolve("assume.jsa");
        assertEquals(
                0,
                assume(folder, "-XX:ArchiveClassesAtExit=" + archive, "--version")
                        .status());
        Path log = folder.resolve("log");
        try (PracticeSts sts = PracticeSts.start(Clock.systemUTC())) {
            Home.in(folder, sts.endpoint());
            Program.Ran ran = assume(
                    folder, "-XX:SharedArchiveFile=" + archive + " -Xlog:disable -Xlog:class+load:file=" + log, CALL);
            assertEquals(0, ran.status(), ran.err());
        }
        List<String> loaded = Files.readAllLines(log).stream()
                .filter(line -> line.contains(OF_A_CALL))
                .toList();
        assertEquals(1, loaded.size());
        assertTrue(loaded.get(0).contains("source: shared objects file (top)"), loaded.get(0));
    }

    private static Program.Ran assume(Path home, String options, String... args) {
        List<String> command = new ArrayList<>(Program.plainJava("assume", args));
        command.addAll(1, List.of(options.split(" ")));
        return Program.of(command.toArray(String[]::new)).with("HOME", home).run();
    }
}
