import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * What most of the JVMs that tests start would load, made once: it saves each of them 0.3 to 0.4 seconds of a
 * processor. Where there is none it takes longer, and that is all.
 */
final class ClassArchive {
    private static final String ROLE = "arn:aws:iam::123456789123:role/OrganizationAccountAccessRole";
    private static final Path FILE = make();

    private ClassArchive() {}

    /** For a JVM with the options and the class path of {@link Program#java}. */
    static List<String> options() {
        if (!Files.exists(FILE)) {
            return List.of();
        }
        // Warnings that the archive does not fit would go to stdout.
        return List.of(
                (Launchers.hasAheadOfTimeCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + FILE, "-Xlog:disable");
    }

    /** By a call of STS, with which all is loaded that most of them need. */
    private static Path make() {
        try {
            Path folder = Files.createTempDirectory("classes");
            Path file = folder.resolve("archive");
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            Path home = Files.createDirectory(folder.resolve("home"));
            String option = Launchers.hasAheadOfTimeCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
            List<String> command =
                    new ArrayList<>(Program.plainJava("assume", "redbeard", "--role-arn", ROLE, "--no-cache"));
            command.add(1, option + file);
            try (PracticeSts sts = PracticeSts.start(Clock.systemUTC())) {
                Home.in(home, sts.endpoint());
                Program.of(command.toArray(String[]::new)).with("HOME", home).run();
            }
            Footprint.delete(home);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
