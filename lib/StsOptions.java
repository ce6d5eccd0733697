//SOURCES Command.java RegionOption.java CredentialResolver.java

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The options of every command that calls STS, declared once, and what they make together with the profile and the
 * environment.
 */
final class StsOptions {
    static final CommandOption REGION = CommandOption.of(RegionOption.NAME, "NAME", "the region whose STS is called");
    static final CommandOption ENDPOINT_URL = CommandOption.of("endpoint-url", "URL", "an STS other than AWS's own");
    static final CommandOption CA_BUNDLE =
            CommandOption.of("ca-bundle", "FILE", "the PEM file of the certificates to trust, as AWS_CA_BUNDLE");
    static final CommandOption TOKEN_CODE =
            CommandOption.of("token-code", "CODE", "its six digits (default: read from the terminal)");
    static final CommandOption REFRESH =
            CommandOption.flag("refresh", "ask AWS even if ~/.aws/cli/cache has keys with more than 15 minutes left");
    static final CommandOption NO_CACHE = CommandOption.flag("no-cache", "neither use nor cache keys there");

    private static final Pattern SIX_DIGITS = Pattern.compile("\\d{6}");

    private StsOptions() {}

    /**
     * {@code --region}.
     *
     * @throws Failure when it cannot be one
     */
    static Optional<String> region(Arguments arguments) {
        return RegionOption.value(arguments, REGION);
    }

    /**
     * Whose credentials sign, and where STS is.
     *
     * @param profile whose region, endpoint and CA bundle count; null for the default ones
     * @throws Failure when an option is malformed, or there is no such profile
     */
    static CredentialResolver resolver(Arguments arguments, Command.World world, Profiles profiles, String profile) {
        Optional<String> tokenCode = arguments.value(TOKEN_CODE, SIX_DIGITS, "six digits");
        CredentialCache cache = new CredentialCache(
                CredentialCache.directory(Profiles.home(world.env())),
                use(arguments),
                line -> Command.debug(world, arguments, line));
        return new CredentialResolver(
                world.env(),
                profiles,
                sts(arguments, world.env(), profiles, profile),
                new SsoCredentials(
                        world.env(), profiles, profile, network(arguments, world.env(), profiles, profile), cache),
                cache,
                arguments.value(ENDPOINT_URL),
                tokenCode);
    }

    /** STS as the options, the environment and {@code profile} have it. */
    static Sts sts(Arguments arguments, Map<String, String> env, Profiles profiles, String profile) {
        Optional<String> url = arguments.value(ENDPOINT_URL);
        url.ifPresent(address -> Endpoint.parse("--endpoint-url", address));
        if (profile != null) {
            profiles.require(profile);
        }
        Endpoint endpoint = Endpoint.of(env, profiles, profile, Sts.SERVICE, region(arguments), url);
        return new Sts(endpoint, network(arguments, env, profiles, profile));
    }

    private static Network network(Arguments arguments, Map<String, String> env, Profiles profiles, String profile) {
        String settings = Text.first(profile, "default");
        return Network.of(env, arguments.value(CA_BUNDLE).orElse(null), profiles.get(settings, "ca_bundle"));
    }

    private static CredentialCache.Use use(Arguments arguments) {
        if (arguments.has(NO_CACHE)) {
            return CredentialCache.Use.NOTHING;
        }
        return arguments.has(REFRESH) ? CredentialCache.Use.WRITE : CredentialCache.Use.READ_AND_WRITE;
    }
}
