import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the pages say is what happens: what {@link TypedPage} finds in a page is typed, in order, into one real
 * interactive bash on a terminal, which opens the practice sandbox as the page tells its reader to.
 */
class DocumentsTest {
    /** The pages that have something to type in them. */
    private static final List<String> TYPED =
            List.of("README.md", "LESSON.md", "docs/daily.md", "docs/messages.md", "docs/shells.md");

    private static final String JBANG_DIR =
            Objects.requireNonNullElse(System.getenv("JBANG_DIR"), System.getenv("HOME") + "/.jbang");

    @TempDir
    Path home;

    /** jbang builds what it has not built yet, and says so; no document has that in it. */
    @BeforeAll
    static void build() {
        Program.need("bash", "python3", "aws", "jq", "zsh");
        Program.Ran built = Program.of(
                        Program.root() + "/jbangw",
                        "practice",
                        "--",
                        "sh",
                        "-c",
                        "for it in assume console each login profiles sts2env unset whoami; do jbang $it@org --version"
                                + " || exit; done")
                .with("JBANG_DIR", JBANG_DIR)
                .seconds(300)
                .run();
        assertEquals(0, built.status(), built.err());
    }

    @ParameterizedTest
    @FieldSource("TYPED")
    void whatADocumentSaysIsWhatHappens(String document) throws IOException {
        run(Program.root().resolve(document));
    }

    /** Every page with something to type is one of those above. */
    @Test
    void noPageIsLeftOut() throws IOException {
        for (Path document : documents()) {
            boolean hasSession = Files.readString(document).contains("\n```console\n");
            String name = Program.root().relativize(document).toString();
            assertEquals(hasSession, TYPED.contains(name), name);
        }
    }

    /** A document cannot get around this test by calling its console blocks something else. */
    @Test
    void whatLooksLikeASessionIsAConsoleBlock() throws IOException {
        for (Path document : documents()) {
            Matcher block = Pattern.compile("(?ms)^```([^\n]*)\n(.*?)^```$").matcher(Files.readString(document));
            while (block.find()) {
                if (!block.group(1).equals("console")) {
                    assertFalse(
                            block.group(2).matches("(?s)(.*\n)?(\\(practice\\) )?\\$ .*"),
                            document + "\n" + block.group());
                }
            }
        }
    }

    /** The line that the lesson begins with is the one that is typed later. */
    @Test
    void theLineThatIsExplainedIsTyped() throws IOException {
        String text = Files.readString(Program.root().resolve("LESSON.md"));
        Matcher line = Pattern.compile("(?m)^```sh\n(.*)\n```$").matcher(text);
        while (line.find()) {
            assertTrue(text.contains("\n$ " + line.group(1) + "\n"), line.group(1));
        }
    }

    @Test
    void aDifferenceIsSeen() {
        assertTrue(step("a\u2026c", "\u2026", "end").isWhat("abc\nmore\nand more\nend  \n"));
        assertTrue(step("\u2026", "end").isWhat("end\n"));
        assertFalse(step("a\u2026c").isWhat("abd\n"));
        assertFalse(step("a.c").isWhat("abc\n"));
        assertFalse(step("a").isWhat("a\nb\n"));
        assertFalse(step().isWhat("a\n"));
    }

    private static TypedPage.Step step(String... printed) {
        return new TypedPage.Step(1, "", List.of(printed));
    }

    /** The lesson one part at a time, as {@code practice --lesson} shows it in bash and in zsh. */
    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void oneAtATime(String shell) {
        Pty pty = new Pty();
        typeTheFirstParts(pty);
        typeTheLastParts(pty);
        Program.Ran ran = pty.in(home, Program.root() + "/jbangw", "practice", "--lesson")
                .with("SHELL", Program.find(shell))
                .with("JBANG_DIR", JBANG_DIR)
                .with("LINES", 1000)
                .run();
        assertEquals(0, ran.status(), shell + "\n" + ran.out());
        assertFalse(ran.out().contains("<!--"), ran.out());
    }

    private static void typeTheFirstParts(Pty pty) {
        pty.await("You are in the sandbox")
                .type("next")
                .await("1\\. A profile")
                .await("-- 1 of \\d+: ")
                .type("next")
                .await("Not yet. Type cd")
                .type("cd")
                .type("next")
                .await("Checked: ")
                .await("2\\. A role")
                .type("back")
                .await("1\\. A profile")
                .type("next")
                .await("2\\. A role")
                .type("again")
                .await("2\\. A role");
    }

    private static void typeTheLastParts(Pty pty) {
        pty.type("goto 12")
                .await("-- 12 of \\d+: ")
                .type("next")
                .await("Not yet. AWS does not see you as OrganizationAccountAccessRole")
                .type("source <(jbang assume@org redbeard --account 123456789123 --role"
                        + " OrganizationAccountAccessRole)")
                .await("assume: arn\\S+ until")
                .type("next")
                .await("Checked: ")
                .await("13\\. The hour")
                .await("-- 13 of ")
                .type("lesson_part=$lesson_last; unset AWS_SECURITY_TOKEN")
                .type("next")
                .await("That was the last part")
                .type("exit");
    }

    /** Every page of the project. */
    private static List<Path> documents() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("", "docs")) {
            try (Stream<Path> files = Files.list(Program.root().resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(found::add);
            }
        }
        return found;
    }

    private void run(Path page) throws IOException {
        TypedPage typed = TypedPage.read(page);
        try (var terminal = new Typist(home, JBANG_DIR)) {
            for (TypedPage.Step step : typed.steps()) {
                String out = terminal.type(step.command());
                if (!step.isWhat(out)) {
                    fail(page.getFileName() + ", line " + step.line() + ":\n" + step.difference(out));
                }
            }
        }
        System.out.printf(
                "[%s: %d commands in %d blocks; blocks that do not run here: %d] ",
                page.getFileName(), typed.steps().size(), typed.blocks(), typed.notRun());
    }
}
