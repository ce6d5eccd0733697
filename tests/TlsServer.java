import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server with a certificate of its own making, and the bundle in which to trust it. */
record TlsServer(String url, Path bundle) {
    static TlsServer with(FaultServer server, Path folder, String name, String... options) throws Exception {
        return with(
                server,
                folder,
                name,
                client -> {
                    FaultServer.question(client);
                    FaultServer.write(client.getOutputStream(), FaultServer.body(200, FaultRuns.ANSWER));
                },
                options);
    }

    /** The same with something else to happen on each connection. */
    static TlsServer with(FaultServer server, Path folder, String name, FaultServer.Server handler, String... options)
            throws Exception {
        Path store = folder.resolve(name + ".p12");
        KeyStore keys = keys(store, name, options);
        ServerSocket socket =
                context(keys).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.closing(socket);
        server.serve(socket, handler);
        Path bundle = Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("sts").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        return new TlsServer("https://127.0.0.1:" + socket.getLocalPort(), bundle);
    }

    /** Made once for a folder. */
    private static KeyStore keys(Path store, String name, String... options) throws Exception {
        if (Files.exists(store)) {
            return KeyStore.getInstance(store.toFile(), Program.STORE_PASSWORD.toCharArray());
        }
        Stream<String> generate = Stream.of("-genkeypair", "-alias", "sts", "-keyalg", "EC", "-dname", "CN=" + name);
        Program.keytool(store, Stream.concat(generate, Stream.of(options)).toArray(String[]::new));
        return KeyStore.getInstance(store.toFile(), Program.STORE_PASSWORD.toCharArray());
    }

    private static SSLContext context(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, Program.STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, new SecureRandom());
        return context;
    }

    int port() {
        return Integer.parseInt(url.replaceFirst(".*:", ""));
    }
}
