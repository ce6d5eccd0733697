//SOURCES Secrets.java PracticeWorld.java

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A device that shows six digits, others every 30 seconds: RFC 6238, with its defaults. */
class MfaDevice {
    /** In seconds. */
    static final int STEP = 30;

    private final byte[] secret = PracticeWorld.MFA_SECRET.getBytes(UTF_8);
    private long lastUsed = -1;

    /** RFC 6238: the digits are an HMAC of how many steps there have been since 1970, truncated as RFC 4226 has it. */
    String code(long step) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            var hash = ByteBuffer.wrap(
                    mac.doFinal(ByteBuffer.allocate(8).putLong(step).array()));
            int offset = hash.get(19) & 0xf;
            return "%06d".formatted((hash.getInt(offset) & 0x7fffffff) % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether it is the code of now, or of a step before or after, as clocks differ. A code is good once, and not
     * after a later one.
     */
    synchronized boolean accepts(String code, Instant now) {
        long step = now.getEpochSecond() / STEP;
        for (long candidate = Math.max(step - 1, lastUsed + 1); candidate <= step + 1; candidate++) {
            if (Secrets.same(code(candidate), code)) {
                lastUsed = candidate;
                return true;
            }
        }
        return false;
    }

    /** A code that would be accepted now: the current one or, if that was used, the next; neither may be left. */
    synchronized Optional<String> unused(Instant now) {
        long step = now.getEpochSecond() / STEP;
        long next = Math.max(step, lastUsed + 1);
        return next > step + 1 ? Optional.empty() : Optional.of(code(next));
    }
}
