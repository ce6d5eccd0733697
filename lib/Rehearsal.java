//SOURCES Command.java

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;

/**
 * Makes jbang's archive of classes ({@code //CDS}) a good one. The JVM of a script's first run writes into it what that
 * run has loaded, and if that was {@code --help}, every later call of STS takes twice as long. So the JVM that writes
 * one first makes a call as well: with the example keys of AWS's documentation, to a port of this computer on which
 * nothing answers.
 */
final class Rehearsal {
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
        boolean writesArchive = ProcessHandle.current().info().arguments().stream()
                .flatMap(Arrays::stream)
                .anyMatch(argument -> argument.startsWith("-XX:ArchiveClassesAtExit="));
        if (writesArchive) {
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
}
