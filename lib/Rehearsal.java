//SOURCES Command.java

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes jbang's archive of classes ({@code //CDS}) a good one. The JVM of a script's first run writes into it what that
 * run has loaded, and if that was {@code --help}, every later call of STS takes twice as long. So the JVM that writes
 * one first makes a call as well: with the example keys of AWS's documentation, to a port of this computer on which
 * nothing answers.
 */
final class Rehearsal {
    /** Of proc(5): the arguments, each with a NUL behind it. */
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private static final String[] CALL = {"--no-cache", "--endpoint-url", "http://127.0.0.1:1"};
    private static final Map<String, String> KEYS = Map.of(
            "HOME", "/nonexistent",
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    private Rehearsal() {}

    /** A command's {@code run}. */
    interface Run {
        int run(String[] args, Command.World world);
    }

    /**
     * Where this JVM is to write an archive, runs {@code command} once more.
     *
     * @param status the exit status of the real run
     * @param args what {@code command} needs to come to the call
     * @return {@code status}
     */
    static int after(int status, Run command, String... args) {
        if (arguments().anyMatch(argument -> argument.startsWith("-XX:ArchiveClassesAtExit="))) {
            String[] all = Arrays.copyOf(args, args.length + CALL.length);
            System.arraycopy(CALL, 0, all, args.length, CALL.length);
            OutputStream nowhere = OutputStream.nullOutputStream();
            command.run(
                    all,
                    new Command.World(
                            KEYS, InputStream.nullInputStream(), nowhere, new PrintStream(nowhere), stream -> false));
        }
        return status;
    }

    /**
     * Of this JVM. On Linux not by {@link ProcessHandle}, which gives none when they are longer than a page of 4,096
     * bytes, as a class path is (ProcessHandleImpl_linux.c).
     */
    private static Stream<String> arguments() {
        try {
            return Stream.of(
                    Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException ignored) {
            // There is no such file on other systems.
            return ProcessHandle.current().info().arguments().stream().flatMap(Arrays::stream);
        }
    }
}
