import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values to be loaded into shells: those that are known to be tricky, and generated ones. */
final class ShellValues {
    static final long SEED =
            Long.parseLong(System.getenv().getOrDefault("SHELL_TEST_SEED", String.valueOf(System.nanoTime())));

    private static final int VALUES = Integer.parseInt(System.getenv().getOrDefault("SHELL_TEST_VALUES", "1500"));

    /** So many values go into one shell process: all of its environment has to stay below the kernel's 2 MB. */
    private static final int AT_ONCE = 250;

    /** Linux's limit for one variable is 128 kB. */
    private static final int LONG = 100_000;

    private static final String SPECIAL = "'\"\\$`!%~-# \n\t;&|<>*?[]{}()^=@+,";

    static final List<String> TRICKY = List.of(
            "",
            " ",
            "  a  b  ",
            "'",
            "''",
            "'''",
            "\"",
            "\\",
            "\\\\",
            "\\'",
            "'\\''",
            "$(touch pwned)",
            "`touch pwned`",
            "$HOME",
            "${HOME}",
            "!!",
            "a!b",
            "!$",
            "!",
            "%PATH%",
            "%s%n",
            "~",
            "~root",
            "-n",
            "--",
            "-",
            "#",
            "a # b",
            "a;touch pwned",
            "a|b",
            "a&b",
            ">pwned",
            "*",
            "?",
            "[a-z]*",
            "{a,b}",
            "\n",
            "a\nb",
            "\n\na\n\n",
            "\r\n",
            "a\r",
            "\t",
            "\\n",
            "\\0",
            "\\c",
            "\\041",
            "$'a'",
            "=ls",
            "^a^b",
            "'; touch pwned; '",
            "v'\nexport X='",
            "EOF\n",
            "true",
            "null",
            "1",
            "1.0",
            "{}",
            "[]",
            "{0}",
            "\u007f",
            "\u001b[31m",
            "\b",
            "\f",
            "\u00e9",
            "e\u0301",
            "\u0301",
            "\u20dd",
            "\ud83d\ude00",
            "\ud83d\udc69\u200d\ud83d\udd2c",
            "\u2018\u2019\u201a\u201b\u201c\u201d",
            "\u00a0",
            "\u0085",
            "\u2028\u2029",
            "\u3000",
            "\u200b",
            "\u202e",
            "\ufeff",
            "\ufffd",
            "\ufffe",
            "\uffff",
            "\ufdd0",
            "\ufdef",
            "\ue000",
            "\uf600",
            "\uf6ff",
            "\uf700",
            "\uf8ff",
            "\ud83f\udffe",
            "\udb80\udc00",
            "\udbff\udfff");

    private ShellValues() {}

    /** All of them, a shell process at a time; each batch ends with a long one. */
    static List<List<String>> batches() {
        var random = new Random(SEED);
        List<String> values = new ArrayList<>(TRICKY);
        IntStream.range(1, 128)
                .mapToObj(Character::toString)
                .forEach(c -> values.addAll(List.of(c, "a" + c + c + "b " + c)));
        while (values.size() < VALUES) {
            values.add(value(random, (int) Math.pow(2, random.nextInt(60) / 6.0)));
        }
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < values.size(); from += AT_ONCE) {
            List<String> batch = new ArrayList<>(values.subList(from, Math.min(from + AT_ONCE, values.size())));
            batch.add(value(random, LONG));
            batches.add(batch);
        }
        return batches;
    }

    /** A value of about so many bytes, of one kind of pieces or of all kinds. */
    private static String value(Random random, int bytes) {
        var value = new StringBuilder();
        int kind = random.nextInt(6);
        for (int size = 0; size < bytes; ) {
            String piece = switch (kind == 5 ? random.nextInt(5) : kind) {
                case 0 -> Character.toString(1 + random.nextInt(127));
                case 1 -> pick(random, SPECIAL, 1);
                case 2 -> TRICKY.get(random.nextInt(TRICKY.size()));
                case 3 -> pick(random, "abcXYZ0189+/", 1 + random.nextInt(8));
                default -> anyCharacter(random);
            };
            value.append(piece);
            size += piece.getBytes(StandardCharsets.UTF_8).length;
        }
        return value.toString();
    }

    /** One, two, three and four bytes of UTF-8 are equally likely. */
    private static String anyCharacter(Random random) {
        int c = 1 + random.nextInt(new int[] {0x7f, 0x7ff, 0xffff, 0x10ffff}[random.nextInt(4)]);
        return c >= 0xd800 && c < 0xe000 ? "\ud83d\ude00" : Character.toString(c);
    }

    static String pick(Random random, String from, int length) {
        return random.ints(length, 0, from.length())
                .mapToObj(i -> from.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    static Map<String, String> change(List<String> values) {
        Map<String, String> change = new LinkedHashMap<>();
        for (String value : values) {
            change.put("V_" + change.size(), value);
        }
        return change;
    }

    static String shown(String value) {
        String visible = value.codePoints()
                .limit(200)
                .mapToObj(c -> c > ' ' && c < 127 && c != '\\' ? Character.toString(c) : "\\u{%x}".formatted(c))
                .collect(Collectors.joining());
        return "\"" + visible + "\", " + value.length() + " characters";
    }
}
