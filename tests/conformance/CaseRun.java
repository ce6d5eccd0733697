import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One case given to one program, in a home and with servers of its own.
 *
 * @param calls what arrived, and in the end with which credentials the program was done, or that it refused
 */
record CaseRun(int status, List<String> calls, String out, String err, Map<String, String> product) {
    private static final int SECONDS = 120;
    private static final String REFUSED = "refused";

    /** Of credentials that the AWS CLI printed: it does not tell the region. */
    static final String UNKNOWN = "(not told)";

    /** AWS's documented example keys. */
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";

    private static final String KEY_2 = "AKIAI44QH8DHBEXAMPLE";
    private static final String SECRET_2 = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";
    private static final String CREDENTIALS = "~/.aws/credentials";
    private static final String BASE = """
        [base]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """.formatted(KEY, StandIns.SECRET);

    /** What a credential_process answers that the case says nothing else about. */
    private static final String PROCESS = """
        echo '{"Version": 1, "AccessKeyId": "ASIAPROCESSXXEXAMPLE", "SecretAccessKey": "%s", "SessionToken": "EXAMPLETOKEN/process", "Expiration": "2099-12-31T23:59:59Z"}'
        """.formatted(StandIns.SECRET);

    /** Who is asked. */
    enum Side {
        AWS,
        ASSUME
    }

    boolean hasRefused() {
        return status != 0;
    }

