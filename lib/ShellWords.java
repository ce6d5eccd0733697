//SOURCES Failure.java

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command line as Python's {@code shlex.split} and so the AWS CLI tells them apart: quoted as in a
 * shell, and nothing in them stands for anything else, neither {@code ~} nor {@code $NAME} nor {@code #}.
 */
final class ShellWords {
    private static final String BLANKS = " \t\r\n";
    private static final char NONE = 0;

    private final String text;
    private final List<String> words = new ArrayList<>();

    /** The word that is being read, or null between two. */
    private StringBuilder word;

    /** The quotation mark that is open. */
    private char quote = NONE;

    private int position;

    private ShellWords(String text) {
        this.text = text;
    }

    /**
     * @throws Failure when a quotation is not closed, or nothing follows a backslash; the message shows nothing of
     *     {@code text}
     */
    static List<String> split(String text) {
        return new ShellWords(text).split();
    }

    private List<String> split() {
        while (position < text.length()) {
            read(text.charAt(position++));
        }
        if (quote != NONE) {
            throw Failure.of("a quotation in it (" + quote + ") is not closed");
        }
        endWord();
        return words;
    }

    private void read(char c) {
        if (quote == NONE && BLANKS.indexOf(c) >= 0) {
            endWord();
            return;
        }
        if (word == null) {
            word = new StringBuilder();
        }
        if (c == '\\' && quote != '\'') {
            readEscaped();
        } else if (quote == NONE && (c == '"' || c == '\'')) {
            quote = c;
        } else if (c == quote) {
            quote = NONE;
        } else {
            word.append(c);
        }
    }

    /** Between double quotes a backslash is one, unless it stands before a backslash or the quotation mark. */
    private void readEscaped() {
        if (position == text.length()) {
            throw Failure.of("nothing follows the backslash at its end");
        }
        char c = text.charAt(position++);
        if (quote == '"' && c != '"' && c != '\\') {
            word.append('\\');
        }
        word.append(c);
    }

    private void endWord() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }
}
