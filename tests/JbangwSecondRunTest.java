import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What jbang answered the first time is used again as long as it is true. */
class JbangwSecondRunTest extends JbangwFixture {
    private Path clone;
    private Map<String, String> env;

    /** A script beside a jbangw of its own, with the jars of the first run and a cache of its own. */
    @BeforeEach
    void writeScripts() throws IOException {
        clone = makeClone();
        env = environmentOf(clone);
        Files.writeString(clone.resolve("tool.java"), """
            //JAVA 17+
            //SOURCES Other.java
            //RUNTIME_OPTIONS -Xlog:disable
            //CDS
            class tool {
                public static void main(String... arguments) {
                    System.out.print(Other.NAME);
                    for (var argument : arguments) System.out.print("<" + argument + ">");
                    System.exit(arguments.length);
                }
            }
            """);
        Files.writeString(clone.resolve("Other.java"), "class Other { static final String NAME = \"first\"; }");
    }

    @AfterEach
    void delete() throws IOException {
        Scratch.delete(clone);
    }

    @Test
    void theSecondTimeAScriptBesideItStartsWithoutJbang() throws Exception {
        assertEquals("first<--help>", tool("--help").out());
        assertEquals(List.of(), archives(), "a run that only tells of itself is no model for the archive");
        assertEquals("first<>< a b ><it's>", tool("", " a b ", "it's").out());
        assertEquals(1, archives().size());

        var jbang = Scratch.glob(world.jars(), "jbang-cli-*.jar").get(0);
        var away = clone.resolve("away");
        Files.move(jbang, away);
        try {
            var again = tool("*", "$HOME", "");
            assertEquals("first<*><$HOME><>", again.out(), again.err());
            assertEquals(3, again.status());
            assertEquals("", again.err());
            Files.writeString(clone.resolve("Other.java"), "class Other { static final String NAME = \"other\"; }");
            assertNotEquals(0, tool().status(), "a file has changed, and jbang, which is needed, is not there");
        } finally {
            Files.move(away, jbang);
        }
        assertEquals("other", tool().out());
        env.put("JAVA_HOME", world.plainJdk.toString()); // another JDK, for all that jbangw can tell
        assertEquals("other", tool().out());
        Scratch.delete(clone.resolve("jbang/cache"));
        assertEquals("other", tool().out(), "the jar that was remembered is gone");
    }

    /** What it remembers is true until one of these changes. */
    @Test
    void aChangeInAnyDirectoryOfSourcesIsSeen() throws IOException {
        List<String> commands = Scratch.glob(Program.root(), "*.java").stream()
                .map(file -> file.getFileName().toString())
                .toList();
        var files = new TreeSet<String>();
        for (String source : Directives.sources(commands)) {
            files.add(source);
            files.addAll(Directives.files(source, "FILES"));
        }
        String checked = Files.readString(Path.of(JBANGW));
        assertEquals(
                List.of(),
                files.stream()
                        .map(JbangwSecondRunTest::pattern)
                        .distinct()
                        .filter(pattern -> !checked.contains("\"${self%/*}\"/" + pattern + " "))
                        .toList());
    }

    @Test
    void theJarOfAJbangOnThePathRunsAScriptBesideIt() throws Exception {
        Path bin = Scratch.script(clone.resolve("on the PATH/jbang"), "exit 9").getParent();
        String jars = Scratch.glob(world.jars(), "*.jar").stream()
                .map(jar -> jar.toUri().toString())
                .collect(Collectors.joining(" "));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, jars);
        new JarOutputStream(Files.newOutputStream(bin.resolve("jbang.jar")), manifest).close();
        env.compute("PATH", (name, path) -> bin + ":" + path);
        Path own = clone.resolve("own");
        env.put("JBANG_DIR", own.toString());
        assertEquals("first<a>", tool("a").out(), "its jar has built the script");
        assertEquals("first<a>", tool("a").out());
        try (Stream<Path> all = Files.walk(own)) {
            assertTrue(all.anyMatch(path -> path.getFileName().toString().startsWith("tool-")), "remembered");
        }
        Files.delete(bin.resolve("jbang.jar"));
        assertEquals(9, tool("a").status(), "one without a jar does the work by itself");
        while (!Scratch.glob(own.resolve("jbangw"), "tmp.*").isEmpty()) {
            Thread.sleep(100); // jbang's archive is made behind the first run
        }
    }

    /** {@code lib/*} for a file in there, and {@code *.md} for one in the root. */
    private static String pattern(String file) {
        return file.contains("/") ? file.replaceFirst("[^/]*$", "*") : file.replaceFirst(".*\\.", "*.");
    }

    private JbangwRun tool(String... arguments) throws Exception {
        return JbangwRun.of(
                dir,
                env,
                null,
                Stream.concat(Stream.of(clone + "/jbangw", "tool"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private List<Path> archives() throws IOException {
        try (var files = Files.walk(clone.resolve("jbang/cache"))) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }
}
