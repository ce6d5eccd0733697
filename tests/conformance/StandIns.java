import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the services answer. STS, the single sign-on portal and its token endpoint, a container's and an instance's
 * credentials are told apart by path and action, and give keys made from the request, so that a chain of calls can be
 * followed.
 *
 * @param answers what the case wants otherwise: "expired" or "another role"
 */
record StandIns(List<String> answers) {
    /** The one secret of all keys that are given here: AWS's documented example. */
    static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    static final String PORTAL_EXPIRATION = "2099-12-31T23:59:59Z";

    record Answer(int status, String type, String body) {
        static Answer json(Map<String, ?> object) {
            try {
                return new Answer(200, "application/json", JSON.std.asString(object));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A call: what it is named, and its parameters in the order of their names. */
    record Call(String method, String path, Map<String, String> values) {
        static Call of(HttpExchange exchange, byte[] body) throws IOException {
            Map<String, String> values = new TreeMap<>();
            put(values, exchange.getRequestURI().getRawQuery());
            String text = new String(body, StandardCharsets.UTF_8);
            if (text.startsWith("{")) {
                JSON.std.mapFrom(text).forEach((name, value) -> values.put(name, String.valueOf(value)));
            } else {
                put(values, text);
            }
            for (String header : List.of("x-amz-sso_bearer_token", "X-aws-ec2-metadata-token")) {
                String value = exchange.getRequestHeaders().getFirst(header);
                if (value != null) {
                    values.put(header, value);
                }
            }
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null && !authorization.startsWith("AWS4-")) {
                values.put("Authorization", authorization);
            }
            return new Call(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), values);
        }

        private static void put(Map<String, String> values, String form) {
            for (String pair : Objects.requireNonNullElse(form, "").split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    values.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }

        String title() {
            String action = values.get("Action");
            if (action == null) {
                return method + " " + path;
            }
            return path.equals("/") ? action : action + " to " + path;
        }

        String parameters() {
            StringBuilder lines = new StringBuilder();
            values.forEach((name, value) -> {
                if (!List.of("Action", "Version").contains(name)) {
                    lines.append("\n  ").append(name).append(" = ").append(value.replace("\n", "\\n"));
                }
            });
            return lines.toString();
        }
    }

    /** @param signature the call's, or null */
    Answer answer(Call call, Signature signature) {
        String action = call.values().get("Action");
        if (action != null) {
            return sts(action, call.values(), signature);
        }
        return switch (call.path().replaceFirst("^/a/path/", "/")) {
            case "/federation/credentials" -> portal(call.values());
            case "/token" ->
                Answer.json(Map.of(
                        "accessToken", "a-refreshed-access-token",
                        "expiresIn", 28800,
                        "refreshToken", "the-next-refresh-token",
                        "tokenType", "Bearer"));
            case "/latest/api/token" -> new Answer(200, "text/plain", "a-metadata-token");
            case "/latest/meta-data/iam/security-credentials/" -> new Answer(200, "text/plain", "InstanceRole");
            case "/latest/meta-data/iam/security-credentials/InstanceRole" -> service("INSTANCE");
            case "/container" -> service("CONTAINER");
            default -> new Answer(404, "text/plain", "there is nothing here");
        };
    }

    private Answer sts(String action, Map<String, String> asked, Signature signature) {
        if (action.equals("GetCallerIdentity")) {
            return xml(
                    action,
                    "<UserId>AIDAEXAMPLE</UserId><Account>123456789123</Account><Arn>arn:aws:iam::"
                            + "123456789123:user/" + (signature == null ? "nobody" : signature.accessKeyId())
                            + "</Arn>");
        }
        if (action.equals("GetSessionToken")) {
            return xml(action, keys("SESSION"));
        }
        String arn = answers.contains("another role")
                ? "arn:aws:iam::123456789123:role/Another"
                : asked.getOrDefault("RoleArn", "");
        Matcher role =
                Pattern.compile("arn:([^:]*):iam::([^:]*):role/(?:.*/)?(.*)").matcher(arn);
        if (!role.matches()) {
            return new Answer(
                    400,
                    "text/xml",
                    "<ErrorResponse><Error><Code>ValidationError</Code><Message>RoleArn"
                            + "</Message></Error></ErrorResponse>");
        }
        String session = asked.getOrDefault("RoleSessionName", "none");
        return xml(
                action,
                keys(role.group(3)) + "<AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:" + session
                        + "</AssumedRoleId><Arn>arn:" + role.group(1) + ":sts::" + role.group(2) + ":assumed-role/"
                        + role.group(3) + "/" + session + "</Arn></AssumedRoleUser>");
    }

    private static Answer xml(String action, String result) {
        return new Answer(
                200,
                "text/xml",
                "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><"
                        + action + "Result>" + result + "</" + action
                        + "Result><ResponseMetadata><RequestId>1</RequestId>"
                        + "</ResponseMetadata></" + action + "Response>");
    }

    private String keys(String role) {
        return "<Credentials><AccessKeyId>" + keyId(role) + "</AccessKeyId><SecretAccessKey>" + SECRET
                + "</SecretAccessKey><SessionToken>" + token(role) + "</SessionToken><Expiration>" + expiration()
                + "</Expiration></Credentials>";
    }

    private Answer portal(Map<String, String> asked) {
        String role = asked.getOrDefault("role_name", "none");
        return Answer.json(Map.of(
                "roleCredentials",
                Map.of(
                        "accessKeyId", keyId(role),
                        "secretAccessKey", SECRET,
                        "sessionToken", token(role),
                        "expiration", Instant.parse(PORTAL_EXPIRATION).toEpochMilli())));
    }

    private Answer service(String role) {
        return Answer.json(Map.of(
                "Code", "Success",
                "Type", "AWS-HMAC",
                "LastUpdated", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "AccessKeyId", keyId(role),
                "SecretAccessKey", SECRET,
                "Token", token(role),
                "Expiration", expiration()));
    }

    private String expiration() {
        Duration from = answers.contains("expired") ? Duration.ofHours(-1) : Duration.ofHours(1);
        return Instant.now().plus(from).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Twenty letters that tell the role: ASIADEVELOPEREXAMPLE for Developer. */
    private static String keyId(String role) {
        String letters = role.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z2-7]", "") + "XXXXXXXXX";
        return "ASIA" + letters.substring(0, 9) + "EXAMPLE";
    }

    private static String token(String role) {
        return "EXAMPLETOKEN/" + role;
    }
}
