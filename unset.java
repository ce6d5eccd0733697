///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Forget AWS credentials: prints the commands that unset every variable whose name begins with AWS_
//JAVA 17+
//SOURCES lib/Command.java
//CDS

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The commands that forget every variable of AWS's. Part 14 of LESSON.md, {@code env | awk -F= '/AWS/ {print "unset ",
 * $1}'}, but by name only, and only names.
 */
class unset {
    private static final CommandOption CREDENTIALS_ONLY = CommandOption.flag(
            "credentials-only", "only the keys, the profile and the assumed role, not the region or any other setting");
    private static final CommandOption KEEP =
            CommandOption.of("keep", "NAME", "spare this variable").repeatable();
    private static final CommandOption FORMAT =
            CommandOption.of("format", "NAME", "env (default), fish, csh, elvish, powershell, windows-cmd, nushell");

    static final Command COMMAND = new Command("unset", """
        Print the commands that make your shell forget every variable whose name begins with AWS_.

        Usage: unset [OPTIONS]

          source <(jbang unset@org)
          source <(jbang unset@org --keep AWS_REGION --keep AWS_CA_BUNDLE)
          eval "$(jbang unset@org --credentials-only)"

        """, CREDENTIALS_ONLY, KEEP, FORMAT);

    private static final Pattern AWS_VARIABLE = Pattern.compile("AWS_\\w*");

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
        Runtime.getRuntime().halt(run(NativeText.arguments(args), Command.world()));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return COMMAND.run(args, world, Shell.ENV, arguments -> {
            arguments.requireNoArgument("--keep NAME spares a variable");
            Shell shell = shell(arguments.value(FORMAT).orElse(Shell.ENV.format));
            Map<String, String> change =
                    environmentChange(world.env().keySet(), arguments.has(CREDENTIALS_ONLY), spared(arguments));
            String names = String.join(" ", change.keySet());
            String forgotten = change.isEmpty() ? "nothing: no such variable is set" : names;
            return new Command.Result(shell.render(change), "forgot " + forgotten);
        });
    }

    private static Shell shell(String format) {
        return Shell.find(format)
                .filter(Shell::canUnset)
                .orElseThrow(() -> Failure.usage("--format " + Text.quoted(format)
                        + " has no way to unset a variable; --help lists those that have"));
    }

    /**
     * The change that forgets the AWS variables among {@code names}. A name that is no identifier stays: no shell could
     * unset it, and it might say anything.
     */
    static Map<String, String> environmentChange(Set<String> names, boolean credentialsOnly, List<String> spared) {
        Map<String, String> change = new LinkedHashMap<>();
        for (String name : new TreeSet<>(names)) {
            boolean isMeant = !credentialsOnly || CREDENTIALS.contains(name);
            if (AWS_VARIABLE.matcher(name).matches() && isMeant && !spared.contains(name)) {
                change.put(name, null);
            }
        }
        return change;
    }

    private static List<String> spared(Arguments arguments) {
        List<String> names = arguments.values(KEEP);
        for (String name : names) {
            if (!AWS_VARIABLE.matcher(name).matches()) {
                throw Failure.usage(
                        "--keep " + Text.quoted(name) + " is not the name of a variable that begins with AWS_");
            }
        }
        return names;
    }
}
