import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What the pages say is what happens: every {@code console} block is typed, in order, into one real
 * interactive bash on a terminal, which opens the practice sandbox as the document tells its reader to.
 *
 * <p>In a block, {@code "$ "} begins a command and {@code "> "} goes on with it; the rest is what it prints. {@code …} stands
 * for anything in a line, and alone in a line for any lines, or none. A block that cannot run here has a line above it that
 * begins with {@link #NOT_RUN}, for the reader to see; it is counted. An {@code sh} block below a line that names
 * {@code ~/.bashrc} is typed as well, because the commands after it need what it defines.
 */
class DocumentsTest {
    /** The pages that have something to type in them. */
    private static final List<String> TYPED =
            List.of("README.md", "LESSON.md", "docs/daily.md", "docs/messages.md", "docs/shells.md");

    private static final String NOT_RUN = "> Not run by our tests: ";
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
                        "for it in assume sts2env unset whoami; do jbang $it@org --version || exit; done")
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
        assertTrue(new Step(1, "", List.of("a…c", "…", "end")).isWhat("abc\nmore\nand more\nend  \n"));
        assertTrue(new Step(1, "", List.of("…", "end")).isWhat("end\n"));
        assertFalse(new Step(1, "", List.of("a…c")).isWhat("abd\n"));
        assertFalse(new Step(1, "", List.of("a.c")).isWhat("abc\n"));
        assertFalse(new Step(1, "", List.of("a")).isWhat("a\nb\n"));
        assertFalse(new Step(1, "", List.of()).isWhat("a\n"));
    }

    /** The lesson one part at a time, as {@code practice --lesson} shows it in bash and in zsh. */
    @Test
    void oneAtATime() {
        for (String shell : List.of("bash", "zsh")) {
            Program.Ran ran = new Pty()
                    .await("leave out ./jbangw practice below")
                    .type("next")
                    .await("## 1\\. A profile")
                    .await("-- 1 of \\d+: ")
                    .type("next")
                    .await("Not yet. Type cd")
                    .type("cd")
                    .type("next")
                    .await("Checked: ")
                    .await("## 2\\. A role")
                    .type("back")
                    .await("## 1\\. A profile")
                    .type("next")
                    .await("## 2\\. A role")
                    .type("again")
                    .await("## 2\\. A role")
                    .type("lesson_part=12")
                    .type("next")
                    .await("Not yet. AWS does not see you as OrganizationAccountAccessRole")
                    .type("source <(jbang assume@org redbeard --account 123456789123 --role"
                            + " OrganizationAccountAccessRole)")
                    .await("assume: arn\\S+ until")
                    .type("next")
                    .await("Checked: ")
                    .await("## 13\\. The hour")
                    .await("-- 13 of ")
                    .type("lesson_part=$lesson_last; unset AWS_SECURITY_TOKEN")
                    .type("next")
                    .await("That was the last part")
                    .type("exit")
                    .in(home, Program.root() + "/jbangw", "practice", "--lesson")
                    .with("SHELL", Program.find(shell))
                    .with("JBANG_DIR", JBANG_DIR)
                    .run();
            assertEquals(0, ran.status(), shell + "\n" + ran.out());
            assertFalse(ran.out().contains("<!--"), ran.out());
        }
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

    // ---- a document ----

    /** A command of a document, the line of the document it is in, and what is said to be printed. */
    record Step(int line, String command, List<String> printed) {
        boolean isWhat(String out) {
            String pattern = printed.stream()
                    .map(line -> line.equals("…")
                            ? "(?:.*\n)*"
                            : Arrays.stream(line.stripTrailing().split("…", -1))
                                            .map(Pattern::quote)
                                            .collect(Collectors.joining(".*"))
                                    + "\n")
                    .collect(Collectors.joining());
            return trimmed(out).matches(pattern);
        }

        /** What was expected, and what came, with a mark at each line that is in the one and not in the other. */
        String difference(String out) {
            List<String> came = trimmed(out).lines().toList();
            return "$ " + command + "\n"
                    + printed.stream()
                            .map(line -> (came.stream().anyMatch(it -> new Step(0, "", List.of(line)).isWhat(it))
                                            ? "  "
                                            : "- ")
                                    + line + "\n")
                            .collect(Collectors.joining())
                    + came.stream()
                            .map(it -> (printed.stream().anyMatch(line -> new Step(0, "", List.of(line)).isWhat(it))
                                            ? "  "
                                            : "+ ")
                                    + it + "\n")
                            .collect(Collectors.joining());
        }

        /** Every line with an end, and no line with blanks at its end: a document's editor may take those away. */
        private static String trimmed(String out) {
            return out.lines().map(line -> line.stripTrailing() + "\n").collect(Collectors.joining());
        }
    }

    /** Types a document's commands, and what the comments of LESSON.md say must be so by the end of a part. */
    private void run(Path document) throws IOException {
        List<Step> steps = new ArrayList<>();
        int blocks = 0;
        int notRun = 0;
        List<String> lines = Files.readAllLines(document);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("<!-- check: ")) {
                String condition = lines.get(i).replaceAll("<!-- check: | -->", "");
                steps.add(new Step(
                        i + 1, "if " + condition + "; then echo as it should be; fi", List.of("as it should be")));
                assertTrue(lines.get(i + 1).startsWith("<!-- hint: "), "a check needs a hint: line " + (i + 1));
            }
            if (!lines.get(i).matches("```(console|sh)")) {
                continue;
            }
            int end = i + lines.subList(i, lines.size()).indexOf("```");
            String above =
                    lines.subList(0, i).stream().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
            if (lines.get(i).equals("```sh")) {
                if (above.contains("`~/.bashrc`")) {
                    steps.add(new Step(i + 1, "{\n" + String.join("\n", lines.subList(i + 1, end)) + "\n}", List.of()));
                }
                continue;
            }
            blocks++;
            if (above.startsWith(NOT_RUN)) {
                notRun++;
            } else {
                steps.addAll(steps(i + 1, lines.subList(i + 1, end)));
            }
            i = end;
        }
        assertTrue(blocks > notRun, document.getFileName() + " has no console block that runs");
        try (var terminal = new Typist(home)) {
            for (Step step : steps) {
                String out = terminal.type(step.command());
                if (!step.isWhat(out)) {
                    fail(document.getFileName() + ", line " + step.line() + ":\n" + step.difference(out));
                }
            }
        }
        System.out.printf(
                "[%s: %d commands in %d blocks; blocks that do not run here: %d] ",
                document.getFileName(), steps.size(), blocks - notRun, notRun);
    }

    private static List<Step> steps(int first, List<String> block) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < block.size(); i++) {
            String line = block.get(i);
            if (line.startsWith("$ ")) {
                steps.add(new Step(first + i + 1, line.substring(2), new ArrayList<>()));
                continue;
            }
            assertFalse(steps.isEmpty(), "a console block begins with a command: line " + (first + i + 1));
            Step last = steps.get(steps.size() - 1);
            if (line.startsWith("> ") && last.printed().isEmpty()) {
                steps.set(
                        steps.size() - 1,
                        new Step(last.line(), last.command() + "\n" + line.substring(2), last.printed()));
            } else {
                last.printed().add(line);
            }
        }
        return steps;
    }

    // ---- a terminal ----

    /** Somebody at a terminal with a bash in it, in the repository, who types a command when the prompt is there. */
    private static final class Typist implements AutoCloseable {
        private static final String TERMINAL = """
            import os, pty, select, signal, sys
            pid, terminal = pty.fork()
            if pid == 0:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                os.execvp(sys.argv[1], sys.argv[1:])
            while True:
                ready = select.select([terminal, 0], [], [])[0]
                try:
                    if 0 in ready:
                        typed = os.read(0, 4096)
                        if not typed:
                            break
                        os.write(terminal, typed)
                    if terminal in ready:
                        shown = os.read(terminal, 65536)
                        if not shown:
                            break
                        os.write(1, shown)
                except OSError:
                    break
            """;
        /** The prompt is one character that nothing else prints, and nothing that is typed is shown. */
        private static final String QUIET = "set +o emacs +o vi; stty -echo -onlcr; PS1=$'\\036' PS2= PROMPT_COMMAND=";

        private static final Pattern PROMPT = Pattern.compile("\u001e$");
        private static final Pattern SANDBOX_PROMPT = Pattern.compile("\u001e$|(?m:^)\\(practice\\) [^\n]*\\z");
        private final Process process;
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

        Typist(Path home) throws IOException {
            var builder = new ProcessBuilder("python3", "-c", TERMINAL, "bash", "--norc", "-i")
                    .directory(Program.root().toFile())
                    .redirectErrorStream(true);
            builder.environment().clear();
            builder.environment()
                    .putAll(Program.of("bash")
                            .with("HOME", home)
                            .with("JBANG_DIR", JBANG_DIR)
                            .with("SHELL", Program.find("bash"))
                            .with("TERM", "dumb")
                            .with("LC_ALL", "C.UTF-8")
                            .env());
            process = builder.start();
            var reader = new Thread(() -> read(process.getInputStream()));
            reader.setDaemon(true);
            reader.start();
            send(QUIET);
            await(PROMPT);
        }

        /** Types a command; what it showed, up to the next prompt, which may be one in the sandbox. */
        String type(String command) {
            send(command);
            boolean opens = command.matches(".*\\bpractice( --lesson)?");
            String out = await(opens ? SANDBOX_PROMPT : PROMPT);
            if (opens && out.contains("(practice) ")) {
                send(QUIET);
                await(PROMPT);
            }
            return out.replaceAll("\u001e$|(?m:^)\\(practice\\) [^\n]*\\z", "");
        }

        private void send(String line) {
            try {
                synchronized (shown) {
                    shown.reset();
                }
                process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException("the shell has gone, before: " + line, e);
            }
        }

        private String await(Pattern prompt) {
            for (long end = System.nanoTime() + 90_000_000_000L; System.nanoTime() < end; ) {
                synchronized (shown) {
                    String out = shown.toString(StandardCharsets.UTF_8).replace("\r", "");
                    if (prompt.matcher(out).find()) {
                        return out;
                    }
                    if (!process.isAlive()) {
                        return fail("the shell has ended, and showed:\n" + out);
                    }
                }
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return fail("no prompt within 90 seconds; the terminal showed:\n" + shown.toString(StandardCharsets.UTF_8));
        }

        private void read(InputStream in) {
            try (in) {
                byte[] some = new byte[8192];
                for (int count = in.read(some); count >= 0; count = in.read(some)) {
                    synchronized (shown) {
                        shown.write(some, 0, count);
                    }
                }
            } catch (IOException ended) {
                // The process has gone; await sees that.
            }
        }

        /** Hangs up, as closing a terminal's window does, and waits until the sandbox is gone. */
        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
            process.destroy();
        }
    }
}
