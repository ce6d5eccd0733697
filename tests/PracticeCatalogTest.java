import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The catalog that practice carries. */
class PracticeCatalogTest extends PracticeFixture {

    /** What the catalog's scripts need, and all that these need. */
    private static Set<String> needed() throws IOException {
        var needed = new TreeSet<>(Set.of("jbang-catalog.json"));
        var catalog = Files.readString(Program.root().resolve("jbang-catalog.json"));
        var next = new ArrayList<>(Pattern.compile("\"script-ref\"\\s*:\\s*\"([^\"]+)\"")
                .matcher(catalog)
                .results()
                .map(r -> r.group(1))
                .toList());
        assertFalse(next.isEmpty());
        while (!next.isEmpty()) {
            var name = next.remove(0);
            if (needed.add(name)) {
                next.addAll(named(name, "SOURCES"));
                next.addAll(named(name, "FILES"));
            }
        }
        return needed;
    }

    /** The files that a source's directives name, below the root; of TARGET=SOURCE it is SOURCE that is read. */
    private static Set<String> named(String file, String directive) throws IOException {
        var named = new TreeSet<String>();
        for (var line : Files.readAllLines(Program.root().resolve(file))) {
            if (line.startsWith("//" + directive + " ")) {
                for (var word : line.substring(directive.length() + 3).split(" ")) {
                    var source = Path.of("/" + file).resolveSibling(word.replaceFirst(".*=", ""));
                    named.add(source.normalize().toString().substring(1));
                }
            }
        }
        return named;
    }

    @Test
    void filesNamesAllThatTheCatalogNeedsUnderItsOwnPath() throws Exception {
        assertEquals(needed(), new TreeSet<>(Catalog.files()));
        assertEquals(needed(), named("practice/Catalog.java", "FILES"));
    }

    @Test
    void theSandboxHoldsTheCatalog() throws Exception {
        String list = "cd \"$HOME/../catalog\" && find . -type f | cut -c 3- > \"$OUT\";"
                + " cat \"$JBANG_DIR/jbang-catalog.json\" >> \"$OUT.json\"";
        assertEquals(0, practise(Map.of(), "--", "sh", "-c", list));
        assertEquals(needed(), new TreeSet<>(written().lines().toList()));
        assertTrue(Files.readString(scratch.resolve("out.json")).contains("\"org\""));
    }
}
