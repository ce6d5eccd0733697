import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** practice's STS over TLS, for a user and a role that practice does not have, called by the real AWS CLI. */
class PracticeTlsTest {
    private static final User ADA = new User(
            "444455556666",
            "ada",
            "AIDAADALOVELACEEXAMPLE",
            "AKIAI44QH8DHBEXAMPLE",
            "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY");
    private static final Role ENGINE = new Role(
            "444455556666",
            "Engine",
            "AROAENGINEROOMEXAMPLE",
            3600,
            Trust.in(ADA.arn()).withMfa());

    @TempDir
    Path folder;

    private PracticeSts sts;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        Program.need("aws");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
        keytool("-exportcert", "-rfc", "-file", bundle());
        sts = PracticeSts.start(Clock.systemUTC(), List.of(ADA), List.of(ENGINE), tls());
    }

    @AfterEach
    void stop() {
        if (sts != null) {
            sts.close();
        }
    }

    @Test
    void theCertificateIsForLocalhost() {
        assertTrue(sts.endpoint().matches("https://localhost:\\d+"), sts.endpoint());
        assertEquals(
                ADA.arn() + "\n",
                aws("get-caller-identity", "--query", "Arn").run().out());
        var untrusted = aws("get-caller-identity").with("AWS_CA_BUNDLE", null).run();
        assertEquals("", untrusted.out());
        assertTrue(untrusted.err().contains("SSL validation failed"), untrusted.err());
    }

    @Test
    void anyUserHasADeviceAndSessionsOfAnHour() throws InterruptedException {
        var assumed = aws(
                        "assume-role",
                        "--role-arn",
                        ENGINE.arn(),
                        "--role-session-name",
                        "ada",
                        "--duration-seconds",
                        "3600",
                        "--serial-number",
                        ADA.mfaSerial(),
                        "--token-code",
                        sts.actions().code(),
                        "--query",
                        "AssumedRoleUser.Arn")
                .run();
        assertEquals("arn:aws:sts::444455556666:assumed-role/Engine/ada\n", assumed.out(), assumed.err());
        assertEquals(Map.of("AssumeRole", 1), sts.calls());
    }

    private Program aws(String... arguments) {
        var command = Stream.concat(Stream.of("aws", "sts"), Stream.of(arguments));
        return Program.of(Stream.concat(command, Stream.of("--output", "text", "--endpoint-url", sts.endpoint()))
                        .toArray(String[]::new))
                .with("HOME", folder)
                .with("AWS_REGION", "us-east-1")
                .with("AWS_DEFAULT_REGION", "us-east-1")
                .with("AWS_MAX_ATTEMPTS", "1")
                .with("AWS_CA_BUNDLE", bundle())
                .with("AWS_ACCESS_KEY_ID", ADA.accessKeyId())
                .with("AWS_SECRET_ACCESS_KEY", ADA.secretAccessKey());
    }

    private void keytool(String... arguments) {
        Program.keytool(
                store(),
                Stream.concat(Stream.of("-alias", "sts"), Stream.of(arguments)).toArray(String[]::new));
    }

    private SSLContext tls() throws IOException, GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(
                KeyStore.getInstance(store().toFile(), Program.STORE_PASSWORD.toCharArray()),
                Program.STORE_PASSWORD.toCharArray());
        var tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }

    private Path store() {
        return folder.resolve("sts.p12");
    }

    private String bundle() {
        return folder.resolve("sts.pem").toString();
    }
}
