import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    @Test
    void aCommentIsAPartOfACommandAndOfAPath() {
        Profiles profiles = read("[profile dev]\ncredential_process = keys --tag #1 ; x\nca_bundle = /my #1/ca.pem\n"
                + "role_arn = arn # the role\nsource_profile = a #b\n[profile a #b]\n[profile other]\n"
                + "source_profile = dev ; that one\n");
        assertEquals("keys --tag #1 ; x", profiles.get("dev", "credential_process"));
        assertEquals("/my #1/ca.pem", profiles.get("dev", "ca_bundle"));
        assertEquals("arn", profiles.get("dev", "role_arn"));
        assertEquals("a #b", profiles.get("dev", "source_profile"), "a profile of that name is there");
        assertEquals("dev", profiles.get("other", "source_profile"));
    }

    @Test
    void oneLineThatCannotBeReadLocksNobodyElseOut() {
        Profiles profiles = read("[profile broken]\nregion\n[profile dev]\nregion = a\n");
        assertEquals("a", profiles.get("dev", "region"));
        assertEquals(List.of("broken", "dev"), profiles.names());
        assertEquals(Profiles.Kind.UNREADABLE, profiles.kind("broken"));
        String message = assertThrows(Failure.class, () -> profiles.get("broken", "output"))
                .getMessage();
        assertTrue(message.endsWith("/config cannot be read: expected NAME = VALUE on line 2"), message);
        String table = ProfileList.table(profiles, new CachedTimes(Map.of("HOME", folder.toString()), profiles));
        assertTrue(table.contains("broken   unreadable"), table);
    }

    @Test
    void namesOfSessionsAndServicesWithBlanksAndQuotes() {
        Profiles profiles = read("""
            [sso-session "my company"]
            sso_region = eu-west-1
            [services "it's local"]
            sts =
              endpoint_url = http://127.0.0.1:4566
            [profile dev]
            sso_session = my company
            services = it's local
            region = a
            [profile lost]
            sso_session = gone
            services = gone
            [profile torn]
            sso_session = my company
            sso_region = us-east-1
            """);
        assertEquals("eu-west-1", profiles.ssoSetting("dev", "sso_region"));
        assertEquals("http://127.0.0.1:4566", profiles.serviceSetting("dev", "sts", "endpoint_url"));
        assertNull(profiles.serviceSetting("dev", "s3", "endpoint_url"));
        assertNull(profiles.serviceSetting(null, "sts", "endpoint_url"));
        assertTrue(assertThrows(Failure.class, () -> profiles.ssoSetting("lost", "sso_region"))
                .getMessage()
                .contains("[sso-session gone]"));
        assertTrue(assertThrows(Failure.class, () -> profiles.serviceSetting("lost", "sts", "endpoint_url"))
                .getMessage()
                .contains("[services gone]"));
        assertTrue(assertThrows(Failure.class, () -> profiles.ssoSetting("torn", "sso_region"))
                .getMessage()
                .contains("'us-east-1'"));
    }

    @Test
    void theOwnKeysOfASourceComeBeforeItsRole() {
        Profiles profiles = read("[profile base]\nrole_arn = x\nsource_profile = dev\naws_access_key_id = k\n"
                + "aws_secret_access_key = s\n[profile dev]\nrole_arn = y\nsource_profile = base\n");
        assertEquals(List.of("dev"), profiles.rolesTo("dev"));
        assertEquals(List.of("dev", "base"), profiles.rolesTo("base"), "no circle: the keys of base begin it");
    }

    @Test
    void aTokenBelongsToTheKeyThatItIsBeside() {
        Profiles profiles = Profiles.read(Home.in(folder, "http://127.0.0.1:1")
                .files(
                        "[profile dev]\naws_access_key_id = old\naws_session_token = old\n",
                        "[dev]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                                .formatted(Home.KEY_ID, Home.SECRET))
                .env());
        SessionCredentials keys = profiles.keys("dev").orElseThrow();
        assertEquals(Home.KEY_ID, keys.accessKeyId());
        assertNull(keys.sessionToken());
        assertTrue(profiles.keys("nobody").isEmpty());
    }

    /**
     * botocore's ProfileProviderBuilder: web identity, single sign-on, credentials file, login, process, config file.
     */
    @Test
    void whereCredentialsComeFromIsInTheOrderOfTheAwsCli() {
        String all = "web_identity_token_file = f\nsso_account_id = 1\nlogin_session = l\n"
                + "credential_process = p\naws_access_key_id = k\nsso_session = s\n";
        List<Profiles.Kind> kinds = new ArrayList<>();
        for (String rest = all; !rest.isEmpty(); rest = rest.substring(rest.indexOf('\n') + 1)) {
            kinds.add(read("[profile dev]\n" + rest).kind("dev"));
        }
        assertEquals(
                List.of(
                        Profiles.Kind.WEB_IDENTITY,
                        Profiles.Kind.SSO,
                        Profiles.Kind.LOGIN,
                        Profiles.Kind.PROCESS,
                        Profiles.Kind.KEYS,
                        Profiles.Kind.SIGN_IN),
                kinds);
        assertEquals(Profiles.Kind.NONE, read("[profile dev]\n").kind("dev"));
        assertEquals(
                Profiles.Kind.ROLE,
                read("[profile dev]\nrole_arn = x\n" + all.substring(28)).kind("dev"));
        Profiles both = Profiles.read(Home.in(folder, "http://127.0.0.1:1")
                .files("[profile dev]\ncredential_process = p\n", "[dev]\naws_access_key_id = k\n")
                .env());
        assertEquals(Profiles.Kind.KEYS, both.kind("dev"), "in the credentials file they come before a program");
    }

    @Test
    void variablesInTheNameOfAFile() throws Exception {
        Files.createDirectories(folder.resolve("x"));
        Files.writeString(folder.resolve("x/c"), "[profile dev]\nregion = a\n");
        Profiles profiles =
                Profiles.read(Map.of("HOME", folder.toString(), "NAME", "x", "AWS_CONFIG_FILE", "$HOME/${NAME}/c"));
        assertEquals("a", profiles.get("dev", "region"));
    }

    private Profiles read(String config) {
        return Profiles.read(
                Home.in(folder, "http://127.0.0.1:1").files(config, "").env());
    }
}
