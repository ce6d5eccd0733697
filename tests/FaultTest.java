import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong between here and STS: it is named in one line, in bounded time, and the shell stays as it was. */
class FaultTest {
    private static final String ROLE = "arn:aws:iam::123456789123:role/Audit";
    /** AWS's own example of a secret; what the server below hands out must never be seen in a message. */
    private static final String GIVEN = "GivenAwayByTheServer/7MDENG/bPxRfiCYEXAMPLE";

    private static final String ANSWER = """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser>\
        <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:me</AssumedRoleId><Arn>arn:aws:sts::123456789123:assumed-role/Audit/me</Arn></AssumedRoleUser><Credentials>\
        <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>%s</SecretAccessKey><SessionToken>AQoDYXdzEJr</SessionToken>\
        <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>\
        """.formatted(GIVEN);
    private static final String IDENTITY = """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>\
        <Arn>arn:aws:iam::111122223333:user/redbeard</Arn><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId><Account>111122223333</Account>\
        </GetCallerIdentityResult></GetCallerIdentityResponse>\
        """;
    /** 9 seconds for the call, its end included, and something for a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(13);

    private static final int HUGE = 100 << 20;

    @TempDir
    static Path folder;
    /** The servers; and the calls, those that wait beside each other, the others few at a time, so that none is slow for another's sake. */
    private static final ExecutorService servers = Executors.newCachedThreadPool(FaultTest::daemon);

    private static final ExecutorService waiting = Executors.newCachedThreadPool(FaultTest::daemon);
    private static final ExecutorService quick = Executors.newFixedThreadPool(4, FaultTest::daemon);
    private static final List<AutoCloseable> open = new ArrayList<>();
    /** Connections to a host that nobody has any business with: where redirects and external entities point. */
    private static final AtomicInteger elsewhere = new AtomicInteger();

    private static String elsewhereUrl;
    /** Bytes of an endless answer that were taken off the server's hands. */
    private static final AtomicLong taken = new AtomicLong();

    private final Map<String, Future<Ran>> runs = new LinkedHashMap<>();
    private final Map<String, List<String>> expected = new LinkedHashMap<>();

    record Ran(Home.Said said, Duration took) {}

    /** What happens on a connection. */
    interface Server {
        void handle(Socket client) throws Exception;
    }

    /** The same, to somebody whose whole question was read. */
    interface Answer {
        void write(OutputStream out) throws Exception;
    }

