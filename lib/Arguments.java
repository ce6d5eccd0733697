//DEPS commons-cli:commons-cli:1.11.0
//SOURCES Text.java Failure.java NearestNames.java CommandOption.java

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** What somebody typed after a command's name, read by the options that the command declares. */
final class Arguments {
    private static final int MOST_NEAREST = 3;

    private final CommandLine line;
    private final Set<String> hidden;

    private Arguments(CommandLine line, Set<String> hidden) {
        this.line = line;
        this.hidden = hidden;
    }

    /**
     * Reads {@code args}.
     *
     * @throws Failure when one is no option of {@code declared}, or has no value where one is expected
     */
    static Arguments parse(List<CommandOption> declared, String[] args) {
        Options options = options(declared);
        for (String arg : args) {
            requireTwoDashes(options, arg);
        }
        try {
            return new Arguments(parser().parse(options, withImplied(declared, args)), Set.of());
        } catch (UnrecognizedOptionException e) {
            throw Failure.usage(e.getMessage() + nearest(declared, e.getOption()) + "; --help lists the options");
        } catch (ParseException e) {
            throw Failure.usage(e.getMessage() + "; --help lists the options");
        }
    }

    private static Options options(List<CommandOption> declared) {
        Options options = new Options();
        for (CommandOption option : declared) {
            options.addOption(Option.builder(option.letter())
                    .longOpt(option.name())
                    .hasArg(option.takesValue() || option.hasImplied())
                    .get());
        }
        return options;
    }

    private static DefaultParser parser() {
        return DefaultParser.builder()
                .setAllowPartialMatching(false)
                .setStripLeadingAndTrailingQuotes(false)
                .get();
    }

    /** The options that somebody may have meant by {@code typed}, in words for the end of a message. */
    private static String nearest(List<CommandOption> declared, String typed) {
        String name = typed.replaceFirst("^-+", "").replaceFirst("=.*", "");
        List<String> names = declared.stream().map(CommandOption::name).toList();
        List<String> nearest = NearestNames.alike(name, names, MOST_NEAREST);
        return nearest.isEmpty() ? "" : "; did you mean --" + String.join(" or --", nearest);
    }

    /**
     * What comes in {@code args} from the word after {@code words} others on, none of which is an option: of {@code dev
     * --quiet ls -l} and 1 it is {@code ls -l}.
     *
     * @return empty where there is no such word, or something else is wrong before it
     */
    static List<String> after(int words, List<CommandOption> declared, String[] args) {
        List<String> rest = List.of(args);
        try {
            for (int word = 0; ; word++) {
                String[] implied = withImplied(declared, rest.toArray(String[]::new));
                int left = parser().parse(options(declared), implied, true)
                        .getArgList()
                        .size();
                rest = rest.subList(rest.size() - left, rest.size());
                if (rest.isEmpty() || rest.get(0).startsWith("-")) {
                    return List.of();
                }
                if (word == words) {
                    return rest;
                }
                rest = rest.subList(1, rest.size());
            }
        } catch (ParseException ignored) {
            return List.of(); // an option without its value
        }
    }

    /**
     * With its value behind each option that stands alone and need not: the library would take the next word for it.
     */
    private static String[] withImplied(List<CommandOption> declared, String[] args) {
        Map<String, String> whole = declared.stream()
                .filter(CommandOption::hasImplied)
                .collect(Collectors.toMap(
                        option -> "--" + option.name(), option -> "--" + option.name() + "=" + option.implied()));
        return Arrays.stream(args).map(arg -> whole.getOrDefault(arg, arg)).toArray(String[]::new);
    }

    /** The library would take -quiet for --quiet; the AWS CLI does not, and one spelling is enough. */
    private static void requireTwoDashes(Options options, String arg) {
        if (arg.matches("-[^-].*") && options.hasLongOption(arg.substring(1).replaceFirst("=.*", ""))) {
            throw Failure.usage("write -" + arg + ", with two dashes");
        }
    }

    boolean has(CommandOption option) {
        return !hidden.contains(option.name()) && line.hasOption(option.name());
    }

    /** The same arguments as if these options had not been among them. */
    Arguments without(CommandOption... options) {
        Set<String> all = new HashSet<>(hidden);
        Arrays.stream(options).map(CommandOption::name).forEach(all::add);
        return new Arguments(line, all);
    }

    /** The options as they would be typed, each with its value. */
    List<String> optionWords() {
        List<String> words = new ArrayList<>();
        for (Option option : line.getOptions()) {
            if (!hidden.contains(option.getLongOpt())) {
                words.add("--" + option.getLongOpt());
                words.addAll(option.getValuesList());
            }
        }
        return words;
    }

    /**
     * The option's value.
     *
     * @throws Failure when it is empty or given twice
     */
    Optional<String> value(CommandOption option) {
        String[] values = has(option) ? line.getOptionValues(option.name()) : null;
        if (values == null) {
            return Optional.empty();
        }
        if (values.length > 1) {
            throw Failure.usage("--" + option.name() + " is given " + values.length + " times; give it once");
        }
        if (values[0].isEmpty()) {
            throw Failure.usage("--" + option.name() + " is empty; leave it out or give it a value");
        }
        return Optional.of(values[0]);
    }

    /**
     * The option's value.
     *
     * @throws Failure when it does not match {@code pattern}; the message says what was {@code expected}
     */
    Optional<String> value(CommandOption option, Pattern pattern, String expected) {
        Optional<String> value = value(option);
        value.ifPresent(given -> requireMatch("--" + option.name(), given, pattern, expected));
        return value;
    }

    /** All values of an option that may be given several times. */
    List<String> values(CommandOption option) {
        String[] values = has(option) ? line.getOptionValues(option.name()) : null;
        return values == null ? List.of() : Arrays.asList(values);
    }

    /**
     * The one argument that is no option.
     *
     * @throws Failure when there are several, or it is empty
     */
    Optional<String> argument(String what) {
        List<String> arguments = line.getArgList();
        if (arguments.size() > 1) {
            String all = arguments.stream().map(Text::quoted).collect(Collectors.joining(" "));
            throw Failure.usage("one " + what + " is expected, but there are " + arguments.size() + ": " + all);
        }
        if (arguments.contains("")) {
            throw Failure.usage(what + " is empty; leave it out or give it a value");
        }
        return arguments.stream().findFirst();
    }

    /** @throws Failure when there is an argument that is no option; the message ends with what to do {@code instead} */
    void requireNoArgument(String instead) {
        if (argument("option").isPresent()) {
            throw Failure.usage("there is nothing to name but options; " + instead);
        }
    }

    boolean hasArgument() {
        return !line.getArgList().isEmpty();
    }

    /** All that are no options. */
    List<String> words() {
        return line.getArgList();
    }

    /**
     * @throws Failure when {@code value} does not match; the message begins with {@code label} and says what was {@code
     *     expected}
     */
    static void requireMatch(String label, String value, Pattern pattern, String expected) {
        if (!pattern.matcher(value).matches()) {
            throw Failure.usage(label + " " + Text.quoted(value) + " is not right; expected " + expected);
        }
    }
}
