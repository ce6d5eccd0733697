//SOURCES CaBundle.java

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;

/**
 * Trust in the certificates of a bundle, and in nothing else. Of a bundle's one or two hundred certificates a handshake
 * needs one or two, and decoding them all takes longer than the handshake. So the JDK's own check (PKIX) is first given
 * those alone that name somebody whom the server's chain names. What is good with these is good with all, and what is
 * not is checked with all.
 */
final class BundleTrust extends X509ExtendedTrustManager {
    private final CaBundle bundle;
    /** DER, as Latin-1: a text is searched faster than bytes. */
    private final List<String> certificates;

    /** @throws Failure when the bundle cannot be read, or holds no certificate */
    BundleTrust(CaBundle bundle) {
        this.bundle = bundle;
        this.certificates = bundle.certificates().stream()
                .map(der -> new String(der, StandardCharsets.ISO_8859_1))
                .toList();
    }

    private interface Check {
        void with(X509ExtendedTrustManager trust) throws CertificateException;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, trust -> trust.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, trust -> trust.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, trust -> trust.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        List<X509Certificate> likely =
                decoded(certificates.stream().filter(naming(chain)).toList());
        if (!likely.isEmpty()) {
            try {
                check.with(trustIn(likely));
                return;
            } catch (CertificateException ignored) {
                // A name may be spelled in two ways: the others may do.
            }
        }
        List<X509Certificate> all = decoded(certificates);
        if (all.isEmpty()) {
            throw new CertificateException("no certificate in " + bundle + " can be decoded");
        }
        check.with(trustIn(all));
    }

    /** Whether a certificate has the name of one in the chain, or of the issuer of one, in it somewhere. */
    private static Predicate<String> naming(X509Certificate[] chain) {
        Set<String> names = new HashSet<>();
        for (X509Certificate certificate : chain) {
            names.add(text(certificate.getIssuerX500Principal()));
            names.add(text(certificate.getSubjectX500Principal()));
        }
        return der -> names.stream().anyMatch(der::contains);
    }

    private static String text(X500Principal name) {
        return new String(name.getEncoded(), StandardCharsets.ISO_8859_1);
    }

    private static List<X509Certificate> decoded(List<String> certificates) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> decoded = new ArrayList<>();
        for (String der : certificates) {
            try {
                var bytes = new ByteArrayInputStream(der.getBytes(StandardCharsets.ISO_8859_1));
                decoded.add((X509Certificate) factory.generateCertificate(bytes));
            } catch (CertificateException ignored) {
                // One that is damaged is passed over: another may be the one.
            }
        }
        return decoded;
    }

    private static X509ExtendedTrustManager trustIn(List<X509Certificate> certificates) throws CertificateException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate certificate : certificates) {
                store.setCertificateEntry(String.valueOf(store.size()), certificate);
            }
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            return (X509ExtendedTrustManager) trust.getTrustManagers()[0];
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }
}
