//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:url-connection-client
//SOURCES Text.java Failure.java

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** PLACEHOLDER until the branch. */
final class Network {
    private final String caBundle;

    private Network(String caBundle) {
        this.caBundle = caBundle;
    }

    static Network of(Map<String, String> env, String option, String profile) {
        return new Network(Text.first(option, env.get("AWS_CA_BUNDLE"), profile));
    }

    String caBundle() {
        return caBundle;
    }

    SdkHttpClient.Builder<?> httpClient() {
        var proxy = ProxyConfiguration.builder()
                .scheme("https")
                .useEnvironmentVariablesValues(true)
                .build();
        var http = UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(3))
                .socketTimeout(Duration.ofSeconds(5))
                .proxyConfiguration(proxy);
        if (caBundle != null) {
            TrustManager[] trusted = trustManagers(caBundle);
            http.tlsTrustManagersProvider(() -> trusted);
        }
        return http;
    }

    void warmUp(URI endpoint) {
        var thread = new Thread(() -> {
            try {
                SSLEngine tls = SSLContext.getDefault().createSSLEngine("sts.amazonaws.com", 443);
                tls.setUseClientMode(true);
                tls.wrap(
                        ByteBuffer.allocate(0),
                        ByteBuffer.allocate(tls.getSession().getPacketBufferSize()));
            } catch (GeneralSecurityException | IOException | RuntimeException ignored) {
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static TrustManager[] trustManagers(String pem) {
        try (InputStream in = Files.newInputStream(Path.of(pem))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw Failure.of("the CA bundle " + pem + " holds no certificate");
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure(
                    1,
                    "the CA bundle " + pem + " cannot be read: "
                            + (e instanceof NoSuchFileException
                                    ? "there is no such file"
                                    : "these are no PEM certificates"),
                    e);
        }
    }
}
