import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which accounts each runs COMMAND in, with what in its arguments and environment, and how it ends. */
class EachTest extends EachFixture {
    private static final String[] WHO = {"--", "sh", "-c", "echo {account}"};
    private static final Set<String> WORKLOADS = Set.of(
            "123456789123",
            "234567891234",
            "345678912345",
            "456789123456",
            "567891234567",
            "444455556666",
            "555566667777",
            "666677778888");

    @BeforeEach
    void start() throws IOException {
        start(PracticeOrganization.SMALL, List.of());
    }

    // ---- which ----

    @Test
    void theOrganizationIsItsActiveAccountsButNotTheCallersOwn() {
        Home.Said said = each(with(new String[] {"--organization"}, WHO));
        Set<String> expected = new TreeSet<>(WORKLOADS);
        expected.add("222233334444");
        assertEquals(expected, lines(said));
        assertEquals(3, said.status(), said.err());
        assertEquals(Set.of("333344445555"), table(said.err()).keySet());
        assertTrue(
                said.err()
                        .contains("Left out: 111122223333 management (your own account), 678912345678 old shop (not"
                                + " active)\n"),
                said.err());
    }

    @Test
    void aUnitIsAllThatIsBelowIt() {
        Home.Said all = each(with(new String[] {"--organization", "--ou", "ou-prac-workload"}, WHO));
        assertEquals(WORKLOADS, lines(all));
        assertEquals(0, all.status(), all.err());
        Home.Said nested = each(with(new String[] {"--organization", "--ou", "ou-prac-producti"}, WHO));
        assertEquals(Set.of("444455556666", "555566667777", "666677778888"), lines(nested));
        Home.Said root = each(with(new String[] {"--organization", "--ou", "r-prac", "--exclude", "security"}, WHO));
        assertEquals(9, lines(root).size(), root.err());
    }

    @Test
    void theCallersOwnAccountIsRunInWhereItIsNamed() {
        Home.Said said = each(
                with(new String[] {"--organization", "--ou", "ou-prac-producti", "--accounts", "111122223333"}, WHO));
        assertEquals(3, lines(said).size());
        assertEquals(Set.of("111122223333"), table(said.err()).keySet(), "practice has no such role there");
        assertTrue(said.err().contains("  111122223333  management "), said.err());
    }

    @Test
    void excludedIsByNumberOrNameAndAMistypedOneIsSaid() {
        Home.Said said = each(with(
                new String[] {
                    "--organization",
                    "--ou",
                    "ou-prac-workload",
                    "--exclude",
                    "prod *,123456789123",
                    "--exclude",
                    "tset"
                },
                WHO));
        assertEquals(Set.of("234567891234", "345678912345", "456789123456", "567891234567"), lines(said));
        assertTrue(said.err().contains("each: --exclude 'tset' leaves out nothing\n"), said.err());
        assertTrue(said.err().contains("444455556666 prod web (excluded)"), said.err());
    }

    @Test
    void accountsAreNamedOnTheLineAndInAFile() throws IOException {
        assertEquals(
                Map.of("dev", List.of("123456789123"), "Web, and more", List.of("444455556666")),
                byLabel(each(with(new String[] {"--accounts", "123456789123,444455556666=Web, and more"}, WHO))
                        .out()));
        Path file = Files.writeString(folder.resolve("list"), """
            # ours
            123456789123\tThe Dev
            444455556666, 555566667777

            666677778888 # theirs
            """);
        Home.Said said = each(with(new String[] {"--accounts-file", file.toString()}, WHO));
        assertEquals(
                Map.of(
                        "The Dev", List.of("123456789123"),
                        "prod web", List.of("444455556666"),
                        "prod api", List.of("555566667777"),
                        "prod data", List.of("666677778888")),
                byLabel(said.out()));
        Program.Ran stdin = program(with(new String[] {"--accounts-file", "-"}, WHO))
                .stdin("123456789123\n")
                .run();
        assertEquals(List.of("dev | 123456789123"), stdin.lines(), stdin.err());
    }

