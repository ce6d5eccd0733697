import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.file.*;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.*;
import java.util.concurrent.*;

/** Files and folders that several tests make and look at. */
final class Scratch {
    private Scratch() {}

    /** A shell script that may be executed. */
    static Path script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static List<Path> glob(Path directory, String pattern) throws IOException {
        try (var found = Files.newDirectoryStream(directory, pattern)) {
            var list = new ArrayList<Path>();
            found.forEach(list::add);
            return list;
        }
    }

    static List<String> names(Path directory) throws IOException {
        return glob(directory, "*").stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    static void delete(Path tree) throws IOException {
        try (var all = Files.walk(tree)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
