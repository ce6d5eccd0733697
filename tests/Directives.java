import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The {@code //DIRECTIVES} of a script as jbang reads them: those of the sources that it names belong to it. */
final class Directives {
    private Directives() {}

    /** The words of the {@code //NAME} lines of one file of the repository. */
    static List<String> of(String file, String name) {
        try {
            return Files.readString(Program.root().resolve(file))
                    .lines()
                    .filter(line -> line.startsWith("//" + name + " "))
                    .flatMap(line -> Stream.of(line.split("\\s+")).skip(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same of a script and of all that it is compiled from. */
    static List<String> merged(String script, String name) {
        return sources(script).stream()
                .flatMap(file -> of(file, name).stream())
                .distinct()
                .toList();
    }

    /** The files that a script is compiled from: itself, its {@code //SOURCES}, theirs, and so on. */
    static Set<String> sources(String script) {
        Set<String> found = new LinkedHashSet<>();
        collect(script, found);
        return found;
    }

    /** The files that the jar of a script holds: for each path in the jar the path in the repository. */
    static Map<String, String> files(String script) {
        Map<String, String> files = new TreeMap<>();
        for (String source : sources(script)) {
            for (String file : of(source, "FILES")) {
                String target = file.replaceFirst("=.*", "");
                files.put(target, relative(source, file.replaceFirst(".*=", "")));
            }
        }
        return files;
    }

    private static String relative(String file, String name) {
        return Path.of(file).resolveSibling(name).normalize().toString();
    }

    private static void collect(String file, Collection<String> found) {
        if (!found.add(file)) {
            return;
        }
        for (String name : of(file, "SOURCES")) {
            String source = relative(file, name);
            if (source.contains("*")) {
                matching(source).forEach(match -> collect(match, found));
            } else {
                collect(source, found);
            }
        }
    }

    private static List<String> matching(String pattern) {
        Path folder = Program.root().resolve(pattern).getParent();
        try (var matches =
                Files.newDirectoryStream(folder, Path.of(pattern).getFileName().toString())) {
            List<String> files = new ArrayList<>();
            matches.forEach(file -> files.add(Program.root().relativize(file).toString()));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
