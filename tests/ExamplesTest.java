import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what they say, and the lesson points at what is there. */
class ExamplesTest {
    /** What each example prints, as a regular expression, with AWS_PROFILE=redbeard and COLOUR=red. */
    private static final Map<String, String> PRINTS = new TreeMap<>(Map.of(
            "1-assume.jsh",
                    "arn:aws:sts::123456789123:assumed-role/OrganizationAccountAccessRole/DevAccount until 20\\S+Z\n",
            "2-sts2env.jsh",
                    "export AWS_ACCESS_KEY_ID='ASIAIOSFODNN7EXAMPLE';\n"
                            + "export AWS_SECRET_ACCESS_KEY='it'\\\\''s \\$\\(touch pwned\\)';\n",
            "3-whoami.jsh", "arn:aws:iam::111122223333:user/redbeard\n",
            "4-unset.jsh", "unset AWS_PROFILE;\n",
            "5-child.jsh", "it begins as blue\nit is now green\nand here it is red\n"));

    private static final List<String> DOCUMENTS = List.of(
            "README.md",
            "LESSON.md",
            "SECURITY.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "docs/daily.md",
            "docs/install.md",
            "docs/messages.md",
            "docs/performance.md",
            "docs/shells.md");

    @TempDir
    Path home;

    /** Two at a time: most of what each takes is jshell's start. */
    @Test
    void runByJbang() throws IOException {
        try (Stream<Path> examples = Files.list(Program.root().resolve("examples"))) {
            assertEquals(
                    PRINTS.keySet(),
                    examples.map(example -> example.getFileName().toString())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        Program.Ran ran = inSandbox(
                "export AWS_PROFILE=redbeard; ls examples | xargs -P 2 -I {} sh -c 'jbang examples/{} > \"$HOME/{}\"';"
                        + " cd; cat "
                        + String.join(" ", PRINTS.keySet()));
        assertTrue(ran.out().matches(String.join("", PRINTS.values())), ran.out() + ran.err());
    }

    @Test
    void pastedIntoJshell() {
        Program.Ran ran = inSandbox(
                "\"$JAVA_HOME/bin/jshell\" -s --class-path \"$(jbang info classpath examples/2-sts2env.jsh)\" - <"
                        + " examples/2-sts2env.jsh");
        assertTrue(ran.out().matches(PRINTS.get("2-sts2env.jsh")), ran.out() + ran.err());
    }

    /** The examples name the versions that assume.java and the rooms behind it name. */
    @Test
    void theLibrariesAreThoseOfTheCommands() throws IOException {
        Set<String> libraries = new TreeSet<>();
        addLibraries(Program.root().resolve("assume.java"), libraries, new HashSet<>());
        int checked = 0;
        for (String example : PRINTS.keySet()) {
            for (String library : directive(Program.root().resolve("examples/" + example), "DEPS")) {
                assertTrue(libraries.contains(library), example + ": " + library + " is none of " + libraries);
                checked++;
            }
        }
        assertTrue(checked >= 9, checked + " libraries");
    }

    /** Adds what the {@code //DEPS} of a source and of all its {@code //SOURCES} name. */
    private static void addLibraries(Path source, Set<String> libraries, Set<Path> seen) throws IOException {
        if (!seen.add(source.normalize())) {
            return;
        }
        libraries.addAll(directive(source, "DEPS"));
        for (String nested : directive(source, "SOURCES")) {
            addLibraries(source.resolveSibling(nested), libraries, seen);
        }
    }

    private static List<String> directive(Path source, String name) throws IOException {
        return Files.readAllLines(source).stream()
                .filter(line -> line.startsWith("//" + name + " "))
                .flatMap(line -> Stream.of(line.split(" ")).skip(1))
                .toList();
    }

    /** Files in code spans, and what links and pictures lead to; from the page's own folder, or from the repository. */
    @Test
    void whatTheDocumentsNameIsThere() throws IOException {
        Path root = Program.root();
        Pattern names = Pattern.compile("`((?:\\w+/)*[\\w-]+\\.(?:java|jsh|md|sh)|(?:\\w+/)+)`|\\]\\(([\\w./-]+)\\)");
        int checked = 0;
        for (String document : DOCUMENTS) {
            Path page = root.resolve(document);
            for (MatchResult name :
                    names.matcher(Files.readString(page)).results().toList()) {
                boolean isCode = name.group(1) != null;
                Path named = isCode ? root.resolve(name.group(1)) : page.resolveSibling(name.group(2));
                assertTrue(Files.exists(named), document + " names " + name.group());
                checked++;
            }
        }
        assertTrue(checked > 50, checked + " names");
        System.out.printf("[%d files that %d pages name are there] ", checked, DOCUMENTS.size());
    }

    /** A test that a page names is one of ours. */
    @Test
    void whatTheDocumentsCallATestIsOne() throws IOException {
        int checked = 0;
        for (String document : DOCUMENTS) {
            String page = Files.readString(Program.root().resolve(document));
            for (MatchResult test : Pattern.compile("\\b[A-Z]\\w+Test\\b")
                    .matcher(page)
                    .results()
                    .toList()) {
                Path source = Program.root().resolve("tests/" + test.group() + ".java");
                assertTrue(Files.exists(source), document + " names " + test.group());
                checked++;
            }
        }
        assertTrue(checked > 5, checked + " names");
    }

    /** The pictures are what their script draws: whoever changes one changes its description. */
    @Test
    void thePicturesAreDrawnByTheirScript() throws IOException {
        for (var picture : draw.pictures().entrySet()) {
            assertEquals(
                    picture.getValue(),
                    Files.readString(Program.root().resolve("pictures/" + picture.getKey())),
                    "draw it again: ./jbangw pictures/draw.java");
        }
    }

    private Program.Ran inSandbox(String script) {
        return Program.inSandbox(home, script)
                .with("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1") // which halves what jshell takes
                .with("COLOUR", "red")
                .run();
    }
}
