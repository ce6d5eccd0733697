//SOURCES Text.java Failure.java

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How each shell spells set, unset, quote and fail. One row a shell, and nothing about shells is known anywhere else.
 * The names are those of {@code aws configure export-credentials --format} wherever it has one.
 *
 * <p>What is rendered is an environment change: a map from variable name to its new value, or to null for "unset".
 */
enum Shell {
    // --format, how it sets a variable, what quotes the value, how it unsets, how it fails, the line that loads
    ENV("env", "export %s=%s;", Shell::posix, all("unset %s;"), "false;", "source <(%s)"),
    FISH("fish", "set -gx %s %s;", Shell::fish, each("set -e %s; or true;"), "false;", "%s | source"),
    CSH("csh", "setenv %s %s;", Shell::csh, all("unsetenv %s;"), "false;", "eval `%s`"),
    ELVISH("elvish", "set-env %s %s", Shell::elvish, each("unset-env %s"), "fail %s", "eval (%s | slurp)"),
    POWERSHELL(
            "powershell",
            "$Env:%s = %s",
            Shell::powershell,
            each("Remove-Item -ErrorAction Ignore Env:%s"),
            "throw %s",
            "%s | Out-String | Invoke-Expression"),
    WINDOWS_CMD(
            "windows-cmd",
            "set \"%s=%s\"",
            Shell::literal,
            each("set \"%s=\""),
            "cmd /c exit 1",
            "for /f \"delims=\" %%i in ('%s') do @%%i"),
    NUSHELL("nushell", "\"%s\": %s", Shell::json, each("\"%s\": null"), "", null),
    ENV_NO_EXPORT("env-no-export", "%s=%s", Shell::literal, names -> "", "", null),
    /** What is printed is no shell's (json, process, an unknown name): there is nothing to say in it on failure. */
    NONE("", "", Shell::literal, names -> "", "", null);

    final String format;
    private final String set;
    private final UnaryOperator<String> quote;
    private final Function<List<String>, String> unset;
    private final String fail;
    private final String load;

    Shell(
            String format,
            String set,
            UnaryOperator<String> quote,
            Function<List<String>, String> unset,
            String fail,
            String load) {
        this.format = format;
        this.set = set;
        this.quote = quote;
        this.unset = unset;
        this.fail = fail;
        this.load = load;
    }

    /** The row of that name, if there is one. */
    static Optional<Shell> find(String format) {
        return Arrays.stream(values())
                .filter(shell -> shell != NONE && shell.format.equals(format))
                .findFirst();
    }

    /** Every format's name, in the order of the table. */
    static String formats() {
        return Arrays.stream(values())
                .filter(shell -> shell != NONE)
                .map(shell -> shell.format)
                .collect(Collectors.joining(", "));
    }

    /**
     * The code (for nushell, the data) that makes this shell carry out {@code change}: what is unset comes first, so
     * that the last command is one that succeeds.
     *
     * @param change variable names to new values, or to null for unset
     * @throws Failure when this format cannot carry a value; the message names the variable, never the value
     */
    String render(Map<String, String> change) {
        change.forEach(this::check);
        List<String> gone = change.keySet().stream()
                .filter(name -> change.get(name) == null)
                .toList();
        List<String> sets = change.keySet().stream()
                .filter(name -> change.get(name) != null)
                .map(name -> set.formatted(name, quote.apply(change.get(name))))
                .toList();
        String unsets = gone.isEmpty() ? "" : unset.apply(gone);
        if (this == NUSHELL) {
            if (sets.isEmpty()) {
                return gone.stream().map(Shell::json).collect(Collectors.joining(", ", "[", "]\n"));
            }
            return "{" + unsets.replace("\n", ", ") + (unsets.isEmpty() ? "" : ", ") + String.join(", ", sets) + "}\n";
        }
        String lines = unsets + (unsets.isEmpty() ? "" : "\n") + String.join("\n", sets);
        return lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\n";
    }

    /** The command that fails in this shell: without it, a shell that sources nothing believes that all went well. */
    String failure(String message) {
        return fail.isEmpty() ? "" : fail.formatted(quote.apply(message)) + "\n";
    }

