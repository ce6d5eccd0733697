import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which proxy an address is reached through, beside the AWS CLI's own botocore in one Python process. */
class ProxiesTest {
    private static final int CASES = 2000;
    private static final List<String> HOSTS = List.of(
            "sts.amazonaws.com",
            "sts.eu-central-1.amazonaws.com",
            "STS.Example.COM",
            "localhost",
            "127.0.0.1",
            "10.1.2.3",
            "[::1]",
            "a.b");
    private static final List<String> ENTRIES = List.of(
            "amazonaws.com",
            "sts.amazonaws.com",
            "EU-central-1.amazonaws.com",
            "aws.com",
            "com",
            "Example.com",
            "localhost",
            "127.0.0.1",
            "127.0.0",
            "0.0.1",
            "10.0.0.0/8",
            "[::1]",
            "::1",
            "1]",
            "b",
            "*",
            "*.com",
            "");
    private static final List<String> SERVERS = List.of(
            "http://proxy.example:3128",
            "proxy.example:3128",
            "//proxy.example",
            "http://proxy.example",
            "https://proxy.example",
            "https://proxy.example:8443/path?query#fragment",
            "http://user:secret@proxy.example:3128",
            "us%65r:p%40s%3As+x%@127.0.0.1:1",
            "http://user:p@ss:w@proxy.example",
            "http://user@proxy.example",
            "http://user:@proxy.example",
            "http://:secret@proxy.example",
            "http://[::1]:3128",
            "http://proxy.example:",
            "http://proxy.example:65536",
            "http://user:pa#ss@proxy.example",
            "http://user:pa/ss@proxy.example:1",
            "");

    private Botocore botocore;

    @BeforeEach
    void startBotocore() throws IOException {
        botocore = Botocore.start("proxy_oracle.py");
    }

    @AfterEach
    void endBotocore() throws IOException {
        if (botocore != null) {
            botocore.close();
        }
    }

