import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A case given to one of our commands as a call: with the arguments and variables that its process would have. */
record CaseCall(CaseFolder here) {
    /** Of AWS's variables the SDK reads those of the process, so only those may be said that it has no interest in. */
    private static final Set<String> OURS = Set.of(
            "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CA_BUNDLE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE");

    /** What needs a stdin, a terminal, an environment or a character set of its own. */
    private static final Set<String> OF_A_PROCESS = Set.of("locale", "home", "stdin", "process");

    private static final Pattern PROGRAM = Pattern.compile("(?i)credential_process|mfa_");

    /** Whether a call is as good as a process. */
    static boolean isEnoughFor(ConformanceCase test) {
        return Collections.disjoint(test.sections().keySet(), OF_A_PROCESS)
                && test.sections().values().stream()
                        .noneMatch(text -> PROGRAM.matcher(text).find())
                && test.lines("env").stream()
                        .map(line -> line.replaceFirst("=.*", ""))
                        .allMatch(name -> !name.startsWith("AWS_") || OURS.contains(name));
    }

    static CaseCall in(CaseFolder here) {
        return new CaseCall(here);
    }

    Program.Ran run() throws IOException {
        Map<String, String> env = new TreeMap<>(here.env());
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var world = new Command.World(
                env,
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                fd -> false);
        boolean isWhoami = here.test().isWhoami();
        List<String> given = arguments();
        List<String> arguments = new ArrayList<>(List.of("--no-cache"));
        if (isWhoami && !given.isEmpty()) {
            arguments.addAll(List.of("--profile", given.get(0)));
        } else if (!isWhoami) {
            arguments.add("--quiet");
            arguments.addAll(given);
        }
        String[] args = arguments.toArray(String[]::new);
        int status = isWhoami ? whoami.run(args, world) : assume.run(args, world);
        String words = err.toString(StandardCharsets.UTF_8);
        if (isWhoami) {
            return new Program.Ran(status, out.toString(StandardCharsets.UTF_8), words);
        }
        Path printed = here.folder().resolve("printed");
        Files.write(printed, out.toByteArray());
        here.writeScripts(here.evaluated("cat " + CaseFolder.quoted(printed.toString()) + "; exit " + status));
        return new Program.Ran(status, here.run().out(), words);
    }

    private List<String> arguments() throws IOException {
        return here.test().has("args") ? here.words("\"$@\"") : List.of("dev");
    }
}
