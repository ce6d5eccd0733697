//DEPS com.fasterxml.jackson.jr:jackson-jr-objects:2.22.4
//SOURCES Command.java

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
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
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.cli.CommandLine;

/**
 * Credentials that AWS handed out. They are read from each JSON in which AWS does so and written as JSON or as an
 * environment change.
 *
 * @param sessionToken null for long-lived keys
 * @param expiration null when they do not end or nothing says when
 * @param assumedRole null when they are not an assumed role's
 */
record SessionCredentials(
        String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration, AssumedRole assumedRole) {

    /** The AssumedRoleUser of STS's answer: {@code AROA...:session} and the session's ARN. */
    record AssumedRole(String id, String arn) {
        AssumedRole {
            word("AssumedRoleId", id);
            word("Arn", arn);
        }
    }

    /** No answer of AWS is near this size; it bounds the memory that somebody else's can take. */
    static final int MOST_BYTES = 1 << 20;

    /** The formats that are JSON; every other format is a row of {@link Shell}. */
    static final List<String> JSON_FORMATS = List.of("json", "process");

    private static final JsonFactory JSON_FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A part of a host name, as botocore wants it. */
    static final String REGION = "[a-zA-Z0-9-]{1,63}";

    /** Where the keys may be, other than at the top; accessToken is what {@code aws login} keeps in its cache. */
    private static final List<String> ENVELOPES =
            List.of("Credentials", "credentials", "roleCredentials", "AccessKey", "accessToken");
    /** What each service calls them. */
    private static final List<String> ID = List.of("AccessKeyId", "accessKeyId");

    private static final List<String> SECRET = List.of("SecretAccessKey", "secretAccessKey", "SecretKey");
    private static final List<String> TOKEN = List.of("SessionToken", "sessionToken", "Token");
    private static final List<String> END = List.of("Expiration", "expiration", "expiresAt");
    private static final List<String> REFUSAL = List.of("Code", "code", "__type");
    /** Control characters, half a surrogate pair, and what a decoder puts where it could not read. */
    private static final Pattern UNLOADABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\uFFFD]");
    /** What AWS writes, on all but a few days. With this and {@link #iso} nothing builds java.time's formatters, which takes 6 ms of a run's 70. */
    private static final Pattern UTC = Pattern.compile(
            "(?!.{4}-02-(?:29|30))(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|30)T([01]\\d|2[0-3]):([0-5]\\d):([0-5]\\d)(?:[.](\\d{1,9}))?(?:Z|UTC|GMT|[+]00:00)");

    private static final long YEAR_10000 = 253_402_300_800L;

    /** Whoever says them, a file or STS: a shell is given only what can be credentials. @throws Failure when they cannot be */
    SessionCredentials {
        word("AccessKeyId", accessKeyId);
        word("SecretAccessKey", secretAccessKey);
        if (sessionToken != null) {
            word("SessionToken", sessionToken);
        }
        if (Instant.MAX.equals(expiration)) {
            expiration = null;
        } // what the SDK says of keys from a credential_process that do not end
        if (expiration != null && (expiration.getEpochSecond() < 0 || expiration.getEpochSecond() >= YEAR_10000)) {
            throw noTime();
        }
    }

    /** No secret ever gets into a message by way of a record's toString, even where somebody has swapped the fields. */
    @Override
    public String toString() {
        return accessKeyId.matches("\\w{1,32}") ? accessKeyId : "credentials";
    }

    /**
     * Reads the answer of {@code aws sts assume-role}, or another JSON in which AWS hands out credentials.
     *
     * @param json UTF-8 or UTF-16, with a byte order mark or without
     * @throws Failure when it is no such JSON; neither its message nor its causes show anything of what was read
     */
    static SessionCredentials parse(byte[] json) {
        Map<?, ?> top = object(document(json), "the JSON");
        String envelope = first(top, ID) != null
                ? null
                : ENVELOPES.stream().filter(top::containsKey).findFirst().orElse(null);
        if ("accessToken".equals(envelope) && top.get(envelope) instanceof String) {
            throw Failure.of(
                    "this is a sign-in token of 'aws sso login', not credentials; 'aws configure export-credentials"
                            + " --profile NAME' turns it into some");
        }
        Map<?, ?> keys = envelope == null ? top : object(top.get(envelope), envelope);
        if (first(keys, REFUSAL) instanceof String code && !code.equals("Success")) {
            throw Failure.of("this says why there are no credentials"
                    + (code.matches("([A-Z][a-z]{1,30}){1,9}") ? ": " + code : ""));
        }
        if ("Inactive".equals(keys.get("Status"))) {
            throw Failure.of("this access key is inactive; activate it in IAM, or take another");
        }
        String id = string(keys, ID);
        String secret = string(keys, SECRET);
        String token = string(keys, TOKEN);
        // Keys whose ID begins so are temporary, and AWS refuses them without their token (IAM User Guide, "Unique
        // identifiers").
        if (id != null && secret != null && id.startsWith("ASIA")) {
            word("SessionToken", token);
        }
        return new SessionCredentials(
                id,
                secret,
                token,
                instant(first(keys, END)),
                top.get("AssumedRoleUser") instanceof Map<?, ?> user
                        ? new AssumedRole(string(user, List.of("AssumedRoleId")), string(user, List.of("Arn")))
                        : null);
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
        change.put("AWS_CREDENTIAL_EXPIRATION", expiration == null ? null : iso(expiration));
        if (region != null) {
            change.put("AWS_REGION", region);
            change.put("AWS_DEFAULT_REGION", region);
        }
        // botocore reads AWS_SECURITY_TOKEN first; the JavaScript SDK skips these keys while AWS_PROFILE is set.
        for (String stale : List.of(
                "AWS_SECURITY_TOKEN",
                "AWS_PROFILE",
                "AWS_DEFAULT_PROFILE",
                "AWS_ASSUMED_ROLE",
                "AWS_ASSUMED_PROFILE")) {
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
        Map<String, Object> keys = fields(
                "Version",
                format.equals("process") ? 1 : null,
                "AccessKeyId",
                accessKeyId,
                "SecretAccessKey",
                secretAccessKey,
                "SessionToken",
                sessionToken,
                "Expiration",
                expiration == null ? null : iso(expiration));
        return switch (format) {
            // AWS STS API Reference, AssumeRole, "Response Elements".
            case "json" ->
                json(fields(
                        "Credentials",
                        keys,
                        "AssumedRoleUser",
                        assumedRole == null ? null : fields("AssumedRoleId", assumedRole.id, "Arn", assumedRole.arn)));
            // AWS CLI User Guide, "Sourcing credentials with an external process".
            case "process" -> json(keys);
            default -> shell(format).render(change);
        };
    }

    /** What {@code --format} asks for. @throws Failure when there is no format of that name */
    static String format(CommandLine options) {
        String format = Objects.requireNonNullElse(Command.value(options, "format"), "env");
        if (!JSON_FORMATS.contains(format)) {
            shell(format);
        }
        return format;
    }

    /** {@code --region}, or null. @throws Failure when it cannot be one */
    static String region(CommandLine options) {
        String region = Command.value(options, "region");
        if (region == null || region.matches(REGION)) {
            return region;
        }
        throw Failure.usage(
                "--region " + Command.shown(region) + " is no region; expected a name such as eu-central-1");
    }

    boolean isOver() {
        return expiration != null && !expiration.isAfter(Instant.now());
    }

    /** When they end, for people: {@code "until 2026-01-01T12:00:00Z (60 minutes)"}. */
    String until() {
        if (expiration == null) {
            return "with no end";
        }
        if (isOver()) {
            return "ended at " + iso(expiration);
        }
        return "until " + iso(expiration) + " ("
                + Math.round(Duration.between(Instant.now(), expiration).toSeconds() / 60.0) + " minutes)";
    }

    /** @return {@code value} as JSON in the AWS CLI's layout: one field a line, four spaces a level */
    static String json(Object value) {
        var layout = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("    ", "\n"));
        try {
            return JSON.std.with(layout).asString(value) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Shell shell(String format) {
        return Shell.find(format)
                .orElseThrow(() -> Failure.usage("--format " + Command.shown(format) + " is none of " + Shell.formats()
                        + ", " + String.join(", ", JSON_FORMATS)));
    }

    /** A JSON object of names and values in turn, without the values that are null. */
    private static Map<String, Object> fields(Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] != null) {
                fields.put((String) pairs[i], pairs[i + 1]);
            }
        }
        return fields;
    }

    /** The one JSON document in {@code json}. */
    private static Object document(byte[] json) {
        boolean nothing = true;
        for (byte one : json) {
            nothing &= one <= ' ' || one > '~';
        }
        if (nothing) {
            throw Failure.of(
                    "there is nothing to read: the command before the pipe printed nothing, so see what it said on"
                            + " stderr");
        }
        try (JsonParser parser = JSON_FACTORY.createParser(json)) {
            parser.nextToken();
            Object document = value(parser);
            if (parser.nextToken() != null) {
                throw Failure.of("there is more than one JSON document" + at(parser.currentTokenLocation())
                        + "; give one at a time");
            }
            return document;
        } catch (IOException e) {
            // Neither its words nor the exception itself, which --debug would print: Jackson quotes what it read.
            throw Failure.of(fault(
                            e,
                            new String(json, StandardCharsets.ISO_8859_1)
                                    .replaceAll("[^ -~]", "")
                                    .strip())
                    + at(e instanceof JsonProcessingException where ? where.getLocation() : null));
        }
    }

    /** The value that {@code parser} is at. (Jackson-jr reads it in one call, but looks for the world's time zones first.) */
    private static Object value(JsonParser parser) throws IOException {
        if (parser.currentToken() == null) {
            throw new JsonEOFException(parser, null, "");
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                return object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                return array;
            }
            case VALUE_STRING -> {
                return parser.getText();
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return parser.getNumberValue();
            }
            default -> {
                return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getBooleanValue();
            }
        }
    }

    private static String fault(IOException e, String ascii) {
        Matcher error = Pattern.compile("An error occurred( \\((?:[A-Z][a-z]{1,30}){1,9}\\))?")
                .matcher(ascii);
        if (ascii.startsWith("<")) {
            return "this is HTML or XML, not JSON: something between you and AWS answered in its place (a proxy, a"
                    + " login page)";
        }
        if (error.find()) {
            return "this is an error message of the AWS CLI" + Objects.requireNonNullElse(error.group(1), "")
                    + ", not JSON";
        }
        if (e instanceof JsonEOFException) {
            return "the JSON is cut short";
        }
        if (e instanceof StreamConstraintsException) {
            return "the JSON is nested too deep, or has too long a name or number";
        }
        if (String.valueOf(e.getMessage()).startsWith("Duplicate")) {
            return "the JSON says one field twice";
        }
        return "this is not JSON (the AWS CLI prints it with --output json)";
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static Map<?, ?> object(Object value, String what) {
        if (value instanceof Map<?, ?> object) {
            return object;
        }
        throw Failure.of(what
                + " is not an object; expected what 'aws sts assume-role' prints, {\"Credentials\":"
                + " {\"AccessKeyId\": ...}}");
    }

    private static Object first(Map<?, ?> keys, List<String> names) {
        return names.stream()
                .map(keys::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static String string(Map<?, ?> keys, List<String> names) {
        Object value = first(keys, names);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Failure.of(names.get(0) + " is not a string");
    }

    /** @throws Failure when {@code value} is not there, empty, or holds what no shell and no terminal should be given */
    static void word(String name, String value) {
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

    /** ISO 8601 with an offset (the AWS CLI's cache writes the offset as UTC), or seconds or milliseconds since 1970. */
    static Instant instant(Object expiration) {
        if (expiration == null) {
            return null;
        }
        String time = expiration.toString();
        try {
            Matcher aws = UTC.matcher(time);
            if (aws.matches()) {
                int[] part = IntStream.rangeClosed(1, 6)
                        .map(i -> Integer.parseInt(aws.group(i)))
                        .toArray();
                int month = (part[1] + 9) % 12; // from March on, so that a leap day is a year's last
                long year = part[0] - month / 10;
                long day = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + part[2] - 719_469;
                int nanoseconds =
                        aws.group(7) == null ? 0 : Integer.parseInt((aws.group(7) + "00000000").substring(0, 9));
                return Instant.ofEpochSecond(((day * 24 + part[3]) * 60 + part[4]) * 60 + part[5], nanoseconds);
            }
            boolean since1970 = expiration instanceof Number || time.matches("\\d{9,13}");
            double number = since1970 ? Double.parseDouble(time) : 0;
            return since1970
                    ? Instant.ofEpochMilli(Math.round(number > 1e11 ? number : number * 1000))
                    : OffsetDateTime.parse(
                                    time.replaceFirst("(UTC|GMT)$", "Z").replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                            .toInstant();
        } catch (DateTimeException itQuotesWhatWasRead) {
            throw noTime();
        }
    }

    /** ISO 8601 in UTC, as {@link Instant#toString} writes it. */
    static String iso(Instant time) {
        String utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC)
                .toString();
        return utc + (utc.length() == "2026-01-01T12:00".length() ? ":00Z" : "Z");
    }

    private static Failure noTime() {
        return Failure.of(
                "Expiration is not a time; expected ISO 8601 such as 2026-01-01T12:00:00Z, or seconds or milliseconds"
                        + " since 1970");
    }
}
