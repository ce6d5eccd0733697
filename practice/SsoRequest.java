//SOURCES OidcClient.java StsRequest.java ../lib/Json.java

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An HTTP request to IAM Identity Center: of a program, with JSON, or of a browser, with a form. */
record SsoRequest(String method, String path, Map<String, String> query, byte[] body, String accessToken) {
    /** In bytes; no call is as long. */
    private static final int MAX_BODY = 64 * 1024;

    /** Read from what a client sends. */
    static SsoRequest of(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new Refusal(413, "RequestEntityTooLarge", "the request is longer than " + MAX_BODY + " bytes");
        }
        String query = exchange.getRequestURI().getRawQuery();
        String token = exchange.getRequestHeaders().getFirst("x-amz-sso_bearer_token");
        return new SsoRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                pairs(query == null ? "" : query),
                body,
                token == null ? "" : token);
    }

    private static Map<String, String> pairs(String form) {
        Map<String, String> pairs = new HashMap<>();
        for (String[] pair : StsRequest.pairs(form)) {
            pairs.put(pair[0], pair[1]);
        }
        return pairs;
    }

    /** The fields of a form that a browser sent. */
    Map<String, String> form() {
        return pairs(new String(body, StandardCharsets.UTF_8));
    }

    /** The JSON's fields that are text. */
    Map<String, String> fields() {
        Map<String, String> fields = new HashMap<>();
        json().fields().forEachRemaining(field -> {
            if (field.getValue() instanceof JrsString text) {
                fields.put(field.getKey(), text.getValue());
            }
        });
        return fields;
    }

    /** What a client says of itself. */
    OidcClient.Metadata metadata() {
        Map<String, String> fields = fields();
        return new OidcClient.Metadata(
                fields.getOrDefault("clientName", ""),
                fields.getOrDefault("clientType", ""),
                list("scopes"),
                list("grantTypes"),
                list("redirectUris"),
                fields.getOrDefault("issuerUrl", ""));
    }

    private List<String> list(String name) {
        List<String> list = new ArrayList<>();
        if (json().get(name) instanceof JrsArray array) {
            for (int i = 0; i < array.size(); i++) {
                JrsValue value = array.get(i);
                list.add(value.asText());
            }
        }
        return list;
    }

    private JrsObject json() {
        try {
            return Json.readObject(body, "a request");
        } catch (Failure ignored) {
            // It says what is wrong; AWS does not.
            throw OidcClient.invalid("the body is not JSON");
        }
    }
}
