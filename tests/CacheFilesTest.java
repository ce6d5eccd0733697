import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and directories in the cache that are not as assume makes them: what is never believed, and what is mended. */
class CacheFilesTest extends CacheFixture {
    private static final int PIECE = 12;

    private interface Spoiler {
        void spoil(Path file) throws IOException;
    }

    @TestFactory
    Stream<DynamicTest> aFileThatCannotBeTrustedIsIgnored() {
        Map<String, Spoiler> spoilers = new LinkedHashMap<>();
        spoiltTexts().forEach((name, change) -> spoilers.put(name, file -> edit(file, change)));
        spoilers.putAll(spoiltFiles());
        return spoilers.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.getKey(),
                        () -> assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                            assertIgnored(one.getValue());
                            assertIgnored(one.getValue(), "--debug");
                        })));
    }

    private static Map<String, UnaryOperator<String>> spoiltTexts() {
        Map<String, UnaryOperator<String>> texts = new LinkedHashMap<>();
        texts.put("cut", text -> text.substring(0, text.length() / 2));
        texts.put("its last byte cut", text -> text.substring(0, text.length() - 1));
        texts.put("empty", text -> "");
        texts.put("garbage", text -> "\u0000\ufffd\u001b[31m" + text.replaceAll("[{\"]", ""));
        texts.put("nested deep", text -> "[".repeat(500_000));
        for (String other : List.of(
                "null",
                "[]",
                "\"text\"",
                "{}",
                "{\"Credentials\": []}",
                "{\"accessToken\": \"t\", \"expiresAt\": \"2099-01-01T00:00:00Z\"}")) {
            texts.put("other JSON, " + other, text -> other);
        }
        for (String field :
                List.of("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "AssumedRoleUser", "Arn")) {
            texts.put("without " + field, text -> text.replace("\"" + field + "\"", "\"Gone\""));
        }
        texts.put("an Expiration that is none", text -> expiring(text, field("SecretAccessKey", text)));
        texts.put(
                "an AccessKeyId that is the secret",
                text -> text.replace(field("AccessKeyId", text), "\\u001b" + field("SecretAccessKey", text)));
        texts.put(
                "an Arn that is the token",
                text -> text.replaceFirst("\"arn:[^\"]*", "\"" + field("SessionToken", text)));
        texts.put("another role", text -> text.replace("assumed-role/Developer/", "assumed-role/DeveloperToo/"));
        texts.put("another account", text -> text.replace("sts::123456789123:", "sts::111122223333:"));
        texts.put("over a megabyte", text -> text + " ".repeat(1 << 20));
        return texts;
    }

    private Map<String, Spoiler> spoiltFiles() {
        Map<String, Spoiler> spoilers = new LinkedHashMap<>();
        for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-")) {
            spoilers.put(mode, file -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode)));
        }
        spoilers.put("somebody else's", file -> {
            assumeTrue(isRoot(), "only root can give a file away");
            Files.setAttribute(file, "unix:uid", 65_534);
        });
        spoilers.put(
                "a symbolic link",
                file -> Files.createSymbolicLink(
                        file,
                        Files.move(file, Files.createTempDirectory(folder, "").resolve("moved.json"))));
        spoilers.put("a symbolic link to nothing", file -> {
            Files.delete(file);
            Files.createSymbolicLink(file, folder.resolve("nowhere"));
        });
        spoilers.put("a FIFO", file -> {
            Files.delete(file);
            assertEquals(
                    0, Program.of("mkfifo", "-m", "600", file.toString()).run().status());
        });
        spoilers.put("a directory", file -> {
            Files.delete(file);
            Files.createDirectory(
                    file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        });
        return spoilers;
    }

    private void assertIgnored(Spoiler spoiler, String... debug) throws IOException {
        clear();
        Home.Said first = home.call(assume::run, "dev");
        String id = id(first);
        Path file = only();
        spoiler.spoil(file);
        int before = calls();
        Home.Said said = new Run(home, List.of(debug)).with("dev").said();
        assertNotEquals(id, id(said));
        assertEquals(before + 1, calls());
        List<String> lines = new ArrayList<>(said.err().lines().toList());
        assertTrue(
                lines.remove(lines.size() - 1)
                        .matches("assume: arn:aws:sts::123456789123:assumed-role/Developer/ada until .*"),
                said.err());
        if (Files.isDirectory(file)) {
            lines.removeIf(line -> line.contains("cannot be written"));
        } // nothing can take its place
        assertEquals(debug.length, lines.size(), said.err());
        assertTrue(lines.stream().allMatch(line -> line.contains(file.toString())), said.err());
        for (Home.Said one : List.of(first, said)) {
            for (String secret : List.of(variable("AWS_SECRET_ACCESS_KEY", one), variable("AWS_SESSION_TOKEN", one))) {
                for (int i = 0; i + PIECE <= secret.length(); i++) {
                    assertFalse(said.err().contains(secret.substring(i, i + PIECE)), said.err());
                }
            }
        }
        if (Files.isDirectory(file)) {
            return;
        }
        assertEquals(id(said), id(home.call(assume::run, "dev")), "a good file is in its place");
        assertEquals("rw-------", mode(file));
    }

    @Test
    void whatASymbolicLinkPointsToStaysAsItIs() throws IOException {
        id(home.call(assume::run, "dev"));
        Path file = only();
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Files.delete(file);
        Files.createSymbolicLink(file, precious);
        id(home.call(assume::run, "dev"));
        assertEquals("precious", text(precious));
        assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aDirectoryThatEverybodyMayListIsClosedOnceAssumeWritesIntoIt() throws IOException {
        Files.createDirectories(cache());
        Files.setPosixFilePermissions(cache(), PosixFilePermissions.fromString("rwxr-xr-x"));
        id(home.call(assume::run, "dev"));
        assertEquals("rwx------", mode(cache()));
    }

    @ParameterizedTest
    @ValueSource(strings = {".aws/cli/cache", ".aws/cli"})
    void aFileInPlaceOfTheDirectoryIsNoTrouble(String path) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), "mine");
        Home.Said said = home.call(assume::run, "audit");
        id(said);
        assertEquals(1, said.err().lines().count(), said.err());
        assertEquals("mine", text(folder.resolve(path)));
        assertTrue(home.call(assume::run, "dev", "--debug").err().contains(cache() + "/"));
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNoTrouble() throws IOException {
        assumeFalse(isRoot(), "root writes everywhere");
        Path cli = Files.createDirectory(
                folder.resolve(".aws/cli"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        Home.Said said = home.call(assume::run, "dev");
        id(said);
        assertEquals(1, said.err().lines().count(), said.err());
        Files.setPosixFilePermissions(cli, PosixFilePermissions.fromString("rwx------"));
    }

    private void clear() throws IOException {
        if (!Files.exists(cache())) {
            return;
        }
        try (Stream<Path> all = Files.walk(cache())) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