    @Test
    void profilesAreWhatGlobsMatch() throws IOException {
        String role = "[profile %s]\nrole_arn = %s\nsource_profile = redbeard\nregion = %s\nendpoint_url = "
                + sts.endpoint() + "\n";
        Path config = folder.resolve(".aws/config");
        Files.writeString(
                config,
                Files.readString(config)
                        + role.formatted("org/dev", PracticeWorld.DEVELOPER.arn(), "eu-west-1")
                        + role.formatted("org/short", PracticeWorld.SHORT.arn(), "us-west-2")
                        + role.formatted("other", PracticeWorld.SHORT.arn(), "us-west-2"));
        Home.Said said = home.call(
                each::run,
                "--profiles",
                "org*,redbeard",
                "--yes",
                "--",
                "sh",
                "-c",
                "echo {profile} {region} {account} $AWS_ASSUMED_PROFILE $AWS_REGION");
        assertEquals(0, said.status(), said.err());
        assertEquals(
                Map.of(
                        "org/dev eu-west-1", List.of("org/dev eu-west-1 123456789123 org/dev eu-west-1"),
                        "org/short us-west-2", List.of("org/short us-west-2 123456789123 org/short us-west-2"),
                        "redbeard eu-central-1", List.of("redbeard eu-central-1 111122223333 redbeard eu-central-1")),
                byLabel(said.out()));
    }

    @Test
    void everyRegionIsARunOfItsOwn() {
        Home.Said said = each(
                "--accounts",
                "123456789123",
                "--region",
                "eu-west-1",
                "--region",
                "us-west-2",
                "--",
                "sh",
                "-c",
                "echo {region} $AWS_REGION $AWS_DEFAULT_REGION");
        assertEquals(
                Map.of(
                        "dev eu-west-1", List.of("eu-west-1 eu-west-1 eu-west-1"),
                        "dev us-west-2", List.of("us-west-2 us-west-2 us-west-2")),
                byLabel(said.out()));
        assertEquals(1, sts.calls().get("AssumeRole"), "the second one waits for the first, and finds it cached");
    }

    // ---- COMMAND ----

    @Test
    void commandHasTheRoleAndNothingOfTheCaller() {
        Home.Said said = home.with("AWS_ACCESS_KEY_ID", "AKIAI44QH8DHBEXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY")
                .with("AWS_SECURITY_TOKEN", "stale")
                .with("AWS_PROFILE", "redbeard")
                .call(each::run, "--accounts", "123456789123", "--yes", "--", "env");
        List<String> env = byLabel(said.out()).get("dev");
        assertTrue(env.contains("AWS_ASSUMED_ACCOUNT_NAME=dev"), said.out());
        assertTrue(
                env.contains(
                        "AWS_ASSUMED_ROLE=arn:aws:sts::123456789123:assumed-role/OrganizationAccountAccessRole/ada"),
                said.out());
        assertFalse(
                env.stream().anyMatch(line -> line.matches("AWS_(PROFILE|SECURITY_TOKEN|ASSUMED_PROFILE)=.*|.*AKIA.*")),
                said.out());
    }

    /** What stands in a name is neither looked at again, nor seen by a shell. */
    @Test
    void aPlaceholderIsReplacedOnceAndAsAWhole() {
        Home.Said said = each(
                "--accounts",
                "123456789123={account} $(touch pwned) 'x",
                "--",
                "printf",
                "<%s>",
                "{name}",
                "a-{account}-{region}",
                "{nothing}");
        assertEquals("<{account} $(touch pwned) 'x><a-123456789123-eu-central-1><{nothing}>", afterLabel(said.out()));
    }

    private static String afterLabel(String out) {
        return out.substring(out.indexOf(" | ") + 3).strip();
    }

