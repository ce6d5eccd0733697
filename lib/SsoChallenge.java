import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What proves that the browser which comes back is the one that was sent (RFC 6749, 10.12), and that whoever asks for
 * the token is who sent it (RFC 7636).
 *
 * @param state goes with the browser, there and back
 * @param verifier a secret, of which the browser carries only the digest
 */
record SsoChallenge(String state, String verifier) {
    private static final int STATE_BYTES = 24;

    /** RFC 7636, 4.1: 43 to 128 characters. */
    private static final int VERIFIER_BYTES = 48;

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** One that nobody can guess. */
    static SsoChallenge random() {
        SecureRandom random = new SecureRandom();
        return new SsoChallenge(text(random, STATE_BYTES), text(random, VERIFIER_BYTES));
    }

    private static String text(SecureRandom random, int bytes) {
        byte[] all = new byte[bytes];
        random.nextBytes(all);
        return BASE64URL.encodeToString(all);
    }

    /** The verifier's digest, S256 of RFC 7636, 4.2. */
    String codeChallenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return BASE64URL.encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** No secret gets into a message by way of a record's toString. */
    @Override
    public String toString() {
        return "challenge";
    }
}
