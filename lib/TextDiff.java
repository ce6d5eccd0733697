import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What changes from one text to another, a paragraph at a time, in the form of {@code diff -U0}. */
final class TextDiff {
    /** Before a section's header, and before a marker line. */
    private static final Pattern PARAGRAPH = Pattern.compile("(?m)(?=^\\[)|(?=^# (?:>>>|<<<) )");

    private final List<String> old;
    private final List<String> now;
    private final StringBuilder text = new StringBuilder();
    private int oldLine;
    private int newLine;
    private final StringBuilder removed = new StringBuilder();
    private final StringBuilder added = new StringBuilder();

    private TextDiff(String old, String now, int linesBefore) {
        this.old = paragraphs(old);
        this.now = paragraphs(now);
        this.oldLine = linesBefore;
        this.newLine = linesBefore;
    }

    private static List<String> paragraphs(String text) {
        return text.isEmpty() ? List.of() : List.of(PARAGRAPH.split(text));
    }

    /**
     * The difference; empty where there is none.
     *
     * @param linesBefore how many lines stand before both
     */
    static String of(String file, String old, String now, int linesBefore) {
        TextDiff diff = new TextDiff(old, now, linesBefore);
        diff.compare();
        return diff.text.isEmpty() ? "" : "--- " + file + "\n+++ " + file + "\n" + diff.text;
    }

    /** A paragraph that is in both, but has moved, is removed from where it was, and added where it is. */
    private void compare() {
        Map<String, Integer> oldRest = counts(old);
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            boolean isSame = i < old.size() && j < now.size() && old.get(i).equals(now.get(j));
            boolean isAdded = i == old.size() || (j < now.size() && oldRest.getOrDefault(now.get(j), 0) == 0);
            if (isSame) {
                flush();
                oldLine += lines(old.get(i));
                newLine += lines(now.get(j));
            }
            if (isSame || !isAdded) {
                removed.append(isSame ? "" : old.get(i));
                oldRest.merge(old.get(i++), -1, Integer::sum);
            }
            if (isSame || isAdded) {
                added.append(isSame ? "" : now.get(j));
                j++;
            }
        }
        flush();
    }

    private static Map<String, Integer> counts(List<String> paragraphs) {
        Map<String, Integer> counts = new HashMap<>();
        paragraphs.forEach(paragraph -> counts.merge(paragraph, 1, Integer::sum));
        return counts;
    }

    private void flush() {
        int minus = lines(removed.toString());
        int plus = lines(added.toString());
        if (minus + plus > 0) {
            text.append("@@ -%s +%s @@\n".formatted(range(oldLine, minus), range(newLine, plus)));
            text.append(marked(removed.toString(), "-")).append(marked(added.toString(), "+"));
        }
        oldLine += minus;
        newLine += plus;
        removed.setLength(0);
        added.setLength(0);
    }

    /** GNU diffutils, "Detailed Description of Unified Format": of no lines, it is the one before. */
    private static String range(int before, int count) {
        return (count == 0 ? before : before + 1) + "," + count;
    }

    private static int lines(String text) {
        return (int) text.lines().filter(line -> !isNote(line)).count();
    }

    private static String marked(String text, String mark) {
        List<String> lines = new ArrayList<>();
        for (String line : text.isEmpty() ? new String[0] : text.split("(?<=\n)")) {
            lines.add(isNote(line) ? line : mark + line);
        }
        return String.join("", lines);
    }

    private static boolean isNote(String line) {
        return line.startsWith("\\ No newline");
    }
}
