import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file a CA bundle is, and which certificates are in it. What the AWS CLI takes was tried out. */
class CaBundleTest {
    /** Not certificates, but bytes that could begin one: what is in them matters to {@link BundleTrust}. */
    private static final byte[] ONE = bytes("0one" + "1".repeat(100));

    private static final byte[] TWO = bytes("0two" + "2".repeat(100));

    @TempDir
    Path folder;

    @Test
    void theOrderIsThatOfTheAwsCli() {
        assertEquals("/option", file("option", "aws", "profile", "requests"));
        assertEquals("/aws", file(null, "aws", "profile", "requests"));
        assertEquals("/profile", file(null, null, "profile", "requests"));
        assertEquals("/requests", file(null, null, null, "requests"));
        assertEquals("none", file(null, null, null, null));
    }

    /** To the AWS CLI an empty one means that every certificate is good, which nobody can want. */
    @Test
    void anEmptyOneIsNone() {
        assertEquals("/requests", file("", "", "", "requests"));
        assertEquals(Optional.empty(), CaBundle.of(Map.of("AWS_CA_BUNDLE", "", "REQUESTS_CA_BUNDLE", ""), "", ""));
    }

    @Test
    void aTildeIsTheHomeWhereverItStands() {
        Map<String, String> home = Map.of("HOME", "/home/ada");
        Path expected = Path.of("/home/ada/ca.pem");
        assertEquals(expected, CaBundle.of(home, "~/ca.pem", null).orElseThrow().file());
        assertEquals(expected, CaBundle.of(home, null, "~/ca.pem").orElseThrow().file());
        for (String variable : List.of("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")) {
            Map<String, String> env = Map.of("HOME", "/home/ada", variable, "~/ca.pem");
            assertEquals(expected, CaBundle.of(env, null, null).orElseThrow().file());
        }
    }

    @Test
    void whatIsNoCertificateIsPassedOver() throws IOException {
        String text = "# the roots\r\n\u00e9 some words\n" + block("PRIVATE KEY", TWO)
                + block("CERTIFICATE", ONE).replace("\n", "\r\n") + "garbage ----- BEGIN\n" + block("X509 CRL", TWO)
                + block("TRUSTED CERTIFICATE", TWO) + "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n"
                + "-----BEGIN CERTIFICATE-----\nMIIB cut off here\n" + block("X509 CERTIFICATE", TWO)
                + "-----BEGIN CERTIFICATE-----\nMIIB";
        List<byte[]> certificates = bundle(text).certificates();
        assertEquals(2, certificates.size());
        assertArrayEquals(ONE, certificates.get(0));
        assertArrayEquals(TWO, certificates.get(1));
    }

    @Test
    void linesMayBeOfAnyLengthAndIndented() throws IOException {
        String oneLine = "-----BEGIN CERTIFICATE-----\n" + Base64.getEncoder().encodeToString(ONE)
                + "\n-----END CERTIFICATE-----";
        String indented = block("CERTIFICATE", TWO).replaceAll("(?m)^", "  \t");
        assertEquals(2, bundle(oneLine + "\n" + indented).certificates().size());
    }

    @Test
    void whatHoldsNoCertificateIsSaidToHoldNone() throws IOException {
        for (String text : List.of("", "0\u0082\u0003", block("PRIVATE KEY", ONE), block("PKCS7", ONE))) {
            String message =
                    assertThrows(Failure.class, bundle(text)::certificates).getMessage();
            assertTrue(message.contains("bundle.pem (AWS_CA_BUNDLE) holds no certificate"), message);
        }
    }

    @Test
    void whatCannotBeReadIsSaidWithTheReasonAndWhatNamesIt() {
        String missing = message(CaBundle.of(Map.of(), folder + "/none.pem", null));
        assertTrue(missing.contains("none.pem cannot be read: there is no such file (--ca-bundle names it)"), missing);
        String directory = message(CaBundle.of(Map.of("REQUESTS_CA_BUNDLE", folder.toString()), null, null));
        assertTrue(directory.contains("cannot be read: it is a directory (REQUESTS_CA_BUNDLE names it)"), directory);
        String below = message(CaBundle.of(Map.of(), null, "/dev/null/ca.pem"));
        assertTrue(below.contains("/dev/null/ca.pem cannot be read: ") && below.contains("ca_bundle names it"), below);
    }

    private static String message(Optional<CaBundle> bundle) {
        return assertThrows(Failure.class, bundle.orElseThrow()::certificates).getMessage();
    }

    private CaBundle bundle(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("bundle.pem"), text, StandardCharsets.ISO_8859_1);
        return CaBundle.of(Map.of("AWS_CA_BUNDLE", file.toString()), null, null).orElseThrow();
    }

    private static String file(String option, String aws, String profile, String requests) {
        Map<String, String> env = new HashMap<>();
        env.put("AWS_CA_BUNDLE", absolute(aws));
        env.put("REQUESTS_CA_BUNDLE", absolute(requests));
        return CaBundle.of(env, absolute(option), absolute(profile))
                .map(bundle -> bundle.file().toString())
                .orElse("none");
    }

    private static String absolute(String name) {
        return name == null || name.isEmpty() ? name : "/" + name;
    }

    private static String block(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
