//SOURCES Command.java RegionOption.java Endpoint.java Profiles.java SsoSession.java LoadedProfile.java

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options that say which single sign-on is meant, declared once, and the session that they come to. */
final class SsoOptions {
    static final CommandOption SSO_SESSION =
            CommandOption.of("sso-session", "NAME", "the [sso-session NAME] of ~/.aws/config that profiles share");
    static final CommandOption START_URL =
            CommandOption.of("start-url", "URL", "the address of the access portal, with no configuration at all");
    static final CommandOption SSO_REGION =
            CommandOption.of("sso-region", "NAME", "the region of that, which is the one of IAM Identity Center");

    /**
     * Where to sign in.
     *
     * @param settings the profile whose endpoints and certificates count; null for the default ones
     */
    record Chosen(SsoSession session, String settings) {}

    private SsoOptions() {}

    /**
     * The session that PROFILE or the options name; else that of AWS_PROFILE, AWS_DEFAULT_PROFILE or the profile that
     * this shell was loaded with; else that of [default], or the only one there is.
     *
     * @param profile PROFILE, where one is given
     * @throws Failure when the options contradict each other, or there is no such thing
     */
    static Chosen chosen(Arguments arguments, Optional<String> profile, Map<String, String> env, Profiles profiles) {
        Optional<String> name = arguments.value(SSO_SESSION);
        Optional<String> startUrl = arguments.value(START_URL);
        Optional<String> region = arguments.value(SSO_REGION);
        long named = List.of(profile, name, startUrl).stream()
                .filter(Optional::isPresent)
                .count();
        if (named > 1) {
            throw Failure.usage("PROFILE, --sso-session and --start-url each say where to sign in; give one of them");
        }
        if (startUrl.isPresent() != region.isPresent()) {
            throw Failure.usage("--start-url and --sso-region belong together; give both, or neither");
        }
        String settings = Text.first(env.get("AWS_PROFILE"), env.get("AWS_DEFAULT_PROFILE"));
        if (startUrl.isPresent()) {
            return new Chosen(session(startUrl.get(), region.get()), settings);
        }
        if (name.isPresent()) {
            return new Chosen(SsoSession.named(profiles, name.get()), settings);
        }
        return profile.or(() -> Optional.ofNullable(settings))
                .or(LoadedProfile.of(env, profiles)::profile)
                .map(one -> new Chosen(sessionOf(profiles, one), one))
                .orElseGet(() -> unnamed(profiles));
    }

    /**
     * The session that the options name, else the only one there is: for what is about all of its profiles.
     *
     * @throws Failure when the options contradict each other, or there is no such session, or several
     */
    static Chosen shared(Arguments arguments, Map<String, String> env, Profiles profiles) {
        boolean isNamed = arguments.has(SSO_SESSION) || arguments.has(START_URL) || arguments.has(SSO_REGION);
        String settings = Text.first(env.get("AWS_PROFILE"), env.get("AWS_DEFAULT_PROFILE"));
        return isNamed
                ? chosen(arguments, Optional.empty(), env, profiles)
                : new Chosen(SsoSession.named(profiles, onlyName(profiles, "")), settings);
    }

    private static SsoSession session(String startUrl, String region) {
        // A start URL has a path, and the AWS CLI takes it for a name: not a letter of it may be changed.
        Endpoint.parse("--start-url", startUrl.replaceFirst("^(https?://[^/?#]*)[/?#].*", "$1"));
        if (!RegionOption.FORM.matcher(region).matches()) {
            throw Failure.usage(
                    "--sso-region " + Text.quoted(region) + " is no region; expected a name such as eu-central-1");
        }
        return new SsoSession(Optional.empty(), startUrl, region, List.of());
    }

    /** That of the profile itself, or of the one at the source of the roles that lead to it. */
    private static SsoSession sessionOf(Profiles profiles, String profile) {
        profiles.require(profile);
        String source = profile;
        List<String> roles = profiles.rolesTo(profile);
        if (!roles.isEmpty()) {
            String first = roles.get(0);
            source = Text.first(profiles.get(first, "source_profile"), first);
        }
        return SsoSession.ofProfile(profiles, source);
    }

    private static Chosen unnamed(Profiles profiles) {
        if (List.of(Profiles.Kind.SSO, Profiles.Kind.SIGN_IN).contains(profiles.ownKind("default"))) {
            return new Chosen(sessionOf(profiles, "default"), null);
        }
        return new Chosen(SsoSession.named(profiles, onlyName(profiles, "a PROFILE, ")), null);
    }

    private static String onlyName(Profiles profiles, String other) {
        List<String> names = profiles.ssoSessions().keySet().stream().sorted().toList();
        if (names.size() == 1) {
            return names.get(0);
        }
        throw Failure.usage("where to? Give " + other + "--sso-session NAME, or --start-url URL and --sso-region NAME"
                + (names.isEmpty() ? "" : "; the sso-sessions are " + Text.visible(String.join(", ", names))));
    }
}
