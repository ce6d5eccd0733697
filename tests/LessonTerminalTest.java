import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lesson as a terminal shows it, page by page, with the lesson's own functions in a real bash and a real zsh. */
class LessonTerminalTest {
    private static final String MORE = "-- Enter goes on, q stops --";

    @TempDir
    Path home;

    @BeforeEach
    void writeStartUpFiles() throws IOException {
        Program.need("python3", "bash", "zsh", "awk");
        String lesson =
                "lesson_text=" + Shell.ENV.quoted(home.resolve("LESSON.md").toString()) + "\n"
                        + Files.readString(Program.root().resolve("practice/lesson.sh"));
        Files.copy(Program.root().resolve("LESSON.md"), home.resolve("LESSON.md"));
        for (String name : List.of(".bashrc", ".zshrc")) {
            Files.writeString(home.resolve(name), "PS1='ready> '\n" + lesson);
        }
    }

    private Program shell(String shell, Pty pty, int lines) {
        return pty.in(home, "sh", "-c", "stty rows " + lines + " cols 80; exec " + shell + " -i");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void noPageIsLongerThanTheTerminal(String shell) {
        Pty pty = new Pty();
        pty.await(MORE).keys("q").await("-- 0 of \\d+: ").await("You are in the sandbox");
        pty.type("goto 9").await("9\\. A file").await(MORE).keys("\r").await("-- 9 of \\d+: ");
        pty.type("goto 16.2").await("The bash of macOS").await("-- 16 of \\d+ \\(2 of \\d+\\): ");
        pty.type("goto 99").await("there is no part 99").type("exit");
        Program.Ran ran = shell(shell, pty, 24).run();
        assertEquals(0, ran.status(), ran.out());
        String shown = ran.out().substring(0, ran.out().indexOf("You are in the sandbox"));
        for (String page : shown.split(MORE)) {
            assertTrue(page.lines().count() <= 25, page);
        }
    }

    @Test
    void whatStandsOutIsBoldWhereTheTerminalCan() {
        Program.Ran bold =
                shell("bash", new Pty().await("-- 0 of").type("exit"), 900).run();
        assertTrue(bold.out().contains("\u001b[1mHow to read it.\u001b[0m"), bold.out());
        for (String[] variable : new String[][] {{"NO_COLOR", "1"}, {"TERM", "dumb"}}) {
            Program.Ran plain = shell("bash", new Pty().await("-- 0 of").type("exit"), 900)
                    .with(variable[0], variable[1])
                    .run();
            assertTrue(plain.out().contains("How to read it."), plain.out());
            assertFalse(plain.out().contains("\u001b[1m"), plain.out());
        }
    }

    /** Of all parts, what is not in a block that is to be typed, has none of the marks; and nothing waits. */
    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void noMarkdownIsShownAndNothingStopsInAPipe(String shell) {
        Program.Ran ran = Program.of(
                        shell,
                        "-c",
                        ". ./" + (shell.equals("zsh") ? ".zshrc" : ".bashrc")
                                + "; while [ $lesson_part -lt $lesson_last ]; do"
                                + " lesson_part=$((lesson_part + 1)); again; done; ls /proc/self/fd >/dev/null")
                .in(home)
                .run();
        assertEquals(0, ran.status(), ran.err());
        assertFalse(
                Pattern.compile("[\u0001-\u0005\u001b]|<!--|\\*\\*|```|\\]\\(|practice --lesson|jbangw practice")
                        .matcher(ran.out())
                        .find(),
                ran.out());
        List<String> prose =
                ran.lines().stream().filter(line -> !line.startsWith("    ")).toList();
        assertEquals(
                List.of(),
                prose.stream()
                        .filter(line -> line.matches("(#|>|\\|[- ]).*|.*`[^`]*`.*"))
                        .toList());
        assertTrue(prose.stream().allMatch(line -> line.length() <= 80), "broken at blanks");
        String last = prose.get(prose.size() - 1);
        assertTrue(last.matches("-- (\\d+) of \\1: .*"), "the last part is the one with the highest number: " + last);
    }

    @Test
    void aCheckPrintsNothingButItsHint() throws IOException {
        Files.writeString(home.resolve("LESSON.md"), """
            # A lesson

            ## 1. One

            <!-- check: echo noise; echo noise >&2; [ -e no-such-file ] -->
            <!-- hint: Type touch no-such-file. -->
            """);
        Program.Ran ran = Program.of("bash", "-c", ". ./.bashrc; next; next; touch no-such-file; next")
                .in(home)
                .run();
        assertFalse((ran.out() + ran.err()).contains("noise"), ran.out() + ran.err());
        assertTrue(
                ran.out().contains("Not yet. Type touch no-such-file.")
                        && ran.out().contains("Checked: "),
                ran.out());
    }
}
