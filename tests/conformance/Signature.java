import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an Authorization header says (AWS IAM User Guide, "AWS Signature Version 4 for API requests").
 *
 * @param token the session token that came with it, or null
 */
record Signature(
        String accessKeyId,
        String date,
        String region,
        String service,
        List<String> headers,
        String hex,
        String token) {
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 "
            + "Credential=([^/]+)/([^/]+)/([^/]+)/([^/]+)/aws4_request, *SignedHeaders=([^,]+), *Signature=(\\w+)");

    /** The signature of a request with these headers, or null when it has none. */
    static Signature of(Headers headers) {
        String authorization = Objects.requireNonNullElse(headers.getFirst("Authorization"), "");
        Matcher parts = AUTHORIZATION.matcher(authorization);
        if (!parts.matches()) {
            return null;
        }
        return new Signature(
                parts.group(1),
                parts.group(2),
                parts.group(3),
                parts.group(4),
                List.of(parts.group(5).split(";")),
                parts.group(6),
                headers.getFirst("X-Amz-Security-Token"));
    }

    /** Which of these secrets made the signature; "?" when none did. */
    String secret(Collection<String> possible, HttpExchange exchange, byte[] body) {
        Headers request = exchange.getRequestHeaders();
        StringBuilder canonical = new StringBuilder(exchange.getRequestMethod() + "\n"
                + canonicalPath(exchange.getRequestURI().getRawPath()) + "\n"
                + Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "") + "\n");
        for (String name : headers) {
            String value = String.join(",", request.getOrDefault(name, List.of()));
            canonical
                    .append(name)
                    .append(':')
                    .append(value.strip().replaceAll(" +", " "))
                    .append('\n');
        }
        canonical.append('\n').append(String.join(";", headers)).append('\n').append(sha256(body));
        String scope = String.join("/", date, region, service, "aws4_request");
        String toSign = "AWS4-HMAC-SHA256\n" + request.getFirst("X-Amz-Date") + "\n" + scope + "\n"
                + sha256(canonical.toString().getBytes(StandardCharsets.UTF_8));
        return possible.stream()
                .filter(secret -> signature(secret, toSign).equals(hex))
                .findFirst()
                .orElse("?");
    }

    /** Without dots and empty segments, and what is encoded is encoded once more. */
    private static String canonicalPath(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/")) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(URLEncoder.encode(segment, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%7E", "~"));
            }
        }
        boolean isFolder = path.endsWith("/") && !segments.isEmpty();
        return "/" + String.join("/", segments) + (isFolder ? "/" : "");
    }

    private String signature(String secret, String toSign) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(date, region, service, "aws4_request", toSign)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(key);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
