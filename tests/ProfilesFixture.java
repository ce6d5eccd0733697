//SOURCES RolesPortal.java Home.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A home with an sso-session, somebody who has signed in to it, and a portal. */
abstract class ProfilesFixture {
    static final String START_URL = "https://corp.awsapps.com/start";
    static final String BEGIN = "# >>> profiles of corp >>>";
    static final String END = "# <<< profiles of corp <<<";
    static final String SESSION = "[sso-session corp]\nsso_start_url = " + START_URL + "\nsso_region = eu-west-1\n";

    @TempDir
    Path folder;

    RolesPortal portal;
    Home home;

    @BeforeEach
    void start() throws IOException {
        portal = RolesPortal.start(List.of(
                account("111122223333", "dev", "Admin", "ReadOnly"), account("444455556666", "prod", "ReadOnly")));
        home = home().files(SESSION, "");
        signIn("corp");
    }

    Home home() {
        return new Home(
                folder,
                Map.of(
                        "HOME", folder.toString(),
                        "PATH", System.getenv("PATH"),
                        "AWS_ENDPOINT_URL_SSO", portal.endpoint(),
                        "AWS_ENDPOINT_URL_SSO_OIDC", portal.endpoint()));
    }

    @AfterEach
    void stop() {
        portal.close();
    }

    static AssignedAccount account(String id, String name, String... roles) {
        return new AssignedAccount(id, name, name + "@example.com", List.of(roles));
    }

    /** As many accounts, with as many roles each. */
    static List<AssignedAccount> many(int accounts, int roles) {
        String[] names = IntStream.range(0, roles).mapToObj(i -> "Role" + i).toArray(String[]::new);
        return IntStream.range(0, accounts)
                .mapToObj(i -> account("%012d".formatted(100_000_000_000L + i), "team-" + i, names))
                .toList();
    }

    void signIn(String session) throws IOException {
        Path token = SsoToken.file(home.env(), session);
        Files.createDirectories(token.getParent());
        Files.writeString(token, """
            {"startUrl": "%s", "region": "eu-west-1", "accessToken": "%s", "expiresAt": "2099-01-01T00:00:00Z"}
            """.formatted(START_URL, RolesPortal.TOKEN));
    }

    Path config() {
        return folder.resolve(".aws/config");
    }

    String text() throws IOException {
        return Files.readString(config(), StandardCharsets.ISO_8859_1);
    }

    void write(String config) throws IOException {
        Files.writeString(config(), config, StandardCharsets.ISO_8859_1);
    }

    Home.Said profiles(String... args) {
        return home.call(profiles::run, args);
    }

    Home.Said ok(String... args) {
        Home.Said said = profiles(args);
        assertEquals(0, said.status(), said.err());
        return said;
    }

    void assertRefused(int status, Home.Said said, String... parts) {
        assertEquals(status, said.status(), said.out() + said.err());
        assertEquals("", said.out());
        for (String part : parts) {
            assertTrue(said.err().contains(part), "'" + part + "' is not in: " + said.err());
        }
    }

    /** What is in ~/.aws, but for the sso folder. */
    List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".aws"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("sso"))
                    .sorted()
                    .toList();
        }
    }

    static String block(String... sections) {
        return BEGIN + "\n# What is between these two lines is written by 'profiles --write'.\n"
                + String.join("", sections) + END;
    }

    static String section(String name, String account, String role) {
        return "[profile " + name + "]\nsso_session = corp\nsso_account_id = " + account + "\nsso_role_name = " + role
                + "\n\n";
    }

    static final String ALL = block(
            section("dev.Admin", "111122223333", "Admin"),
            section("dev.ReadOnly", "111122223333", "ReadOnly"),
            section("prod.ReadOnly", "444455556666", "ReadOnly"));
}
