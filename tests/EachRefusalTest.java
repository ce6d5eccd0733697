import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each refuses before anything runs, what it asks, and what it says where the organization does not answer. */
class EachRefusalTest extends EachFixture {
    @BeforeEach
    void start() throws IOException {
        start(PracticeOrganization.SMALL, List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--organization | which COMMAND? It goes after --",
                "--organization -- | which COMMAND? It goes after --",
                "-- true | which accounts?",
                "--accounts 1234 -- true | '1234' is no account; expected 12 digits",
                "--accounts 123456789123, -- true | is no account; expected 12 digits",
                "--accounts-file /nowhere/list -- true | --accounts-file '/nowhere/list' cannot be read: there is no"
                        + " such file",
                "--profiles redbeart -- true | --profiles says whose credentials COMMAND gets; leave out --profile",
                "--ou ou-prac-workload --accounts 123456789123 -- true | --ou is a part of --organization",
                "--organization --ou Workloads -- true | --ou 'Workloads' is not right",
                "--organization --role x/y/ -- true | --role 'x/y/' is not right",
                "--organization --region Ireland! -- true | --region 'Ireland!' is no region",
                "--organization --parallel 0 -- true | --parallel '0' is not right; expected a number from 1 to 100",
                "--organization --output xml -- true | --output 'xml' is not right",
                "--organization --output json --output-dir x -- true | give one of them",
                "--accounts-file - --token-code - -- true | stdin cannot be both --accounts-file and --token-code",
                "--organization -- no-such-command | 'no-such-command': there is no such command",
                "--organization -- echo {profile} | COMMAND has {profile}",
                "somewhere --organization -- true | there is nothing to name but options",
            })
    void wrongArgumentsAreStatus2AndNothingRuns(String args, String message) {
        Home.Said said = each(args.strip().split(" "));
        assertEquals(2, said.status(), said.err());
        assertEquals("", said.out());
        assertTrue(said.err().contains(message), said.err());
        assertEquals(Map.of(), assumed());
    }

    @Test
    void aGlobThatMatchesNoProfileSaysWhichAreNear() {
        Home.Said said = home.call(each::run, "--profiles", "redbeart", "--yes", "--", "true");
        assertEquals(2, said.status());
        assertTrue(said.err().contains("matches no profile in "), said.err());
        assertTrue(said.err().contains("the nearest names are redbeard"), said.err());
    }

    @Test
    void withoutATerminalNothingRunsUnlessYes() {
        Program.Ran ran = program("--accounts", "123456789123", "--", "echo", "ran")
                .without("--yes")
                .under("setsid")
                .run();
        assertEquals(2, ran.status(), ran.err());
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("  123456789123  dev  eu-central-1\n"), ran.err());
        assertTrue(ran.err().contains("there is no terminal to ask on"), ran.err());
        assertEquals(Map.of(), assumed());
    }

    @ParameterizedTest
    @CsvSource({"YES, 0", "'', 1", "yesterday, 1"})
    void aTerminalIsAskedAndOnlyYesRuns(String answer, int status) {
        Program.need("python3");
        Program each =
                program("--accounts", "123456789123", "--", "echo", "it ran").without("--yes");
        Program.Ran ran = new Pty()
                .await("Run it there\\? \\[y/N\\] ")
                .type(answer)
                .await(status == 0 ? "1 succeeded" : "nothing was run, as the answer was not yes")
                .in(folder, each.command().toArray(String[]::new))
                .run();
        assertEquals(0, ran.status(), ran.out());
        assertEquals(
                status == 0, ran.out().contains("dev | it ran") || ran.out().contains("mit ran"), ran.out());
        assertEquals(status == 0, assumed().containsKey("AssumeRole"));
    }

    /** A profile in another account: AWS lists an organization for those only who manage it. */
    @Test
    void whoMayNotListTheOrganizationIsToldWhatToDo() throws IOException {
        var config = folder.resolve(".aws/config");
        Files.writeString(
                config,
                Files.readString(config)
                        + "[profile dev]\nrole_arn = %s\nsource_profile = redbeard\nendpoint_url = %s\n"
                                .formatted(PracticeWorld.DEVELOPER.arn(), sts.endpoint()));
        Home.Said said = home.call(each::run, "--profile", "dev", "--organization", "--yes", "--", "true");
        assertEquals(1, said.status());
        assertTrue(
                said.err().contains("AWS Organizations refused ListAccounts for the keys of profile dev"), said.err());
        assertTrue(said.err().contains("AccessDeniedException"), said.err());
        Home.Said named = home.call(each::run, "--profile", "dev", "--accounts", "123456789123", "--yes", "--", "true");
        assertTrue(named.err().contains("  123456789123  123456789123  "), "without a name: " + named.err());
    }

    @Test
    void anUnitThatIsNotThereIsSaid() {
        Home.Said said = each("--organization", "--ou", "ou-prac-nowhere1", "--", "true");
        assertEquals(1, said.status());
        assertTrue(
                said.err().contains("ParentNotFoundException: You specified parent that doesn't exist."), said.err());
        assertTrue(said.err().contains("is --ou right?"), said.err());
    }

    @Test
    void nothingLeftIsNoSuccess() {
        Home.Said said = each("--accounts", "123456789123", "--exclude", "*", "--", "true");
        assertEquals(1, said.status());
        assertTrue(
                said.err().contains("there is no account to run in; left out: 123456789123 dev (excluded)"),
                said.err());
    }

    @Test
    void whatAnswersAndIsNoOrganizationIsSaid() throws IOException {
        try (var other = new FixedServer("<html>Sign in</html>")) {
            Home.Said said = each("--organization", "--endpoint-url", other.url(), "--", "true");
            assertEquals(1, said.status());
            assertTrue(said.err().contains(other.url() + " answered (this is HTML or XML, not JSON"), said.err());
            assertTrue(said.err().contains("but not as AWS Organizations does"), said.err());
        }
        Home.Said refused = each("--organization", "--endpoint-url", "http://127.0.0.1:1", "--", "true");
        assertTrue(refused.err().contains("http://127.0.0.1:1 gave no answer: Connection refused"), refused.err());
        assertFalse(refused.err().contains("unexpected"), refused.err());
    }

    private Map<String, Integer> assumed() {
        Map<String, Integer> calls = new TreeMap<>(sts.calls());
        calls.keySet().retainAll(List.of("AssumeRole"));
        return calls;
    }
}
