import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random files like ~/.aws/config and ~/.aws/credentials: some as people write them, some as nobody should. */
final class ConfigFileGenerator {
    private static final String FOREIGN = "gr\u00f6\u00dfe";

    private static final List<String> NAMES = List.of(
            "dev",
            "prod",
            "a.b",
            "team/dev",
            "ada@work",
            "with-dash_1",
            FOREIGN,
            "\u65e5\u672c",
            "\ud83d\udd11",
            "100%",
            "Dev",
            "default");
    private static final List<String> ODD_NAMES = List.of(
            "two words",
            "a  b",
            "it's",
            "say \"hi\"",
            "back\\slash",
            "end\\",
            "a#b",
            "a #b",
            "a;b",
            "a:b",
            "a=b",
            "",
            "x]y",
            "'",
            "\"",
            "a' 'b",
            "\t",
            "\u00a0",
            "profile",
            "a\\ b");
    private static final List<String> KEYS = List.of(
            "region",
            "role_arn",
            "source_profile",
            "credential_process",
            "output",
            "sso_session",
            "services",
            "s3",
            "aws_access_key_id",
            "aws_secret_access_key",
            "Region",
            "ROLE_ARN",
            "mfa_serial",
            "ca_bundle",
            "two words",
            "gr\u00d6\u00dfe",
            "\u0130d",
            "endpoint_url",
            "[odd",
            "-",
            "x.y/z");
    private static final List<String> VALUES = List.of(
            "eu-west-1",
            "arn:aws:iam::123456789123:role/Developer",
            "dev",
            "two words",
            "a=b",
            "a:b",
            "",
            "  ",
            "/bin/keys --for 'a b' --mark \"x\"",
            "http://127.0.0.1:4566",
            "\u65e5\u672c",
            "100%",
            "%(region)s",
            "$HOME/x",
            "~/x",
            "[bracket]",
            "a\\",
            "\"quoted\"",
            "x\ty",
            "a\u00a0b");
    private static final List<String> TAILS = List.of(
            " # near",
            " ; near",
            "\t# near",
            "#near",
            ";near",
            " #",
            " \"a # b\"",
            " 'a ; b'",
            " [x]",
            " \\",
            " ",
            "\t");
    private static final List<String> ODD_CHARACTERS = List.of(
            "\u000b", "\f", "\u001c", "\u001f", "\u0085", "\u2028", "\u2029", "\u00a0", "\u3000", "\ufeff", "\0");
    private static final List<String> DELIMITERS =
            List.of(" = ", "=", " : ", ":", "\t=\t", " =", "= ", "  =  ", "==", ":=");
    private static final List<String> INDENTS = List.of("  ", " ", "\t", "    ", "\t\t", " \t", "\u00a0", "   ");
    private static final List<String> COMMENTS = List.of(
            "# comment", "; comment", "#", "  # indented = yes", "\t; [profile x]", "#[profile dev]", "#region = x");
    private static final List<String> NONSENSE = List.of(
            "nonsense", "two words", "= value", ": value", "[unclosed", "[profile dev", "[", "[]", "]", "  lost", "\\");
    private static final List<String> LINE_ENDS = List.of("\n", "\n", "\n", "\n", "\r\n", "\r\n", "\r");

    private final Random random;
    private final boolean isCredentials;
    /** How many of a hundred choices are what nobody should write. */
    private final int oddity;

    private final List<String> lines = new ArrayList<>();
    private String indent = "";

    private ConfigFileGenerator(Random random, boolean isCredentials) {
        this.random = random;
        this.isCredentials = isCredentials;
        this.oddity = random.nextInt(6) == 0 ? random.nextInt(40) : 0;
    }

    static String config(Random random) {
        return new ConfigFileGenerator(random, false).file();
    }

    static String credentials(Random random) {
        return new ConfigFileGenerator(random, true).file();
    }

