//SOURCES StsRequest.java Refusal.java

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a request's Authorization header says, and what it ought to say: AWS Signature Version 4, which proves that the
 * sender has the secret key without sending it. ("Create a signed AWS API request" in the IAM User Guide.)
 */
record RequestSignature(
        String keyId,
        String date,
        String region,
        String service,
        String timestamp,
        List<String> signedHeaders,
        String value) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** @param service the name of the service that the request is for */
    static RequestSignature of(StsRequest request, String service) {
        var header = request.header("authorization");
        if (header.isEmpty()) {
            throw new Refusal(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
        }
        if (!header.startsWith(ALGORITHM + " ")) {
            throw incomplete("Unsupported AWS 'algorithm': '" + header.split(" ")[0] + "'.");
        }
        var fields = fields(header);
        var timestamp = timestamp(request);
        var missing = Stream.of("Credential", "Signature", "SignedHeaders")
                .filter(name -> !fields.containsKey(name))
                .map(name -> "Authorization header requires '" + name + "' parameter. ")
                .collect(Collectors.joining());
        if (timestamp.isEmpty()) {
            missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
        }
        if (!missing.isEmpty()) {
            throw incomplete(missing + "Authorization=" + ALGORITHM);
        }
        var signed = List.of(fields.get("SignedHeaders").split(";"));
        // Whatever steers the call must be under the signature, or it could be changed on the way.
        Stream.concat(Stream.of("host"), request.headers().keySet().stream().filter(name -> name.startsWith("x-amz-")))
                .filter(name -> !signed.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw incomplete("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
                });
        var scope = scope(fields.get("Credential"), timestamp, service);
        return new RequestSignature(scope[0], scope[1], scope[2], service, timestamp, signed, fields.get("Signature"));
    }

    private static Map<String, String> fields(String header) {
        var fields = new HashMap<String, String>();
        for (var field : header.substring(ALGORITHM.length()).split(",")) {
            var pair = field.strip().split("=", 2);
            if (pair.length == 1) {
                throw incomplete("'" + field.strip()
                        + "' not a valid key=value pair (missing equal-sign) in Authorization header: '" + header
                        + "'.");
            }
            fields.put(pair[0], pair[1]);
        }
        return fields;
    }

    private static String timestamp(StsRequest request) {
        var date = request.header("x-amz-date").isEmpty() ? request.header("date") : request.header("x-amz-date");
        try {
            if (date.isEmpty() || (date.matches("\\d{8}T\\d{6}Z") && BASIC.parse(date) != null)) {
                return date;
            }
            return BASIC.format(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException ignored) {
            // In the words of AWS.
            throw incomplete("Date must be in ISO-8601 'basic format'. Got '" + date
                    + "'. See http://en.wikipedia.org/wiki/ISO_8601");
        }
    }

    /** A credential is KEY/DATE/REGION/SERVICE/aws4_request: all that this signature lets the key be used for. */
    private static String[] scope(String credential, String timestamp, String service) {
        var scope = credential.split("/", -1);
        if (scope.length != 5) {
            throw incomplete(
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term,"
                            + " got '"
                            + credential + "'");
        }
        if (!timestamp.startsWith(scope[1] + "T")) {
            throw mismatch("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                    + scope[1] + "' != '" + timestamp.substring(0, 8) + "', from '" + timestamp + "'.");
        }
        if (!scope[2].matches("[a-z]{2,}(-[a-z]+)+-\\d+")) {
            throw mismatch("Credential should be scoped to a valid region, not '" + scope[2] + "'. ");
        }
        if (!scope[3].equals(service)) {
            throw mismatch("Credential should be scoped to correct service: '" + service + "'. ");
        }
        if (!scope[4].equals("aws4_request")) {
            throw mismatch(
                    "Credential should be scoped with a valid terminator: 'aws4_request', not '" + scope[4] + "'. ");
        }
        return scope;
    }

    /** A signature is good for a quarter of an hour, before and after: one that was overheard is soon worthless. */
    void checkTime(Instant now) {
        var limit = Duration.ofMinutes(15);
        var signed = Instant.from(BASIC.parse(timestamp));
        if (signed.isBefore(now.minus(limit))) {
            throw mismatch("Signature expired: " + timestamp + " is now earlier than " + BASIC.format(now.minus(limit))
                    + " (" + BASIC.format(now) + " - 15 min.)");
        }
        if (signed.isAfter(now.plus(limit))) {
            throw mismatch("Signature not yet current: " + timestamp + " is still later than "
                    + BASIC.format(now.plus(limit)) + " (" + BASIC.format(now) + " + 15 min.)");
        }
    }

    /** The signature that the owner of this secret key would have made: what is said, by which key, hashed together. */
    String expected(StsRequest request, String secret) throws GeneralSecurityException {
        return HexFormat.of().formatHex(hmac(signingKey(secret), stringToSign(request)));
    }

    /** Each HMAC narrows the key down: to a day, a region, a service. A key that leaks at the end opens little. */
    private byte[] signingKey(String secret) throws GeneralSecurityException {
        var key = ("AWS4" + secret).getBytes(UTF_8);
        for (var part : List.of(date, region, service, "aws4_request")) {
            key = hmac(key, part);
        }
        return key;
    }

    private String stringToSign(StsRequest request) throws GeneralSecurityException {
        var scope = date + "/" + region + "/" + service + "/aws4_request";
        return String.join(
                "\n",
                ALGORITHM,
                timestamp,
                scope,
                sha256(canonicalRequest(request).getBytes(UTF_8)));
    }

    /** The request in the one spelling that client and server agree on, however it travelled. */
    private String canonicalRequest(StsRequest request) throws GeneralSecurityException {
        var query = StsRequest.pairs(request.query()).stream()
                .map(pair -> encoded(pair[0]) + "=" + encoded(pair[1]))
                .sorted();
        var headers = signedHeaders.stream().map(name -> name + ":" + request.header(name) + "\n");
        return String.join(
                "\n",
                request.method(),
                encoded(request.path()).replace("%2F", "/"),
                query.collect(Collectors.joining("&")),
                headers.collect(Collectors.joining()),
                String.join(";", signedHeaders),
                sha256(request.body()));
    }

    /** Percent-encoding as RFC 3986 has it, which a form's differs from in three characters. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static Refusal incomplete(String message) {
        return new Refusal(400, "IncompleteSignature", message);
    }

    static Refusal mismatch(String message) {
        return new Refusal(403, "SignatureDoesNotMatch", message);
    }
}
