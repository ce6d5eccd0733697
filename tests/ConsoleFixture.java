import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Practice's STS, sign-in and console, and a home with profiles of each kind that lead to it. */
abstract class ConsoleFixture {
    static final String DEVELOPER = "arn:aws:sts::123456789123:assumed-role/Developer/ada";
    static final String PAGE = "https://us-east-1.console.aws.amazon.com/console/home?region=us-east-1";

    @TempDir
    Path folder;

    PracticeSts sts;
    Home home;

    @BeforeEach
    void start() throws IOException {
        sts = PracticeSts.start(Clock.systemUTC());
        home = home(sts.endpoint());
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    Home home(String endpoint) {
        var settings = "region = us-east-1\nendpoint_url = " + endpoint + "\n";
        var config = new StringBuilder("[default]\n" + settings);
        PracticeWorld.profiles(folder.toString())
                .forEach((name, lines) -> config.append("[profile " + name + "]\n" + lines + settings));
        config.append("[profile temporary]\n" + settings);
        return new Home(folder, new TreeMap<>(Map.of("HOME", folder.toString(), "USER", "ada")))
                .files(config.toString(), """
                    [redbeard]
                    aws_access_key_id = %s
                    aws_secret_access_key = %s
                    """.formatted(Home.KEY_ID, Home.SECRET));
    }

    /** {@code home} in a shell that has loaded these credentials. */
    static Home loaded(Home home, SessionCredentials credentials) {
        return home.with("AWS_ACCESS_KEY_ID", credentials.accessKeyId())
                .with("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey())
                .with("AWS_SESSION_TOKEN", credentials.sessionToken());
    }

    /** The credentials that assume gets for a profile. */
    SessionCredentials assumed(String profile) {
        Home.Said said = home.call(assume::run, profile, "--format", "json", "--no-cache");
        return CredentialsJson.read(said.out().getBytes(StandardCharsets.UTF_8));
    }

    /** How often practice's sign-in was asked for {@code action}. */
    int calls(String action) {
        return sts.calls().getOrDefault(action, 0);
    }
}
