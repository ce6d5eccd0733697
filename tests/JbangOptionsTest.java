import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code install --jbang-options}: a line in the same block, which the shells and Java understand. */
class JbangOptionsTest {
    @TempDir
    Path home;

    private ShellProfiles profiles(boolean isWithJbangOptions) throws IOException {
        return new ShellProfiles(
                Map.of("PATH", System.getenv("PATH")),
                home,
                home.resolve("bin"),
                home.resolve("lib"),
                new Footprint(Files.createDirectories(home.resolve("lib")).resolve("made")),
                isWithJbangOptions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void aNewShellHasThemAndJavaTakesThem(String shell) throws IOException {
        Program.need(shell);
        profiles(true).add();

        String options = interactive(shell, null);
        assertEquals(JbangOptions.VALUE, options);
        assertEquals("-Dmine=1", interactive(shell, "-Dmine=1"));

        List<String> java = new ArrayList<>(List.of(Archives.java().toString()));
        java.addAll(List.of(options.split(" ")));
        java.add("-version");
        Program.Ran ran = Program.of(java.toArray(String[]::new))
                .with("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC")
                .run();
        assertEquals(0, ran.status(), "beside a collector of the user's: " + ran.err());
    }

    /** What a program that an interactive shell starts has of them. */
    private String interactive(String shell, String mine) {
        Program program = Program.of(shell, "-ic", "printenv " + JbangOptions.VARIABLE)
                .in(home)
                .with("HOME", home)
                .with("XDG_CONFIG_HOME", null)
                .with("ZDOTDIR", null)
                .with(JbangOptions.VARIABLE, mine);
        return program.run().out().strip();
    }

    @Test
    void anUpdateKeepsThemAndAnEndTakesThemAway() throws IOException {
        Program.need("bash");
        Path bashrc = Files.writeString(home.resolve(".bashrc"), "alias ll='ls -l'\n");
        profiles(false).add();
        assertFalse(Files.readString(bashrc).contains(JbangOptions.VARIABLE), "only when wanted");

        profiles(true).add();
        profiles(false).add();
        String text = Files.readString(bashrc);
        assertEquals(3, text.split(JbangOptions.VARIABLE, -1).length, "twice in one line: " + text);

        assertTrue(profiles(false).remove());
        assertEquals("alias ll='ls -l'\n", Files.readString(bashrc));
    }

    @Test
    void theyAreOfferedToWhoeverHasAJbang() throws IOException {
        Path bin = Files.createDirectory(home.resolve("their"));
        assertFalse(JbangOptions.isWorthwhile(Map.of("PATH", bin.toString())));
        Files.writeString(bin.resolve("jbang"), "#!/bin/sh\n").toFile().setExecutable(true);
        assertTrue(JbangOptions.isWorthwhile(Map.of("PATH", bin.toString())));
        assertFalse(JbangOptions.isWorthwhile(Map.of("PATH", bin.toString(), JbangOptions.VARIABLE, "")));
    }
}
