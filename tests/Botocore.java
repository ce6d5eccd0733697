import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The AWS CLI's own botocore, in one Python process whose script answers each line with a line of JSON. */
final class Botocore implements AutoCloseable {
    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    private Botocore(Process process) {
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.US_ASCII);
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** Starts a script of this directory; where no Python has botocore, the test is skipped, or fails with CI=true. */
    static Botocore start(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                python().toString(), Program.root().resolve("tests/" + script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PYTHONUTF8", "1"); // it reads files as the locale has it
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1"); // beside the script
        return new Botocore(builder.start());
    }

    /** Asks one question; no more may wait for an answer than fill a pipe. */
    void ask(String question) throws IOException {
        questions.write(question + "\n");
    }

    /** The next answer. */
    Map<String, Object> answer() throws IOException {
        questions.flush();
        String answer = answers.readLine();
        return JSON.std.mapFrom(answer == null ? fail("Python ended") : answer);
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }

    /** The Python that runs the {@code aws} command, or any that has botocore. */
    private static Path python() throws IOException {
        Set<String> candidates = new HashSet<>();
        List<String> ordered = new ArrayList<>();
        for (String aws : Stream.of(Program.find("aws"), pyenv("aws"))
                .filter(path -> path != null)
                .map(Path::toString)
                .toList()) {
            interpreter(Path.of(aws)).ifPresent(ordered::add);
        }
        ordered.addAll(List.of("python3", "python"));
        for (String candidate : ordered) {
            Path program = candidate.contains("/") ? Path.of(candidate) : Program.find(candidate);
            if (program != null && candidates.add(program.toString()) && hasBotocore(program)) {
                return program;
            }
        }
        if (System.getenv("CI") != null) {
            fail("no Python here has botocore, which comes with the AWS CLI");
        }
        Assumptions.abort("no Python on this machine has botocore");
        return null;
    }

    /** The Python that the first line of {@code script} names; empty where it is no script of Python. */
    static Optional<String> interpreter(Path script) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(script, StandardCharsets.ISO_8859_1)) {
            String first = String.valueOf(reader.readLine());
            return first.matches("#!\\s*\\S*python\\S*.*")
                    ? Optional.of(first.substring("#!".length()).strip().split("\\s+")[0])
                    : Optional.empty();
        }
    }

    private static Path pyenv(String program) {
        if (Program.find("pyenv") == null) {
            return null;
        }
        Program.Ran which = Program.of("pyenv", "which", program).run();
        return which.status() == 0 ? Path.of(which.out().strip()) : null;
    }

    private static boolean hasBotocore(Path python) {
        return Stream.of("botocore", "awscli.botocore")
                .anyMatch(name -> Program.of(python.toString(), "-c", "import " + name)
                                .run()
                                .status()
                        == 0);
    }
}
