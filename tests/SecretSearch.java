import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The search for secrets: whole and in every piece of twelve characters, plain and as others might write them. */
final class SecretSearch {
    private static final int PIECE = 12;

    /** The secrets used so far; those that STS hands out are added as they pass by. */
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    private final Set<String> pieces = new HashSet<>();
    private final Set<String> cut = new HashSet<>();
    private int searched;

    void add(String secret) {
        secrets.add(secret);
    }

    int secrets() {
        return secrets.size();
    }

    /** How many texts were searched. */
    synchronized int searched() {
        return searched;
    }

    synchronized boolean finds(String text) {
        searched++;
        for (String secret : secrets) {
            if (cut.add(secret)) {
                cut(secret);
            }
        }
        for (int i = 0; i + PIECE <= text.length(); i++) {
            if (pieces.contains(text.substring(i, i + PIECE))) {
                return true;
            }
        }
        return false;
    }

    private void cut(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (String spelt : List.of(
                secret,
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                new StringBuilder(secret).reverse().toString())) {
            for (int i = 0; i + PIECE <= spelt.length(); i++) {
                pieces.add(spelt.substring(i, i + PIECE));
            }
        }
    }

    void assertNothingIn(String place, String text) {
        assertTrue(!finds(text), () -> "a secret is in " + place + ": " + text);
    }

    /**
     * What all of this would not notice if the search itself were broken: the keys are in stdout, where they belong,
     * and not in stderr.
     */
    void assertOnlyInStdout(Home.Said said) {
        assertEquals(0, said.status(), said.err());
        assertTrue(finds(said.out()), "no secret is in stdout");
        assertNothingIn("stderr", said.err());
    }
}
