//SOURCES Failure.java

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The grammar of ~/.aws/config and ~/.aws/credentials, as the AWS CLI reads them: Python's {@code
 * configparser.RawConfigParser}, and what botocore's {@code configloader} makes of it. It knows nothing of what a key
 * means.
 *
 * <p>Where the AWS CLI refuses the whole file, this lets in whom it can. A line that cannot be read is passed over like
 * a comment, and its section has a {@link Fault}. A section that comes again adds to the first; the last of two values
 * counts; a byte order mark is nothing.
 */
final class ConfigFile {
    /** A line that cannot be read, or the whole file, whose {@code line} is 0. */
    record Fault(Path file, int line, String reason) {
        Failure failure() {
            return Failure.of(message());
        }

        String message() {
            return file + " cannot be read: " + reason + (line == 0 ? "" : " on line " + line);
        }
    }

    /** What follows a header, up to the next. */
    static final class Section {
        private final String header;
        private final Section inherited;
        private final Map<String, String> own = new LinkedHashMap<>();
        /** By the key in whose block they are, or by no key. */
        private Map<String, Fault> faults = Map.of();

        private Section(String header, Section inherited) {
            this.header = header;
            this.inherited = inherited;
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
            String value = own.get(key);
            return value == null && inherited != null ? inherited.get(key) : value;
        }

        /** All keys and values, those of the file's [DEFAULT] among them. */
        Map<String, String> values() {
            if (inherited == null || inherited.own.isEmpty()) {
                return Collections.unmodifiableMap(own);
            }
            Map<String, String> values = new LinkedHashMap<>(inherited.own);
            values.putAll(own);
            return values;
        }

        /** The first line of this section that cannot be read. */
        Optional<Fault> fault() {
            return faults.values().stream().min((one, other) -> Integer.compare(one.line(), other.line()));
        }

        private void add(String key, Fault fault) {
            faults = faults.isEmpty() ? new HashMap<>() : faults;
            faults.putIfAbsent(key, fault);
        }

        /** A key that comes again leaves nothing of the first one. */
        private void forget(String key) {
            if (!faults.isEmpty()) {
                faults.remove(key);
            }
        }
    }

    /**
     * Python's {@code str.splitlines}, by which botocore parts a block; whatever ends a line for configparser is a line
     * feed by then.
     */
    private static final Pattern LINE_END = Pattern.compile("[\n\u000b\f\u001c-\u001e\u0085\u2028\u2029]");

    private static final String NO_DELIMITER = "expected NAME = VALUE";

    private final Path file;
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final Section inherited = new Section("DEFAULT", null);
    private Fault fault;

    // The place where reading is.
    private int number;
    private int indent;
    private Section section;
    private String key;
    private String first;
    private StringBuilder more;
    private int emptyLines;

    private ConfigFile(Path file) {
        this.file = file;
    }

    /** Reads {@code file}; one that does not exist is empty, and one that cannot be read has a {@link #fault}. */
    static ConfigFile read(Path file) {
        ConfigFile config = new ConfigFile(file);
        try {
            if (Files.exists(file) && !Files.isDirectory(file)) {
                config.read(Files.readAllBytes(file));
            }
        } catch (AccessDeniedException ignored) {
            config.fault = new Fault(file, 0, "permission denied");
        } catch (IOException e) {
            config.fault = new Fault(file, 0, e.getMessage());
        }
        return config;
    }

    /** The sections, in the order of the file; [DEFAULT] is not one of them. */
    Collection<Section> sections() {
        return Collections.unmodifiableCollection(sections.values());
    }

