import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The house is in order: what lies where, which room uses which, and that all of it can be read on a screen. */
class HouseTest {
    /** The rooms of lib/ from the ground up: each may use those above it in this list, and no others. */
    private static final List<String> ROOMS = List.of(
            "Text",
            "TimeLeft",
            "Failure",
            "Sha1",
            "NearestNames",
            "FilePath",
            "NativeText",
            "Terminal",
            "ChildProcess",
            "AtomicFile",
            "RawTerminal",
            "ChoiceList",
            "Fzf",
            "RecentProfiles",
            "LockFile",
            "ShellWords",
            "Browser",
            "LocalUsers",
            "Loopback",
            "OneVisit",
            "Shell",
            "CommandOption",
            "Arguments",
            "Command",
            "Rehearsal",
            "AwsTime",
            "SessionCredentials",
            "RenewedShell",
            "NotJson",
            "Json",
            "CredentialsJson",
            "CredentialFormat",
            "Status",
            "ConfigText",
            "ConfigSection",
            "ConfigFile",
            "SectionNames",
            "ProfileSections",
            "Profiles",
            "SdkProfiles",
            "RoleName",
            "RegionOption",
            "CaBundle",
            "BundleTrust",
            "Proxies",
            "Connection",
            "HttpClient",
            "Network",
            "NetworkService",
            "Endpoint",
            "Wire",
            "Patience",
            "ConsoleService",
            "ConsoleSite",
            "Signin",
            "SessionDuration",
            "RoleRequest",
            "RoleOptions",
            "LoadedProfile",
            "CredentialCache",
            "CacheFiles",
            "StsErrors",
            "Sts",
            "ProfileProgram",
            "CredentialProcess",
            "SsoProfile",
            "SsoSession",
            "SsoCache",
            "SsoRegistration",
            "SsoToken",
            "SsoService",
            "IdentityCenter",
            "SsoChallenge",
            "SsoOidc",
            "SsoListener",
            "SsoSignIn",
            "SsoAccess",
            "SsoCredentials",
            "SsoTraces",
            "SsoSignOut",
            "SsoRoles",
            "ProfileNames",
            "PortalAccess",
            "TextDiff",
            "ConfigBlock",
            "ConfigEdit",
            "RoleProfiles",
            "Forget",
            "CachedTimes",
            "ProfileList",
            "ProfileChooser",
            "OwnCredentials",
            "MfaCode",
            "MfaSession",
            "CredentialResolver",
            "StsOptions",
            "SsoOptions",
            "RenewedCredentials",
            "CredentialServer",
            "CredentialClient",
            "CommandConfig",
            "RenewingCommand");

    /** The front step: the commands, the catalog, the launcher and the pages; and the doors. */
    private static final Set<String> FRONT_STEP = Set.of(
            "assume.java",
            "sts2env.java",
            "unset.java",
            "whoami.java",
            "console.java",
            "each.java",
            "login.java",
            "profiles.java",
            "practice.java",
            "install.java",
            "jbang-catalog.json",
            "jbangw",
            "README.md",
            "LESSON.md",
            "SECURITY.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "LICENSE",
            "lib",
            "practice",
            "fleet",
            "installer",
            "examples",
            "pictures",
            "bench",
            "docs",
            "tests",
            "tools");

    private static final int LINES_OF_A_FILE = 400;
    private static final int LINES_OF_A_METHOD = 40;
    private static final int COLUMNS = 120;
    private static final int LINES_OF_A_HEADER = 8;

    /** A class uses another one: {@code    Sts$1 -> Text run.jar}. */
    private static final Pattern USE = Pattern.compile("(?m)^ +(\\w+)(?:\\$\\S*)? +-> (\\w+)(?:\\$\\S*)? .*");

    private static List<JavaSource> sources;

    @BeforeAll
    static void read() throws IOException {
        sources = JavaSource.all();
    }

    @Test
    void everyRoomHasItsPlace() throws IOException {
        assertEquals(new TreeSet<>(rooms()), new TreeSet<>(ROOMS), "the files in lib/, and the order of rooms");
    }

    /** In the compiled classes, nested ones included, so that nothing that a source hides is missed. */
    @Test
    void aRoomUsesOnlyRoomsAboveIt() throws Exception {
        Set<String> own = ownClasses();
        assertTrue(own.contains("assume") && own.contains("Sts") && own.contains("PracticeSts"), own.toString());
        List<String> uses = USE.matcher(jdeps())
                .results()
                .filter(use -> ROOMS.contains(use.group(1)) && own.contains(use.group(2)))
                .filter(use -> !use.group(1).equals(use.group(2)))
                .map(HouseTest::spelt)
                .distinct()
                .sorted()
                .toList();
        assertTrue(uses.contains("CredentialsJson uses SessionCredentials"), "jdeps finds what is there");
        assertNone(uses.stream().filter(use -> !isUpwards(use)));
    }

