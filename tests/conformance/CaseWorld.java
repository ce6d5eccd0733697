import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/**
 * What all runs have in common.
 *
 * @param aws the AWS CLI without a version manager's shim before it, which would need variables that a case has not
 * @param options of the JVMs that assume runs in
 */
record CaseWorld(TestCertificates certificates, Path aws, List<String> options) {

    /** @param first a case that loads the classes that most cases need */
    static CaseWorld in(Path folder, ConformanceCase first) throws IOException, GeneralSecurityException {
        TestCertificates certificates = TestCertificates.in(folder);
        Path aws = awsItself();
        Path archive = folder.resolve("assume.jsa");
        CaseWorld archiving = new CaseWorld(certificates, aws, List.of("-XX:ArchiveClassesAtExit=" + archive));
        CaseRun.of(first, CaseRun.Side.ASSUME, Files.createDirectory(folder.resolve("archiving")), archiving);
        // Without an archive, on a JVM that makes none, it takes longer, and that is all.
        return new CaseWorld(certificates, aws, List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"));
    }

    /** One of our commands in a JVM. */
    List<String> java(String mainClass) {
        List<String> command = new ArrayList<>(Program.java(mainClass).command());
        command.addAll(1, options);
        return command;
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
