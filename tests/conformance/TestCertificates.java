import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An authority of the tests' own, and what it has certified: that this computer is any AWS endpoint that a case asks
 * for.
 */
record TestCertificates(Path bundle, SSLContext context) {
    /** A wildcard stands for one label only, so each region that a case uses is here. */
    private static final List<String> REGIONS = List.of(
            "us-east-1",
            "us-east-2",
            "us-west-2",
            "eu-west-1",
            "eu-central-1",
            "ap-south-1",
            "mx-central-1",
            "us-gov-west-1");

    static TestCertificates in(Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("store.p12");
        Path bundle = folder.resolve("ca.pem");
        Program.keytool(
                store,
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=ca",
                "-ext",
                "bc:c",
                "-ext",
                "ku=keyCertSign");
        Program.keytool(
                store,
                "-genkeypair",
                "-alias",
                "server",
                "-signer",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "san=" + hosts());
        Program.keytool(store, "-exportcert", "-rfc", "-alias", "ca", "-file", bundle.toString());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore all = KeyStore.getInstance(store.toFile(), Program.STORE_PASSWORD.toCharArray());
        all.deleteEntry("ca");
        keys.init(all, Program.STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, new SecureRandom());
        return new TestCertificates(bundle, context);
    }

    private static String hosts() {
        Stream<String> regional = REGIONS.stream()
                .flatMap(region -> Stream.of(
                        "*." + region + ".amazonaws.com",
                        "*.sso." + region + ".amazonaws.com",
                        "*." + region + ".api.aws",
                        "*." + region + ".amazonaws.com.cn"));
        Stream<String> others = Stream.of(
                "localhost",
                "sts.amazonaws.com",
                "*.example.invalid",
                "sts.cn-north-1.amazonaws.com.cn",
                "sts.eusc-de-east-1.amazonaws.eu",
                "sts.us-iso-east-1.c2s.ic.gov",
                "sts.global.amazonaws.com");
        return Stream.concat(others, regional)
                .map(host -> "dns:" + host)
                .collect(Collectors.joining(",", "ip:127.0.0.1,", ""));
    }
}
