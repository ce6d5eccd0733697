//SOURCES Text.java FilePath.java AtomicFile.java

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which profiles were loaded last: a file of ours with their names, one a line, the last one first. It is where the XDG
 * Base Directory Specification has what is worth remembering and worth no backup. A convenience: where the file cannot
 * be written, nothing is remembered, and nothing fails.
 */
final class RecentProfiles {
    private static final int MOST = 100;
    private static final int MOST_BYTES = 100_000;
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);

    private final Path file;

    RecentProfiles(Map<String, String> env) {
        String state = Text.first(env.get("XDG_STATE_HOME"));
        // The specification: a path that is not absolute is to be ignored.
        boolean isState = state != null && state.startsWith("/");
        this.file = FilePath.of(isState ? state : FilePath.home(env) + "/.local/state")
                .resolve("assume/recent");
    }

    Path file() {
        return file;
    }

    /** The names, the last one first. */
    List<String> names() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                return List.of();
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return text.lines().filter(name -> !name.isEmpty()).distinct().toList();
        } catch (IOException ignored) {
            return List.of(); // nothing is remembered
        }
    }

    /** Puts {@code profile} first. */
    void add(String profile) {
        List<String> names = names();
        boolean isOneLine = profile.lines().count() == 1;
        if (!isOneLine || (!names.isEmpty() && names.get(0).equals(profile))) {
            return;
        }
        List<String> changed = new ArrayList<>(names);
        changed.remove(profile);
        changed.add(0, profile);
        write(changed.subList(0, Math.min(MOST, changed.size())));
    }

    /** Forgets {@code profile}. @return whether it was there */
    boolean remove(String profile) {
        List<String> names = new ArrayList<>(names());
        return names.remove(profile) && write(names);
    }

    /** Forgets all of them. @return whether there were any */
    boolean removeAll() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException ignored) {
            return false; // it is no secret
        }
    }

    private boolean write(List<String> names) {
        String text = names.isEmpty() ? "" : String.join("\n", names) + "\n";
        try {
            var mine = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(file.getParent(), PosixFilePermissions.asFileAttribute(mine));
            AtomicFile.sweep(file, LONGEST_WRITE);
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8), AtomicFile.OWNER_ONLY);
            return true;
        } catch (IOException | UnsupportedOperationException ignored) {
            return false; // nothing is remembered
        }
    }
}
