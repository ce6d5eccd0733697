//SOURCES Output.java Screen.java Spool.java Pump.java Labels.java

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Each line under the name of its account, whole, as soon as it is complete; stdout to stdout, stderr to stderr. */
final class LineOutput implements Output {
    private static final int[] COLOURS = {36, 33, 32, 35, 34, 96, 93, 92, 95, 94};

    private final Screen screen;
    private final Labels labels;

    LineOutput(Screen screen, Labels labels) {
        this.screen = screen;
        this.labels = labels;
    }

    @Override
    public Printed begin(Target target) {
        return new Lines(prefix(target));
    }

    private byte[] prefix(Target target) {
        String label = labels.padded(target) + " | ";
        String colour = "\033[" + COLOURS[labels.index(target) % COLOURS.length] + "m";
        String prefix = screen.isColoured() ? colour + label + "\033[0m" : label;
        return prefix.getBytes(StandardCharsets.UTF_8);
    }

    /** What one COMMAND prints. */
    private final class Lines implements Printed {
        private final byte[] prefix;
        private final List<Pump> pumps = new ArrayList<>();

        Lines(byte[] prefix) {
            this.prefix = prefix;
        }

        @Override
        public void follow(Process command) {
            pumps.add(Pump.start(command.getInputStream(), new Splitter(prefix, screen::print)));
            pumps.add(Pump.start(command.getErrorStream(), new Splitter(prefix, screen::printError)));
        }

        @Override
        public void end(Outcome outcome) throws IOException {
            Pump.close(pumps);
            if (!outcome.reason().isEmpty()) {
                byte[] reason = ("each: " + outcome.reason() + "\n").getBytes(StandardCharsets.UTF_8);
                screen.printError(stream -> stream.write(joined(prefix, reason)));
            }
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Where a line goes that is complete. */
    private interface Printer {
        void print(Screen.Printing printing);
    }

    /** Cuts bytes into lines, whatever they mean. */
    private static final class Splitter implements Pump.Sink {
        private final byte[] prefix;
        private final Printer printer;
        private final Spool line = new Spool();

        Splitter(byte[] prefix, Printer printer) {
            this.prefix = prefix;
            this.printer = printer;
        }

        @Override
        public void accept(byte[] bytes, int length) throws IOException {
            int start = 0;
            for (int i = 0; i < length; i++) {
                if (bytes[i] == '\n') {
                    append(bytes, start, i + 1 - start);
                    print();
                    start = i + 1;
                }
            }
            append(bytes, start, length - start);
        }

        private void append(byte[] bytes, int start, int length) throws IOException {
            if (line.isEmpty() && length > 0) {
                line.write(prefix, 0, prefix.length);
            }
            line.write(bytes, start, length);
        }

        private void print() throws IOException {
            printer.print(line::writeTo);
            line.close();
        }

        @Override
        public void end() throws IOException {
            if (!line.isEmpty()) {
                line.write(new byte[] {'\n'}, 0, 1);
                print();
            }
        }
    }
}
