//SOURCES Failure.java FilePath.java ConfigFile.java TextDiff.java

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a config file that are written by a program, between two marker lines with a name; all others belong to
 * people, and are not changed by a byte.
 */
final class ConfigBlock {
    private static final Pattern BEGIN = Pattern.compile("# >>> profiles of (.+) >>>");
    private static final Pattern END = Pattern.compile("# <<< profiles of (.+) <<<");
    private static final Pattern LINE = Pattern.compile("[^\n]*\n|[^\n]+$");
    private static final String WARNING = "# What is between these two lines is written by 'profiles --write'.";

    /** A header without its brackets, and the lines of the section, that one included. */
    record Section(String header, List<String> lines) {
        /** One that says just this. */
        static Section of(String header, Map<String, String> settings) {
            List<String> lines = new ArrayList<>(List.of("[" + header + "]"));
            settings.forEach((key, value) -> lines.add(key + " = " + value));
            return new Section(header, lines);
        }

        /** Whether it says all of {@code settings}; it may say more. */
        boolean says(Map<String, String> settings) {
            byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
            return ConfigFile.of(Path.of(""), text).sections().stream()
                    .anyMatch(section -> section.fault().isEmpty()
                            && section.values().entrySet().containsAll(settings.entrySet()));
        }
    }

    /** What stands where, in bytes: each is a character, so that what is in no encoding comes through as well. */
    private record Found(int start, int from, int to, int end) {}

    private final Path file;
    private final String name;
    private final String content;
    private final Found found;

    private ConfigBlock(Path file, byte[] content, String name) {
        this.file = file;
        this.name = name;
        this.content = new String(content, StandardCharsets.ISO_8859_1);
        this.found = find();
    }

    /**
     * That of {@code name} in {@code content}; there may be none yet.
     *
     * @param file for a message
     * @throws Failure when marker lines are missing, or in each other
     */
    static ConfigBlock of(Path file, byte[] content, String name) {
        return new ConfigBlock(file, content, name);
    }

    private Found find() {
        Map<String, Found> all = new LinkedHashMap<>();
        String open = null;
        int openNumber = 0;
        int start = 0;
        int from = 0;
        int number = 0;
        for (Matcher line = LINE.matcher(content); line.find(); ) {
            number++;
            Matcher begin = BEGIN.matcher(utf8(line.group()).strip());
            Matcher end = END.matcher(utf8(line.group()).strip());
            if (begin.matches()) {
                require(open == null, number, "begins profiles within those that begin on line " + openNumber);
                require(!all.containsKey(begin.group(1)), number, "begins those of " + begin.group(1) + " again");
                open = begin.group(1);
                openNumber = number;
                start = line.start();
                from = line.end();
            } else if (end.matches()) {
                require(end.group(1).equals(open), number, "ends profiles that do not begin");
                all.put(open, new Found(start, from, line.start(), endOfText(line)));
                open = null;
            }
        }
        require(open == null, openNumber, "begins profiles that do not end");
        return all.get(name);
    }

    /** What ends the line is what was there before, and is not ours. */
    private static int endOfText(Matcher line) {
        return line.start() + line.group().replaceFirst("\r?\n$", "").length();
    }

    private void require(boolean isRight, int number, String what) {
        if (!isRight) {
            throw Failure.of("line " + number + " of " + FilePath.text(file) + " " + what
                    + "; nothing was changed: mend the lines that begin with '# >>> profiles' and '# <<< profiles', or"
                    + " remove them");
        }
    }

    /** All other lines. */
    byte[] outside() {
        String outside = found == null ? content : content.substring(0, found.start) + content.substring(found.end);
        return bytes(outside);
    }

    /** The sections between the marker lines, by header; of several with one header, the last. */
    Map<String, Section> sections() {
        Map<String, Section> sections = new LinkedHashMap<>();
        String inside = found == null ? "" : utf8(content.substring(found.from, found.to));
        Section current = null;
        for (String line : inside.split("\r?\n")) {
            if (line.startsWith("[") && line.lastIndexOf(']') > 1) {
                String header = line.substring(1, line.lastIndexOf(']'));
                current = new Section(header, new ArrayList<>());
                sections.put(header, current);
            }
            if (current != null && !line.isBlank()) {
                current.lines.add(line);
            }
        }
        return sections;
    }

    /** The file with these sections in place of those there are; with none, the marker lines go as well. */
    byte[] with(Collection<Section> sections) {
        return bytes(before() + block(sections) + after(sections.isEmpty()));
    }

    /** What would change, as {@code diff -U0} has it; empty where nothing would. */
    String diff(Collection<Section> sections) {
        String before = before();
        boolean isEnded = found != null || before.equals(content);
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        String old = found == null ? "" : content.substring(found.start, found.end) + eol();
        String now = block(sections) + (sections.isEmpty() ? "" : eol());
        if (!isEnded && !now.isEmpty()) {
            String last = before.substring(before.stripTrailing().lastIndexOf('\n') + 1);
            lines--;
            old = last + "\\ No newline at end of file\n";
            now = last + now;
        }
        return TextDiff.of(FilePath.text(file), utf8(old), utf8(now), lines);
    }

    /** A last line that has no end is given one. */
    private String before() {
        String before = found == null ? content : content.substring(0, found.start);
        return before.isEmpty() || before.endsWith("\n") ? before : before + eol();
    }

    private String after(boolean isGone) {
        String after = found == null ? "" : content.substring(found.end);
        if (isGone) {
            return after.replaceFirst("^\r?\n", "");
        }
        return found == null ? eol() : after;
    }

    private String block(Collection<Section> sections) {
        if (sections.isEmpty()) {
            return "";
        }
        StringBuilder block = new StringBuilder("# >>> profiles of " + name + " >>>\n" + WARNING + "\n");
        for (Section section : sections) {
            section.lines.forEach(line -> block.append(line).append('\n'));
            block.append('\n');
        }
        block.append("# <<< profiles of ").append(name).append(" <<<");
        return latin1(block.toString().replace("\n", eol()));
    }

    /** How this file ends its lines. */
    private String eol() {
        int first = content.indexOf('\n');
        return first > 0 && content.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }

    private static String utf8(String bytes) {
        return new String(bytes(bytes), StandardCharsets.UTF_8);
    }

    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String bytes) {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }
}
