import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Secrets: random ones are made, and two are compared. */
final class Secrets {
    static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** As many random bytes, in base64. */
    static String base64(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    /** As many random bytes, in hexadecimal digits. */
    static String hex(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Compares in a time that does not tell how much of it was right. */
    static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
    }
}
