//SOURCES ProfilesFixture.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What profiles prints and writes, and that nothing else in the file changes. */
class ProfilesWriteTest extends ProfilesFixture {
    @Test
    void theyArePrintedWhereNothingElseIsSaid() throws Exception {
        Home.Said said = ok();
        assertEquals(
                (section("dev.Admin", "111122223333", "Admin")
                                + section("dev.ReadOnly", "111122223333", "ReadOnly")
                                + section("prod.ReadOnly", "444455556666", "ReadOnly"))
                        .replaceFirst("\n$", ""),
                said.out());
        assertEquals(SESSION, text());
        assertTrue(said.err().startsWith("profiles: 3 profiles of session corp; --write writes them to "), said.err());
    }

    @Test
    void writtenTwiceTheFileIsNotEvenTouched() throws Exception {
        Home.Said said = ok("--write");
        assertEquals("", said.out());
        assertTrue(said.err().contains("3 new, 0 changed, 0 as before"), said.err());
        assertEquals(SESSION + ALL + "\n", text());
        Object key = Files.readAttributes(config(), java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        Object time = Files.getLastModifiedTime(config());
        assertTrue(ok("--write").err().contains("0 new, 0 changed, 3 as before"));
        ok("--prune");
        assertEquals("", ok("--diff").out());
        assertEquals(
                key,
                Files.readAttributes(config(), java.nio.file.attribute.BasicFileAttributes.class)
                        .fileKey());
        assertEquals(time, Files.getLastModifiedTime(config()));
        assertEquals(List.of("config", "credentials"), files());
    }

    /** Comments, blanks, what is in no encoding, line ends of Windows, a last line without an end. */
    @Test
    void theRestStaysByteForByte() throws Exception {
        List<String> others = List.of(
                "",
                "\u00ef\u00bb\u00bf# a mark\n" + SESSION,
                "# caf\u00e9 \u00c3\u00a9\n\n\n[profile x]   # y\n\tregion=z\n s3 =\n    a = b\n" + SESSION + "   ",
                SESSION.replace("\n", "\r\n") + "[profile x]\r\nregion = y",
                SESSION + "[broken\n = \n");
        for (String other : others) {
            String before = other.contains("sso-session") ? other : other + SESSION;
            for (String after : List.of("", "\n[profile after]\nregion = y", "\n\n# \u0000\u00ff\n")) {
                write(before);
                ok("--write");
                String eol = before.contains("\r\n") ? "\r\n" : "\n";
                String ended = before.endsWith("\n") ? before : before + eol;
                assertEquals(ended + ALL.replace("\n", eol) + eol, text());
                write(ended + "# >>> profiles of corp >>>\n[profile old]\na = b\n# <<< profiles of corp <<<" + after);
                ok("--prune");
                assertEquals(ended + ALL.replace("\n", eol) + after, text());
                portal.accounts = List.of();
                ok("--prune");
                assertEquals(ended + after.replaceFirst("^\n", ""), text());
                portal.accounts = List.of(
                        account("111122223333", "dev", "ReadOnly", "Admin"),
                        account("444455556666", "prod", "ReadOnly"));
            }
        }
    }

    @Test
    void aSymbolicLinkStaysOneAndTheModeIsWhatItWas() throws Exception {
        Path real = Files.createDirectories(folder.resolve("dotfiles")).resolve("aws-config");
        Files.move(config(), real);
        Files.createSymbolicLink(config(), Path.of("../dotfiles/aws-config"));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r--r--"));
        ok("--write");
        assertTrue(Files.isSymbolicLink(config()));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
        assertEquals(SESSION + ALL + "\n", Files.readString(real));
    }

    @Test
    void whatStandsElsewhereIsNotTouchedAndNamed() throws Exception {
        String theirs = SESSION + "[profile dev.Admin]\nregion = x\n";
        home.files(theirs, "[prod.ReadOnly]\naws_access_key_id = x\n");
        Home.Said said = ok("--write");
        assertEquals(theirs + block(section("dev.ReadOnly", "111122223333", "ReadOnly")) + "\n", text());
        assertTrue(said.err().contains("which stays as it is: dev.Admin, prod.ReadOnly"), said.err());
        write(SESSION);
        ok("--write");
        write(text() + "[profile dev.ReadOnly]\nregion = mine\n");
        ok("--write");
        assertFalse(text().contains("[profile dev.ReadOnly]\nsso"), "one header twice, and no AWS CLI reads the file");
        assertTrue(text().endsWith(END + "\n[profile dev.ReadOnly]\nregion = mine\n"), text());
    }

    @Test
    void whatIsGoneStaysUntilItIsPruned() throws Exception {
        ok("--write");
        String before = text();
        portal.accounts = List.of(account("111122223333", "dev", "Admin", "New"));
        Home.Said said = profiles("--diff");
        assertEquals(1, said.status());
        assertTrue(said.out().contains("+[profile dev.New]\n") && !said.out().contains("\n-"), said.out());
        assertEquals(before, text());
        said = ok("--write");
        assertTrue(said.err().contains("1 new, 0 changed, 1 as before, 2 not among them, which --prune"), said.err());
        assertTrue(text().contains("[profile dev.ReadOnly]") && text().contains("[profile dev.New]"), text());
        said = profiles("--diff", "--prune");
        assertEquals(1, said.status());
        assertTrue(said.out().contains("-[profile dev.ReadOnly]\n"), said.out());
        said = ok("--prune");
        assertTrue(said.err().contains("0 new, 0 changed, 2 as before, 2 removed"), said.err());
        assertEquals(
                SESSION
                        + block(
                                section("dev.Admin", "111122223333", "Admin"),
                                section("dev.New", "111122223333", "New"))
                        + "\n",
                text());
    }

    /** What --diff shows is what patch makes of the file. */
    @Test
    void aDiffIsOneThatPatchReads() throws Exception {
        Program.need("patch");
        for (String before : List.of(SESSION, SESSION + "# no end", SESSION + ALL + "\n# after\n")) {
            write(before);
            portal.accounts = List.of(account("111122223333", "dev", "New"), account("777788889999", "x", "Y"));
            Path patch = Files.writeString(
                    folder.resolve("patch"), profiles("--diff", "--prune").out());
            Path copy = Files.copy(config(), folder.resolve("copy"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Program.Ran ran =
                    Program.of("patch", copy.toString(), patch.toString()).run();
            assertEquals(0, ran.status(), ran.out() + ran.err());
            ok("--prune");
            assertEquals(text(), Files.readString(copy));
        }
    }

    @Test
    void linesThatSomebodyAddsToAProfileStay() throws Exception {
        ok("--write", "--set", "region=eu-west-1");
        write(text().replace("[profile dev.Admin]\n", "[profile dev.Admin]\noutput = json\n"));
        String before = text();
        ok("--write");
        assertEquals(before, text());
        assertTrue(ok("--write", "--set", "region=us-east-1").err().contains("3 changed"));
        assertFalse(text().contains("eu-west-1\nsso") || text().contains("output"), text());
    }

    @Test
    void twoSessionsDoNotFight() throws Exception {
        write(SESSION + SESSION.replace("corp]", "other]"));
        signIn("other");
        assertRefused(2, profiles(), "--sso-session NAME", "the sso-sessions are corp, other");
        ok("--sso-session", "corp", "--write", "--include", "dev*");
        String first = text();
        ok("--sso-session", "other", "--write", "--name", "{account_name}/{role_name}", "--exclude", "dev/R*");
        assertTrue(text().startsWith(first), text());
        assertEquals(
                List.of(
                        "[profile dev.Admin]",
                        "[profile dev.ReadOnly]",
                        "[profile dev/Admin]",
                        "[profile prod/ReadOnly]"),
                text().lines().filter(line -> line.startsWith("[profile")).toList());
        String both = text();
        ok("--sso-session", "corp", "--prune", "--include", "dev*");
        assertEquals(both, text());
    }

    /** Somebody with nothing but a start URL, who has signed in to it. */
    @Test
    void aStartUrlIsEnough() throws Exception {
        Files.delete(config());
        Files.delete(SsoToken.file(home.env(), "corp"));
        signIn(START_URL);
        String[] where = {"--start-url", START_URL + "/", "--sso-region", "eu-west-1", "--write"};
        Path slash = SsoToken.file(home.env(), START_URL + "/");
        Files.move(SsoToken.file(home.env(), START_URL), slash);
        ok(where);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config())));
        String session = "[sso-session corp]\nsso_start_url = " + START_URL + "/\nsso_region = eu-west-1\n"
                + "sso_registration_scopes = sso:account:access\n\n";
        assertTrue(text().startsWith(BEGIN) && text().contains(session + "[profile dev.Admin]"), text());
        assertTrue(Files.exists(SsoToken.file(home.env(), "corp")), "the session has the token");
        String written = text();
        ok(where);
        ok("--write");
        ok("--sso-session", "corp", "--prune");
        assertEquals(written, text());
    }

