//DEPS commons-cli:commons-cli:1.11.0
//SOURCES Failure.java Terminal.java Shell.java
//JAVAC_OPTIONS -XDstringConcat=inline
//RUNTIME_OPTIONS -Xlog:disable -XX:+DisplayVMOutputToStderr -XX:TieredStopAtLevel=1 -XX:+UseSerialGC

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** How every command reads its arguments, prints its product and fails. */
final class Command {
    static final String VERSION = "1.0.0";

    /** The options that every command has; each command's help ends with them. */
    static final String COMMON = """
          --quiet             no word on success
          --debug             show the stack trace when something fails
          --help              this text
          --version           the version
        """;

    /** What a command touches of the world around it. A test makes its own. */
    record World(Map<String, String> env, InputStream in, OutputStream out, PrintStream err, IntPredicate isTerminal) {
        static World real() {
            return new World(
                    System.getenv(), System.in, new FileOutputStream(FileDescriptor.out), System.err, Terminal::is);
        }
    }

    /** What a command has made: {@code product} for stdout, {@code words} (or null) for the people reading stderr, the exit status. */
    record Result(String product, String words, int status) {
        Result(String product, String words) {
            this(product, words, 0);
        }
    }

    interface Body {
        Result run(CommandLine options) throws Exception;
    }

    private Command() {}

