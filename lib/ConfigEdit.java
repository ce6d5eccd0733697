//SOURCES Failure.java FilePath.java AtomicFile.java LockFile.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Changes a config file as a whole or not at all, one process at a time: where it is a symbolic link, what it leads to;
 * with its mode and its owner; and not where somebody else has written to it meanwhile.
 */
final class ConfigEdit {
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);
    private static final int MOST_LINKS = 40;
    private static final int MOST_ATTEMPTS = 20;

    private final Path file;

    /** @throws Failure when {@code file} leads nowhere, or to what is no file */
    ConfigEdit(Path file) {
        this.file = target(file.toAbsolutePath());
        if (Files.exists(this.file) && !Files.isRegularFile(this.file)) {
            throw Failure.of(FilePath.text(file) + " is no file that profiles could be written to");
        }
    }

    private static Path target(Path file) {
        Path target = file;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw Failure.of(FilePath.text(file) + " is a symbolic link that leads in a circle");
            }
            try {
                target = target.resolveSibling(Files.readSymbolicLink(target));
            } catch (IOException e) {
                throw Failure.of("the symbolic link " + FilePath.text(target) + " cannot be read", e);
            }
        }
        return target;
    }

    /** The file that is changed. */
    Path file() {
        return file;
    }

    /**
     * What is in it; nothing where there is no such file.
     *
     * @throws Failure when it cannot be read
     */
    byte[] read() {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException ignored) {
            return new byte[0]; // it is going to be written
        } catch (IOException e) {
            throw Failure.of(
                    FilePath.text(file) + " cannot be read (" + FilePath.reason(file, e) + "); nothing was changed", e);
        }
    }

    /**
     * Puts what {@code change} makes of its content in its place; where that is the same, the file is not touched.
     *
     * @param change may be called more than once
     * @param waiting is run once, when another process changes it
     * @throws Failure when it cannot be written; then it is what it was
     */
    @SuppressWarnings("try") // the lock is held, and nothing else is done with it
    void change(UnaryOperator<byte[]> change, Runnable waiting) {
        byte[] before = read();
        if (Files.exists(file) && Arrays.equals(before, change.apply(before))) {
            return;
        }
        requireWritable();
        try {
            makeDirectory();
            Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
            try (LockFile held = LockFile.acquire(lock, waiting)) {
                AtomicFile.sweep(file, LONGEST_WRITE);
                changeAlone(change);
            }
        } catch (IOException e) {
            throw Failure.of(
                    FilePath.text(file) + " cannot be written (" + FilePath.reason(file, e)
                            + "), and is what it was; see who may write"
                            + " in its directory, and whether the disk is full",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of("interrupted; nothing was changed", e);
        }
    }

    private void changeAlone(UnaryOperator<byte[]> change) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            byte[] before = read();
            byte[] after = change.apply(before);
            if (!Files.exists(file)) {
                AtomicFile.write(file, after, AtomicFile.OWNER_ONLY);
                return;
            }
            if (Arrays.equals(before, after) || AtomicFile.replace(file, before, after)) {
                return;
            }
        }
        throw Failure.of(FilePath.text(file) + " was changed by another program each time it was to be written; nothing"
                + " was changed here");
    }

    /** A rename would put another file in the place of one that nobody is to write to. */
    private void requireWritable() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
            boolean isReadOnly = !attributes.permissions().contains(PosixFilePermission.OWNER_WRITE);
            if (isReadOnly || !Files.isWritable(file)) {
                throw Failure.of(FilePath.text(file) + " is read-only (mode "
                        + PosixFilePermissions.toString(attributes.permissions()) + ", of "
                        + attributes.owner().getName() + "); nothing was changed");
            }
        } catch (IOException e) {
            throw Failure.of(
                    FilePath.text(file) + " cannot be read (" + FilePath.reason(file, e) + "); nothing was changed", e);
        }
    }

    private void makeDirectory() throws IOException {
        Path directory = file.getParent();
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }
}
