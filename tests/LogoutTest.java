//SOURCES LoginFixture.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of a sign-in takes with it all credentials that came from it, however they were got, and no others. */
class LogoutTest extends LoginFixture {
    private static final String ROLE = "arn:aws:iam::123456789123:role/OrganizationAccountAccessRole";
    private static final String ADMINISTRATOR = "sso_account_id = 111122223333\nsso_role_name = Administrator\n";

    /** A role to which a user's keys lead, and both sessions. */
    @BeforeEach
    void moreProfiles() throws IOException {
        String settings = "region = us-east-1\nendpoint_url = " + sts.endpoint() + "\nservices = practice\n";
        String portal = PracticeWorld.singleSignOn(center.endpoint());
        home = home.files(
                "[default]\n" + settings + portal
                        + portal.substring(0, portal.indexOf("[services")).replace("practice]", "others]")
                        + signedOn("sso", "practice", settings)
                        + role("role", "sso", settings)
                        + signedOn("theirs", "others", settings)
                        + role("theirs-role", "theirs", settings)
                        + "[profile keys]\n" + settings
                        + role("keys-role", "keys", settings),
                "[keys]\naws_access_key_id = " + Home.KEY_ID + "\naws_secret_access_key = " + Home.SECRET + "\n");
    }

    private static String signedOn(String name, String session, String settings) {
        return "[profile " + name + "]\n" + settings + "sso_session = " + session + "\n" + ADMINISTRATOR;
    }

    /** Each of another session name: by the role alone, the AWS CLI tells nobody's from anybody's. */
    private static String role(String name, String source, String settings) {
        return "[profile " + name + "]\n" + settings + "role_arn = " + ROLE + "\nrole_session_name = " + source
                + "\nsource_profile = " + source + "\n";
    }

    private void assume(String... args) {
        Home.Said said = home.call(assume::run, args);
        assertEquals(0, said.status(), said.err());
    }

    private Set<Path> cached() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".aws/cli/cache"))) {
            return files.collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void whateverTheOptionsWere() throws Exception {
        assertEquals(0, signIn("sso").status());
        assertEquals(0, signIn("theirs").status());
        assume("theirs");
        assume("theirs-role");
        assume("theirs-role", "--duration-seconds", "30m");
        assume("keys-role");
        assume("keys", "--role-arn", ROLE, "--role-session-name", "keys");
        Set<Path> others = cached();
        assertEquals(5, others.size(), others.toString());
        assume("sso");
        assume("role");
        assume("role", "--duration-seconds", "30m", "--region", "eu-west-1");
        assume("role", "--role-session-name", "other", "--endpoint-url", sts.endpoint());
        assume("sso", "--role-arn", ROLE, "--duration-seconds", "20m");
        assertEquals(10, cached().size());
        assertEquals(0, home.call(login::run, "sso", "--logout").status());
        assertEquals(others, cached());
        assertTrue(Files.exists(SsoToken.file(home.env(), "others")), "the other token");
        assertEquals(0, home.call(login::run, "theirs", "--logout").status());
        assertEquals(2, cached().size(), "those of keys");
    }

    /** Those of a shell that has loaded the profile, and those of [default]. */
    @Test
    void whereNoProfileWasNamed() throws Exception {
        assertEquals(0, signIn("sso").status());
        Path config = folder.resolve(".aws/config");
        String all = Files.readString(config);
        Files.writeString(config, all.replace("[default]\n", "[default]\nsso_session = practice\n" + ADMINISTRATOR));
        assume("--role-arn", ROLE);
        Home.Said said = home.call(
                each::run, "--accounts", "123456789123", "--yes", "--endpoint-url", sts.endpoint(), "--", "true");
        assertEquals(0, said.status(), said.err());
        assertEquals(3, cached().size());
        assertEquals(0, home.call(login::run, "sso", "--logout").status());
        assertEquals(Set.of(), cached());
    }

    /** A file of the AWS CLI's for a profile that is gone tells nobody whose it is. */
    @Test
    void whatMayBeOfAnotherSessionStays() throws Exception {
        assertEquals(0, signIn("sso").status());
        Path cache = Files.createDirectories(folder.resolve(".aws/cli/cache"));
        Path unknown = Files.writeString(cache.resolve("a".repeat(40) + ".json"), "{\"ProviderType\": \"sso\"}");
        assertEquals(0, home.call(login::run, "sso", "--logout").status());
        assertEquals(Set.of(unknown), cached());
    }
}