    /** @param folder an empty one; what is in it afterwards can be run again by hand: sh FOLDER/run.sh */
    static CaseRun of(ConformanceCase test, Side side, Path folder, TestCertificates certificates, Path aws)
            throws IOException {
        Recording recording = new Recording();
        List<AutoCloseable> servers = new ArrayList<>();
        try {
            start(test, recording, certificates, servers);
            Folder here = new Folder(folder, test, placeholders(recording, folder, certificates));
            here.write();
            here.writeScripts(side, aws);
            Program.Ran ran = Program.of("/bin/sh", folder.resolve("run.sh").toString())
                    .in(folder)
                    .stdin(test.sections().getOrDefault("stdin", ""))
                    .seconds(SECONDS)
                    .run();
            return here.result(recording, ran, side);
        } finally {
            for (AutoCloseable server : servers) {
                try {
                    server.close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private static void start(
            ConformanceCase test, Recording recording, TestCertificates certificates, List<AutoCloseable> servers)
            throws IOException {
        Set<String> secrets = new TreeSet<>(test.possibleSecrets());
        secrets.addAll(List.of(StandIns.SECRET, SECRET_2));
        StandIns standIns = new StandIns(test.lines("answers"));
        for (String name : List.of("sts", "sts-2", "portal", "oidc", "container", "metadata")) {
            servers.add(new RecordingServer(name, null, recording, standIns, secrets));
        }
        servers.add(new RecordingServer("sts-tls", certificates.context(), recording, standIns, secrets));
        int plain = recording.ports().get("sts");
        int tls = recording.ports().get("sts-tls");
        for (String name : List.of("proxy", "proxy-2")) {
            servers.add(new RecordingProxy(name, false, recording, plain, tls));
        }
        servers.add(new RecordingProxy("auth-proxy", true, recording, plain, tls));
    }

    private static Map<String, String> placeholders(Recording recording, Path folder, TestCertificates certificates) {
        Map<String, String> all = new TreeMap<>();
        recording.ports().forEach((name, port) -> {
            String scheme = name.contains("proxy") ? "" : name.endsWith("tls") ? "https://" : "http://";
            all.put(name, scheme + "127.0.0.1:" + port);
            all.put(name + "-port", String.valueOf(port));
        });
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        all.put("future", now.plus(1, ChronoUnit.HOURS).toString());
        all.put("soon", now.plus(5, ChronoUnit.MINUTES).toString());
        all.put("past", now.minus(1, ChronoUnit.HOURS).toString());
        all.put("ca-bundle", certificates.bundle().toString());
        all.put("process", folder.resolve("process").toString());
        all.put("key", KEY);
        all.put("secret", StandIns.SECRET);
        all.put("key-2", KEY_2);
        all.put("secret-2", SECRET_2);
        try {
            all.put("ca-pem", Files.readString(certificates.bundle()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    /** The files of a run, and the scripts that ask. */
    private record Folder(Path folder, ConformanceCase test, Map<String, String> placeholders) {
        Path home() {
            return folder.resolve("home");
        }

        String homeName() {
            return test.has("home") ? folder.resolve(test.text("home")).toString() : home().toString();
        }

        String filled(String text) {
            String filled = text.replace("{home}", homeName());
            for (var placeholder : placeholders.entrySet()) {
                filled = filled.replace("{" + placeholder.getKey() + "}", placeholder.getValue());
            }
            Matcher sha1 = Pattern.compile("\\{sha1 ([^}]*)}").matcher(filled);
            return sha1.replaceAll(name -> sha1(name.group(1)));
        }

        void write() throws IOException {
            Files.createDirectories(home().resolve(".aws"));
            Map<String, String> files = new TreeMap<>(test.files());
            files.putIfAbsent(CREDENTIALS, BASE);
            for (var file : files.entrySet()) {
                Path path = home().resolve(filled(file.getKey()).substring("~/".length()));
                Files.createDirectories(path.getParent());
                String text = filled(file.getValue());
                Files.writeString(path, text);
                if (text.startsWith("#!")) {
                    executable(path);
                }
            }
            Path process = folder.resolve("process");
            Files.writeString(
                    process,
                    "#!/bin/sh\n{\n    printf 'credential_process'\n    for argument; do printf ' [%s]'"
                            + " \"$argument\"; done\n    echo\n"
                            + (test.has("stdin") ? "    printf '  stdin [%s]\\n' \"$(cat)\"\n" : "")
                            + "} >>" + quoted(folder.resolve("processes").toString()) + "\n"
                            + filled(test.sections().getOrDefault("process", PROCESS)));
            executable(process);
        }

        private static void executable(Path path) throws IOException {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        /** In scripts, so that no JVM's encoding comes between the case and what the program is given. */
        void writeScripts(Side side, Path aws) throws IOException {
            StringBuilder run = new StringBuilder("#!/bin/sh\n");
            if (test.has("home")) {
                run.append("ln -s home ").append(quoted(homeName())).append('\n');
            }
            run.append("cd ").append(quoted(homeName())).append(" && exec env -i");
            env().forEach((name, value) -> run.append(" \\\n    ").append(quoted(name + "=" + value)));
            run.append(" \\\n    /bin/sh ")
                    .append(quoted(folder.resolve("ask.sh").toString()))
                    .append('\n');
            Files.writeString(folder.resolve("run.sh"), run.toString());
            String arguments = test.has("args") ? test.text("args") : "dev";
            String ask = "set -- " + filled(arguments) + "\n" + (side == Side.AWS ? aws(aws) : ours());
            Files.writeString(folder.resolve("ask.sh"), ask);
        }

        private Map<String, String> env() {
            Map<String, String> env = new TreeMap<>(Map.of(
                    "PATH", System.getenv("PATH"),
                    "HOME", homeName(),
                    "USER", "ada",
                    "LC_ALL", "C.UTF-8",
                    "AWS_EC2_METADATA_DISABLED", "true",
                    "AWS_MAX_ATTEMPTS", "1"));
            for (String line : test.lines("env")) {
                int equals = line.indexOf('=');
                if (equals < 0) {
                    env.remove(line);
                } else {
                    env.put(line.substring(0, equals), filled(line.substring(equals + 1)));
                }
            }
            if (test.text("locale").equals("none")) {
                env.remove("LC_ALL");
            } else if (test.has("locale")) {
                env.put("LC_ALL", test.text("locale"));
            }
            return env;
        }

        private String aws(Path aws) {
            String arguments =
                    test.has("cli") ? filled(test.text("cli")) : "${1:+--profile \"$1\"} sts get-caller-identity";
            return "exec " + quoted(aws.toString()) + " " + arguments + "\n";
        }

        /** Our product is evaluated, and what it has set is written down. */
        private String ours() {
            String command = String.join(
                    " ",
                    Program.java(test.isWhoami() ? "whoami" : "assume").command().stream()
                            .map(CaseRun::quoted)
                            .toList());
            if (test.isWhoami()) {
                return "exec " + command + " --no-cache ${1:+--profile \"$1\"}\n";
            }
            return "product=$(" + command + " --no-cache --quiet \"$@\")\nstatus=$?\neval \"$product\"\n"
                    + "env | grep '^AWS_' >" + quoted(folder.resolve("product").toString()) + "\nexit $status\n";
        }

        CaseRun result(Recording recording, Program.Ran ran, Side side) throws IOException {
            List<String> calls = new ArrayList<>();
            Path processes = folder.resolve("processes");
            if (Files.exists(processes)) {
                Matcher each =
                        Pattern.compile("(?m)^credential_process.*(\n  .*)*").matcher(Files.readString(processes));
                each.results().forEach(process -> calls.add(process.group()));
            }
            calls.addAll(recording.events());
            Map<String, String> product = new TreeMap<>();
            if (Files.exists(folder.resolve("product"))) {
                Files.readString(folder.resolve("product"))
                        .lines()
                        .filter(line -> line.contains("="))
                        .forEach(line -> product.put(
                                line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
            }
            if (ran.status() != 0) {
                calls.add(REFUSED);
            } else if (side == Side.ASSUME && !test.isWhoami()) {
                calls.add(credentials(withRegion(product)));
            } else if (side == Side.AWS && !test.isWhoami()) {
                useLastCall(calls, ran.out());
            }
            for (String file : filled(test.text("compares")).lines().toList()) {
                calls.add(file + "\n" + compared(home().resolve(file.substring("~/".length()))));
            }
            calls.replaceAll(call -> call.replace(folder.toString(), "{folder}"));
            return new CaseRun(ran.status(), calls, ran.out(), ran.err(), product);
        }
    }

    /** What the AWS CLI signed its last call with is what assume's product has to be. */
    private static void useLastCall(List<String> calls, String out) throws IOException {
        String last = calls.isEmpty() ? "" : calls.get(calls.size() - 1);
        if (last.startsWith("GetCallerIdentity ")) {
            calls.remove(calls.size() - 1);
            calls.add(credentials(Map.of(
                    "AWS_ACCESS_KEY_ID", line(last, "key"),
                    "AWS_SECRET_ACCESS_KEY", line(last, "secret"),
                    "AWS_SESSION_TOKEN", line(last, "token"),
                    "AWS_REGION", line(last, "region"))));
        } else if (out.strip().startsWith("{") && JSON.std.mapFrom(out).get("Credentials") instanceof Map<?, ?> keys) {
            calls.add(credentials(Map.of(
                    "AWS_ACCESS_KEY_ID", keys.get("AccessKeyId").toString(),
                    "AWS_SECRET_ACCESS_KEY", keys.get("SecretAccessKey").toString(),
                    "AWS_SESSION_TOKEN", keys.get("SessionToken").toString(),
                    "AWS_REGION", UNKNOWN)));
        }
    }

    /** Which region a program will ask that is given these variables. */
    private static Map<String, String> withRegion(Map<String, String> product) {
        Map<String, String> variables = new TreeMap<>(product);
        variables.putIfAbsent("AWS_REGION", product.getOrDefault("AWS_DEFAULT_REGION", "us-east-1"));
        return variables;
    }

    private static String credentials(Map<String, String> variables) {
        return "credentials\n  key = " + variables.get("AWS_ACCESS_KEY_ID")
                + "\n  secret = " + variables.get("AWS_SECRET_ACCESS_KEY")
                + "\n  token = " + variables.get("AWS_SESSION_TOKEN")
                + "\n  region = " + variables.get("AWS_REGION");
    }

    private static String line(String call, String name) {
        Matcher line = Pattern.compile("\n  " + name + " = (.*)").matcher(call);
        return line.find() ? line.group(1) : "none";
    }

    /** A JSON file in the order of its names; moments, which are others in each run, without their digits. */
    private static String compared(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "  is missing";
        }
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(JSON.std.mapFrom(Files.readString(file)))
                .forEach((name, value) -> lines.append("  ")
                        .append(name)
                        .append(" = ")
                        .append(value)
                        .append('\n'));
        return lines.toString().stripTrailing().replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "TIME");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
