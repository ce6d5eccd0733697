import java.time.Duration;
import java.time.Instant;

/** How long something is still valid, as people are told: in minutes, and in hours where these are more than 120. */
record TimeLeft(Duration duration) {
    private static final long MOST_MINUTES = 120;

    /** From now until {@code end}. */
    static TimeLeft until(Instant end) {
        return new TimeLeft(Duration.between(Instant.now(), end));
    }

    boolean isExpired() {
        return duration.isNegative() || duration.isZero();
    }

    /** In minutes, rounded; never 0 as long as there is any time at all. */
    long minutes() {
        return isExpired() ? 0 : Math.max(1, (duration.toSeconds() + 30) / 60);
    }

    /** In a sentence: {@code 42 minutes}, {@code 3 hours 20 minutes}. */
    String words() {
        if (isExpired()) {
            return "no time";
        }
        if (isBelowMinute()) {
            return "less than a minute";
        }
        if (minutes() <= MOST_MINUTES) {
            return count(minutes(), "minute");
        }
        String hours = count(minutes() / 60, "hour");
        return minutes() % 60 == 0 ? hours : hours + " " + count(minutes() % 60, "minute");
    }

    /** In a table: {@code 42m}, {@code 3h 20m}. */
    String brief() {
        if (isExpired()) {
            return "expired";
        }
        if (isBelowMinute()) {
            return "<1m";
        }
        if (minutes() <= MOST_MINUTES) {
            return minutes() + "m";
        }
        return minutes() / 60 + "h" + (minutes() % 60 == 0 ? "" : " " + minutes() % 60 + "m");
    }

    private boolean isBelowMinute() {
        return duration.toSeconds() < 60;
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
