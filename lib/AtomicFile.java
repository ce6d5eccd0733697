import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** A file written whole or not at all, and never readable by others before it is to be. */
final class AtomicFile {
    /** A secret's file: for its owner alone. */
    static final String OWNER_ONLY = "rw-------";

    private AtomicFile() {}

    /**
     * Writes a temporary file beside {@code file}, mode 0600 from its first byte, and renames it over {@code file}.
     *
     * @param mode what {@link PosixFilePermissions} reads, such as {@code rw-------}
     * @throws IOException when it cannot be written; then the file is what it was before
     */
    static void write(Path file, byte[] content, String mode) throws IOException {
        Path temporary = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "." + file.getFileName() + ".",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        try {
            Files.write(temporary, content);
            if (!mode.equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(mode));
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Removes what a {@link #write} left that was killed, if it is older than {@code age}. */
    static void sweep(Path file, Duration age) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)) {
            return;
        }
        Pattern temporary = Pattern.compile(Pattern.quote("." + file.getFileName() + ".") + "\\d+\\.tmp");
        Instant limit = Instant.now().minus(age);
        try (var left = Files.newDirectoryStream(
                directory,
                path -> temporary.matcher(path.getFileName().toString()).matches())) {
            for (Path path : left) {
                if (!Files.getLastModifiedTime(path).toInstant().isAfter(limit)) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
