//SOURCES NativeText.java Arguments.java Terminal.java Shell.java
//JAVAC_OPTIONS -XDstringConcat=inline -J-XX:TieredStopAtLevel=1 -J-XX:+NeverActAsServerClassMachine
//RUNTIME_OPTIONS -XX:+IgnoreUnrecognizedVMOptions -Xlog:disable -XX:+DisplayVMOutputToStderr -XX:TieredStopAtLevel=1
//RUNTIME_OPTIONS -XX:+NeverActAsServerClassMachine -XX:CompileThresholdScaling=2

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one shape of every command: options declared once, a product on stdout in one write, words for people on stderr,
 * a failure as one message, an exit status.
 */
final class Command {
    static final String VERSION = "1.0.0";

    static final CommandOption QUIET = CommandOption.flag("quiet", "no message on success");
    private static final CommandOption DEBUG = CommandOption.flag("debug", "show the stack trace when something fails");
    private static final CommandOption HELP = CommandOption.flag("help", "this text, as does -h");
    private static final CommandOption VERSION_OPTION = CommandOption.flag("version", "the version");

    /** Whether a launcher of install.java has started this JVM: then people type a command's name, and not jbang's. */
    private static final boolean IS_INSTALLED = Boolean.getBoolean("assume.installed");

    /** What would shadow a program of the system, and is installed under another name. */
    private static final Set<String> SYSTEMS_OWN = Set.of("whoami", "login", "console", "profiles");

    private static final Pattern BY_JBANG = Pattern.compile("jbang (\\w+)@org");

    /** The longest message that is shown of a failure, in characters. */
    private static final int LONGEST_MESSAGE = 1200;

    /** What a command touches of the world around it. A test makes its own. */
    record World(Map<String, String> env, InputStream in, OutputStream out, PrintStream err, IntPredicate isTerminal) {
        /** The same world with other variables. */
        World with(Map<String, String> env) {
            return new World(env, in, out, err, isTerminal);
        }
    }

    /** The world around this process. */
    static World world() {
        return new World(
                NativeText.environment(),
                stdin(),
                new FileOutputStream(FileDescriptor.out),
                NativeText.printStream(System.err, new FileOutputStream(FileDescriptor.err)),
                Terminal::is);
    }

    /**
     * System.in would take more from a pipe than is read, and whoever comes after us would miss it. A FileInputStream
     * by itself, to read all, asks where it stands, which a pipe cannot say.
     */
    private static InputStream stdin() {
        return new FilterInputStream(new FileInputStream(FileDescriptor.in)) {};
    }

    /** What a command has made: {@code product} for stdout, {@code message} (or null) for people, the exit status. */
    record Result(String product, String message, int status) {
        Result(String product, String message) {
            this(product, message, 0);
        }
    }

    /** What a command does with its arguments. */
    interface Body {
        Result run(Arguments arguments) throws Exception;
    }

    private final String name;
    private final String introduction;
    private final List<CommandOption> options;

    /** So many words come before {@code --} and the COMMAND that this one runs, if it runs any. */
    private final OptionalInt wordsBeforeCommand;

    /**
     * Declares a command.
     *
     * @param introduction the help text above the options
     * @param options its own options in the order of the help; those that every command has follow them
     */
    Command(String name, String introduction, CommandOption... options) {
        this(
                name,
                introduction,
                Stream.concat(Arrays.stream(options), Stream.of(QUIET, DEBUG, HELP, VERSION_OPTION))
                        .toList(),
                OptionalInt.empty());
    }

    private Command(String name, String introduction, List<CommandOption> options, OptionalInt wordsBeforeCommand) {
        this.name = name;
        this.introduction = introduction;
        this.options = options;
        this.wordsBeforeCommand = wordsBeforeCommand;
    }

    /** The same, which runs a COMMAND that comes after {@code words} words and {@code --}. */
    Command runsCommandAfter(int words) {
        return new Command(name, introduction, options, OptionalInt.of(words));
    }

    /** Every option, in the order of the help: completion is made from these. */
    List<CommandOption> options() {
        return options;
    }

    /** The help: the introduction, and the options under the headings of their groups. */
    String help() {
        StringBuilder help = new StringBuilder(introduction);
        String group = "";
        for (CommandOption option : options) {
            if (!option.group().isEmpty() && !option.group().equals(group)) {
                help.append(option.group()).append(":\n");
            }
            group = option.group();
            help.append(option.helpLines());
        }
        return help.toString();
    }

    /**
     * Runs the command: reads {@code args}, prints what {@code body} makes, and turns whatever goes wrong into one
     * message on stderr and the shell's failing command on stdout.
     *
     * @param format the shell whose code is printed where {@code --format} names no other; {@link Shell#NONE} when what
     *     is
     *     printed is for nobody to execute
     * @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong, or what {@code body} says
     */
    int run(String[] args, World world, Shell format, Body body) {
        boolean debug = List.of(args).contains("--debug");
        try {
            Arguments arguments = parse(args);
            // Even these go to stderr: whatever is on stdout, a shell is about to run.
            if (arguments.has(HELP)) {
                return say(world, asTyped(help().stripTrailing()).replace("Usage: " + name, "Usage: " + typedName()));
            }
            if (arguments.has(VERSION_OPTION)) {
                return say(world, typedName() + " " + VERSION);
            }
            Result result = body.run(arguments);
            print(world, result.product());
            tell(world, arguments, result);
            hint(world, args, format, result);
            return result.status();
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            say(world, typedName() + ": " + asTyped(message(e)));
            if (debug) {
                sayTraces(world, e);
            }
            tryToPrint(world, shellOf(args, format).failure(name + " failed"));
            return e instanceof Failure failure ? failure.status : 1;
        }
    }

