//SOURCES Refusal.java

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An HTTP request with its parameters, from the query and a form together; header names in lower case. */
record StsRequest(
        String method,
        String path,
        String query,
        Map<String, List<String>> headers,
        byte[] body,
        Map<String, String> parameters) {
    /** In bytes; no call that STS allows is as long. */
    private static final int MAX_BODY = 64 * 1024;

    /** Read from what a client sends. */
    static StsRequest of(HttpExchange exchange) throws IOException {
        var method = exchange.getRequestMethod();
        if (!Set.of("GET", "POST").contains(method)) {
            throw new Refusal(405, "InvalidHttpRequest", "STS answers GET and POST, not " + method);
        }
        var headers = new HashMap<String, List<String>>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        var uri = exchange.getRequestURI();
        var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        var body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new Refusal(413, "RequestEntityTooLarge", "The request is longer than " + MAX_BODY + " bytes");
        }
        var parameters = new HashMap<String, String>();
        boolean isForm =
                !headers.getOrDefault("content-type", List.of("")).get(0).startsWith("application/x-amz-json");
        for (var pair : pairs(query + (isForm ? "&" + new String(body, UTF_8) : ""))) {
            parameters.put(pair[0], pair[1]);
        }
        return new StsRequest(method, uri.getRawPath(), query, headers, body, parameters);
    }

    /** The names and values of a form or a query, decoded. */
    static List<String[]> pairs(String form) {
        try {
            return Stream.of(form.split("&"))
                    .filter(pair -> !pair.isEmpty())
                    .map(pair -> pair.split("=", 2))
                    .map(pair -> new String[] {decoded(pair[0]), pair.length == 1 ? "" : decoded(pair[1])})
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    400, "MalformedQueryString", "The query string contains a syntax error: " + e.getMessage());
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    /** The values of a header as Signature Version 4 sees them: trimmed, single spaces, joined by commas. */
    String header(String name) {
        return headers.getOrDefault(name, List.of()).stream()
                .map(value -> value.strip().replaceAll("\\s+", " "))
                .collect(Collectors.joining(","));
    }
}
