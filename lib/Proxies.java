//SOURCES Text.java Failure.java

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which proxy an address is reached through. The rules are those of Python's urllib.request ({@code
 * getproxies_environment}, {@code proxy_bypass_environment}) and of botocore's httpsession, which the AWS CLI follows:
 * HTTP_PROXY or HTTPS_PROXY by the scheme of the address, in small letters first; ALL_PROXY does not count.
 */
final class Proxies {
    /** A URL as botocore takes it: the scheme may be missing, and a path is ignored. */
    private static final Pattern URL =
            Pattern.compile("(?:(?:([A-Za-z][A-Za-z0-9+.-]*):)?//)?([^/?#]*).*", Pattern.DOTALL);

    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(.*)@)?(\\[[^]@]+]|[^\\s:@\\[\\]]+)(?::0*(\\d{0,5}))?");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(.*):[0-9]+", Pattern.DOTALL);
    private static final Pattern PERCENT_ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
    private static final int HIGHEST_PORT = 65_535;

    private final Map<String, String> env;

    /** @param env where the variables are */
    Proxies(Map<String, String> env) {
        this.env = env;
    }

    /**
     * The proxy for {@code address}; empty where it is reached directly.
     *
     * @throws Failure when a variable names none that can be used
     */
    Optional<Server> forAddress(URI address) {
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        Optional<String> variable = variable(scheme);
        if (variable.isEmpty()) {
            return ofJvm(scheme, address);
        }
        boolean isBypassed = variable("no")
                .map(env::get)
                .filter(list -> isBypassed(address.getRawAuthority(), list))
                .isPresent();
        return isBypassed ? Optional.empty() : variable.map(name -> parse(name, env.get(name)));
    }

    /**
     * The variable that says something of {@code scheme}. A name that ends in small letters comes before any other,
     * also when it is empty, which is how one switches the other off. HTTP_PROXY does not count in a CGI script, where
     * a client sets it (CVE-2016-1000110).
     */
    private Optional<String> variable(String scheme) {
        List<String> names = env.keySet().stream()
                .filter((scheme + "_proxy")::equalsIgnoreCase)
                .sorted()
                .toList();
        Optional<String> decisive = last(names.stream().filter(name -> name.endsWith("_proxy")));
        if (decisive.isPresent()) {
            return decisive.filter(name -> !env.get(name).isEmpty());
        }
        boolean isForged = scheme.equals("http") && env.containsKey("REQUEST_METHOD");
        return last(names.stream().filter(name -> !isForged && !env.get(name).isEmpty()));
    }

    private static Optional<String> last(Stream<String> names) {
        return names.reduce((before, after) -> after);
    }

    /**
     * Whether a NO_PROXY of {@code list} keeps {@code authority} from the proxy: it is {@code *}, or one of the names
     * in it is the host, or a domain of it, with the port or without. Loopback is nothing special.
     */
    static boolean isBypassed(String authority, String list) {
        if (list.equals("*")) {
            return true;
        }
        String hostAndPort = authority.toLowerCase(Locale.ROOT);
        Matcher withPort = HOST_AND_PORT.matcher(hostAndPort);
        String host = withPort.matches() ? withPort.group(1) : hostAndPort;
        return Stream.of(list.split(","))
                .map(name -> name.strip())
                .filter(name -> !name.isEmpty())
                .map(name -> name.replaceFirst("^\\.+", "").toLowerCase(Locale.ROOT))
                .anyMatch(name -> isIn(host, name) || isIn(hostAndPort, name));
    }

    private static boolean isIn(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    /** Of a value that is no address nothing is shown: there may be a password in it. */
    private static Server parse(String variable, String value) {
        Matcher url = URL.matcher(value.strip());
        Matcher authority = AUTHORITY.matcher(url.matches() ? url.group(2) : "");
        String scheme = Text.first(url.group(1), "http").toLowerCase(Locale.ROOT);
        if (!scheme.matches("https?")) {
            throw Failure.of(variable + " names a " + Text.visible(scheme)
                    + " proxy; the AWS CLI knows http:// and https:// ones, and so does this");
        }
        if (!authority.matches()) {
            throw Failure.of(variable + " is no address of a proxy; expected http://HOST:PORT or"
                    + " http://USER:PASSWORD@HOST:PORT, with %2F, %3F, %23 for / ? # in the password");
        }
        boolean isTls = scheme.equals("https");
        int port = Integer.parseInt(Text.first(authority.group(3), isTls ? "443" : "80"));
        if (port > HIGHEST_PORT) {
            throw Failure.of(variable + " names a port that cannot be one: " + port);
        }
        return new Server(variable, isTls, authority.group(2), port, authorization(authority.group(1)));
    }

    /** RFC 7617, "The 'Basic' HTTP Authentication Scheme". A user without a password is none, as botocore has it. */
    private static Optional<String> authorization(String userInfo) {
        int colon = userInfo == null ? -1 : userInfo.indexOf(':');
        if (colon <= 0 || colon == userInfo.length() - 1) {
            return Optional.empty();
        }
        String pair = decoded(userInfo.substring(0, colon)) + ":" + decoded(userInfo.substring(colon + 1));
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** Python's {@code unquote}: a percent sign that encodes nothing stays, and so does a plus. */
    private static String decoded(String text) {
        return PERCENT_ENCODED.matcher(text).replaceAll(run -> {
            String digits = run.group().replace("%", "");
            byte[] bytes = new byte[digits.length() / 2];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
            }
            return Matcher.quoteReplacement(new String(bytes, StandardCharsets.UTF_8));
        });
    }

    /** Where no variable says anything, what this JVM was told: -Dhttps.proxyHost (Java's "Networking Properties"). */
    private static Optional<Server> ofJvm(String scheme, URI address) {
        String property = scheme + ".proxyHost";
        if (Text.first(System.getProperty(property)) == null) {
            return Optional.empty();
        }
        return ProxySelector.getDefault().select(address).stream()
                .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                .map(proxy -> (InetSocketAddress) proxy.address())
                .map(at -> new Server(property, false, at.getHostString(), at.getPort(), Optional.empty()))
                .findFirst();
    }

    /** A proxy. It is no record, because a record would show {@code authorization} to whoever prints it. */
    static final class Server {
        /** What names it, for a message. */
        final String variable;
        /** Whether it is spoken to through TLS. */
        final boolean isTls;

        final String host;
        final int port;
        /** The value of Proxy-Authorization. */
        final Optional<String> authorization;

        private Server(String variable, boolean isTls, String host, int port, Optional<String> authorization) {
            this.variable = variable;
            this.isTls = isTls;
            this.host = host;
            this.port = port;
            this.authorization = authorization;
        }

        /** For a message: which it is, and what names it. */
        @Override
        public String toString() {
            return "the proxy " + Text.visible(host) + ":" + port + " of " + variable;
        }
    }
}
