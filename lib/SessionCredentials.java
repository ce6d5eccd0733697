//SOURCES Failure.java TimeLeft.java

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Credentials that AWS handed out, and what loading them does to an environment.
 *
 * @param sessionToken null for long-lived keys
 * @param expiration null when they do not expire or nothing says when
 * @param assumedRole null when they are not an assumed role's
 */
record SessionCredentials(
        String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration, AssumedRole assumedRole) {

    /** The AssumedRoleUser of STS's answer: {@code AROA...:session} and the session's ARN. */
    record AssumedRole(String id, String arn) {
        private static final Pattern ARN = Pattern.compile("arn:([^:]*):sts::(\\d{12}):assumed-role/([^/]+)/([^/]+)");

        AssumedRole {
            requireLoadable("AssumedRoleId", id);
            requireLoadable("Arn", arn);
        }

        /**
         * Whether this is a session of the role: arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION is of
         * arn:aws:iam::ACCOUNT:role/PATH/NAME.
         */
        boolean isOf(String roleArn) {
            String prefix = roleArn.replaceFirst(":iam:", ":sts:").replaceFirst(":role/(?:.*/)?", ":assumed-role/");
            return arn.startsWith(prefix + "/");
        }

        /** The 12 digits of its account, or an empty text when the ARN is not of the usual form. */
        String account() {
            Matcher parts = ARN.matcher(arn);
            return parts.matches() ? parts.group(2) : "";
        }
    }

    /** Control characters, half a surrogate pair, and what a decoder puts where it could not read. */
    private static final Pattern UNLOADABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\uFFFD]");

    static final String NO_TIME =
            "Expiration is not a time; expected ISO 8601 with its offset such as 2026-01-01T12:00:00Z, or seconds or"
                    + " milliseconds since 1970";

    private static final Instant YEAR_10000 = Instant.ofEpochSecond(253_402_300_800L);

    /**
     * Whoever hands them out, a file or STS: a shell is given only what can be credentials.
     *
     * @throws Failure when they cannot be
     */
    SessionCredentials {
        requireLoadable("AccessKeyId", accessKeyId);
        requireLoadable("SecretAccessKey", secretAccessKey);
        if (sessionToken != null) {
            requireLoadable("SessionToken", sessionToken);
        }
        if (expiration != null && (expiration.isBefore(Instant.EPOCH) || !expiration.isBefore(YEAR_10000))) {
            throw Failure.of(NO_TIME);
        }
    }

    /** Long-lived keys, or temporary ones of which nothing says when they expire. {@code sessionToken} may be null. */
    static SessionCredentials of(String accessKeyId, String secretAccessKey, String sessionToken) {
        return new SessionCredentials(accessKeyId, secretAccessKey, sessionToken, null, null);
    }

    /** The same, that expire at another time, or at one at all. */
    SessionCredentials expiringAt(Instant time) {
        return new SessionCredentials(accessKeyId, secretAccessKey, sessionToken, time, assumedRole);
    }

    /** No secret ever gets into a message by way of a record's toString, even where somebody has swapped the fields. */
    @Override
    public String toString() {
        return accessKeyId.matches("\\w{1,32}") ? accessKeyId : "credentials";
    }

    /**
     * What loading these credentials does to the environment. It unsets what would override or contradict them.
     *
     * @param region null when none is known; then the region variables stay as they are
     */
    Map<String, String> environmentChange(String region) {
        Map<String, String> change = new LinkedHashMap<>();
        change.put("AWS_ACCESS_KEY_ID", accessKeyId);
        change.put("AWS_SECRET_ACCESS_KEY", secretAccessKey);
        change.put("AWS_SESSION_TOKEN", sessionToken);
        change.put("AWS_CREDENTIAL_EXPIRATION", expiration == null ? null : expiration.toString());
        if (region != null) {
            change.put("AWS_REGION", region);
            change.put("AWS_DEFAULT_REGION", region);
        }
        // botocore reads AWS_SECURITY_TOKEN first; the JavaScript SDK skips these keys while AWS_PROFILE is set.
        List<String> stale = List.of(
                "AWS_SECURITY_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ASSUMED_ROLE", "AWS_ASSUMED_PROFILE");
        for (String name : stale) {
            change.put(name, null);
        }
        return change;
    }

    /** Whether they are a user's own keys, and not what STS gave for a time. */
    boolean isLongLived() {
        return sessionToken == null;
    }

    boolean isExpired() {
        return expiration != null && !expiration.isAfter(Instant.now());
    }

    /** Whether they are known to be valid for longer than {@code duration}. */
    boolean isValidFor(Duration duration) {
        return expiration != null && expiration.isAfter(Instant.now().plus(duration));
    }

    /** When they expire, for people: {@code "until 2026-01-01T12:00:00Z (60 minutes)"}. */
    String until() {
        if (expiration == null) {
            return sessionToken == null ? "with no end" : "with an end that is not known";
        }
        if (isExpired()) {
            return "expired at " + expiration;
        }
        return "until " + expiration + " (" + TimeLeft.until(expiration).words() + ")";
    }

    /**
     * @throws Failure when {@code value} is not there, empty, or holds what no shell and no terminal should be given
     */
    static void requireLoadable(String name, String value) {
        if (value == null) {
            throw Failure.of("there is no " + name + "; expected what 'aws sts assume-role' prints");
        }
        if (value.isEmpty()) {
            throw Failure.of(name + " is empty");
        }
        if (UNLOADABLE.matcher(value).find()) {
            throw Failure.of(name + " holds a control character, or what is no character");
        }
    }
}
