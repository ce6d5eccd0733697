///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Forget AWS credentials: prints the commands that unset every variable whose name begins with AWS_
//JAVA 17+
//SOURCES lib/Command.java
//CDS

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.cli.CommandLine;

/** Part 14 of LESSON.md: {@code env | awk -F= '/AWS/ {print "unset ", $1}'}, but by name only, and only names. */
class unset {
    static final String HELP = """
        Print the commands that make your shell forget every variable whose name begins with AWS_.

        Usage: unset [OPTIONS]

          source <(jbang unset@org)
          source <(jbang unset@org --keep AWS_REGION --keep AWS_CA_BUNDLE)
          eval "$(jbang unset@org --credentials-only)"

          --credentials-only  only the keys, the profile and the assumed role, not the region or any other setting
          --keep NAME         spare this variable (may be given several times)
          --format NAME       env (default), fish, csh, elvish, powershell, windows-cmd, nushell
        """ + Command.COMMON;

    private static final Set<String> CREDENTIALS = Set.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_SECURITY_TOKEN",
            "AWS_CREDENTIAL_EXPIRATION",
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_ASSUMED_ROLE",
            "AWS_ASSUMED_PROFILE");

    public static void main(String[] args) {
        Runtime.getRuntime().halt(run(args, Command.World.real()));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return Command.run("unset", HELP, "env", args, world, options -> {
            if (Command.argument(options, "option") != null) {
                throw Failure.usage("there is nothing to name but options; --keep NAME spares a variable");
            }
            String format = Objects.requireNonNullElse(Command.value(options, "format"), "env");
            Shell shell = Shell.find(format)
                    .filter(Shell::canUnset)
                    .orElseThrow(() -> Failure.usage("--format " + Command.shown(format)
                            + " has no way to unset a variable; --help lists those that have"));
            Map<String, String> change =
                    environmentChange(world.env().keySet(), options.hasOption("credentials-only"), kept(options));
            return new Command.Result(
                    shell.render(change),
                    "forgot "
                            + (change.isEmpty()
                                    ? "nothing: no such variable is set"
                                    : String.join(" ", change.keySet())));
        });
    }

    /**
     * The change that forgets the AWS variables among {@code names}. A name that is no identifier stays: no shell could
     * unset it, and it might say anything.
     */
    static Map<String, String> environmentChange(Set<String> names, boolean credentialsOnly, List<String> kept) {
        Map<String, String> change = new LinkedHashMap<>();
        for (String name : new TreeSet<>(names)) {
            if (name.matches("AWS_\\w*") && (!credentialsOnly || CREDENTIALS.contains(name)) && !kept.contains(name)) {
                change.put(name, null);
            }
        }
        return change;
    }

    private static List<String> kept(CommandLine options) {
        String[] names = options.getOptionValues("keep");
        if (names == null) {
            return List.of();
        }
        for (String name : names) {
            if (!name.matches("AWS_\\w*")) {
                throw Failure.usage(
                        "--keep " + Command.shown(name) + " is not the name of a variable that begins with AWS_");
            }
        }
        return List.of(names);
    }
}
