import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A moment as text: in the forms that AWS writes, and in those that the AWS CLI reads beside them (dateutil's {@code
 * parse}), unless they could mean several moments.
 */
final class AwsTime {
    private static final double FIRST_MILLISECOND = 1e11;

    private AwsTime() {}

    /** Seconds since 1970, or milliseconds, which are more. */
    static Instant ofNumber(double number) {
        double milliseconds = number > FIRST_MILLISECOND ? number : number * 1000;
        return Instant.ofEpochMilli(Math.round(milliseconds));
    }

    /** Empty when it is no moment, or does not say its offset. */
    static Optional<Instant> parse(String time) {
        if (time.matches("\\d{9,13}")) {
            return Optional.of(ofNumber(Double.parseDouble(time)));
        }
        String normal = time.strip()
                .replaceFirst("(?i)\\s*(UTC|GMT)$", "Z")
                .replaceFirst("\\s*([+-]\\d\\d):?(\\d\\d)$", "$1:$2");
        try {
            return Optional.of(OffsetDateTime.parse(normal).toInstant());
        } catch (DateTimeException ignored) {
            // Not as AWS itself writes it.
            return OtherForms.parse(normal);
        }
    }

    /** What nobody but a credential_process writes; these formats take a while to make. */
    private static final class OtherForms {
        private static final List<DateTimeFormatter> FORMATS = Stream.of(
                        "uuuu-M-d['T'][ ]H[:m[:s]]",
                        "uuuu-M-d['T'][ ]H:m:s",
                        "uuuuMMdd['T'][ ]HHmm[ss]",
                        "uuuuMMddHHmmss",
                        "[EEE, ]d MMM uuuu H:mm[:ss]",
                        "EEE MMM d H:mm:ss uuuu",
                        "MMM d, uuuu H:mm:ss")
                .map(OtherForms::format)
                .toList();

        private static DateTimeFormatter format(String pattern) {
            var format = new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
            if (pattern.endsWith("m:s")) {
                format.appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true);
            }
            return format.optionalStart()
                    .appendLiteral(' ')
                    .optionalEnd()
                    .appendOffset("+HH:MM", "Z")
                    .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        }

        static Optional<Instant> parse(String time) {
            String usual = time.replaceAll("\\s+", " ")
                    .replaceFirst("^(\\d{4})/(\\d+)/", "$1-$2-")
                    .replaceFirst(",(\\d{1,9}\\s?\\S+)$", ".$1")
                    .replaceFirst("([T ][\\d:.]+ ?)([+-])(\\d\\d?)$", "$1$2$3:00")
                    .replaceFirst("([+-])(\\d:00)$", "$10$2")
                    .replaceFirst("(?i)^(\\w{3} .*) (?:UTC|GMT) (\\d{4})$", "$1 $2Z");
            return FORMATS.stream().flatMap(format -> parse(format, usual)).findFirst();
        }

        private static Stream<Instant> parse(DateTimeFormatter format, String time) {
            try {
                return Stream.of(OffsetDateTime.parse(time, format).toInstant());
            } catch (DateTimeException ignored) {
                return Stream.empty(); // another format may fit
            }
        }
    }
}
