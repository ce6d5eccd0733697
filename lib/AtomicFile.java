import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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
        Path temporary = temporary(file);
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

    /**
     * Writes {@code content} in place of what {@code file} holds, with its mode and its owner, unless that is something
     * else by then than {@code expected}: somebody else has written to it, and then it stays what they made it.
     *
     * @return whether it was written
     * @throws IOException when it cannot be; then the file is what it was before
     */
    static boolean replace(Path file, byte[] expected, byte[] content) throws IOException {
        Path temporary = temporary(file);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true); // or a rename may reach the disk before what it renames
            }
            copyAttributes(file, temporary);
            boolean isUnchanged = Arrays.equals(expected, Files.readAllBytes(file));
            if (isUnchanged) {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return isUnchanged;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The owner first: to change that takes away bits of the mode (POSIX, chown). */
    private static void copyAttributes(Path from, Path to) throws IOException {
        PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        PosixFileAttributes given = view.readAttributes();
        if (!given.owner().equals(wanted.owner())) {
            view.setOwner(wanted.owner());
        }
        if (!given.group().equals(wanted.group())) {
            view.setGroup(wanted.group());
        }
        view.setPermissions(wanted.permissions());
    }

    private static Path temporary(Path file) throws IOException {
        return Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "." + file.getFileName() + ".",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
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
