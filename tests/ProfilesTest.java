import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that there are on developers' machines. */
class ProfilesTest {
    @TempDir
    Path folder;

    @Test
    void aCommentAfterAValueIsNoPartOfIt() {
        assertEquals(
                "eu-west-1",
                read("[profile dev]\nregion = eu-west-1   # near\n").get("dev", "region"));
        assertEquals(
                "a#b",
                read("[profile dev]\nregion = a#b\n").get("dev", "region"),
                "without a space before it, it is one");
    }

    @Test
    void keysInCapitals() {
        assertEquals(
                "arn:aws:iam::123456789123:role/X",
                read("[profile dev]\nROLE_ARN = arn:aws:iam::123456789123:role/X\n")
                        .get("dev", "role_arn"));
        assertEquals(
                "Value", read("[profile dev]\nRegion=Value\n").get("dev", "region"), "the value keeps its capitals");
    }

    @Test
    void windowsLineEnds() {
        Profiles profiles = read("[profile dev]\r\nregion = eu-west-1\r\n[profile prod]\r\nregion = eu-west-2\r\n");
        assertEquals("eu-west-1", profiles.get("dev", "region"));
        assertEquals(List.of("dev", "prod"), profiles.names());
    }

    @Test
    void namesWithSpacesAndInQuotes() {
        Profiles profiles = read("[profile \"with space\"]\n"
                + "region = a\n"
                + "[profile 'single quotes']\n"
                + "region = b\n"
                + "[profile plain space]\n"
                + "region = c\n"
                + "[profile 100%+*]\n"
                + "region = d\n");
        assertEquals("a", profiles.get("with space", "region"));
        assertEquals("b", profiles.get("single quotes", "region"));
        assertEquals("c", profiles.get("plain space", "region"));
        assertEquals("d", profiles.get("100%+*", "region"));
        assertEquals(List.of("100%+*", "plain space", "single quotes", "with space"), profiles.names());
    }

    @Test
    void aSourceProfileWithASpace() {
        Profiles profiles = read("[profile \"my base\"]\n"
                + "region = a\n"
                + "[profile dev]\n"
                + "role_arn = arn:aws:iam::123456789123:role/X\n"
                + "source_profile = my base\n");
        assertEquals(List.of("dev"), profiles.rolesTo("dev"));
    }

    @Test
    void aSectionTwiceIsOne() {
        Profiles profiles = read("[profile dev]\nregion = a\noutput = json\n[profile dev]\nregion = b\n");
        assertEquals("b", profiles.get("dev", "region"));
        assertEquals("json", profiles.get("dev", "output"));
    }

    @Test
    void aByteOrderMark() {
        assertEquals("a", read("\ufeff[profile dev]\nregion = a\n").get("dev", "region"));
    }

    @Test
    void nestedBlocks() {
        Profiles profiles = read("[profile dev]\n"
                + "s3 =\n"
                + "  max_concurrent_requests = 20\n"
                + "  region = nested\n"
                + "region = a\n"
                + "[profile next]\n"
                + "region = b\n");
        assertEquals("a", profiles.get("dev", "region"));
        assertEquals("b", profiles.get("next", "region"));
    }

    @Test
    void bothFilesAreOneAndTheVariablesNameOthers() throws Exception {
        Files.writeString(folder.resolve("c"), "[profile dev]\nregion = a\n");
        Files.writeString(folder.resolve("s"), "[dev]\naws_access_key_id = " + Home.KEY_ID + "\n");
        Profiles profiles = Profiles.read(Map.of(
                "HOME", folder.toString(), "AWS_CONFIG_FILE", "~/c", "AWS_SHARED_CREDENTIALS_FILE", folder + "/s"));
        assertEquals("a", profiles.get("dev", "region"));
        assertEquals(Home.KEY_ID, profiles.get("dev", "aws_access_key_id"));
        assertTrue(
                Profiles.read(Map.of("HOME", folder + "/nowhere")).names().isEmpty(),
                "no files, no profiles, no error");
    }

    @Test
    void whatIsMalformedIsNamedByFileAndLine() {
        for (String malformed :
                List.of("[profile dev]\nregion = a\nnonsense\n", "region = a\n", "[profile dev\nregion = a\n")) {
            String message = assertThrows(Failure.class, () -> read(malformed).require("dev"))
                    .getMessage();
            assertTrue(message.matches("(?s).*/config cannot be read: .* on line [13]\\.?"), message);
        }
    }

    @Test
    void aCircleIsNamedLinkByLink() {
        Profiles profiles = read("[profile a]\n"
                + "role_arn = x\n"
                + "source_profile = b\n"
                + "[profile b]\n"
                + "role_arn = x\n"
                + "source_profile = c\n"
                + "[profile c]\n"
                + "role_arn = x\n"
                + "source_profile = a\n");
        String message =
                assertThrows(Failure.class, () -> profiles.rolesTo("a")).getMessage();
        assertTrue(message.endsWith("a <- c <- b <- a"), message);
    }

    @Test
    void aProfileMayBeItsOwnSource() {
        Profiles profiles = read(
                "[profile a]\nrole_arn = x\nsource_profile = a\naws_access_key_id = k\naws_secret_access_key = s\n");
        assertEquals(List.of("a"), profiles.rolesTo("a"));
    }

    @Test
    void aSourceThatIsMissingOrNotThereIsSaid() {
        Profiles profiles = read("[profile a]\nrole_arn = x\n[profile b]\nrole_arn = x\nsource_profile = gone\n");
        assertTrue(assertThrows(Failure.class, () -> profiles.rolesTo("a"))
                .getMessage()
                .contains("source_profile"));
        assertTrue(assertThrows(Failure.class, () -> profiles.rolesTo("b"))
                .getMessage()
                .contains("'gone'"));
    }

    @Test
    void theNearestNamesAreNamed() {
        StringBuilder thirty = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            thirty.append("[profile other-%d]\nregion = a\n".formatted(i));
        }
        String message = assertThrows(
                        Failure.class,
                        () -> read(thirty + "[profile production]\nregion = a\n")
                                .require("prodution"))
                .getMessage();
        assertTrue(message.contains("nearest names are production, "), message);
        assertNull(read("").get("nobody", "region"));
    }

    private Profiles read(String config) {
        return Profiles.read(
                Home.in(folder, "http://127.0.0.1:1").files(config, "").env());
    }
}
