import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** assume PROFILE: roles, chains and MFA, and what options and settings make of them. */
class AssumeProfilesTest extends AssumeFixture {
    @Test
    void aProfileThatNamesARole() {
        assertSession("assumed-role/Developer/ada", home.call(assume::run, "dev"));
        assertEquals(1, sts.calls().get("AssumeRole"));
    }

    @Test
    void aRoleThroughARoleIsTwoCalls() {
        assertSession("assumed-role/Auditor/ada", home.call(assume::run, "audit"));
        assertEquals(2, sts.calls().get("AssumeRole"));
    }

    @Test
    void optionsOverrideTheProfile() {
        assertSession("assumed-role/Developer/bob", home.call(assume::run, "dev", "--role-session-name", "bob"));
        assertSession(
                "assumed-role/OrganizationAccountAccessRole/ada",
                home.call(assume::run, "dev", "--role-arn", ORGANIZATION));
        assertRefused(1, home.call(assume::run, "vendor", "--external-id", "wrong"), "may not assume", "Vendor");
    }

    @Test
    void theProfilesSettingsAreUsed() throws IOException {
        add("""
            [profile mine]
            role_arn = %s
            source_profile = redbeard
            role_session_name = from-profile
            duration_seconds = 900
            endpoint_url = %s
            region = ap-south-1
            """.formatted(ORGANIZATION, sts.endpoint()));
        Home.Said said = home.call(assume::run, "mine");
        assertSession("assumed-role/OrganizationAccountAccessRole/from-profile", said);
        assertTrue(said.err().contains("(15 minutes)"), said.err());
        assertTrue(said.out().contains("export AWS_REGION='ap-south-1';"), said.out());
        assertSession("assumed-role/Vendor/ada", home.call(assume::run, "vendor"));
    }

    @Test
    void mfaWithACode() throws Exception {
        assertSession(
                "assumed-role/Production/ada",
                home.call(assume::run, "prod", "--token-code", sts.actions().code()));
        assertRefused(
                1,
                home.call(assume::run, "prod", "--token-code", "000000", "--no-cache"),
                "MFA code was not accepted",
                "444455556666:role/Production");
        assertRefused(2, home.call(assume::run, "prod", "--token-code", "12345"), "'12345'", "six digits");
    }

    /** No terminal here: in this JVM's test run there is none, or it must not be read. */
    @Test
    void mfaWithoutACodeOrATerminalNamesTheOption() {
        Program.Ran ran = Program.of(
                        "setsid",
                        "-w",
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "assume",
                        "prod")
                .with("HOME", folder)
                .run();
        assertEquals("false;\n", ran.out());
        assertTrue(
                ran.err().contains("--token-code")
                        && ran.err().contains("eval \"$(")
                        && ran.err().contains("mfa/redbeard"),
                ran.err());
    }

    @Test
    void withoutMfaItIsDeniedAndTheOptionIsNamed() {
        assertRefused(
                1,
                home.call(assume::run, "redbeard", "--role-arn", PracticeWorld.PRODUCTION.arn()),
                "may not assume",
                "--serial-number",
                "--external-id");
    }

    @Test
    void thePartitionIsThatOfTheProfilesRegion() throws IOException {
        add("""
            [profile china]
            region = cn-north-1
            aws_access_key_id = %s
            aws_secret_access_key = %s
            endpoint_url = %s
            """.formatted(Home.KEY_ID, Home.SECRET, sts.endpoint()));
        assertRefused(
                1,
                home.call(assume::run, "china", "--account", "123456789123", "--role", "R"),
                "arn:aws-cn:iam::123456789123:role/R");
    }

    @Test
    void aByteOrderMarkIsNoTroubleForTheCallEither() throws IOException {
        Path config = folder.resolve(".aws/config");
        Files.writeString(config, "\ufeff" + Files.readString(config));
        assertSession("assumed-role/Developer/ada", home.call(assume::run, "dev"));
        assertEquals(0, Program.java("assume", "dev").with("HOME", folder).run().status());
    }

    @Test
    void aMalformedProfileIsNamedWithItsFile() throws IOException {
        add("""
            [profile badrole]
            role_arn = nonsense
            source_profile = redbeard
            [profile badseconds]
            role_arn = %1$s
            source_profile = redbeard
            duration_seconds = 60
            [profile orphan]
            role_arn = %1$s
            source_profile = gone
            """.formatted(ORGANIZATION));
        assertRefused(1, home.call(assume::run, "badrole"), "role_arn of profile badrole in " + folder, "'nonsense'");
        assertRefused(
                1, home.call(assume::run, "badseconds"), "duration_seconds of profile badseconds in " + folder, "'60'");
        assertRefused(1, home.call(assume::run, "orphan"), "source_profile of profile orphan", "'gone'");
    }

