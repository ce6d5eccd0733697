//SOURCES Caller.java Secrets.java

import java.time.Instant;
import java.util.stream.Collectors;

/**
 * A key that the STS knows.
 *
 * @param token empty for a user's own key, which never expires
 * @param mfa whether a code was given for it
 * @param chained whether temporary keys, another role's or a user's, have assumed the role that it is for
 */
record IssuedKey(
        String id, String secret, String token, Instant expiration, Caller caller, boolean mfa, boolean chained) {
    /** A temporary key. Its ID has AWS's form and says EXAMPLE, so that nobody takes it for a real one. */
    static IssuedKey issue(Caller caller, Instant expiration, boolean mfa) {
        var middle =
                Secrets.RANDOM.ints(9, 0, 32).mapToObj(i -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".substring(i, i + 1));
        return new IssuedKey(
                "ASIA" + middle.collect(Collectors.joining()) + "EXAMPLE",
                Secrets.base64(30),
                Secrets.base64(240),
                expiration,
                caller,
                mfa,
                false);
    }

    /** The same of a role that temporary keys have assumed. */
    IssuedKey chainedIf(boolean chained) {
        return new IssuedKey(id, secret, token, expiration, caller, mfa, chained);
    }
}
