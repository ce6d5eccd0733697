//SOURCES OidcClient.java Secrets.java

import java.time.Duration;
import java.time.Instant;

/** A sign-in that waits for a person: what the browser is to show, what was decided, and what has become of it. */
final class SignIn {
    /** What the person has done. */
    enum Decision {
        PENDING,
        ALLOWED,
        DENIED
    }

    /**
     * Where the browser goes when it is decided, and what proves who comes for the token (RFC 7636).
     *
     * @param challenge of the code verifier
     */
    record Redirect(String uri, String state, String challenge) {}

    /** RFC 8628, 3.5: how much longer a device waits that has polled too soon. */
    private static final Duration SLOWER = Duration.ofSeconds(5);

    /** RFC 8628, 6.1: no vowels, so no words, and nothing that is easily mistaken. */
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

    /** The page's own name for it, in its form. */
    final String id = Secrets.hex(16);

    /** What the client comes with for the token: an authorization code or a device code. */
    final String code = Secrets.hex(32);

    final String userCode;
    final OidcClient client;
    final Redirect redirect;
    private final Instant end;
    private Decision decision = Decision.PENDING;
    private boolean isUsed;
    private Duration interval;
    private Instant lastPoll = Instant.MIN;
    private Instant pollBefore = Instant.MIN;

    private SignIn(OidcClient client, Redirect redirect, String userCode, Instant end, Duration interval) {
        this.client = client;
        this.redirect = redirect;
        this.userCode = userCode;
        this.end = end;
        this.interval = interval;
    }

    static SignIn inBrowser(OidcClient client, Redirect redirect, Instant end) {
        return new SignIn(client, redirect, "", end, Duration.ZERO);
    }

    static SignIn onDevice(OidcClient client, Instant end, Duration interval) {
        return new SignIn(client, null, letters() + "-" + letters(), end, interval);
    }

    private static String letters() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            letters.append(LETTERS.charAt(Secrets.RANDOM.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    boolean isInBrowser() {
        return redirect != null;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(end);
    }

    synchronized Decision decision() {
        return decision;
    }

    /** The first click counts. */
    synchronized void decide(Decision made) {
        if (decision == Decision.PENDING) {
            decision = made;
        }
    }

    /** Whether a device that asks now asks too soon; then it is to wait longer from now on. */
    synchronized boolean isTooSoon(Instant now) {
        // The AWS CLI asks twice before it waits for the first time.
        boolean isTooSoon = pollBefore.isAfter(now.minus(interval));
        pollBefore = lastPoll;
        lastPoll = now;
        if (isTooSoon) {
            interval = interval.plus(SLOWER);
        }
        return isTooSoon;
    }

    /** Uses the code up, which is good for one token. */
    synchronized boolean use() {
        boolean isFirst = !isUsed;
        isUsed = true;
        return isFirst;
    }
}
