///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION practise assuming roles: a sandbox shell with an STS of its own, no AWS account needed
//JAVA 17+
//SOURCES lib/Command.java lib/ChildProcess.java
//SOURCES practice/SandboxHome.java practice/SandboxJbang.java practice/SandboxEnvironment.java
//SOURCES practice/BuildAhead.java practice/ProcessFamily.java
//RUNTIME_OPTIONS -XX:+UnlockDiagnosticVMOptions -XX:-DisplayVMOutput
//CDS

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import sun.misc.Signal;

/** Runs a command, or a shell, in a sandbox home whose AWS tools talk to an STS that lives only as long as it does. */
class practice {
    private static final CommandOption LESSON = CommandOption.flag(
            "lesson", "a shell that shows LESSON.md, one part at a time, and checks each step (bash or zsh)");

    private static final CommandOption SESSION_SECONDS = CommandOption.of(
            "session-seconds", "N", "sessions of roles end after N seconds, where STS gives 900 or more");
    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,4}");

    static final Command COMMAND = new Command("practice", """
        Practise assuming roles in a sandbox that has an STS of its own.

        Usage: practice [OPTIONS] [--lesson | -- COMMAND [ARG...]]

        Starts an STS of your own on this machine and runs COMMAND, or your $SHELL, in a sandbox that
        talks to it. No AWS account is needed and none is touched. When COMMAND ends, sandbox and STS
        are gone; its exit status is practice's.

          practice
          practice --lesson
          practice -- aws --profile redbeard sts get-caller-identity
          practice -- aws --profile audit sts get-caller-identity

        The profiles in the sandbox, all of them in ~/.aws/config there:
          redbeard    a user with keys, who may assume OrganizationAccountAccessRole in account 123456789123
          dev         a role that redbeard may assume
          audit       a role that only dev may assume
          prod        a role for redbeard with an MFA code; the command mfa prints one, and each is good once
          prod-admin  another; the code for one of the two does for both
          user-mfa    redbeard itself, who has shown an MFA code: the session that signs for those two
          vendor      a role that wants an external ID
          short       a role whose sessions last an hour at most
          web         a role for whoever has the OpenID Connect token in ~/web-identity-token
          process     temporary keys from a credential_process
          sso         a role from single sign-on, after one click: jbang login@org sso

        `jbang console@org dev` opens the sandbox's own console in your browser.

        """, LESSON, SESSION_SECONDS).runsCommandAfter(0);

    /** What people use in here, in the order in which they meet it; the lesson has an order of its own. */
    private static final List<String> ORDER = List.of("assume", "whoami", "unset", "sts2env");

    private static final List<String> LESSON_ORDER = List.of("whoami", "sts2env", "assume", "unset");

    public static void main(String[] args) {
        var main = Thread.currentThread();
        var signalled = new AtomicInteger();
        // Ctrl-C is for COMMAND alone. A handler and not SIG_IGN, because COMMAND would inherit that.
        Signal.handle(new Signal("INT"), signal -> {});
        for (var name : List.of("TERM", "HUP")) {
            Signal.handle(new Signal(name), signal -> {
                signalled.set(signal.getNumber());
                main.interrupt();
            });
        }
        int status = run(NativeText.arguments(args), Command.world());
        System.exit(signalled.get() == 0 ? status : 128 + signalled.get());
    }

    /**
     * Builds the sandbox, runs the command in it and takes it down again. An interrupt of the calling thread ends the
     * command.
     *
     * @param world whose environment the command would have inherited; what leads out of the sandbox is taken from it
     * @return the command's exit status (128+n after signal n), 126 or 127 if it could not be run, 2 if args are wrong
     */
    static int run(String[] args, Command.World world) {
        int dashes = Arrays.asList(args).indexOf("--");
        String[] own = dashes < 0 ? args : Arrays.copyOf(args, dashes);
        List<String> command = dashes < 0 ? List.of() : List.of(args).subList(dashes + 1, args.length);
        return COMMAND.run(own, world, Shell.NONE, arguments -> {
            if (arguments.hasArgument()) {
                String argument = arguments.argument("COMMAND").orElseThrow();
                throw Failure.usage("unexpected argument " + Text.quoted(argument)
                        + "; a command goes after --, and --help says more");
            }
            if (dashes >= 0 && command.isEmpty()) {
                throw Failure.usage("-- needs a COMMAND after it; leave it out for a shell");
            }
            if (dashes >= 0 && arguments.has(LESSON)) {
                throw Failure.usage("--lesson is a shell of its own; leave out COMMAND");
            }
            if (world.env().containsKey(SandboxEnvironment.INSIDE)) {
                throw Failure.of("this is the sandbox already, and there is but one at a time; leave out practice,"
                        + " or leave with exit first");
            }
            Optional<Integer> seconds = arguments
                    .value(SESSION_SECONDS, SECONDS, "a number of seconds from 1 to 99999")
                    .map(Integer::valueOf);
            return new Command.Result("", null, inSandbox(seconds, command, arguments.has(LESSON), world));
        });
    }

    @SuppressWarnings("try") // what is built ahead is ended with the sandbox, and nothing else is done with it
    private static int inSandbox(
            Optional<Integer> sessionSeconds, List<String> command, boolean isLesson, Command.World world) {
        PrintStream err = world.err();
        try (var sts = PracticeSts.start(Clock.systemUTC());
                var center = IdentityCenterServer.start(Clock.systemUTC(), sts.actions());
                var sandbox = Sandbox.in(world.env(), err)) {
            sessionSeconds.ifPresent(sts.actions()::limitRoleSessions);
            var home = new SandboxHome(sandbox);
            home.write(sts, center);
            if (isLesson) {
                home.writeLesson();
            }
            new SandboxJbang(sandbox, world.env()).write(err);
            Map<String, String> inside = SandboxEnvironment.of(sandbox, world.env());
            try (var ignored = BuildAhead.start(sandbox, inside, isLesson ? LESSON_ORDER : ORDER)) {
                List<String> shellOrCommand = command.isEmpty() ? List.of(shell(isLesson, world)) : command;
                return ChildProcess.run("practice", shellOrCommand, inside, err, Set.of("USR1"), ProcessFamily::end);
            }
        } catch (IOException | InvalidPathException e) {
            throw Failure.of("no sandbox could be made: " + e, e);
        }
    }

    /** The shell to start, after a word to whoever is going to type there. */
    private static String shell(boolean isLesson, Command.World world) {
        String shell = shell(world.env());
        if (!isLesson) {
            world.err().print(greeting(shell));
            return shell;
        }
        // The lesson is about bash, and all that it has you type works in zsh.
        if (List.of("bash", "zsh").contains(new File(shell).getName())) {
            return shell;
        }
        String bash = ChildProcess.onPath("bash", world.env()).orElse("bash");
        world.err().println("practice: the lesson is for bash and zsh, so this is " + bash);
        return bash;
    }

    /** SHELL; where nothing says which, as in many containers, bash, which runs all that the pages have people type. */
    private static String shell(Map<String, String> environment) {
        String shell = Sandbox.variable(environment, "SHELL", "");
        if (shell.startsWith("/") && ChildProcess.isProgram(shell)) {
            return shell;
        }
        return ChildProcess.onPath("bash", environment).orElse("/bin/sh");
    }

    private static String greeting(String shell) {
        String assume = "jbang assume@org redbeard --account 123456789123 --role OrganizationAccountAccessRole";
        String load = switch (new File(shell).getName()) {
            case "fish" -> assume + " --format fish | source";
            case "csh", "tcsh" -> "eval `" + assume + " --format csh`";
            default -> "eval \"$(" + assume + ")\"";
        };
        return """
            This is a sandbox with a home and an STS of its own: no AWS account, no real keys. Try
              jbang whoami@org --profile redbeard
              %s
              aws --profile audit sts get-caller-identity
            Profiles: redbeard, dev, audit, prod, prod-admin and user-mfa (mfa prints the code they ask for), \
            vendor, short, web, process, sso (by one click).
            `exit` leaves, and all of it is gone.
            """.formatted(load);
    }
}
