//SOURCES LoginFixture.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The device code flow, RFC 8628: a code in the terminal, a click on another device, and what goes wrong. */
class LoginDeviceTest extends LoginFixture {
    @Test
    void theAddressIsPrintedForAProgram() throws Exception {
        Running running = login("sso", "--device-code", "--print");
        String address = running.await(ADDRESS);
        String page = click(address, "allow");
        assertTrue(page.contains("go back to the device"), page);
        Home.Said said = running.said();
        assertEquals(0, said.status(), said.err());
        assertEquals(address + "\n", said.out());
        assertTrue(said.err().contains("signed in to practice until "), said.err());
        assertWorks();
        Object grants = json(SsoRegistration.file(home.env(), SsoSession.named(Profiles.read(home.env()), "practice")))
                .get("grantTypes");
        assertEquals(null, grants, "a client for device codes says nothing of them, as that of the AWS CLI");
    }

    @Test
    void deniedInTheBrowser() throws Exception {
        Running running = login("sso", "--device-code");
        assertTrue(click(running.await(ADDRESS), "deny").contains("Denied"));
        assertRefused(running.said(), "login: the sign-in was denied in the browser; nothing was cached");
    }

    @Test
    void aCodeThatNobodyTypes() throws Exception {
        start(SsoLimits.DEFAULT.withClick(Duration.ofSeconds(2)));
        Running running = login("sso", "--device-code");
        String address = running.await(ADDRESS);
        assertRefused(
                running.said(), "the code " + parameter(address, "user_code") + " has expired", "nothing was cached");
        assertTrue(get(address).body().contains("There is no such code, or it has expired."));
    }

    @Test
    void whatTheServiceSaysIsSaid() throws Exception {
        for (String exception :
                List.of("ExpiredTokenException", "InvalidGrantException", "UnauthorizedClientException")) {
            center.refuseNext(exception);
            boolean isExpired = exception.startsWith("Expired");
            assertRefused(login("sso", "--device-code").said(), isExpired ? "has expired" : exception);
        }
    }

    /** Each time it is told to slow down it waits five seconds longer, from then on. */
    @Test
    void itSlowsDownWhenItIsToldTo() throws Exception {
        center.refuseNext("SlowDownException");
        Running running = login("sso", "--device-code");
        click(running.await(ADDRESS), "allow");
        long start = System.nanoTime();
        assertEquals(0, running.said().status(), running.said().err());
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        assertEquals(2, calls("CreateToken"));
        assertTrue(seconds >= 5, seconds + " s");
    }

    @Test
    void aPortalThatIsNotThere() throws Exception {
        home.files(Files.readString(folder.resolve(".aws/config")).replace("/start", "/other"), "");
        assertRefused(login("sso", "--device-code").said(), "InvalidRequestException", "there is no such startUrl");
        home.files(
                Files.readString(folder.resolve(".aws/config")).replace(center.endpoint(), "http://127.0.0.1:1"), "");
        assertRefused(login("sso", "--device-code").said(), "http://127.0.0.1:1 gave no answer");
    }
}
