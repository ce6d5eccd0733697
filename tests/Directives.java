import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What sources of this repository tell jbang in their first lines: //SOURCES, //FILES, //DEPS and the like. */
final class Directives {
    private Directives() {}

    /** The words after a directive in one file. */
    static List<String> in(String file, String directive) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith("//" + directive + " "))
                .flatMap(line -> Stream.of(line.split("\\s+")).skip(1))
                .toList();
    }

    /** The files that a directive names, as paths below the root; of TARGET=SOURCE it is SOURCE. */
    static Set<String> files(String file, String directive) {
        return in(file, directive).stream()
                .map(word -> Path.of("/" + file).resolveSibling(word.replaceFirst(".*=", "")))
                .map(path -> path.normalize().toString().substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** These sources and all that jbang compiles with them. */
    static Set<String> sources(Collection<String> files) {
        var sources = new TreeSet<String>();
        var next = new ArrayDeque<>(files);
        while (!next.isEmpty()) {
            String file = next.remove();
            if (sources.add(file)) {
                next.addAll(files(file, "SOURCES"));
            }
        }
        return sources;
    }

    /** The words after a directive in a source and in all that jbang compiles with it, which it merges. */
    static List<String> merged(String file, String directive) {
        return sources(List.of(file)).stream()
                .flatMap(source -> in(source, directive).stream())
                .toList();
    }

    private static String read(String file) {
        try {
            return Files.readString(Program.root().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
