//SOURCES LoginFixture.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The profiles that are made work where they were made, for every command and for the AWS CLI. */
class ProfilesPracticeTest extends LoginFixture {
    private String config() throws IOException {
        return Files.readString(folder.resolve(".aws/config"));
    }

    private Home.Said call(int status, Home.Main command, String... args) {
        Home.Said said = home.call(command, args);
        assertEquals(status, said.status(), said.err());
        return said;
    }

    @Test
    void theyLeadToTheSamePortalAndSts() throws Exception {
        signIn("sso");
        call(0, profiles::run, "--write", "--set", "region=us-east-1");
        assertTrue(
                config().contains(
                                "[profile dev-ship.Developer]\nsso_session = practice\nsso_account_id = 123456789123\n"
                                        + "sso_role_name = Developer\nservices = practice\nendpoint_url = "
                                        + sts.endpoint()
                                        + "\nregion = us-east-1\n"),
                config());
        call(0, assume::run, "dev-ship.Developer");
        Home.Said said = call(0, whoami::run, "--profile", "vendor.Billing");
        assertTrue(said.out().startsWith("arn:aws:sts::777788889999:assumed-role/AWSReservedSSO_Billing_"), said.out());
        String before = config();
        call(0, profiles::run, "--write", "--set", "region=us-east-1");
        assertEquals(before, config());
    }

    /** What a variable says holds for whoever has it, and is in no file. */
    @Test
    void aVariableIsNotWritten() throws Exception {
        signIn("sso");
        home = home.with("AWS_ENDPOINT_URL_SSO", center.endpoint());
        call(0, profiles::run, "--write");
        assertFalse(config().contains("sso_role_name = Billing\nservices"), config());
    }

    @Test
    void eachRunsWithThem() throws Exception {
        signIn("sso");
        call(0, profiles::run, "--write");
        Home.Said said = call(0, each::run, "--profiles", "*.ReadOnly", "--yes", "--", "sh", "-c", "echo {account}");
        assertEquals(6, said.out().lines().count(), said.out());
        assertTrue(said.out().contains("vendor.ReadOnly       | 777788889999\n"), said.out());
        String[] organization = {
            "--profile", "identity.Administrator", "--organization", "--yes", "--", "sh", "-c", "echo $AWS_ASSUMED_ROLE"
        };
        said = call(3, each::run, organization);
        assertEquals(9, said.out().lines().count(), said.out());
        assertTrue(
                said.out().contains("| arn:aws:sts::222233334444:assumed-role/OrganizationAccountAccessRole/ada\n"),
                said.out());
        assertTrue(said.err().contains("111122223333 management (your own account)"), said.err());
        int calls = sts.calls().get("AssumeRole");
        call(3, each::run, organization);
        assertEquals(calls + 1, sts.calls().get("AssumeRole"), "all but the one that is refused are cached");
        said = call(
                3,
                each::run,
                Stream.concat(Stream.of("--no-cache"), Stream.of(organization)).toArray(String[]::new));
        assertTrue(said.err().contains("333344445555"), said.err());
        call(0, login::run, "sso", "--logout");
        call(1, each::run, organization);
    }
}
