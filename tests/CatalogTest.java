import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The catalog, the headers of the scripts and the texts of --help say the same. */
class CatalogTest {
    private static final Map<String, Command> COMMANDS = Map.of(
            "assume",
            assume.COMMAND,
            "sts2env",
            sts2env.COMMAND,
            "unset",
            unset.COMMAND,
            "whoami",
            whoami.COMMAND,
            "each",
            each.COMMAND,
            "login",
            login.COMMAND,
            "profiles",
            profiles.COMMAND,
            "console",
            console.COMMAND,
            "install",
            install.COMMAND,
            "practice",
            practice.COMMAND);

    @Test
    void everyCommandIsAnAliasWithADescriptionWorthReading() throws IOException {
        var aliases = (Map<?, ?>) JSON.std.mapFrom(read("jbang-catalog.json")).get("aliases");
        aliases.forEach((name, alias) -> {
            assertEquals(name + ".java", ((Map<?, ?>) alias).get("script-ref"));
            assertTrue(
                    ((String) ((Map<?, ?>) alias).get("description")).length() > 60,
                    name + " has no description worth reading");
        });
        assertEquals(
                scripts(),
                new TreeSet<>(
                        aliases.keySet().stream().map(name -> name + ".java").toList()));
    }

    /** The sandbox's @org is unpacked from practice's jar, so whatever a script needs must be in it. */
    @Test
    void practiceCarriesTheWholeCatalog() throws IOException {
        Set<String> needed = new TreeSet<>(scripts());
        needed.addAll(List.of("jbang-catalog.json", "LESSON.md"));
        needed.addAll(rooms());
        assertEquals(needed, Directives.files("practice/Catalog.java", "FILES"));
        assertEquals(List.of(), Directives.in("practice.java", "FILES"), "the list is in one place");
    }

    /** What no command is built from would be carried, and read, for nothing. */
    @Test
    void everyRoomIsPartOfACommand() throws IOException {
        Set<String> expected = new TreeSet<>(scripts());
        expected.addAll(rooms().stream().filter(room -> room.endsWith(".java")).toList());
        assertEquals(expected, Directives.sources(scripts()));
    }

    @Test
    void whatAJvmSaysNeverReachesStdout() throws IOException {
        for (String script : scripts()) {
            assertTrue(
                    Directives.merged(script, "RUNTIME_OPTIONS")
                            .containsAll(List.of("-Xlog:disable", "-XX:+DisplayVMOutputToStderr")),
                    script);
        }
    }

    /** On JDK 17 in a C locale, javac reads sources as ASCII and refuses anything else. */
    @Test
    void sourcesAreAscii() throws IOException {
        for (String file : Directives.sources(scripts())) {
            assertTrue(read(file).chars().allMatch(c -> c < 128), file + " has a character that is not ASCII");
        }
    }

    @Test
    void aLibraryHasOneVersionEverywhere() throws IOException {
        Set<String> libraries = new TreeSet<>(Directives.in("tests/run.java", "DEPS"));
        for (String script : scripts()) {
            libraries.addAll(Directives.merged(script, "DEPS"));
        }
        // Those without a version have the SDK's, which its BOM says.
        libraries.removeIf(library -> !library.matches(".*:.*:.*"));
        assertTrue(libraries.size() > 5, libraries.toString());
        assertEquals(
                libraries.size(),
                libraries.stream()
                        .map(library -> library.replaceFirst(":[^:]*$", ""))
                        .distinct()
                        .count(),
                libraries.toString());
    }

    @TestFactory
    Stream<DynamicTest> helpNamesEachOptionAndGoesToStderr() {
        return COMMANDS.entrySet().stream()
                .map(command -> DynamicTest.dynamicTest(command.getKey(), () -> {
                    String help = command.getValue().help();
                    for (CommandOption option : command.getValue().options()) {
                        assertTrue(
                                help.contains("\n  --" + option.name()), "--" + option.name() + " is not in the help");
                    }
                    Home home = new Home(Path.of("/nowhere"), Map.of());
                    Home.Said said = home.call(main(command.getKey()), "--help");
                    assertEquals(new Home.Said(0, "", help.stripTrailing() + "\n"), said);
                    assertEquals(
                            command.getKey() + " " + Command.VERSION + "\n",
                            home.call(main(command.getKey()), "--version").err());
                }));
    }

    private static Home.Main main(String command) {
        return switch (command) {
            case "assume" -> assume::run;
            case "sts2env" -> sts2env::run;
            case "unset" -> unset::run;
            case "each" -> each::run;
            case "login" -> login::run;
            case "profiles" -> profiles::run;
            case "console" -> console::run;
            case "install" -> install::run;
            case "practice" -> practice::run;
            default -> whoami::run;
        };
    }

    /** The commands: every lower-case .java at the top. */
    private static Set<String> scripts() throws IOException {
        try (Stream<Path> files = Files.list(Program.root())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[a-z0-9]+\\.java"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** What the commands share or are made of: each file below lib, practice, fleet and installer. */
    private static Set<String> rooms() throws IOException {
        Set<String> rooms = new TreeSet<>();
        for (String folder : List.of("lib", "practice", "fleet", "installer")) {
            try (Stream<Path> files = Files.walk(Program.root().resolve(folder))) {
                files.filter(Files::isRegularFile)
                        .map(file -> Program.root().relativize(file).toString())
                        .forEach(rooms::add);
            }
        }
        return rooms;
    }

    private static String read(String file) throws IOException {
        return Files.readString(Program.root().resolve(file));
    }
}
