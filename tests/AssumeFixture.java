import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A home with the profiles of the practice world, and its STS. */
abstract class AssumeFixture {
    static final String ORGANIZATION = "arn:aws:iam::123456789123:role/OrganizationAccountAccessRole";

    @TempDir
    Path folder;

    PracticeSts sts;

    Home home;

    @BeforeEach
    void start() throws IOException {
        sts = PracticeSts.start(Clock.systemUTC());
        String config = PracticeWorld.profiles(folder.toString()).entrySet().stream()
                .map(profile -> "[profile %s]\nregion = eu-central-1\nendpoint_url = %s\n%s"
                        .formatted(profile.getKey(), sts.endpoint(), profile.getValue()))
                .collect(Collectors.joining("\n"));
        home = Home.in(folder, sts.endpoint());
        home.files(config, Files.readString(folder.resolve(".aws/credentials")));
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    void add(String config) throws IOException {
        Path file = folder.resolve(".aws/config");
        Files.writeString(file, Files.readString(file) + "\n" + config);
    }

    static void assertSession(String arn, Home.Said said) {
        assertEquals(0, said.status(), said.err());
        assertTrue(said.out().matches("(?s).*export AWS_ASSUMED_ROLE='arn:aws:sts::\\d+:" + arn + "';.*"), said.out());
    }

    static void assertRefused(int status, Home.Said said, String... parts) {
        assertEquals(status, said.status(), said.err());
        assertEquals("false;\n", said.out());
        assertEquals(1, said.err().lines().count(), said.err());
        assertFalse(said.err().contains("unexpected"), said.err());
        for (String part : parts) {
            assertTrue(said.err().contains(part), "'" + part + "' is not in: " + said.err());
        }
    }
}
