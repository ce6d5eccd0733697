import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what they say, and the lesson points at what is there. */
class ExamplesTest {
    /** What each example prints, as a regular expression, with AWS_PROFILE=redbeard and COLOUR=red in the environment. */
    private static final Map<String, String> PRINTS = new TreeMap<>(Map.of(
            "1-assume.jsh",
                    "arn:aws:sts::123456789123:assumed-role/OrganizationAccountAccessRole/DevAccount until 20\\S+Z\n",
            "2-sts2env.jsh",
                    "export AWS_ACCESS_KEY_ID='ASIAIOSFODNN7EXAMPLE';\n"
                            + "export AWS_SECRET_ACCESS_KEY='it'\\\\''s \\$\\(touch pwned\\)';\n",
            "3-whoami.jsh", "arn:aws:iam::111122223333:user/redbeard\n",
            "4-unset.jsh", "unset AWS_PROFILE;\n",
            "5-child.jsh", "it begins as blue\nit is now green\nand here it is red\n"));

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

    @Test
    void theLibrariesAreThoseOfTheCommands() throws IOException {
        for (String example : PRINTS.keySet()) {
            for (String line : Files.readAllLines(Program.root().resolve("examples/" + example))) {
                if (line.startsWith("//DEPS ")) {
                    assertTrue(
                            Files.readString(Program.root().resolve("assume.java"))
                                    .contains("\n" + line + "\n"),
                            example + ": " + line);
                }
            }
        }
    }

    @Test
    void whatTheDocumentsNameIsThere() throws IOException {
        for (String document : Arrays.asList("README.md", "LESSON.md")) {
            String text = Files.readString(Program.root().resolve(document));
            Pattern.compile("`((?:examples/)?[\\w-]+\\.(?:java|jsh))`|\\]\\((pictures/[\\w.-]+)\\)")
                    .matcher(text)
                    .results()
                    .map(name -> Objects.requireNonNullElse(name.group(1), name.group(2)))
                    .forEach(name ->
                            assertTrue(Files.exists(Program.root().resolve(name)), document + " names " + name));
        }
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
        return Program.of(Program.root() + "/jbangw", "practice", "--", "sh", "-c", script)
                .in(Program.root())
                .with("HOME", home)
                .with(
                        "JBANG_DIR",
                        Objects.requireNonNullElse(System.getenv("JBANG_DIR"), System.getenv("HOME") + "/.jbang"))
                .with("COLOUR", "red")
                .seconds(300)
                .run();
    }
}
