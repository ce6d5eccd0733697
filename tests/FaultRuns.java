import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Calls of assume and whoami, each to an endpoint with a fault, and what has to hold after each. */
final class FaultRuns {
    private static final String ROLE = "arn:aws:iam::123456789123:role/Audit";

    /** AWS's own example of a secret; what the server hands out must never be seen in a message. */
    static final String GIVEN = "GivenAwayByTheServer/7MDENG/bPxRfiCYEXAMPLE";

    static final String ANSWER = answer(GIVEN, "AQoDYXdzEJr");

    static final String IDENTITY = """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>\
        <Arn>arn:aws:iam::111122223333:user/redbeard</Arn><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>\
        <Account>111122223333</Account>\
        </GetCallerIdentityResult></GetCallerIdentityResponse>\
        """;

    /** 9 seconds for the call, its end included, and something for a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(13);

    /** Those that wait run beside each other, the others few at a time, so that none is slow for another's sake. */
    private final ExecutorService waiting = Executors.newCachedThreadPool(FaultServer::daemon);

    private final ExecutorService quick = Executors.newFixedThreadPool(4, FaultServer::daemon);
    private final Map<String, Future<Ran>> runs = new LinkedHashMap<>();
    private final Map<String, List<String>> expected = new LinkedHashMap<>();
    private final FaultServer server;
    private final Path folder;

    record Ran(Home.Said said, Duration took) {}

    FaultRuns(FaultServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** What STS says to AssumeRole, with these secrets in it. */
    static String answer(String secret, String token) {
        return """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser>\
            <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:me</AssumedRoleId>\
            <Arn>arn:aws:sts::123456789123:assumed-role/Audit/me</Arn></AssumedRoleUser><Credentials>\
            <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>\
            <SessionToken>%s</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>\
            </AssumeRoleResult></AssumeRoleResponse>\
            """.formatted(secret, token);
    }

    /** The names of the faults, in the order in which they were made. */
    Set<String> names() {
        return runs.keySet();
    }

    Ran run(String name) throws Exception {
        return runs.get(name).get();
    }

    void fault(String name, String endpoint, String... said) {
        fault(name, endpoint, (Path) null, said);
    }

    void fault(String name, String endpoint, Path bundle, String... said) {
        expected.put(name, List.of(said));
        boolean waits = Pattern.compile("silence|a second|100 MB").matcher(name).find();
        runs.put(name, (waits ? waiting : quick).submit(() -> call(endpoint, bundle)));
    }

    void answer(String name, int status, String document, String... said) throws Exception {
        fault(name, server.answering(out -> FaultServer.write(out, FaultServer.body(status, document))), said);
    }

    /** STS's answer with something in it replaced. */
    void given(String name, String regex, String replacement, String... said) throws Exception {
        String spoilt = ANSWER.replaceFirst("(?s)" + regex, replacement);
        assertFalse(spoilt.equals(ANSWER), name);
        answer(name, 200, spoilt, said);
    }

    void whoami(String name, String document, String... said) throws Exception {
        String endpoint = server.answering(out -> FaultServer.write(out, FaultServer.body(200, document)));
        expected.put(name, List.of(said));
        runs.put(name, quick.submit(() -> timed(() -> home(endpoint).call(whoami::run, "--profile", "redbeard"))));
    }

    Ran call(String endpoint, Path bundle) throws Exception {
        Home home = home(endpoint);
        return timed(() -> (bundle == null ? home : home.with("AWS_CA_BUNDLE", bundle.toString()))
                .call(assume::run, "redbeard", "--role-arn", ROLE));
    }

    private Home home(String endpoint) throws IOException {
        return Home.in(Files.createTempDirectory(folder, "home"), endpoint);
    }

    private static Ran timed(Callable<Home.Said> call) throws Exception {
        long start = System.nanoTime();
        Home.Said said = call.call();
        return new Ran(said, Duration.ofNanos(System.nanoTime() - start));
    }

    void check(String name) throws Exception {
        Ran ran = run(name);
        String err = ran.said.err();
        if (System.getenv("SHOW") != null) {
            System.err.println(name + " [" + ran.took.toMillis() + "] " + err.strip());
        }
        assertEquals(1, ran.said.status(), err);
        assertEquals(name.startsWith("whoami") ? "" : "false;\n", ran.said.out());
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.length() < 1500, "a message of " + err.length() + " characters");
        assertTrue(
                err.codePoints().noneMatch(c -> c != '\n' && Character.isISOControl(c)),
                "a message that steers a terminal");
        for (String leak : List.of(GIVEN.substring(0, 12), "PRIVATE", Home.SECRET.substring(0, 12), "unexpected")) {
            assertFalse(err.contains(leak), err);
        }
        for (String part : expected.get(name)) {
            assertTrue(Stream.of(part.split("\\|")).anyMatch(err::contains), "'" + part + "' is not in: " + err);
        }
        assertTrue(ran.took.compareTo(BOUND) < 0, "it took " + ran.took);
    }

    Duration slowest() throws Exception {
        Duration slowest = Duration.ZERO;
        for (Future<Ran> run : runs.values()) {
            slowest = run.get().took.compareTo(slowest) > 0 ? run.get().took : slowest;
        }
        return slowest;
    }
}
