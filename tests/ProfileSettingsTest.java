import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings that aws-vault's users have and the AWS CLI does not know; and how long, with units. */
class ProfileSettingsTest extends MfaFixture {
    private int profiles;

    /** What each sends to STS is in conformance/cases/role-session-tags*. */
    @Test
    void whatTagsShapeIsNotSharedWithTheAwsCli() throws Exception {
        Program.need("aws");
        String all = "session_tags = team=blue\ntransitive_session_tags = team\nsource_identity = ada\n";
        String tagged = tagged(all);
        String id = loaded(assume(tagged));
        assertEquals(id, loaded(assume(tagged)));
        assertCalls(0, 1);
        assertEquals(0, aws(tagged).status());
        assertCalls(0, 2);
        assertEquals(id, loaded(assume(tagged)), "the AWS CLI has its own");
        assertNotEquals(id, loaded(assume(tagged(all.replace("blue", "red")))));
        assertNotEquals(id, loaded(assume(tagged(all.replace("ada", "eve")))));
        assertNotEquals(id, loaded(assume(tagged(all.replaceFirst("transitive.*\n", "")))));
        assertCalls(0, 5);
        assertNotEquals(id, loaded(assume(tagged(""))), "nor is what was tagged used where no tag is wanted");
        assertCalls(0, 5);
        assertEquals(id, loaded(assume(tagged(all))));
    }

    private Program.Ran aws(String profile) {
        return Program.of("setsid", "-w", "aws", "--profile", profile, "sts", "get-caller-identity")
                .with("HOME", folder)
                .run();
    }

    @Test
    void stsHearsOfThem() throws IOException {
        AssumeFixture.assertRefused(1, assume(tagged("session_tags = team=blue,TEAM=red\n")), "Duplicate tag keys");
        String tagged = tagged("session_tags = team=blue\ntransitive_session_tags = crew\n");
        AssumeFixture.assertRefused(1, assume(tagged), "transitive tag key must be included");
        loaded(assume(tagged, "--tag", "crew=1"));
        loaded(assume(tagged, "--transitive-tag-key", "team"));
        loaded(assume(tagged, "--tag", "cost=8"));
    }

    @Test
    void whatCannotBeIsNamedWithItsFile() throws IOException {
        Map<String, List<String>> wrong = Map.of(
                "session_tags = team", List.of("session_tags of profile NAME in " + folder, "'team' is not KEY=VALUE"),
                "session_tags = a=b,=c", List.of("session_tags of profile NAME in " + folder, "'=c' is not KEY=VALUE"),
                "source_identity = a", List.of("source_identity of profile NAME in " + folder, "'a'", "2 to 64"),
                "source_identity = a b", List.of("source_identity of profile NAME in " + folder, "'a b'"));
        for (Map.Entry<String, List<String>> one : wrong.entrySet()) {
            String tagged = tagged(one.getKey() + "\n");
            String[] parts = one.getValue().stream()
                    .map(part -> part.replace("NAME", tagged))
                    .toArray(String[]::new);
            AssumeFixture.assertRefused(1, assume(tagged), parts);
        }
        assertCalls(0, 0);
        String replaced = tagged("source_identity = a\nsession_tags = b\n");
        loaded(assume(replaced, "--tag", "a=b", "--source-identity", "ada"));
    }

    @Test
    void howLongMayHaveUnits() {
        Map<String, String> seconds = Map.of(
                "1h",
                "60 minutes",
                "60m",
                "60 minutes",
                "3600s",
                "60 minutes",
                "3600",
                "60 minutes",
                "90m",
                "90 minutes",
                "1h30m",
                "90 minutes",
                "5400",
                "90 minutes",
                "12h",
                "12 hours",
                "15m",
                "15 minutes");
        seconds.forEach((text, left) -> {
            Home.Said said = assume("dev", "--no-cache", "--duration-seconds", text);
            loaded(said);
            assertTrue(said.err().contains("(" + left + ")"), text + ": " + said.err());
        });
        String id = loaded(assume("dev", "--duration-seconds", "1h"));
        assertEquals(id, loaded(assume("dev", "--duration-seconds=3600")), "which is the same");
    }

    @Test
    void howLongCannotBe() {
        List<String> wrong = List.of(
                "13h",
                "14m",
                "899",
                "43201",
                "1d",
                "h",
                "m",
                "1.5h",
                "90 m",
                "1h30",
                "30m1h",
                "-1h",
                "+3600",
                "1H",
                "999h9999m",
                "9999999999h",
                "0");
        for (String text : wrong) {
            Home.Said said = assume("dev", "--duration-seconds=" + text);
            AssumeFixture.assertRefused(
                    2, said, "--duration-seconds '" + text + "'", "900 (15 minutes)", "43200 (12 hours)", "90m");
        }
        assertCalls(0, 0);
    }

    /** As to the AWS CLI, what is no number is no duration there. */
    @Test
    void theAwsCliSettingHasNoUnits() throws IOException {
        Home.Said said = assume(tagged("duration_seconds = 2h\n"));
        loaded(said);
        assertTrue(said.err().contains("(60 minutes)"), said.err());
    }

    /** A profile of its own for the same role: sections of one name would be one. */
    private String tagged(String lines) throws IOException {
        String name = "tagged" + ++profiles;
        add(name, "role_arn = %s\nsource_profile = redbeard\n%s".formatted(PracticeWorld.DEVELOPER.arn(), lines));
        return name;
    }
}