    /** {@code value} as one word of this shell. */
    String quoted(String value) {
        return quote.apply(value);
    }

    /** Whether this format has a way to say "unset". */
    boolean canUnset() {
        return !unset.apply(List.of("X")).isEmpty();
    }

    /** The line to type that loads what {@code command} prints. */
    Optional<String> load(String command) {
        return Optional.ofNullable(load).map(line -> line.formatted(command));
    }

    private void check(String name, String value) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw Failure.of(Text.quoted(name) + " is no variable name");
        }
        String reason = value == null ? null : refusal(value);
        if (reason != null) {
            throw Failure.of("the value of " + name + " " + reason + ", which --format " + format + " cannot carry");
        }
    }

    /** What about {@code value} this format cannot carry, or null. */
    private String refusal(String value) {
        if (value.indexOf('\0') >= 0) {
            return "holds a NUL";
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            return "holds half of a character (a lone surrogate)";
        }
        return switch (this) {
            case ENV_NO_EXPORT -> value.matches("[^\r\n]*") ? null : "holds a line break";
            // $Env:N = '' removes N before PowerShell 7.5, and so does set "N=".
            case POWERSHELL -> value.isEmpty() ? "is empty" : null;
            // for /f decodes by the console's code page, ! and % are expanded, " ends the quotation, a line has 8,191
            // characters.
            case WINDOWS_CMD ->
                value.matches("[ -~&&[^\"%!]]{1,8000}")
                        ? null
                        : "is empty, is longer than 8,000 characters or holds one that is none of the printable ASCII"
                                + " characters without \" % !";
            default -> null;
        };
    }

    private static Function<List<String>, String> all(String pattern) {
        return names -> pattern.formatted(String.join(" ", names));
    }

    private static Function<List<String>, String> each(String pattern) {
        return names -> names.stream().map(pattern::formatted).collect(Collectors.joining("\n"));
    }

    private static String literal(String value) {
        return value;
    }

    /**
     * POSIX Shell Command Language, 2.2.2: nothing is special between single quotes, and only a single quote ends them.
     */
    static String posix(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    /** {@code word} as one word of a POSIX shell: as it is where nothing in it is special, else quoted. */
    static String posixWord(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : posix(word);
    }

    /** fish, "Quotes": between single quotes only {@code \'} and {@code \\} are escapes. */
    private static String fish(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /**
     * tcsh(1): what {@code eval `...`} gets was split at blanks and joined by one, and {@code !} is history even
     * between single quotes. So whatever is not plainly harmless is an octal escape of {@code $'...'}, which only tcsh
     * has, not BSD's old csh.
     */
    private static String csh(String value) {
        if (value.matches("[\\w@%+=:,./-]*")) {
            return "'" + value + "'";
        }
        return value.codePoints()
                .mapToObj(c -> c > 127 || Character.isLetterOrDigit(c) ? Character.toString(c) : "\\%03o".formatted(c))
                .collect(Collectors.joining("", "$'", "'"));
    }

    /** Elvish, "Single-quoted string": a doubled single quote is one. */
    private static String elvish(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /**
     * PowerShell, about_Quoting_Rules: between single quotes only a doubled single quote is special. Whatever is not
     * printable ASCII is spelled out: PowerShell decodes a program's output by the console's code page, cuts it into
     * lines, and takes curly quotes for single quotes.
     */
    private static String powershell(String value) {
        return value.chars().mapToObj(Shell::powershell).collect(Collectors.joining("", "'", "'"));
    }

    private static String powershell(int character) {
        if (character == '\'') {
            return "''";
        }
        boolean isPrintable = character >= ' ' && character <= '~';
        return isPrintable ? Character.toString(character) : "' + [char]" + character + " + '";
    }

    /** RFC 8259, 7: quotation mark, reverse solidus and the control characters are escaped. */
    private static String json(String value) {
        return value.chars().mapToObj(Shell::json).collect(Collectors.joining("", "\"", "\""));
    }

    private static String json(int character) {
        if (character == '"' || character == '\\') {
            return "\\" + (char) character;
        }
        return character < ' ' ? "\\u%04x".formatted(character) : String.valueOf((char) character);
    }
}
