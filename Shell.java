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
    //  --format             set                     value quoted by   unset                                             on failure                how to load it
    ENV("env",               "export %s=%s;",        Shell::posix,      names -> "unset " + String.join(" ", names) + ";", "false;",                 "source <(%s)"),
    FISH("fish",             "set -gx %s %s;",       Shell::fish,       each("set -e %s;"),                               "false;",                 "%s | source"),
    CSH("csh",               "setenv %s %s;",        Shell::csh,        each("unsetenv %s;"),                             "false;",                 "eval `%s`"),
    ELVISH("elvish",         "set-env %s %s",        Shell::elvish,     each("unset-env %s"),                             "fail '%s'",              "eval (%s | slurp)"),
    POWERSHELL("powershell", "$Env:%s = %s",         Shell::powershell, each("Remove-Item -ErrorAction Ignore Env:%s"),   "throw '%s'",             "%s | Out-String | Invoke-Expression"),
    WINDOWS_CMD("windows-cmd", "set \"%s=%s\"",      Shell::literal,    each("set \"%s=\""),                              "cmd /c exit 1",          "for /f \"delims=\" %%i in ('%s') do @%%i"),
    NUSHELL("nushell",       "\"%s\": %s",           Shell::json,       each("\"%s\": null"),                             "",                       "%s | from json | load-env"),
    ENV_NO_EXPORT("env-no-export", "%s=%s",          Shell::literal,    names -> "",                                      "",                       null),
    /** What is printed is no shell's (json, process, an unknown name): there is nothing to say in it on failure. */
    NONE("",                 "",                     Shell::literal,    names -> "",                                      "",                       null);

    /** {@code ! %} are expanded and a {@code "} ends the quotation; cmd.exe has no way to write them that always holds. */
    private static final String FORBIDDEN_IN_CMD = "\"%!\r\n";

    final String format;
    private final String set;
    private final UnaryOperator<String> quote;
    private final Function<List<String>, String> unset;
    private final String fail;
    private final String load;

    Shell(String format, String set, UnaryOperator<String> quote, Function<List<String>, String> unset, String fail, String load) {
        this.format = format;
        this.set = set;
        this.quote = quote;
        this.unset = unset;
        this.fail = fail;
        this.load = load;
    }

    /** The row of that name, if there is one. */
    static Optional<Shell> find(String format) {
        return Arrays.stream(values()).filter(shell -> shell != NONE && shell.format.equals(format)).findFirst();
    }

    /** Every format's name, in the order of the table. */
    static String formats() {
        return Arrays.stream(values()).filter(shell -> shell != NONE).map(shell -> shell.format).collect(Collectors.joining(", "));
    }

    /**
     * The code (for nushell, the data) that makes this shell carry out {@code change}: what is unset comes first, so that
     * the last command is one that succeeds.
     *
     * @param change variable names to new values, or to null for unset
     * @throws Failure when this format cannot carry a value; the message names the variable, never the value
     */
    String render(Map<String, String> change) {
        change.forEach(this::check);
        List<String> gone = change.keySet().stream().filter(name -> change.get(name) == null).toList();
        List<String> sets = change.keySet().stream().filter(name -> change.get(name) != null)
                .map(name -> set.formatted(name, quote.apply(change.get(name)))).toList();
        String unsets = gone.isEmpty() ? "" : unset.apply(gone);
        if (this == NUSHELL) {
            if (sets.isEmpty()) return gone.stream().map(Shell::json).collect(Collectors.joining(", ", "[", "]\n"));
            return "{" + unsets.replace("\n", ", ") + (unsets.isEmpty() ? "" : ", ") + String.join(", ", sets) + "}\n";
        }
        String lines = unsets + (unsets.isEmpty() ? "" : "\n") + String.join("\n", sets);
        return lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\n";
    }

    /** The command that fails in this shell: without it, a shell that sources nothing believes that all went well. */
    String failure(String message) {
        return fail.isEmpty() ? "" : fail.formatted(message) + "\n";
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
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) throw Failure.of(Command.shown(name) + " is no variable name");
        String forbidden = switch (this) {
            case WINDOWS_CMD -> FORBIDDEN_IN_CMD + "\0";
            case ENV_NO_EXPORT -> "\r\n\0";
            default -> "\0";
        };
        if (value != null && value.chars().anyMatch(c -> forbidden.indexOf(c) >= 0)) {
            throw Failure.of("the value of " + name + " holds a character that --format " + format
                    + " cannot carry (a NUL, a line break" + (this == WINDOWS_CMD ? ", or one of \" % !" : "") + "); use another format");
        }
    }

    private static Function<List<String>, String> each(String pattern) {
        return names -> names.stream().map(pattern::formatted).collect(Collectors.joining("\n"));
    }

    private static String literal(String value) {
        return value;
    }

    /** POSIX Shell Command Language, 2.2.2: nothing is special between single quotes, and only a single quote ends them. */
    static String posix(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    /** fish, "Quotes": between single quotes only {@code \'} and {@code \\} are escapes. */
    private static String fish(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /**
     * tcsh(1): what {@code eval `…`} gets was split at blanks and matched against file names, and {@code !} is history even
     * between single quotes. So whatever is not plainly harmless is an octal escape of {@code $'…'}.
     */
    private static String csh(String value) {
        if (value.matches("[\\w@%+=:,./-]*")) return "'" + value + "'";
        return value.codePoints()
                .mapToObj(c -> c > 127 || Character.isLetterOrDigit(c) ? Character.toString(c) : "\\%03o".formatted(c))
                .collect(Collectors.joining("", "$'", "'"));
    }

    /** Elvish, "Single-quoted string": a doubled single quote is one. */
    private static String elvish(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /**
     * PowerShell, about_Quoting_Rules: a doubled single quote is one, and the curly ones count as single quotes too. Line
     * breaks are spelled out, since PowerShell cuts a program's output into lines.
     */
    private static String powershell(String value) {
        return "'" + value.replaceAll("(['\u2018\u2019\u201a\u201b])", "$1$1")
                .replace("\r", "' + [char]13 + '").replace("\n", "' + [char]10 + '") + "'";
    }

    /** RFC 8259, 7: quotation mark, reverse solidus and the control characters are escaped. */
    private static String json(String value) {
        return value.chars().mapToObj(c -> c == '"' || c == '\\' ? "\\" + (char) c : c < ' ' ? "\\u%04x".formatted(c) : String.valueOf((char) c))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
