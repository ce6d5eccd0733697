//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:profiles
//SOURCES Profiles.java
//RUNTIME_OPTIONS -Daws.configFile=/dev/null -Daws.sharedCredentialsFile=/dev/null

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.profiles.ProfileFile;

/** The profiles as the SDK is given them, whose own reader takes less than the AWS CLI's. */
final class SdkProfiles {
    private static final Pattern PLAIN_NAME = Pattern.compile("[\\w/.@:+-]+");
    private static final Pattern PLAIN_KEY = Pattern.compile("[\\w-]+");

    /** Keys whose value is the name of a section. */
    private static final Set<String> REFERENCES = Set.of("source_profile", "sso_session", "services");

    private SdkProfiles() {}

    /** All profiles that can be read; the SDK knows one by its {@link #key}. */
    static ProfileFile of(Profiles profiles) {
        StringBuilder text = new StringBuilder();
        for (String name : profiles.names()) {
            if (profiles.isReadable(name)) {
                append(text, "profile", name, profiles.values(name));
            }
        }
        profiles.ssoSessions().forEach((name, values) -> append(text, "sso-session", name, values));
        profiles.services().forEach((name, values) -> append(text, "services", name, values));
        return ProfileFile.builder()
                .content(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)))
                .type(ProfileFile.Type.CONFIGURATION)
                .build();
    }

    /** The SDK ignores profiles whose names have a space or the like, so it is given such a name percent-encoded. */
    static String key(String profile) {
        if (PLAIN_NAME.matcher(profile).matches()) {
            return profile;
        }
        return URLEncoder.encode(profile, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private static void append(StringBuilder text, String type, String name, Map<String, String> values) {
        text.append('[').append(type).append(' ').append(key(name)).append("]\n");
        values.forEach((key, value) -> {
            if (PLAIN_KEY.matcher(key).matches()) {
                String given = REFERENCES.contains(key) ? key(value) : value.replace("\n", "\n ");
                text.append(key).append(" = ").append(given).append('\n');
            }
        });
    }
}
