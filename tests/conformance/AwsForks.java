import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Runs of the AWS CLI as forks of a Python that has loaded it: less than half of what a process takes that loads it by
 * itself. There are as many of these as run at the same time.
 *
 * @param aws the AWS CLI
 * @param python what its first line says that it is run by; empty where it is no script of Python
 */
record AwsForks(Path aws, Optional<String> python, Path folder, Queue<AwsForks.Server> idle) {
    /** What needs a stdin, a home or a character set of its own. */
    private static final Set<String> OF_A_PROCESS = Set.of("locale", "home", "stdin");

    /** @param folder an empty one for what they need */
    static AwsForks of(Path aws, Path folder) throws IOException {
        return new AwsForks(aws, Botocore.interpreter(aws), folder, new ConcurrentLinkedQueue<>());
    }

    /** Whether a fork is as good as a process. */
    boolean isEnoughFor(ConformanceCase test) {
        return python.isPresent()
                && Collections.disjoint(test.sections().keySet(), OF_A_PROCESS)
                && test.lines("env").stream().noneMatch(line -> line.matches("HOME(=.*)?"));
    }

    /** @param arguments what the AWS CLI is given */
    Program.Ran run(CaseFolder here, List<String> arguments) throws IOException {
        Path out = here.folder().resolve("out");
        Path err = here.folder().resolve("err");
        Server free = idle.poll();
        Server server = free == null ? start() : free;
        server.moveTo(here.home());
        int status = server.run(Map.of(
                "arguments", arguments,
                "env", here.env(),
                "directory", here.homeName(),
                "streams", List.of("/dev/null", out.toString(), err.toString())));
        idle.add(server);
        return new Program.Ran(status, Files.readString(out), Files.readString(err));
    }

    /** Ends them. */
    void stop() {
        idle.forEach(server -> server.process().destroy());
    }

    private Server start() throws IOException {
        String script = Program.root().resolve("tests/conformance/aws_forks.py").toString();
        Path home = Files.createTempDirectory(folder, "fork").resolve("home");
        ProcessBuilder builder = new ProcessBuilder(python.orElseThrow(), script, aws.toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        return new Server(
                process,
                home,
                process.outputWriter(StandardCharsets.UTF_8),
                process.inputReader(StandardCharsets.UTF_8));
    }

    /**
     * One that has loaded the AWS CLI.
     *
     * @param home a link to that of the case: some paths the AWS CLI makes from HOME when it is loaded
     */
    record Server(Process process, Path home, Writer runs, BufferedReader statuses) {
        void moveTo(Path caseHome) throws IOException {
            Files.deleteIfExists(home);
            Files.createSymbolicLink(home, caseHome);
        }

        int run(Map<String, ?> run) throws IOException {
            runs.write(JSON.std.asString(run) + "\n");
            runs.flush();
            String status = statuses.readLine();
            if (status == null) {
                throw new IOException("the Python that has loaded the AWS CLI has ended");
            }
            return Integer.parseInt(status);
        }
    }
}
