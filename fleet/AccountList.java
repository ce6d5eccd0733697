//SOURCES ../lib/Failure.java ../lib/Text.java

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Accounts that somebody listed: on the command line, or one a line in a file. */
final class AccountList {
    private static final Pattern ACCOUNT = Pattern.compile("(\\d{12})(?:=(.+))?");

    /** A comma in a name is part of it, unless an account follows. */
    private static final Pattern BETWEEN_ACCOUNTS = Pattern.compile(",(?=\\s*\\d{12}\\s*(?:[=,]|$))");

    private static final Pattern IDS = Pattern.compile("\\d{12}(?:[\\s,]+\\d{12})*[\\s,]*");

    /** What {@code aws organizations list-accounts --query 'Accounts[].[Id,Name]' --output text} prints. */
    private static final Pattern ID_AND_NAME = Pattern.compile("(\\d{12})[\\s,]+(\\S.*)");

    private final Map<String, Optional<String>> accounts = new LinkedHashMap<>();

    /** Each account once, in the order in which they were named, with its name where one was given. */
    Map<String, Optional<String>> accounts() {
        return accounts;
    }

    /**
     * Adds what {@code --accounts} says.
     *
     * @throws Failure when it is no list of accounts
     */
    void addOption(String value) {
        for (String item : List.of(BETWEEN_ACCOUNTS.split(value))) {
            Matcher account = ACCOUNT.matcher(item.strip());
            if (!account.matches()) {
                throw Failure.usage("--accounts " + Text.quoted(value) + ": " + Text.quoted(item)
                        + " is no account; expected 12 digits, perhaps =NAME, and commas between several");
            }
            add(account.group(1), Optional.ofNullable(account.group(2)));
        }
    }

    /** {@code account} as {@code --accounts} has it, with its name if that is nothing but visible. */
    static String item(String account, Optional<String> name) {
        return account
                + name.filter(text -> text.equals(Text.visible(text)))
                        .map(text -> "=" + text)
                        .orElse("");
    }

    /**
     * Adds those of a file: one a line, perhaps with its name after it, or several with blanks or commas between them.
     * What follows a # is a comment where it begins a line or comes in place of the name, and blank lines are nothing.
     *
     * @param file what it is called in a message
     * @throws Failure when a line is something else
     */
    void addFile(String file, String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip().replaceFirst("^\uFEFF", "");
            Matcher named = ID_AND_NAME.matcher(line);
            if (IDS.matcher(line).matches()) {
                List.of(line.split("[\\s,]+")).forEach(id -> add(id, Optional.empty()));
            } else if (named.matches()) {
                add(named.group(1), Optional.of(named.group(2)).filter(name -> !name.startsWith("#")));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw Failure.usage("--accounts-file " + Text.quoted(file) + ", line " + (i + 1) + ": "
                        + Text.quoted(line) + " does not begin with an account; expected 12 digits, and perhaps a"
                        + " name after them");
            }
        }
    }

    private void add(String id, Optional<String> name) {
        accounts.merge(id, name, (before, now) -> before.or(() -> now));
    }
}
