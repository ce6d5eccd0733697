import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code unset} forgets what its name says and nothing else, whatever names and values the environment holds. */
class UnsetTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "AWS_ACCESS_KEY_ID",
            "ASIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY",
            "secret",
            "AWS_SESSION_TOKEN",
            "token",
            "AWS_PROFILE",
            "redbeard",
            "AWS_REGION",
            "eu-central-1",
            "AWS_CA_BUNDLE",
            "/etc/ca.pem",
            "AWS_ASSUMED_ROLE",
            "arn:aws:sts::1:assumed-role/a/b",
            "NOTE",
            "see AWS docs\nAWS_FAKE=1",
            "MY_AWS_KEY",
            "1",
            "aws_region",
            "x");

    @TempDir
    Path folder;

    @Test
    void everyVariableWhoseNameBeginsWithAws() {
        assertEquals(
                new Home.Said(
                        0,
                        "unset AWS_ACCESS_KEY_ID AWS_ASSUMED_ROLE AWS_CA_BUNDLE AWS_PROFILE AWS_REGION"
                                + " AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN;\n",
                        "unset: forgot AWS_ACCESS_KEY_ID AWS_ASSUMED_ROLE AWS_CA_BUNDLE AWS_PROFILE AWS_REGION"
                                + " AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN\n"),
                run(ENVIRONMENT));
        assertEquals("", run(ENVIRONMENT, "--quiet").err());
    }

    @Test
    void onlyTheCredentials() {
        assertEquals(
                "unset AWS_ACCESS_KEY_ID AWS_ASSUMED_ROLE AWS_PROFILE AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN;\n",
                run(ENVIRONMENT, "--credentials-only").out());
        Map<String, String> all = new TreeMap<>(ENVIRONMENT);
        for (String name : List.of(
                "AWS_SECURITY_TOKEN",
                "AWS_CREDENTIAL_EXPIRATION",
                "AWS_DEFAULT_PROFILE",
                "AWS_ASSUMED_PROFILE",
                "AWS_DEFAULT_REGION")) {
            all.put(name, "1");
        }
        assertEquals(
                "unset AWS_ACCESS_KEY_ID AWS_ASSUMED_PROFILE AWS_ASSUMED_ROLE AWS_CREDENTIAL_EXPIRATION"
                    + " AWS_DEFAULT_PROFILE AWS_PROFILE AWS_SECRET_ACCESS_KEY AWS_SECURITY_TOKEN AWS_SESSION_TOKEN;\n",
                run(all, "--credentials-only").out());
    }

    @Test
    void whatIsKept() {
        assertEquals(
                "unset AWS_ACCESS_KEY_ID AWS_ASSUMED_ROLE AWS_PROFILE AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN;\n",
                run(ENVIRONMENT, "--keep", "AWS_REGION", "--keep=AWS_CA_BUNDLE", "--keep", "AWS_NOT_SET")
                        .out());
        assertEquals(
                "unset AWS_ACCESS_KEY_ID AWS_ASSUMED_ROLE AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN;\n",
                run(ENVIRONMENT, "--credentials-only", "--keep", "AWS_PROFILE").out());
    }

    @Test
    void nothingToForget() {
        assertEquals(
                new Home.Said(0, "", "unset: forgot nothing: no such variable is set\n"),
                run(Map.of("HOME", "/", "AWS", "1", "AW", "S_", "XAWS_A", "1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--keep HOME",
                "--keep aws_region",
                "--keep AWS_A;touch",
                "--keep=",
                "--keep",
                "--keep AWS_*",
                "AWS_REGION",
                "--all",
                "--format json",
                "--format process",
                "--format env-no-export",
                "--format nosuch",
                "--format=",
                "--format fish --format env",
                "--region eu-central-1"
            })
    void wrongArguments(String args) {
        Home.Said ran = run(ENVIRONMENT, args.split(" "));
        assertEquals(2, ran.status());
        assertTrue(List.of("", "false;\n").contains(ran.out()), ran.out());
        assertTrue(ran.err().startsWith("unset: ") && ran.err().lines().count() == 1, ran.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fish        | set -e AWS_A; or true;~set -e AWS_B; or true;~",
                "csh         | unsetenv AWS_A AWS_B;~",
                "elvish      | unset-env AWS_A~unset-env AWS_B~",
                "powershell  | Remove-Item -ErrorAction Ignore Env:AWS_A~Remove-Item -ErrorAction Ignore Env:AWS_B~",
                "windows-cmd | set \"AWS_A=\"~set \"AWS_B=\"~",
                "nushell     | [\"AWS_A\", \"AWS_B\"]~",
                "env         | unset AWS_A AWS_B;~"
            })
    void eachFormat(String format, String expected) {
        assertEquals(
                expected.replace("~", "\n"),
                run(
                                Map.of(
                                        "AWS_B",
                                        "",
                                        "AWS_A",
                                        "it's\nAWS_C=1",
                                        "AWS_A B",
                                        "1",
                                        "AWS_A;touch pwned;",
                                        "1"),
                                "--format",
                                format)
                        .out());
    }

    @Test
    void onlyNamesThatAreIdentifiers() {
        Map<String, String> env = new TreeMap<>();
        for (String name : List.of("AWS_", "AWS_1", "AWS_a_B", "AWS__")) {
            env.put(name, "");
        }
        for (String name : List.of(
                "AWS_X;touch pwned;",
                "AWS_A B",
                "AWS_\u00e9",
                "AWS_A\n",
                "AWS_\nAWS_B",
                "AWS_-n",
                "AWS_%s",
                "AWS_$(touch pwned)",
                "AWS_`x`",
                "AWS_!!",
                "AWS_*",
                "AWS_'",
                "AWS_\u0661",
                "AWS_\ufffd",
                "\nAWS_C",
                " AWS_D",
                "AWS_f()",
                "BASH_FUNC_AWS_f%%",
                "BASH_FUNC_x%%",
                "")) {
            env.put(name, "AWS_VALUE=1");
        }
        assertEquals("unset AWS_ AWS_1 AWS__ AWS_a_B;\n", run(env).out());
    }

    /**
     * Every byte but NUL and = in a name, beside functions and values made to mislead, in a shell that loads the real
     * program's output.
     */
    @ParameterizedTest
    @CsvSource({"bash, C", "bash, C.UTF-8", "dash, C", "zsh, C.UTF-8"})
    void everyByteThatAKernelAllowsInAName(String shell, String locale) throws IOException {
        Program.need(shell, "bash");
        writeHostileScripts();
        List<String> command = Stream.concat(
                        Stream.of("bash", "outer", shell),
                        Stream.concat(program().stream(), Stream.of("--keep", "AWS_SPARE")))
                .toList();
        var ran = Program.of(command.toArray(String[]::new))
                .in(folder)
                .with("LC_ALL", locale)
                .with("AWS_CA_BUNDLE", null)
                .run();

        Set<String> names = identifiers();
        assertEquals("unset " + String.join(" ", names) + ";\n", Files.readString(folder.resolve("code")), ran.err());
        assertEquals("0\n0\n", Files.readString(folder.resolve("status")), ran.err());
        List<String> before = environment("before");
        List<String> after = environment("after");
        before.removeIf(entry -> names.contains(entry.split("=", 2)[0]));
        assertEquals(before, after);
        assertTrue(
                after.contains("AWS_SPARE=me") && after.contains("NOTE=see AWS docs\nAWS_SPARED=1\nunset HOME"),
                after.toString());
        assertFalse(Files.exists(folder.resolve("pwned")));
    }

    /** {@code outer} gives {@code inner} an environment made to mislead, and inner loads what COMMAND prints there. */
    private void writeHostileScripts() throws IOException {
        Files.writeString(folder.resolve("inner"), """
            env -0 > before
            "$@" > code; echo $? > status
            . ./code; echo $? >> status
            env -0 > after
            """);
        Files.writeString(folder.resolve("outer"), """
            x() { touch pwned; }; export -f x
            shell=$1; shift; command=("$@"); names=()
            for byte in {1..255}; do
              [ $byte = 61 ] && continue
              printf -v name "AWS_\\\\$(printf %o $byte)x"
              names+=("$name=v" "$name;touch pwned;=v")
            done
            names+=(AWS_=1 AWS_1= AWS_EMPTY= AWS_LINES=$'a\\nAWS_FAKE=b' NOTE=$'see AWS docs\\nAWS_SPARED=1\\nunset HOME' $'SPLIT\\nAWS_SPARED=1' AWS_SPARE=me)
            exec env "${names[@]}" "$shell" ./inner "${command[@]}"
            """);
    }

    /** What of that environment a shell can forget. */
    private static Set<String> identifiers() {
        String letters = IntStream.rangeClosed(1, 127)
                .filter(c -> Character.isLetterOrDigit(c) || c == '_')
                .mapToObj(c -> "AWS_" + (char) c + "x")
                .collect(Collectors.joining(" "));
        var names = new TreeSet<>(List.of(letters.split(" ")));
        names.addAll(List.of("AWS_", "AWS_1", "AWS_EMPTY", "AWS_LINES"));
        return names;
    }

    /** The user said that it must stay: each shell says which one it is, and no shell takes it for forgotten. */
    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "ksh", "mksh", "dash", "yash", "busybox sh"})
    void readOnlyVariables(String shell) throws IOException {
        Program.need(shell.split(" ")[0]);
        Files.writeString(
                folder.resolve("code"), run(Map.of("AWS_A", "1", "AWS_B", "2")).out());
        var ran = Program.of(Stream.concat(
                                Arrays.stream(shell.split(" ")),
                                Stream.of("-c", "readonly AWS_A; . ./code; echo \"$?\" \"$AWS_A\""))
                        .toArray(String[]::new))
                .in(folder)
                .with("AWS_A", "1")
                .with("AWS_B", "2")
                .run();
        assertTrue(ran.err().contains("AWS_A"), ran.err());
        assertNotEquals("0 1\n", ran.out());
        assertFalse(ran.status() == 0 && !ran.out().endsWith(" 1\n"), ran.out());
    }

    @ParameterizedTest
    @CsvSource({
        "env, bash --norc -c, source <(cat code)",
        "env, zsh -fc, source <(cat code)",
        "env, dash -c, . ./code",
        "env, ksh -c, eval \"$(cat code)\"",
        "fish, fish --no-config -c, cat code | source",
        "csh, tcsh -fc, eval `cat code`",
        "elvish, elvish -norc -c, eval (cat code | slurp)",
        "nushell, nu -n -c, hide-env -i ...(^cat code | from json)"
    })
    void tenThousandVariables(String format, String shell, String load) throws IOException {
        Program.need(shell.split(" ")[0]);
        Map<String, String> env = new LinkedHashMap<>();
        // tcsh compares each name with each variable, so 10,000 take it 15 seconds.
        for (int i = 0; i < (format.equals("csh") ? 4_000 : 10_000); i++) {
            env.put("AWS_V" + i, "a value of " + i);
        }
        Files.writeString(folder.resolve("code"), run(env, "--format", format).out());
        Program program = Program.of(Stream.concat(
                        Arrays.stream(shell.split(" ")),
                        Stream.of(load + (format.equals("nushell") ? "; ^env -0 o> after" : "; env -0 > after")))
                .toArray(String[]::new));
        env.put("NOTE", "AWS_V1");
        env.putAll(program.env());
        var ran = new Program(program.command(), env, folder, new byte[0], 60).run();
        assertEquals("", ran.err());
        assertEquals(0, ran.status());
        assertEquals(
                List.of("NOTE=AWS_V1"),
                environment("after").stream()
                        .filter(entry -> entry.contains("AWS_V"))
                        .toList());
    }

    /** The entries, sorted, as bytes; without those that a shell makes anew for each child. */
    private List<String> environment(String file) throws IOException {
        return Stream.of(new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.ISO_8859_1).split("\0"))
                .filter(entry -> !entry.matches("(?s)_=.*"))
                .sorted()
                .collect(Collectors.toList());
    }

    /** unset as a program of its own, on this JDK. */
    private static List<String> program() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "unset");
    }

    private static Home.Said run(Map<String, String> env, String... args) {
        return new Home(Path.of("/nowhere"), env).call(unset::run, args);
    }
}
