import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A home with profiles of every kind, an STS that counts its calls, and a look into ~/.aws/cli/cache. */
abstract class CacheFixture {
    static final String ROLE = PracticeWorld.ORGANIZATION.arn();

    /** The same user's other key, so that the same roles trust it. */
    static final User SECOND = new User(
            PracticeWorld.REDBEARD.account(),
            PracticeWorld.REDBEARD.name(),
            PracticeWorld.REDBEARD.id(),
            "AKIAI44QH8DHBEXAMPLE",
            "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY");

    @TempDir
    Path folder;

    PracticeSts sts;

    Home home;

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

    /** The access key id of keys that are whole. */
    static String id(Home.Said said) {
        assertEquals(0, said.status(), said.err());
        assertTrue(
                variable("AWS_SECRET_ACCESS_KEY", said).matches("\\S{40}")
                        && variable("AWS_SESSION_TOKEN", said).matches("\\S{320}"),
                "keys that are not whole");
        return variable("AWS_ACCESS_KEY_ID", said);
    }

    static String variable(String name, Home.Said said) {
        Matcher export = Pattern.compile("(?m)^export " + name + "='([^']+)';$").matcher(said.out());
        assertTrue(export.find(), name + " is not exported; " + said.err());
        return export.group(1);
    }

    int calls() {
        return sts.calls().getOrDefault("AssumeRole", 0) + sts.calls().getOrDefault("AssumeRoleWithWebIdentity", 0);
    }

    Path cache() {
        return folder.resolve(".aws/cli/cache");
    }

    /** All that is in the cache, whatever its name. */
    List<Path> files() {
        try (Stream<Path> files = Files.list(cache())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Path only() {
        assertEquals(1, files().size(), files().toString());
        return files().get(0);
    }

    static void edit(Path file, UnaryOperator<String> change) {
        try {
            String changed = change.apply(text(file));
            assertNotEquals(text(file), changed, "nothing was changed");
            Files.writeString(file, changed);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String expiring(String text, String end) {
        return text.replaceFirst("(\"Expiration\"\\s*:\\s*\")[^\"]*", "$1" + Matcher.quoteReplacement(end));
    }

    static String field(String name, String text) {
        Matcher field = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)").matcher(text);
        assertTrue(field.find(), name);
        return field.group(1);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    /** A call of assume that can be made again. */
    record Run(Home home, List<String> args) {
        Run with(String... first) {
            return new Run(home, Stream.concat(Stream.of(first), args.stream()).toList());
        }

        Home.Said said() {
            return home.call(assume::run, args.toArray(String[]::new));
        }

        String id() {
            return CacheFixture.id(said());
        }
    }
}
