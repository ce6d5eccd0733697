import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A program's arguments in a locale that has not all of their letters, such as LC_ALL=C, where Java would make them
 * question marks.
 */
final class NativeWords {
    private static final int JNU_ENCODING_SINCE = 18;

    private NativeWords() {}

    /** Whether Java can hand {@code word} to another program. */
    static boolean isRepresentable(String word) {
        return nativeCharset().newEncoder().canEncode(word);
    }

    /** {@code command} itself, or a sh of ASCII alone that becomes it, each word in UTF-8. */
    static List<String> representable(List<String> command) {
        if (command.stream().allMatch(NativeWords::isRepresentable)) {
            return command;
        }
        StringBuilder script = new StringBuilder();
        StringJoiner words = new StringJoiner(" ", "exec ", "");
        for (int i = 0; i < command.size(); i++) {
            // A command substitution drops the newlines at its end, hence the x that is taken off again.
            script.append("w%d=$(printf %%b '%sx')\n".formatted(i, octal(command.get(i))));
            words.add("\"${w%d%%x}\"".formatted(i));
        }
        return new ArrayList<>(List.of("/bin/sh", "-c", script.append(words).toString()));
    }

    /** As {@code printf %b} takes it (POSIX.1-2017, XCU, printf). */
    private static String octal(String word) {
        StringBuilder octal = new StringBuilder();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            octal.append("\\0%03o".formatted(b & 0xff));
        }
        return octal.toString();
    }

    /** What java.lang.ProcessImpl encodes arguments in. */
    private static Charset nativeCharset() {
        return Runtime.version().feature() < JNU_ENCODING_SINCE
                ? Charset.defaultCharset()
                : Charset.forName(System.getProperty(
                        "sun.jnu.encoding", Charset.defaultCharset().name()));
    }
}
