import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Installing, updating and uninstalling: a home is afterwards what it was. */
class InstallTest extends InstallFixture {
    @Test
    void theFirstInstallation() throws IOException {
        assertEquals(0, installed.status(), installed.err());
        assertEquals("", installed.out());
        for (String command : COMMANDS) {
            assertEquals("rwxr-xr-x", mode(bin(home).resolve(command)), command);
        }
        assertEquals(COMMANDS, names(bin(home)));
        made.forEach((shell, text) ->
                assertTrue(text.matches("# >>> assume >>>\n[^\n]+\n# <<< assume <<<\n"), shell + ": " + text));
        assertEquals(List.of(".bashrc", ".config", ".local", ".zshrc"), namesOfHome);
    }

    /** A home with things in it that are easily lost: installed, used, killed, updated, uninstalled. */
    @Test
    void uninstalledTheHomeIsByteForByteWhatItWas() throws Exception {
        Program.need("setsid");
        Path lived = Files.createDirectory(temporary.resolve("of " + ZOE));
        withProfiles(lived);
        furnish(lived);
        Map<String, String> before = snapshot(lived);

        assertDone(installer(lived, "--shell-profile").run());
        Map<String, String> profiles = profiles(lived);
        profiles.forEach((shell, text) -> assertEquals(2, text.split("(>>>|<<<) assume", -1).length - 1, shell));
        assertEquals(ROLE, use(lived));
        killedAtAnyMomentTheOldCommandsWork(lived, profiles);

        leaveWhatAKillLeaves(lived);
        anOpenShellLivesThroughTheUpdate(lived);
        assertEquals(COMMANDS, names(bin(lived)), "the whoami of an earlier version is gone");
        assertEquals(1, versions(lived).size(), versions(lived).toString());
        assertEquals(
                List.of(),
                snapshot(lived).keySet().stream()
                        .filter(path -> path.endsWith(".tmp"))
                        .toList());
        assertEquals(profiles, profiles(lived), "still one block in each");
        assertEquals(ROLE, use(lived));

        Program.Ran uninstalled = installer(lived, "--uninstall").run();
        assertDone(uninstalled);
        assertEquals("", uninstalled.out());
        assertUnchanged(before, lived);
        assertDone(installer(lived, "--uninstall").run());
        assertUnchanged(before, lived);
    }

    /**
     * What is easily lost: an end of line that is not there, a mode, a link, bytes that are no UTF-8, an empty
     * directory.
     */
    private static void furnish(Path lived) throws IOException {
        Files.writeString(
                lived.resolve(".bashrc"),
                "HISTFILE=" + temporary.resolve("history") + "\nPS1='<$?> ' # no end of line");
        Files.setPosixFilePermissions(lived.resolve(".bashrc"), PosixFilePermissions.fromString("rw-------"));
        Files.createDirectory(lived.resolve("dotfiles"));
        Files.writeString(lived.resolve("dotfiles/zshrc"), "# caf\u00e9\n\n", StandardCharsets.ISO_8859_1);
        Files.createSymbolicLink(lived.resolve(".zshrc"), Path.of("dotfiles/zshrc"));
        Files.createDirectories(bin(lived));
    }

    /** In the instant before a rename; and the whoami that was installed under its own name once. */
    private static void leaveWhatAKillLeaves(Path lived) throws IOException {
        for (String left : List.of(
                ".local/bin/.assume.123.tmp",
                ".local/lib/assume/.current.123.tmp",
                "..bashrc.123.tmp",
                "dotfiles/.zshrc.123.tmp")) {
            Files.writeString(lived.resolve(left), "half");
        }
        Files.copy(bin(lived).resolve("aws-whoami"), bin(lived).resolve("whoami"));
    }

    /** And so does a launcher that still runs. */
    private static void anOpenShellLivesThroughTheUpdate(Path lived) {
        terminal(new Pty()
                .await("<0> ")
                .type("assume dev")
                .await("\\[dev:Developer@123456789123 \\d+m\\] <0> ")
                .type("assume dev -- " + Program.root() + "/jbangw install --shell-profile")
                .await("install: installed in.*\\] <0> ")
                .type("assume dev --refresh; UNSET_AWS")
                .await("unset: forgot .*<0> ")
                .in(lived, "bash", "-i"));
    }

