//SOURCES Target.java ../lib/Failure.java

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** COMMAND as it is typed, with {account}, {region}, {name} and {profile} in it, and as it is for one target. */
record Placeholders(List<String> command) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(account|region|name|profile)}");

    /**
     * COMMAND for {@code target}. Each value takes its place once and as a whole; what is in it is not looked at, and
     * no shell sees it.
     *
     * @throws Failure when the target has no such value
     */
    List<String> of(Target target) {
        return command.stream().map(word -> replaced(word, target)).toList();
    }

    boolean has(String name) {
        return command.stream().anyMatch(word -> word.contains("{" + name + "}"));
    }

    private static String replaced(String word, Target target) {
        return PLACEHOLDER.matcher(word).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), target)));
    }

    private static String value(String name, Target target) {
        Optional<String> value = switch (name) {
            case "account" -> target.account();
            case "region" -> target.region();
            case "profile" -> target.profile();
            default -> Optional.of(target.name());
        };
        return value.orElseThrow(() -> Failure.usage("COMMAND has {" + name + "}, and there is none of "
                + Text.quoted(target.name())
                + (name.equals("region") ? "; give --region" : "; leave it out, or choose by --profiles")));
    }
}
