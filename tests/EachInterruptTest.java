import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Ctrl-C and other signals: what runs is ended with all that it has started, and the table of failures is right. */
class EachInterruptTest extends EachFixture {
    /** A tenth of the roles denied, a tenth of the COMMANDs failing, and one that hangs. */
    private static final String FAULTY = "case {account} in *7) exit 7;; *5) exec sleep 1000;; esac";

    @Test
    void afterCtrlCTheTableHasAllThatDidNotSucceed() throws IOException {
        Program.need("python3");
        PracticeOrganization organization = PracticeOrganization.of(9);
        start(organization, roles(organization, account -> account.endsWith("3")));
        Program.Ran ran = new Pty()
                .await("8 of 9 done, 1 running")
                .keys("\u0003")
                .await("each: 6 succeeded, 1 COMMAND failed, 1 role could not be assumed, 1 ended")
                .await("status 130")
                .in(folder, shell("--organization", "--", "sh", "-c", FAULTY))
                .run();
        assertEquals(0, ran.status(), ran.out());
        Map<String, String> table = table(ran.out()
                .replaceAll("\033\\[\\S*?[mKhl]", "")
                .replace("\r\n", "\n")
                .replace("\r", "\n"));
        table.replaceAll((account, result) -> result.replaceFirst(":.*", ""));
        assertEquals(
                Map.of(
                        "000000000003", "role could not be assumed",
                        "000000000005", "ended",
                        "000000000007", "COMMAND failed with status 7"),
                table,
                ran.out());
    }

    @Test
    void whatIgnoresCtrlCIsEndedWithItsChildrenAndNothingNewIsStarted() throws IOException {
        Program.need("python3");
        start(PracticeOrganization.of(9));
        Path pids = Files.createDirectory(folder.resolve("pids"));
        String stubborn = "trap '' INT TERM; sleep 1000 & echo $! > '" + pids + "/{account}'; echo $$ > '" + pids
                + "/{account}.parent'; echo up; wait";
        Program.Ran ran = new Pty()
                .await("up\r\n.*up\r\n")
                .keys("\u0003")
                .await("each: 0 succeeded, 2 ended, 7 not run")
                .await("status 130")
                .in(folder, shell("--organization", "--parallel", "2", "--", "sh", "-c", stubborn))
                .run();
        assertEquals(0, ran.status(), ran.out());
        assertEquals(4, Scratch.names(pids).size());
        for (Path pid : Scratch.glob(pids, "*")) {
            assertFalse(isAlive(Files.readString(pid).strip()), pid.toString());
        }
    }

    @Test
    void aSignalToEachAloneEndsWhatRuns() throws Exception {
        start(PracticeOrganization.of(3));
        Path up = folder.resolve("up");
        Program program = program("--organization", "--", "sh", "-c", "echo $$ >> '" + up + "'; exec sleep 1000");
        Map<String, String> env = new TreeMap<>(program.env());
        ProcessBuilder builder = new ProcessBuilder(program.command())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().clear();
        builder.environment().putAll(env);
        Process each = builder.start();
        while (!Files.exists(up) || Files.readAllLines(up).size() < 3) {
            assertTrue(each.isAlive(), () -> "it ended too early");
            Thread.onSpinWait();
        }
        each.destroy();
        assertEquals(143, each.waitFor());
        String said = Files.readString(folder.resolve("said"));
        assertTrue(said.contains("each: 0 succeeded, 3 ended"), said);
        assertEquals(3, table(said).size(), said);
        for (String pid : Files.readAllLines(up)) {
            assertFalse(isAlive(pid), pid);
        }
    }

    /** One that has ended, and that nobody has fetched the status of, is not alive. */
    private static boolean isAlive(String pid) {
        Program.Ran ran = Program.of("ps", "-o", "stat=", "-p", pid).run();
        return !ran.out().isBlank() && !ran.out().strip().startsWith("Z");
    }

    /** each in a shell that says its exit status. */
    private String[] shell(String... args) {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "trap : INT; \"$@\"; echo status $?", "bash"));
        command.addAll(program(args).command());
        return command.toArray(String[]::new);
    }
}
