import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The console with roles that want MFA: one code for all of them, as for assume. */
class ConsoleMfaTest extends ConsoleFixture {
    @Test
    void oneCodeForTwoRolesAndForAssume() throws Exception {
        assertSignsIn("prod", "--token-code", sts.actions().code());
        assertSignsIn("prod-admin");
        assertEquals(
                0, home.call(assume::run, "prod", "--role-session-name", "eve").status());
        assertEquals(1, calls("GetSessionToken"));
        assertEquals(3, calls("AssumeRole"));
    }

    @Test
    void withoutASessionEachHasItsOwn() throws Exception {
        assertSignsIn("prod", "--no-session", "--token-code", sts.actions().code());
        assertEquals(0, calls("GetSessionToken"));
    }

    /** A session is temporary, so the role that it signs for is one of a chain; with a code of its own it is not. */
    @Test
    void howLongIsForRolesWithACodeOfTheirOwn() throws Exception {
        Home.Said chained = assertSignsIn(
                "prod",
                "--duration-seconds",
                "2h",
                "--token-code",
                sts.actions().code());
        assertTrue(chained.err().contains("do not allow --duration-seconds, so it was left out"), chained.err());
        Home.Said own = assertSignsIn(
                "prod",
                "--duration-seconds",
                "2h",
                "--no-cache",
                "--token-code",
                sts.actions().code());
        assertTrue(own.err().contains("assumed-role/Production/ada for 7200 seconds"), own.err());
        assertEquals(2, calls("getSigninToken"));
    }

    private Home.Said assertSignsIn(String profile, String... more) {
        String[] args = new String[more.length + 2];
        args[0] = profile;
        args[1] = "--print";
        System.arraycopy(more, 0, args, 2, more.length);
        Home.Said said = home.call(console::run, args);
        assertEquals(0, said.status(), said.err());
        assertTrue(said.out().contains("/federation?Action=login"), "an address");
        return said;
    }
}
