//SOURCES ../lib/Shell.java ../practice/Catalog.java CachedAssume.java

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shell scripts that start a command without jbang, and the JVM options that make it start sooner. What each of
 * these takes off was measured in pairs, as the CPU time of the run it is for, on JDK 17 / 25: the archive of classes
 * 60 / 65 %; the second, smaller archive with a JVM of its own, of a cached run on JDK 25, another half. {@link OneJar}
 * and {@link #options} say the rest.
 */
final class Launchers {
    /**
     * Each launcher's name, and the command it starts. Linux and macOS have a whoami and a login of their own, macOS a
     * profiles, and conserver a console.
     */
    static final Map<String, String> COMMANDS = Map.of(
            "assume",
            "assume",
            "sts2env",
            "sts2env",
            "unset",
            "unset",
            "aws-whoami",
            "whoami",
            "aws-console",
            "console",
            "aws-login",
            "login",
            "aws-profiles",
            "profiles",
            "each",
            "each");

    /** What these print is for no shell to run. */
    private static final Set<String> FOR_PEOPLE = Set.of("whoami", "console", "login", "profiles", "each");

    /** In the first lines of what is ours: a launcher without it is somebody else's program. */
    static final String OURS = "of the commands in lib/assume";

    private static final String AHEAD_OF_TIME = "-XX:AOTCache=";

    private final Path version;
    private final Path java;

    /**
     * @param version the directory with the jars and the archives.
     * @param java the program of the JVM
     */
    Launchers(Path version, Path java) {
        this.version = version;
        this.java = java;
    }

    /**
     * Whether this Java has the ahead-of-time cache of JEP 483 and 514; what earlier ones have are dynamic archives,
     * JEP 350.
     */
    static boolean hasAheadOfTimeCache() {
        return Runtime.version().feature() >= 25;
    }

    /** The script of that launcher. Where this Java is gone, another runs the jars, a little slower. */
    String script(String launcher) {
        String command = COMMANDS.get(launcher);
        return Catalog.read("installer/launcher.sh")
                .replace("@OURS@", OURS)
                .replace("@JAVA@", Shell.posixWord(java.toString()))
                .replace("@NAME@", launcher)
                .replace("@COMMAND@", command)
                .replace("@FAILURES@", FOR_PEOPLE.contains(command) ? "" : failures(launcher))
                .replace("@EXEC@", line(command, command, Archives.of(command)))
                .replace("@FIRST@", first(command))
                .replace("@START@", line("Launched " + command, command, Archives.of(command)));
    }

    /** What comes first where credentials may be cached: a JVM that does without STS, and starts in half the time. */
    private String first(String command) {
        if (!command.equals("assume") || !hasAheadOfTimeCache()) {
            return "";
        }
        return """
            # Where there are cached credentials, a JVM comes first that can do without STS. When they do not do, it
            # ends with 75, in silence. Where nothing is named, they never do.
            case " $* ${AWS_PROFILE-}${AWS_DEFAULT_PROFILE-}${AWS_ASSUMED_PROFILE-} " in
                "   " | *" --refresh "* | *" --no-cache "* | *" --debug "* | *" --list "* | *" --forget "*) ;;
                *) for cached in "${HOME-}"/.aws/cli/cache/*.json; do
                    [ -e "$cached" ] || break
                    run %s "$@"
                    [ "$status" -eq %d ] || end "$@"
                    break
                done ;;
            esac
            """.formatted(line("CachedAssume", command, Archives.CACHED), CachedAssume.NOT_CACHED);
    }

    /** For each format that has one, the branch of a case that prints the shell's failing command. */
    private static String failures(String launcher) {
        return Arrays.stream(Shell.values())
                .filter(shell -> !shell.failure("").isEmpty())
                .map(shell -> "    " + shell.format + ") echo "
                        + Shell.posixWord(shell.failure(launcher + " failed").stripTrailing()) + " ;;")
                .collect(Collectors.joining("\n"));
    }

    /** The JVM's arguments for that main class, with the archive of that name. */
    private String line(String main, String command, String archive) {
        Stream<String> arguments = Stream.concat(
                options(command, version.resolve(archive), false).stream(),
                Stream.of("-cp", Archives.classPath(version)));
        return arguments.map(Launchers::word).collect(Collectors.joining(" ")) + " " + main;
    }

    /** The launcher decides whether a cache of JEP 483 is used: it does not go together with options of the user's. */
    private static String word(String argument) {
        return argument.startsWith(AHEAD_OF_TIME)
                ? "\"$archive\"" + Shell.posixWord(argument.substring(AHEAD_OF_TIME.length()))
                : Shell.posixWord(argument);
    }

    /**
     * The options of the JVM that the sources of {@code command} name, and the archive. One that does not fit is
     * ignored without a word.
     *
     * @param make whether the archive is to be made
     */
    static List<String> options(String command, Path archive, boolean make) {
        Set<String> options = new LinkedHashSet<>(runtimeOptions(command + ".java", new LinkedHashSet<>()));
        options.add("-Dassume.installed=true");
        options.add("-XX:+UnlockDiagnosticVMOptions");
        // The archive is mapped where it was made for, so no address in it has to be changed: 13 / 8 % of a cached run.
        options.add("-XX:ArchiveRelocationMode=0");
        if (hasAheadOfTimeCache()) {
            // The profiles in the cache are for a compiler that TieredStopAtLevel=1 switches off: 10 % of a cached run.
            options.add("-XX:-AOTReplayTraining");
            options.add((make ? "-XX:AOTCacheOutput=" : AHEAD_OF_TIME) + archive + ".aot");
        } else {
            options.add((make ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=") + archive + ".jsa");
        }
        return List.copyOf(options);
    }

    /** What the //RUNTIME_OPTIONS of a source and of all its //SOURCES say, as jbang gathers them. */
    private static List<String> runtimeOptions(String source, Set<String> seen) {
        List<String> options = new ArrayList<>();
        if (!seen.add(source)) {
            return options;
        }
        for (String line : Catalog.read(source).lines().toList()) {
            List<String> words = List.of(line.split(" +"));
            List<String> rest = words.subList(1, words.size());
            if (words.get(0).equals("//RUNTIME_OPTIONS")) {
                options.addAll(rest);
            } else if (words.get(0).equals("//SOURCES")) {
                for (String nested : rest) {
                    Path path = Path.of("/" + source).resolveSibling(nested).normalize();
                    options.addAll(runtimeOptions(path.toString().substring(1), seen));
                }
            }
        }
        return options;
    }
}
