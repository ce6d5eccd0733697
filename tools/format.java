///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Formats every Java file of the project; with --check it only says which files would change
//JAVA 17+
//DEPS com.palantir.javaformat:palantir-java-format:2.103.0
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.api=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.code=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.parser=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.util=ALL-UNNAMED

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** palantir-java-format over the whole project: {@code ./jbangw tools/format.java [--check]}. */
class format {
    public static void main(String[] args) throws IOException {
        if (args.length > 1 || args.length == 1 && !args[0].equals("--check")) {
            System.err.println("Usage: ./jbangw tools/format.java [--check]");
            System.exit(2);
        }
        System.exit(run(root(), args.length == 1));
    }

    /**
     * Formats the Java files below {@code root}, or says on stdout which ones differ from their formatted text.
     *
     * @return the exit status: 0 done, 1 when {@code check} found a difference or a file is not Java
     * @throws IOException when a file cannot be read or written
     */
    static int run(Path root, boolean check) throws IOException {
        Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .formatJavadoc(false)
                .build());
        boolean isFormatted = true;
        for (Path file : javaFiles(root)) {
            String before = Files.readString(file);
            try {
                String header = header(before);
                String after = header + formatter.formatSourceAndFixImports(before.substring(header.length()));
                if (after.equals(before)) {
                    continue;
                }
                System.out.println(root.relativize(file));
                isFormatted = false;
                if (!check) {
                    Files.writeString(file, after);
                }
            } catch (FormatterException e) {
                System.err.println(root.relativize(file) + ": " + e.getMessage());
                return 1;
            }
        }
        return check && !isFormatted ? 1 : 0;
    }

    /**
     * jbang's lines at the top of {@code source}, which the formatter would take for prose, and the blank line after
     * them.
     */
    private static String header(String source) {
        Matcher header =
                Pattern.compile("(///usr/bin/env .*\n)?(//[A-Z_]+( .*)?\n)*\n?").matcher(source);
        return header.lookingAt() ? header.group() : "";
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().startsWith("."))
                    .sorted()
                    .forEach(found::add);
        }
        return found;
    }

    /** The nearest directory upwards that has the catalog. */
    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(directory -> Files.exists(directory.resolve("jbang-catalog.json")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("start it in the repository: ./jbangw tools/format.java"));
    }
}