    /**
     * kill -9 for the installer and all that it has started: while the jar is made, while an archive is, and while the
     * launchers are exchanged.
     */
    private static void killedAtAnyMomentTheOldCommandsWork(Path lived, Map<String, String> profiles) throws Exception {
        for (int moment = 0; moment < 3; moment++) {
            List<String> old = versions(lived);
            String launcher = Files.readString(bin(lived).resolve("assume"));
            BooleanSupplier come = List.<BooleanSupplier>of(
                            () -> versions(lived).size() > old.size(),
                            () -> versions(lived).stream()
                                    .filter(version -> !old.contains(version))
                                    .anyMatch(version -> names(lib(lived).resolve(version)).stream()
                                            .anyMatch(name -> name.startsWith("sts."))),
                            () -> !read(bin(lived).resolve("assume")).equals(launcher))
                    .get(moment);
            Process process = startInAGroupOfItsOwn(installer(lived, "--shell-profile"));
            while (!come.getAsBoolean() && process.isAlive()) {
                Thread.sleep(1);
            }
            assertTrue(
                    come.getAsBoolean(), "it ended before moment " + moment + ": " + read(temporary.resolve("killed")));
            if (moment == 0) {
                Program.Ran second = installer(lived).run();
                assertEquals(1, second.status());
                assertTrue(second.err().contains("another install"), second.err());
            }
            new ProcessBuilder("sh", "-c", "kill -s KILL -- -" + process.pid())
                    .start()
                    .waitFor();
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            // The last moment is so short that a busy machine may be too late for it.
            assertTrue(
                    process.exitValue() == 137 || moment == 2,
                    "moment " + moment + ": " + read(temporary.resolve("killed")));
            assertEquals(ROLE, use(lived), "after the kill at moment " + moment);
            assertEquals(profiles, profiles(lived), "after the kill at moment " + moment);
        }
    }

    private static Process startInAGroupOfItsOwn(Program installer) throws IOException {
        List<String> command =
                Stream.concat(Stream.of("setsid"), installer.command().stream()).toList();
        var builder = new ProcessBuilder(command)
                .directory(installer.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("killed").toFile());
        builder.environment().clear();
        builder.environment().putAll(installer.env());
        return builder.start();
    }

    /** Without --shell-profile, and to a place that has to be quoted. */
    @Test
    void theLinesThatArePrintedLoadInTheirShells() throws IOException {
        Path plain = Files.createDirectory(temporary.resolve("plain"));
        Home there = withProfiles(plain);
        Map<String, String> before = snapshot(plain);
        Path prefix = temporary.resolve("it's a \"$HOME\" \\ place of " + ZOE);
        Program.Ran ran = installer(plain, "--prefix", prefix.toString()).run();
        assertDone(ran);
        assertUnchanged(before, plain);
        List<String> lines = ran.lines();
        assertEquals(6, lines.size(), ran.out());
        for (String shell : PROFILES.keySet()) {
            String line = lines.get(lines.indexOf("# " + profile(plain, shell)) + 1);
            Program.Ran used = program(
                            there,
                            shell,
                            "-c",
                            line
                                    + "\n"
                                    + "assume dev && sh -c 'echo \"${AWS_ASSUMED_ROLE%/*}\"'\n"
                                    + "UNSET_AWS; env | grep AWS_\n"
                                    + "command -v aws-whoami sts2env")
                    .with("XDG_CONFIG_HOME", temporary.resolve("fish"))
                    .with("XDG_DATA_HOME", temporary.resolve("fish"))
                    .run();
            assertEquals(
                    ROLE.replace("/ada", ""),
                    used.lines().get(0),
                    shell + used.err()); // fish finds out for itself who the USER is
            assertFalse(used.out().contains("AWS_"), used.out());
            assertTrue(used.lines().contains(prefix + "/bin/sts2env"), used.out());
        }
        assertDone(
                installer(plain, "--uninstall", "--prefix", prefix.toString()).run());
        assertFalse(Files.exists(prefix));
        assertUnchanged(before, plain);
    }

    /** The commands, and as whom: cached credentials are there afterwards. */
    private static String use(Path home) {
        Home there = new Home(
                home,
                Map.of(
                        "HOME",
                        home.toString(),
                        "USER",
                        "ada",
                        "AWS_ENDPOINT_URL",
                        sts.endpoint().toString()));
        Program.Ran ran = program(
                        there,
                        "bash",
                        "-c",
                        "cd ~/.local/bin && eval \"$(./assume dev --quiet)\" && ./aws-whoami --quiet && ./aws-console"
                                + " --print --quiet >/dev/null && eval"
                                + " \"$(./unset --quiet)\" && echo '"
                                + KEYS + "' | ./sts2env --quiet >/dev/null")
                .run();
        assertEquals(0, ran.status(), ran.err());
        return ran.out().strip();
    }
}
