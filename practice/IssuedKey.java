//SOURCES Caller.java

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * A key that the STS knows; token is empty for a user's own, which does not end; mfa: whether a code was given for it.
 */
record IssuedKey(String id, String secret, String token, Instant ends, Caller caller, boolean mfa) {
    static final SecureRandom RANDOM = new SecureRandom();

    /** A temporary key. Its ID has AWS's form and says EXAMPLE, so that nobody takes it for a real one. */
    static IssuedKey issue(Caller caller, Instant ends, boolean mfa) {
        var middle = RANDOM.ints(9, 0, 32).mapToObj(i -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".substring(i, i + 1));
        return new IssuedKey(
                "ASIA" + middle.collect(Collectors.joining()) + "EXAMPLE", base64(30), base64(240), ends, caller, mfa);
    }

    static String base64(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
