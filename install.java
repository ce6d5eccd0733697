///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Install the commands so that they start without jbang, and the functions of three shells
//JAVA 17+
//SOURCES lib/FilePath.java lib/Command.java lib/Profiles.java installer/Installation.java
//CDS

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Installs launchers that start a JVM directly, from archives made for it; and the functions of three shells. */
class install {
    private static final CommandOption PREFIX = CommandOption.of("prefix", "DIR", "a directory in place of ~/.local");
    private static final CommandOption SHELL_PROFILE = CommandOption.flag("shell-profile", """
        add to the profiles of bash, zsh and fish (those of them that are there) what is printed
        otherwise: the function assume, UNSET_AWS, completion, the role in the prompt\
        """);
    private static final CommandOption JBANG_OPTIONS = CommandOption.flag("jbang-options", """
        add JBANG_JAVA_OPTIONS, too: jbang itself then starts in 30 % less time\
        """);
    private static final CommandOption UNINSTALL =
            CommandOption.flag("uninstall", "remove all of it again, from there and from the profiles");

    static final Command COMMAND = new Command("install", """
        Install assume, sts2env, unset, aws-whoami, aws-console, aws-login, aws-profiles and each as commands that start
        without jbang.

        Usage: install [OPTIONS]

          jbang install@org --shell-profile
          jbang install@org --uninstall

        The commands go to ~/.local/bin, all else to ~/.local/lib/assume. They start the Java that runs this, with
        archives of its classes, and take a third of the time that jbang takes. Run it again to update them.

        """, PREFIX, SHELL_PROFILE, JBANG_OPTIONS, UNINSTALL);

    private static final Pattern NOT_IN_A_CLASS_PATH = Pattern.compile("[:\\p{Cc}]");

    public static void main(String[] args) {
        System.exit(run(NativeText.arguments(args), Command.world()));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return COMMAND.run(args, world, Shell.NONE, arguments -> {
            arguments.requireNoArgument("--prefix DIR says where to");
            boolean isForProfiles = arguments.has(SHELL_PROFILE);
            if (arguments.has(UNINSTALL) && (isForProfiles || arguments.has(JBANG_OPTIONS))) {
                throw Failure.usage("--uninstall removes the lines from the profiles, too; leave out --shell-profile"
                        + " and --jbang-options");
            }
            Path home = Path.of(FilePath.home(world.env()));
            Path prefix = prefix(arguments, home);
            Installation installation = new Installation(world, home, prefix, arguments.has(JBANG_OPTIONS));
            if (arguments.has(UNINSTALL)) {
                return uninstall(installation, prefix);
            }
            if (isForProfiles) {
                installation.profiles().check();
            }
            installation.install();
            Command.Result result = isForProfiles ? addToProfiles(installation) : printLines(installation);
            return arguments.has(JBANG_OPTIONS) ? result : withOffer(result, world.env());
        });
    }

    /** {@code --prefix}, in which the shell leaves a tilde alone where it stands after an equals sign. */
    private static Path prefix(Arguments arguments, Path home) {
        Path prefix = arguments
                .value(PREFIX)
                .map(given -> given.equals("~") || given.startsWith("~/") ? home + given.substring(1) : given)
                .map(given -> Path.of(given).toAbsolutePath().normalize())
                .orElse(home.resolve(".local"));
        String given = arguments.value(PREFIX).orElse("");
        if (given.matches("(?s)~[^/].*")) {
            throw Failure.usage(
                    "--prefix " + Text.quoted(given) + " is in the home of somebody; write out the whole path");
        }
        if (NOT_IN_A_CLASS_PATH.matcher(prefix.toString()).find()) {
            throw Failure.usage("--prefix " + Text.quoted(prefix.toString())
                    + " has a colon in it or a control character, which no class path can hold");
        }
        return prefix;
    }

    private static Command.Result uninstall(Installation installation, Path prefix) throws Exception {
        String message = installation.uninstall()
                ? "uninstalled from " + prefix + "; a shell that is open keeps its functions until it ends"
                : "there is nothing installed in " + prefix;
        return new Command.Result("", message);
    }

    private static Command.Result addToProfiles(Installation installation) throws Exception {
        List<Path> profiles = installation.profiles().add();
        if (profiles.isEmpty()) {
            return new Command.Result(
                    "", "installed in " + installation.bin() + "; none of bash, zsh and fish is there to be told");
        }
        String names = profiles.stream().map(Path::toString).collect(Collectors.joining(", "));
        return new Command.Result(
                "", "installed in " + installation.bin() + ", and added to " + names + "; a new shell has it");
    }

    /** Whoever has a jbang is told of what makes that start sooner. */
    private static Command.Result withOffer(Command.Result result, Map<String, String> env) {
        return JbangOptions.isWorthwhile(env)
                ? new Command.Result(
                        result.product(), result.message() + "; --jbang-options would make jbang start sooner, too")
                : result;
    }

    private static Command.Result printLines(Installation installation) {
        return new Command.Result(
                installation.profiles().lines(),
                "installed in " + installation.bin()
                        + "; put the lines above into your shell's profile, or run this again with --shell-profile");
    }
}
