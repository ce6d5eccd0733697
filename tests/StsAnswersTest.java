import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which STS is called, what is made of its refusals, and what is said when there is no answer. */
class StsAnswersTest extends AssumeFixture {
    @Test
    void durationOverWhatTheRoleOrAChainAllows() {
        assertRefused(
                1,
                home.call(assume::run, "short", "--duration-seconds", "7200"),
                "MaxSessionDuration",
                "fewer --duration-seconds");
        assertRefused(
                1,
                home.call(assume::run, "audit", "--duration-seconds", "7200"),
                "role that is assumed by a role",
                "3600");
    }

    @Test
    void aClockThatIsWrongIsSaidWithBothTimes() throws IOException {
        try (var late = PracticeSts.start(Clock.offset(Clock.systemUTC(), Duration.ofHours(-3)))) {
            Home.Said said = home.call(assume::run, "dev", "--endpoint-url", late.endpoint());
            assertRefused(1, said, "SignatureDoesNotMatch");
            assertTrue(
                    said.err().matches("(?s).*clock says \\d{8}T\\d{6}Z and STS's says \\d{8}T\\d{6}Z.*"), said.err());
        }
    }

    @Test
    void aServerErrorIsTriedAgainAndARefusalIsNot() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean second = calls.incrementAndGet() > 1;
            exchange.sendResponseHeaders(second ? 403 : 503, -1);
            exchange.close();
        });
        server.start();
        try {
            assertRefused(
                    1,
                    home.call(
                            assume::run,
                            "dev",
                            "--endpoint-url",
                            "http://127.0.0.1:" + server.getAddress().getPort()),
                    "HTTP 403",
                    "not as STS does");
            assertEquals(2, calls.get());
        } finally {
            server.stop(0);
        }
    }

    /** What STS says of expired keys, of a region that is off and of a policy that is too long, from a stand-in. */
    @Test
    void whateverStsSaysIsPassedOnWithAdvice() throws Exception {
        Map<String, String> advice = Map.of(
                "ExpiredToken",
                "these keys have expired",
                "RegionDisabledException",
                "choose another --region",
                "PackedPolicyTooLarge",
                "its words say");
        for (var error : advice.entrySet()) {
            try (var server = new FaultServer()) {
                String document = FaultServer.error(error.getKey(), "the words of STS");
                String endpoint = server.answering(out -> FaultServer.write(out, FaultServer.body(403, document)));
                assertRefused(
                        1,
                        home.call(assume::run, "dev", "--endpoint-url", endpoint),
                        "the keys of profile redbeard for " + PracticeWorld.DEVELOPER.arn(),
                        error.getKey() + ": the words of STS",
                        error.getValue(),
                        "[endpoint: " + endpoint + "]");
            }
        }
    }

    /** In JVMs of their own, since the SDK reads these variables itself. */
    @Test
    void theEndpointOfTheEnvironmentAndOfAServicesSection() throws IOException {
        String role = "\nrole_arn = " + ORGANIZATION + "\nsource_profile = redbeard\nregion = eu-central-1\n";
        home.files(
                "[profile plain]" + role + "[profile sectioned]" + role
                        + "services = local\n[services local]\nsts =\n  endpoint_url = " + sts.endpoint() + "\n"
                        + "[profile wrong]" + role + "endpoint_url = http://127.0.0.1:1\n",
                Files.readString(folder.resolve(".aws/credentials")));
        assertSession("assumed-role/OrganizationAccountAccessRole/ada", home.call(assume::run, "sectioned"));
        for (String variable : List.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS")) {
            assertEquals(
                    0,
                    Program.java("assume", "plain", "--no-cache")
                            .with("HOME", folder)
                            .with(variable, sts.endpoint())
                            .run()
                            .status(),
                    variable);
            assertEquals(
                    0,
                    Program.java("assume", "wrong", "--no-cache")
                            .with("HOME", folder)
                            .with(variable, sts.endpoint())
                            .run()
                            .status(),
                    variable + " outranks the profile");
        }
        assertRefused(1, home.call(assume::run, "wrong", "--no-cache"), "http://127.0.0.1:1");
        Program.Ran garbage = Program.java("assume", "plain", "--no-cache")
                .with("HOME", folder)
                .with("AWS_ENDPOINT_URL", "garbage")
                .run();
        assertTrue(garbage.err().contains("AWS_ENDPOINT_URL") && garbage.out().equals("false;\n"), garbage.err());
        assertRefused(1, home.with("AWS_REGION", "a b").call(assume::run, "plain"), "'a b'", "AWS_REGION");
    }

    @Test
    void theEndpointOfAnOptionIsAnAddress() {
        for (String address : List.of(
                "http://127.0.0.1:99999",
                "http://[::1",
                "ftp://x",
                "http://x/?some=query",
                "http://user@x/",
                "localhost")) {
            assertRefused(2, home.call(assume::run, "redbeard", "--endpoint-url", address), "'" + address + "'");
        }
        assertSession(
                "assumed-role/OrganizationAccountAccessRole/ada",
                home.call(
                        assume::run,
                        "redbeard",
                        "--role-arn",
                        ORGANIZATION,
                        "--no-cache",
                        "--endpoint-url",
                        sts.endpoint() + "/a/path"));
    }

    @Test
    void silenceIsAnAnswerWithinTenSeconds() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long start = System.nanoTime();
            assertRefused(
                    1,
                    home.call(assume::run, "dev", "--endpoint-url", "http://127.0.0.1:" + silent.getLocalPort()),
                    "http://127.0.0.1:" + silent.getLocalPort(),
                    "in time");
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 11);
        }
    }

    @Test
    void aHostThatIsNotThere() {
        assertRefused(
                1,
                home.call(assume::run, "dev", "--endpoint-url", "http://sts.invalid"),
                "http://sts.invalid",
                "no such host");
        assertRefused(
                1,
                home.call(assume::run, "dev", "--endpoint-url", "http://127.0.0.1:1"),
                "http://127.0.0.1:1",
                "refused");
    }
}