    @BeforeAll
    static void start() throws IOException {
        Program.need("bash");
        elsewhereUrl = listen(client -> elsewhere.incrementAndGet());
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        servers.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> faults() throws Exception {
        Home.Said good = call(answering(out -> write(out, body(200, ANSWER))), null).said;
        assertEquals(0, good.status(), "what is spoilt below is a good answer where nobody spoils it: " + good.err());
        Files.writeString(folder.resolve("good"), good.out());
        connections();
        answers();
        documents();
        credentials();
        tls();
        for (int minutes : List.of(-20, 20)) {
            var sts = PracticeSts.start(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)));
            open.add(sts);
            fault(
                    "a clock " + minutes + " minutes off",
                    sts.endpoint(),
                    "clock says 2",
                    "and STS's says 2",
                    "set it right");
        }
        return Stream.concat(
                runs.keySet().stream().map(name -> DynamicTest.dynamicTest(name, () -> check(name))),
                Stream.of(DynamicTest.dynamicTest("all of them in a shell", this::inAShell)));
    }

    private void connections() throws Exception {
        int nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        fault("connection refused", "http://127.0.0.1:" + nobody, "refused");
        fault("reset before a word", listen(FaultTest::reset), "reset");
        fault(
                "reset before the headers",
                listen(client -> {
                    question(client);
                    reset(client);
                }),
                "reset");
        fault(
                "reset in the headers",
                listen(client -> {
                    question(client);
                    write(client.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Ty");
                    reset(client);
                }),
                "reset");
        fault(
                "reset after the headers",
                listen(client -> {
                    question(client);
                    write(
                            client.getOutputStream(),
                            head(200, "Content-Length: " + ANSWER.length()) + ANSWER.substring(0, 300));
                    Thread.sleep(200);
                    reset(client);
                }),
                "reset");
        fault("closed before the headers", answering(out -> {}), "Unexpected end of file");
        fault(
                "closed in the headers",
                answering(out -> write(out, "HTTP/1.1 200 OK\r\nContent-Le")),
                "not as STS does");
        fault(
                "closed in the body",
                answering(out ->
                        write(out, head(200, "Content-Length: " + ANSWER.length()) + ANSWER.substring(0, 300))),
                "not as STS does|Premature EOF");
        fault(
                "closed in a chunk",
                answering(out ->
                        write(out, head(200, "Transfer-Encoding: chunked") + "fff\r\n" + ANSWER.substring(0, 300))),
                "Premature EOF");
        fault("silence", listen(client -> Thread.sleep(60_000)), "in time");
        fault(
                "silence after the headers",
                answering(out -> {
                    write(out, head(200, "Content-Length: " + ANSWER.length()));
                    Thread.sleep(60_000);
                }),
                "in time");
        fault(
                "headers at one byte a second",
                answering(out -> drip(out, head(200, "Content-Length: " + ANSWER.length()) + ANSWER)),
                "in time");
        fault(
                "a body at one byte a second",
                answering(out -> {
                    write(out, head(200, "Content-Length: " + ANSWER.length()));
                    drip(out, ANSWER);
                }),
                "in time");
        fault(
                "an error at one byte a second",
                answering(out -> {
                    write(out, head(403, "Content-Length: 5000"));
                    drip(out, "<ErrorResponse>" + " ".repeat(5000));
                }),
                "in time");
        fault(
                "chunks at one a second",
                answering(out -> {
                    write(out, head(200, "Transfer-Encoding: chunked"));
                    for (int i = 0; i < 60; i++) {
                        write(out, "1\r\n \r\n");
                        Thread.sleep(1000);
                    }
                }),
                "in time");
        fault("not HTTP", answering(out -> write(out, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")), "Invalid Http response");
        fault(
                "100 MB of body",
                answering(out -> {
                    write(out, head(200, "Content-Length: " + HUGE));
                    flood(out, " ");
                }),
                "over a megabyte");
        fault(
                "100 MB of error",
                answering(out -> {
                    write(out, head(400, "Content-Length: " + HUGE));
                    flood(out, " ");
                }),
                "over a megabyte");
        fault(
                "100 MB of XML",
                answering(out -> {
                    write(out, head(200, "Content-Length: " + HUGE) + ANSWER.substring(0, ANSWER.indexOf("ASIA")));
                    flood(out, "A");
                }),
                "over a megabyte");
        fault(
                "100 MB of headers",
                answering(out -> {
                    write(out, "HTTP/1.1 200 OK\r\n");
                    flood(out, "X-A: b\r\n");
                }),
                "Header size too big");
        fault(
                "100 MB of one header",
                answering(out -> {
                    write(out, "HTTP/1.1 200 OK\r\nX-A: ");
                    flood(out, "b");
                }),
                "Header size too big");
        fault(
                "100 MB of status line",
                answering(out -> {
                    write(out, "HTTP/1.1 200 ");
                    flood(out, "b");
                }),
                "Header size too big");
    }

    private void answers() throws Exception {
        answer("HTTP 500 and nothing", 500, "", "HTTP 500", "not as STS does");
        answer(
                "HTTP 500 of STS's own",
                500,
                error("InternalFailure", "The request processing has failed"),
                "InternalFailure");
        answer("HTTP 503 with throttling", 503, error("Throttling", "Rate exceeded"), "Throttling", "Rate exceeded");
        answer("HTTP 400 with throttling", 400, error("Throttling", "Rate exceeded"), "Throttling", "Rate exceeded");
        answer("HTTP 429", 429, "slow down", "HTTP 429", "not as STS does");
        answer("HTTP 502 of a proxy", 502, "<html><body>Bad Gateway</body></html>", "HTTP 502", "not as STS does");
        answer("HTTP 404", 404, "{\"message\": \"no Route matched\"}", "HTTP 404", "not as STS does");
        answer("HTTP 204", 204, "", "not as STS does");
        for (int status : List.of(401, 407)) {
            fault(
                    "HTTP " + status,
                    answering(out -> write(
                            out,
                            head(
                                    status,
                                    "WWW-Authenticate: Basic realm=x",
                                    "Proxy-Authenticate: Basic realm=x",
                                    "Content-Length: 0"))),
                    "HTTP " + status);
        }
        for (int status : List.of(301, 302, 303, 307, 308)) {
            fault(
                    "HTTP " + status + " to elsewhere",
                    answering(out -> write(out, head(status, "Location: " + elsewhereUrl, "Content-Length: 0"))),
                    "HTTP " + status,
                    "not as STS does");
        }
        answer(
                "an error that steers a terminal",
                403,
                "<?xml version=\"1.1\"?>"
                        + error("AccessDenied", "&#27;]0;pwned&#7;&#x9b;2J&#13;\n\u202eassume: all is well"),
                "\\u001b",
                "\\u009b",
                "\\u000a",
                "\\u202e");
        answer(
                "an error of shell code",
                403,
                error("AccessDenied", "'; touch pwned; $(touch pwned) `touch pwned`\n touch pwned"),
                "may not assume");
        answer(
                "an error of 100,000 words",
                403,
                error("AccessDenied", "word ".repeat(100_000)),
                "may not assume",
                "...");
        answer("an error whose code is shell code", 403, error("$(touch pwned)\n';touch pwned", "x"), "STS refused");
    }

    private void documents() throws Exception {
        answer("an empty answer", 200, "", "not as STS does");
        answer(
                "HTML",
                200,
                "<!DOCTYPE html><html><head><title>Log in</title></head><body><br></body></html>",
                "not as STS does");
        answer("XHTML", 200, "<html><head><title>Log in</title></head></html>", "not as STS does");
        answer("JSON", 200, "{\"Credentials\": {}}", "not as STS does");
        answer("no text at all", 200, "\0\u0001\u0002\u00ff", "not as STS does");
        answer(
                "XML cut in the middle",
                200,
                ANSWER.substring(0, ANSWER.indexOf("</SecretAccessKey>") - 3),
                "not as STS does");
        answer("XML cut at its end", 200, ANSWER.substring(0, ANSWER.length() - 3), "not as STS does");
        answer("XML of another call", 200, IDENTITY, "not as STS does");
        answer(
                "XML of nothing",
                200,
                "<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>",
                "not as STS does");
        answer("XML nested 100,000 deep", 200, "<a>".repeat(100_000), "not as STS does");
        Path file = Files.writeString(folder.resolve("private"), "PRIVATE");
        doctype("an entity from elsewhere", "<!DOCTYPE x [<!ENTITY e SYSTEM '" + elsewhereUrl + "/e'>]>");
        doctype("an entity from a file", "<!DOCTYPE x [<!ENTITY e SYSTEM '" + file.toUri() + "'>]>");
        doctype("a DTD from elsewhere", "<!DOCTYPE x SYSTEM '" + elsewhereUrl + "/dtd'>");
        doctype(
                "a parameter entity from elsewhere",
                "<!DOCTYPE x [<!ENTITY % p SYSTEM '" + elsewhereUrl + "/p'> %p;]>");
        doctype("an entity of its own", "<!DOCTYPE x [<!ENTITY e 'ASIAIOSFODNN7EXAMPLE'>]>");
        StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 'ha'>");
        for (int i = 1; i < 32; i++) {
            laughs.append("<!ENTITY l%d '&l%d;&l%d;&l%d;'>".formatted(i, i - 1, i - 1, i - 1));
        }
        doctype("a billion laughs", laughs + "<!ENTITY e '&l31;'>]>");
        doctype("a billion laughs in an attribute", laughs + "<!ENTITY e 'x'><!ATTLIST AccessKeyId a CDATA '&l31;'>]>");
    }

    private void doctype(String name, String doctype) throws Exception {
        answer(name, 200, doctype + ANSWER.replace("ASIAIOSFODNN7EXAMPLE", "&e;"), "not as STS does");
        answer(name + ", in an error", 403, doctype + error("AccessDenied", "&e;"), "may not assume", "(AccessDenied");
    }

    private void credentials() throws Exception {
        given("no AccessKeyId", "<AccessKeyId>[^/]*/AccessKeyId>", "", "no AccessKeyId");
        given("an empty AccessKeyId", "ASIAIOSFODNN7EXAMPLE", "", "AccessKeyId");
        given(
                "a line break in AccessKeyId",
                "ASIAIOSFODNN7EXAMPLE",
                "ASIA\ntouch pwned",
                "AccessKeyId holds a control character");
        given(
                "an escape sequence in AccessKeyId",
                "<AssumeRoleResponse(.*)ASIAIOSFODNN7EXAMPLE",
                "<?xml version=\"1.1\"?><AssumeRoleResponse$1ASIA&#27;[2J",
                "AccessKeyId holds a control character");
        given(
                "a C1 control in AccessKeyId",
                "ASIAIOSFODNN7EXAMPLE",
                "ASIA&#x9b;2J",
                "AccessKeyId holds a control character");
        given(
                "what is no character in AccessKeyId",
                "ASIAIOSFODNN7EXAMPLE",
                "ASIA&#xfffd;",
                "AccessKeyId holds a control character");
        given("no SecretAccessKey", "<SecretAccessKey>.*/SecretAccessKey>", "", "no SecretAccessKey");
        given("a tab in SecretAccessKey", GIVEN, "$0&#9;x", "SecretAccessKey holds a control character");
        given("no SessionToken", "<SessionToken>.*/SessionToken>", "", "no SessionToken");
        given("a line break in SessionToken", "AQoDYXdzEJr", "a\n$0", "SessionToken holds a control character");
        given("an Expiration that is no time", "2099-01-01T00:00:00Z", "\\$(touch pwned)", "not as STS does");
        given("an Expiration far away", "2099-", "+999999-", "Expiration is not a time");
        given(
                "an Arn with a line break",
                "(assumed-role/Audit)/me",
                "$1\ntouch pwned",
                "Arn holds a control character");
        given("no Arn", "<Arn>.*/Arn>", "", "no Arn");
        given(
                "a PackedPolicySize that is no number",
                "</AssumedRoleUser>",
                "$0<PackedPolicySize>x</PackedPolicySize>",
                "not as STS does");
        given("no AssumedRoleUser", "<AssumedRoleUser>.*/AssumedRoleUser>", "", "not as STS does");
        given("no Credentials", "<Credentials>.*/Credentials>", "", "not as STS does");
        whoami("whoami: no Arn", IDENTITY.replaceAll("<Arn>.*/Arn>", ""), "not as STS does");
        whoami(
                "whoami: an Arn of two lines",
                IDENTITY.replace("user/redbeard", "user/\n/red"),
                "Arn holds a control character");
        whoami("whoami: nothing", "<a/>", "not as STS does");
    }

    private void tls() throws Exception {
        TlsServer other = TlsServer.with("other", "-ext", "san=dns:other.example");
        fault("a certificate for another name", other.url, other.bundle, "certificate", "127.0.0.1");
        fault("a certificate of nobody's", other.url, "certificate", "--ca-bundle");
        fault(
                "HTTP where TLS should be",
                listen(client -> {
                            write(client.getOutputStream(), body(400, "TLS?"));
                            client.getInputStream().transferTo(OutputStream.nullOutputStream());
                        })
                        .replace("http:", "https:"),
                "SSL");
        fault(
                "TLS cut off in the handshake",
                listen(client -> {
                            client.getInputStream().read(new byte[500]);
                            client.close();
                        })
                        .replace("http:", "https:"),
                "peer shut down incorrectly");
        fault(
                "TLS reset in the handshake",
                listen(client -> {
                            client.getInputStream().read(new byte[500]);
                            reset(client);
                        })
                        .replace("http:", "https:"),
                "reset");
        fault("TLS and silence", listen(client -> Thread.sleep(60_000)).replace("http:", "https:"), "in time");
    }

    // ---- what must hold after each ----

    private void check(String name) throws Exception {
        Ran ran = runs.get(name).get();
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

    /** One bash sources what each of them printed, and writes down its environment before and after, byte for byte. */
    private void inAShell() throws Exception {
        Path products = Files.createDirectory(folder.resolve("products"));
        int number = 0;
        for (String name : runs.keySet()) {
            Files.writeString(
                    products.resolve("%03d".formatted(number++)),
                    runs.get(name).get().said.out());
        }
        String code = "'; touch pwned; $(touch pwned) `touch pwned`;\\";
        Home.Said shellCode =
                call(answering(out -> write(out, body(200, ANSWER.replace("ASIAIOSFODNN7EXAMPLE", code)))), null).said;
        Files.writeString(folder.resolve("code"), shellCode.out());
        Program.Ran bash = Program.of("bash", "-c", """
            export AWS_ACCESS_KEY_ID=before AWS_SECRET_ACCESS_KEY=before AWS_SESSION_TOKEN=before AWS_PROFILE=before
            check() { env -0 >before; source <(cat "$1"); status=$?; env -0 >after; cmp -s before after && echo "same $status" || echo "other $status"; }
            for product in products/*; do [ -s "$product" ] || continue; check "$product"; done | sort | uniq -c
            check code; printf '%s\\n' "$AWS_ACCESS_KEY_ID"
            check good; printf '%s\\n' "$AWS_ACCESS_KEY_ID"
            ls
            """).in(folder).run();
        long loaded = runs.keySet().stream()
                .filter(name -> !name.startsWith("whoami"))
                .count();
        assertEquals(
                List.of(loaded + " same 1", "other 0", code, "other 0", "ASIAIOSFODNN7EXAMPLE"),
                bash.lines().subList(0, 5).stream().map(String::strip).toList(),
                bash.err());
        assertEquals("", bash.err());
        assertFalse(bash.out().contains("pwned\n") && bash.lines().contains("pwned"), "what STS said was run");
        assertEquals(0, elsewhere.get(), "connections to a host that only an answer named");
        assertTrue(taken.get() < HUGE, taken + " bytes of the endless answers were read");
        System.out.printf(
                "%n  faults between here and STS: %d, each named in one line, the slowest after %.1f s; %d of %d MB of"
                        + " endless answers read; environment untouched in bash%n",
                runs.size(), slowest().toMillis() / 1e3, taken.get() >> 20, 6 * 100L);
    }

    private Duration slowest() throws Exception {
        Duration slowest = Duration.ZERO;
        for (Future<Ran> run : runs.values()) {
            slowest = run.get().took.compareTo(slowest) > 0 ? run.get().took : slowest;
        }
        return slowest;
    }

    // ---- how a fault is made ----

    private void fault(String name, String endpoint, String... said) {
        fault(name, endpoint, (Path) null, said);
    }

    private void fault(String name, String endpoint, Path bundle, String... said) {
        expected.put(name, List.of(said));
        boolean waits = Pattern.compile("silence|a second|100 MB").matcher(name).find();
        runs.put(name, (waits ? waiting : quick).submit(() -> call(endpoint, bundle)));
    }

    private void answer(String name, int status, String document, String... said) throws Exception {
        fault(name, answering(out -> write(out, body(status, document))), said);
    }

    /** STS's answer with something in it replaced. */
    private void given(String name, String regex, String replacement, String... said) throws Exception {
        String spoilt = ANSWER.replaceFirst("(?s)" + regex, replacement);
        assertFalse(spoilt.equals(ANSWER), name);
        answer(name, 200, spoilt, said);
    }

    private void whoami(String name, String document, String... said) throws Exception {
        String endpoint = answering(out -> write(out, body(200, document)));
        expected.put(name, List.of(said));
        runs.put(name, quick.submit(() -> timed(() -> home(endpoint).call(whoami::run, "--profile", "redbeard"))));
    }

    private static Ran call(String endpoint, Path bundle) throws Exception {
        Home home = home(endpoint);
        return timed(() -> (bundle == null ? home : home.with("AWS_CA_BUNDLE", bundle.toString()))
                .call(assume::run, "redbeard", "--role-arn", ROLE));
    }

    private static Home home(String endpoint) throws IOException {
        return Home.in(Files.createTempDirectory(folder, "home"), endpoint);
    }

    private static Ran timed(Callable<Home.Said> call) throws Exception {
        long start = System.nanoTime();
        Home.Said said = call.call();
        return new Ran(said, Duration.ofNanos(System.nanoTime() - start));
    }

    /** A server on a port of its own. @return its address */
    private static String listen(Server server) throws IOException {
        var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(socket);
        serve(socket, server);
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private static void serve(ServerSocket socket, Server server) {
        servers.submit(() -> {
            while (true) {
                Socket client = socket.accept();
                servers.submit(() -> {
                    try (client) {
                        server.handle(client);
                    }
                    return null;
                });
            }
        });
    }

    private static String answering(Answer answer) throws IOException {
        return listen(client -> {
            question(client);
            answer.write(client.getOutputStream());
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
    }

    /** Reads a whole HTTP request. */
    private static void question(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        for (int c; !head.toString().endsWith("\r\n\r\n") && (c = in.read()) >= 0; ) {
            head.append((char) c);
        }
        String length = head.toString().replaceFirst("(?is).*content-length: *(\\d+).*", "$1");
        if (length.matches("\\d+")) {
            in.readNBytes(Integer.parseInt(length));
        }
    }

    /** Closes with unread or unsent bytes given up, which TCP tells the other side by RST. */
    private static void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    private static void drip(OutputStream out, String text) throws Exception {
        for (int i = 0; i < 60; i++) {
            write(out, text.substring(i, i + 1));
            Thread.sleep(1000);
        }
    }

    private static void flood(OutputStream out, String unit) throws IOException {
        byte[] block = unit.repeat((64 << 10) / unit.length()).getBytes(StandardCharsets.US_ASCII);
        for (int sent = 0; sent < HUGE; sent += block.length) {
            out.write(block);
            taken.addAndGet(block.length);
        }
    }

    private static String head(int status, String... headers) {
        return "HTTP/1.1 " + status + " X\r\nContent-Type: text/xml\r\n"
                + String.join(
                        "", Stream.of(headers).map(header -> header + "\r\n").toList()) + "\r\n";
    }

    private static String body(int status, String document) {
        int length = document.getBytes(StandardCharsets.UTF_8).length;
        return status == 204 ? head(status) : head(status, "Content-Length: " + length) + document;
    }

    private static String error(String code, String message) {
        return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>"
                + code + "</Code><Message>" + message + "</Message></Error><RequestId>r</RequestId></ErrorResponse>";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** A server with a certificate of its own making, and the bundle in which to trust it. */
    record TlsServer(String url, Path bundle) {
        static TlsServer with(String name, String... options) throws Exception {
            Path store = folder.resolve(name + ".p12");
            List<String> command = new ArrayList<>(List.of(
                    System.getProperty("java.home") + "/bin/keytool",
                    "-genkeypair",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    "practice",
                    "-alias",
                    "sts",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + name));
            command.addAll(List.of(options));
            assertEquals(0, Program.of(command.toArray(String[]::new)).run().status());
            KeyStore keys = KeyStore.getInstance(store.toFile(), "practice".toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, "practice".toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, new SecureRandom());
            ServerSocket socket =
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            open.add(socket);
            serve(socket, client -> {
                question(client);
                write(client.getOutputStream(), body(200, ANSWER));
            });
            Path bundle = Files.writeString(
                    folder.resolve(name + ".pem"),
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(keys.getCertificate("sts").getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
            return new TlsServer("https://127.0.0.1:" + socket.getLocalPort(), bundle);
        }
    }
}
