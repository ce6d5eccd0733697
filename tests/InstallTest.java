import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that install.java makes, in real shells; and that a home is afterwards what it was. */
class InstallTest {
    private static final List<String> COMMANDS = List.of("assume", "sts2env", "unset", "whoami");
    private static final Map<String, String> PROFILES =
            new TreeMap<>(Map.of("bash", ".bashrc", "zsh", ".zshrc", "fish", ".config/fish/config.fish"));
    private static final String KEYS =
            "{\"Credentials\":{\"AccessKeyId\":\"ASIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"secret\",\"SessionToken\":\"token\",\"Expiration\":\"2099-01-01T00:00:00Z\"}}";
    private static final String ROLE = "arn:aws:sts::123456789123:assumed-role/Developer/ada";
    /** A name that is no ASCII, where file names can be that. */
    private static final String ZOE =
            System.getProperty("sun.jnu.encoding").equals("UTF-8") ? "Zo\u00eb \u65e5" : "Zoe";

    @TempDir
    static Path temporary;

    private static PracticeSts sts;
    /** Empty before `install --shell-profile`, which most of these tests share. */
    private static Path home;

    private static Home files;
    private static Program.Ran installed;
    /** The profiles as they were made, before these tests put a prompt above that shows the status. */
    private static final Map<String, String> made = new TreeMap<>();

    @BeforeAll
    static void install() throws IOException {
        Program.need("bash", "zsh", "fish", "python3");
        sts = PracticeSts.start(Clock.systemUTC());
        home = Files.createDirectory(temporary.resolve("home"));
        installed = installer(home, "--shell-profile").run();
        for (String shell : PROFILES.keySet()) {
            made.put(shell, Files.readString(profile(home, shell)));
        }
        Files.writeString(profile(home, "bash"), "PS1='<$?> '\n" + made.get("bash"));
        Files.writeString(profile(home, "zsh"), "PROMPT='<%?> '\n" + made.get("zsh"));
        Files.writeString(
                profile(home, "fish"), "function fish_prompt; echo -n \"<$status> \"; end\n" + made.get("fish"));
        Files.writeString(home.resolve("keys.json"), KEYS);
        files = withProfiles(home);
    }

    @AfterAll
    static void stop() {
        sts.close();
    }

