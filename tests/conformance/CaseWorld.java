import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Assertions;

/**
 * What all runs have in common.
 *
 * @param aws the AWS CLI without a version manager's shim before it, which would need variables that a case has not
 * @param forks what runs it faster
 */
record CaseWorld(TestCertificates certificates, Path aws, AwsForks forks) {

    static CaseWorld in(Path folder) throws IOException, GeneralSecurityException {
        Path aws = awsItself();
        return new CaseWorld(TestCertificates.in(folder), aws, AwsForks.of(aws, folder));
    }

    private static Path awsItself() {
        Path found = Program.find("aws");
        if (!found.toString().contains("/shims/")) {
            return found;
        }
        Program.Ran ran = Program.of("pyenv", "which", "aws").run();
        Path itself = Path.of(ran.out().strip());
        Assertions.assertTrue(ran.status() == 0 && Files.isExecutable(itself), ran.out() + ran.err());
        return itself;
    }
}