    private String file() {
        int sections = random.nextInt(6);
        if (isOdd()) {
            lines();
        }
        for (int i = 0; i < sections; i++) {
            lines.add((isOdd() ? one(INDENTS) : "") + header() + (chance(8) ? one(TAILS) : ""));
            lines();
        }
        String end = one(LINE_ENDS);
        StringBuilder text = new StringBuilder(isOdd() && chance(30) ? "\ufeff" : "");
        for (String line : lines) {
            text.append(line).append(isOdd() ? one(LINE_ENDS) : end);
        }
        if (chance(20) && !lines.isEmpty()) {
            text.setLength(text.length() - 1); // no line feed at the end of the file, or a carriage return alone
        }
        return text.toString();
    }

    private String header() {
        String name = isOdd() ? one(ODD_NAMES) : fresh(NAMES);
        if (isCredentials) {
            String between = isOdd() ? one(INDENTS) : "";
            return "[" + between + (isOdd() ? quoted(name) : name) + between + "]";
        }
        String type = typeOf(name);
        return (isOdd() && chance(20) ? "[" : "") + "[" + type + "]" + (isOdd() && chance(20) ? "]" : "");
    }

    private String typeOf(String name) {
        return switch (random.nextInt(isOdd() ? 16 : 10)) {
            case 0 -> "default";
            case 1 -> "sso-session " + quoted(name);
            case 2 -> "services " + quoted(name);
            case 3 -> chance(50) ? "preview" : "plugins";
            case 10 -> " profile " + name + " ";
            case 11 -> "profile" + one(INDENTS) + quoted(name);
            case 12 -> one(List.of("DEFAULT", "profile default", " default", "default ", "Default"));
            case 13 ->
                one(List.of("profiles x", "servicesx y", "sso-sessionz \"a b\"", "profile", "profile ", "profilex"));
            case 14 -> name;
            case 15 -> "profile " + name + " " + name;
            default -> "profile " + (chance(30) ? quoted(name) : name);
        };
    }

    private String quoted(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> '"' + name + '"';
            case 1 -> "'" + name + "'";
            default -> name;
        };
    }

    private void lines() {
        indent = chance(20) ? one(INDENTS) : "";
        List<String> keys = new ArrayList<>(KEYS);
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String key = isOdd() ? one(KEYS) : keys.remove(random.nextInt(keys.size()));
            key(key);
            while (chance(15)) {
                lines.add(one(List.of("", "", "  ", "\t")));
            }
            if (chance(15)) {
                lines.add(one(COMMENTS));
            }
            if (isOdd()) {
                lines.add(indent + one(NONSENSE));
            }
        }
    }

    private void key(String key) {
        if (isOdd()) {
            indent = chance(50) ? "" : one(INDENTS);
        }
        if (key.equals("s3") || chance(6)) {
            lines.add(indent + key + one(List.of(" =", "=", " = ", ":")));
            block(indent + one(INDENTS));
            return;
        }
        String value = value();
        lines.add(indent + key + one(DELIMITERS) + value);
        while (chance(8) && (!value.isBlank() || isOdd())) {
            lines.add(indent + one(INDENTS) + (chance(20) ? one(COMMENTS).strip() : value()));
        }
    }

    private void block(String deeper) {
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String delimiter = isOdd() ? one(DELIMITERS) : one(List.of("=", " = ", " =", "= "));
            lines.add(deeper + (isOdd() ? one(INDENTS) : "") + one(KEYS) + delimiter + value());
            if (chance(10)) {
                lines.add(one(COMMENTS));
            }
            if (chance(10)) {
                lines.add(one(List.of("", "   ")));
            }
            if (isOdd()) {
                lines.add(deeper + one(NONSENSE));
            }
        }
    }

    private String value() {
        String value = one(VALUES) + (chance(20) ? one(TAILS) : "");
        if (!isOdd()) {
            return value;
        }
        int at = random.nextInt(value.length() + 1);
        return value.substring(0, at) + one(ODD_CHARACTERS) + value.substring(at);
    }

    /** A name that this file does not have yet, most of the time. */
    private String fresh(List<String> names) {
        String name = one(names);
        for (int i = 0; i < 5 && String.join("\n", lines).contains(name); i++) {
            name = one(names) + random.nextInt(100);
        }
        return name;
    }

    private boolean isOdd() {
        return chance(oddity);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
