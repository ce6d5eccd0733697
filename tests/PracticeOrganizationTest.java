import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** practice's organization, as the aws command and curl see it. */
class PracticeOrganizationTest extends EachFixture {
    @BeforeEach
    void start() throws Exception {
        Program.need("aws", "curl");
        start(PracticeOrganization.SMALL, List.of());
    }

    @Test
    void theAwsCommandListsADozenAccountsInPages() throws Exception {
        Map<String, Object> page =
                JSON.std.mapFrom(aws("list-accounts", "--no-paginate").out());
        assertEquals(5, ((List<?>) page.get("Accounts")).size());
        assertTrue(page.get("NextToken") instanceof String, "there is more");
        Program.Ran all = aws("list-accounts", "--query", "Accounts[].[Id,Name,Status,State]", "--output", "text");
        assertEquals(12, all.lines().size(), all.out());
        assertTrue(all.lines().contains("678912345678\told shop\tSUSPENDED\tSUSPENDED"), all.out());
        assertTrue(all.lines().contains("111122223333\tmanagement\tACTIVE\tACTIVE"), all.out());
        assertEquals(4, sts.calls().get("ListAccounts"));
    }

    @Test
    void oneUnitIsInTheOther() {
        String unit = ids(aws("list-organizational-units-for-parent", "--parent-id", ids(aws("list-roots"))));
        assertEquals("ou-prac-workload", unit);
        assertEquals("ou-prac-producti", ids(aws("list-organizational-units-for-parent", "--parent-id", unit)));
        assertEquals(
                "444455556666\n555566667777\n666677778888",
                ids(aws("list-accounts-for-parent", "--parent-id", "ou-prac-producti")));
    }

    @ParameterizedTest
    @CsvSource({
        "list-accounts-for-parent --parent-id ou-prac-nowhere1, ParentNotFoundException",
        "list-accounts-for-parent --parent-id nowhere, InvalidInputException",
        "list-accounts --starting-token x, InvalidInputException",
        "describe-organization, UnknownOperationException",
    })
    void refusalsAreAwss(String action, String code) {
        Program.Ran ran = aws(action.split(" "));
        assertTrue(ran.status() != 0 && ran.err().contains("(" + code + ")"), ran.err());
    }

    /** Only who manages it may look, and the signature is for this service and no other. */
    @Test
    void strangersAreRefused() {
        assertTrue(curl("aws:amz:us-east-1:organizations", Home.SECRET).startsWith("{\"Accounts\":["));
        assertEquals("InvalidSignatureException", type(curl("aws:amz:us-east-1:sts", Home.SECRET)));
        assertEquals("InvalidSignatureException", type(curl("aws:amz:us-east-1:organizations", "another")));
        Program.Ran role = Program.of("aws", "organizations", "list-accounts")
                .with("HOME", folder)
                .with("AWS_DEFAULT_REGION", "us-east-1")
                .run();
        assertTrue(role.err().contains("Unable to locate credentials"), role.err());
        Home.Said inMember = each(
                "--accounts",
                "123456789123",
                "--",
                "curl",
                "-s",
                "--noproxy",
                "*",
                sts.endpoint() + "/",
                "-H",
                "X-Amz-Target: AWSOrganizationsV20161128.ListAccounts",
                "-d",
                "{}");
        assertTrue(inMember.out().contains("MissingAuthenticationTokenException"), inMember.out());
    }

    private String curl(String scope, String secret) {
        Program.Ran ran = Program.of(
                        "curl",
                        "-s",
                        "--noproxy",
                        "*",
                        "--aws-sigv4",
                        scope,
                        "--user",
                        Home.KEY_ID + ":" + secret,
                        "-H",
                        "X-Amz-Target: AWSOrganizationsV20161128.ListAccounts",
                        "-H",
                        "Content-Type: application/x-amz-json-1.1",
                        "-d",
                        "{}",
                        sts.endpoint() + "/")
                .run();
        return ran.out();
    }

    private static String type(String json) {
        return json.replaceAll(".*\"__type\":\"(\\w+)\".*", "$1");
    }

    private static String ids(Program.Ran ran) {
        assertEquals(0, ran.status(), ran.err());
        return String.join(
                "\n",
                Pattern.compile("\"Id\": \"([^\"]+)\"")
                        .matcher(ran.out())
                        .results()
                        .map(id -> id.group(1))
                        .toList());
    }

    private Program.Ran aws(String... action) {
        List<String> command =
                new ArrayList<>(List.of("aws", "--profile", "redbeard", "--output", "json", "organizations"));
        command.addAll(List.of(action));
        return Program.of(command.toArray(String[]::new)).with("HOME", folder).run();
    }
}