    @Test
    void longLivedKeysAndNoRole() {
        assertRefused(
                2,
                home.call(assume::run, "redbeard"),
                "profile redbeard has long-lived keys",
                "--role-arn",
                "--account");
    }

    @Test
    void withoutAProfileTheShellsAgain() {
        assertSession(
                "assumed-role/Developer/ada",
                home.with("AWS_ASSUMED_PROFILE", "dev").call(assume::run));
        assertSession(
                "assumed-role/Developer/ada",
                home.with("AWS_ASSUMED_PROFILE", "dev").call(assume::run, "--quiet"));
        assertRefused(2, home.call(assume::run, "--quiet"), "which role?");
    }

    @Test
    void policiesAndTagsReachSts() throws IOException {
        Files.writeString(folder.resolve("policy.json"), "{\"Version\": \"2012-10-17\", \"Statement\": []}");
        assertSession(
                "assumed-role/Developer/ada",
                home.call(
                        assume::run,
                        "dev",
                        "--policy",
                        "file://" + folder.resolve("policy.json"),
                        "--policy-arn",
                        "arn:aws:iam::aws:policy/ReadOnlyAccess",
                        "--tag",
                        "team=blue",
                        "--tag",
                        "empty=",
                        "--transitive-tag-key",
                        "team",
                        "--source-identity",
                        "ada"));
        assertRefused(2, home.call(assume::run, "dev", "--policy", "{not json"), "--policy is not a JSON object");
        assertRefused(2, home.call(assume::run, "dev", "--policy", "file:///nowhere"), "cannot be read");
        assertRefused(
                2,
                home.call(assume::run, "dev", "--policy-arn", "ReadOnlyAccess"),
                "'ReadOnlyAccess'",
                "arn:aws:iam::aws:policy/NAME");
        assertRefused(2, home.call(assume::run, "dev", "--tag", "novalue"), "'novalue'", "KEY=VALUE");
        // 51 tags are one more than STS takes: that it says so shows that they got there.
        String[] tags = Stream.concat(Stream.of("dev"), IntStream.range(0, 51).mapToObj(i -> "--tag=k" + i + "=v"))
                .toArray(String[]::new);
        assertRefused(1, home.call(assume::run, tags), "ValidationError", "50");
    }

    @Test
    void theListOfProfiles() throws IOException {
        List<String> lines = home.call(assume::run, "--list").out().lines().toList();
        assertTrue(
                lines.get(0).matches("PROFILE +CREDENTIALS +ACCOUNT +ROLE +SOURCE +MFA +REGION +CACHED"), lines.get(0));
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.matches("audit +role +123456789123 +Auditor +dev +- +eu-central-1 +-")),
                lines.toString());
        assertEquals(lines.get(0).indexOf("SOURCE"), lines.get(1).indexOf("dev"), "aligned");
        List<Object> json = JSON.std.listFrom(
                home.call(assume::run, "--list", "--format", "json").out());
        assertTrue(home.call(assume::run, "--list", "dev").err().contains("leave out PROFILE"));
        assertEquals("", home.call(assume::run, "--list", "--format", "fish").out());
        assertEquals(
                "arn:aws:iam::111122223333:mfa/redbeard",
                json.stream()
                        .map(p -> (Map<?, ?>) p)
                        .filter(p -> p.get("profile").equals("prod"))
                        .findFirst()
                        .orElseThrow()
                        .get("mfa"));
    }

    @Test
    void aCommandGetsTheKeysAndNobodyElse() {
        Program listing = Program.java(
                        "assume",
                        "dev",
                        "--",
                        "sh",
                        "-c",
                        "env | grep ^AWS_ | sort | cut -d= -f1 | tr '\\n' ' '; cat; exit 7")
                .with("HOME", folder)
                .with("AWS_OTHER", "x")
                .with("AWS_PROFILE", "redbeard")
                .stdin("in\n");
        Program.Ran ran = listing.run();
        assertEquals(
                "AWS_ACCESS_KEY_ID AWS_ASSUMED_PROFILE AWS_ASSUMED_ROLE AWS_CREDENTIAL_EXPIRATION AWS_DEFAULT_REGION"
                        + " AWS_OTHER AWS_REGION AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN in\n",
                ran.out());
        assertEquals(7, ran.status());
        assertEquals("", ran.err(), "stderr is COMMAND's own");
        Home.Said denied = home.call(assume::run, "vendor", "--external-id", "wrong", "--", "true");
        assertEquals(1, denied.status());
        assertEquals("", denied.out(), "nothing is going to run this");
        assertEquals(
                127,
                Program.java("assume", "dev", "--", "no-such-program")
                        .with("HOME", folder)
                        .run()
                        .status());
        assertEquals(2, home.call(assume::run, "dev", "--").status());
        assertEquals(
                2,
                home.call(assume::run, "dev", "--format", "fish", "--", "true").status());
    }
}