    private Arguments parse(String[] args) {
        try {
            return Arguments.parse(options, args);
        } catch (Failure failure) {
            List<String> command = commandWithoutDashes(args);
            throw command.isEmpty() ? failure : Failure.usage("COMMAND goes after --" + withDashes(args, command));
        }
    }

    /** Whatever can only be meant as a COMMAND, but has no {@code --} before it. */
    List<String> commandWithoutDashes(String[] args) {
        return wordsBeforeCommand.isPresent()
                ? Arguments.after(wordsBeforeCommand.getAsInt(), options, args)
                : List.of();
    }

    /** For the end of a message: the line with the {@code --} that is missing before {@code command}. */
    String withDashes(String[] args, List<String> command) {
        String before = quoted(Arrays.copyOf(args, args.length - command.size()));
        String after = quoted(command.toArray(String[]::new));
        return "; did you mean: " + typedName() + (before.isEmpty() ? "" : " " + before) + " -- " + after;
    }

    /** {@code text} with every command in it as it is typed. */
    static String asTyped(String text) {
        return IS_INSTALLED ? BY_JBANG.matcher(text).replaceAll(match -> installedName(match.group(1))) : text;
    }

    private String typedName() {
        return IS_INSTALLED ? installedName(name) : name;
    }

    /** Every system has a whoami and a login of its own, some have a console, and macOS has a profiles. */
    private static String installedName(String command) {
        return SYSTEMS_OWN.contains(command) ? "aws-" + command : command;
    }

    /** Says {@code message}, as one line, under {@code --debug}. */
    static void debug(World world, Arguments arguments, String message) {
        if (arguments.has(DEBUG)) {
            say(world, Text.visible(message, LONGEST_MESSAGE));
        }
    }

    /** Says {@code message}, as one line, unless {@code --quiet} wants none. */
    static void note(World world, Arguments arguments, String message) {
        if (!arguments.has(QUIET)) {
            say(world, Text.visible(message, LONGEST_MESSAGE));
        }
    }

    /** Says {@code message}, as one line, whatever {@code --quiet} wants: something is wrong. */
    void warn(World world, String message) {
        say(world, typedName() + ": " + asTyped(Text.visible(message, LONGEST_MESSAGE)));
    }

    private void tell(World world, Arguments arguments, Result result) {
        if (result.message() != null && !arguments.has(QUIET)) {
            say(world, typedName() + ": " + Text.visible(result.message()));
        }
    }

    /** To whoever sees the product on the screen, where it is of no use: the line that loads it. */
    private void hint(World world, String[] args, Shell format, Result result) {
        if (!result.product().isEmpty() && world.isTerminal().test(1)) {
            Optional<String> line = shellOf(args, format).load(asTyped("jbang " + name + "@org ") + quoted(args));
            line.ifPresent(load -> say(world, "To load this into your shell: " + Text.visible(load)));
        }
    }

    private static String message(Throwable e) {
        if (e instanceof Failure) {
            return Text.visible(e.getMessage(), LONGEST_MESSAGE);
        }
        return "unexpected " + e.getClass().getSimpleName() + "; run again with --debug to see where";
    }

    /**
     * The shell whose code is printed, found without parsing: a failure is printed in it even when the arguments are
     * wrong.
     */
    private static Shell shellOf(String[] args, Shell format) {
        if (format == Shell.NONE) {
            return Shell.NONE;
        }
        String requested = format.format;
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            if (args[i].equals("--format") && i + 1 < args.length) {
                requested = args[i + 1];
            }
            if (args[i].startsWith("--format=")) {
                requested = args[i].substring("--format=".length());
            }
        }
        return requested.matches("json|process")
                ? Shell.NONE
                : Shell.find(requested).orElse(format);
    }

    /**
     * Where something went wrong, by names and lines alone: the words of other people's exceptions quote what they
     * could not read.
     */
    private static void sayTraces(World world, Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String frames = Arrays.stream(cause.getStackTrace())
                    .map(frame -> "\n\tat " + frame)
                    .collect(Collectors.joining());
            say(world, cause.getClass().getName() + frames);
        }
    }

    private static String quoted(String[] args) {
        return Arrays.stream(args).map(Shell::posixWord).collect(Collectors.joining(" "));
    }

    private static int say(World world, String message) {
        world.err().println(message);
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
            throw Failure.of("stdout cannot be written (" + e.getMessage() + "); nothing was loaded", e);
        }
    }

    private static void tryToPrint(World world, String product) {
        try {
            print(world, product);
        } catch (Failure ignored) {
            // What stopped the product from being written stops this as well, and has been said.
        }
    }
}
