//DEPS org.apache.httpcomponents.core5:httpcore5:5.4.3
//SOURCES Failure.java Proxies.java

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * One connection to one address: the name looked up, the proxy told, TLS agreed upon, and each of it within its time.
 */
final class Connection implements Closeable {
    /** For the look-up, and again for the connection. */
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** For whatever is awaited from the other side. */
    private static final Duration READ = Duration.ofSeconds(5);

    /** More than any AWS service or proxy sends, and no more. */
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxHeaderCount(200)
            .setMaxLineLength(16_384)
            .setMaxEmptyLineCount(10)
            .build();

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final URI address;
    private final Optional<Proxies.Server> proxy;
    private final Supplier<SSLContext> trust;
    private volatile Socket socket;
    private volatile boolean isClosed;
    private DefaultBHttpClientConnection http;

    /**
     * @param address what is called.
     * @param proxy what it is reached through.
     * @param trust whose certificates are believed
     */
    Connection(URI address, Optional<Proxies.Server> proxy, Supplier<SSLContext> trust) {
        this.address = address;
        this.proxy = proxy;
        this.trust = trust;
    }

    /** Whether requests go to the proxy as they are: those that nobody encrypts. */
    boolean isForwarded() {
        return proxy.isPresent() && !isTls();
    }

    /** What authenticates a request that is forwarded. */
    Optional<String> proxyAuthorization() {
        return isForwarded() ? proxy.get().authorization : Optional.empty();
    }

    /**
     * Opens it.
     *
     * @throws Failure when the proxy says no
     */
    void open() throws IOException {
        String host = proxy.map(server -> server.host).orElse(address.getHost());
        Socket way = connect(host, proxy.map(server -> server.port).orElseGet(this::port));
        if (proxy.isPresent() && proxy.get().isTls) {
            way = tls(way, host, proxy.get().port);
        }
        if (isTls()) {
            if (proxy.isPresent()) {
                tunnel(way);
            }
            way = tls(way, address.getHost(), port());
        }
        http = bound(way);
    }

    /** Sends {@code request} and awaits the answer, whose body is still to be read. */
    ClassicHttpResponse exchange(ClassicHttpRequest request) throws IOException {
        ClassicHttpResponse answer = exchange(http, request);
        if (isForwarded() && answer.getCode() == PROXY_AUTHENTICATION_REQUIRED) {
            throw refusal(answer);
        }
        return answer;
    }

    /** Ends it, also for a thread that reads from it at this moment. */
    @Override
    public void close() throws IOException {
        isClosed = true;
        if (socket != null) {
            socket.close();
        }
    }

    private boolean isTls() {
        return address.getScheme().equalsIgnoreCase("https");
    }

    private int port() {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return isTls() ? 443 : 80;
    }

    /** To the first of the host's addresses that answers; together they have as long as one alone. */
    private Socket connect(String host, int port) throws IOException {
        InetAddress[] addresses = lookUp(host);
        long end = System.nanoTime() + CONNECT.toNanos();
        IOException trouble = new SocketTimeoutException("no address of " + host + " answered");
        for (int i = 0; i < addresses.length; i++) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) / (addresses.length - i);
            socket = new Socket(Proxy.NO_PROXY); // java.net's own proxies are none of those that were decided
            try {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) READ.toMillis());
                requireOpen();
                socket.connect(new InetSocketAddress(addresses[i], port), (int) Math.max(1, left));
                return socket;
            } catch (IOException e) {
                socket.close();
                trouble = e;
            }
        }
        throw trouble;
    }

    private void requireOpen() throws IOException {
        if (isClosed) {
            throw new InterruptedIOException("the time for the call is up");
        }
    }

    /** A look-up cannot be interrupted, so it is left to itself when its time is up. */
    private static InetAddress[] lookUp(String host) throws IOException {
        var answer = new FutureTask<>(() -> InetAddress.getAllByName(host));
        var thread = new Thread(answer, "look-up of " + host);
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException ignored) {
            // The JDK says nothing of it that would help.
            throw new SocketTimeoutException("the name " + host + " was not looked up in time");
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt(); // this is how a call is ended
            throw new InterruptedIOException("the time for the call is up");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unknown) {
                throw unknown;
            }
            throw new IOException(e.getCause());
        }
    }

    /** TLS over {@code way}, with a certificate that is trusted and is that of {@code host} (RFC 2818, 3.1). */
    private Socket tls(Socket way, String host, int port) throws IOException {
        String name = host.replaceAll("[\\[\\]]", "");
        var tls = (SSLSocket) trust.get().getSocketFactory().createSocket(way, name, port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /** RFC 9110, 9.3.6, "CONNECT". The password goes with the first request, as it does with the AWS CLI. */
    private void tunnel(Socket way) throws IOException {
        String authority = address.getHost() + ":" + port();
        var connect = new BasicClassicHttpRequest("CONNECT", null, null, authority);
        connect.addHeader("Host", authority);
        proxy.orElseThrow().authorization.ifPresent(value -> connect.addHeader("Proxy-Authorization", value));
        ClassicHttpResponse answer = exchange(bound(way), connect);
        if (answer.getCode() / 100 != 2) {
            throw refusal(answer);
        }
    }

    private static DefaultBHttpClientConnection bound(Socket socket) throws IOException {
        var http = new DefaultBHttpClientConnection(LIMITS);
        http.bind(socket);
        return http;
    }

    private static ClassicHttpResponse exchange(DefaultBHttpClientConnection http, ClassicHttpRequest request)
            throws IOException {
        try {
            http.sendRequestHeader(request);
            if (request.getEntity() != null) {
                http.sendRequestEntity(request);
            }
            http.flush();
            ClassicHttpResponse answer = http.receiveResponseHeader();
            while (answer.getCode() < 200) { // RFC 9110, 15.2: interim answers that nobody waits for
                answer = http.receiveResponseHeader();
            }
            http.receiveResponseEntity(answer);
            return answer;
        } catch (NoHttpResponseException e) {
            throw new IOException("closed without an answer", e.getCause());
        } catch (HttpException e) {
            IOException noHttp = new IOException("the answer is not HTTP");
            noHttp.addSuppressed(e); // its message quotes what came, which is for --debug
            throw noHttp;
        }
    }

    /** What the proxy's no means. Trouble of its own may pass, so that is for whoever tries again. */
    private IOException refusal(ClassicHttpResponse answer) {
        Proxies.Server server = proxy.orElseThrow();
        String status = answer.getCode() + " " + Text.visible(Text.first(answer.getReasonPhrase(), "without a reason"));
        if (answer.getCode() == PROXY_AUTHENTICATION_REQUIRED) {
            String wish =
                    server.authorization.isPresent() ? " refused the user and password" : " wants a user and password";
            throw Failure.of(server + wish + " (" + status.strip() + "); put them in " + server.variable
                    + "=http://USER:PASSWORD@HOST:PORT, with %40, %3A, %2F for @ : / in them");
        }
        String message = server + " does not connect to " + address.getHost() + " (" + status.strip() + ")";
        if (answer.getCode() >= 500) {
            return new IOException(message);
        }
        throw Failure.of(message + "; is it the right one, and does it allow this host?");
    }
}
