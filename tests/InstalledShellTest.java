import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions, the prompt and the completion in real shells. */
class InstalledShellTest extends InstallFixture {
    private static final List<String> HOSTILE = List.of(
            "$(touch x)",
            "`touch x`",
            "%F{red}%n%(?.x.y)",
            "\u001b[31m\u001b]0;x\u0007",
            "\u009b31m\u200e",
            "${HOME}",
            "a[$(touch x)]",
            "1e9",
            "*",
            "-n",
            "\\e[31m\\n",
            "\n\r\t",
            "'\"; touch x; \"'",
            "x".repeat(20_000));
    /** A segment of a prompt, whatever is in it, of harmless characters. */
    private static final String ANY = "\\[[\\w+=,.@?:/-]*( (\\d+h|(\\d+h )?\\d+m))?] \n";

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void aShellAssumesARoleItself(String shell) {
        String is = "sh -c 'echo \"key=${AWS_ACCESS_KEY_ID:+set} profile=${AWS_PROFILE-none}\"'";
        terminal(
                shell,
                new Pty()
                        .await("<0> ")
                        .type(is)
                        .await("key= profile=redbeard.*<0> ")
                        .type("assume dev")
                        .await("assume: .*Developer/\\w+ until.*\\[dev:Developer@123456789123 (60|59)m\\] <0> ")
                        .type(is)
                        .await("key=set profile=none.*\\[dev:Developer@123456789123 \\d+m\\] <0> ")
                        // What fails changes nothing, and says why.
                        .type("sh -c 'env | grep ^AWS_ | sort >before'")
                        .await("<0> ")
                        .type("assume nobody")
                        .await("assume: [^\\r\\n]*nobody.*\\] <1> ")
                        .type("assume --role")
                        .await("assume: .*\\] <2> ")
                        .type("assume dev --account 1")
                        .await("assume: .*\\] <2> ")
                        .type("assume dev -- sh -c 'exit 7'")
                        .await("\\] <7> ")
                        .type("assume --list")
                        .await("[\\r\\n]dev .*[\\r\\n]prod .*\\] <0> ")
                        .type("sh -c 'env | grep ^AWS_ | sort | cmp - before && echo \"un\"changed'")
                        .await("unchanged.*\\] <0> ")
                        .type("export AWS_CREDENTIAL_EXPIRATION=2001-01-01T00:00:00Z")
                        .await("\\[dev:Developer@123456789123 expired\\] <0> ")
                        .type("UNSET_AWS")
                        .await("unset: forgot AWS_ACCESS_KEY_ID [^\\r\\n]*((?!Developer).)*<0> ")
                        .type("sh -c 'echo left=$(env | grep -c ^AWS_)'")
                        .await("left=0.*<0> ")
                        // The status that the user's own prompt shows is not ours.
                        .type("false")
                        .await("<1> "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void tabCompletes(String shell) {
        Pty pty = new Pty().await("<0> ");
        // At the beginning of the completed line goes an echo: what it prints was really in the line, and no
        // suggestion.
        Map.of(
                        "assume --external",
                        "--external-id",
                        "assume de",
                        "dev",
                        "assume --format fi",
                        "fish",
                        "assume --profile vend",
                        "vendor",
                        "assume dev -- mktem",
                        "mktemp",
                        "sts2env --format js",
                        "json")
                .forEach((typed, word) -> pty.keys(typed + "\t")
                        .keys("\u0001")
                        .type("echo \"go\"t:")
                        .await("[\\r\\n]got: ?" + typed.replaceFirst("[^ ]*$", "") + word + " *[\\r\\n].*<0> "));
        terminal(shell, pty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void aHostileRoleIsOnlyShown(String shell) {
        terminal(
                shell,
                new Pty()
                        .await("<0> ")
                        .type("export AWS_ASSUMED_ROLE='a:assumed-role/$(touch x)`touch x`%n\\u\\e[31m${HOME}/s'"
                                + " AWS_CREDENTIAL_EXPIRATION='a[$(touch x)]'")
                        .await("\\[\\?\\?touch\\?x\\?\\?touch\\?x\\?\\?n\\?u\\?e\\?31m\\?\\?HOME\\?\\] <0> "));
        assertFalse(Files.exists(home.resolve("x")), "it has run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void thePromptStartsNoProcess(String shell) {
        String soon =
                Instant.now().plusSeconds(1800).truncatedTo(ChronoUnit.SECONDS).toString();
        // The same limit stops whoever does fork.
        Program.Ran ran = segment(shell, "exec sh -c '(exit 0); echo forked'")
                .with("AWS_ASSUMED_ROLE", ROLE)
                .with("AWS_CREDENTIAL_EXPIRATION", soon)
                .run();
        assertEquals("[Developer@123456789123 30m] \n", ran.out(), ran.err());
        assertTrue(ran.err().matches("(?is)[^\n]*fork[^\n]*\n"), ran.err());
        assertNotEquals(0, ran.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void hostileValuesRunNothingAndSteerNothing(String shell) throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("empty-" + shell));
        Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rwxrwxrwx"));
        Program prompt = segment(shell, "").in(empty).with("LANG", "C.UTF-8");
        for (String hostile : HOSTILE) {
            String role = "arn:aws:sts::1:assumed-role/";
            assertShows(ANY, prompt, hostile, "2099-08-09T08:09:08Z", role + hostile + "/ada", null);
            assertShows("\\[Developer] \n", prompt, hostile, hostile, role + "Developer/ada", null);
            assertShows(ANY, prompt, hostile, "2099-08-09T08:09:08Z", null, hostile);
            for (String time : List.of(
                    "2099-99-99T99:99:99Z",
                    "0000-00-00T00:00:00Z",
                    "2001-08-09T08:09:08." + "0".repeat(20_000) + "Z",
                    hostile + "2099-01-01T00:00:00Z" + hostile)) {
                assertShows("\n", prompt, hostile, time, hostile, null);
            }
        }
        assertEquals(List.of(), names(empty));
    }

    private static void assertShows(
            String pattern, Program prompt, String about, String expiration, String role, String profile) {
        Program.Ran ran = prompt.with("AWS_CREDENTIAL_EXPIRATION", expiration)
                .with("AWS_ASSUMED_ROLE", role)
                .with("AWS_ASSUMED_PROFILE", profile)
                .run();
        assertTrue(ran.out().matches(pattern), about + " showed " + ran.out());
        assertEquals("", ran.err(), about);
    }

    /** Roles of one name are in every account; and what single sign-on gives names no role at all. */
    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void thePromptTellsAccountsApart(String shell) {
        String role = "arn:aws:sts::210987654321:assumed-role/OrganizationAccountAccessRole/ada";
        String shown = "OrganizationAccountAccessRole@210987654321";
        Program prompt = segment(shell, "");
        assertShows("\\[" + shown + "] \n", prompt, "role", null, role, null);
        assertShows("\\[team/a:" + shown + "] \n", prompt, "both", null, role, "team/a");
        assertShows("\\[team/a expired] \n", prompt, "profile", "2001-01-01T00:00:00Z", null, "team/a");
        String partition = "arn:aws-cn:sts::210987654321:assumed-role/Developer/ada";
        assertShows("\\[Developer@210987654321 expired] \n", prompt, "China", "2001-01-01T00:00:00Z", partition, null);
        assertShows("\n", prompt, "nothing", "2001-01-01T00:00:00Z", null, null);
        Program session = prompt.with("AWS_SESSION_TOKEN", "EXAMPLETOKEN");
        assertShows("\\[session] \n", session, "sts2env's", null, null, null);
        assertShows("\\[session expired] \n", session, "sts2env's", "2001-01-01T00:00:00Z", null, null);
        assertShows("\\[session expired] \n", session, "the AWS CLI 2's", "2001-01-01T00:00:00+00:00", null, null);
        assertShows("\\[team/a expired] \n", session, "profile", "2001-01-01T00:00:00Z", null, "team/a");
    }

    /**
     * A shell whose user may not have a second process, and that shows what stands before the prompt; then {@code
     * more}.
     */
    private static Program segment(String shell, String more) {
        Program.need(shell);
        String show = switch (shell) {
            case "bash" -> "__assume_prompt; echo \"$__assume_segment\"";
            case "zsh" -> "__assume_prompt; print -r -- \"$psvar[9]\"";
            default -> "__assume_segment; echo";
        };
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            Program.need("setpriv");
            command.addAll(List.of("setpriv", "--reuid", "65534", "--clear-groups"));
        }
        command.addAll(Map.of(
                        "bash",
                        List.of("bash", "--norc"),
                        "zsh",
                        List.of("zsh", "-f"),
                        "fish",
                        List.of("fish", "--no-config"))
                .get(shell));
        // fish has a thread for what a substitution prints, and the limit counts threads, too: it is there before the
        // limit.
        String ready = shell.equals("fish") ? "set ready (echo)\n" : "";
        String load = "source '" + lib(home) + "/assume." + shell + "'\n";
        command.addAll(List.of("-c", load + ready + "ulimit -u 1\n" + show + "\n" + more));
        return Program.of(command.toArray(String[]::new)).in(Path.of("/")).with("HOME", "/");
    }
}