    /**
     * Why this file cannot be read, or a line of it that belongs to no section of its own: before the first, or in
     * [DEFAULT].
     */
    Optional<Fault> fault() {
        return fault == null ? inherited.fault() : Optional.of(fault);
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
                block.put(strip(line.substring(0, equals)), strip(line.substring(equals + 1)));
            }
        }
        return block;
    }

    private void read(byte[] bytes) {
        String text;
        boolean isUtf8 = true;
        try {
            text = utf8(bytes);
        } catch (CharacterCodingException ignored) {
            // Every byte is a character of Latin-1, so that what is in UTF-8 can be told line by line.
            text = new String(bytes, StandardCharsets.ISO_8859_1);
            isUtf8 = false;
        }
        if (text.indexOf('\r') >= 0) {
            text = text.replace("\r\n", "\n").replace('\r', '\n');
        }
        int start = text.startsWith("\ufeff") ? 1 : 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            String line = text.substring(start, end < 0 ? text.length() : end);
            start = end < 0 ? text.length() : end + 1;
            number++;
            if (isUtf8) {
                line(line);
            } else {
                lineOfUnknownEncoding(line.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        finishValue();
    }

    private void lineOfUnknownEncoding(byte[] bytes) {
        try {
            line(utf8(bytes));
        } catch (CharacterCodingException ignored) {
            String line = strip(new String(bytes, StandardCharsets.UTF_8));
            if (line.startsWith("[")) {
                header(line.substring(1, Math.max(line.lastIndexOf(']'), 1)));
            }
            if (!isComment(line)) {
                fault("it is not in UTF-8");
            }
        }
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** One line, as {@code RawConfigParser._read} takes it. */
    private void line(String line) {
        int start = firstNonBlank(line);
        if (start == line.length()) {
            emptyLines++;
            return;
        }
        String text = start == 0 ? stripEnd(line) : strip(line);
        if (isComment(text)) {
            return;
        }
        if (key != null && start > indent) {
            continuation(text);
        } else if (text.charAt(0) == '[' && text.lastIndexOf(']') > 1) {
            indent = start;
            header(text.substring(1, text.lastIndexOf(']')));
        } else {
            option(text, start);
        }
    }

    private static boolean isComment(String text) {
        return text.startsWith("#") || text.startsWith(";");
    }

    private void header(String header) {
        finishValue();
        section = header.equals(inherited.header)
                ? inherited
                : sections.computeIfAbsent(header, name -> new Section(name, inherited));
    }

    private void option(String text, int start) {
        int delimiter = delimiter(text);
        if (delimiter < 0 && text.charAt(0) == '[' && text.length() > 1) {
            // Whatever comes next does not belong to the section before.
            indent = start;
            header(text.substring(1));
            fault("there is no ']' after the name of the profile");
        } else if (section == null) {
            fault("there is no [profile NAME] before the text");
        } else if (delimiter <= 0) {
            fault(NO_DELIMITER);
        } else {
            finishValue();
            indent = start;
            key = stripEnd(text.substring(0, delimiter)).toLowerCase(Locale.ROOT);
            first = strip(text.substring(delimiter + 1));
            section.forget(key);
        }
    }

    /** Where the first of {@code =} and {@code :} is, or -1. */
    private static int delimiter(String text) {
        int equals = text.indexOf('=');
        int colon = text.lastIndexOf(':', equals < 0 ? text.length() : equals);
        return colon < 0 ? equals : text.indexOf(':');
    }

    /**
     * A line that is indented more than the one with the key is part of its value, and so are empty lines before it.
     */
    private void continuation(String text) {
        if (first.isEmpty() && !isBlockText(text)) {
            section.add(key, new Fault(file, number, NO_DELIMITER + " in the block of " + key));
            return;
        }
        more = more == null ? new StringBuilder() : more;
        more.append("\n".repeat(emptyLines + 1)).append(text);
        emptyLines = 0;
    }

    private static boolean isBlockText(String text) {
        for (String line : LINE_END.split(text)) {
            if (line.indexOf('=') < 0 && firstNonBlank(line) < line.length()) {
                return false;
            }
        }
        return true;
    }

    private void finishValue() {
        if (key != null) {
            section.own.put(key, more == null ? first : first + more);
        }
        key = null;
        more = null;
        emptyLines = 0;
    }

    private void fault(String reason) {
        Fault found = new Fault(file, number, reason);
        if (section != null) {
            section.add("", found);
        } else if (fault == null) {
            fault = found;
        }
    }

    /**
     * A value without what AWS's guide calls a comment: a blank, {@code #} or {@code ;}, and all that comes after, but
     * not in quotes. To the AWS CLI that is a part of the value.
     */
    static String withoutComment(String value) {
        if (isComment(value)) {
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
            if (quote == 0 && (c == '#' || c == ';') && isBlank(before)) {
                return strip(value.substring(0, i));
            }
        }
        return value;
    }

    private static int firstNonBlank(String text) {
        int start = 0;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        return start;
    }

    /** {@code text} without the blanks around it. */
    static String strip(String text) {
        return stripEnd(text.substring(firstNonBlank(text)));
    }

    private static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /**
     * Python's {@code str.isspace}: more than Java's isWhitespace, which leaves out blanks that do not break and
     * U+0085.
     */
    private static boolean isBlank(char c) {
        if (c <= ' ') {
            return c == ' ' || (c >= '\t' && c <= '\r') || c >= '\u001c';
        }
        return c >= '\u0080' && (Character.isSpaceChar(c) || c == '\u0085');
    }
}
