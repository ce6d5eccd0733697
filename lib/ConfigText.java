//SOURCES FilePath.java Failure.java

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** The text of a config file, and what Python calls a blank in it. */
final class ConfigText {
    /** A line that cannot be read, or the whole file, whose {@code line} is 0. */
    record Fault(Path file, int line, String reason) implements Comparable<Fault> {
        /** By line. */
        @Override
        public int compareTo(Fault other) {
            return Integer.compare(line, other.line);
        }

        Failure failure() {
            return Failure.of(message());
        }

        String message() {
            return FilePath.text(file) + " cannot be read: " + reason + (line == 0 ? "" : " on line " + line);
        }
    }

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    static final String NOT_UTF8 = "it is not in UTF-8";

    private final Path path;

    /** Where the lines begin that are not in UTF-8; null where all are. */
    private BitSet notUtf8;

    private final String text;

    /** Where each line feed is; null as long as nobody has wanted the number of a line. */
    private int[] lineFeeds;

    private ConfigText(Path path, byte[] bytes) {
        this.path = path;
        this.text = text(bytes);
    }

    /** The text of {@code path}. */
    static ConfigText read(Path path) throws IOException {
        return new ConfigText(path, Files.readAllBytes(path));
    }

    /** That of {@code path}, which has been read already, or a part of it. */
    static ConfigText of(Path path, byte[] bytes) {
        return new ConfigText(path, bytes);
    }

    /** That of a file that is not there, or cannot be read. */
    static ConfigText empty(Path path) {
        return new ConfigText(path, new byte[0]);
    }

    Path path() {
        return path;
    }

    /** Lines, each with a line feed at its end. */
    String text() {
        return text;
    }

    /** Whether the line that begins at {@code start} is in UTF-8. */
    boolean isUtf8(int start) {
        return notUtf8 == null || !notUtf8.get(start);
    }

    /** The number of the line that begins at {@code start}, counted from 1. */
    synchronized int lineNumber(int start) {
        if (lineFeeds == null) {
            lineFeeds = IntStream.range(0, text.length())
                    .filter(i -> text.charAt(i) == '\n')
                    .toArray();
        }
        int before = Arrays.binarySearch(lineFeeds, start - 1);
        return start == 0 ? 1 : before + 2;
    }

    /** The text with line feeds alone, and no byte order mark; notes the lines that are not in UTF-8. */
    private String text(byte[] bytes) {
        byte[] marked =
                hasByteOrderMark(bytes) ? Arrays.copyOfRange(bytes, BYTE_ORDER_MARK.length, bytes.length) : bytes;
        try {
            return withLineFeeds(utf8(marked));
        } catch (CharacterCodingException ignored) {
            notUtf8 = new BitSet();
            // Every byte is a character of Latin-1, so that what is in UTF-8 can be told line by line.
            StringBuilder lines = new StringBuilder();
            for (String line : withLineFeeds(new String(marked, StandardCharsets.ISO_8859_1))
                    .split("\n")) {
                lines.append(decoded(line.getBytes(StandardCharsets.ISO_8859_1), lines.length()))
                        .append('\n');
            }
            return lines.toString();
        }
    }

    private static boolean hasByteOrderMark(byte[] bytes) {
        int length = BYTE_ORDER_MARK.length;
        return bytes.length >= length && Arrays.equals(bytes, 0, length, BYTE_ORDER_MARK, 0, length);
    }

    private String decoded(byte[] line, int start) {
        try {
            return utf8(line);
        } catch (CharacterCodingException ignored) {
            notUtf8.set(start); // said where something is read from that line
            return new String(line, StandardCharsets.UTF_8);
        }
    }

    private static String withLineFeeds(String text) {
        String lines =
                text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        return lines.endsWith("\n") ? lines : lines + "\n";
    }

    /** A whole file is decoded in a tenth of the time where Java may put its mark in place of what is not UTF-8. */
    private static String utf8(byte[] bytes) throws CharacterCodingException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean isDoubtful = text.indexOf('\ufffd') >= 0;
        return isDoubtful
                ? StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString()
                : text;
    }

    static int firstNonBlank(String text) {
        return firstNonBlank(text, 0, text.length());
    }

    /** Where the first that is no blank is from {@code start} on; {@code end} where there is none before. */
    static int firstNonBlank(String text, int start, int end) {
        int first = start;
        while (first < end && isBlank(text.charAt(first))) {
            first++;
        }
        return first;
    }

    /** {@code text} without the blanks around it. */
    static String strip(String text) {
        return stripEnd(text.substring(firstNonBlank(text)));
    }

    /** Without the blanks at its end. */
    static String stripEnd(String text) {
        return text.substring(0, endOfText(text, 0, text.length()));
    }

    /** Where what is no blank ends, before {@code end}; {@code start} where there is none. */
    static int endOfText(String text, int start, int end) {
        int last = end;
        while (last > start && isBlank(text.charAt(last - 1))) {
            last--;
        }
        return last;
    }

    /**
     * Python's {@code str.isspace}: more than Java's isWhitespace, which leaves out blanks that do not break and
     * U+0085.
     */
    static boolean isBlank(char c) {
        if (c <= ' ') {
            return c == ' ' || (c >= '\t' && c <= '\r') || c >= '\u001c';
        }
        return c >= '\u0080' && (Character.isSpaceChar(c) || c == '\u0085');
    }
}
