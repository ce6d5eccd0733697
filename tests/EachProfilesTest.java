import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** each over profiles that have more to them than a role and keys. */
class EachProfilesTest extends AssumeFixture {
    private static final String[] WHO = {"--yes", "--", "sh", "-c", "echo $AWS_ASSUMED_ROLE"};

    /** One code opens a session, with which the roles of both are assumed. */
    @Test
    void oneCodeIsForAllProfilesThatWantIt() throws Exception {
        String code = sts.actions().code();
        Home.Said said = home.call(each::run, with("--profiles", "prod,prod-admin", "--token-code", code));
        assertEquals(0, said.status(), said.err());
        assertEquals(2, EachFixture.byLabel(said.out()).size(), said.out());
        assertEquals(1, sts.calls().get("GetSessionToken"));
    }

    @Test
    void aChainIsAssumedLinkByLinkAndItsMiddleOnce() throws Exception {
        for (int i = 0; i < 6; i++) {
            add("[profile audit%1$d]\nrole_arn = %2$s\nsource_profile = dev\nendpoint_url = %3$s\n"
                            .formatted(i, PracticeWorld.AUDITOR.arn(), sts.endpoint())
                    + "region = eu-central-1\nrole_session_name = audit" + i + "\n");
        }
        Home.Said said = home.call(each::run, with("--profiles", "audit?"));
        assertEquals(0, said.status(), said.err());
        Map<String, List<String>> roles = EachFixture.byLabel(said.out());
        for (int i = 0; i < 6; i++) {
            assertEquals(List.of("arn:aws:sts::123456789123:assumed-role/Auditor/audit" + i), roles.get("audit" + i));
        }
        assertEquals(7, sts.calls().get("AssumeRole"), "the role between, once");
    }

    /** What is wrong with one profile is said for that one, and the others run. */
    @Test
    void aProfileThatIsBrokenStopsNoOther() throws Exception {
        add("[profile broken]\nrole_arn = arn:aws:iam::123456789123:role/X\n[profile empty]\nregion = eu-west-1\n");
        Home.Said said = home.call(each::run, with("--profiles", "broken,empty,dev"));
        assertEquals(3, said.status(), said.err());
        assertEquals(1, EachFixture.byLabel(said.out()).size(), said.out());
        assertTrue(said.err().contains("profile broken has a role_arn but neither"), said.err());
        assertTrue(said.err().contains("profile empty has no keys"), said.err());
        assertTrue(said.err().contains("jbang each@org --profiles broken,empty -- sh -c"), said.err());
    }

    @Test
    void aNameThatSteersTheTerminalIsMadeVisible() throws Exception {
        add("[profile x\033[31m]\nrole_arn = arn:aws:iam::123456789123:role/X\n");
        Home.Said said = home.call(each::run, with("--profiles", "x*"));
        assertTrue(said.err().contains("Again, for these alone:"), said.err());
        assertFalse(said.err().contains("\033"), "a name reaches the terminal as it is");
    }

    private static String[] with(String... which) {
        return EachFixture.with(which, WHO);
    }
}
