//SOURCES ConfigText.java

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A section of a config file, from its header to the next: keys and values as Python's {@code
 * configparser.RawConfigParser} reads them. That happens when it is read for the first time, because whoever has
 * thousands of profiles needs one or two of them.
 */
final class ConfigSection {
    /**
     * Lines of a section, from {@code start} to {@code end} in the text, each with the line feed at its end.
     *
     * @param headerIndent how far the header before them is indented; negative where more of the same comes before
     */
    record Lines(int start, int end, int headerIndent) {}

    /**
     * Python's {@code str.splitlines}, by which botocore parts a block; whatever ends a line for configparser is a line
     * feed by then.
     */
    private static final Pattern LINE_END = Pattern.compile("[\n\u000b\f\u001c-\u001e\u0085\u2028\u2029]");

    private static final String NO_DELIMITER = "expected NAME = VALUE";

    private final ConfigText text;
    private final int start;
    private final String header;
    private final ConfigSection inherited;
    private final List<Lines> unread = new ArrayList<>(1);
    private Map<String, String> own = Map.of();

    /** Whether all lines have been read, and {@link #own} will not change. */
    private volatile boolean isRead;

    /** By the key in whose block they are, or by no key. */
    private Map<String, ConfigText.Fault> faults = Map.of();

    // The place where reading is.
    private int indent;
    private String key;
    private String first;
    private StringBuilder more;
    private int emptyLines;

    /**
     * @param start where it begins in {@code text}
     * @param header null for what comes before the first header
     * @param inherited the file's [DEFAULT]; null for that one itself, and for what is not read by key
     */
    ConfigSection(ConfigText text, int start, String header, ConfigSection inherited) {
        this.text = text;
        this.start = start;
        this.header = header;
        this.inherited = inherited;
    }

    /** Adds lines to this section. */
    synchronized void add(Lines lines) {
        unread.add(lines);
        isRead = false;
    }

    /** Where its header is in the text, the first of them where there are several. */
    int start() {
        return start;
    }

    /** What is between the brackets, blanks and quotes included. */
    String header() {
        return header;
    }

    /**
     * The value of {@code key}, which is in lower case; null when there is none. Where the value is a {@link
     * #block}, its text.
     */
    String get(String key) {
        String value = own().get(key);
        return value == null ? inheritedValues().get(key) : value;
    }

    /** All keys and values, those of the file's [DEFAULT] among them. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>(inheritedValues());
        values.putAll(own());
        return values;
    }

    /** Whether all lines of this section can be read. */
    boolean isReadable() {
        own();
        return faults.isEmpty();
    }

    /** The first line of this section that cannot be read. */
    Optional<ConfigText.Fault> fault() {
        return isReadable()
                ? Optional.empty()
                : faults.values().stream().sorted().findFirst();
    }

    private Map<String, String> inheritedValues() {
        return inherited == null ? Map.of() : inherited.own();
    }

    /** Several threads may want it at once. */
    private Map<String, String> own() {
        if (!isRead) {
            readAll();
        }
        return own;
    }

    private synchronized void readAll() {
        readLines();
        finishValue();
        isRead = true;
    }

    private void readLines() {
        for (Lines lines : unread) {
            if (lines.headerIndent >= 0) {
                finishValue();
                indent = lines.headerIndent;
            }
            for (int start = lines.start, end; start < lines.end; start = end + 1) {
                end = text.text().indexOf('\n', start);
                line(start, end);
            }
        }
        unread.clear();
    }

    /** One line, as {@code RawConfigParser._read} takes it. */
    private void line(int start, int end) {
        int first = ConfigText.firstNonBlank(text.text(), start, end);
        if (first == end) {
            emptyLines++;
            return;
        }
        if (isCommentSign(text.text().charAt(first))) {
            return;
        }
        int last = ConfigText.endOfText(text.text(), first, end);
        if (!text.isUtf8(start)) {
            addFault(start, ConfigText.NOT_UTF8);
        } else if (isContinuedBy(first - start)) {
            continuation(start, text.text().substring(first, last));
        } else {
            option(start, first, last);
        }
    }

