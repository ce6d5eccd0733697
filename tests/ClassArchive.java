import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What most of the JVMs that tests start would load, made once: it saves each of them 0.25 seconds of a processor.
 * Where there is none it takes longer, and that is all.
 */
final class ClassArchive {
    private static final Path FILE = make();

    private ClassArchive() {}

    /** For a JVM with the options and the class path of {@link Program#java}. */
    static List<String> options() {
        // Warnings that the archive does not fit would go to stdout.
        return Files.exists(FILE) ? List.of("-XX:SharedArchiveFile=" + FILE, "-Xlog:disable") : List.of();
    }

    private static Path make() {
        try {
            Path folder = Files.createTempDirectory("classes");
            Path file = folder.resolve("assume.jsa");
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            // Rehearsal makes a call for the archive's sake.
            List<String> command = new ArrayList<>(Program.plainJava("assume", "--version"));
            command.add(1, "-XX:ArchiveClassesAtExit=" + file);
            Program.of(command.toArray(String[]::new)).run();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
