///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Run a command in every account of an organization, or with every one of some profiles
//JAVA 17+
//SOURCES fleet/Assignments.java fleet/Plan.java fleet/Launcher.java fleet/FleetRun.java fleet/Report.java
//SOURCES fleet/LineOutput.java fleet/JsonOutput.java fleet/DirectoryOutput.java
//RUNTIME_OPTIONS -Xmn16m
//CDS

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs COMMAND once for every account and region, each with that account's credentials and no others. */
class each {
    private static final String WHICH_GROUP = "Which accounts (one of the first four is needed)";
    private static final String HOW_GROUP = "How COMMAND runs";
    private static final String OUTPUT_GROUP = "The output";
    private static final String CALL_GROUP = "The calls";

    private static final int DEFAULT_PARALLEL = 8;

    private static final CommandOption YES =
            CommandOption.flag("yes", "do not ask before it runs").in(HOW_GROUP);
    private static final CommandOption PARALLEL = CommandOption.of(
                    "parallel", "N", "how many at once, 1 to 100 (default: " + DEFAULT_PARALLEL + ")")
            .in(HOW_GROUP);
    private static final CommandOption FAIL_FAST = CommandOption.flag(
                    "fail-fast", "start nothing new after the first that does not succeed")
            .in(HOW_GROUP);
    private static final CommandOption OUTPUT = CommandOption.of(
                    "output", "NAME", "lines (default: each under its account's name), or json (an object for each)")
            .in(OUTPUT_GROUP);
    private static final CommandOption OUTPUT_DIR = CommandOption.of(
                    "output-dir", "DIR", "two files for each there, ACCOUNT-REGION.stdout and .stderr")
            .in(OUTPUT_GROUP);
    private static final String HELP = """
        Run COMMAND once for every account and region, each with that account's credentials in its environment.

        Usage: each [WHICH] [OPTIONS] -- COMMAND [ARG...]

          each --organization -- aws s3 ls
          each --accounts 111122223333,444455556666 --role Auditor --region eu-west-1 -- ./check {account}
          each --profiles 'prod-*' --output json --yes -- aws sts get-caller-identity

        Before anything runs, it says what will run where, and asks. In COMMAND, {account}, {region}, {name} and
        {profile} stand for those of each; AWS_ASSUMED_ACCOUNT_NAME is the account's name. COMMAND reads nothing.

        The exit status is 0 where all succeeded, 1 where some COMMAND failed, 3 where some role could not be
        assumed, whatever else failed, and 2 where the arguments were wrong.

        """;

    static final Command COMMAND = new Command(
                    "each",
                    HELP,
                    ChosenProfiles.PROFILES.in(WHICH_GROUP),
                    ChosenAccounts.ACCOUNTS.in(WHICH_GROUP),
                    ChosenAccounts.ACCOUNTS_FILE.in(WHICH_GROUP),
                    ChosenAccounts.ORGANIZATION.in(WHICH_GROUP),
                    ChosenAccounts.OU.in(WHICH_GROUP),
                    Assignments.ROLE.in(WHICH_GROUP),
                    Assignments.EXCLUDE.in(WHICH_GROUP),
                    Assignments.REGION.in(WHICH_GROUP),
                    YES,
                    PARALLEL,
                    FAIL_FAST,
                    OUTPUT,
                    OUTPUT_DIR,
                    Assignments.PROFILE.in(CALL_GROUP),
                    StsOptions.TOKEN_CODE.in(CALL_GROUP),
                    StsOptions.NO_SESSION.in(CALL_GROUP),
                    Assignments.ENDPOINT_URL.in(CALL_GROUP),
                    StsOptions.CA_BUNDLE.in(CALL_GROUP),
                    StsOptions.REFRESH.in(CALL_GROUP),
                    StsOptions.NO_CACHE.in(CALL_GROUP))
            .runsCommandAfter(0);

    /** What shapes a repetition as it shaped the first time. */
    private static final List<CommandOption> REPEATED = List.of(
            Assignments.ROLE,
            PARALLEL,
            FAIL_FAST,
            OUTPUT,
            OUTPUT_DIR,
            Assignments.PROFILE,
            Assignments.ENDPOINT_URL,
            StsOptions.CA_BUNDLE,
            StsOptions.NO_SESSION,
            StsOptions.REFRESH,
            StsOptions.NO_CACHE);

    private static final Pattern ONE_TO_HUNDRED = Pattern.compile("[1-9]\\d?|100");
    private static final Pattern OUTPUT_NAME = Pattern.compile("lines|json");
    private static final Pattern YES_WORD = Pattern.compile("(?i)\\s*y(es)?\\s*");
    private static final int SIGNALLED = 128;

    public static void main(String[] args) {
        Runtime.getRuntime().halt(run(NativeText.arguments(args), Command.world()));
    }

