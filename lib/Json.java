//DEPS com.fasterxml.jackson.jr:jackson-jr-objects:2.22.1 com.fasterxml.jackson.jr:jackson-jr-stree:2.22.1
//SOURCES Failure.java NotJson.java

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.jr.stree.JacksonJrsTreeCodec;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsNull;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON documents: one is read strictly, and faults are explained without a word of what was read; one is written as the
 * AWS CLI does.
 */
final class Json {
    /** No answer of AWS is near this size, in bytes; it bounds the memory that somebody else's can take. */
    static final int MOST_BYTES = 1 << 20;

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Python's {@code json.dumps} writes what is not ASCII in lower case, four digits each. */
    private static final JsonFactory PYTHON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    /** Python's {@code json.loads} takes a field that comes twice, and numbers that are none. */
    private static final JsonFactory AS_PYTHON_READS = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final JacksonJrsTreeCodec TREES = new JacksonJrsTreeCodec();

    private Json() {}

    /**
     * Reads the one JSON object in {@code json}.
     *
     * @param json UTF-8 or UTF-16, with a byte order mark or without
     * @param expected what it should be, for the message when it is something else
     * @throws Failure when it is none; neither its message nor its causes show anything of what was read
     */
    static JrsObject readObject(byte[] json, String expected) {
        return readObject(json, STRICT, expected, false);
    }

    /** The same of what others have written for the AWS CLI as well, so that it is read as that reads it. */
    static JrsObject readAsPython(byte[] json, String expected) {
        return readObject(json, AS_PYTHON_READS, expected, false);
    }

    /** The same of what the command before a pipe has printed: a message says what to change there. */
    static JrsObject readPiped(byte[] json, String expected) {
        return readObject(json, STRICT, expected, true);
    }

    private static JrsObject readObject(byte[] json, JsonFactory factory, String expected, boolean isPiped) {
        if (read(json, factory, isPiped) instanceof JrsObject object) {
            return object;
        }
        throw Failure.of("the JSON is not an object; expected " + expected);
    }

    private static JrsValue read(byte[] json, JsonFactory factory, boolean isPiped) {
        String text = new String(json, StandardCharsets.ISO_8859_1)
                .replaceAll("[^ -~\\n]", "")
                .strip();
        if (text.isEmpty()) {
            throw Failure.of("there is nothing to read"
                    + (isPiped ? ": the command before the pipe printed nothing, so see what it said on stderr" : ""));
        }
        try (JsonParser parser = factory.createParser(json)) {
            JrsValue document = TREES.readTree(parser);
            if (parser.nextToken() != null) {
                throw Failure.of("there is more than one JSON document" + at(parser.currentTokenLocation())
                        + "; give one at a time");
            }
            return document;
        } catch (JsonProcessingException e) {
            // Not the exception itself, which --debug would print: Jackson quotes what it read.
            throw Failure.of(NotJson.message(text, isPiped).orElseGet(() -> fault(e, isPiped) + at(e.getLocation())));
        } catch (IOException e) {
            throw Failure.of(NotJson.message(text, isPiped).orElseGet(() -> fault(e, isPiped)));
        }
    }

    private static String fault(IOException e, boolean isPiped) {
        if (e instanceof JsonEOFException) {
            return "the JSON is cut short";
        }
        if (e instanceof StreamConstraintsException) {
            return "the JSON is nested too deep, or has too long a name or number";
        }
        if (String.valueOf(e.getMessage()).startsWith("Duplicate")) {
            return "the JSON says one field twice";
        }
        return "this is not JSON" + (isPiped ? " (the AWS CLI prints it with --output json)" : "");
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** {@code value} in the AWS CLI's layout: one field a line, four spaces a level. */
    static String pretty(JrsValue value) {
        Separators separators =
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
        return write(
                        STRICT,
                        value,
                        new DefaultPrettyPrinter(separators).withObjectIndenter(new DefaultIndenter("    ", "\n")))
                + "\n";
    }

    /** {@code value} in one line, with a blank after each colon and comma, as Python's {@code json.dumps} has it. */
    static String line(JrsValue value) {
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEntrySpacing(Separators.Spacing.AFTER)
                .withArrayValueSpacing(Separators.Spacing.AFTER);
        return write(
                PYTHON,
                value,
                new DefaultPrettyPrinter(separators)
                        .withObjectIndenter(DefaultPrettyPrinter.NopIndenter.instance)
                        .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance));
    }

    /** The same without the blanks: {@code separators=(",", ":")}. */
    static String compact(JrsValue value) {
        return write(PYTHON, value, new MinimalPrettyPrinter());
    }

    private static String write(JsonFactory factory, JrsValue value, PrettyPrinter layout) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = factory.createGenerator(text)) {
            generator.setPrettyPrinter(layout);
            TREES.writeTree(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** An object without fields, to be given some. */
    static Fields object() {
        return new Fields();
    }

    /** The fields of an object, in the order in which they are given; what is null is left out. */
    static final class Fields {
        private final Map<String, JrsValue> fields = new LinkedHashMap<>();

        Fields with(String name, String value) {
            return value == null ? this : with(name, new JrsString(value));
        }

        Fields with(String name, Integer value) {
            return value == null ? this : with(name, new JrsNumber(value));
        }

        Fields with(String name, List<? extends JrsValue> values) {
            return values.isEmpty() ? this : with(name, new JrsArray(List.copyOf(values)));
        }

        /** The same with one field more, unless it is null. */
        Fields with(String name, JrsValue value) {
            if (value != null) {
                fields.put(name, value);
            }
            return this;
        }

        /** All of {@code others}, after those that are there. */
        Fields with(Fields others) {
            fields.putAll(others.fields);
            return this;
        }

        /** A field that is there also where its value is null. */
        Fields withNullable(String name, String value) {
            return with(name, value == null ? JrsNull.instance() : new JrsString(value));
        }

        JrsObject build() {
            return new JrsObject(fields);
        }
    }
}
