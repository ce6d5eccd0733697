import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The catalog that practice carries. */
class PracticeCatalogTest extends PracticeFixture {

    @Test
    void filesNamesAllThatTheCatalogNeedsUnderItsOwnPath() throws Exception {
        assertEquals(needed(), new TreeSet<>(Catalog.files()));
        assertEquals(needed(), Directives.files("practice/Catalog.java", "FILES"));
    }

    /** In the project that {@code jbang edit} makes, what is carried lies among the sources. */
    @Test
    void anIdeCompilesNoSourceASecondTime() {
        assertEquals(
                List.of(),
                Directives.in("practice/Catalog.java", "FILES").stream()
                        .filter(file -> file.replaceFirst("=.*", "").endsWith(".java"))
                        .toList());
    }

    @Test
    void theSandboxHoldsTheCatalog() throws Exception {
        String list = "cd \"$HOME/../catalog\" && find . -type f | cut -c 3- > \"$OUT\";"
                + " cat \"$JBANG_DIR/jbang-catalog.json\" >> \"$OUT.json\"";
        assertEquals(0, practise(Map.of(), "--", "sh", "-c", list));
        assertEquals(needed(), new TreeSet<>(written().lines().toList()));
        assertTrue(Files.readString(scratch.resolve("out.json")).contains("\"org\""));
    }

    /** What the catalog's scripts are built from, and what these need. */
    private static Set<String> needed() throws IOException {
        var scripts = Pattern.compile("\"script-ref\"\\s*:\\s*\"([^\"]+)\"")
                .matcher(Files.readString(Program.root().resolve("jbang-catalog.json")))
                .results()
                .map(script -> script.group(1))
                .toList();
        assertFalse(scripts.isEmpty());
        var needed = new TreeSet<>(Set.of("jbang-catalog.json"));
        for (var source : Directives.sources(scripts)) {
            needed.add(source);
            needed.addAll(Directives.files(source, "FILES"));
        }
        return needed;
    }
}
