import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Secret keys and tokens, and every piece of twelve characters of them, are where they belong and nowhere else. */
class SecretsTest extends SecretsFixture {
    /** These find keys in the environment that they are given; the command of "command" is given some by assume. */
    private static final Set<String> GIVEN = Set.of("whoami", "unset");

    /**
     * Each kind of failure, called in this JVM: its words, and under --debug the stack trace with all its causes.
     * Without --debug the same words are printed, and no trace.
     */
    @TestFactory
    Stream<DynamicTest> failures() throws IOException {
        Map<String, Home.Said> said = new LinkedHashMap<>();
        refusals(said);
        credentialsFiles(said);
        credentialProcesses(said);
        answersOfSts(said);
        documents(said);
        return said.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    assertTrue(one.getValue().status() != 0, one.getValue().err());
                    search.assertNothingIn("stderr", one.getValue().err());
                    search.assertNothingIn("stdout", one.getValue().out());
                }));
    }

    private static void refusals(Map<String, Home.Said> said) throws IOException {
        Home temporary = home.with("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", OTHER)
                .with("AWS_SESSION_TOKEN", TOKEN);
        said.put(
                "denied",
                home.call(assume::run, "redbeard", "--account", "123456789123", "--role", "Nobody", "--debug"));
        said.put("denied after a role", home.call(assume::run, "nobody", "--debug"));
        said.put("keys that STS does not know", temporary.call(assume::run, "--role-arn", ROLE, "--debug"));
        said.put(
                "expired keys",
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
    }

    private static void credentialsFiles(Map<String, Home.Said> said) throws IOException {
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
                    "a credentials file of " + broken.length(),
                    home("broken" + said.size(), "")
                            .files(
                                    config(""),
                                    "[redbeard]\naws_access_key_id = %s\n%s\n".formatted(Home.KEY_ID, broken))
                            .call(assume::run, "redbeard", "--role-arn", ROLE, "--debug"));
        }
    }

    private static void credentialProcesses(Map<String, Home.Said> said) throws IOException {
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
                    "a credential_process, " + process.length(),
                    home("process" + said.size(), "[profile process]\ncredential_process = " + script(process) + "\n")
                            .call(assume::run, "process", "--debug"));
        }
    }

    private static void answersOfSts(Map<String, Home.Said> said) throws IOException {
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
                    "an answer spoilt at " + cut,
                    home.call(
                            assume::run,
                            "redbeard",
                            "--role-arn",
                            ROLE,
                            "--endpoint-url",
                            answering(answer),
                            "--debug"));
        }
    }

    private static void documents(Map<String, Home.Said> said) throws IOException {
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
            said.put("JSON of " + json.length(), home.call(sts2env::run, file.toString(), "--debug"));
        }
        Path percent = Files.writeString(folder.resolve("percent"), KEYS.replace(TOKEN, TOKEN + "%"));
        said.put(
                "a format that cannot carry it",
                home.call(sts2env::run, percent.toString(), "--format", "windows-cmd", "--debug"));
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
                search.assertOnlyInStdout(home.call(sts2env::run, file.toString(), debug));
            }
            for (String profile : List.of("dev", "audit", "web", "temporary", "process")) {
                search.assertOnlyInStdout(home.call(assume::run, profile, debug));
            }
            for (String format :
                    List.of("fish", "csh", "elvish", "powershell", "nushell", "json", "process", "env-no-export")) {
                search.assertOnlyInStdout(home.call(assume::run, "dev", "--format", format, debug));
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
            search.assertNothingIn("stderr", said.err());
            search.assertNothingIn("stdout", said.out());
        }
    }

    /** In processes of their own, of which /proc shows command line and environment to others while they run. */
    @Test
    void processes() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path directory = Files.createDirectory(folder.resolve("cwd"));
        Future<?> watch = threads.submit(() -> {
            while (true) {
                look("/proc/%d/cmdline", "/proc/%d/environ");
                Thread.sleep(5);
            }
        });
        var ran = new LinkedHashMap<String, Future<Program.Ran>>();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            scripts(temporary)
                    .forEach((name, script) -> ran.put(
                            name,
                            two.submit(() -> program(name, script)
                                    .with("TMPDIR", temporary)
                                    .in(directory)
                                    .run())));
            for (String name : ran.keySet()) {
                assertEquals(
                        expected(name),
                        ran.get(name).get().out(),
                        name + ": " + ran.get(name).get().err());
                search.assertNothingIn("stderr of " + name, ran.get(name).get().err());
            }
        } finally {
            watch.cancel(true);
            two.shutdownNow();
        }

        searchProcesses();
        searchFiles();
    }

    private static Program program(String name, String script) {
        Program program = Program.of("bash", "-c", script)
                .with("HOME", home.folder())
                .with("USER", "ada")
                .with("RUN", name);
        return GIVEN.contains(name)
                ? program.with("AWS_ACCESS_KEY_ID", Home.KEY_ID).with("AWS_SECRET_ACCESS_KEY", Home.SECRET)
                : program;
    }

    private static Map<String, String> scripts(Path temporary) throws IOException {
        String classPath = System.getProperty("java.class.path");
        String java = "'" + System.getProperty("java.home")
                + "/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir='" + temporary + "' -cp '"
                + classPath + "' ";
        return Map.of(
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
    }

    private static String expected(String name) {
        return switch (name) {
            case "denied" -> "false;\n1\n";
            case "full" -> "1\n";
            case "whoami" -> "arn:aws:iam::111122223333:user/redbeard\n0\n";
            default -> "0\n";
        };
    }

    private static void searchProcesses() {
        var withSecrets = new HashSet<String>();
        var commands = new HashSet<String>();
        for (Map.Entry<String, String> one : seen) {
            if (!one.getKey().endsWith("environ")) {
                commands.addAll(List.of(one.getValue().split("\0")));
                search.assertNothingIn(one.getKey(), one.getValue());
            } else if (search.finds(one.getValue())) {
                Stream.of(one.getValue().split("\0"))
                        .filter(variable -> variable.startsWith("RUN="))
                        .forEach(run -> withSecrets.add(run.substring("RUN=".length())));
            }
        }
        assertTrue(commands.containsAll(List.of("assume", "whoami", "unset", "sts2env")), "not seen while they ran");
        assertEquals(Set.of("whoami", "unset", "command"), withSecrets, "/proc/PID/environ");
    }

    private static void searchFiles() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                // These the tests have written themselves.
                boolean cached = file.toString().matches(".*/\\.aws/cli/cache/[0-9a-f]{40}\\.json");
                if (cached) {
                    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                }
                boolean belongs = cached
                        || folder.relativize(file)
                                .toString()
                                .matches(
                                        ".*\\.aws/credentials|.*-token|script\\d+|json\\d+|percent|good|swapped|stdin");
                if (!belongs) {
                    search.assertNothingIn(file.toString(), text);
                }
            }
        }
        assertTrue(
                search.finds(Files.readString(home.folder().resolve(".aws/credentials"))),
                "the search would not find what is there");
    }
}
