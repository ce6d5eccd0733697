//SOURCES Text.java Failure.java Shell.java Json.java Sha1.java RegionOption.java Profiles.java

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a profile says of single sign-on: who is signed in where, and whose credentials that is to give.
 *
 * @param session the sso-session that profiles share; empty for a profile that says everything itself, the older way
 */
record SsoProfile(
        String profile, Optional<String> session, String startUrl, String region, String accountId, String roleName) {
    private static final List<String> REQUIRED =
            List.of("sso_start_url", "sso_region", "sso_account_id", "sso_role_name");

    /** @throws Failure when something is missing, or the region cannot be one */
    static SsoProfile of(Profiles profiles, String profile) {
        Map<String, String> settings = new TreeMap<>();
        REQUIRED.forEach(key -> settings.put(key, profiles.ssoSetting(profile, key)));
        String missing =
                REQUIRED.stream().filter(key -> settings.get(key) == null).collect(Collectors.joining(", "));
        String where = "profile " + profile + " in " + profiles.configFile();
        if (!missing.isEmpty()) {
            throw Failure.of(where + " is for single sign-on, but says no " + missing
                    + "; 'aws configure sso --profile " + Shell.posixWord(Text.visible(profile)) + "' asks for them");
        }
        String region = settings.get("sso_region");
        requireRegion("sso_region of " + where, region);
        return new SsoProfile(
                profile,
                Optional.ofNullable(profiles.get(profile, "sso_session")),
                settings.get("sso_start_url"),
                region,
                settings.get("sso_account_id"),
                settings.get("sso_role_name"));
    }

    /** @throws Failure when it cannot be a region; the message begins with {@code label} */
    static void requireRegion(String label, String region) {
        if (!RegionOption.FORM.matcher(region).matches()) {
            throw Failure.of(label + " is " + Text.quoted(region)
                    + ", which is no region; expected a name such as eu-central-1");
        }
    }

    /** What the AWS CLI names the file of the sign-in token by. */
    String tokenName() {
        return session.orElse(startUrl);
    }

    /** What begins the single sign-on. */
    String signIn() {
        String name = Shell.posixWord(Text.visible(profile));
        return "jbang login@org " + name + " (or: aws sso login --profile " + name + ")";
    }

    /**
     * Under which key the AWS CLI, from version 2 on, caches the credentials (botocore's {@code SSOCredentialFetcher}).
     */
    String cacheKey() {
        Json.Fields parameters = Json.object().with("accountId", accountId).with("roleName", roleName);
        session.ifPresentOrElse(
                name -> parameters.with("sessionName", name), () -> parameters.with("startUrl", startUrl));
        return Sha1.hex(Json.compact(parameters.build()));
    }
}
