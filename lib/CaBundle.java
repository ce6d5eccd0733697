//SOURCES Text.java Failure.java FilePath.java

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The PEM file whose certificates alone are trusted (RFC 7468, "Textual Encodings of PKIX Structures"), and what names
 * it.
 *
 * @param file where it is
 * @param origin the option, variable or key that names it, for a message
 */
record CaBundle(Path file, String origin) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    /** OpenSSL reads both. A TRUSTED CERTIFICATE says what it is trusted for, and is passed over. */
    private static final List<String> LABELS = List.of("CERTIFICATE", "X509 CERTIFICATE");
    /** The first byte of anything that could be a certificate: a SEQUENCE (X.690, 8.9). */
    private static final int SEQUENCE = 0x30;

    /**
     * The bundle that counts, in the order of the AWS CLI: the option, AWS_CA_BUNDLE, the profile's ca_bundle,
     * REQUESTS_CA_BUNDLE. An empty one is none; to the AWS CLI it means that every certificate is good.
     *
     * @param option what {@code --ca-bundle} says, or null
     * @param profile what the profile says of {@code ca_bundle}, or null
     */
    static Optional<CaBundle> of(Map<String, String> env, String option, String profile) {
        return named(env, option, "--ca-bundle")
                .or(() -> named(env, env.get("AWS_CA_BUNDLE"), "AWS_CA_BUNDLE"))
                .or(() -> named(env, profile, "the profile's ca_bundle"))
                .or(() -> named(env, env.get("REQUESTS_CA_BUNDLE"), "REQUESTS_CA_BUNDLE"));
    }

    private static Optional<CaBundle> named(Map<String, String> env, String path, String origin) {
        return Optional.ofNullable(Text.first(path)).map(text -> new CaBundle(FilePath.of(text, env), origin));
    }

    /**
     * Its certificates, undecoded (DER). Whatever else there is in the file is passed over: comments, keys, blocks that
     * are cut off.
     *
     * @throws Failure when it cannot be read, or there are none
     */
    List<byte[]> certificates() {
        String text = new String(read(), StandardCharsets.ISO_8859_1);
        List<byte[]> certificates = new ArrayList<>();
        for (int begin = text.indexOf(BEGIN); begin >= 0; ) {
            int next = text.indexOf(BEGIN, begin + BEGIN.length());
            String block = text.substring(begin + BEGIN.length(), next < 0 ? text.length() : next);
            certificate(block).ifPresent(certificates::add);
            begin = next;
        }
        if (certificates.isEmpty()) {
            throw Failure.of("the CA bundle " + this + " holds no certificate; expected blocks of -----BEGIN"
                    + " CERTIFICATE-----");
        }
        return certificates;
    }

    /** @param block from the label on, and up to the next block or the end of the file */
    private static Optional<byte[]> certificate(String block) {
        int labelEnd = block.indexOf(DASHES);
        int end = block.indexOf(END);
        if (labelEnd < 0 || end < 0 || !LABELS.contains(block.substring(0, labelEnd))) {
            return Optional.empty();
        }
        try {
            byte[] der = Base64.getMimeDecoder()
                    .decode(block.substring(labelEnd + DASHES.length(), end).getBytes(StandardCharsets.ISO_8859_1));
            return Optional.of(der).filter(bytes -> bytes.length > 0 && bytes[0] == SEQUENCE);
        } catch (IllegalArgumentException ignored) {
            return Optional.empty(); // a block that is damaged is none
        }
    }

    private byte[] read() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(FilePath.reason(file, e), e);
        }
    }

    private Failure unreadable(String reason, IOException e) {
        return Failure.of(
                "the CA bundle " + Text.visible(file.toString()) + " cannot be read: " + reason + " (" + origin
                        + " names it)",
                e);
    }

    /** For a message. */
    @Override
    public String toString() {
        return Text.visible(file.toString()) + " (" + origin + ")";
    }
}