    @BeforeEach
    void withoutCachedCredentials() throws IOException {
        delete(home.resolve(".aws/cli"));
    }

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
        assertEquals(
                List.of(".aws", ".bashrc", ".config", ".local", ".zshrc"),
                names(home).stream()
                        .filter(name -> !name.matches("keys.json|\\.bash_history|\\.cache|\\.zcompdump"))
                        .toList());
    }

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
                        .await("assume: .*Developer/\\w+ until.*\\[Developer (60|59)m\\] <0> ")
                        .type(is)
                        .await("key=set profile=none.*\\[Developer \\d+m\\] <0> ")
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
                        .await("\\[Developer over\\] <0> ")
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
    void thePromptStartsNoProcess(String shell) throws IOException {
        String soon =
                Instant.now().plusSeconds(1800).truncatedTo(ChronoUnit.SECONDS).toString();
        // The same limit stops whoever does fork.
        Program.Ran ran = segment(shell, "exec sh -c '(exit 0); echo forked'")
                .with("AWS_ASSUMED_ROLE", ROLE)
                .with("AWS_CREDENTIAL_EXPIRATION", soon)
                .run();
        assertEquals("[Developer 30m] \n", ran.out(), ran.err());
        assertTrue(ran.err().matches("(?is)[^\n]*fork[^\n]*\n"), ran.err());
        assertNotEquals(0, ran.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void hostileValuesRunNothingAndSteerNothing(String shell) throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("empty-" + shell));
        Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (String hostile : List.of(
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
                "x".repeat(20_000))) {
            Map<String, String> expected = new LinkedHashMap<>();
            expected.put(hostile, "2099-08-09T08:09:08Z");
            expected.put("Developer", hostile);
            for (String role : expected.keySet()) {
                Program.Ran ran = segment(shell, "")
                        .in(empty)
                        .with("LANG", "C.UTF-8")
                        .with("AWS_ASSUMED_ROLE", "arn:aws:sts::1:assumed-role/" + role + "/ada")
                        .with("AWS_CREDENTIAL_EXPIRATION", expected.get(role))
                        .run();
                assertTrue(
                        ran.out()
                                .matches(
                                        role.equals("Developer")
                                                ? "\\[Developer] \n"
                                                : "\\[[\\w+=,.@?-]*( \\d+m)?] \n"),
                        hostile + " showed " + ran.out());
                assertEquals("", ran.err(), hostile);
            }
            for (String time : List.of(
                    "2099-99-99T99:99:99Z",
                    "0000-00-00T00:00:00Z",
                    "2001-08-09T08:09:08." + "0".repeat(20_000) + "Z",
                    hostile + "2099-01-01T00:00:00Z" + hostile)) {
                Program.Ran ran = segment(shell, "")
                        .in(empty)
                        .with("AWS_ASSUMED_ROLE", hostile)
                        .with("AWS_CREDENTIAL_EXPIRATION", time)
                        .run();
                assertEquals("\n", ran.out(), ran.err());
            }
        }
        assertEquals(List.of(), names(empty));
    }

    @Test
    void theLaunchersPrintWhatTheProgramsDo() throws IOException {
        assertSameAsRun("usual", files, program -> program);
        Path spaces = Files.createDirectory(temporary.resolve("a directory 'with' spaces"));
        assertSameAsRun("a directory with spaces", files, program -> program.in(spaces));
        Map<String, String> noHome = new TreeMap<>(Map.of(
                "USER",
                "ada",
                "AWS_CONFIG_FILE",
                home + "/.aws/config",
                "AWS_SHARED_CREDENTIALS_FILE",
                home + "/.aws/credentials"));
        assertSameAsRun("no HOME", new Home(home, noHome), program -> program);
    }

    @Test
    void anArchiveThatDoesNotFitIsIgnoredInSilence() throws IOException {
        Map<Path, byte[]> archives = new TreeMap<>();
        for (String name : names(version(home))) {
            if (name.matches(".*\\.(jsa|aot)")) {
                archives.put(
                        version(home).resolve(name),
                        Files.readAllBytes(version(home).resolve(name)));
            }
        }
        assertTrue(archives.size() >= 3, archives.keySet().toString());
        try {
            for (String fault : List.of("cut in half", "cut in its header", "garbage", "gone")) {
                // Earlier JVMs do not look at the size of a dynamic archive, and die of it.
                if (fault.equals("cut in half") && Runtime.version().feature() < 25) {
                    continue;
                }
                for (Path archive : archives.keySet()) {
                    byte[] whole = archives.get(archive);
                    Files.deleteIfExists(archive);
                    if (fault.equals("gone")) {
                        continue;
                    }
                    Files.write(
                            archive,
                            switch (fault) {
                                case "cut in half" -> Arrays.copyOf(whole, whole.length / 2);
                                case "cut in its header" -> Arrays.copyOf(whole, 512);
                                default -> "garbage\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
                            });
                }
                assertSameAsRun(fault, files, program -> program);
            }
        } finally {
            for (Path archive : archives.keySet()) {
                Files.deleteIfExists(archive);
                Files.write(archive, archives.get(archive));
            }
        }
    }

    @Test
    void whereItsJavaIsGoneAnotherOneIsFound() throws IOException {
        Map<String, String> launchers = new TreeMap<>();
        for (String command : COMMANDS) {
            launchers.put(command, Files.readString(bin(home).resolve(command)));
        }
        try {
            for (String command : COMMANDS) {
                String gone = launchers.get(command).replaceFirst("(?m)^java=.*$", "java=/nowhere/bin/java");
                assertNotEquals(launchers.get(command), gone);
                Files.writeString(bin(home).resolve(command), gone);
            }
            assertSameAsRun(
                    "JAVA_HOME",
                    files,
                    program -> program.with("JAVA_HOME", System.getProperty("java.home"))
                            .with("PATH", "/nowhere"));
            assertSameAsRun(
                    "PATH",
                    files,
                    program -> program.with("JAVA_HOME", null)
                            .with("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH")));
        } finally {
            for (String command : COMMANDS) {
                Files.writeString(bin(home).resolve(command), launchers.get(command));
            }
        }
    }

    /** A home with things in it that are easily lost: installed, used, killed, updated, uninstalled. */
    @Test
    void uninstalledTheHomeIsByteForByteWhatItWas() throws Exception {
        Program.need("setsid");
        Path lived = Files.createDirectory(temporary.resolve("of " + ZOE));
        withProfiles(lived);
        Files.writeString(
                lived.resolve(".bashrc"),
                "HISTFILE=" + temporary.resolve("history") + "\nPS1='<$?> ' # no end of line");
        Files.setPosixFilePermissions(lived.resolve(".bashrc"), PosixFilePermissions.fromString("rw-------"));
        Files.createDirectory(lived.resolve("dotfiles"));
        Files.writeString(lived.resolve("dotfiles/zshrc"), "# caf\u00e9\n\n", StandardCharsets.ISO_8859_1);
        Files.createSymbolicLink(lived.resolve(".zshrc"), Path.of("dotfiles/zshrc"));
        Files.createDirectories(bin(lived));
        Map<String, String> before = snapshot(lived);

        assertDone(installer(lived, "--shell-profile").run());
        Map<String, String> profiles = profiles(lived);
        profiles.forEach((shell, text) -> assertEquals(2, text.split("(>>>|<<<) assume", -1).length - 1, shell));
        assertEquals(ROLE, use(lived));
        killedAtAnyMomentTheOldCommandsWork(lived, profiles);

        // What a kill leaves in the instant before a rename.
        for (String left : List.of(
                ".local/bin/.assume123.tmp",
                ".local/lib/assume/.current123.tmp",
                "..bashrc123.tmp",
                "dotfiles/.zshrc123.tmp")) {
            Files.writeString(lived.resolve(left), "half");
        }

        // An open shell, and a launcher that still runs, live through the update.
        terminal(new Pty()
                .await("<0> ")
                .type("assume dev")
                .await("\\[Developer \\d+m\\] <0> ")
                .type("assume dev -- " + Program.root() + "/jbangw install --shell-profile")
                .await("install: installed in.*\\] <0> ")
                .type("assume dev --refresh; UNSET_AWS")
                .await("unset: forgot .*<0> ")
                .in(lived, "bash", "-i"));
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
            Program installer = installer(lived, "--shell-profile");
            var builder = new ProcessBuilder(Stream.concat(Stream.of("setsid"), installer.command().stream())
                            .toList())
                    .directory(lived.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(temporary.resolve("killed").toFile());
            builder.environment().clear();
            builder.environment().putAll(installer.env());
            Process process = builder.start();
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
                                    + "command -v whoami sts2env")
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

    @Test
    void somebodyElsesWhoamiStays() throws IOException {
        Path theirs =
                Files.createDirectories(temporary.resolve("theirs/.local/bin")).resolve("whoami");
        Files.writeString(theirs, "#!/bin/sh\necho me\n");
        assertRefused(1, temporary.resolve("theirs"), theirs.toString());
        assertRefused(1, temporary.resolve("theirs"), theirs.toString(), "--shell-profile");
        Files.delete(theirs);
        Files.createSymbolicLink(theirs, Path.of("/nowhere/whoami"));
        assertRefused(1, temporary.resolve("theirs"), theirs.toString());
    }

    @Test
    void aDirectoryThatIsNotOursStays() throws IOException {
        Path work = Files.createDirectory(temporary.resolve("work"));
        Files.writeString(
                Files.createDirectories(work.resolve(".local/lib/assume/src")).resolve("mine"), "");
        assertRefused(1, work, "lib/assume");
        Map<String, String> before = snapshot(work);
        assertEquals(
                0,
                new Home(work, Map.of("HOME", work.toString()))
                        .call(install::run, "--uninstall")
                        .status());
        assertUnchanged(before, work);
    }

    @Test
    void whatNoClassPathCanHoldIsRefused() throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("refused"));
        assertRefused(2, empty, "colon", "--prefix", temporary + "/a:b");
        assertRefused(2, empty, "control", "--prefix", temporary + "/a\nb");
        assertRefused(2, empty, "--uninstall", "--uninstall", "--shell-profile");
        assertRefused(2, empty, "options", "here");
    }

    @Test
    void halfABlockIsLeftAlone() throws IOException {
        Path half = Files.createDirectory(temporary.resolve("half"));
        String block = "# >>> assume >>>\nx\n# <<< assume <<<\n";
        Files.writeString(half.resolve(".bashrc"), "a\n" + block);
        for (String broken :
                List.of("a\n# >>> assume >>>\nx\n", "a\n# <<< assume <<<\nx\n", block + "# >>> assume >>>\n")) {
            Files.writeString(half.resolve(".zshrc"), broken);
            assertRefused(1, half, half.resolve(".zshrc").toString(), "--uninstall");
            assertRefused(1, half, half.resolve(".zshrc").toString(), "--shell-profile");
        }
    }

    @Test
    void whatWasWrittenBelowOurLinesStaysALineOfItsOwn() throws IOException {
        Path below = Files.createDirectory(temporary.resolve("below"));
        for (String[] profile : new String[][] {
            {"a\n# >>> assume >>> +\nx\n# <<< assume <<<\nb\n", "a\nb\n"},
            {"a\n# >>> assume >>> +\nx\n# <<< assume <<<\n", "a"},
            {"a\n\n# >>> assume >>>\nx\n# <<< assume <<<\n\nb", "a\n\n\nb"},
            {"a\n# >>> assume >>>\nx\n# <<< assume <<<", "a\n"}
        }) {
            Files.writeString(below.resolve(".bashrc"), profile[0]);
            assertEquals(
                    0,
                    new Home(below, Map.of("HOME", below.toString()))
                            .call(install::run, "--uninstall")
                            .status());
            assertEquals(profile[1], Files.readString(below.resolve(".bashrc")));
        }
    }

    @Test
    void theAwsClisOwnCredentialsStay() throws IOException {
        Path cached = Files.createDirectories(temporary.resolve("cli/.aws/cli/cache"));
        String keys = KEYS.substring(0, KEYS.length() - 1);
        Files.writeString(cached.resolve("0123456789abcdef0123456789abcdef01234567.json"), keys + "}");
        Files.writeString(cached.resolve("1123456789abcdef0123456789abcdef01234567.json"), """
            {"Credentials": {"AccessKeyId": "%s", "SecretAccessKey": "%s", "SessionToken": "t", "Expiration": "2100-01-01T00:00:00UTC", "AccountId": "123456789123"}, \
            "AssumedRoleUser": {"AssumedRoleId": "AROA:me", "Arn": "arn:aws:sts::123456789123:assumed-role/R/me"}, "WrittenBy": "assume"}\
            """.formatted(
                        Home.KEY_ID, Home.SECRET));
        Files.writeString(cached.resolve("session.db"), "");
        assertEquals(
                0,
                new Home(cached, Map.of("HOME", temporary.resolve("cli").toString()))
                        .call(install::run, "--uninstall")
                        .status());
        assertEquals(List.of("0123456789abcdef0123456789abcdef01234567.json", "session.db"), names(cached));
    }

    // ---- helpers ----

    private static Program installer(Path home, String... args) {
        return Program.of(Stream.concat(Stream.of(Program.root() + "/jbangw", "install"), Stream.of(args))
                        .toArray(String[]::new))
                .in(home)
                .with("HOME", home)
                .with("JBANG_DIR", temporary.resolve("jbang"))
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with("LANG", "C.UTF-8")
                .seconds(240);
    }

    private static Home withProfiles(Path home) {
        String config = PracticeWorld.profiles(home.toString()).entrySet().stream()
                .map(profile -> "[profile %s]\nregion = eu-central-1\nendpoint_url = %s\n%s"
                        .formatted(profile.getKey(), sts.endpoint(), profile.getValue()))
                .collect(Collectors.joining("\n"));
        return Home.in(home, sts.endpoint())
                .files(
                        config,
                        "[redbeard]\naws_access_key_id=%s\naws_secret_access_key=%s\n"
                                .formatted(Home.KEY_ID, Home.SECRET));
    }

    /** A program in the environment of {@code home}. */
    private static Program program(Home home, String... command) {
        Program program = Program.of(command).with("LANG", "C.UTF-8").in(home.folder());
        for (var variable : home.env().entrySet()) {
            program = program.with(variable.getKey(), variable.getValue());
        }
        return program;
    }

    private static void terminal(String shell, Pty pty) {
        Program.need(shell);
        terminal(pty.in(home, shell, "-i").with("AWS_PROFILE", "redbeard"));
    }

    private static void terminal(Program program) {
        Program.Ran ran = program.with("USER", "ada")
                .with("LANG", "C.UTF-8")
                .with("JBANG_DIR", temporary.resolve("jbang"))
                .with("JAVA_HOME", System.getProperty("java.home"))
                .run();
        assertEquals(0, ran.status(), ran.out() + ran.err());
    }

    /**
     * A shell whose user may not have a second process, and that shows what stands before the prompt; then {@code
     * more}.
     */
    private static Program segment(String shell, String more) throws IOException {
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
        command.addAll(List.of(
                "-c", Files.readString(lib(home).resolve("assume." + shell)) + "\nulimit -u 1\n" + show + "\n" + more));
        return Program.of(command.toArray(String[]::new)).in(Path.of("/")).with("HOME", "/");
    }

    /** Each launcher prints the product that {@code run} prints, and no more words. */
    private static void assertSameAsRun(String circumstance, Home files, UnaryOperator<Program> change)
            throws IOException {
        Home home = files.with("AWS_X", "x");
        Map<List<String>, Home.Main> commands = new LinkedHashMap<>();
        commands.put(List.of("unset"), unset::run);
        commands.put(List.of("sts2env", home.folder() + "/keys.json"), sts2env::run);
        commands.put(List.of("whoami", "--profile", "redbeard"), whoami::run);
        commands.put(List.of("assume", "dev", "--no-cache"), assume::run);
        commands.put(List.of("assume", "nobody"), assume::run);
        if (files.env().containsKey("HOME")) {
            commands.put(List.of("assume", "dev"), assume::run);
        }
        for (var command : commands.entrySet()) {
            List<String> words = command.getKey();
            Home.Said said =
                    home.call(command.getValue(), words.subList(1, words.size()).toArray(String[]::new));
            String[] line = words.toArray(String[]::new);
            line[0] = bin(home.folder()).resolve(line[0]).toString();
            Program.Ran ran = change.apply(program(home, line)).run();
            assertEquals(said.status(), ran.status(), circumstance + ": " + words + ran.err());
            // What is kept is the same, to the last letter; and what is not is another one with each call.
            boolean fresh = words.contains("--no-cache");
            assertEquals(
                    fresh ? shape(said.out()) : said.out(),
                    fresh ? shape(ran.out()) : ran.out(),
                    circumstance + ": " + words);
            assertEquals(
                    said.err().replaceAll(" until .*", ""),
                    ran.err().replaceAll(" until .*", ""),
                    circumstance + ": " + words);
        }
    }

    private static String shape(String product) {
        return product.replaceAll(
                "(AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|CREDENTIAL_EXPIRATION)=)'[^']+'", "$1");
    }

    /** All four commands, and as whom: cached credentials are there afterwards. */
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
                        "cd ~/.local/bin && eval \"$(./assume dev --quiet)\" && ./whoami --quiet && eval \"$(./unset"
                                + " --quiet)\" && echo '"
                                + KEYS + "' | ./sts2env --quiet >/dev/null")
                .run();
        assertEquals(0, ran.status(), ran.err());
        return ran.out().strip();
    }

    private static void assertDone(Program.Ran ran) {
        assertEquals(0, ran.status(), ran.err());
    }

    /** Refused with words about {@code about}, and nothing in the home has changed. */
    private static void assertRefused(int status, Path home, String about, String... args) throws IOException {
        Map<String, String> before = snapshot(home);
        Home.Said said =
                new Home(home, Map.of("HOME", home.toString(), "PATH", System.getenv("PATH"))).call(install::run, args);
        assertEquals(status, said.status(), said.err());
        assertTrue(said.err().contains(about), said.err());
        assertEquals("", said.out());
        assertUnchanged(before, home);
    }

    private static void assertUnchanged(Map<String, String> before, Path folder) throws IOException {
        Map<String, String> after = snapshot(folder);
        List<String> changes = Stream.concat(before.keySet().stream(), after.keySet().stream())
                .distinct()
                .filter(path -> !Objects.equals(before.get(path), after.get(path)))
                .map(path -> path + " was " + before.get(path) + " and is " + after.get(path))
                .toList();
        assertEquals(List.of(), changes);
    }

    /** Every path below, with its type, its mode and what is in it. */
    private static Map<String, String> snapshot(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                String what = Files.isSymbolicLink(path)
                        ? "-> " + Files.readSymbolicLink(path)
                        : Files.isDirectory(path)
                                ? "directory"
                                : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
                all.put(folder.relativize(path).toString(), mode(path) + " " + what);
            }
        }
        return all;
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static Map<String, String> profiles(Path home) {
        return PROFILES.keySet().stream()
                .collect(Collectors.toMap(shell -> shell, shell -> read(profile(home, shell))));
    }

    private static Path profile(Path home, String shell) {
        return home.resolve(PROFILES.get(shell));
    }

    private static Path bin(Path home) {
        return home.resolve(".local/bin");
    }

    private static Path lib(Path home) {
        return home.resolve(".local/lib/assume");
    }

    private static List<String> versions(Path home) {
        return names(lib(home)).stream()
                .filter(name -> Files.isDirectory(lib(home).resolve(name)))
                .toList();
    }

    private static Path version(Path home) {
        return lib(home).resolve(versions(home).get(0));
    }

    private static List<String> names(Path folder) {
        return Stream.of(folder.toFile().list()).sorted().toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
