import java.util.stream.Collectors;

/**
 * Text that somebody else wrote, made fit for a message: the first that says something, in quotes, harmless to a
 * terminal.
 */
final class Text {
    /** A value longer than this is cut in a message. */
    private static final int LONGEST_QUOTATION = 120;

    private Text() {}

    /** The first that is neither null nor empty, or null. */
    static String first(String... values) {
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    /** {@code text} for a message: in quotes, shortened, and with nothing in it that could steer a terminal. */
    static String quoted(String text) {
        return "'" + visible(text, LONGEST_QUOTATION) + "'";
    }

    /** One line of {@code text}, with nothing in it that could steer a terminal. */
    static String visible(String text) {
        return visible(text, Integer.MAX_VALUE);
    }

    /** The first {@code most} characters of {@link #visible(String)}, and dots when there are more. */
    static String visible(String text, int most) {
        if (text.length() <= most && isPrintableAscii(text)) {
            return text;
        }
        String rest = text.codePointCount(0, text.length()) > most ? "..." : "";
        return text.codePoints().limit(most).mapToObj(Text::visible).collect(Collectors.joining("", "", rest));
    }

    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** Unicode's control characters, line separators, and the invisible marks that turn text around. */
    private static String visible(int character) {
        boolean steers = switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SURROGATE -> true;
            default -> false;
        };
        return steers ? "\\u%04x".formatted(character) : Character.toString(character);
    }
}
