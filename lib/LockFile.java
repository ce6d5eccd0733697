//SOURCES AtomicFile.java

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/**
 * A file that one process at a time holds; the system lets go of it when that process ends, however it does. Nothing of
 * it stays.
 */
final class LockFile implements AutoCloseable {
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    private final Path file;
    private final FileChannel channel;

    /** For when Ctrl-C ends the process. */
    private final Thread removal;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        this.removal = new Thread(() -> file.toFile().delete());
        Runtime.getRuntime().addShutdownHook(removal);
    }

    /**
     * Waits until nobody else holds {@code file}, which is made.
     *
     * @param waiting is run once, when somebody does
     * @throws IOException when it cannot be made, or this system has no locks there
     */
    static LockFile acquire(Path file, Runnable waiting) throws IOException, InterruptedException {
        boolean isTold = false;
        while (true) {
            Optional<LockFile> lock = tryAcquire(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (!isTold) {
                waiting.run();
                isTold = true;
            }
            Thread.sleep(BETWEEN_ATTEMPTS.toMillis());
        }
    }

    private static Optional<LockFile> tryAcquire(Path file) throws IOException {
        make(file);
        Optional<Object> found = identity(file);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (NoSuchFileException ignored) {
            return Optional.empty(); // whoever held it has just removed it
        }
        boolean isHeld = false;
        try {
            // Whoever held it before may have removed it by now: then nobody else will find the one that is open here.
            isHeld = channel.tryLock() != null && found.isPresent() && found.equals(identity(file));
            return isHeld ? Optional.of(new LockFile(file, channel)) : Optional.empty();
        } catch (OverlappingFileLockException ignored) {
            return Optional.empty(); // another thread of this JVM holds it
        } finally {
            if (!isHeld) {
                channel.close();
            }
        }
    }

    private static void make(Path file) throws IOException {
        try {
            Files.createFile(
                    file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(AtomicFile.OWNER_ONLY)));
        } catch (FileAlreadyExistsException ignored) {
            // Somebody else was faster.
        }
    }

    /** Which file it is. It is not opened for that: to close a file lets go of the locks on it (POSIX, fcntl). */
    private static Optional<Object> identity(Path file) throws IOException {
        try {
            return Optional.of(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException ignored) {
            return Optional.empty(); // somebody has just let go of it
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException ignored) {
            // The process ends already.
        }
    }
}
