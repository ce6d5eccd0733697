import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is not installed over, and what is left alone. */
class InstallRefusedTest extends InstallFixture {
    @Test
    void somebodyElsesProgramStays() throws IOException {
        Path theirs =
                Files.createDirectories(temporary.resolve("theirs/.local/bin")).resolve("aws-whoami");
        Files.writeString(theirs, "#!/bin/sh\necho me\n");
        assertRefused(1, temporary.resolve("theirs"), theirs.toString());
        assertRefused(1, temporary.resolve("theirs"), theirs.toString(), "--shell-profile");
        Files.delete(theirs);
        Files.createSymbolicLink(theirs, Path.of("/nowhere/aws-whoami"));
        assertRefused(1, temporary.resolve("theirs"), theirs.toString());
    }

    @Test
    void aDirectoryThatIsNotOursStays() throws IOException {
        Path work = Files.createDirectory(temporary.resolve("work"));
        Files.writeString(
                Files.createDirectories(work.resolve(".local/lib/assume/src")).resolve("mine"), "");
        assertRefused(1, work, "lib/assume");
        Map<String, String> before = snapshot(work);
        assertEquals(
                0,
                new Home(work, Map.of("HOME", work.toString()))
                        .call(install::run, "--uninstall")
                        .status());
        assertUnchanged(before, work);
    }

    @Test
    void whatNoClassPathCanHoldIsRefused() throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("refused"));
        assertRefused(2, empty, "colon", "--prefix", temporary + "/a:b");
        assertRefused(2, empty, "control", "--prefix", temporary + "/a\nb");
        assertRefused(2, empty, "--uninstall", "--uninstall", "--shell-profile");
        assertRefused(2, empty, "options", "here");
    }

    @Test
    void whereNothingCanBeWrittenThePathAndTheReasonAreSaid() throws IOException {
        Path home = Files.createDirectory(temporary.resolve("unwritable"));
        Files.writeString(home.resolve("file"), "");
        assertRefused(1, home, home + "/file/lib/assume", "--prefix", home + "/file");
        Files.createDirectory(home.resolve("half"));
        Files.writeString(home.resolve("half/bin"), "");
        assertRefused(1, home, home + "/half/bin", "--prefix", home + "/half");
        assertRefused(1, home, "/proc/nowhere", "--prefix", "/proc/nowhere");
        assertRefused(1, home, "cannot be written", "--prefix", "/proc/nowhere");
    }

    @Test
    void aTildeThatTheShellLeftIsTheHome() throws IOException {
        Path home = Files.createDirectory(temporary.resolve("tilde"));
        for (String prefix : List.of("~/x", "~")) {
            Home.Said said = new Home(home, Map.of("HOME", home.toString()))
                    .call(install::run, "--uninstall", "--prefix=" + prefix);
            String there = home + prefix.substring(1);
            assertTrue(said.err().contains("nothing installed in " + there), said.err());
        }
        assertRefused(2, home, "~", "--prefix=~ada/x");
    }

    @Test
    void halfABlockIsLeftAlone() throws IOException {
        Path half = Files.createDirectory(temporary.resolve("half"));
        String block = "# >>> assume >>>\nx\n# <<< assume <<<\n";
        Files.writeString(half.resolve(".bashrc"), "a\n" + block);
        for (String broken :
                List.of("a\n# >>> assume >>>\nx\n", "a\n# <<< assume <<<\nx\n", block + "# >>> assume >>>\n")) {
            Files.writeString(half.resolve(".zshrc"), broken);
            assertRefused(1, half, half.resolve(".zshrc").toString(), "--uninstall");
            assertRefused(1, half, half.resolve(".zshrc").toString(), "--shell-profile");
        }
    }

    @Test
    void whatWasWrittenBelowOurLinesStaysALineOfItsOwn() throws IOException {
        Path below = Files.createDirectory(temporary.resolve("below"));
        for (String[] profile : new String[][] {
            {"a\n# >>> assume >>> +\nx\n# <<< assume <<<\nb\n", "a\nb\n"},
            {"a\n# >>> assume >>> +\nx\n# <<< assume <<<\n", "a"},
            {"a\n\n# >>> assume >>>\nx\n# <<< assume <<<\n\nb", "a\n\n\nb"},
            {"a\n# >>> assume >>>\nx\n# <<< assume <<<", "a\n"}
        }) {
            Files.writeString(below.resolve(".bashrc"), profile[0]);
            assertEquals(
                    0,
                    new Home(below, Map.of("HOME", below.toString()))
                            .call(install::run, "--uninstall")
                            .status());
            assertEquals(profile[1], Files.readString(below.resolve(".bashrc")));
        }
    }

    @Test
    void theAwsClisOwnCredentialsStay() throws IOException {
        Path cached = Files.createDirectories(temporary.resolve("cli/.aws/cli/cache"));
        String keys = KEYS.substring(0, KEYS.length() - 1);
        Files.writeString(cached.resolve("0123456789abcdef0123456789abcdef01234567.json"), keys + "}");
        Files.writeString(cached.resolve("1123456789abcdef0123456789abcdef01234567.json"), """
            {"Credentials": {"AccessKeyId": "%s", "SecretAccessKey": "%s", "SessionToken": "t", \
            "Expiration": "2100-01-01T00:00:00UTC", "AccountId": "123456789123"}, \
            "AssumedRoleUser": {"AssumedRoleId": "AROA:me", \
            "Arn": "arn:aws:sts::123456789123:assumed-role/R/me"}, "WrittenBy": "assume"}\
            """.formatted(
                        Home.KEY_ID, Home.SECRET));
        Files.writeString(cached.resolve("session.db"), "");
        assertEquals(
                0,
                new Home(cached, Map.of("HOME", temporary.resolve("cli").toString()))
                        .call(install::run, "--uninstall")
                        .status());
        assertEquals(List.of("0123456789abcdef0123456789abcdef01234567.json", "session.db"), names(cached));
    }

    /** Refused with words about {@code about}, and nothing in the home has changed. */
    private static void assertRefused(int status, Path home, String about, String... args) throws IOException {
        Map<String, String> before = snapshot(home);
        Home.Said said =
                new Home(home, Map.of("HOME", home.toString(), "PATH", System.getenv("PATH"))).call(install::run, args);
        assertEquals(status, said.status(), said.err());
        assertTrue(said.err().contains(about), said.err());
        assertEquals("", said.out());
        assertUnchanged(before, home);
    }
}
