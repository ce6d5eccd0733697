import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people hand in where JSON is expected, by its looks; nothing of it is ever shown. */
enum NotJson {
    MARKUP(
            "^<",
            "this is HTML or XML, not JSON: something between you and AWS answered in its place (a proxy, a login"
                    + " page)",
            ""),

    REFUSAL(
            "An error occurred( \\((?:[A-Z][a-z]{1,30}){1,9}\\))?",
            "this is an error message of the AWS CLI%s, not JSON",
            ""),

    /** What {@code export-credentials --format env} prints, and its other formats; and our own product. */
    SHELL_CODE(
            "(?mi)^\\s*(?:(?:export|unset|setenv|declare -x|typeset -x|set|set -\\w+|set -e\\w*) +(?:\\w+ +)*AWS_\\w+"
                    + "|\\$Env:AWS_\\w+ *=|(?:\\$env\\.)?AWS_\\w+ *=|set-env AWS_|hide-env )",
            "these are shell commands, not JSON",
            ": load them as they are, with eval \"$(...)\" in place of the pipe, or"
                    + " leave out --format, so that the command before the pipe prints JSON"),

    /** Words before or behind an answer. */
    MIXED(
            "(?s)^[^{].*\\{\\s*\"\\w+\"\\s*:|^\\{.*\"\\s*}\\s*\\w",
            "there are other words around the JSON",
            ": leave out 2>&1, so that what the command before the pipe says to"
                    + " you is not in its product; such a mixture is not JSON"),

    WORDS(
            "(?i)^(?:usage: |\\w+: error: |[A-Z]\\w*(?: +\\S+){3,})",
            "these are words, not JSON",
            ", such as the AWS CLI says when it fails: leave out 2>&1 to see them");

    private final Pattern looks;
    private final String message;
    private final String advice;

    /** @param advice for whoever has piped it in */
    NotJson(String looks, String message, String advice) {
        this.looks = Pattern.compile(looks);
        this.message = message;
        this.advice = advice;
    }

    /**
     * What {@code text} is by its looks; empty when it could be anything.
     *
     * @param isPiped whether a command before a pipe has printed it, of which there is more to say
     */
    static Optional<String> message(String text, boolean isPiped) {
        for (NotJson kind : values()) {
            Matcher found = kind.looks.matcher(text);
            if (found.find()) {
                String detail = found.groupCount() == 0 || found.group(1) == null ? "" : found.group(1);
                return Optional.of(kind.message.formatted(detail) + (isPiped ? kind.advice : ""));
            }
        }
        return Optional.empty();
    }
}
