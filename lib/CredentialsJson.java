//SOURCES Json.java AwsTime.java SessionCredentials.java

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Every JSON in which AWS hands out credentials, read; and those of the AWS CLI and of a container, written. */
final class CredentialsJson {
    static final String EXPECTED = "what 'aws sts assume-role' prints, {\"Credentials\": {\"AccessKeyId\": ...}}";

    /** Where the keys may be, other than at the top; accessToken is what {@code aws login} writes into its cache. */
    private static final List<String> ENVELOPES =
            List.of("Credentials", "credentials", "roleCredentials", "AccessKey", "accessToken");

    /** What each service calls them. */
    private static final List<String> ID = List.of("AccessKeyId", "accessKeyId");

    private static final List<String> SECRET = List.of("SecretAccessKey", "secretAccessKey", "SecretKey");
    private static final List<String> TOKEN = List.of("SessionToken", "sessionToken", "Token");
    private static final List<String> EXPIRATION = List.of("Expiration", "expiration", "expiresAt");
    private static final List<String> REFUSAL = List.of("Code", "code", "__type");

    private CredentialsJson() {}

    /**
     * Reads the answer of {@code aws sts assume-role}, or another JSON in which AWS hands out credentials, as it comes
     * out of a pipe.
     *
     * @param json UTF-8 or UTF-16, with a byte order mark or without
     * @throws Failure when it is no such JSON; neither its message nor its causes show anything of what was read
     */
    static SessionCredentials read(byte[] json) {
        return read(Json.readPiped(json, EXPECTED));
    }

    /** The same of a document that {@link Json} has read. */
    static SessionCredentials read(JrsObject document) {
        JrsObject keys = keys(document);
        if (first(keys, REFUSAL) instanceof JrsString code && !code.getValue().equals("Success")) {
            String reason = code.getValue().matches("([A-Z][a-z]{1,30}){1,9}") ? ": " + code.getValue() : "";
            throw Failure.of("this says why there are no credentials" + reason);
        }
        if (keys.get("Status") instanceof JrsString status && status.getValue().equals("Inactive")) {
            throw Failure.of("this access key is inactive; activate it in IAM, or take another");
        }
        String id = string(keys, ID);
        String secret = string(keys, SECRET);
        String token = string(keys, TOKEN);
        // Keys whose ID begins so are temporary, and AWS refuses them without their token (IAM User Guide, "Unique
        // identifiers").
        if (id != null && secret != null && id.startsWith("ASIA")) {
            SessionCredentials.requireLoadable("SessionToken", token);
        }
        return new SessionCredentials(
                id, secret, token, instant(first(keys, EXPIRATION)).orElse(null), assumedRole(document));
    }

    /** The object that the keys are in. */
    private static JrsObject keys(JrsObject document) {
        if (first(document, ID) != null) {
            return document;
        }
        Optional<String> envelope =
                ENVELOPES.stream().filter(name -> document.get(name) != null).findFirst();
        if (envelope.isEmpty()) {
            return document;
        }
        JrsValue inside = document.get(envelope.get());
        if (envelope.get().equals("accessToken") && inside instanceof JrsString) {
            throw Failure.of("this is a sign-in token of 'aws sso login', not credentials; 'aws configure"
                    + " export-credentials --profile NAME' turns it into some");
        }
        if (inside instanceof JrsObject keys) {
            return keys;
        }
        throw Failure.of(envelope.get() + " is not an object; expected " + EXPECTED);
    }

    private static SessionCredentials.AssumedRole assumedRole(JrsObject document) {
        if (document.get("AssumedRoleUser") instanceof JrsObject user) {
            return new SessionCredentials.AssumedRole(
                    string(user, List.of("AssumedRoleId")), string(user, List.of("Arn")));
        }
        return null;
    }

    private static JrsValue first(JrsObject keys, List<String> names) {
        return names.stream()
                .map(keys::get)
                .filter(value -> value != null && !value.isNull())
                .findFirst()
                .orElse(null);
    }

    private static String string(JrsObject keys, List<String> names) {
        JrsValue value = first(keys, names);
        if (value == null) {
            return null;
        }
        if (value instanceof JrsString string) {
            return string.getValue();
        }
        throw Failure.of(names.get(0) + " is not a string");
    }

    /**
     * A time, as text in one of the forms of {@link AwsTime} or as a number. Empty for null.
     *
     * @throws Failure when it is none
     */
    static Optional<Instant> instant(JrsValue expiration) {
        if (expiration == null) {
            return Optional.empty();
        }
        String time = String.valueOf(expiration.asText());
        Optional<Instant> instant =
                expiration.isNumber() ? Optional.of(AwsTime.ofNumber(Double.parseDouble(time))) : AwsTime.parse(time);
        return Optional.of(instant.orElseThrow(() -> Failure.of(SessionCredentials.NO_TIME)));
    }

    /** What {@code aws sts assume-role} prints (AWS STS API Reference, AssumeRole, "Response Elements"). */
    static String write(SessionCredentials credentials) {
        return Json.pretty(Json.object()
                .with("Credentials", keys(Json.object(), credentials).build())
                .with("AssumedRoleUser", assumedRole(credentials.assumedRole()))
                .build());
    }

    /** What a credential_process prints (AWS CLI User Guide, "Sourcing credentials with an external process"). */
    static String writeProcess(SessionCredentials credentials) {
        return Json.pretty(keys(Json.object().with("Version", 1), credentials).build());
    }

    /** What a container's service answers (AWS SDKs and Tools Reference Guide, "Container credential provider"). */
    static String writeContainer(SessionCredentials credentials) {
        SessionCredentials.AssumedRole role = credentials.assumedRole();
        boolean hasAccount = role != null && !role.account().isEmpty();
        return Json.pretty(Json.object()
                .with("AccessKeyId", credentials.accessKeyId())
                .with("SecretAccessKey", credentials.secretAccessKey())
                .with("Token", credentials.sessionToken())
                .with(
                        "Expiration",
                        credentials.expiration().truncatedTo(ChronoUnit.SECONDS).toString())
                .with("RoleArn", role == null ? null : role.arn())
                .with("AccountId", hasAccount ? role.account() : null)
                .build());
    }

    /** What a container's service answers where it has none. */
    static String writeContainerError(String code, String message) {
        return Json.pretty(
                Json.object().with("code", code).with("message", message).build());
    }

    /** {@code fields}, and those of {@code credentials} by AWS's names. */
    private static Json.Fields keys(Json.Fields fields, SessionCredentials credentials) {
        Instant expiration = credentials.expiration();
        return fields.with("AccessKeyId", credentials.accessKeyId())
                .with("SecretAccessKey", credentials.secretAccessKey())
                .with("SessionToken", credentials.sessionToken())
                .with("Expiration", expiration == null ? null : expiration.toString());
    }

    /** The AssumedRoleUser of STS's answer; null for null. */
    static JrsObject assumedRole(SessionCredentials.AssumedRole role) {
        return role == null
                ? null
                : Json.object()
                        .with("AssumedRoleId", role.id())
                        .with("Arn", role.arn())
                        .build();
    }
}
