import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The installed aws-console, which opens a browser and ends when that has come. */
class InstalledConsoleTest extends InstallFixture {
    private static Program console(String... args) {
        String[] line = new String[args.length + 1];
        line[0] = bin(home).resolve("aws-console").toString();
        System.arraycopy(args, 0, line, 1, args.length);
        return program(files, line);
    }

    @Test
    void itPrintsTheAddress() {
        Program.Ran ran = console("dev", "--print").run();
        assertDone(ran);
        assertTrue(ran.out().startsWith(sts.endpoint() + "/federation?Action=login&Destination="), ran.out());
        assertTrue(
                ran.err()
                        .startsWith(
                                "aws-console: whoever opens this address within 15 minutes is signed in as " + ROLE),
                ran.err());
    }

    @Test
    void aRefusalNamesTheCommandsThatAreInstalled() {
        Program.Ran ran = console("redbeard").run();
        assertEquals(2, ran.status());
        assertEquals("", ran.out());
        assertTrue(
                ran.err().endsWith("or assume one for it: assume PROFILE --role-arn ARN -- aws-console\n"), ran.err());
    }

    /** curl is the browser, and outlives the command, as browsers do. */
    @Test
    void theBrowserIsLeftRunning() throws Exception {
        Program.need("curl", "mkfifo");
        Path end = temporary.resolve("end");
        assertDone(Program.of("mkfifo", end.toString()).run());
        Path browser = Scratch.script(
                temporary.resolve("browser"),
                "curl -sqL --noproxy '*' -c '" + temporary + "/cookies' -o '" + temporary
                        + "/page' \"$1\"; read line <'" + end + "'; echo \"$line\" >'" + end + "'");
        Program.Ran ran = console("dev", "--browser", browser.toString()).run();
        assertDone(ran);
        Files.writeString(end, "still here\n");
        assertEquals("still here\n", Files.readString(end), "what the browser says when it is told to end");
        String page = Files.readString(temporary.resolve("page"));
        assertTrue(page.contains("<strong id=\"arn\">" + ROLE + "</strong>"), page);
    }
}
