import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The grammar, rule by rule; {@link ConfigFileGeneratedTest} tries what nobody thought of. */
class ConfigFileTest {
    @TempDir
    Path folder;

    @Test
    void keysThatAreAllIndentedAreKeys() {
        assertEquals(
                Map.of("region", "a", "output", "json"),
                section("[profile dev]\n  region = a\n  output = json\n").values());
        assertEquals(
                Map.of("region", "a", "output", "json"),
                section("[profile dev]\n\tregion = a\n\toutput = json\n").values());
    }

    @Test
    void aLineThatIsIndentedMoreContinues() {
        assertEquals(
                "a\nb\n\nc",
                section("[x]\nkey = a\n b\n\n  # no part of it\n   c\n\n").get("key"));
    }

    @Test
    void colonsAndCapitals() {
        assertEquals(Map.of("key", "a=b"), section("[x]\nKEY : a=b\n").values());
        assertEquals(Map.of("key", ": b"), section("[x]\nkey=: b\n").values());
    }

    @Test
    void whatLooksLikeACommentInAValueIsAPartOfIt() {
        assertEquals(
                "run --mark # ; x", section("[x]\nkey = run --mark # ; x\n").get("key"));
        assertEquals("a", ConfigSection.withoutComment("a  # near"));
        assertEquals("a", ConfigSection.withoutComment("a ; it's near"));
        assertEquals("a#b;c", ConfigSection.withoutComment("a#b;c"));
        assertEquals("\"a # b\"", ConfigSection.withoutComment("\"a # b\" # c"));
        assertEquals("", ConfigSection.withoutComment("# nothing"));
    }

    @Test
    void aBlock() {
        String value = section("[x]\ns3 =\n  a = 1\n  B = x = y\nkey = z\n").get("s3");
        assertTrue(ConfigSection.isBlock(value));
        assertEquals(Map.of("a", "1", "B", "x = y"), ConfigSection.block(value));
    }

    @Test
    void theDefaultSectionIsInEveryOther() {
        ConfigFile file = read("[a]\nkey = own\n[DEFAULT]\nkey = theirs\nother = all\n[b]\n");
        assertEquals(
                List.of(Map.of("key", "own", "other", "all"), Map.of("key", "theirs", "other", "all")),
                file.sections().stream().map(ConfigSection::values).toList());
    }

    @Test
    void aLineThatCannotBeReadIsAFaultOfItsSectionAlone() {
        ConfigFile file = read("[a]\nkey = 1\nnonsense\nmore = 2\n[b]\nkey = 3\n[c\nkey = 4\n[d]\ns3 =\n  x\n");
        assertEquals(
                List.of(
                        "a 3 expected NAME = VALUE",
                        "c 7 there is no ']' after the name of the profile",
                        "d 11 expected NAME = VALUE in the block of s3"),
                file.sections().stream()
                        .filter(section -> section.fault().isPresent())
                        .map(section ->
                                section.header() + " " + section.fault().get().line() + " "
                                        + section.fault().get().reason())
                        .toList());
        assertEquals(
                List.of("a", "b", "c", "d"),
                file.sections().stream().map(ConfigSection::header).toList());
    }

    @Test
    void aLineOfNoSectionIsAFaultOfTheFile() {
        ConfigFile file = read("key = 1\n[a]\nkey = 2\n");
        assertEquals(1, file.fault().orElseThrow().line());
        assertTrue(file.sections().iterator().next().fault().isEmpty());
    }

    @Test
    void bytesThatAreNotUtf8AreAFaultOfTheirLine() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("# gr\u00f6\u00dfe\n[a]\nkey = gr\u00f6\u00dfe\n[b]\n".getBytes(StandardCharsets.ISO_8859_1));
        bytes.write("key = gr\u00f6\u00dfe\n".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("config"), bytes.toByteArray());
        ConfigFile file = ConfigFile.read(folder.resolve("config"));
        List<ConfigSection> sections = List.copyOf(file.sections());
        assertTrue(file.fault().isEmpty());
        assertEquals(3, sections.get(0).fault().orElseThrow().line());
        assertEquals("gr\u00f6\u00dfe", sections.get(1).get("key"));
    }

    @Test
    void aFolderAndAFileThatIsNotThereAreEmpty() {
        assertTrue(ConfigFile.read(folder).sections().isEmpty());
        assertTrue(ConfigFile.read(folder.resolve("nowhere")).sections().isEmpty());
    }

    /** Half a million lines, many of one value: what takes the square of its length is not done by then. */
    @Test
    void theTimeIsLinear() {
        String text = "[x]\nkey = a\n" + " more\n".repeat(200_000) + "\n".repeat(100_000)
                + "[profile y]\nkey = b\n".repeat(100_000);
        long start = System.nanoTime();
        ConfigFile file = read(text);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertEquals(1_000_001, file.sections().iterator().next().get("key").length());
        assertTrue(seconds < 5, "took " + seconds + " s");
    }

    @Test
    void aPathAsPeopleWriteIt() {
        Map<String, String> env = Map.of("HOME", "/home/ada", "DIR", "x");
        assertEquals("/home/ada/a", FilePath.of("~/a", env).toString());
        assertEquals("/home/ada", FilePath.of("~", env).toString());
        assertEquals("/a/~/b", FilePath.of("/a/~/b", env).toString());
        assertEquals(
                "~nobody-of-this-name/a",
                FilePath.of("~nobody-of-this-name/a", env).toString());
        assertEquals("/x/x/$NOT/${DIR", FilePath.withVariables("/$DIR/${DIR}/$NOT/${DIR", env));
        assertThrows(RuntimeException.class, () -> FilePath.of("a\0b"));
    }

    private ConfigSection section(String text) {
        return read(text).sections().iterator().next();
    }

    private ConfigFile read(String text) {
        Path file = folder.resolve("config");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return ConfigFile.read(file);
    }
}
