import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust in a bundle that is decoded only as far as needed is trust in the whole bundle, neither more nor less. */
class BundleTrustTest {
    /**
     * root and twin have the same name and not the same key. printable is root once more, with its name in another
     * encoding. middle is by root, and leaf is by middle; cross is middle's key signed by other. old has expired.
     */
    private static final String AUTHORITIES = """
        set -eu
        cd "$1"
        key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
        self() { openssl req -x509 -new -key "$2.key" -subj "$3" -days 30 -out "$1.pem"; }
        by() { # NAME ITS_KEY SUBJECT ISSUER EXTENSIONS SERIAL DAYS
            openssl req -new -key "$2.key" -subj "$3" -out "$1.csr"
            printf '%s\\n' "$5" > "$1.ext"
            openssl x509 -req -in "$1.csr" -CA "$4.pem" -CAkey "$4.key" -set_serial "$6" -days "$7" \\
                -extfile "$1.ext" -out "$1.pem"
        }
        for name in root twin other middle leaf own; do key "$name"; done
        ca='basicConstraints=critical,CA:TRUE' end='subjectAltName=IP:127.0.0.1'
        self root root '/C=DE/O=Example/CN=Root'
        self twin twin '/C=DE/O=Example/CN=Root'
        self other other '/CN=Other'
        self own own '/CN=own'
        printf '[req]\\nstring_mask=nombstr\\ndistinguished_name=dn\\nx509_extensions=ca\\n' > nombstr.cnf
        printf '[dn]\\n[ca]\\n%s\\n' "$ca" >> nombstr.cnf
        openssl req -config nombstr.cnf -x509 -new -key root.key -subj '/C=DE/O=Example/CN=Root' -days 30 \\
            -out printable.pem
        by middle middle '/CN=Middle' root "$ca" 2 30
        by cross middle '/CN=Middle' other "$ca" 3 30
        by leaf leaf '/CN=leaf' middle "$end" 4 30
        by old leaf '/CN=leaf' middle "$end" 5 0
        """;

    private static final Path SYSTEM = Path.of("/etc/ssl/certs/ca-certificates.crt");

    @TempDir
    static Path folder;

    @BeforeAll
    static void authorities() {
        Assumptions.assumeTrue(
                Program.find("openssl") != null || System.getenv("CI") != null, "no openssl on this machine");
        Program.Ran made =
                Program.of("sh", "-c", AUTHORITIES, "sh", folder.toString()).run();
        assertEquals(0, made.status(), made.err());
    }

    @Test
    void aChainIsGoodWithABundleThatHoldsItsRoot() throws Exception {
        assertGood("leaf middle", "root");
        assertGood("leaf middle", "other root");
        assertGood("leaf middle root", "root");
        assertGood("leaf", "root middle");
        assertGood("own", "own");
    }

    @Test
    void anyOfSeveralAuthoritiesWithOneNameMayBeTheOne() throws Exception {
        assertGood("leaf middle", "twin root");
        assertGood("leaf middle", "root twin");
        assertBad("leaf middle", "twin");
        assertGood("leaf middle", "printable");
        assertGood("leaf middle", "twin printable");
    }

    @Test
    void aCrossSignedChainIsGoodWithEitherRoot() throws Exception {
        assertGood("leaf cross", "other");
        assertGood("leaf middle cross", "other");
        assertGood("leaf cross middle", "root");
        assertBad("leaf cross", "root");
        assertGood("leaf cross", "root middle");
    }

    @Test
    void everythingElseIsNot() throws Exception {
        assertBad("leaf middle", "other");
        assertBad("leaf", "root");
        assertBad("own", "root other");
        assertBad("leaf own", "root");
        assertBad("old middle", "root");
    }

    @Test
    void damageInOneCertificateIsNothingToAnother() throws Exception {
        String damaged = "-----BEGIN CERTIFICATE-----\nMIIBdamagedAAAAA\n-----END CERTIFICATE-----\n";
        Path bundle = Files.writeString(folder.resolve("damaged.pem"), damaged + pem("root") + damaged);
        trust(bundle).checkServerTrusted(chain("leaf middle"), "ECDHE_ECDSA");
        Path only = Files.writeString(folder.resolve("only.pem"), damaged);
        assertTrue(refusal(trust(only), chain("leaf middle")).contains("can be decoded"));
    }

    @Test
    void theSystemsBundleIsReadWhole() throws Exception {
        Assumptions.assumeTrue(Files.exists(SYSTEM), "no " + SYSTEM);
        Collection<? extends Certificate> all;
        try (var in = new ByteArrayInputStream(Files.readAllBytes(SYSTEM))) {
            all = CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
        List<byte[]> ours =
                CaBundle.of(Map.of(), SYSTEM.toString(), null).orElseThrow().certificates();
        List<byte[]> theirs = new ArrayList<>();
        for (Certificate certificate : all) {
            theirs.add(certificate.getEncoded());
        }
        assertTrue(Arrays.deepEquals(theirs.toArray(), ours.toArray()), theirs.size() + " and " + ours.size());
        Path with = Files.writeString(folder.resolve("with.pem"), Files.readString(SYSTEM) + pem("root"));
        trust(with).checkServerTrusted(chain("leaf middle"), "ECDHE_ECDSA");
        assertTrue(refusal(trust(SYSTEM), chain("leaf middle")).contains("unable to find valid certification path"));
    }

    private static void assertGood(String chain, String bundle) throws Exception {
        assertEquals("", refusal(whole(bundle), chain(chain)), "the JDK says otherwise");
        assertEquals("", refusal(lazy(bundle), chain(chain)), chain + " with " + bundle);
    }

    private static void assertBad(String chain, String bundle) throws Exception {
        String theirs = refusal(whole(bundle), chain(chain));
        assertTrue(!theirs.isEmpty(), "the JDK says otherwise");
        assertEquals(theirs, refusal(lazy(bundle), chain(chain)), chain + " with " + bundle);
    }

    /** Why {@code trust} does not trust {@code chain}; empty when it does. */
    private static String refusal(X509ExtendedTrustManager trust, X509Certificate[] chain) {
        try {
            trust.checkServerTrusted(chain, "ECDHE_ECDSA");
            return "";
        } catch (CertificateException e) {
            return e.getMessage();
        }
    }

    private static X509ExtendedTrustManager lazy(String names) throws IOException {
        return trust(Files.writeString(folder.resolve("bundle.pem"), pem(names)));
    }

    private static BundleTrust trust(Path bundle) {
        return new BundleTrust(CaBundle.of(Map.of(), bundle.toString(), null).orElseThrow());
    }

    /** The JDK's trust in all of them. */
    private static X509ExtendedTrustManager whole(String names) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate certificate : chain(names)) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return (X509ExtendedTrustManager) trust.getTrustManagers()[0];
    }

    private static X509Certificate[] chain(String names) throws Exception {
        var in = new ByteArrayInputStream(pem(names).getBytes(StandardCharsets.US_ASCII));
        return CertificateFactory.getInstance("X.509").generateCertificates(in).toArray(X509Certificate[]::new);
    }

    private static String pem(String names) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String name : names.split(" ")) {
            texts.add(Files.readString(folder.resolve(name + ".pem")));
        }
        return String.join("", texts);
    }
}