    /** Whether a line that is indented so far and comes next goes on with the value before it. */
    synchronized boolean isContinuedAfterAll(int indented) {
        readLines();
        return isContinuedBy(indented);
    }

    private boolean isContinuedBy(int indented) {
        return key != null && indented > indent;
    }

    /** NAME = VALUE between {@code from} and {@code to}, in the line that begins at {@code start}. */
    private void option(int start, int from, int to) {
        String lines = text.text();
        int delimiter = delimiter(lines, from, to);
        if (header == null) {
            addFault(start, "there is no [profile NAME] before the text");
        } else if (delimiter <= from) {
            addFault(start, NO_DELIMITER);
        } else {
            finishValue();
            indent = from - start;
            key = lines.substring(from, ConfigText.endOfText(lines, from, delimiter))
                    .toLowerCase(Locale.ROOT);
            first = lines.substring(ConfigText.firstNonBlank(lines, delimiter + 1, to), to);
            forget(key);
        }
    }

    /**
     * A line that is indented more than the one with the key is part of its value, and so are empty lines before
     * it.
     */
    private void continuation(int start, String line) {
        if (first.isEmpty() && !isBlockText(line)) {
            add(key, start, NO_DELIMITER + " in the block of " + key);
            return;
        }
        more = more == null ? new StringBuilder() : more;
        more.append("\n".repeat(emptyLines + 1)).append(line);
        emptyLines = 0;
    }

    private void finishValue() {
        if (key != null) {
            own = own.isEmpty() ? new LinkedHashMap<>() : own;
            own.put(key, more == null ? first : first + more);
        }
        key = null;
        more = null;
        emptyLines = 0;
    }

    /** Notes that this section has a line that cannot be read: the one that begins at {@code start}. */
    void addFault(int start, String reason) {
        add("", start, reason);
    }

    private void add(String key, int start, String reason) {
        faults = faults.isEmpty() ? new HashMap<>() : faults;
        ConfigText.Fault fault = new ConfigText.Fault(text.path(), text.lineNumber(start), reason);
        faults.merge(key, fault, (one, other) -> one.line() <= other.line() ? one : other);
    }

    /** A key that comes again leaves nothing of the first one. */
    private void forget(String key) {
        if (!faults.isEmpty()) {
            faults.remove(key);
        }
    }

    /** Where the first of {@code =} and {@code :} is between {@code from} and {@code to}, or -1. */
    static int delimiter(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '=' || c == ':') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isBlockText(String text) {
        for (String line : LINE_END.split(text)) {
            if (line.indexOf('=') < 0 && ConfigText.firstNonBlank(line) < line.length()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value is a block of its own: lines of {@code NAME = VALUE} under a key that has nothing beside it. */
    static boolean isBlock(String value) {
        return value.startsWith("\n");
    }

    /** The names and values of a block. */
    static Map<String, String> block(String value) {
        Map<String, String> block = new LinkedHashMap<>();
        for (String line : LINE_END.split(value)) {
            int equals = line.indexOf('=');
            if (equals >= 0) {
                block.put(ConfigText.strip(line.substring(0, equals)), ConfigText.strip(line.substring(equals + 1)));
            }
        }
        return block;
    }

    /**
     * A value without what AWS's guide calls a comment: a blank, {@code #} or {@code ;}, and all that comes after, but
     * not in quotes. To the AWS CLI that is a part of the value.
     */
    static String withoutComment(String value) {
        if (!value.isEmpty() && isCommentSign(value.charAt(0))) {
            return "";
        }
        char quote = 0;
        for (int i = 1; i < value.length(); i++) {
            char before = value.charAt(i - 1);
            if (before == quote) {
                quote = 0;
            } else if (quote == 0 && (before == '"' || before == '\'')) {
                quote = before;
            }
            char c = value.charAt(i);
            if (quote == 0 && isCommentSign(c) && ConfigText.isBlank(before)) {
                return ConfigText.strip(value.substring(0, i));
            }
        }
        return value;
    }

    /** Whether there can be one, at a glance. */
    static boolean mayHaveComment(String value) {
        return value.indexOf('#') >= 0 || value.indexOf(';') >= 0;
    }

    private static boolean isCommentSign(char c) {
        return c == '#' || c == ';';
    }
}
