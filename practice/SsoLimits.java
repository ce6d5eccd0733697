import java.time.Duration;

/**
 * How long things are good for at the practice's IAM Identity Center, and how much a page holds.
 *
 * @param token an access token; {@code session} is how long it can be refreshed, from the click on
 * @param click how long a person has for the sign-in page
 * @param interval how long a device waits between two questions (RFC 8628, 3.2)
 */
record SsoLimits(Duration token, Duration session, Duration click, Duration interval, int page) {
    /** As AWS has them; but for the page, which is small, so that there is more than one. */
    static final SsoLimits DEFAULT =
            new SsoLimits(Duration.ofHours(1), Duration.ofHours(8), Duration.ofMinutes(10), Duration.ofSeconds(1), 5);

    SsoLimits withSession(Duration session) {
        return new SsoLimits(token, session, click, interval, page);
    }

    SsoLimits withClick(Duration click) {
        return new SsoLimits(token, session, click, interval, page);
    }
}
