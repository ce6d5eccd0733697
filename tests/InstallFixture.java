import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A home in which the commands are installed, and what tests of them need. */
abstract class InstallFixture {
    static final List<String> COMMANDS =
            List.of("assume", "aws-console", "aws-login", "aws-profiles", "aws-whoami", "each", "sts2env", "unset");
    static final Map<String, String> PROFILES =
            new TreeMap<>(Map.of("bash", ".bashrc", "zsh", ".zshrc", "fish", ".config/fish/config.fish"));
    static final String KEYS =
            "{\"Credentials\":{\"AccessKeyId\":\"ASIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"secret\","
                    + "\"SessionToken\":\"token\",\"Expiration\":\"2099-01-01T00:00:00Z\"}}";
    static final String ROLE = "arn:aws:sts::123456789123:assumed-role/Developer/ada";
    /** A name that is no ASCII, where file names can be that. */
    static final String ZOE = System.getProperty("sun.jnu.encoding").equals("UTF-8") ? "Zo\u00eb \u65e5" : "Zoe";

    /** What most of these tests share, once for all classes: an installation in a home that was empty before. */
    private record World(
            Path temporary,
            PracticeSts sts,
            Path home,
            Program.Ran installed,
            List<String> names,
            Map<String, String> made,
            Home files)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            sts.close();
            delete(temporary);
        }
    }

    static Path temporary;
    static PracticeSts sts;
    /** Empty before `install --shell-profile`. */
    static Path home;

    static Home files;
    static Program.Ran installed;
    /** What was in the home after that, before anybody used it. */
    static List<String> namesOfHome;
    /** The profiles as they were made, before these tests put a prompt above that shows the status. */
    static Map<String, String> made;

    @RegisterExtension
    static final BeforeAllCallback SHARED = context -> {
        Program.need("bash", "zsh", "fish", "python3");
        World world = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(World.class, key -> open(), World.class);
        home = world.home;
        files = world.files;
        installed = world.installed;
        namesOfHome = world.names;
        made = world.made;
    };

    private static World open() {
        try {
            temporary = Files.createTempDirectory("install");
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
            sts = PracticeSts.start(Clock.systemUTC());
            Path home = Files.createDirectory(temporary.resolve("home"));
            Program.Ran installed = installer(home, "--shell-profile").run();
            assertDone(installed);
            List<String> names = names(home);
            Map<String, String> made = profiles(home);
            Files.writeString(profile(home, "bash"), "PS1='<$?> '\n" + made.get("bash"));
            Files.writeString(profile(home, "zsh"), "PROMPT='<%?> '\n" + made.get("zsh"));
            Files.writeString(
                    profile(home, "fish"), "function fish_prompt; echo -n \"<$status> \"; end\n" + made.get("fish"));
            Files.writeString(home.resolve("keys.json"), KEYS);
            return new World(temporary, sts, home, installed, names, made, withProfiles(home));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void withoutCachedCredentials() throws IOException {
        delete(home.resolve(".aws/cli"));
    }

    static Program installer(Path home, String... args) {
        return Program.of(Stream.concat(Stream.of(Program.root() + "/jbangw", "install"), Stream.of(args))
                        .toArray(String[]::new))
                .in(home)
                .with("HOME", home)
                .with("JBANG_DIR", temporary.resolve("jbang"))
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with("LANG", "C.UTF-8")
                .seconds(240);
    }

    static Home withProfiles(Path home) {
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
    static Program program(Home home, String... command) {
        Program program = Program.of(command).with("LANG", "C.UTF-8").in(home.folder());
        for (var variable : home.env().entrySet()) {
            program = program.with(variable.getKey(), variable.getValue());
        }
        return program;
    }

    static void terminal(String shell, Pty pty) {
        Program.need(shell);
        terminal(pty.in(home, shell, "-i").with("AWS_PROFILE", "redbeard"));
    }

    static void terminal(Program program) {
        Program.Ran ran = program.with("USER", "ada")
                .with("LANG", "C.UTF-8")
                .with("JBANG_DIR", temporary.resolve("jbang"))
                .with("JAVA_HOME", System.getProperty("java.home"))
                .run();
        assertEquals(0, ran.status(), ran.out() + ran.err());
    }

    static void assertDone(Program.Ran ran) {
        assertEquals(0, ran.status(), ran.err());
    }

    static void assertUnchanged(Map<String, String> before, Path folder) throws IOException {
        Map<String, String> after = snapshot(folder);
        List<String> changes = Stream.concat(before.keySet().stream(), after.keySet().stream())
                .distinct()
                .filter(path -> !Objects.equals(before.get(path), after.get(path)))
                .map(path -> path + " was " + before.get(path) + " and is " + after.get(path))
                .toList();
        assertEquals(List.of(), changes);
    }

    private static String content(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        return Files.isDirectory(path)
                ? "directory"
                : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    }

    /** Every path below, with its type, its mode and what is in it. */
    static Map<String, String> snapshot(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                all.put(folder.relativize(path).toString(), mode(path) + " " + content(path));
            }
        }
        return all;
    }

    static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    static Map<String, String> profiles(Path home) {
        return PROFILES.keySet().stream()
                .collect(Collectors.toMap(shell -> shell, shell -> read(profile(home, shell))));
    }

    static Path profile(Path home, String shell) {
        return home.resolve(PROFILES.get(shell));
    }

    static Path bin(Path home) {
        return home.resolve(".local/bin");
    }

    static Path lib(Path home) {
        return home.resolve(".local/lib/assume");
    }

    static List<String> versions(Path home) {
        return names(lib(home)).stream()
                .filter(name -> Files.isDirectory(lib(home).resolve(name)))
                .toList();
    }

    static Path version(Path home) {
        return lib(home).resolve(versions(home).get(0));
    }

    static List<String> names(Path folder) {
        return Stream.of(folder.toFile().list()).sorted().toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void delete(Path folder) throws IOException {
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
