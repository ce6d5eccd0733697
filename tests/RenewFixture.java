import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A home whose [default] has keys of somebody else, an STS whose sessions last seconds, and COMMANDs that wait. */
abstract class RenewFixture extends AssumeFixture {
    static final String ARN = "arn:aws:sts::123456789123:assumed-role/Developer/ada";
    static final int SESSION_SECONDS = 4;

    /** Made by COMMAND where it has made its first call, and by the test where it is to make the next. */
    static final String FIRST = "first";

    static final String GO_ON = "go-on";

    /** Runs its arguments, says so, waits to be told, and runs them again. */
    static final String TWICE =
            "\"$@\" && touch " + FIRST + " && until [ -e " + GO_ON + " ]; do sleep 0.1; done && \"$@\"";

    /** The keys that [default] has: of a user that STS knows, so that nobody but a look at the answer tells. */
    void hostileDefault() throws IOException {
        Path credentials = folder.resolve(".aws/credentials");
        Files.writeString(
                credentials,
                Files.readString(credentials).replace("[redbeard]", "[default]") + "\n"
                        + Files.readString(credentials));
        add("[default]\nregion = eu-central-1\nendpoint_url = %s\n".formatted(sts.endpoint()));
    }

    /** assume in a JVM of its own. */
    Program assume(String... args) {
        return Program.java("assume", args)
                .in(folder)
                .with("HOME", folder)
                .with("USER", "ada")
                .with("TMPDIR", folder)
                .with("AWS_EC2_METADATA_DISABLED", "true");
    }

    /** The same, running a shell's {@code script}. */
    Program assumeAndRun(List<String> options, String script, List<String> arguments) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--", "sh", "-c", script, "sh"));
        all.addAll(arguments);
        return assume(all.toArray(String[]::new));
    }

    /**
     * Runs it; between its first call and its second, the credentials are renewed, and the first expire: the SDK for
     * JavaScript uses them until then.
     */
    Program.Ran acrossARenewal(Program program) throws Exception {
        CompletableFuture<Program.Ran> ran = CompletableFuture.supplyAsync(program::run, RenewFixture::daemon);
        await(() -> Files.exists(folder.resolve(FIRST)) || ran.isDone());
        int before = sts.calls().getOrDefault("AssumeRole", 0);
        await(() -> sts.calls().getOrDefault("AssumeRole", 0) > before + 1 || ran.isDone());
        Files.createFile(folder.resolve(GO_ON));
        return ran.get(120, TimeUnit.SECONDS);
    }

    /** Until {@code condition} holds; one that never does fails the test. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1200; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("it did not come about within a minute");
    }

    /** What assume has made beside the home's own files. */
    List<String> leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("assume-"))
                    .toList();
        }
    }

    static void assertEnded(int status, Program.Ran ran) {
        assertEquals(status, ran.status(), ran.out() + ran.err());
        assertTrue(ran.err().isEmpty(), ran.err());
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
