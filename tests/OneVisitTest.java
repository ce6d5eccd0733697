import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An address that leads on to a secret one, asked by curl as a browser and as others. */
class OneVisitTest {
    private static final String TARGET = "https://signin.example/federation?SigninToken=secret";

    private OneVisit visit;

    @BeforeEach
    void open() throws IOException {
        Program.need("curl");
        visit = OneVisit.to(TARGET);
    }

    @AfterEach
    void close() {
        visit.close();
    }

    /** The status, and where it leads. */
    private static String curl(String... words) {
        String[] command = new String[words.length + 4];
        System.arraycopy(words, 0, command, 0, words.length);
        System.arraycopy(
                new String[] {"-sq", "--noproxy", "*", "-w%{http_code} %{redirect_url}"}, 0, command, words.length, 4);
        String out = Program.of(command).run().out();
        return out.lines()
                .reduce((first, last) -> last)
                .orElse("")
                .replaceFirst("^.*(\\d{3} )", "$1")
                .strip();
    }

    private boolean hasCome() throws InterruptedException {
        return visit.comesWithin(Duration.ZERO);
    }

    @Test
    void theFirstIsLedOnAndNobodyElse() throws InterruptedException {
        assertTrue(visit.address().matches("http://127\\.0\\.0\\.1:\\d+/[\\w-]{43}"), visit.address());
        assertFalse(visit.address().contains("secret"));
        assertFalse(hasCome());
        assertEquals("302 " + TARGET, curl("curl", visit.address()));
        assertTrue(visit.comesWithin(Duration.ofSeconds(20)));
        assertEquals("404", curl("curl", visit.address()));
    }

    @Test
    void whoeverGuessesOrHasAnotherNameForThisComputerIsNotLedOn() throws InterruptedException {
        assertEquals("404", curl("curl", visit.address() + "x"));
        assertEquals("404", curl("curl", visit.address() + "?"));
        assertEquals("404", curl("curl", visit.address().replaceFirst("[^/]*$", "")));
        assertEquals("404", curl("curl", visit.address().replaceFirst("[^/]*$", "favicon.ico")));
        assertEquals("404", curl("curl", "-H", "Host: rebound.example", visit.address()));
        assertEquals("404", curl("curl", "-X", "POST", visit.address()));
        assertEquals("404", curl("curl", "-I", visit.address()));
        assertFalse(hasCome());
        assertEquals("302 " + TARGET, curl("curl", visit.address()));
    }

    @Test
    void aVisitorWhoSaysNothingKeepsNobodyWaiting() throws IOException {
        URI address = URI.create(visit.address());
        try (var silent = new Socket(address.getHost(), address.getPort())) {
            silent.getOutputStream().write("GET ".getBytes(StandardCharsets.US_ASCII));
            assertEquals("302 " + TARGET, curl("curl", "-m", "20", visit.address()));
        }
    }

    /** Everybody can read the address in the browser's command line, and be quicker. */
    @Test
    void anotherUserOfThisComputerIsNotLedOn() throws InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can be somebody else");
        Program.need("setpriv");
        assertEquals("403", curl("setpriv", "--reuid=65534", "--clear-groups", "curl", visit.address()));
        assertFalse(hasCome());
        assertEquals("302 " + TARGET, curl("curl", visit.address()));
    }
}
