import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Servers on loopback, each on a port of its own, that speak HTTP as badly as a test wants them to. */
final class FaultServer implements AutoCloseable {
    static final int HUGE = 100 << 20;

    /** Connections to a host that nobody has any business with: where redirects and external entities point. */
    final AtomicInteger elsewhere = new AtomicInteger();

    final String elsewhereUrl;
    /** Bytes of an endless answer that were taken off the server's hands. */
    final AtomicLong taken = new AtomicLong();

    private final ExecutorService threads = Executors.newCachedThreadPool(FaultServer::daemon);
    private final List<Closeable> open = new ArrayList<>();

    /** What happens on a connection. */
    interface Server {
        void handle(Socket client) throws Exception;
    }

    /** The same, to somebody whose whole question was read. */
    interface Answer {
        void write(OutputStream out) throws Exception;
    }

    FaultServer() throws IOException {
        elsewhereUrl = listen(client -> elsewhere.incrementAndGet());
    }

    @Override
    public void close() throws IOException {
        for (Closeable one : open) {
            one.close();
        }
        threads.shutdownNow();
    }

    /** Something else that is closed with these servers. */
    <T extends Closeable> T closing(T one) {
        open.add(one);
        return one;
    }

    static Thread daemon(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * A server on a port of its own.
     *
     * @return its address
     */
    String listen(Server server) throws IOException {
        var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(socket);
        serve(socket, server);
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    void serve(ServerSocket socket, Server server) {
        threads.submit(() -> {
            while (true) {
                Socket client = socket.accept();
                threads.submit(() -> {
                    try (client) {
                        server.handle(client);
                    }
                    return null;
                });
            }
        });
    }

    String answering(Answer answer) throws IOException {
        return listen(client -> {
            question(client);
            answer.write(client.getOutputStream());
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
    }

    /** Reads a whole HTTP request. */
    static void question(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        for (int c; !head.toString().endsWith("\r\n\r\n") && (c = in.read()) >= 0; ) {
            head.append((char) c);
        }
        String length = head.toString().replaceFirst("(?is).*content-length: *(\\d+).*", "$1");
        if (length.matches("\\d+")) {
            in.readNBytes(Integer.parseInt(length));
        }
    }

    /** Closes with unread or unsent bytes given up, which TCP tells the other side by RST. */
    static void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    static void drip(OutputStream out, String text) throws Exception {
        for (int i = 0; i < 60; i++) {
            write(out, text.substring(i, i + 1));
            Thread.sleep(1000);
        }
    }

    void flood(OutputStream out, String unit) throws IOException {
        byte[] block = unit.repeat((64 << 10) / unit.length()).getBytes(StandardCharsets.US_ASCII);
        for (int sent = 0; sent < HUGE; sent += block.length) {
            out.write(block);
            taken.addAndGet(block.length);
        }
    }

    static String head(int status, String... headers) {
        return "HTTP/1.1 " + status + " X\r\nContent-Type: text/xml\r\n"
                + String.join(
                        "", Stream.of(headers).map(header -> header + "\r\n").toList()) + "\r\n";
    }

    static String body(int status, String document) {
        int length = document.getBytes(StandardCharsets.UTF_8).length;
        return status == 204 ? head(status) : head(status, "Content-Length: " + length) + document;
    }

    static String error(String code, String message) {
        return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>"
                + code + "</Code><Message>" + message + "</Message></Error><RequestId>r</RequestId></ErrorResponse>";
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
