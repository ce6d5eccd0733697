//SOURCES Failure.java AtomicFile.java FilePath.java Json.java

import com.fasterxml.jackson.jr.stree.JrsObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** The AWS CLI's ~/.aws/sso/cache: tokens and registered clients, each a JSON object in a file for its owner alone. */
final class SsoCache {
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);
    private static final String DIRECTORY_MODE = "rwx------";

    private SsoCache() {}

    /** The file under {@code key}. */
    static Path file(Map<String, String> env, String key) {
        return FilePath.of(FilePath.home(env) + "/.aws/sso/cache/" + key + ".json");
    }

    /**
     * What is in {@code file}; empty where there is no such file.
     *
     * @param what it should be, for a message
     * @throws Failure when it holds something else; the message shows nothing of it
     */
    static Optional<JrsObject> read(Path file, String what) throws IOException {
        try {
            if (Files.size(file) > Json.MOST_BYTES) {
                throw Failure.of("it is over a megabyte");
            }
            return Optional.of(Json.readAsPython(Files.readAllBytes(file), what));
        } catch (NoSuchFileException ignored) {
            return Optional.empty(); // nobody has signed in
        }
    }

    /** Writes all of it, for its owner alone. */
    static void write(Path file, JrsObject fields) throws IOException {
        makeDirectory(file.getParent());
        AtomicFile.sweep(file, LONGEST_WRITE);
        AtomicFile.write(file, Json.line(fields).getBytes(StandardCharsets.UTF_8), AtomicFile.OWNER_ONLY);
    }

    /** A directory for its owner alone; one that is there already, as the AWS CLI makes it, is left as it is. */
    static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(DIRECTORY_MODE)));
        }
    }

    /** A time as the AWS CLI writes it here. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
