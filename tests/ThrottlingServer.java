import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before another server, byte for byte, and throttles every third request in the words of AWS. */
final class ThrottlingServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final String XML = """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>\
        <Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>\
        """;
    private static final String JSON = "{\"__type\":\"TooManyRequestsException\",\"Message\":\"Rate exceeded\"}";

    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger throttled = new AtomicInteger();
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "throttling");
        thread.setDaemon(true);
        return thread;
    });
    private final URI behind;

    ThrottlingServer(String behind) throws IOException {
        this.behind = URI.create(behind);
        this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                threads.execute(() -> answer(client));
            }
        } catch (IOException ignored) {
            // It was closed.
        }
    }

    private void answer(Socket client) {
        try (client) {
            byte[] request = request(client.getInputStream());
            if (requests.incrementAndGet() % 3 == 0) {
                throttled.incrementAndGet();
                boolean isJson = new String(request, StandardCharsets.ISO_8859_1).contains("x-amz-json");
                String body = isJson ? JSON : XML;
                client.getOutputStream()
                        .write(("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: " + body.length()
                                        + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            try (Socket server = new Socket(behind.getHost(), behind.getPort())) {
                OutputStream to = server.getOutputStream();
                to.write(request);
                to.flush();
                server.getInputStream().transferTo(client.getOutputStream());
            }
        } catch (IOException ignored) {
            // Whoever it was has gone.
        }
    }

    private static byte[] request(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            bytes.write(next);
        }
        Matcher length = LENGTH.matcher(bytes.toString(StandardCharsets.ISO_8859_1));
        if (length.find()) {
            bytes.write(in.readNBytes(Integer.parseInt(length.group(1))));
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
