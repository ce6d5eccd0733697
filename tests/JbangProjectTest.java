import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What jbang makes of a script besides running it: a project for an IDE, and a jar with its libraries beside it. */
class JbangProjectTest {
    private static final String JBANG_DIR =
            Objects.requireNonNullElse(System.getenv("JBANG_DIR"), System.getenv("HOME") + "/.jbang");

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("project");
    }

    @AfterEach
    void removeFolder() throws IOException {
        Scratch.delete(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"each.java", "practice.java"})
    void anIdeCompilesTheProjectOf(String script) throws IOException {
        // The cache remembers projects of other days, so this one has its own.
        Program.Ran ran = jbang("edit", "--sandbox", "--no-open", script)
                .with("JBANG_CACHE_DIR", folder.resolve("cache"))
                .run();
        assertEquals(0, ran.status(), ran.err());
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of(ran.out().strip(), "src"), FileVisitOption.FOLLOW_LINKS)) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        assertTrue(sources.size() > 50, sources.toString());
        String libraries =
                jbang("info", "classpath", "--deps-only", script).run().out().strip();
        assertEquals(List.of(), errors(sources, libraries));
    }

    @Test
    void aPortableJarRunsWithoutJbang() {
        Program.Ran ran = jbang("export", "portable", "--output", folder + "/assume.jar", "assume.java")
                .run();
        assertEquals(0, ran.status(), ran.err());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Program.Ran help = Program.of(java, "-jar", folder + "/assume.jar", "--version")
                .with("HOME", folder)
                .run();
        assertEquals("assume " + Command.VERSION + "\n", help.err());
        assertEquals(0, help.status());
    }

    private static Program jbang(String... arguments) {
        return Program.of(Program.root() + "/jbangw")
                .followedBy(List.of(arguments))
                .in(Program.root())
                .with("HOME", System.getenv("HOME"))
                .with("JBANG_DIR", JBANG_DIR);
    }

    private List<String> errors(List<Path> sources, String libraries) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        var options = List.of("-proc:none", "-d", folder.toString(), "-classpath", libraries);
        try (var files = compiler.getStandardFileManager(found, null, StandardCharsets.UTF_8)) {
            compiler.getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }
}
