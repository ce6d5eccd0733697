import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * An HTTP server on a free port of this computer, which no other computer can reach. It keeps no JVM from ending, and
 * each request has a thread of its own, so that one who says nothing keeps nobody else waiting.
 */
final class Loopback implements Closeable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(Loopback::daemon);

    private Loopback(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
    }

    /** Opens one, which answers nobody before it is started. */
    static Loopback open() throws IOException {
        return new Loopback(HttpServer.create(address(), 0));
    }

    /** The same over TLS, with the certificate that {@code tls} has, which is to be for localhost. */
    static Loopback open(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new Loopback(server);
    }

    /** Not {@code getLoopbackAddress}, which may be that of IPv6. */
    private static InetSocketAddress address() throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "loopback");
        thread.setDaemon(true);
        return thread;
    }

    /** Has {@code handler} answer what begins with {@code path}, unless another has a longer beginning. */
    Loopback with(String path, HttpHandler handler) {
        server.createContext(path, handler);
        return this;
    }

    /** Starts to answer. */
    void start() {
        // The server's own thread is a daemon exactly if the one that starts it is.
        CompletableFuture.runAsync(server::start, threads).join();
    }

    boolean isTls() {
        return server instanceof HttpsServer;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Where it is: what comes before a path. */
    String origin() {
        return (isTls() ? "https://localhost:" : "http://127.0.0.1:") + port();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
