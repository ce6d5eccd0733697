//SOURCES Text.java Failure.java Json.java Sha1.java NearestNames.java SsoProfile.java Profiles.java Shell.java

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsNull;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where somebody signs in, once for all the profiles that share it.
 *
 * @param name the sso-session's; empty where only the start URL is known, the older way
 * @param scopes what sso_registration_scopes says; empty where it says nothing
 */
record SsoSession(Optional<String> name, String startUrl, String region, List<String> scopes) {
    /** What a client registers for where the configuration says nothing: without a scope, nothing can be refreshed. */
    static final String DEFAULT_SCOPE = "sso:account:access";

    private static final int MOST_NEAREST = 5;

    /** What a message calls it, and what the AWS CLI names the file of the sign-in token by. */
    String tokenName() {
        return name.orElse(startUrl);
    }

    /** The scopes to register for. */
    List<String> requestedScopes() {
        return scopes.isEmpty() ? List.of(DEFAULT_SCOPE) : scopes;
    }

    /** What the AWS CLI names the file of the client's registration by (botocore's {@code BaseSSOTokenFetcher}). */
    String registrationKey() {
        List<JrsValue> all = scopes.stream().<JrsValue>map(JrsString::new).toList();
        return Sha1.hex(Json.line(Json.object()
                .with("region", region)
                .with("scopes", all.isEmpty() ? JrsNull.instance() : new JrsArray(all))
                .withNullable("session_name", name.orElse(null))
                .with("startUrl", startUrl)
                .with("tool", "botocore")
                .build()));
    }

    /**
     * The one that {@code profile} signs in to, itself or by its sso-session.
     *
     * @throws Failure when it signs in to none
     */
    static SsoSession ofProfile(Profiles profiles, String profile) {
        String startUrl = profiles.ssoSetting(profile, "sso_start_url");
        String region = profiles.ssoSetting(profile, "sso_region");
        String where = "profile " + Text.visible(profile) + " in " + profiles.configFile();
        if (startUrl == null || region == null) {
            String missing = startUrl == null ? "sso_start_url" : "sso_region";
            throw Failure.of(where + " says no " + missing + ", so there is nothing to sign in to; 'aws configure sso"
                    + " --profile " + Shell.posixWord(Text.visible(profile)) + "' asks for it");
        }
        SsoProfile.requireRegion("sso_region of " + where, region);
        Optional<String> name = Optional.ofNullable(profiles.get(profile, "sso_session"));
        List<String> scopes = name.map(session -> profiles.ssoSessions().getOrDefault(session, Map.of()))
                .map(SsoSession::scopes)
                .orElse(List.of());
        return new SsoSession(name, startUrl, region, scopes);
    }

    /**
     * That of {@code [sso-session NAME]}.
     *
     * @throws Failure when there is none, or it does not say where
     */
    static SsoSession named(Profiles profiles, String name) {
        Map<String, String> section = profiles.ssoSessions().get(name);
        if (section == null) {
            throw unknown(profiles, name);
        }
        String where = "[sso-session " + Text.visible(name) + "] in " + profiles.configFile();
        String missing = Stream.of("sso_start_url", "sso_region")
                .filter(key -> Text.first(section.get(key)) == null)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw Failure.of(where + " says no " + missing + "; add it there, or run 'aws configure sso-session'");
        }
        String region = value(section, "sso_region");
        SsoProfile.requireRegion("sso_region of " + where, region);
        return new SsoSession(Optional.of(name), value(section, "sso_start_url"), region, scopes(section));
    }

    private static Failure unknown(Profiles profiles, String name) {
        List<String> names = List.copyOf(profiles.ssoSessions().keySet());
        List<String> nearest = NearestNames.of(name, names, MOST_NEAREST);
        return Failure.of("there is no [sso-session " + Text.visible(name) + "] in " + profiles.configFile()
                + (nearest.isEmpty()
                        ? ", nor any other; give --start-url and --sso-region, or run 'aws configure sso-session'"
                        : "; the nearest names are " + String.join(", ", nearest)));
    }

    private static List<String> scopes(Map<String, String> section) {
        return Stream.of(section.getOrDefault("sso_registration_scopes", "").split(","))
                .map(String::strip)
                .filter(scope -> !scope.isEmpty())
                .toList();
    }

    private static String value(Map<String, String> section, String key) {
        return ConfigSection.withoutComment(section.get(key));
    }
}
