//SOURCES ../practice/PracticeSts.java ../lib/CredentialsJson.java

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A home of AWS's documented example keys, and practice's STS over TLS for it: where the commands rehearse. */
final class TrainingHome implements AutoCloseable {
    /** A role that is not there. */
    static final String DENIED = "arn:aws:iam::123456789123:role/Denied";

    /** What people's files have: comments, sections of all types, a role behind a role. */
    private static final String CONFIG = """
        # Where everything begins
        [default]
        region = us-east-1
        output = json

        [profile redbeard]
        region = eu-central-1 # near
        services = local
        ca_bundle = %2$s

        [profile dev]
        role_arn = %3$s
        source_profile = redbeard
        region = eu-central-1
        services = local
        ca_bundle = %2$s

        [profile audit]
        role_arn = %4$s
        source_profile = dev
        role_session_name = ada
        duration_seconds = 3600
        region = eu-central-1
        services = local
        ca_bundle = %2$s

        [profile sso]
        sso_session = company
        sso_account_id = 123456789123
        sso_role_name = Developer

        [sso-session company]
        sso_start_url = https://my-sso-portal.awsapps.com/start
        sso_region = us-east-1

        [services local]
        sts =
          endpoint_url = %1$s
        """;

    private static final String PASSWORD = "example";

    private final Path home;
    private final PracticeSts sts;

    private TrainingHome(Path home, PracticeSts sts) {
        this.home = home;
        this.sts = sts;
    }

    /** Makes one in {@code home}, which is empty. */
    static TrainingHome in(Path home) throws IOException, GeneralSecurityException, InterruptedException {
        Path certificate = home.resolve("certificate.pem");
        SSLContext tls = tls(home.resolve("keys.p12"), certificate);
        PracticeSts sts = PracticeSts.start(Clock.systemUTC(), PracticeWorld.USERS, PracticeWorld.ROLES, tls);
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(
                home.resolve(".aws/config"),
                CONFIG.formatted(
                        sts.endpoint(), certificate, PracticeWorld.DEVELOPER.arn(), PracticeWorld.AUDITOR.arn()));
        User user = PracticeWorld.REDBEARD;
        Files.writeString(home.resolve(".aws/credentials"), """
            [redbeard]
            aws_access_key_id = %s
            aws_secret_access_key = %s
            """.formatted(user.accessKeyId(), user.secretAccessKey()));
        TrainingHome made = new TrainingHome(home, sts);
        Files.writeString(made.answer(), answerOfSts());
        return made;
    }

    Path home() {
        return home;
    }

    /** A file with what {@code aws sts assume-role} prints, as long as AWS's answers are and good for an hour. */
    Path answer() {
        return home.resolve("answer.json");
    }

    @Override
    public void close() {
        sts.close();
    }

    private static String answerOfSts() {
        IssuedKey key = IssuedKey.issue(
                PracticeWorld.REDBEARD.key().caller(),
                Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS),
                false);
        var role = new SessionCredentials.AssumedRole(
                "AROACLKWSDQRAOEXAMPLE:me", "arn:aws:sts::123456789123:assumed-role/Audit/me");
        return CredentialsJson.write(
                new SessionCredentials(key.id(), key.secret(), key.token(), key.expiration(), role));
    }

    /** A key and a certificate for localhost, signed by another, by the JDK's own keytool. */
    private static SSLContext tls(Path store, Path authority)
            throws IOException, GeneralSecurityException, InterruptedException {
        String common = " -keystore " + store.getFileName() + " -storepass " + PASSWORD;
        String generate = "-genkeypair -keyalg RSA -keysize 2048" + common;
        keytool(store.getParent(), generate + " -alias authority -dname CN=training -ext bc:critical=ca:true");
        keytool(
                store.getParent(),
                generate + " -alias sts -signer authority -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1");
        keytool(store.getParent(), "-exportcert -rfc -alias authority" + common + " -file " + authority.getFileName());
        keytool(store.getParent(), "-delete -alias authority" + common);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }

    private static void keytool(Path directory, String arguments) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        // With the first compiler alone it takes half the time.
        List<String> command = Stream.concat(
                        Stream.of(keytool, "-J-XX:TieredStopAtLevel=1"), Stream.of(arguments.split(" +")))
                .toList();
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw Failure.of("keytool could not make a certificate for the training: " + output.strip());
        }
    }
}
