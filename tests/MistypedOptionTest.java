import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody hears who forgot the two dashes before a COMMAND, or mistyped an option. */
class MistypedOptionTest {
    @TempDir
    Path folder;

    private Home.Said assume(String line) {
        return new Home(folder, Map.of()).call(assume::run, line.split(" "));
    }

    /** The message; and the shell that was to run what is printed sees a failure. */
    private String refused(String line) {
        Home.Said said = assume(line);
        assertEquals(2, said.status());
        assertEquals("false;\n", said.out());
        return said.err();
    }

    private static void assertContains(String text, String part) {
        assertTrue(text.contains(part), text);
    }

    @ParameterizedTest
    @CsvSource({
        "dev ls -l, assume dev -- ls -l",
        "dev ls -list, assume dev -- ls -list",
        "dev terraform plan -out x, assume dev -- terraform plan -out x",
        "dev aws s3 ls --region, assume dev -- aws s3 ls --region",
        "dev aws s3 ls --region eu-west-1, assume dev -- aws s3 ls --region eu-west-1",
        "--region eu-west-1 dev --quiet ls --color, assume --region eu-west-1 dev --quiet -- ls --color",
        "dev env --renew, assume dev -- env --renew",
    })
    void aCommandWithoutDashes(String line, String meant) {
        assertContains(refused(line), "did you mean: " + meant + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "dev --refesh, 'Unrecognized option: --refesh; did you mean --refresh; --help lists the options'",
        "dev --REFRESH, --refresh",
        "--dur 900 dev, --duration-seconds",
        "dev --seconds=900, --duration-seconds",
        "dev --session-name ada, --role-session-name",
        "dev -refesh, --refresh",
    })
    void anOptionWithoutALetterOrTwo(String line, String meant) {
        String message = refused(line);
        assertContains(message, meant);
        assertFalse(message.contains(" -- "), message);
    }

    @Test
    void whatIsLikeNothingIsNotGuessed() {
        for (String line : List.of("dev -x", "dev --frobnicate", "-x dev ls", "--frobnicate ls")) {
            String message = refused(line);
            assertFalse(message.contains("did you mean"), message);
            assertContains(message, "; --help lists the options");
        }
    }

    @Test
    void theOtherCommandsThatRunOne() {
        Home home = new Home(folder, Map.of());
        assertContains(
                home.call(each::run, "--organization", "aws", "s3", "ls", "--summarize")
                        .err(),
                "did you mean: each --organization -- aws s3 ls --summarize");
        assertContains(
                home.call(practice::run, "ls", "-l").err(), "COMMAND goes after --; did you mean: practice -- ls -l");
    }
}
