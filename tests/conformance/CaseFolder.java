import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a run, and the scripts that ask.
 *
 * @param placeholders what stands for {sts} and the like
 */
record CaseFolder(Path folder, ConformanceCase test, Map<String, String> placeholders) {
    private static final int SECONDS = 120;
    private static final String CREDENTIALS = "~/.aws/credentials";
    private static final String BASE = """
        [base]
        aws_access_key_id = {key}
        aws_secret_access_key = {secret}
        """;

    /** What a credential_process answers that the case says nothing else about. */
    private static final String PROCESS = """
        cat <<'end'
        {"Version": 1, "AccessKeyId": "ASIAPROCESSXXEXAMPLE", "SecretAccessKey": "{secret}",
         "SessionToken": "EXAMPLETOKEN/process", "Expiration": "2099-12-31T23:59:59Z"}
        end
        """;

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
    void writeScripts(CaseRun.Side side, CaseWorld world) throws IOException {
        writeScripts(side == CaseRun.Side.AWS ? aws(world.aws()) : ours());
    }

    /** @param what the lines that ask, which have the arguments as theirs */
    void writeScripts(String what) throws IOException {
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
        Files.writeString(folder.resolve("ask.sh"), "set -- " + filled(arguments) + "\n" + what);
    }

    /** What a shell makes of a line's words, of which {@code "$1"} and so on are the case's arguments. */
    List<String> words(String line) throws IOException {
        writeScripts("set -- " + line + "\nfor word; do printf '%s\\0' \"$word\"; done\n");
        String printed = run().out();
        return printed.isEmpty() ? List.of() : List.of(printed.split("\0"));
    }

    /** Runs them. */
    Program.Ran run() {
        return Program.of("/bin/sh", folder.resolve("run.sh").toString())
                .in(folder)
                .stdin(test.sections().getOrDefault("stdin", ""))
                .seconds(SECONDS)
                .run();
    }

    Map<String, String> env() {
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
        return "exec " + quoted(aws.toString()) + " " + awsArguments() + "\n";
    }

    /** What the AWS CLI is given, as a line for a shell. */
    String awsArguments() {
        return test.has("cli") ? filled(test.text("cli")) : "${1:+--profile \"$1\"} sts get-caller-identity";
    }

    /** Our product is evaluated, and what it has set is written down. */
    private String ours() {
        String command = String.join(
                " ",
                Program.java(test.isWhoami() ? "whoami" : "assume").command().stream()
                        .map(CaseFolder::quoted)
                        .toList());
        if (test.isWhoami()) {
            return "exec " + command + " --no-cache ${1:+--profile \"$1\"}\n";
        }
        return evaluated(command + " --no-cache --quiet \"$@\"");
    }

    /** The lines that evaluate what {@code command} prints. */
    String evaluated(String command) {
        return "product=$(" + command + ")\nstatus=$?\neval \"$product\"\n" + "env | grep '^AWS_' >"
                + quoted(folder.resolve("product").toString()) + "\nexit $status\n";
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
