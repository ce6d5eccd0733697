//SOURCES Text.java Failure.java Proxies.java BundleTrust.java HttpClient.java NetworkService.java

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.http.SdkHttpClient;

/** How this machine gets out: through which proxy, trusting whose certificates, and what it means when it does not. */
final class Network {
    /**
     * The JDK's own groups, but for secp384r1, which comes before secp256r1: a ClientHello has a share of the first of
     * each kind, and to make the tables of secp256r1 takes 60 ms on JDK 25. Unknown ones are passed over, so the first
     * is for a JDK that has it.
     */
    private static final String NAMED_GROUPS = "X25519MLKEM768,x25519,secp384r1,secp256r1,secp521r1,x448,"
            + "ffdhe2048,ffdhe3072,ffdhe4096,ffdhe6144,ffdhe8192";

    static {
        setProperty("jdk.tls.namedGroups", NAMED_GROUPS);
        setProperty("software.amazon.awssdk.http.service.impl", "NetworkService");
        // The SDK's own defaults: it would fail where a variable has something else that it does not understand.
        setProperty("aws.defaultsMode", "legacy");
        setProperty("aws.maxAttempts", "3");
        setProperty("aws.requestMinCompressionSizeBytes", "10240");
    }

    private final Proxies proxies;
    private final Optional<CaBundle> bundle;
    private SSLContext trust;

    private Network(Proxies proxies, Optional<CaBundle> bundle) {
        this.proxies = proxies;
        this.bundle = bundle;
    }

    /** What is read when TLS, or a client that the SDK makes on its own, is first used. */
    private static void setProperty(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    /**
     * The network as the environment has it.
     *
     * @param caBundle what {@code --ca-bundle} says, or null
     * @param profileCaBundle what the profile says of {@code ca_bundle}, or null
     */
    static Network of(Map<String, String> env, String caBundle, String profileCaBundle) {
        return new Network(new Proxies(env), CaBundle.of(env, caBundle, profileCaBundle));
    }

    /** What sends the requests of an SDK client: each through the proxy for its own address. */
    SdkHttpClient httpClient() {
        return new HttpClient(address -> new Connection(address, proxies.forAddress(address), this::trust));
    }

    /**
     * Makes a ClientHello for {@code endpoint} and throws it away: what the first one of a JVM needs (trusted
     * certificates, providers, the tables of a curve) takes as long as building the client and signing, and may as well
     * be made meanwhile. So may what the end of the handshake needs, while the call is at its beginning.
     */
    void warmUp(URI endpoint) {
        if (!"https".equalsIgnoreCase(endpoint.getScheme())) {
            return;
        }
        var thread = new Thread(
                () -> {
                    try {
                        makeClientHello(endpoint);
                        readPublicAuthorities();
                    } catch (IOException | ReflectiveOperationException | RuntimeException ignored) {
                        // Nothing depends on this; whatever is wrong will be found again by the call.
                    }
                },
                "first ClientHello");
        thread.setDaemon(true);
        thread.start();
    }

    private void makeClientHello(URI endpoint) throws IOException {
        SSLEngine tls = trust().createSSLEngine(endpoint.getHost(), 443);
        tls.setUseClientMode(true);
        tls.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(tls.getSession().getPacketBufferSize()));
    }

    /**
     * To compare the server's name, the JDK wants to know whether its authority is a public one, and reads all of its
     * own store for that when it first initializes this class: 20 ms of the call's 220.
     */
    private static void readPublicAuthorities() throws ReflectiveOperationException {
        Class.forName("sun.security.util.AnchorCertificates", true, null);
    }

    /**
     * Made once, by the call or before it.
     *
     * @throws Failure when the bundle cannot be read
     */
    private synchronized SSLContext trust() {
        try {
            if (trust == null && bundle.isEmpty()) {
                trust = SSLContext.getDefault();
            }
            if (trust == null) {
                var fromBundle = SSLContext.getInstance("TLS");
                fromBundle.init(null, new TrustManager[] {new BundleTrust(bundle.get())}, null);
                trust = fromBundle;
            }
            return trust;
        } catch (GeneralSecurityException e) {
            throw Failure.of("this Java cannot speak TLS: " + e.getMessage(), e);
        }
    }

    /**
     * What it means that {@code endpoint} gave no answer.
     *
     * @param endpoint what was called, for a message; an address, if one was called
     * @param e why; a Failure among its causes has said it already
     */
    Failure noAnswer(String endpoint, Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure said) {
                return said;
            }
        }
        Optional<Proxies.Server> proxy =
                endpoint.startsWith("http") ? proxies.forAddress(URI.create(endpoint)) : Optional.empty();
        return Failure.of(endpoint + " gave no answer: " + trouble(e, proxy), e);
    }

    private String trouble(Throwable e, Optional<Proxies.Server> proxy) {
        Throwable root = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            Optional<String> known = knownTrouble(cause, proxy);
            if (known.isPresent()) {
                return known.get();
            }
            root = cause;
        }
        String through = proxy.map(server -> " through " + server).orElse("");
        if (root instanceof IOException) {
            return "the connection" + through + " was reset or cut short (" + root.getMessage()
                    + "); is a proxy or a firewall in between?";
        }
        return root.getClass().getSimpleName() + through + ": " + root.getMessage();
    }

    private Optional<String> knownTrouble(Throwable cause, Optional<Proxies.Server> proxy) {
        if (cause instanceof UnknownHostException) {
            return Optional.of(proxy.map(server -> "there is no such host as that of " + server)
                    .orElse("no such host; is the region or endpoint right, and the network up?"));
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return Optional.of(proxy.map(server -> server + " cannot be reached: " + cause.getMessage())
                    .orElse(cause.getMessage() + "; is the network up, and a proxy in between?"));
        }
        if (cause instanceof CertificateException) {
            return Optional.of("its certificate is not trusted (" + cause.getMessage()
                    + "); if a proxy or a private authority made it, name its PEM file with AWS_CA_BUNDLE or"
                    + " --ca-bundle" + bundle.map(now -> " (now " + now + ")").orElse(""));
        }
        boolean isTimeout = cause instanceof SocketTimeoutException
                || cause.getClass().getSimpleName().endsWith("TimeoutException");
        if (isTimeout) {
            return Optional.of("it did not answer in time"
                    + proxy.map(server -> " through " + server + "; is that running, and the network up?")
                            .orElse("; is the network up, and a proxy needed (HTTPS_PROXY)?"));
        }
        return Optional.empty();
    }
}
