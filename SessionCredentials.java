import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.cli.CommandLine;

/**
 * Credentials that AWS handed out. They are read from each JSON in which AWS does so and written as JSON or as an
 * environment change.
 *
 * @param sessionToken null for long-lived keys
 * @param expiration null when they do not end or nothing says when
 * @param assumedRole null when they are not an assumed role's
 */
record SessionCredentials(String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration, AssumedRole assumedRole) {

    /** The AssumedRoleUser of STS's answer: {@code AROA…:session} and the session's ARN. */
    record AssumedRole(String id, String arn) {
        private Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("AssumedRoleId", id);
            fields.put("Arn", arn);
            return fields;
        }
    }

    /** The formats that are JSON; every other format is a row of {@link Shell}. */
    static final List<String> JSON_FORMATS = List.of("json", "process");

    private static final JSON READER = JSON.builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build()).build();

    /** Where the keys may be: under one of these names, or at the top. */
    private static final List<String> ENVELOPES = List.of("Credentials", "roleCredentials", "AccessKey");

    /** No secret ever gets into a message by way of a record's toString. */
    @Override
    public String toString() {
        return "SessionCredentials[" + accessKeyId + "]";
    }

    /**
     * Reads the answer of {@code aws sts assume-role}, or another JSON in which AWS hands out credentials.
     *
     * @param json UTF-8 or UTF-16, with a byte order mark or without
     * @throws Failure when it is no such JSON; the message says where, and shows nothing of what was read
     */
    static SessionCredentials parse(byte[] json) {
        Map<?, ?> top = object(document(json), "the JSON");
        Map<?, ?> keys = ENVELOPES.stream().filter(top::containsKey).findFirst().<Map<?, ?>>map(name -> object(top.get(name), name)).orElse(top);
        return new SessionCredentials(
                word(keys, true, "AccessKeyId", "accessKeyId"),
                word(keys, true, "SecretAccessKey", "secretAccessKey", "SecretKey"),
                word(keys, false, "SessionToken", "sessionToken", "Token"),
                instant(first(keys, "Expiration", "expiration")),
                top.get("AssumedRoleUser") instanceof Map<?, ?> user
                        ? new AssumedRole(word(user, true, "AssumedRoleId"), word(user, true, "Arn")) : null);
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
        for (String stale : List.of("AWS_SECURITY_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ASSUMED_ROLE", "AWS_ASSUMED_PROFILE")) {
            change.put(stale, null);
        }
        return change;
    }

    /**
     * These credentials in {@code format}: JSON as the AWS CLI prints it, or {@code change} as a shell's code.
     *
     * @throws Failure when the format does not exist, or cannot carry a value
     */
    String in(String format, Map<String, String> change) {
        return switch (format) {
            case "json" -> json(assumeRoleAnswer());
            case "process" -> json(processAnswer());
            default -> shell(format).render(change);
        };
    }

    /** What {@code --format} asks for. @throws Failure when there is no format of that name */
    static String format(CommandLine options) {
        String format = Objects.requireNonNullElse(Command.value(options, "format"), "env");
        if (!JSON_FORMATS.contains(format)) shell(format);
        return format;
    }

    /** When they end, for people: {@code "until 2026-01-01T12:00:00Z (60 minutes)"}. */
    String until() {
        if (expiration == null) return "with no end";
        return "until " + expiration + " (" + Math.round(Duration.between(Instant.now(), expiration).toSeconds() / 60.0) + " minutes)";
    }

    /** @return {@code value} as JSON in the AWS CLI's layout: one field a line, four spaces a level */
    static String json(Map<String, ?> value) {
        var layout = new DefaultPrettyPrinter(Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("    ", "\n"));
        try {
            return JSON.std.with(layout).asString(value) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Shell shell(String format) {
        return Shell.find(format).orElseThrow(() -> Failure.usage("--format " + Command.shown(format) + " is none of "
                + Shell.formats() + ", " + String.join(", ", JSON_FORMATS)));
    }

    /** AWS STS API Reference, AssumeRole, "Response Elements". */
    private Map<String, Object> assumeRoleAnswer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Credentials", keys());
        if (assumedRole != null) answer.put("AssumedRoleUser", assumedRole.fields());
        return answer;
    }

    /** AWS CLI User Guide, "Sourcing credentials with an external process". */
    private Map<String, Object> processAnswer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Version", 1);
        answer.putAll(keys());
        return answer;
    }

    private Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("AccessKeyId", accessKeyId);
        keys.put("SecretAccessKey", secretAccessKey);
        if (sessionToken != null) keys.put("SessionToken", sessionToken);
        if (expiration != null) keys.put("Expiration", expiration.toString());
        return keys;
    }

    /** The one JSON document in {@code json}. Jackson's own messages are not passed on: they quote what they read. */
    private static Object document(byte[] json) {
        String start = new String(json, 0, Math.min(json.length, 200), StandardCharsets.UTF_8).strip();
        if (start.isEmpty()) throw Failure.of("there is nothing to read: the command before the pipe printed nothing, so see what it said on stderr");
        if (start.startsWith("<")) throw Failure.of("this is HTML or XML, not JSON: something between you and AWS answered in its place (a proxy, a login page)");
        if (start.startsWith("An error occurred")) throw Failure.of("this is an error message of the AWS CLI, not credentials: " + Command.shown(start));
        try (JsonParser parser = READER.createParser(json)) {
            Object document = READER.anyFrom(parser);
            if (parser.nextToken() != null) throw Failure.of("there is more than one JSON document" + at(parser.currentTokenLocation()) + "; give one at a time");
            return document;
        } catch (JsonProcessingException e) {
            throw new Failure(1, "this is not JSON" + at(e.getLocation()) + " (malformed, cut short, nested too deep, or one field twice)", e);
        } catch (IOException e) {
            throw new Failure(1, "the JSON cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static Map<?, ?> object(Object value, String what) {
        if (value instanceof Map<?, ?> object) return object;
        throw Failure.of(what + " is not an object; expected what 'aws sts assume-role' prints, {\"Credentials\": {\"AccessKeyId\": …}}");
    }

    private static Object first(Map<?, ?> keys, String... names) {
        return Arrays.stream(names).map(keys::get).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** The value of the first of {@code names} that is there: a string, not empty, without control characters. */
    private static String word(Map<?, ?> keys, boolean required, String... names) {
        Object value = first(keys, names);
        if (value == null) {
            if (required) throw Failure.of("the JSON has no " + names[0] + "; expected what 'aws sts assume-role' prints");
            return null;
        }
        if (!(value instanceof String word)) throw Failure.of(names[0] + " is not a string");
        if (word.isEmpty()) throw Failure.of(names[0] + " is empty");
        if (word.chars().anyMatch(Character::isISOControl)) throw Failure.of(names[0] + " holds a control character");
        return word;
    }

    /** ISO 8601 with an offset (the AWS CLI's cache writes the offset as UTC), or seconds or milliseconds since 1970. */
    private static Instant instant(Object expiration) {
        try {
            if (expiration == null) return null;
            if (expiration instanceof Number number) {
                long since1970 = number.longValue();
                return since1970 > 100_000_000_000L ? Instant.ofEpochMilli(since1970) : Instant.ofEpochSecond(since1970);
            }
            return OffsetDateTime.parse(((String) expiration).replaceFirst("(UTC|GMT)$", "Z")).toInstant();
        } catch (ClassCastException | DateTimeException e) {
            throw new Failure(1, "Expiration is not a time; expected ISO 8601 such as 2026-01-01T12:00:00Z, or seconds or milliseconds since 1970", e);
        }
    }
}