    /** @return the exit status: 0 all succeeded, 1 some COMMAND failed, 3 some role could not be assumed, 2 usage */
    static int run(String[] args, Command.World world) {
        int dashes = Arrays.asList(args).indexOf("--");
        String[] own = dashes < 0 ? args : Arrays.copyOf(args, dashes);
        List<String> command = dashes < 0 ? List.of() : List.of(args).subList(dashes + 1, args.length);
        return COMMAND.run(own, world, Shell.NONE, arguments -> new each(arguments, world, command).run());
    }

    private final Arguments arguments;
    private final Command.World world;
    private final List<String> command;
    private final Screen screen;

    private each(Arguments arguments, Command.World world, List<String> command) {
        this.arguments = arguments;
        this.world = world;
        this.command = command;
        this.screen = new Screen(world);
    }

    private Command.Result run() {
        requireArguments();
        int parallel = arguments
                .value(PARALLEL, ONE_TO_HUNDRED, "a number from 1 to 100")
                .map(Integer::parseInt)
                .orElse(DEFAULT_PARALLEL);
        Assignments assignments = new Assignments(arguments, world, screen);
        Assignments.Assignment assignment = assignments.make();
        List<Target> targets = assignment.choice().targets();
        Launcher launcher = new Launcher(new Placeholders(command), world.env(), assignment.accounts());
        launcher.requireCommand(targets);
        confirm(new Plan(assignment.choice()).text(command, parallel, assignment.who()), targets.size());
        FleetRun.Settings settings = new FleetRun.Settings(parallel, arguments.has(FAIL_FAST));
        return run(settings, targets, assignment.keys(), launcher);
    }

    private void requireArguments() {
        arguments.requireNoArgument("COMMAND goes after --");
        if (command.isEmpty() || command.get(0).isEmpty()) {
            throw Failure.usage("which COMMAND? It goes after --, as in: each --organization -- aws s3 ls");
        }
        boolean isStdinTwice = Stream.of(ChosenAccounts.ACCOUNTS_FILE, StsOptions.TOKEN_CODE)
                .allMatch(option -> arguments.values(option).contains("-"));
        if (isStdinTwice) {
            throw Failure.usage("stdin cannot be both --accounts-file and --token-code; give one of them otherwise");
        }
        arguments.value(OUTPUT, OUTPUT_NAME, "lines or json");
        if (arguments.has(OUTPUT) && arguments.has(OUTPUT_DIR)) {
            throw Failure.usage("--output-dir writes files in place of what --output names; give one of them");
        }
    }

    /** @throws Failure when nobody said yes */
    private void confirm(String plan, int times) {
        if (arguments.has(YES)) {
            if (!arguments.has(Command.QUIET)) {
                world.err().print(plan);
            }
            return;
        }
        world.err().print(plan);
        world.err().flush();
        String answer = Terminal.ask("Run it " + (times == 1 ? "there" : "in all of these") + "? [y/N] ")
                .orElseThrow(() -> Failure.usage("there is no terminal to ask on whether that is right, so nothing was"
                        + " run; --yes runs it without a question"));
        if (!YES_WORD.matcher(answer).matches()) {
            throw Failure.of("nothing was run, as the answer was not yes");
        }
    }

    private Command.Result run(FleetRun.Settings settings, List<Target> targets, Keys keys, Launcher launcher) {
        Tally tally = new Tally(targets.size());
        try (var interruption = new Interruption()) {
            List<Outcome> outcomes;
            try (screen) {
                interruption.listen();
                screen.start(tally::line, () -> interruption.stop(0));
                outcomes = new FleetRun(settings, keys, launcher, output(targets), interruption).run(targets, tally);
            }
            return result(new Report(outcomes), interruption, tally.seconds());
        }
    }

    private Output output(List<Target> targets) {
        Optional<String> directory = arguments.value(OUTPUT_DIR);
        if (directory.isPresent()) {
            return new DirectoryOutput(FilePath.of(directory.get()));
        }
        boolean isJson = arguments.value(OUTPUT).orElse("lines").equals("json");
        return isJson ? new JsonOutput(screen) : new LineOutput(screen, new Labels(targets));
    }

    private Command.Result result(Report report, Interruption interruption, long seconds) {
        String summary = report.summary() + " (" + seconds + " s)";
        if (report.isSuccess()) {
            return new Command.Result("", summary, report.status());
        }
        screen.say("each: " + summary);
        world.err().print(report.table());
        world.err().println("Again, for these alone:");
        report.repetitions(typedAgain(), arguments.has(Assignments.REGION), command)
                .forEach(line -> world.err().println("  " + line));
        boolean isBySignal = interruption.signal() > 0;
        return new Command.Result("", null, isBySignal ? SIGNALLED + interruption.signal() : report.status());
    }

    private List<String> typedAgain() {
        List<String> words = new ArrayList<>();
        for (CommandOption option : REPEATED) {
            if (option.takesValue()) {
                arguments.values(option).forEach(value -> words.addAll(List.of("--" + option.name(), value)));
            } else if (arguments.has(option)) {
                words.add("--" + option.name());
            }
        }
        return words;
    }
}
