import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ~/.aws/cli/cache, which the commands and the AWS CLI share: when STS is asked, when it is not, and what is never believed. */
class CacheTest {
    private static final String ROLE = PracticeWorld.ORGANIZATION.arn();
    private static final int PIECE = 12;
    /** The same user's other key, so that the same roles trust it. */
    private static final User SECOND = new User(
            PracticeWorld.REDBEARD.account(),
            PracticeWorld.REDBEARD.name(),
            PracticeWorld.REDBEARD.id(),
            "AKIAI44QH8DHBEXAMPLE",
            "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY");

    @TempDir
    Path folder;

    private PracticeSts sts;
    private Home home;

    @BeforeEach
    void start() throws IOException {
        sts = PracticeSts.start(Clock.systemUTC(), List.of(PracticeWorld.REDBEARD, SECOND), PracticeWorld.ROLES);
        Map<String, String> profiles = new LinkedHashMap<>(PracticeWorld.profiles(folder.toString()));
        String role = "role_arn = %s\nsource_profile = redbeard\n".formatted(ROLE);
        profiles.putAll(Map.of(
                "named",
                role + "role_session_name = from-profile\n",
                "timed",
                role + "duration_seconds = 1800\n",
                "second",
                "",
                "default",
                ""));
        Files.writeString(folder.resolve("web-identity-token"), sts.actions().webIdentityToken());
        home = Home.in(folder, sts.endpoint());
        home.files(
                profiles.entrySet().stream()
                        .map(profile -> "[%s]\nregion = eu-central-1\nendpoint_url = %s\n%s"
                                .formatted(
                                        profile.getKey().replaceFirst("^(?!default)", "profile "),
                                        sts.endpoint(),
                                        profile.getValue()))
                        .collect(Collectors.joining("\n")),
                Files.readString(folder.resolve(".aws/credentials"))
                        + "[second]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                                .formatted(SECOND.accessKeyId(), SECOND.secretAccessKey()));
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    // ---- shared with the AWS CLI ----

    @ParameterizedTest
    @ValueSource(strings = {"dev", "vendor", "timed", "named", "prod", "audit", "web"})
    void whatAssumeWasGivenTheAwsCliUses(String profile) throws Exception {
        Program.need("aws");
        Home.Said said = profile.equals("prod")
                ? home.call(assume::run, profile, "--token-code", sts.actions().code())
                : home.call(assume::run, profile);
        int calls = profile.equals("audit") ? 2 : 1; // the other is dev's
        assertEquals(calls, asked());
        assertEquals(variable("AWS_ASSUMED_ROLE", said), aws(profile));
        if (profile.equals("audit")) {
            aws("dev");
        }
        assertEquals(calls, asked());
        assertEquals(calls, files().size());
        for (Path file : files()) {
            assertTrue(file.getFileName().toString().matches("[0-9a-f]{40}\\.json"), file.toString());
            assertEquals("rw-------", mode(file));
        }
        assertEquals("rwx------", mode(folder.resolve(".aws/cli")));
        assertEquals("rwx------", mode(cache()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "vendor", "timed", "named", "prod", "audit", "web"})
    void whatTheAwsCliWasGivenAssumeUses(String profile) throws Exception {
        Program.need("aws", "python3");
        String arn;
        if (profile.equals("prod")) {
            Program.Ran ran = new Pty()
                    .await("MFA code")
                    .type(sts.actions().code())
                    .await("assumed-role/[-\\w/]+")
                    .in(folder, "aws", "--profile", "prod", "sts", "get-caller-identity")
                    .run();
            assertEquals(0, ran.status(), ran.out());
            arn = ran.out();
        } else {
            arn = aws(profile);
        }
        int calls = profile.equals("audit") ? 2 : 1;
        assertEquals(calls, asked());
        List<Path> theirs = files();
        Home.Said said = home.call(assume::run, profile);
        assertTrue(arn.contains(variable("AWS_ASSUMED_ROLE", said)), arn);
        assertTrue(
                theirs.stream().anyMatch(file -> text(file).contains("\"" + id(said) + "\"")),
                "its key is in a file of the CLI's");
        if (profile.equals("audit")) {
            id(home.call(assume::run, "dev"));
        }
        assertEquals(calls, asked());
        assertEquals(theirs, files());
    }

    @Test
    void aDirectoryThatEverybodyMayListIsClosedOnceAssumeWritesIntoIt() throws IOException {
        Files.createDirectories(cache());
        Files.setPosixFilePermissions(cache(), PosixFilePermissions.fromString("rwxr-xr-x"));
        id(home.call(assume::run, "dev"));
        assertEquals("rwx------", mode(cache()));
    }

    @Test
    void whoamiAndACommandUseItToo() {
        String id = id(home.call(assume::run, "dev"));
        assertEquals(
                "arn:aws:sts::123456789123:assumed-role/Developer/ada\n",
                home.call(whoami::run, "--profile", "dev").out());
        Program.Ran ran =
                Program.java("assume", "dev", "--", "env").with("HOME", folder).run();
        assertTrue(ran.lines().contains("AWS_ACCESS_KEY_ID=" + id), ran.err());
        assertEquals(1, asked());
        assertEquals(0, home.call(whoami::run, "--profile", "vendor").status());
        id(home.call(assume::run, "vendor"));
        assertEquals(2, asked(), "and what whoami was given, assume uses");
        assertEquals(0, home.call(whoami::run, "--profile", "dev", "--no-cache").status());
        assertEquals(0, home.call(whoami::run, "--profile", "dev", "--refresh").status());
        assertEquals(4, asked());
        assertNotEquals(id, id(home.call(assume::run, "dev")), "--refresh has kept its own");
    }

    // ---- when STS is asked ----

    /** All in one cache: each finds nothing of those before it, and afterwards its own. */
    @Test
    void whateverChangesWhatTheKeysMayDoIsAskedAnew() throws Exception {
        String one = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"s3:*\"],"
                + " \"Resource\": \"*\"}]}";
        String two = one.replace("s3:*", "ec2:*");
        try (var other = PracticeSts.start(Clock.systemUTC())) {
            List<List<String>> options = List.of(
                    List.of(),
                    List.of("--external-id=abc"),
                    List.of("--external-id=abd"),
                    List.of("--policy", one),
                    List.of("--policy", two),
                    List.of("--policy", one.replace("Allow", "Deny")),
                    List.of("--policy-arn=arn:aws:iam::aws:policy/A"),
                    List.of("--policy-arn=arn:aws:iam::aws:policy/B"),
                    List.of("--policy-arn=arn:aws:iam::aws:policy/A", "--policy-arn=arn:aws:iam::aws:policy/B"),
                    List.of("--policy-arn=arn:aws:iam::aws:policy/A", "--policy", one),
                    List.of("--tag=team=blue"),
                    List.of("--tag=team=red"),
                    List.of("--tag=crew=blue"),
                    List.of("--tag=team=blue", "--tag=crew=blue"),
                    List.of("--tag=team=blue", "--transitive-tag-key=team"),
                    List.of("--source-identity=ada"),
                    List.of("--source-identity=bob"),
                    List.of("--duration-seconds=1800"),
                    List.of("--duration-seconds=7200"),
                    List.of("--role-session-name=bob"),
                    List.of("--role-session-name=abc"),
                    List.of("--endpoint-url", other.endpoint()),
                    List.of("--serial-number", PracticeWorld.REDBEARD.mfaSerial(), "--token-code", sts.actions().code()));
            List<Run> runs = new ArrayList<>(options.stream()
                    .map(more -> new Run(home, more).with("redbeard", "--role-arn", ROLE))
                    .toList());
            runs.add(new Run(home, List.of("redbeard", "--role-arn", PracticeWorld.DEVELOPER.arn())));
            runs.add(new Run(home, List.of("second", "--role-arn", ROLE)));
            for (User user : List.of(PracticeWorld.REDBEARD, SECOND)) {
                runs.add(new Run(
                        home.with("AWS_ACCESS_KEY_ID", user.accessKeyId())
                                .with("AWS_SECRET_ACCESS_KEY", user.secretAccessKey()),
                        List.of("--role-arn", ROLE)));
            }
            Map<Run, String> ids = new LinkedHashMap<>();
            for (Run run : runs) {
                ids.put(run, run.id());
                assertEquals(
                        ids.size(), asked() + other.calls().getOrDefault("AssumeRole", 0), "not asked: " + run.args());
            }
            assertEquals(1, other.calls().get("AssumeRole"));
            ids.forEach((run, id) -> assertEquals(id, run.id(), "not its own: " + run.args()));
            assertEquals(runs.size(), asked() + other.calls().get("AssumeRole"));
            assertEquals(runs.size(), files().size());
        }
    }

    @Test
    void aPolicyIsTheSameHoweverItIsLaidOut() {
        String id = id(home.call(assume::run, "dev", "--policy", "{\"Version\":\"2012-10-17\",\"Statement\":[]}"));
        assertEquals(
                id,
                id(home.call(assume::run, "dev", "--policy", "{ \"Statement\": [],\n\"Version\": \"2012-10-17\" }")));
        assertNotEquals(id, id(home.call(assume::run, "dev")));
    }

    @Test
    void whileMoreThanFifteenMinutesAreLeft() {
        String id = id(home.call(assume::run, "dev"));
        Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (String zone : List.of("Z", "UTC", "+00:00")) {
            edit(
                    only(),
                    text -> expiring(
                            text, second.plusSeconds(16 * 60).toString().replace("Z", zone)));
            assertEquals(id, id(home.call(assume::run, "dev")), zone);
            edit(only(), text -> text.replace("\": ", "\" :\n"));
            assertEquals(id, id(home.call(assume::run, "dev")), zone + ", laid out as no program of ours does");
            edit(only(), text -> text.replace("\" :\n", "\": "));
        }
        edit(
                only(),
                text -> expiring(text, second.plusSeconds(16 * 60).toString().replace("Z", "+01:00"))); // that is over
        assertNotEquals(id, id(home.call(assume::run, "dev")));
        for (String zone : List.of("Z", "UTC", "+00:00")) {
            String before = id(home.call(assume::run, "dev"));
            edit(
                    only(),
                    text -> expiring(
                            text, second.plusSeconds(14 * 60 + 30).toString().replace("Z", zone)));
            assertNotEquals(before, id(home.call(assume::run, "dev")), zone);
        }
        assertEquals(5, asked());
        id(home.call(assume::run, "dev", "--duration-seconds", "900"));
        id(home.call(assume::run, "dev", "--duration-seconds", "900"));
        assertEquals(7, asked(), "these are never that long");
    }

    @Test
    void noCacheNeitherReadsNorWrites() throws IOException {
        id(home.call(assume::run, "audit", "--no-cache"));
        assertFalse(Files.exists(folder.resolve(".aws/cli")));
        String id = id(home.call(assume::run, "dev"));
        byte[] kept = Files.readAllBytes(only());
        int before = asked();
        assertNotEquals(id, id(home.call(assume::run, "dev", "--no-cache")));
        assertEquals(before + 1, asked());
        assertArrayEquals(kept, Files.readAllBytes(only()));
    }

    @Test
    void refreshAsksAndKeepsTheNewKeys() {
        String old = id(home.call(assume::run, "dev"));
        String id = id(home.call(assume::run, "dev", "--refresh"));
        assertNotEquals(old, id);
        assertTrue(text(only()).contains("\"" + id + "\"") && !text(only()).contains(old));
        assertEquals(id, id(home.call(assume::run, "dev")));
        assertEquals(2, asked());
    }

    @Test
    void aCachedRunNeedsNoStsAndNoSdkClient() {
        assertTrue(loadsAClient("--no-cache"), "what this test looks for can be seen");
        String id = id(home.call(assume::run, "dev"));
        sts.close();
        assertEquals(id, id(home.call(assume::run, "dev")));
        assertFalse(loadsAClient("--quiet"));
    }

    // ---- what is not believed ----

    private interface Spoiler {
        void spoil(Path file) throws IOException;
    }

    @TestFactory
    Stream<DynamicTest> aFileThatCannotBeTrustedIsIgnored() {
        Map<String, Spoiler> spoilers = new LinkedHashMap<>();
        Map<String, UnaryOperator<String>> texts = new LinkedHashMap<>();
        texts.put("cut", text -> text.substring(0, text.length() / 2));
        texts.put("its last byte cut", text -> text.substring(0, text.length() - 1));
        texts.put("empty", text -> "");
        texts.put("garbage", text -> "\u0000\ufffd\u001b[31m" + text.replaceAll("[{\"]", ""));
        texts.put("nested deep", text -> "[".repeat(500_000));
        for (String other : List.of(
                "null",
                "[]",
                "\"text\"",
                "{}",
                "{\"Credentials\": []}",
                "{\"accessToken\": \"t\", \"expiresAt\": \"2099-01-01T00:00:00Z\"}")) {
            texts.put("other JSON, " + other, text -> other);
        }
        for (String field :
                List.of("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "AssumedRoleUser", "Arn")) {
            texts.put("without " + field, text -> text.replace("\"" + field + "\"", "\"Gone\""));
        }
        texts.put("an Expiration that is none", text -> expiring(text, field("SecretAccessKey", text)));
        texts.put(
                "an AccessKeyId that is the secret",
                text -> text.replace(field("AccessKeyId", text), "\\u001b" + field("SecretAccessKey", text)));
        texts.put(
                "an Arn that is the token",
                text -> text.replaceFirst("\"arn:[^\"]*", "\"" + field("SessionToken", text)));
        texts.put("another role", text -> text.replace("assumed-role/Developer/", "assumed-role/DeveloperToo/"));
        texts.put("another account", text -> text.replace("sts::123456789123:", "sts::111122223333:"));
        texts.put("over a megabyte", text -> text + " ".repeat(1 << 20));
        texts.forEach((name, change) -> spoilers.put(name, file -> edit(file, change)));
        for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-")) {
            spoilers.put(mode, file -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode)));
        }
        spoilers.put("somebody else's", file -> {
            assumeTrue(isRoot(), "only root can give a file away");
            Files.setAttribute(file, "unix:uid", 65_534);
        });
        spoilers.put(
                "a symbolic link",
                file -> Files.createSymbolicLink(
                        file,
                        Files.move(file, Files.createTempDirectory(folder, "").resolve("moved.json"))));
        spoilers.put("a symbolic link to nothing", file -> {
            Files.delete(file);
            Files.createSymbolicLink(file, folder.resolve("nowhere"));
        });
        spoilers.put("a FIFO", file -> {
            Files.delete(file);
            assertEquals(
                    0, Program.of("mkfifo", "-m", "600", file.toString()).run().status());
        });
        spoilers.put("a directory", file -> {
            Files.delete(file);
            Files.createDirectory(
                    file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        });
        return spoilers.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.getKey(),
                        () -> assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                            assertIgnored(one.getValue());
                            assertIgnored(one.getValue(), "--debug");
                        })));
    }

    private void assertIgnored(Spoiler spoiler, String... debug) throws IOException {
        clear();
        Home.Said first = home.call(assume::run, "dev");
        String id = id(first);
        Path file = only();
        spoiler.spoil(file);
        int before = asked();
        Home.Said said = new Run(home, List.of(debug)).with("dev").said();
        assertNotEquals(id, id(said));
        assertEquals(before + 1, asked());
        List<String> lines = new ArrayList<>(said.err().lines().toList());
        assertTrue(
                lines.remove(lines.size() - 1)
                        .matches("assume: arn:aws:sts::123456789123:assumed-role/Developer/ada until .*"),
                said.err());
        if (Files.isDirectory(file)) {
            lines.removeIf(line -> line.contains("cannot be written"));
        } // nothing can take its place
        assertEquals(debug.length, lines.size(), said.err());
        assertTrue(lines.stream().allMatch(line -> line.contains(file.toString())), said.err());
        for (Home.Said one : List.of(first, said)) {
            for (String secret : List.of(variable("AWS_SECRET_ACCESS_KEY", one), variable("AWS_SESSION_TOKEN", one))) {
                for (int i = 0; i + PIECE <= secret.length(); i++) {
                    assertFalse(said.err().contains(secret.substring(i, i + PIECE)), said.err());
                }
            }
        }
        if (Files.isDirectory(file)) {
            return;
        }
        assertEquals(id(said), id(home.call(assume::run, "dev")), "a good file is in its place");
        assertEquals("rw-------", mode(file));
    }

    @Test
    void whatASymbolicLinkPointsToStaysAsItIs() throws IOException {
        id(home.call(assume::run, "dev"));
        Path file = only();
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Files.delete(file);
        Files.createSymbolicLink(file, precious);
        id(home.call(assume::run, "dev"));
        assertEquals("precious", text(precious));
        assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }

    // ---- writing ----

    @ParameterizedTest
    @ValueSource(strings = {".aws/cli/cache", ".aws/cli"})
    void aFileInPlaceOfTheDirectoryIsNoTrouble(String path) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), "mine");
        Home.Said said = home.call(assume::run, "audit");
        id(said);
        assertEquals(1, said.err().lines().count(), said.err());
        assertEquals("mine", text(folder.resolve(path)));
        assertTrue(home.call(assume::run, "dev", "--debug").err().contains(cache() + "/"));
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNoTrouble() throws IOException {
        assumeFalse(isRoot(), "root writes everywhere");
        Path cli = Files.createDirectory(
                folder.resolve(".aws/cli"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        Home.Said said = home.call(assume::run, "dev");
        id(said);
        assertEquals(1, said.err().lines().count(), said.err());
        Files.setPosixFilePermissions(cli, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void twentyAtOnceOnAnEmptyCache() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Future<Program.Ran>> running = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                running.add(threads.submit(() -> Program.java("assume", "dev", "--quiet")
                        .with("HOME", folder)
                        .with("USER", "ada")
                        .run()));
            }
            Set<String> ids = new HashSet<>();
            for (Future<Program.Ran> one : running) {
                Program.Ran ran = one.get();
                ids.add(id(new Home.Said(ran.status(), ran.out(), ran.err())));
                assertEquals("", ran.err());
            }
            Map<String, Object> kept = JSON.std.mapFrom(text(only())); // only: there is nothing else, no *.tmp
            assertTrue(
                    ids.contains(((Map<?, ?>) kept.get("Credentials")).get("AccessKeyId")),
                    kept.keySet().toString());
            assertEquals(ids.size(), asked());
        } finally {
            threads.shutdownNow();
        }
    }

    // ---- how ----

    private record Run(Home home, List<String> args) {
        Run with(String... first) {
            return new Run(home, Stream.concat(Stream.of(first), args.stream()).toList());
        }

        Home.Said said() {
            return home.call(assume::run, args.toArray(String[]::new));
        }

        String id() {
            return CacheTest.id(said());
        }
    }

    /** The access key id of keys that are whole. */
    private static String id(Home.Said said) {
        assertEquals(0, said.status(), said.err());
        assertTrue(
                variable("AWS_SECRET_ACCESS_KEY", said).matches("\\S{40}")
                        && variable("AWS_SESSION_TOKEN", said).matches("\\S{320}"),
                "keys that are not whole");
        return variable("AWS_ACCESS_KEY_ID", said);
    }

    private static String variable(String name, Home.Said said) {
        Matcher export = Pattern.compile("(?m)^export " + name + "='([^']+)';$").matcher(said.out());
        assertTrue(export.find(), name + " is not exported; " + said.err());
        return export.group(1);
    }

    private int asked() {
        return sts.calls().getOrDefault("AssumeRole", 0) + sts.calls().getOrDefault("AssumeRoleWithWebIdentity", 0);
    }

    /** The Arn of the real AWS CLI, which has no terminal to ask on. */
    private String aws(String profile) {
        Program.Ran ran = Program.of(
                        "setsid",
                        "-w",
                        "aws",
                        "--profile",
                        profile,
                        "sts",
                        "get-caller-identity",
                        "--query",
                        "Arn",
                        "--output",
                        "text")
                .with("HOME", folder)
                .run();
        assertEquals(0, ran.status(), ran.err());
        return ran.out().strip();
    }

    private boolean loadsAClient(String option) {
        Path log = folder.resolve("loaded" + option);
        Program.Ran ran = Program.java("assume", "dev", option)
                .with("HOME", folder)
                .with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log)
                .run();
        assertEquals(0, ran.status(), ran.err());
        assertTrue(text(log).contains(" SessionCredentials "), "the log lists what was loaded");
        return text(log).contains(" software.amazon.awssdk.services.sts.DefaultStsClient ");
    }

    private Path cache() {
        return folder.resolve(".aws/cli/cache");
    }

    /** All that is in the cache, whatever its name. */
    private List<Path> files() {
        try (Stream<Path> files = Files.list(cache())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path only() {
        assertEquals(1, files().size(), files().toString());
        return files().get(0);
    }

    private void clear() throws IOException {
        if (!Files.exists(cache())) {
            return;
        }
        try (Stream<Path> all = Files.walk(cache())) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void edit(Path file, UnaryOperator<String> change) {
        try {
            String changed = change.apply(text(file));
            assertNotEquals(text(file), changed, "nothing was changed");
            Files.writeString(file, changed);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String expiring(String text, String end) {
        return text.replaceFirst("(\"Expiration\"\\s*:\\s*\")[^\"]*", "$1" + Matcher.quoteReplacement(end));
    }

    private static String field(String name, String text) {
        Matcher field = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)").matcher(text);
        assertTrue(field.find(), name);
        return field.group(1);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }
}