    @Test
    void onTheFrontStepLiesNothingElse() throws IOException {
        try (Stream<Path> entries = Files.list(Program.root())) {
            assertNone(entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !FRONT_STEP.contains(name)));
        }
    }

    @Test
    void noFileIsLong() {
        assertNone(sources.stream()
                .filter(source -> source.lines().size() > LINES_OF_A_FILE)
                .map(source -> source.path() + " has " + source.lines().size() + " lines"));
    }

    @Test
    void noMethodIsLong() {
        assertNone(sources.stream()
                .flatMap(source -> source.methods().stream()
                        .filter(method -> method.lines() > LINES_OF_A_METHOD)
                        .map(method -> source.path() + ":" + method.line() + " " + method.name() + " has "
                                + method.lines() + " lines")));
    }

    /** But for addresses, and the tests' text blocks, which hold shell code. */
    @Test
    void noLineIsLong() {
        List<String> found = new ArrayList<>();
        for (JavaSource source : sources) {
            for (int i = 0; i < source.lines().size(); i++) {
                String line = source.lines().get(i);
                boolean isShellCode =
                        source.path().startsWith("tests") && source.textBlocks().contains(i + 1L);
                if (line.length() > COLUMNS && !line.contains("://") && !isShellCode) {
                    found.add(source.path() + ":" + (i + 1) + " has " + line.length() + " columns");
                }
            }
        }
        assertNone(found.stream());
    }

    @Test
    void theFormatterLetsNothingElsePass() {
        assertNone(sources.stream()
                .flatMap(source -> source.faults().stream()
                        .map(fault -> source.path() + ":" + fault.line() + " has " + fault.what())));
    }

    /** The field's own words, and types that carry the meaning. */
    @Test
    void noWordIsOurOwn() {
        var words = Pattern.compile("\\b(Map<String, Object>|isOver|kept|asked)(?!\\w)");
        List<String> found = new ArrayList<>();
        for (JavaSource source : sources) {
            for (int i = 0; i < source.lines().size(); i++) {
                boolean isOurs = !source.path().startsWith("tests");
                if (isOurs && words.matcher(source.lines().get(i)).find()) {
                    found.add(source.path() + ":" + (i + 1) + source.lines().get(i));
                }
            }
        }
        assertNone(found.stream());
    }

    /** On JDK 17 in a C locale, javac takes sources for ASCII and refuses anything else. */
    @Test
    void everySourceIsAscii() {
        List<String> found = new ArrayList<>();
        for (JavaSource source : sources) {
            for (int i = 0; i < source.lines().size(); i++) {
                if (source.lines().get(i).chars().anyMatch(c -> c > 127)) {
                    found.add(source.path() + ":" + (i + 1) + " is not ASCII");
                }
            }
        }
        assertNone(found.stream());
    }

    @Test
    void theHeaderOfACommandIsShort() {
        List<String> found = new ArrayList<>();
        for (JavaSource source : sources) {
            long header = source.lines().stream()
                    .takeWhile(line -> line.startsWith("//"))
                    .count();
            if (source.path().getNameCount() == 1 && header > LINES_OF_A_HEADER) {
                found.add(source.path() + " begins with " + header + " lines of //");
            }
        }
        assertNone(found.stream());
    }

    private static void assertNone(Stream<String> found) {
        assertEquals("", found.collect(Collectors.joining("\n")));
    }

    private static String spelt(MatchResult use) {
        return use.group(1) + " uses " + use.group(2);
    }

    /** What is no room, a command or a class of practice/ or installer/, is above none. */
    private static boolean isUpwards(String use) {
        String[] words = use.split(" uses ");
        int above = ROOMS.indexOf(words[1]);
        return above >= 0 && above < ROOMS.indexOf(words[0]);
    }

    private static Collection<String> rooms() throws IOException {
        try (Stream<Path> files = Files.list(Program.root().resolve("lib"))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                    .toList();
        }
    }

    /** The classes that have a file of their own in the repository. */
    private static Set<String> ownClasses() {
        return sources.stream()
                .map(source -> source.path().getFileName().toString().replaceFirst("\\.java$", ""))
                .collect(Collectors.toSet());
    }

    private static String jdeps() throws Exception {
        Path jar = Path.of(
                run.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var out = new StringWriter();
        var writer = new PrintWriter(out);
        int status = ToolProvider.findFirst("jdeps").orElseThrow().run(writer, writer, "-v", jar.toString());
        assertEquals(0, status, out.toString());
        return out.toString();
    }
}
