import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Secret keys and tokens, and every piece of twelve characters of them, are where they belong and nowhere else. */
class SecretsTest {
    private static final int PIECE = 12;
    private static final String ROLE = "arn:aws:iam::123456789123:role/OrganizationAccountAccessRole";
    private static final String OTHER = "oTherSecret/9Qz3vKp7LmN2xRt5WsYcDhJfGbAeUiOk";
    private static final String TOKEN = "IQoJb3JpZ2luX2VjEXAMPLEtoken/notForAnyEye+51f0a7b3c9d8";
    private static final String KEYS =
            "{\"Version\": 1, \"AccessKeyId\": \"ASIAIOSFODNN7EXAMPLE\", \"SecretAccessKey\": \"%s\", \"SessionToken\": \"%s\"}"
                    .formatted(OTHER, TOKEN);

    @TempDir
    static Path folder;

    private static PracticeSts sts;
    private static ServerSocket relay;
    private static Home home;
    private static final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });
    /** The secrets used so far; those that STS hands out are added as they pass by. */
    private static final Set<String> secrets = ConcurrentHashMap.newKeySet();
    /** What /proc shows of a process of ours while it runs: its file there, and the text. */
    private static final Set<Map.Entry<String, String>> seen = ConcurrentHashMap.newKeySet();

    private static final Set<String> pieces = new HashSet<>();
    private static final Set<String> cut = new HashSet<>();
    private static final AtomicInteger searched = new AtomicInteger();

    @BeforeAll
    static void start() throws IOException {
        Program.need("bash");
        secrets.addAll(List.of(Home.SECRET, OTHER, TOKEN));
        sts = PracticeSts.start(Clock.systemUTC());
        secrets.add(sts.actions().webIdentityToken());
        relay = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        serve(relay, SecretsTest::relay);
        home = home("home", "");
        Files.writeString(folder.resolve("web-identity-token"), sts.actions().webIdentityToken());
    }

    @AfterAll
    static void stop() throws IOException {
        relay.close();
        sts.close();
        threads.shutdownNow();
        System.out.printf(
                "%n  places searched for %d secrets: %d (stdout, stderr, files, /proc/PID/cmdline and environ)%n",
                secrets.size(), searched.get());
    }

    /** Each kind of failure, called in this JVM: its words, and under --debug the stack trace with all its causes. */
    @TestFactory
    Stream<DynamicTest> failures() throws IOException {
        Map<String, Home.Said> said = new LinkedHashMap<>();
        Home temporary = home.with("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", OTHER)
                .with("AWS_SESSION_TOKEN", TOKEN);
        // Without --debug the same words are said, and no trace.
        said.put(
                "denied",
                home.call(assume::run, "redbeard", "--account", "123456789123", "--role", "Nobody", "--debug"));
        said.put("denied after a role", home.call(assume::run, "nobody", "--debug"));
        said.put("keys that STS does not know", temporary.call(assume::run, "--role-arn", ROLE, "--debug"));
        said.put(
                "keys that are over",
                temporary
                        .with("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")
                        .call(assume::run, "--role-arn", ROLE, "--debug"));
        said.put(
                "half a key",
                home.with("AWS_SECRET_ACCESS_KEY", OTHER).call(assume::run, "--role-arn", ROLE, "--debug"));
        said.put("whoami with unknown keys", temporary.call(whoami::run, "--debug"));
        said.put(
                "the wrong secret",
                home("wrong", "")
                        .files(
                                config(""),
                                "[redbeard]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                                        .formatted(Home.KEY_ID, OTHER))
                        .call(assume::run, "redbeard", "--role-arn", ROLE, "--debug"));
        said.put(
                "a wrong option",
                temporary.call(assume::run, "redbeard", "--role-arn", ROLE, "--format", "xml", "--debug"));
        said.put("a web identity that is refused", home.call(assume::run, "web-refused", "--no-cache", "--debug"));
        said.put("a token with a line break", home.call(assume::run, "web-broken", "--no-cache", "--debug"));
        for (String broken : List.of(
                "aws_secret_access_key " + OTHER,
                OTHER,
                " " + OTHER,
                "= " + OTHER,
                OTHER + " =",
                "[" + OTHER,
                "[redbeard] " + OTHER,
                "aws_secret_access_key = \"" + OTHER)) {
            said.put(
                    "a credentials file of " + broken.length() + "",
                    home("broken" + said.size(), "")
                            .files(
                                    config(""),
                                    "[redbeard]\naws_access_key_id = %s\n%s\n".formatted(Home.KEY_ID, broken))
                            .call(assume::run, "redbeard", "--role-arn", ROLE, "--debug"));
        }
        for (String process : List.of(
                "printf %s '" + OTHER + "'",
                "echo '" + KEYS.replace("}", "") + "'",
                "echo '" + KEYS.replace("1", "\"" + OTHER + "\"") + "'",
                "echo '" + KEYS.replace(": \"" + OTHER, ": " + OTHER) + "'",
                "echo '" + KEYS.replace("\"ASIA", "\"\\u001bASIA") + "'",
                "echo '" + KEYS.replace("}", ", \"Expiration\": \"" + TOKEN + "\"}") + "'",
                "echo '" + KEYS + "' >&2; exit 1",
                "echo '" + OTHER + " " + TOKEN + "' >&2; echo; exit 7")) {
            said.put(
                    "a credential_process, " + process.length() + "",
                    home("process" + said.size(), "[profile process]\ncredential_process = " + script(process) + "\n")
                            .call(assume::run, "process", "--debug"));
        }
        for (String cut : List.of(
                "</Credentials>.*",
                "</SecretAccessKey>.*",
                "</SessionToken><Expiration>",
                "<AccessKeyId>[^<]*",
                "<Expiration>",
                "</SecretAccessKey>")) {
            String answer = answer().replaceFirst(
                            "(?s)" + cut,
                            switch (cut) {
                                case "</SessionToken><Expiration>" -> "&#27;$0";
                                case "<AccessKeyId>[^<]*" -> "<AccessKeyId>&#9;" + OTHER;
                                case "<Expiration>" -> "$0" + OTHER;
                                case "</SecretAccessKey>" -> "</" + TOKEN.replaceAll("[^a-zA-Z]", "") + ">";
                                default -> "";
                            });
            said.put(
                    "an answer spoilt at " + cut + "",
                    home.call(
                            assume::run,
                            "redbeard",
                            "--role-arn",
                            ROLE,
                            "--endpoint-url",
                            answering(answer),
                            "--debug"));
        }
        for (String json : List.of(
                KEYS.replace("}", ""),
                KEYS + KEYS,
                KEYS.replace("\"" + OTHER + "\"", OTHER),
                KEYS.replace("\"" + OTHER + "\"", "[\"" + OTHER + "\"]"),
                KEYS.replace("1", "\"" + OTHER + "\"").replace("}", ", \"Expiration\": \"" + TOKEN + "\"}"),
                KEYS.replace("\"ASIAIOSFODNN7EXAMPLE\"", "\"\\t" + OTHER + "\""),
                "{\"" + OTHER + "\": 1, \"" + OTHER + "\": 2}",
                OTHER,
                "<" + OTHER + ">")) {
            Path file = Files.writeString(folder.resolve("json" + said.size()), json);
            said.put("JSON of " + json.length() + "", home.call(sts2env::run, file.toString(), "--debug"));
        }
        Path percent = Files.writeString(folder.resolve("percent"), KEYS.replace(TOKEN, TOKEN + "%"));
        said.put(
                "a format that cannot carry it",
                home.call(sts2env::run, percent.toString(), "--format", "windows-cmd", "--debug"));
        return said.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    assertTrue(one.getValue().status() != 0, one.getValue().err());
                    nothingIn("stderr", one.getValue().err());
                    nothingIn("stdout", one.getValue().out());
                }));
    }

    /** The same search where all goes well: words on stderr, the keys on stdout, and there only. */
    @Test
    void success() throws IOException {
        Path json = Files.writeString(folder.resolve("good"), KEYS);
        Path swapped = Files.writeString(
                folder.resolve("swapped"),
                KEYS.replace("ASIAIOSFODNN7EXAMPLE", "x")
                        .replace(OTHER, "ASIAIOSFODNN7EXAMPLE")
                        .replace("\"x\"", "\"" + OTHER + "\""));
        for (String debug : List.of("--region=eu-west-1", "--debug")) {
            for (Path file : List.of(json, swapped)) {
                only("stdout", home.call(sts2env::run, file.toString(), debug));
            }
            for (String profile : List.of("dev", "audit", "web", "temporary", "process")) {
                only("stdout", home.call(assume::run, profile, debug));
            }
            for (String format :
                    List.of("fish", "csh", "elvish", "powershell", "nushell", "json", "process", "env-no-export")) {
                only("stdout", home.call(assume::run, "dev", "--format", format, debug));
            }
        }
        Home loaded = home.with("AWS_SECRET_ACCESS_KEY", OTHER)
                .with("AWS_SESSION_TOKEN", TOKEN)
                .with("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE");
        for (Home.Said said : List.of(
                loaded.call(unset::run, "--debug"),
                home.call(whoami::run, "--profile", "dev", "--debug"),
                home.call(assume::run, "--list"),
                home.call(assume::run, "--list", "--format", "json"))) {
            assertEquals(0, said.status());
            nothingIn("stderr", said.err());
            nothingIn("stdout", said.out());
        }
    }

    /** In processes of their own, of which /proc shows the command line and the environment to others while they run. */
    @Test
    void processes() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path directory = Files.createDirectory(folder.resolve("cwd"));
        String classPath = System.getProperty("java.class.path");
        String java = "'" + System.getProperty("java.home")
                + "/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir='" + temporary + "' -cp '"
                + classPath + "' ";
        Map<String, String> scripts = Map.of(
                "assume", "source <(" + java + "assume audit --debug); echo $?",
                "denied", java + "assume nobody --debug; echo $?",
                "full", java + "assume dev --debug >/dev/full; echo $?",
                "process", "source <(" + java + "assume process --debug); echo $?",
                "command", java + "assume dev --debug -- sh -c 'sleep 0.3'; echo $?",
                "whoami", java + "whoami --debug; echo $?",
                "unset", java + "unset --debug >/dev/null; echo $?",
                "sts2env",
                        "source <(" + java + "sts2env <'" + Files.writeString(folder.resolve("stdin"), KEYS)
                                + "'); echo $?");
        // whoami and unset find keys in the environment that they are given; the command of "command" is given some by
        // assume.
        Set<String> given = Set.of("whoami", "unset");
        Future<?> watch = threads.submit(() -> {
            while (true) {
                look("/proc/%d/cmdline", "/proc/%d/environ");
                Thread.sleep(5);
            }
        });
        var ran = new LinkedHashMap<String, Future<Program.Ran>>();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            scripts.forEach((name, script) -> ran.put(name, two.submit(() -> {
                Program program = Program.of("bash", "-c", script)
                        .with("HOME", home.folder())
                        .with("USER", "ada")
                        .with("TMPDIR", temporary)
                        .with("RUN", name)
                        .in(directory);
                if (given.contains(name)) {
                    program = program.with("AWS_ACCESS_KEY_ID", Home.KEY_ID).with("AWS_SECRET_ACCESS_KEY", Home.SECRET);
                }
                return program.run();
            })));
            for (String name : ran.keySet()) {
                assertEquals(
                        name.equals("denied")
                                ? "false;\n1\n"
                                : name.equals("full")
                                        ? "1\n"
                                        : name.equals("whoami")
                                                ? "arn:aws:iam::111122223333:user/redbeard\n0\n"
                                                : "0\n",
                        ran.get(name).get().out(),
                        name + ": " + ran.get(name).get().err());
                nothingIn("stderr of " + name, ran.get(name).get().err());
            }
        } finally {
            watch.cancel(true);
            two.shutdownNow();
        }

        var withSecrets = new HashSet<String>();
        var commands = new HashSet<String>();
        for (Map.Entry<String, String> one : seen) {
            if (!one.getKey().endsWith("environ")) {
                commands.addAll(List.of(one.getValue().split("\0")));
                nothingIn(one.getKey(), one.getValue());
            } else if (finds(one.getValue())) {
                Stream.of(one.getValue().split("\0"))
                        .filter(variable -> variable.startsWith("RUN="))
                        .forEach(run -> withSecrets.add(run.substring("RUN=".length())));
            }
        }
        assertTrue(commands.containsAll(List.of("assume", "whoami", "unset", "sts2env")), "not seen while they ran");
        assertEquals(Set.of("whoami", "unset", "command"), withSecrets, "/proc/PID/environ");

        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                // These the tests have written themselves.
                boolean kept = file.toString().matches(".*/\\.aws/cli/cache/[0-9a-f]{40}\\.json");
                if (kept) {
                    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                }
                boolean belongs = kept
                        || folder.relativize(file)
                                .toString()
                                .matches(
                                        ".*\\.aws/credentials|.*-token|script\\d+|json\\d+|percent|good|swapped|stdin");
                if (!belongs) {
                    nothingIn(file.toString(), text);
                }
            }
        }
        assertTrue(
                finds(Files.readString(home.folder().resolve(".aws/credentials"))),
                "the search would not find what is there");
    }

    // ---- the search ----

    /** A secret is found whole and in pieces, plain and as others might write it. */
    private static synchronized boolean finds(String text) {
        searched.incrementAndGet();
        for (String secret : secrets) {
            if (!cut.add(secret)) {
                continue;
            }
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            for (String spelt : List.of(
                    secret,
                    URLEncoder.encode(secret, StandardCharsets.UTF_8),
                    Base64.getEncoder().encodeToString(bytes),
                    HexFormat.of().formatHex(bytes),
                    new StringBuilder(secret).reverse().toString())) {
                for (int i = 0; i + PIECE <= spelt.length(); i++) {
                    pieces.add(spelt.substring(i, i + PIECE));
                }
            }
        }
        for (int i = 0; i + PIECE <= text.length(); i++) {
            if (pieces.contains(text.substring(i, i + PIECE))) {
                return true;
            }
        }
        return false;
    }

    private static void nothingIn(String place, String text) {
        assertTrue(!finds(text), () -> "a secret is in " + place + ": " + text);
    }

    /** What all of this would not notice if the search itself were broken: the keys are in stdout, where they belong. */
    private static void only(String place, Home.Said said) {
        assertEquals(0, said.status(), said.err());
        assertTrue(finds(said.out()), "no secret is in " + place);
        nothingIn("stderr", said.err());
    }

    /** Writes down what /proc shows of every process that came from here. */
    private static void look(String... files) {
        ProcessHandle.current().descendants().forEach(process -> {
            for (String file : files) {
                try {
                    seen.add(Map.entry(
                            file,
                            Files.readString(Path.of(file.formatted(process.pid())), StandardCharsets.ISO_8859_1)));
                } catch (IOException gone) {
                    // It has ended in between.
                }
            }
        });
    }

    // ---- the world ----

    private static Home home(String name, String more) throws IOException {
        Home home = Home.in(Files.createTempDirectory(folder, name), "http://127.0.0.1:" + relay.getLocalPort());
        return home.files(config(more), """
            [redbeard]
            aws_access_key_id = %s
            aws_secret_access_key = %s
            [temporary]
            aws_access_key_id = ASIAIOSFODNN7EXAMPLE
            aws_secret_access_key = %s
            aws_session_token = %s
            """.formatted(Home.KEY_ID, Home.SECRET, OTHER, TOKEN));
    }

    private static String config(String more) throws IOException {
        String endpoint = "\nregion = eu-central-1\nendpoint_url = http://127.0.0.1:" + relay.getLocalPort() + "\n";
        Path broken = Files.writeString(folder.resolve("broken-token"), OTHER + "\n" + TOKEN);
        Path refused = Files.writeString(folder.resolve("refused-token"), OTHER + TOKEN);
        return "[default]" + endpoint + "[profile redbeard]" + endpoint
                + "[profile dev]\nrole_arn = %s\nsource_profile = redbeard".formatted(PracticeWorld.DEVELOPER.arn())
                + endpoint
                + "[profile audit]\nrole_arn = %s\nsource_profile = dev".formatted(PracticeWorld.AUDITOR.arn())
                + endpoint
                + "[profile nobody]\nrole_arn = %s\nsource_profile = dev".formatted(PracticeWorld.VENDOR.arn())
                + endpoint
                + "[profile web]\nrole_arn = %s\nweb_identity_token_file = %s/web-identity-token"
                        .formatted(PracticeWorld.WEB.arn(), folder)
                + endpoint
                + "[profile web-refused]\nrole_arn = %s\nweb_identity_token_file = %s"
                        .formatted(PracticeWorld.WEB.arn(), refused)
                + endpoint
                + "[profile web-broken]\nrole_arn = %s\nweb_identity_token_file = %s"
                        .formatted(PracticeWorld.WEB.arn(), broken)
                + endpoint
                + (more.contains("[profile process]")
                        ? ""
                        : "[profile process]\ncredential_process = " + script("echo '" + KEYS + "'") + "\n")
                + more;
    }

    /** A program of its own, whose command line holds none of what it prints. */
    private static String script(String text) throws IOException {
        Path script = Files.createTempFile(folder, "script", "");
        Files.writeString(script, text + "\n");
        return "sh " + script;
    }

    /** An answer of STS's own, with secrets in it. */
    private static String answer() {
        return """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser>\
            <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:me</AssumedRoleId><Arn>arn:aws:sts::123456789123:assumed-role/Audit/me</Arn></AssumedRoleUser><Credentials>\
            <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>%s</SecretAccessKey><SessionToken>%s</SessionToken>\
            <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>\
            """.formatted(OTHER, TOKEN);
    }

    private interface Connection {
        void handle(Socket client) throws IOException;
    }

    private static void serve(ServerSocket server, Connection connection) {
        threads.submit(() -> {
            while (true) {
                Socket client = server.accept();
                threads.submit(() -> {
                    try (client) {
                        connection.handle(client);
                    }
                    return null;
                });
            }
        });
    }

    /** Carries a call to STS and back, looks at who is calling while they wait, and remembers the secrets in the answer. */
    private static void relay(Socket client) throws IOException {
        try (Socket there = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(sts.endpoint()).getPort())) {
            threads.submit(() -> client.getInputStream().transferTo(there.getOutputStream()));
            StringBuilder answer = new StringBuilder();
            byte[] some = new byte[8192];
            InputStream in = there.getInputStream();
            for (int n; (n = in.read(some)) >= 0; ) {
                answer.append(new String(some, 0, n, StandardCharsets.US_ASCII));
                Pattern.compile("<(?:SecretAccessKey|SessionToken)>([^<]{12,})</")
                        .matcher(answer)
                        .results()
                        .forEach(secret -> secrets.add(secret.group(1)));
                // The last is where a JVM tells tools like jps about itself.
                look(
                        "/proc/%d/cmdline",
                        "/proc/%d/environ", "/tmp/hsperfdata_" + System.getProperty("user.name") + "/%d");
                client.getOutputStream().write(some, 0, n);
            }
        }
    }

    /** @return the address of an STS that answers whatever it is asked with {@code document} */
    private static String answering(String document) throws IOException {
        var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        serve(server, client -> {
            InputStream in = client.getInputStream();
            StringBuilder head = new StringBuilder();
            for (int c; !head.toString().endsWith("\r\n\r\n") && (c = in.read()) >= 0; ) {
                head.append((char) c);
            }
            in.readNBytes(Integer.parseInt(head.toString().replaceFirst("(?is).*content-length: *(\\d+).*", "$1")));
            client.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Length: " + document.length() + "\r\n\r\n" + document)
                            .getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
        });
        return "http://127.0.0.1:" + server.getLocalPort();
    }
}
