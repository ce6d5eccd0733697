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
import org.junit.jupiter.api.Assertions;
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
            "install",
            install.COMMAND);

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

    /** The sandbox's @org is unpacked from practice's jar, so whatever a script needs is in it, under its own path. */
    @Test
    void practiceCarriesTheWholeCatalog() throws IOException {
        Set<String> needed = new TreeSet<>(scripts());
        needed.addAll(List.of("jbang-catalog.json", "LESSON.md"));
        for (String script : scripts()) {
            needed.addAll(Directives.sources(script));
            Directives.files(script).forEach((target, source) -> needed.add(source));
        }
        Map<String, String> carried = Directives.files("practice.java");
        assertEquals(needed, carried.keySet());
        carried.forEach(Assertions::assertEquals);
    }

    @Test
    void whatAJvmSaysNeverReachesStdout() throws IOException {
        for (String script : scripts()) {
            if (read(script).contains("\n//CDS\n")) {
                assertTrue(
                        Directives.merged(script, "RUNTIME_OPTIONS")
                                .containsAll(List.of("-Xlog:disable", "-XX:+DisplayVMOutputToStderr")),
                        script);
            }
        }
    }

    /** On JDK 17 in a C locale, javac reads sources as ASCII and refuses anything else. */
    @Test
    void sourcesAreAscii() throws IOException {
        for (String file : Directives.files("practice.java").values()) {
            assertTrue(
                    file.endsWith(".md") || read(file).chars().allMatch(c -> c < 128),
                    file + " has a character that is not ASCII");
        }
    }

    /** Those that name none get theirs from a bill of materials. */
    @Test
    void aLibraryHasOneVersionEverywhere() throws IOException {
        Set<String> versions = new TreeSet<>(Directives.merged("tests/run.java", "DEPS"));
        for (String script : scripts()) {
            versions.addAll(Directives.merged(script, "DEPS"));
        }
        versions.removeIf(library -> !library.matches("[^:]+:[^:]+:[^:]+"));
        assertTrue(versions.size() > 5, versions.toString());
        assertEquals(
                versions.size(),
                versions.stream()
                        .map(gav -> gav.replaceFirst(":[^:]*$", ""))
                        .distinct()
                        .count(),
                versions.toString());
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
            case "install" -> install::run;
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

    private static String read(String file) throws IOException {
        return Files.readString(Program.root().resolve(file));
    }
}
