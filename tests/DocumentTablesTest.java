import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of docs/ are true: the shells' lines do what they say, the messages are ones that our commands give. */
class DocumentTablesTest {
    private static final String LOAD = "jbang assume@org ...";

    /** How each shell of the table runs a file, without start-up files; empty for one that is not tested here. */
    private static final Map<String, String> START = Map.ofEntries(
            Map.entry("bash", "bash --norc"),
            Map.entry("zsh", "zsh -f"),
            Map.entry("ksh", "ksh"),
            Map.entry("sh", "sh"),
            Map.entry("dash", "dash"),
            Map.entry("busybox", "busybox sh"),
            Map.entry("bash 3.2", ""),
            Map.entry("fish", "fish --no-config"),
            Map.entry("csh", "csh -f"),
            Map.entry("tcsh", "tcsh -f"),
            Map.entry("elvish", "elvish -norc"),
            Map.entry("nushell", "nu -n"),
            Map.entry("PowerShell", ""),
            Map.entry("cmd.exe", ""));

    @TempDir
    Path home;

    /** A row of the table of shells: which they are, and the lines to type. */
    private record ShellRow(List<String> shells, String load, String forget) {}

    /** Types each row's two lines into its shells, in the sandbox; after each, a child of the shell says who it is. */
    @Test
    void everyShellLoadsAndForgetsWithTheLinesOfTheTable() throws IOException {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        StringBuilder all = new StringBuilder("cd\n");
        int file = 0;
        for (ShellRow row : shellRows()) {
            for (String shell : row.shells()) {
                String start = Objects.requireNonNull(START.get(shell), shell + " is not known to this test");
                if (start.isEmpty()) {
                    continue;
                }
                Program.need(start.split(" ")[0]);
                Path script = home.resolve("script" + ++file);
                Files.writeString(script, script(row));
                all.append("echo '").append(shell).append("'; ").append(start).append(" '");
                all.append(script).append("'\n");
                expected.put(shell, List.of("loaded", "forgotten"));
            }
        }
        Program.Ran ran = inSandbox(all.toString());
        assertEquals(expected, byShell(ran.lines(), expected), ran.out() + ran.err());
        System.out.printf("[shells.md: %d shells load and forget] ", expected.size());
    }

    private static String script(ShellRow row) {
        String who = "sh -c 'case $AWS_ASSUMED_ROLE in *:assumed-role/Developer/*) echo loaded;; \"\") echo forgotten;;"
                + " esac'\n";
        return row.load().replace("...", "dev --quiet").replace("hide-env dev --quiet", "hide-env ...") + "\n" + who
                + row.forget() + "\n" + who;
    }