    @Test
    void commandReadsNothing() {
        Home.Said said = each("--accounts", "123456789123", "--", "sh", "-c", "cat; echo end");
        assertEquals("dev | end\n", said.out());
    }

    // ---- how it ends ----

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 1"})
    void theStatusIsThatOfTheCommands(String command, int status) {
        assertEquals(
                status,
                each("--accounts", "123456789123,444455556666", "--", command).status());
    }

    @Test
    void aRoleThatCannotBeAssumedOutranksACommandThatFailed() {
        Home.Said said = each("--accounts", "123456789123,333344445555", "--", "false");
        assertEquals(3, said.status());
        Map<String, String> table = table(said.err());
        assertEquals("COMMAND failed with status 1", table.get("123456789123"));
        assertTrue(table.get("333344445555").startsWith("role could not be assumed: "), said.err());
        assertTrue(
                said.err().contains("each: 0 succeeded, 1 COMMAND failed, 1 role could not be assumed ("), said.err());
    }

    /** The line that it prints is typed into a real shell. */
    @Test
    void theLineAtTheEndRepeatsWhatFailedAndNothingElse() {
        String command = "echo \"it's {name}\"; case {account} in 4*|3333*) exit 4; esac";
        Home.Said first = each("--organization", "--parallel", "3", "--", "sh", "-c", command);
        String line = again(first.err()).get(0);
        assertTrue(line.startsWith("jbang each@org --accounts "), line);
        Program.Ran typed = Program.of("bash", "-c", "jbang() { shift; printf '%s\\0' \"$@\"; }; " + line)
                .run();
        Home.Said second =
                home.call(each::run, with(new String[] {"--yes"}, typed.out().split("\0")));
        assertEquals(Set.of("data", "prod web"), byLabel(second.out()).keySet(), second.err());
        assertEquals(List.of("it's prod web"), byLabel(second.out()).get("prod web"));
        assertEquals(3, second.status());
        assertEquals(table(first.err()).keySet(), table(second.err()).keySet());
        assertEquals(List.of(line), again(second.err()));
    }

    @Test
    void whatFailsInOneRegionIsRepeatedThereAlone() {
        Home.Said said = each(
                "--accounts",
                "123456789123,444455556666",
                "--region",
                "eu-west-1",
                "--region",
                "us-west-2",
                "--",
                "sh",
                "-c",
                "case {account}{region} in 1*eu*|4*us*) exit 1; esac");
        assertEquals(
                Set.of(
                        "jbang each@org --accounts 123456789123=dev --region eu-west-1",
                        "jbang each@org --accounts '444455556666=prod web' --region us-west-2"),
                again(said.err()).stream()
                        .map(line -> line.replaceFirst(" --profile.*", ""))
                        .collect(Collectors.toSet()));
    }

    @Test
    void failFastStartsNothingNew() {
        Home.Said said = each(
                "--accounts",
                "123456789123,444455556666,555566667777",
                "--parallel",
                "1",
                "--fail-fast",
                "--",
                "false");
        assertEquals(1, said.status());
        assertEquals(
                Map.of(
                        "123456789123", "COMMAND failed with status 1",
                        "444455556666", "not run",
                        "555566667777", "not run"),
                table(said.err()));
    }

    @Test
    void quietSaysNothingOnSuccessAndAllOnFailure() {
        assertEquals(
                "", each("--accounts", "123456789123", "--quiet", "--", "true").err());
        assertEquals(
                1,
                table(each("--accounts", "123456789123", "--quiet", "--", "false")
                                .err())
                        .size());
    }

    private static List<String> again(String err) {
        return err.lines()
                .dropWhile(line -> !line.startsWith("Again"))
                .skip(1)
                .map(String::strip)
                .toList();
    }

    private static Set<String> lines(Home.Said said) {
        return byLabel(said.out()).values().stream()
                .flatMap(List::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
