import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        return Stream.of(values)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse(null);
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
        String rest = text.codePointCount(0, text.length()) > most ? "..." : "";
        return text.codePoints().limit(most).mapToObj(Text::visible).collect(Collectors.joining("", "", rest));
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
