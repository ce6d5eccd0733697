//SOURCES Text.java Failure.java

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long credentials are to last, as people write it: {@code 5400}, {@code 90m}, {@code 1h30m}. */
final class SessionDuration {
    /** The shortest that STS gives, in seconds, as are those below. */
    static final int SHORTEST = 900;

    /** AWS STS API Reference, AssumeRole. */
    static final int LONGEST_OF_ROLE = 43_200;

    /** AWS STS API Reference, GetSessionToken; and what it gives when nobody says how long. */
    static final int LONGEST_OF_USER = 129_600;

    static final int DEFAULT_OF_USER = 43_200;

    /**
     * The longest of a role that is assumed with temporary keys, a user's session among them (IAM User Guide, "Roles
     * terms and concepts", on role chaining).
     */
    static final int LONGEST_CHAINED = 3600;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
    private static final Pattern UNITS = Pattern.compile("(?=\\d)(?:(\\d{1,3})h)?(?:(\\d{1,4})m)?(?:(\\d{1,6})s)?");

    /** What Python's {@code int} takes: a sign, zeros before it, underscores between digits, digits of any script. */
    private static final Pattern PYTHON_NUMBER =
            Pattern.compile("\\s*[+-]?\\d+(?:_\\d+)*\\s*", Pattern.UNICODE_CHARACTER_CLASS);

    private SessionDuration() {}

    /**
     * The seconds that {@code text} means.
     *
     * @throws Failure when it is no such time, or is shorter or longer than STS gives; the message begins with {@code
     *     label}
     */
    static int require(String label, String text, int longest) {
        int seconds = SECONDS.matcher(text).matches() ? Integer.parseInt(text) : secondsOfUnits(text);
        return requireRange(label, text, seconds, longest, ", nor a time such as 90m or 1h30m");
    }

    /** Whether {@code text} is a number to the AWS CLI. */
    static boolean isNumber(String text) {
        return PYTHON_NUMBER.matcher(text).matches();
    }

    /** The same of a role's without units, as the AWS CLI has them: {@code text} is a number. */
    static int requireSeconds(String label, String text) {
        BigInteger seconds = new BigInteger(text.strip().replace("_", ""));
        boolean isSmall = seconds.bitLength() < Integer.SIZE;
        return requireRange(label, text, isSmall ? seconds.intValue() : 0, LONGEST_OF_ROLE, "");
    }

    private static int requireRange(String label, String text, int seconds, int longest, String more) {
        if (seconds < SHORTEST || seconds > longest) {
            throw Failure.usage(
                    label + " " + Text.quoted(text) + " is not a number of seconds from 900 (15 minutes) to " + longest
                            + " (" + longest / 3600 + " hours)" + more);
        }
        return seconds;
    }

    /** 0 where it is no time with units. */
    private static int secondsOfUnits(String text) {
        Matcher units = UNITS.matcher(text);
        return units.matches()
                ? number(units.group(1)) * 3600 + number(units.group(2)) * 60 + number(units.group(3))
                : 0;
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
