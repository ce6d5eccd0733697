import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * No credentials of one account are in the environment of another's COMMAND. STS itself is asked whose they are: by the
 * aws command for some, and, as that takes half a second, by curl for many. The variable EACH_IDENTITIES makes it more
 * than the suite has time for.
 */
class EachIdentityTest extends EachFixture {
    private static final int MANY =
            Integer.parseInt(Objects.requireNonNullElse(System.getenv("EACH_IDENTITIES"), "40"));
    private static final int PARALLEL = 20;

    /** The whole environment goes to STS's GetCallerIdentity, signed by curl, and its account comes back. */
    private static final String CURL = "curl -s --noproxy '*' --aws-sigv4 aws:amz:us-east-1:sts --user"
            + " \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"X-Amz-Security-Token: $AWS_SESSION_TOKEN\""
            + " -d 'Action=GetCallerIdentity&Version=2011-06-15' \"$0\" | sed -n 's/.*<Account>\\(.*\\)<.*/\\1/p'";

    @Test
    void eachCommandIsInItsOwnAccountSaysSts() throws IOException {
        Program.need("curl");
        start(PracticeOrganization.of(MANY));
        Program.Ran ran = program(
                        "--organization",
                        "--parallel",
                        String.valueOf(PARALLEL),
                        "--quiet",
                        "--",
                        "sh",
                        "-c",
                        CURL,
                        sts.endpoint())
                .seconds(600)
                .run();
        assertEquals("", ran.err());
        assertEquals(0, ran.status());
        Map<String, List<String>> accounts = byLabel(ran.out());
        for (int i = 1; i <= MANY; i++) {
            assertEquals(List.of("%012d".formatted(i)), accounts.get("account %03d".formatted(i)));
        }
        assertEquals(MANY + 1, sts.calls().get("GetCallerIdentity"), "one of them is each's own");
        System.out.printf("[%d identities, %d at once, by curl] ", MANY, PARALLEL);
    }

    @Test
    void theAwsCommandAgrees() throws IOException {
        Program.need("aws");
        start(PracticeOrganization.of(12));
        Program.Ran ran = program(
                        "--organization",
                        "--quiet",
                        "--",
                        "aws",
                        "sts",
                        "get-caller-identity",
                        "--query",
                        "Arn",
                        "--output",
                        "text")
                .run();
        assertEquals("", ran.err());
        for (int i = 1; i <= 12; i++) {
            String arn = "arn:aws:sts::%012d:assumed-role/OrganizationAccountAccessRole/ada".formatted(i);
            assertTrue(ran.lines().contains("account %03d | ".formatted(i) + arn), ran.out());
        }
    }
}
