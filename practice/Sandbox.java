//SOURCES ../lib/Text.java

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A directory of its own, readable by nobody else, that is gone when it is closed, with whatever is in it then. */
final class Sandbox implements AutoCloseable {
    /** The mode of a file that is for its owner to read, and of one that is to be run. */
    static final String FILE = "rw-------";

    static final String PROGRAM = "rwx------";

    private static final int ATTEMPTS_TO_REMOVE = 5;

    private final Path root;
    private final PrintStream err;

    private Sandbox(Path root, PrintStream err) {
        this.root = root;
        this.err = err;
    }

    /**
     * Makes one where {@code environment} wants temporary files.
     *
     * @param err is told what cannot be removed in the end
     */
    static Sandbox in(Map<String, String> environment, PrintStream err) throws IOException {
        var parent = Path.of(variable(environment, "TMPDIR", "/tmp")).toAbsolutePath();
        return new Sandbox(Files.createTempDirectory(parent, "practice-"), err); // mode 0700 is what it gives
    }

    /** A variable's value, or the other one if it is not set or empty. */
    static String variable(Map<String, String> environment, String name, String otherwise) {
        String value = Text.first(environment.get(name));
        return value == null ? otherwise : value;
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    /** Writes a new file, and the directories that it is in. */
    void write(String name, String text, String mode) throws IOException {
        var file = resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
        Files.writeString(file, text);
    }

    /** Removes the sandbox; a process that the command left behind may still be writing into it, so it tries again. */
    @Override
    public void close() {
        for (int attempt = 1; ; attempt++) {
            try {
                delete(root);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS_TO_REMOVE) {
                    err.println("practice: could not remove all of " + root + ": " + e);
                    return;
                }
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
                        .join();
            }
        }
    }

    /** Deletes a file, a link (never what it points to) or a directory, even one that was made read-only. */
    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            try (var entries = Files.newDirectoryStream(path)) {
                for (var entry : entries) {
                    delete(entry);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
