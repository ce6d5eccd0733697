//DEPS com.fasterxml.jackson.jr:jackson-jr-objects:2.22.1
//SOURCES Output.java Screen.java Spool.java Pump.java

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One JSON object a line for each COMMAND, when it has ended. What COMMAND printed is a text in it; bytes that are no
 * UTF-8 are U+FFFD there.
 */
final class JsonOutput implements Output {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final Screen screen;

    JsonOutput(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Printed begin(Target target) {
        return new Captured();
    }

    /** What one COMMAND prints. */
    private final class Captured implements Printed {
        private final Spool out = new Spool();
        private final Spool err = new Spool();
        private final List<Pump> pumps = new ArrayList<>();

        @Override
        public void follow(Process command) {
            pumps.add(Pump.start(command.getInputStream(), (bytes, length) -> out.write(bytes, 0, length)));
            pumps.add(Pump.start(command.getErrorStream(), (bytes, length) -> err.write(bytes, 0, length)));
        }

        @Override
        public void end(Outcome outcome) throws IOException {
            Pump.close(pumps);
            try (out;
                    err) {
                screen.print(stream -> write(stream, outcome));
            }
        }

        private void write(OutputStream stream, Outcome outcome) throws IOException {
            Target target = outcome.target();
            var writer = new OutputStreamWriter(stream, StandardCharsets.US_ASCII);
            try (JsonGenerator json = JSON.createGenerator(writer)) {
                json.writeStartObject();
                write(json, "account", target.account());
                write(json, "name", target.accountName());
                write(json, "profile", target.profile());
                write(json, "region", target.region());
                json.writeStringField("result", outcome.kind().label);
                json.writeFieldName("status");
                if (outcome.status().isPresent()) {
                    json.writeNumber(outcome.status().getAsInt());
                } else {
                    json.writeNull();
                }
                json.writeNumberField("seconds", outcome.took().toMillis() / 1000.0);
                write(json, "stdout", out);
                write(json, "stderr", err);
                write(json, "error", Optional.of(outcome.reason()).filter(reason -> !reason.isEmpty()));
                json.writeEndObject();
            }
            writer.write('\n');
            writer.flush();
        }

        private static void write(JsonGenerator json, String name, Optional<String> value) throws IOException {
            json.writeFieldName(name);
            if (value.isPresent()) {
                json.writeString(value.get());
            } else {
                json.writeNull();
            }
        }

        /** A piece at a time, as it may be longer than memory. */
        private static void write(JsonGenerator json, String name, Spool value) throws IOException {
            json.writeFieldName(name);
            json.writeString(new InputStreamReader(value.read(), StandardCharsets.UTF_8), -1);
        }
    }
}