    /**
     * Runs a command: reads {@code args} by the options that {@code help} lists, prints what {@code body} makes, and
     * turns whatever goes wrong into one message on stderr and the shell's failing command on stdout.
     *
     * @param format what is printed without {@code --format}
     * @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong
     */
    static int run(String name, String help, String format, String[] args, World world, Body body) {
        Shell shell = shellOf(args, format);
        boolean debug = List.of(args).contains("--debug");
        try {
            CommandLine options = parse(help, args);
            // Words for people go to stderr even here: whatever is on stdout, a shell is about to run.
            if (options.hasOption("help")) {
                return say(world, help.stripTrailing());
            }
            if (options.hasOption("version")) {
                return say(world, name + " " + VERSION);
            }
            Result result = body.run(options);
            print(world, result.product());
            if (result.words() != null && !options.hasOption("quiet")) {
                say(world, name + ": " + visible(result.words(), Integer.MAX_VALUE));
            }
            if (world.isTerminal().test(1) && !result.product().isEmpty()) {
                shell.load("jbang " + name + "@org " + quoted(args))
                        .ifPresent(line -> say(world, "To load this into your shell: " + line));
            }
            return result.status();
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            say(
                    world,
                    name + ": "
                            + (e instanceof Failure
                                    ? visible(e.getMessage(), 1200)
                                    : "unexpected " + e.getClass().getSimpleName()
                                            + "; run again with --debug to see where"));
            if (debug) {
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    say(world, trace(cause));
                }
            }
            tryToPrint(world, shell.failure(name + " failed"));
            return e instanceof Failure failure ? failure.status : 1;
        }
    }

    /** The value of {@code --NAME}, or null. @throws Failure when it is empty or given twice */
    static String value(CommandLine options, String name) {
        String[] values = options.getOptionValues(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            throw Failure.usage("--" + name + " is given " + values.length + " times; give it once");
        }
        if (values[0].isEmpty()) {
            throw Failure.usage("--" + name + " is empty; leave it out or give it a value");
        }
        return values[0];
    }

    /** The values of an option that may be given several times. */
    static Stream<String> values(CommandLine options, String name) {
        return options.hasOption(name) ? Arrays.stream(options.getOptionValues(name)) : Stream.empty();
    }

    /** @return {@code value}, which may be null. @throws Failure when it does not match {@code pattern} */
    static String checked(String label, String value, String pattern, String expected) {
        if (value != null && !value.matches(pattern)) {
            throw Failure.usage(label + " " + shown(value) + " is not right; expected " + expected);
        }
        return value;
    }

    /** The one argument that is no option, or null. @throws Failure when there are several, or it is empty */
    static String argument(CommandLine options, String what) {
        List<String> arguments = options.getArgList();
        if (arguments.size() > 1) {
            throw Failure.usage("one " + what + " is expected, but there are " + arguments.size() + ": "
                    + arguments.stream().map(Command::shown).collect(Collectors.joining(" ")));
        }
        if (arguments.contains("")) {
            throw Failure.usage(what + " is empty; leave it out or give it a value");
        }
        return arguments.isEmpty() ? null : arguments.get(0);
    }

    /** {@code text} for a message: in quotes, shortened, and with nothing in it that could steer a terminal. */
    static String shown(String text) {
        return "'" + visible(text, 120) + "'";
    }

    /** One line of {@code text}, whoever wrote it: shortened, and with nothing in it that could steer a terminal. */
    private static String visible(String text, int most) {
        return text.codePoints()
                        .limit(most)
                        .mapToObj(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                                ? "\\u%04x".formatted(c)
                                : Character.toString(c))
                        .collect(Collectors.joining())
                + (text.codePointCount(0, text.length()) > most ? "..." : "");
    }

    /** The options of a help text: each of its lines {@code "  --name VALUE  what it does"} is one. */
    static Options options(String help) {
        Options options = new Options();
        Matcher line =
                Pattern.compile("(?m)^  --([a-z-]+)(?: ([A-Z=|]+))?(?:  |$)").matcher(help);
        while (line.find()) {
            options.addOption(Option.builder()
                    .longOpt(line.group(1))
                    .hasArg(line.group(2) != null)
                    .get());
        }
        return options;
    }

    private static CommandLine parse(String help, String[] args) {
        Options options = options(help);
        for (String arg : args) {
            // The library would take -quiet for --quiet; the AWS CLI does not, and one spelling is enough.
            if (arg.matches("-[^-].*") && options.hasLongOption(arg.substring(1).replaceFirst("=.*", ""))) {
                throw Failure.usage("write -" + arg + ", with two dashes");
            }
        }
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options, args);
        } catch (ParseException e) {
            throw Failure.usage(e.getMessage() + "; --help lists the options");
        }
    }

    /** The shell whose code is printed, found without parsing: a failure is printed in it even when the arguments are wrong. */
    private static Shell shellOf(String[] args, String format) {
        String asked = format;
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            if (args[i].equals("--format") && i + 1 < args.length) {
                asked = args[i + 1];
            }
            if (args[i].startsWith("--format=")) {
                asked = args[i].substring("--format=".length());
            }
        }
        if (format.equals("text") || asked.matches("json|process")) {
            return Shell.NONE;
        }
        return Shell.find(asked).or(() -> Shell.find(format)).orElse(Shell.NONE);
    }

    /** Where something went wrong, by names and lines alone: the words of other people's exceptions quote what they could not read. */
    private static String trace(Throwable e) {
        return e.getClass().getName()
                + Arrays.stream(e.getStackTrace())
                        .map(frame -> "\n\tat " + frame)
                        .collect(Collectors.joining());
    }

    private static String quoted(String[] args) {
        return Arrays.stream(args)
                .map(arg -> arg.matches("[\\w@%+=:,./-]+") ? arg : Shell.posix(arg))
                .collect(Collectors.joining(" "));
    }

    /** Says {@code words}, as one line, under {@code --debug}. */
    static void debug(World world, CommandLine options, String words) {
        if (options.hasOption("debug")) {
            say(world, visible(words, 1200));
        }
    }

    private static int say(World world, String words) {
        world.err().println(words);
        return 0;
    }

    /** All of it in one write, so that a shell gets all of it or none. */
    private static void print(World world, String product) {
        try {
            if (!product.isEmpty()) {
                world.out().write(product.getBytes(StandardCharsets.UTF_8));
            }
            world.out().flush();
        } catch (IOException e) {
            throw new Failure(1, "stdout cannot be written (" + e.getMessage() + "); nothing was loaded", e);
        }
    }

    private static void tryToPrint(World world, String product) {
        try {
            print(world, product);
        } catch (Failure alreadySaid) {
            // What stopped the product from being written stops this as well.
        }
    }
}
