import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Tab offers, asked of the functions themselves, with more profiles than anybody can type. */
class InstalledCompletionTest extends InstallFixture {
    private static final int MANY = 5000;

    /**
     * User and system time of the shell and of what it starts, so that it does not matter what else the machine does.
     */
    private static final double MOST_SECONDS = 0.3;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void thousandsOfProfilesAreNoWait(String shell) throws IOException {
        Path many = home(
                "many",
                IntStream.range(0, MANY)
                        .mapToObj(i -> "[profile team-" + i
                                + "]\nrole_arn = arn:aws:iam::123456789123:role/R\nsource_profile = base\n")
                        .collect(Collectors.joining("\n")));
        Files.writeString(many.resolve(".aws/credentials"), "[team-1]\naws_access_key_id = x\n[base]\n");
        Program.Ran ran = Program.of(
                        "bash",
                        "-c",
                        "TIMEFORMAT='%U %S'; time \"$@\"",
                        "-",
                        shell,
                        norc(shell),
                        "-c",
                        complete(shell, "assume", ""))
                .with("HOME", many)
                .in(many)
                .run();
        assertEquals(MANY + 1, ran.lines().stream().distinct().count(), ran.err());
        double seconds = List.of(ran.err().strip().split("\\s+")).stream()
                .mapToDouble(Double::parseDouble)
                .sum();
        assertTrue(seconds < MOST_SECONDS, shell + " took " + seconds + " s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void whatIsOfferedDependsOnTheWordBefore(String shell) throws IOException {
        Path folder = home(
                "few",
                "[default]\n[profile dev]\n[profile a b]\n[profile 'q u']\n [ profile  sp ]\n"
                        + "[sso-session s]\n[services z]\nregion = [x]\n[profile d/e@f] # one\n");
        Files.writeString(folder.resolve(".aws/credentials"), "[cred]\n[dev]\n");
        List<String> profiles = List.of("a b", "cred", "d/e@f", "default", "dev", "q u", "sp");
        for (var typed : offered(profiles).entrySet()) {
            String line = typed.getKey();
            int last = line.lastIndexOf(' ');
            Program.Ran ran = Program.of(
                            shell,
                            norc(shell),
                            "-c",
                            complete(shell, line.substring(0, last), line.substring(last + 1)))
                    .with("HOME", folder)
                    .in(folder)
                    .run();
            List<String> words = ran.lines().stream()
                    .map(word -> word.replaceFirst("\t.*", "").replace("\\", ""))
                    .distinct()
                    .sorted()
                    .toList();
            assertEquals(typed.getValue(), words, shell + ": " + line + ran.err());
        }
    }

    /** What is typed, and what is to be offered then. */
    private static Map<String, List<String>> offered(List<String> profiles) {
        return Map.ofEntries(
                Map.entry("assume ", profiles),
                Map.entry("assume --profile ", profiles),
                Map.entry("assume --region ", List.of()),
                Map.entry("assume --role-session-name ", List.of()),
                Map.entry("assume --region eu-west-1 de", List.of("default", "dev")),
                Map.entry("assume --format fi", List.of("fish")),
                Map.entry("assume --role-s", List.of("--role-session-name")),
                Map.entry("each --profile cr", List.of("cred")),
                Map.entry("each --excl", List.of("--exclude")),
                Map.entry("aws-console ", profiles),
                Map.entry("aws-console --profile cr", List.of("cred")),
                Map.entry("aws-console --service ", List.of()),
                Map.entry("aws-console --serv", List.of("--service")));
    }

    /** What each option does, which fish can show. */
    @org.junit.jupiter.api.Test
    void fishSaysWhatAnOptionDoes() {
        Program.Ran ran = Program.of("fish", "--no-config", "-c", complete("fish", "assume", "--refr"))
                .with("HOME", home)
                .run();
        assertTrue(ran.out().matches("--refresh\t.*AWS.*\n"), ran.out() + ran.err());
    }

    private static Path home(String name, String config) throws IOException {
        Path folder = temporary.resolve(name);
        Files.createDirectories(folder.resolve(".aws"));
        Files.writeString(folder.resolve(".aws/config"), config);
        return folder;
    }

    private static String norc(String shell) {
        return Map.of("bash", "--norc", "zsh", "-f", "fish", "--no-config").get(shell);
    }

    /** Code that prints what is offered for {@code word} after {@code before}, one a line. */
    private static String complete(String shell, String before, String word) {
        String load = (shell.equals("fish") ? "source '" : ". '") + lib(home) + "/assume." + shell + "'\n";
        List<String> words = List.of(before.split(" "));
        return load
                + switch (shell) {
                    case "fish" -> "complete -C '" + before + " " + word + "'";
                    case "bash" ->
                        "COMP_WORDS=(" + before + " '" + word + "') COMP_CWORD=" + words.size()
                                + "; __assume_complete " + words.get(0) + " '" + word + "' "
                                + words.get(words.size() - 1)
                                + "; [ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' \"${COMPREPLY[@]}\"";
                    default ->
                        // What zsh's own compadd would show.
                        "compadd() { local -a all; [[ $1 == -a ]] && all=(\"${(@P)2}\") || all=(\"${@:2}\");"
                                + " print -rl -- \"${(@M)all:#$PREFIX*}\" | sed '/^$/d' }\n"
                                + "words=(" + before + " '" + word + "') CURRENT=" + (words.size() + 1) + " service="
                                + words.get(0) + " PREFIX='" + word + "'; __assume_complete";
                };
    }
}
