import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a page has its reader type, and what it says comes of it: its {@code console} blocks, in order.
 *
 * <p>In a block, {@code "$ "} begins a command and {@code "> "} goes on with it; the rest is what it prints. An
 * ellipsis stands for anything in a line, and alone in a line for any lines, or none. A block that cannot run here has
 * a line above it that begins with {@link #NOT_RUN}, for the reader to see; it is counted. An {@code sh} block below a
 * line that names {@code ~/.bashrc} is typed as well, because the commands after it need what it defines; so is what
 * the comments of LESSON.md say must be so by the end of a part.
 */
final class TypedPage {
    private static final String NOT_RUN = "> Not run by our tests: ";
    private static final String CHECK = "<!-- check: ";
    private static final String AS_IT_SHOULD_BE = "as it should be";
    private static final String ELLIPSIS = "\u2026";

    private final List<String> lines;
    private final List<Step> steps = new ArrayList<>();
    private int blocks;
    private int notRun;

    private TypedPage(List<String> lines) {
        this.lines = lines;
    }

    static TypedPage read(Path page) throws IOException {
        var typed = new TypedPage(Files.readAllLines(page));
        int next = 0;
        while (next < typed.lines.size()) {
            next = typed.afterLine(next);
        }
        assertTrue(typed.blocks > 0, page.getFileName() + " has no console block that runs");
        return typed;
    }

    /** Every command, in order. */
    List<Step> steps() {
        return steps;
    }

    /** How many blocks are typed. */
    int blocks() {
        return blocks;
    }

    /** How many are not, as the page says. */
    int notRun() {
        return notRun;
    }

    /**
     * Reads line {@code i}, and the block that begins there if one does.
     *
     * @return the line that comes next
     */
    private int afterLine(int i) {
        String line = lines.get(i);
        if (line.startsWith(CHECK)) {
            addCheck(i);
        }
        if (!line.matches("```(console|sh)")) {
            return i + 1;
        }
        int end = i + lines.subList(i, lines.size()).indexOf("```");
        List<String> block = lines.subList(i + 1, end);
        if (line.equals("```console")) {
            addConsole(i, block);
        } else if (above(i).contains("`~/.bashrc`")) {
            steps.add(new Step(i + 1, "{\n" + String.join("\n", block) + "\n}", List.of()));
        }
        return end + 1;
    }

    private void addCheck(int i) {
        String condition = lines.get(i).replaceAll(CHECK + "| -->", "");
        String command = "if " + condition + "; then echo " + AS_IT_SHOULD_BE + "; fi";
        steps.add(new Step(i + 1, command, List.of(AS_IT_SHOULD_BE)));
        assertTrue(lines.get(i + 1).startsWith("<!-- hint: "), "a check needs a hint: line " + (i + 1));
    }

    private void addConsole(int i, List<String> block) {
        if (above(i).startsWith(NOT_RUN)) {
            notRun++;
        } else {
            blocks++;
            steps.addAll(steps(i + 1, block));
        }
    }

    /** The last line before line {@code i} that is not blank. */
    private String above(int i) {
        return lines.subList(0, i).stream().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
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
                String command = last.command() + "\n" + line.substring(2);
                steps.set(steps.size() - 1, new Step(last.line(), command, last.printed()));
            } else {
                last.printed().add(line);
            }
        }
        return steps;
    }

    /** A command of a page, the line of the page it is in, and what is said to be printed. */
    record Step(int line, String command, List<String> printed) {
        boolean isWhat(String out) {
            return trimmed(out).matches(printed.stream().map(Step::pattern).collect(Collectors.joining()));
        }

        private static String pattern(String line) {
            if (line.equals(ELLIPSIS)) {
                return "(?:.*\n)*";
            }
            return Arrays.stream(line.stripTrailing().split(ELLIPSIS, -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*"))
                    + "\n";
        }

        /** What was expected, and what came, with a mark at each line that is in the one and not in the other. */
        String difference(String out) {
            List<String> came = trimmed(out).lines().toList();
            StringBuilder difference = new StringBuilder("$ " + command + "\n");
            for (String line : printed) {
                boolean hasCome = came.stream().anyMatch(it -> isLine(line, it));
                difference.append(hasCome ? "  " : "- ").append(line).append("\n");
            }
            for (String it : came) {
                boolean isExpected = printed.stream().anyMatch(line -> isLine(line, it));
                difference.append(isExpected ? "  " : "+ ").append(it).append("\n");
            }
            return difference.toString();
        }

        private static boolean isLine(String expected, String line) {
            return (line + "\n").matches(pattern(expected));
        }

        /**
         * Every line with an end, and no line with blanks at its end: a page's editor may take those away. Whether one
         * has to wait for what practice builds ahead is the machine's affair.
         */
        private static String trimmed(String out) {
            return out.lines()
                    .filter(line -> !line.startsWith("jbangw: Waiting for another jbangw"))
                    .map(line -> line.stripTrailing() + "\n")
                    .collect(Collectors.joining());
        }
    }
}
