//SOURCES AtomicFile.java

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A file that one process at a time holds; the system lets go of it when that process ends, however it does. Nothing of
 * it stays.
 */
final class LockFile implements AutoCloseable {
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    private final Path file;
    private final FileChannel channel;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
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
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(AtomicFile.OWNER_ONLY)));
        boolean isHeld = false;
        try {
            isHeld = channel.tryLock() != null && isAt(file, channel);
            return isHeld ? Optional.of(new LockFile(file, channel)) : Optional.empty();
        } catch (OverlappingFileLockException ignored) {
            return Optional.empty(); // another thread of this JVM holds it
        } finally {
            if (!isHeld) {
                channel.close();
            }
        }
    }

    /**
     * Whether the locked file is the one that is found by its name. Whoever held it before has removed it, perhaps
     * after it was opened here, and somebody else may have made the next one.
     */
    private static boolean isAt(Path file, FileChannel locked) throws IOException {
        String mark = UUID.randomUUID().toString();
        locked.truncate(0).write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)));
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).equals(mark);
        } catch (NoSuchFileException ignored) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
