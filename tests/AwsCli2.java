import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The AWS CLI's version 2, wherever on the PATH it stands, also behind a version 1 of the same name. */
final class AwsCli2 {
    private static final Optional<Path> FOUND = find();

    private AwsCli2() {}

    /** The test is skipped where there is none, but fails where CI should have installed it. */
    static void need() {
        if (FOUND.isEmpty() && System.getenv("CI") != null) {
            Assertions.fail("the AWS CLI 2 is missing; .ci/run installs it");
        }
        Assumptions.assumeTrue(FOUND.isPresent(), "the AWS CLI 2 is not on this machine");
    }

    /** {@code aws} with these arguments. */
    static List<String> command(String... arguments) {
        need();
        List<String> command = new ArrayList<>(List.of(FOUND.orElseThrow().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Optional<Path> find() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/local/bin", "/usr/bin"))
                .map(folder -> Path.of(folder, "aws"))
                .filter(Files::isExecutable)
                .distinct()
                .filter(aws ->
                        Program.of(aws.toString(), "--version").run().out().startsWith("aws-cli/2."))
                .findFirst();
    }
}
