import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern for names as a shell has it (POSIX Shell Command Language, 2.13): {@code *}, {@code ?}, {@code [a-z]}, and
 * a backslash before what is to be itself. Java's own is for paths, and its star ends at a slash, which names of
 * profiles have.
 */
record Glob(String text, Pattern pattern) {
    private static final Pattern SPECIAL = Pattern.compile("[*?\\[\\]\\\\,]");

    static Glob of(String text) {
        return new Glob(text, Pattern.compile(regex(text), Pattern.DOTALL));
    }

    /** The globs of an option that may be given several times, or with commas. */
    static List<Glob> all(List<String> values) {
        return values.stream()
                .flatMap(value -> split(value).stream())
                .filter(text -> !text.isBlank())
                .map(Glob::of)
                .toList();
    }

    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    /** The glob that matches {@code name} and nothing else. */
    static String exactly(String name) {
        return SPECIAL.matcher(name).replaceAll("\\\\$0");
    }

    private static List<String> split(String value) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean isEscape = c == '\\' && i + 1 < value.length();
            if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
            if (isEscape) {
                part.append(value.charAt(++i));
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static String regex(String text) {
        StringBuilder regex = new StringBuilder();
        int next = 0;
        while (next < text.length()) {
            next = appendPart(text, next, regex);
        }
        return regex.toString();
    }

    /** @return where the next part begins */
    private static int appendPart(String text, int i, StringBuilder regex) {
        char c = text.charAt(i);
        int end = c == '[' ? text.indexOf(']', i + 2) : -1;
        if (end > 0) {
            String set = text.substring(i + 1, end).replaceAll("[\\[\\]\\\\&]", "\\\\$0");
            regex.append('[').append(set.replaceFirst("^!", "^")).append(']');
            return end + 1;
        }
        if (c == '\\' && i + 1 < text.length()) {
            regex.append(Pattern.quote(text.substring(i + 1, i + 2)));
            return i + 2;
        }
        regex.append(
                switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(String.valueOf(c));
                });
        return i + 1;
    }
}
