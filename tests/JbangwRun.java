import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.*;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import org.junit.jupiter.api.Assertions;

/** What a program left, run with just this environment. */
record JbangwRun(int status, byte[] bytes, String err) {
    String out() {
        return new String(bytes, UTF_8);
    }

    static Process start(Path directory, Map<String, String> env, String... command) throws IOException {
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(env);
        return builder.start();
    }

    static JbangwRun of(Path directory, Map<String, String> env, byte[] stdin, String... command) throws Exception {
        if (Program.find(command[0]) != null && !command[0].contains("/")) {
            command[0] = Program.find(command[0]).toString();
        }
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(env);
        var process = builder.start();
        try (var pool = new Pool()) {
            var out = pool.submit(() -> bytes(process.getInputStream()));
            var err = pool.submit(() -> bytes(process.getErrorStream()));
            try (var in = process.getOutputStream()) {
                if (stdin != null) {
                    in.write(stdin);
                }
            } catch (IOException ignored) {
                // The command may end without reading.
            }
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                Assertions.fail("no end after a minute: " + List.of(command));
            }
            return new JbangwRun(process.exitValue(), out.get(), new String(err.get(), UTF_8));
        }
    }

    static byte[] bytes(InputStream stream) throws IOException {
        var copy = new ByteArrayOutputStream();
        stream.transferTo(copy);
        return copy.toByteArray();
    }

    /** An executor that JDK 17 can close. */
    record Pool(ExecutorService service) implements AutoCloseable {
        Pool() {
            this(Executors.newCachedThreadPool());
        }

        <T> Future<T> submit(Callable<T> task) {
            return service.submit(task);
        }

        @Override
        public void close() {
            service.shutdownNow();
        }
    }
}
