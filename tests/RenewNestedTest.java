//SOURCES RenewFixture.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as COMMAND of assume --renew: they are what is loaded, in whichever way they come by it. */
class RenewNestedTest extends RenewFixture {
    private static final String AUDITOR = "arn:aws:sts::123456789123:assumed-role/Auditor/ada";

    /** COMMAND has a profile of its own with =process, and where [default] is somebody else. */
    private void home(String renewal) throws IOException {
        if (renewal.endsWith("hostile")) {
            hostileDefault();
        } else {
            add("[default]\nregion = eu-central-1\nendpoint_url = %s\n".formatted(sts.endpoint()));
        }
    }

    private Program.Ran below(String renewal, Program command, String... options) {
        List<String> all = Stream.concat(Stream.of(options), Stream.of(renewal.replace(" hostile", "")))
                .toList();
        return assumeAndRun(all, "\"$@\"", command.command()).run();
    }

    private Set<String> cached() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".aws/cli/cache"))) {
            return files.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--renew", "--renew hostile", "--renew=process"})
    void whatIsLoadedIsWhatEveryCommandFinds(String renewal) throws IOException {
        home(renewal);
        Program.Ran ran = below(renewal, Program.java("whoami"), "dev");
        assertEquals(List.of(ARN), ran.lines(), ran.err());
        ran = below(renewal, Program.java("assume", "--status"), "dev");
        assertEquals(0, ran.status(), ran.err());
        assertEquals("", ran.err());
        assertEquals(
                List.of("profile  dev", "role     Developer", "session  ada", "account  123456789123"),
                ran.lines().subList(0, 4));
        assertTrue(ran.out().contains("left     no end: renewed as long as"), ran.out());
        ran = below(renewal, Program.java("assume", "--status", "--format", "json"), "dev");
        assertTrue(ran.out().contains("\"status\": \"valid\"") && ran.out().contains("\"minutes\": null"), ran.out());
        ran = below(renewal, Program.java("assume"), "dev");
        assertEquals(0, ran.status(), ran.err());
        assertTrue(ran.out().contains("export AWS_ASSUMED_ROLE='" + ARN + "'"), ran.out());
        assertTrue(ran.out().contains("export AWS_ASSUMED_PROFILE='dev'"), ran.out());
        ran = below(renewal, Program.java("assume", "audit", "--", "sh", "-c", "echo $AWS_ASSUMED_ROLE"), "dev");
        assertEquals(List.of(AUDITOR), ran.lines(), ran.err());
        assertEquals(
                List.of("audit", "dev"), Files.readAllLines(folder.resolve(".local/state/assume/recent")), "no other");
    }

    /** Nothing names a profile that would tell whose they are. */
    @ParameterizedTest
    @ValueSource(strings = {"--renew", "--renew=process"})
    void withoutAProfileItIsTheRole(String renewal) throws IOException {
        hostileDefault();
        String[] developer = {"--role-arn", PracticeWorld.DEVELOPER.arn()};
        Program.Ran ran = below(renewal, Program.java("whoami"), developer);
        assertEquals(List.of(ARN), ran.lines(), ran.err());
        ran = below(
                renewal,
                Program.java(
                        "assume",
                        "--role-arn",
                        PracticeWorld.AUDITOR.arn(),
                        "--",
                        "sh",
                        "-c",
                        "echo $AWS_ASSUMED_ROLE $AWS_ASSUMED_PROFILE"),
                developer);
        assertEquals(List.of(AUDITOR), ran.lines(), ran.err());
    }

    /** Another role's session, whose profile has the same name below, is not given what the first has got. */
    @ParameterizedTest
    @CsvSource({"--renew hostile", "--renew=process"})
    void nothingCachedIsOfSomebodyElse(String renewal) throws IOException {
        home(renewal);
        Program each = Program.java(
                "each", "--accounts", "123456789123", "--role", "Auditor", "--yes", "--quiet", "--", "true");
        Program.Ran ran = below(renewal, each, "dev");
        assertEquals(0, ran.status(), ran.err());
        Set<String> before = cached();
        ran = below(renewal, each, "dev");
        assertEquals(0, ran.status(), ran.err());
        assertEquals(before, cached(), "the same is");
        int calls = sts.calls().get("AssumeRole");
        ran = below(renewal, each, "audit");
        assertEquals(3, ran.status(), "the Auditor may not assume its own role: " + ran.err());
        assertTrue(sts.calls().get("AssumeRole") > calls, "STS was called");
    }
}