    @Test
    void namesAreLegalAndTheSameInWhateverOrder() throws Exception {
        List<AssignedAccount> accounts = new ArrayList<>(List.of(
                account("100000000001", "a b", "R"),
                account("100000000002", "a/b", "R"),
                account("100000000003", "", "R"),
                account("100000000004", "x]\n[profile default]\ncredential_process = evil\n#", "R"),
                account("100000000005", "Z\u00fcrich \u65e5\u672c", "R", "S"),
                account("100000000006", "a-b.R-100000000001", "R"),
                account("100000000007", "\u001b[31m; # $(x) `y` 'z' \"", "R"),
                account("100000000008", "--help", "R")));
        Map<String, String> expected = new TreeMap<>(Map.of(
                "a-b.R-100000000001", "100000000001",
                "a-b.R-100000000002", "100000000002",
                "100000000003.R", "100000000003",
                "x-profile-default-credential_process-=-evil.R", "100000000004",
                "Zurich.R", "100000000005",
                "Zurich.S", "100000000005",
                "a-b.R-100000000001.R", "100000000006",
                "31m-x-y-z.R", "100000000007",
                "help.R", "100000000008"));
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(accounts, new Random(seed));
            portal.accounts = List.copyOf(accounts);
            ok("--write");
            Profiles read = Profiles.read(home.env());
            Map<String, String> found = new TreeMap<>();
            read.names().forEach(name -> found.put(name, read.get(name, "sso_account_id")));
            assertEquals(expected, found);
        }
    }

    @Test
    void noTemplateMakesTheDefaultProfile() throws Exception {
        portal.accounts = List.of(account("100000000001", "one", "default"), account("100000000002", "two", "R", "S"));
        ok("--prune", "--name", "{role_name}");
        assertEquals(
                List.of("R", "S", "default-100000000001"),
                Profiles.read(home.env()).names());
        ok("--prune", "--name", "a b]\u00e9:{account_email}");
        assertEquals(
                List.of(
                        "a-b-:one@example.com",
                        "a-b-:two@example.com-100000000002-R",
                        "a-b-:two@example.com-100000000002-S"),
                Profiles.read(home.env()).names());
        assertFalse(text().contains("default]"), text());
    }
}
