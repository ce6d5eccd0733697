//SOURCES Failure.java CredentialsJson.java Profiles.java ProfileProgram.java

import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the program that a profile names as its {@code credential_process} prints, read as the AWS CLI reads it. */
final class CredentialProcess {
    private final ProfileProgram program;

    private CredentialProcess(ProfileProgram program) {
        this.program = program;
    }

    /**
     * The credentials that the program of {@code profile} prints.
     *
     * @param env the environment that it gets
     * @throws Failure when it cannot be run, fails, or prints something else; the message shows nothing of what it
     *     printed
     */
    static SessionCredentials run(Profiles profiles, String profile, Map<String, String> env) {
        var program = new ProfileProgram(
                profiles, profile, "credential_process", " has no credentials: its credential_process failed", env);
        return new CredentialProcess(program).read(program.output());
    }

    /** The fields that the AWS CLI reads, and no others; an empty session token is none. */
    private SessionCredentials read(byte[] output) {
        if (new String(output, StandardCharsets.ISO_8859_1).isBlank()) {
            throw program.failure(": it printed nothing");
        }
        SessionCredentials credentials;
        try {
            JrsObject answer = Json.readAsPython(output, "{\"Version\": 1, \"AccessKeyId\": ...}");
            requireVersion(answer.get("Version"));
            JrsValue token = answer.get("SessionToken");
            boolean hasToken =
                    !(token instanceof JrsString text && text.getValue().isEmpty());
            credentials = CredentialsJson.read(Json.object()
                    .with("AccessKeyId", answer.get("AccessKeyId"))
                    .with("SecretAccessKey", answer.get("SecretAccessKey"))
                    .with("SessionToken", hasToken ? token : null)
                    .with("Expiration", answer.get("Expiration"))
                    .build());
        } catch (Failure e) {
            throw program.failure(": what it printed is not right: " + e.getMessage());
        }
        if (credentials.isExpired()) {
            throw program.failure(": its credentials " + credentials.until() + "; renew them where they come from");
        }
        return credentials;
    }

    /** What is no number may be anything, a secret too, so only its kind is said. */
    private static void requireVersion(JrsValue version) {
        if (version == null) {
            throw Failure.of("there is no Version; expected \"Version\": 1");
        }
        if (!(version instanceof JrsNumber number)) {
            throw Failure.of("Version is not a number; expected \"Version\": 1");
        }
        if (number.getValue().doubleValue() != 1) {
            throw Failure.of("Version is " + Text.visible(number.asText(), 20) + "; expected \"Version\": 1");
        }
    }
}
