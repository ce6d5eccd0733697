///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Sign in to IAM Identity Center, AWS's single sign-on, with a click in the browser; --logout ends it
//JAVA 17+
//SOURCES lib/FilePath.java lib/SsoOptions.java lib/SsoSignIn.java lib/SsoSignOut.java lib/StsOptions.java
//CDS

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Signs a person in to IAM Identity Center: one click, for all the profiles of a session; {@code aws sso login}. */
class login {
    private static final String WAY_GROUP = "The way";

    private static final CommandOption DEVICE_CODE = CommandOption.flag(
                    "device-code",
                    "sign in with a browser on any device, by a code, where there is none on this computer")
            .in(WAY_GROUP);
    private static final CommandOption BROWSER = CommandOption.of(
                    "browser", "COMMAND", "what opens the address (default: BROWSER, or what the desktop uses)")
            .in(WAY_GROUP);
    private static final CommandOption PRINT = CommandOption.flag("print", "print the address in place of opening it")
            .in(WAY_GROUP);
    private static final CommandOption LOGOUT = CommandOption.flag(
                    "logout", "end it: revoke the token, and remove it and the credentials that came from it")
            .in(WAY_GROUP);

    static final Command COMMAND = new Command(
            "login",
            """
            Sign in to IAM Identity Center, AWS's single sign-on, with a click in the browser.

            Usage: login [OPTIONS] [PROFILE | --sso-session NAME | --start-url URL --sso-region NAME]

              jbang login@org dev
              jbang login@org --sso-session corp --device-code
              jbang login@org --start-url https://corp.awsapps.com/start --sso-region eu-west-1
              jbang login@org dev --logout

            One sign-in is for all the profiles that share it, here and in the AWS CLI and the SDKs, which find
            the token in ~/.aws/sso/cache and refresh it. Where it is valid already, or can be refreshed, nobody
            has to click.

            """,
            SsoOptions.SSO_SESSION,
            SsoOptions.START_URL,
            SsoOptions.SSO_REGION,
            StsOptions.CA_BUNDLE,
            DEVICE_CODE,
            BROWSER,
            PRINT,
            LOGOUT);

    public static void main(String[] args) {
        Runtime.getRuntime().halt(run(NativeText.arguments(args), Command.world()));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return run(args, world, SsoSignIn.PATIENCE);
    }

    /**
     * The same.
     *
     * @param patience how long the browser is waited for
     */
    static int run(String[] args, Command.World world, Duration patience) {
        return COMMAND.run(args, world, Shell.NONE, arguments -> {
            requireOneWay(arguments);
            Map<String, String> env = world.env();
            Profiles profiles = Profiles.read(env);
            SsoOptions.Chosen chosen = SsoOptions.chosen(arguments, arguments.argument("PROFILE"), env, profiles);
            var service = new SsoService(
                    env, profiles, chosen.settings(), StsOptions.network(arguments, env, profiles, chosen.settings()));
            return arguments.has(LOGOUT)
                    ? logout(chosen.session(), world, profiles, service)
                    : signIn(chosen.session(), world, service, way(arguments, patience));
        });
    }

    private static void requireOneWay(Arguments arguments) {
        boolean isForSignIn = arguments.has(DEVICE_CODE) || arguments.has(BROWSER) || arguments.has(PRINT);
        if (arguments.has(LOGOUT) && isForSignIn) {
            throw Failure.usage("--logout needs no browser; leave out --device-code, --browser and --print");
        }
        if (arguments.has(BROWSER) && arguments.has(PRINT)) {
            throw Failure.usage("--print prints the address in place of opening it; leave out --browser");
        }
    }

    private static SsoSignIn.Way way(Arguments arguments, Duration patience) {
        return new SsoSignIn.Way(
                arguments.has(DEVICE_CODE) ? SsoSignIn.Flow.DEVICE_CODE : SsoSignIn.Flow.BROWSER,
                arguments.value(BROWSER),
                arguments.has(PRINT),
                patience);
    }

    private static Command.Result signIn(
            SsoSession session, Command.World world, SsoService service, SsoSignIn.Way way) {
        IdentityCenter portal = new IdentityCenter(service);
        SsoSignIn.Result result = new SsoSignIn(world, new SsoOidc(service), session, way)
                .signIn(token -> isKnown(portal, session, token));
        String how = result.isNew() ? "signed in to " : "already signed in to ";
        return new Command.Result("", how + session.tokenName() + " " + until(result.token()));
    }

    /** Whether the portal takes that token still. */
    private static boolean isKnown(IdentityCenter portal, SsoSession session, SsoToken token) {
        try {
            return portal.isKnown(session, token.accessToken());
        } catch (Failure ignored) {
            return true; // the time in the file has to do
        }
    }

    private static String until(SsoToken token) {
        long minutes =
                Math.round(Duration.between(Instant.now(), token.expiresAt()).toSeconds() / 60.0);
        boolean isRefreshed = token.grant().isPresent();
        return "until " + token.expiresAt() + " (" + minutes + " minutes"
                + (isRefreshed ? ", and refreshed after that for as long as the session lasts)" : ")");
    }

    private static Command.Result logout(
            SsoSession session, Command.World world, Profiles profiles, SsoService service) {
        Path cache = CredentialCache.directory(FilePath.home(world.env()));
        boolean wasSignedIn = new SsoSignOut(world.env(), session, profiles, service).signOut(cache);
        String loaded = "; keys that a shell has loaded stay good until they expire";
        String message = wasSignedIn
                ? "signed out of " + session.tokenName() + loaded
                : "nobody was signed in to " + session.tokenName();
        return new Command.Result("", message);
    }
}