    @Test
    void theProxyIsTheOneOfTheAwsCli() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < CASES; i++) {
            Map<String, String> env = environment(random);
            String url = (random.nextInt(3) == 0 ? "http://" : "https://") + host(random) + "/";
            Optional<Map<String, Object>> expected = theirs(env, url);
            if (expected.isEmpty()) {
                assertThrows(Failure.class, () -> new Proxies(env).forAddress(URI.create(url)), url + " " + env);
            } else {
                assertEquals(expected.get(), ours(env, url), "seed " + seed + ", case " + i + ": " + url + " " + env);
            }
            outcomes.merge(
                    expected.map(proxy -> proxy.isEmpty() ? "direct" : "proxied")
                            .orElse("refused"),
                    1,
                    Integer::sum);
        }
        System.out.printf("%n  %s%n", outcomes);
        assertTrue(outcomes.size() == 3 && outcomes.values().stream().allMatch(n -> n >= 100), outcomes.toString());
    }

    @Test
    void noProxyIsReadAsPythonReadsIt() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int bypassed = 0;
        for (int i = 0; i < CASES; i++) {
            String host = host(random);
            String list = noProxy(random);
            Map<String, String> env = Map.of("https_proxy", "http://proxy.example", "no_proxy", list);
            boolean expected = theirs(env, "https://" + host).orElseThrow().isEmpty() && !list.isEmpty();
            assertEquals(
                    expected,
                    !list.isEmpty() && Proxies.isBypassed(host, list),
                    "seed " + seed + ": " + host + " of '" + list + "'");
            bypassed += expected ? 1 : 0;
        }
        assertTrue(bypassed > CASES / 20 && bypassed < CASES * 9 / 10, bypassed + " bypassed");
    }

    @Test
    void whatTheAwsCliStumblesOverIsTakenForWhatIsMeant() {
        assertEquals(3128, server(" HTTP://proxy.example:3128\n").port);
        assertEquals(
                "Basic dXNlcjrDqQ==",
                server("http://user:%C3%A9@proxy.example").authorization.orElseThrow());
    }

    @Test
    void whatIsNoProxyIsSaidWithoutThePassword() {
        for (String value : List.of(
                "socks5://user:secret@proxy.example:1080",
                "http://user:secret@a b:1",
                "http://user:secret#@p",
                "://secret")) {
            String message =
                    assertThrows(Failure.class, () -> server(value), value).getMessage();
            assertTrue(message.startsWith("HTTPS_PROXY "), message);
            assertFalse(message.contains("secret"), message);
        }
        assertTrue(assertThrows(Failure.class, () -> server("socks5://proxy.example:1080"))
                .getMessage()
                .contains("socks5"));
    }

    @Test
    void aProxyThatIsPrintedHidesItsPassword() {
        String printed = server("http://user:secret@proxy.example:3128").toString();
        assertEquals("the proxy proxy.example:3128 of HTTPS_PROXY", printed);
    }

    @Test
    void withoutAVariableTheJvmsOwnPropertiesCount() {
        System.setProperty("https.proxyHost", "proxy.example");
        System.setProperty("https.proxyPort", "3128");
        try {
            Proxies.Server server = new Proxies(Map.of())
                    .forAddress(URI.create("https://sts.amazonaws.com"))
                    .orElseThrow();
            assertEquals("the proxy proxy.example:3128 of https.proxyHost", server.toString());
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
        }
    }

    private static Proxies.Server server(String value) {
        return new Proxies(Map.of("HTTPS_PROXY", value))
                .forAddress(URI.create("https://sts.amazonaws.com"))
                .orElseThrow();
    }

    private static Map<String, String> environment(Random random) {
        Map<String, String> env = new TreeMap<>();
        for (String name :
                List.of("HTTPS_PROXY", "https_proxy", "Https_Proxy", "HTTPS_proxy", "HTTP_PROXY", "http_proxy")) {
            if (random.nextInt(4) == 0) {
                env.put(name, SERVERS.get(random.nextInt(SERVERS.size())));
            }
        }
        for (String name : List.of("NO_PROXY", "no_proxy", "No_Proxy")) {
            if (random.nextInt(5) == 0) {
                env.put(name, noProxy(random));
            }
        }
        for (String name : List.of("ALL_PROXY", "REQUEST_METHOD")) {
            if (random.nextInt(5) == 0) {
                env.put(name, "http://elsewhere.example");
            }
        }
        return env;
    }

    private static String host(Random random) {
        String port = random.nextInt(3) == 0 ? ":" + List.of(443, 80, 8443).get(random.nextInt(3)) : "";
        return HOSTS.get(random.nextInt(HOSTS.size())) + port;
    }

    private static String noProxy(Random random) {
        if (random.nextInt(20) == 0) {
            return List.of("*", " *", "").get(random.nextInt(3));
        }
        StringBuilder list = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String dots = List.of("", "", ".", "..").get(random.nextInt(4));
            String port = List.of("", "", ":443", ":8443", ":").get(random.nextInt(5));
            String blank = List.of("", "", " ", "\t").get(random.nextInt(4));
            List<String> names = random.nextInt(3) == 0 ? HOSTS : ENTRIES;
            list.append(blank).append(dots).append(names.get(random.nextInt(names.size())));
            list.append(port).append(blank).append(i == 0 ? "" : ",");
        }
        return list.toString();
    }

    /** What botocore takes: nothing when it refuses, an empty map when it takes no proxy. */
    private Optional<Map<String, Object>> theirs(Map<String, String> env, String url) throws IOException {
        botocore.ask(JSON.std.asString(Map.of("env", env, "url", url)));
        Map<String, Object> answer = botocore.answer();
        if (answer.containsKey("refused")) {
            return Optional.empty();
        }
        Map<String, Object> proxy = new LinkedHashMap<>();
        if (answer.get("proxy") instanceof Map<?, ?> server) {
            server.forEach((name, value) -> proxy.put((String) name, value));
        }
        return Optional.of(proxy);
    }

    private static Map<String, Object> ours(Map<String, String> env, String url) {
        Map<String, Object> proxy = new LinkedHashMap<>();
        new Proxies(new HashMap<>(env)).forAddress(URI.create(url)).ifPresent(server -> {
            proxy.put("tls", server.isTls);
            proxy.put("host", server.host);
            proxy.put("port", server.port);
            proxy.put("authorization", server.authorization.orElse(null));
        });
        return proxy;
    }
}
