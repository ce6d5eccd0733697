//SOURCES ../lib/AtomicFile.java ../lib/Failure.java ../lib/FilePath.java

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an installation leaves on a disk: files written whole, and a note of each directory that was not there before.
 */
final class Footprint {
    static final String EXECUTABLE = "rwxr-xr-x";
    static final String READABLE = "rw-r--r--";

    /** What was not there before, one path a line; it goes again with the installation, if by then it is empty. */
    private final Path notes;

    Footprint(Path notes) {
        this.notes = notes;
    }

    /**
     * Makes a directory and those above it, and notes which ones it made.
     *
     * @throws Failure when it cannot be made
     */
    void makeDirectories(Path directory) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path path = directory; path != null && !Files.exists(path); path = path.getParent()) {
            missing.add(0, path);
        }
        try {
            Files.createDirectories(directory);
        } catch (FileSystemException | ReadOnlyFileSystemException e) {
            throw cannotWrite(directory, e);
        }
        for (Path path : missing) {
            note(path);
        }
    }

    /** Notes a path that was not there before. */
    void note(Path path) throws IOException {
        Set<String> all = new LinkedHashSet<>(read());
        if (all.add(path.toString())) {
            byte[] lines = (String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8);
            write(notes, lines, READABLE);
        }
    }

    boolean exists() {
        return Files.exists(notes);
    }

    private List<String> read() throws IOException {
        return exists() ? Files.readAllLines(notes) : List.of();
    }

    /** Removes {@code library}, where the notes are, and of what is noted whatever is empty. */
    void remove(Path library) throws IOException {
        List<String> noted = read();
        if (exists()) {
            delete(library);
        }
        for (int i = noted.size() - 1; i >= 0; i--) {
            removeIfEmpty(Path.of(noted.get(i)));
        }
    }

    /**
     * Writes a file whole, or not at all.
     *
     * @throws Failure when it cannot be written
     */
    static void write(Path file, byte[] content, String mode) throws IOException {
        try {
            AtomicFile.sweep(file, Duration.ZERO);
            AtomicFile.write(file, content, mode);
        } catch (FileSystemException e) {
            throw cannotWrite(file, e);
        }
    }

    /** New text for a file of the user's, at the end of whatever links lead to it, with the mode it had. */
    static void rewrite(Path file, byte[] content) throws IOException {
        Path real = real(file);
        String mode =
                Files.exists(real) ? PosixFilePermissions.toString(Files.getPosixFilePermissions(real)) : READABLE;
        write(real, content, mode);
    }

    /** The file at the end of whatever links lead to it. */
    static Path real(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file;
    }

    /** The message that {@code path} cannot be written, and what to do. */
    static Failure cannotWrite(Path path, Exception e) {
        return Failure.of(
                path + " cannot be written (" + FilePath.reason(path, e)
                        + "); choose another place with --prefix, or make" + " it writable",
                e);
    }

    /**
     * Removes an empty file or directory.
     *
     * @return whether it was one
     */
    static boolean removeIfEmpty(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> inside = Files.list(path)) {
                if (inside.findAny().isPresent()) {
                    return false;
                }
            }
        } else if (!Files.exists(path) || Files.size(path) > 0) {
            return false;
        }
        Files.delete(path);
        return true;
    }

    /** Removes a directory and all that is in it. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
