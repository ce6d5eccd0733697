import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A home with the profiles of the practice world, an STS that counts, and a device with a new code for each call. */
abstract class MfaFixture {
    static final String SERIAL = PracticeWorld.REDBEARD.mfaSerial();

    @TempDir
    Path folder;

    final PracticeFixture.MovingClock clock = new PracticeFixture.MovingClock();
    PracticeSts sts;
    Home home;

    @BeforeEach
    void start() throws IOException {
        sts = PracticeSts.start(clock, List.of(PracticeWorld.REDBEARD, CacheFixture.SECOND), PracticeWorld.ROLES);
        home = Home.in(folder, sts.endpoint());
        String config = PracticeWorld.profiles(folder.toString()).entrySet().stream()
                .map(profile -> profile(profile.getKey(), profile.getValue()))
                .collect(Collectors.joining());
        home.files(config, Files.readString(folder.resolve(".aws/credentials")));
        add(
                "user",
                "aws_access_key_id = %s\naws_secret_access_key = %s\nmfa_serial = %s\n"
                        .formatted(Home.KEY_ID, Home.SECRET, SERIAL));
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    void add(String name, String lines) throws IOException {
        Path file = folder.resolve(".aws/config");
        Files.writeString(file, Files.readString(file) + profile(name, lines));
    }

    private String profile(String name, String lines) {
        return "[profile %s]\nregion = eu-central-1\nendpoint_url = %s\n%s\n".formatted(name, sts.endpoint(), lines);
    }

    /** A code that nobody has used; time passes until there is one. */
    String code() throws InterruptedException {
        clock.offset = clock.offset.plus(Duration.ofSeconds(MfaDevice.STEP));
        return sts.actions().code();
    }

    Home.Said assume(String... args) {
        return home.call(assume::run, args);
    }

    /** In a JVM of its own, from a shell that has no terminal. */
    Program shell(String... args) {
        List<String> command = Program.java("assume", args).command();
        return Program.of(Stream.concat(Stream.of("setsid", "-w"), command.stream())
                        .toArray(String[]::new))
                .with("HOME", folder)
                .with("USER", "ada");
    }

    void assertCalls(int sessions, int roles) {
        assertEquals(
                "GetSessionToken " + sessions + ", AssumeRole " + roles,
                "GetSessionToken " + sts.calls().getOrDefault("GetSessionToken", 0) + ", AssumeRole "
                        + sts.calls().getOrDefault("AssumeRole", 0));
    }

    static String loaded(Home.Said said) {
        assertEquals(0, said.status(), said.err());
        return CacheFixture.variable("AWS_ACCESS_KEY_ID", said);
    }

    /** The file of a session in the cache. */
    Path sessionFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".aws/cli/cache"))) {
            return files.filter(file -> CacheFixture.text(file).contains("\"MfaSession\""))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
