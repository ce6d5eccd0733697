import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is cached is listed with its minutes, and removed when somebody wants it: ours alone. */
class ForgetTest extends AssumeFixture {
    @Test
    void theListTellsTheMinutes() throws IOException {
        String before = line("dev");
        assertTrue(before.endsWith("-"), before);
        assertEquals(0, assume("dev").status());
        String after = line("dev");
        assertTrue(after.matches(".* (60|59)m"), after);
        assertTrue(line("audit").endsWith("-"), "another role");
        List<Object> json = JSON.std.listFrom(
                home.call(assume::run, "--list", "--format", "json").out());
        Map<?, ?> dev = json.stream()
                .map(profile -> (Map<?, ?>) profile)
                .filter(profile -> profile.get("profile").equals("dev"))
                .findFirst()
                .orElseThrow();
        assertTrue(((Integer) dev.get("cached_minutes")) >= 59, dev.toString());
        assertTrue(((String) dev.get("cached_until")).endsWith("Z"), dev.toString());
    }

    @Test
    void oneProfileWithTheWayToIt() throws IOException {
        assertEquals(0, assume("audit").status());
        assertEquals(0, assume("short").status());
        assertEquals(0, assume("dev", "--role-session-name", "other").status());
        assertEquals(4, cached().size(), cached().toString());
        Home.Said said = assume("--forget", "audit");
        assertEquals(0, said.status(), said.err());
        assertEquals("", said.out());
        assertEquals(1, cached().size(), "that of short");
        assertEquals(
                3,
                said.err().lines().filter(line -> line.startsWith("removed ")).count(),
                said.err());
        assertTrue(said.err().contains("assumed-role/Auditor/"), said.err());
        assertTrue(said.err().endsWith("assume: forgot what assume has cached for profile audit\n"), said.err());
        assertTrue(assume("--forget", "audit").err().contains("nothing cached for profile audit"));
    }

    @Test
    void allOfThemButTheCliSOwn() throws IOException {
        assertEquals(0, assume("dev").status());
        Path ours = cached().get(0);
        Path cli = ours.resolveSibling("cli.json");
        Files.writeString(cli, Files.readString(ours).replace("\"WrittenBy\": \"assume\"", "\"By\": \"aws\""));
        Home.Said said = assume("--forget");
        assertEquals(0, said.status(), said.err());
        assertEquals(List.of(cli), cached());
        assertTrue(said.err().contains("removed " + ours), said.err());
        assertTrue(said.err().contains("/recent, the names of the profiles"), said.err());
        assertFalse(Files.exists(recent()));
        assertTrue(assume("--forget").err().contains("nothing cached that assume has written"));
    }

    /** It is read by assume as well, so it is named. */
    @Test
    void whatTheCliHasCachedForTheSameRoleStays() throws IOException {
        assertEquals(0, assume("dev").status());
        Path file = cached().get(0);
        Files.writeString(file, Files.readString(file).replace("\"WrittenBy\": \"assume\"", "\"By\": \"aws\""));
        Home.Said said = assume("--forget", "dev");
        assertEquals(0, said.status(), said.err());
        assertEquals(List.of(file), cached());
        assertTrue(said.err().contains("not assume's to remove: " + file), said.err());
    }

    @Test
    void linksAndOthersFilesAreLeftAlone() throws IOException {
        assertEquals(0, assume("dev").status());
        Path elsewhere = Files.move(cached().get(0), folder.resolve("elsewhere.json"));
        Files.createSymbolicLink(folder.resolve(".aws/cli/cache/link.json"), elsewhere);
        Files.writeString(folder.resolve(".aws/cli/cache/broken.json"), "{");
        assertEquals(0, assume("--forget").status());
        assertEquals(2, cached().size());
        assertTrue(Files.exists(elsewhere));
    }

    @Test
    void aProfileThatIsNotThere() {
        assertEquals(1, assume("--forget", "audti").status());
        assertTrue(assume("--forget", "audti").err().contains("the nearest names are audit"));
        assertEquals("", assume("--forget", "audti").out());
    }

    @Test
    void whatWasLoadedLastIsRemembered() throws IOException {
        assertEquals(0, assume("dev").status());
        assertEquals(0, assume("short").status());
        assertEquals(0, assume("dev").status());
        assertEquals(0, assume("audit", "--no-cache").status());
        assertEquals("dev\nshort\n", Files.readString(recent()), "names alone, and none of --no-cache");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(recent())));
        assume("--forget", "dev");
        assertEquals("short\n", Files.readString(recent()));
        Files.delete(recent());
        Files.delete(recent().getParent());
        Files.writeString(recent().getParent(), "a file where the folder would be");
        assertEquals(0, assume("dev").status(), "nothing fails for that");
    }

    private Home.Said assume(String... args) {
        return home.call(assume::run, args);
    }

    private Path recent() {
        return folder.resolve(".local/state/assume/recent");
    }

    private String line(String profile) {
        return assume("--list")
                .out()
                .lines()
                .filter(line -> line.startsWith(profile + " "))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".aws/cli/cache"))) {
            return files.sorted().toList();
        }
    }
}
