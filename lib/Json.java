//DEPS com.fasterxml.jackson.jr:jackson-jr-objects:2.22.4
//SOURCES Failure.java

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON documents: one is read strictly, and faults are explained without a word of what was read; one is written as the AWS CLI does. */
final class Json {
    /** No answer of AWS is near this size, in bytes; it bounds the memory that somebody else's can take. */
    static final int MOST_BYTES = 1 << 20;

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Pattern CLI_ERROR = Pattern.compile("An error occurred( \\((?:[A-Z][a-z]{1,30}){1,9}\\))?");

    private Json() {}

    /**
     * Reads the one JSON object in {@code json}.
     *
     * @param json UTF-8 or UTF-16, with a byte order mark or without
     * @param expected what it should be, for the message when it is something else
     * @throws Failure when it is none; neither its message nor its causes show anything of what was read
     */
    static Map<?, ?> readObject(byte[] json, String expected) {
        if (read(json) instanceof Map<?, ?> object) {
            return object;
        }
        throw Failure.of("the JSON is not an object; expected " + expected);
    }

    private static Object read(byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1)
                .replaceAll("[^ -~]", "")
                .strip();
        if (text.isEmpty()) {
            throw Failure.of(
                    "there is nothing to read: the command before the pipe printed nothing, so see what it said"
                            + " on stderr");
        }
        try (JsonParser parser = STRICT.createParser(json)) {
            Object document = JSON.std.anyFrom(parser);
            if (parser.nextToken() != null) {
                throw Failure.of("there is more than one JSON document" + at(parser.currentTokenLocation())
                        + "; give one at a time");
            }
            return document;
        } catch (JsonProcessingException e) {
            // Not the exception itself, which --debug would print: Jackson quotes what it read.
            throw Failure.of(fault(e, text) + at(e.getLocation()));
        } catch (IOException e) {
            throw Failure.of(fault(e, text));
        }
    }

    private static String fault(IOException e, String ascii) {
        Matcher error = CLI_ERROR.matcher(ascii);
        if (ascii.startsWith("<")) {
            return "this is HTML or XML, not JSON: something between you and AWS answered in its place (a proxy, a"
                    + " login page)";
        }
        if (error.find()) {
            String code = error.group(1) == null ? "" : error.group(1);
            return "this is an error message of the AWS CLI" + code + ", not JSON";
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

    /** {@code value}, of maps, lists, strings and numbers, in the AWS CLI's layout: one field a line, four spaces a level. */
    static String pretty(Object value) {
        Separators separators =
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
        return write(value, new DefaultPrettyPrinter(separators).withObjectIndenter(new DefaultIndenter("    ", "\n")))
                + "\n";
    }

    /** {@code value} in one line, with a blank after each colon and comma, as Python's {@code json.dumps} has it. */
    static String line(Object value) {
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEntrySpacing(Separators.Spacing.AFTER)
                .withArrayValueSpacing(Separators.Spacing.AFTER);
        return write(
                value,
                new DefaultPrettyPrinter(separators)
                        .withObjectIndenter(DefaultPrettyPrinter.NopIndenter.instance)
                        .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance));
    }

    private static String write(Object value, PrettyPrinter layout) {
        try {
            return JSON.std.with(layout).asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JSON object of names and values in turn, in that order, without the values that are null. */
    static Map<?, ?> object(Object... namesAndValues) {
        Map<Object, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                object.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return object;
    }
}