    private static Map<String, List<String>> byShell(List<String> lines, Map<String, List<String>> shells) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        List<String> of = new ArrayList<>();
        for (String line : lines) {
            if (shells.containsKey(line)) {
                of = new ArrayList<>();
                found.put(line, of);
            } else {
                of.add(line);
            }
        }
        return found;
    }

    /** Whoever reads all of it first wants to know how much that is. */
    @Test
    void securitySaysHowMuchThereIsToRead() throws IOException {
        String page = read("SECURITY.md");
        List<String> each = List.of("each.java");
        Set<String> others = Directives.sources(List.of(
                "assume.java",
                "sts2env.java",
                "unset.java",
                "whoami.java",
                "console.java",
                "login.java",
                "profiles.java"));
        Set<String> more = new TreeSet<>(Directives.sources(each));
        more.removeAll(others);
        Matcher says = Pattern.compile("about ([\\d,]+) lines, of which `assume` takes ([\\d,]+) and `unset` ([\\d,]+),"
                        + " and `each` ([\\d,]+) more")
                .matcher(page);
        assertTrue(says.find());
        assertIsAbout(says.group(1), others);
        assertIsAbout(says.group(2), Directives.sources(List.of("assume.java")));
        assertIsAbout(says.group(3), Directives.sources(List.of("unset.java")));
        assertIsAbout(says.group(4), more);
    }

    /** The lines that load are those that a command shows to whoever sees its product on a terminal. */
    @Test
    void theLinesThatLoadAreTheOnesThatTheCommandsHint() throws IOException {
        int checked = 0;
        for (ShellRow row : shellRows()) {
            Matcher format = Pattern.compile("--format ([\\w-]+)").matcher(row.load());
            String name = format.find() ? format.group(1) : "env";
            String command = LOAD + (name.equals("env") ? "" : " --format " + name);
            Optional<String> hint = Shell.find(name).orElseThrow().load(command);
            if (hint.isPresent() && !row.load().startsWith("eval \"")) {
                assertEquals(hint.get(), row.load());
                checked++;
            }
        }
        assertTrue(checked >= 6, checked + " lines");
    }

    @Test
    void everyFormatIsOnThePage() throws IOException {
        String page = read("docs/shells.md");
        for (String format : Shell.formats().split(", | or ")) {
            boolean isRow = page.contains("--format " + format) || page.contains("| `" + format + "` |");
            assertTrue(isRow || format.equals("env"), format);
        }
    }

    /** What the table quotes is in the text of a source, or is printed when the commands of that page are typed. */
    @Test
    void everyMessageIsOneThatACommandGives() throws IOException {
        String page = read("docs/messages.md");
        String typed = page.substring(page.indexOf("```console"), page.lastIndexOf("```"));
        String texts =
                texts("") + texts("lib") + texts("fleet") + read("jbangw").replace("$1", "mvn") + typed;
        int checked = 0;
        for (List<String> row : rows("docs/messages.md")) {
            Matcher quoted = Pattern.compile("`([^`]+)`").matcher(row.get(0));
            while (quoted.find()) {
                for (String words : quoted.group(1).split("\\.\\.\\.|'[^']*'|\\d+")) {
                    assertTrue(texts.contains(words.strip()), "no command says: " + words);
                    checked += words.isBlank() ? 0 : 1;
                }
            }
        }
        assertTrue(checked > 20, checked + " phrases");
        System.out.printf("[messages.md: %d phrases found in the sources] ", checked);
    }

    /** bench/run's table has the columns that the page shows. */
    @Test
    void theTableOfTimesIsOneThatTheBenchPrints() throws IOException {
        List<String> columns = read("docs/performance.md")
                .lines()
                .filter(line -> line.startsWith("| |"))
                .toList();
        assertEquals(1, columns.size());
        assertTrue(read("bench/run").contains(columns.get(0)), columns.get(0));
    }

    /**
     * CONTRIBUTING.md names every room of lib/, once, and each uses only rooms of its own row and of those above it.
     * So a newcomer who reads from the top meets nothing that is explained later.
     */
    @Test
    void theRoomsAreInTheOrderInWhichTheyUseEachOther() throws IOException {
        Map<String, Integer> floor = new LinkedHashMap<>();
        List<List<String>> rows = rows("CONTRIBUTING.md");
        for (int row = 0; row < rows.size(); row++) {
            Matcher room = Pattern.compile("`(\\w+)`").matcher(rows.get(row).get(0));
            while (room.find()) {
                assertNull(floor.put(room.group(1) + ".java", row), room.group(1) + " is there twice");
            }
        }
        assertEquals(sources("lib"), new TreeSet<>(floor.keySet()), "the rooms of lib/ and CONTRIBUTING.md's table");
        for (String room : floor.keySet()) {
            for (String used : directive("lib/" + room, "SOURCES")) {
                assertTrue(floor.get(used) <= floor.get(room), room + " uses " + used + ", which stands below it");
            }
        }
        System.out.printf("[CONTRIBUTING.md: %d rooms in order] ", floor.size());
    }

    // ---- pages and sources ----

    private static List<ShellRow> shellRows() throws IOException {
        List<ShellRow> found = new ArrayList<>();
        for (List<String> row : rows("docs/shells.md")) {
            if (!row.get(1).contains("jbang ")) {
                continue;
            }
            String load = code(row.get(1));
            String forget = row.get(2).startsWith("the same") ? "" : code(row.get(2));
            found.add(new ShellRow(List.of(row.get(0).split(", ")), load, forget));
        }
        assertEquals(
                START.keySet(),
                found.stream().flatMap(row -> row.shells().stream()).collect(Collectors.toSet()));
        return found;
    }

    /** The cells of each row of the tables of a page, without the headings. */
    private static List<List<String>> rows(String page) throws IOException {
        List<String> lines = read(page).lines().toList();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            boolean isRow = lines.get(i).startsWith("| ") && lines.get(i - 1).startsWith("|");
            if (isRow) {
                rows.add(Stream.of(lines.get(i).replaceAll("^\\| | \\|$", "").split(" (?<!\\\\)\\| "))
                        .map(cell -> cell.replace("\\|", "|"))
                        .toList());
            }
        }
        assertFalse(rows.isEmpty(), page + " has no table");
        return rows;
    }

    /** What is between the marks of a code span: one on each side, or two where the code has such a mark. */
    private static String code(String cell) {
        Matcher code = Pattern.compile("`` ?(.*?) ?``|`([^`]*)`").matcher(cell);
        assertTrue(code.matches(), cell);
        return Objects.requireNonNullElse(code.group(1), code.group(2));
    }

    /** The texts in the Java files of a folder, with what is concatenated put together. */
    private static String texts(String folder) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : sources(folder)) {
            boolean isThisOne = name.equals(DocumentTablesTest.class.getName() + ".java");
            all.append(isThisOne ? "" : read(Path.of(folder, name).toString()));
        }
        return all.toString().replaceAll("\"\\s*\\+\\s*\"", "");
    }

    /** To a tenth. */
    private static void assertIsAbout(String number, Set<String> files) throws IOException {
        long lines = 0;
        for (String file : files) {
            lines += read(file).lines().count();
        }
        assertEquals(1.0, Double.parseDouble(number.replace(",", "")) / lines, 0.1, number + " for " + lines);
    }

    private static Set<String> sources(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Program.root().resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> directive(String file, String name) throws IOException {
        return read(file)
                .lines()
                .filter(line -> line.startsWith("//" + name + " "))
                .flatMap(line -> Stream.of(line.split(" ")).skip(1))
                .toList();
    }

    private static String read(String file) throws IOException {
        return Files.readString(Program.root().resolve(file));
    }

    private Program.Ran inSandbox(String script) {
        return Program.inSandbox(home, script).run();
    }
}
