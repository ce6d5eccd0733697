import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The launchers that install.java makes. */
class InstalledLauncherTest extends InstallFixture {
    @Test
    void theLaunchersPrintWhatTheProgramsDo() throws IOException {
        assertSameAsRun("usual", files, program -> program);
        Path spaces = Files.createDirectory(temporary.resolve("a directory 'with' spaces"));
        assertSameAsRun("a directory with spaces", files, program -> program.in(spaces));
        Map<String, String> noHome = new TreeMap<>(Map.of(
                "USER",
                "ada",
                "AWS_CONFIG_FILE",
                home + "/.aws/config",
                "AWS_SHARED_CREDENTIALS_FILE",
                home + "/.aws/credentials"));
        assertSameAsRun("no HOME", new Home(home, noHome), program -> program);
    }

    @Test
    void anArchiveThatDoesNotFitIsIgnoredInSilence() throws IOException {
        Map<Path, byte[]> archives = new TreeMap<>();
        for (String name : names(version(home))) {
            if (name.matches(".*\\.(jsa|aot)")) {
                archives.put(
                        version(home).resolve(name),
                        Files.readAllBytes(version(home).resolve(name)));
            }
        }
        assertTrue(archives.size() >= 3, archives.keySet().toString());
        try {
            for (String fault : List.of("cut in half", "cut in its header", "garbage", "gone")) {
                // Earlier JVMs do not look at the size of a dynamic archive, and die of it.
                if (fault.equals("cut in half") && Runtime.version().feature() < 25) {
                    continue;
                }
                for (Path archive : archives.keySet()) {
                    byte[] whole = archives.get(archive);
                    Files.deleteIfExists(archive);
                    if (fault.equals("gone")) {
                        continue;
                    }
                    Files.write(
                            archive,
                            switch (fault) {
                                case "cut in half" -> Arrays.copyOf(whole, whole.length / 2);
                                case "cut in its header" -> Arrays.copyOf(whole, 512);
                                default -> "garbage\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
                            });
                }
                assertSameAsRun(fault, files, program -> program);
            }
        } finally {
            for (Path archive : archives.keySet()) {
                Files.deleteIfExists(archive);
                Files.write(archive, archives.get(archive));
            }
        }
    }

    @Test
    void whereItsJavaIsGoneAnotherOneIsFound() throws IOException {
        Map<String, String> launchers = new TreeMap<>();
        for (String command : COMMANDS) {
            launchers.put(command, Files.readString(bin(home).resolve(command)));
        }
        try {
            for (String command : COMMANDS) {
                String gone = launchers.get(command).replaceFirst("(?m)^java=.*$", "java=/nowhere/bin/java");
                assertNotEquals(launchers.get(command), gone);
                Files.writeString(bin(home).resolve(command), gone);
            }
            assertSameAsRun(
                    "JAVA_HOME",
                    files,
                    program -> program.with("JAVA_HOME", System.getProperty("java.home"))
                            .with("PATH", "/nowhere"));
            assertSameAsRun(
                    "PATH",
                    files,
                    program -> program.with("JAVA_HOME", null)
                            .with("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH")));
        } finally {
            for (String command : COMMANDS) {
                Files.writeString(bin(home).resolve(command), launchers.get(command));
            }
        }
    }

    /** Each launcher prints the product that {@code run} prints, and no more words. */
    private static void assertSameAsRun(String circumstance, Home files, UnaryOperator<Program> change)
            throws IOException {
        Home home = files.with("AWS_X", "x");
        Map<List<String>, Home.Main> commands = new LinkedHashMap<>();
        commands.put(List.of("unset"), unset::run);
        commands.put(List.of("sts2env", home.folder() + "/keys.json"), sts2env::run);
        commands.put(List.of("aws-whoami", "--profile", "redbeard"), whoami::run);
        commands.put(List.of("assume", "dev", "--no-cache"), assume::run);
        commands.put(List.of("assume", "nobody"), assume::run);
        if (files.env().containsKey("HOME")) {
            commands.put(List.of("assume", "dev"), assume::run);
        }
        for (var command : commands.entrySet()) {
            List<String> words = command.getKey();
            Home.Said said =
                    home.call(command.getValue(), words.subList(1, words.size()).toArray(String[]::new));
            String[] line = words.toArray(String[]::new);
            line[0] = bin(home.folder()).resolve(line[0]).toString();
            Program.Ran ran = change.apply(program(home, line)).run();
            assertEquals(said.status(), ran.status(), circumstance + ": " + words + ran.err());
            // What is kept is the same, to the last letter; and what is not is another one with each call.
            boolean fresh = words.contains("--no-cache");
            assertEquals(
                    fresh ? shape(said.out()) : said.out(),
                    fresh ? shape(ran.out()) : ran.out(),
                    circumstance + ": " + words);
            assertEquals(
                    said.err().replaceAll(" until .*", ""),
                    ran.err().replaceAll(" until .*", ""),
                    circumstance + ": " + words);
        }
    }

    private static String shape(String product) {
        return product.replaceAll(
                "(AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|CREDENTIAL_EXPIRATION)=)'[^']+'", "$1");
    }
}
