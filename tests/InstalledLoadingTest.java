import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files for the shells are read, and work, whatever stands above them in somebody's profile. */
class InstalledLoadingTest extends InstallFixture {
    private static final String ALIASES =
            "alias UNSET_AWS='eval \"$(jbang unset@org)\"' assume='jbang assume@org' local=false"
                    + " case=false printf=false typeset=false return=false set=false '['=false out=x";

    private static final String USE = "assume dev --quiet && echo \"$AWS_ASSUMED_PROFILE\" && UNSET_AWS --quiet"
            + " && echo \"left: ${AWS_ASSUMED_PROFILE-nothing}\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                ALIASES,
                "set -eu",
                "set -o noclobber",
                "set -o posix",
                "set -o nounset",
                "IFS=/e",
                "unset IFS",
                "assume() { false; }; UNSET_AWS() { false; }",
                "set -f; shopt -s nullglob failglob extglob nocasematch",
                "set -euo pipefail; set -o posix; IFS=A; " + ALIASES,
                "unset PROMPT_COMMAND PS1",
                "set -u; unset HISTFILE PROMPT_COMMAND",
                "readonly out argument; eval() { false; }"
            })
    void bashReadsItsFile(String above) throws IOException {
        String read = above + "\n. '" + lib(home) + "/assume.bash'\n";
        assertUsed(above, script("bash", "shopt -s expand_aliases\n" + read + USE), "bash", "--norc");
        // As the profile of an interactive shell, in which aliases are expanded.
        Path profile = script("bashrc", read);
        Program.Ran ran = program(
                        files, "bash", "--rcfile", profile.toString(), "-i", "-c", USE + "; alias aliased=echo")
                .run();
        assertTrue(ran.out().contains("dev\nleft: nothing\n"), above + ": " + ran.out() + ran.err());
        Program.Ran after = program(
                        files,
                        "bash",
                        "--norc",
                        script("after", "shopt -s expand_aliases\n" + read + "shopt -p expand_aliases")
                                .toString())
                .run();
        assertEquals("shopt -s expand_aliases\n", after.out(), "aliases are expanded as before");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ALIASES,
                "set -eu",
                "setopt noclobber nounset errexit",
                "emulate sh",
                "emulate ksh",
                "IFS=/e",
                "setopt noaliases",
                "assume() { false; }; UNSET_AWS() { false; }",
                "setopt ksharrays shwordsplit extendedglob ignorebraces globsubst rcquotes posixaliases"
                        + " warncreateglobal",
                "setopt nounset errexit noclobber; IFS=A; " + ALIASES
            })
    void zshReadsItsFile(String above) throws IOException {
        String options = "setopt >'" + temporary + "/options.";
        Path profile =
                script("zshrc", above + "\n" + options + "1'\n. '" + lib(home) + "/assume.zsh'\n" + options + "2'\n");
        Files.deleteIfExists(temporary.resolve("options.1"));
        Files.deleteIfExists(temporary.resolve("options.2"));
        assertUsed(above, script("zsh", Files.readString(profile) + USE), "zsh", "-f");
        assertEquals(
                Files.readString(temporary.resolve("options.1")),
                Files.readString(temporary.resolve("options.2")),
                "the options are what they were");
        Files.deleteIfExists(temporary.resolve("options.1"));
        Files.deleteIfExists(temporary.resolve("options.2"));
        Path folder = Files.createDirectories(temporary.resolve("zdotdir"));
        Files.copy(profile, folder.resolve(".zshrc"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Program.Ran ran = program(files, "zsh", "-d", "-i", "-c", USE)
                .with("ZDOTDIR", folder)
                .run();
        assertTrue(ran.out().contains("dev\nleft: nothing\n"), above + ": " + ran.out() + ran.err());
    }

    @Test
    void zshTellsTheTimeWhateverItsOptionsAre() throws IOException {
        String above = "setopt force_float bash_rematch c_bases octal_zeroes\n";
        String use = "AWS_SESSION_TOKEN=t AWS_CREDENTIAL_EXPIRATION=2099-01-01T08:09:00Z\n__assume_prompt\n"
                + "print -r -- \"$psvar[9]\"\n";
        Path script = script("time", above + ". '" + lib(home) + "/assume.zsh'\n" + use);
        Program.Ran ran = program(files, "zsh", "-f", script.toString()).run();
        assertTrue(ran.out().matches("\\[session \\d+h( \\d+m)?] \n"), ran.out() + ran.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alias assume 'jbang assume@org'; alias UNSET_AWS false",
                "function assume; false; end; function UNSET_AWS; false; end",
                "set -gx IFS /e",
                "set -e PATH[2..-1]; set -gx PATH $PATH /usr/bin /bin"
            })
    void fishReadsItsFile(String above) throws IOException {
        String use = "assume dev --quiet && echo $AWS_ASSUMED_PROFILE && UNSET_AWS --quiet"
                + " && begin; set -q AWS_ASSUMED_PROFILE; or echo left: nothing; end";
        assertUsed(
                above,
                script("fish", above + "\nsource '" + lib(home) + "/assume.fish'\n" + use + "\n"),
                "fish",
                "--no-config");
    }

    /** Neither arrays with names nor what bash got after 3.2, which macOS has. */
    @Test
    void bashNeedsNothingNewerThan3() throws IOException {
        String text = Files.readString(lib(home).resolve("assume.bash"));
        for (String newer : List.of(
                "mapfile", "readarray", "declare -A", "local -A", "local -n", ",,}", "^^}", "&>>", "|&", "[[ -v")) {
            assertTrue(!text.contains(newer), newer);
        }
    }

    private static void assertUsed(String above, Path script, String... shell) {
        List<String> line = new java.util.ArrayList<>(List.of(shell));
        line.add(script.toString());
        Program.Ran ran = program(files, line.toArray(String[]::new)).run();
        assertEquals("dev\nleft: nothing\n", ran.out(), above + ": " + ran.err());
        assertEquals("", ran.err(), above);
        assertEquals(0, ran.status(), above);
    }

    private static Path script(String name, String text) throws IOException {
        return Files.writeString(temporary.resolve("script-" + name), text);
    }
}
