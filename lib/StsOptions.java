//SOURCES FilePath.java Command.java RegionOption.java Patience.java CredentialResolver.java

import java.util.Map;
import java.util.Optional;

/**
 * The options of every command that calls STS, declared once, and what they make together with the profile and the
 * environment.
 */
final class StsOptions {
    static final CommandOption REGION = CommandOption.of(RegionOption.NAME, "NAME", "the region whose STS is called");
    static final CommandOption ENDPOINT_URL = CommandOption.of("endpoint-url", "URL", "an STS other than AWS's own");
    static final CommandOption CA_BUNDLE =
            CommandOption.of("ca-bundle", "FILE", "the PEM file of the certificates to trust, as AWS_CA_BUNDLE");
    static final CommandOption TOKEN_CODE = CommandOption.of(
            "token-code",
            "CODE",
            "its six digits, or - to read them from stdin (default: from the\n"
                    + "profile's mfa_process, or the terminal)");
    static final CommandOption NO_SESSION = CommandOption.flag(
            "no-session", "an MFA code for this role alone, and not a session for all that want the device");
    static final CommandOption REFRESH =
            CommandOption.flag("refresh", "ask AWS even if ~/.aws/cli/cache has keys with more than 15 minutes left");
    static final CommandOption NO_CACHE = CommandOption.flag("no-cache", "neither use nor cache keys there");

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
        return resolver(arguments, world, profiles, profile, sts(arguments, world.env(), profiles, profile));
    }

    /** The same with an STS that is there already. */
    static CredentialResolver resolver(
            Arguments arguments, Command.World world, Profiles profiles, String profile, Sts sts) {
        var sso = new SsoCredentials(
                world, profiles, profile, network(arguments, world.env(), profiles, profile), cache(arguments, world));
        return new CredentialResolver(
                world.env(),
                profiles,
                sts,
                new OwnCredentials(world.env(), profiles, profile, sso),
                cache(arguments, world),
                arguments.value(ENDPOINT_URL),
                mfa(arguments, world, profiles, sts));
    }

    /** {@code --refresh} is about the role's keys: one that is assumed again is so with the session that there is. */
    private static MfaSession mfa(Arguments arguments, Command.World world, Profiles profiles, Sts sts) {
        Optional<String> code =
                arguments.value(TOKEN_CODE).map(value -> MfaCode.requireOption("--" + TOKEN_CODE.name(), value));
        boolean isCached = !arguments.has(NO_CACHE);
        return new MfaSession(
                profiles,
                sts,
                cache(arguments, world, isCached ? CredentialCache.Use.READ_AND_WRITE : CredentialCache.Use.NOTHING),
                new MfaCode(world.env(), profiles, code, world.in()),
                isCached && !arguments.has(NO_SESSION),
                line -> Command.note(world, arguments, line));
    }

    private static CredentialCache cache(Arguments arguments, Command.World world, CredentialCache.Use use) {
        return new CredentialCache(
                CredentialCache.directory(FilePath.home(world.env())),
                use,
                line -> Command.debug(world, arguments, line));
    }

    /** The AWS CLI's cache, used as the options say. */
    static CredentialCache cache(Arguments arguments, Command.World world) {
        return cache(arguments, world, use(arguments));
    }

    /** STS as the options, the environment and {@code profile} have it. */
    static Sts sts(Arguments arguments, Map<String, String> env, Profiles profiles, String profile) {
        Endpoint endpoint = endpoint(arguments, env, profiles, profile, Sts.SERVICE, region(arguments));
        return new Sts(endpoint, network(arguments, env, profiles, profile), Patience.SHORT);
    }

    /** The same for one of many calls, in the region of {@code profile}, whatever regions the options name. */
    static Sts patientSts(Arguments arguments, Map<String, String> env, Profiles profiles, String profile) {
        Endpoint endpoint = endpoint(arguments, env, profiles, profile, Sts.SERVICE, Optional.empty());
        return new Sts(endpoint, network(arguments, env, profiles, profile), Patience.LONG);
    }

    /**
     * Where {@code service} is called.
     *
     * @param region the one that an option names
     */
    static Endpoint endpoint(
            Arguments arguments,
            Map<String, String> env,
            Profiles profiles,
            String profile,
            String service,
            Optional<String> region) {
        Optional<String> url = arguments.value(ENDPOINT_URL);
        url.ifPresent(address -> Endpoint.parse("--endpoint-url", address));
        if (profile != null) {
            profiles.require(profile);
        }
        return Endpoint.of(env, profiles, profile, service, region, url);
    }

    /** How it is reached, as the options, the environment and {@code profile} have it. */
    static Network network(Arguments arguments, Map<String, String> env, Profiles profiles, String profile) {
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
