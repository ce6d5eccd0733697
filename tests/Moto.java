import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** moto_server, an STS that nobody here wrote, on a port of its own. */
final class Moto implements AutoCloseable {
    final String url;
    private final Process process;

    /** Starts it with these variables beside this test's own; its log goes to {@code folder}. */
    Moto(Path folder, Map<String, String> settings) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        var builder = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("moto.log").toFile());
        builder.environment().putAll(settings);
        process = builder.start();
        for (int i = 0; i < 300; i++) {
            Thread.sleep(100);
            try {
                get("/moto-api/");
                return;
            } catch (IOException ignored) {
                // It does not listen yet.
                assertTrue(process.isAlive(), "moto_server ended: " + Files.readString(folder.resolve("moto.log")));
            }
        }
        close();
        throw new AssertionError("moto_server does not start");
    }

    byte[] get(String path) throws IOException {
        var connection = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
