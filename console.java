///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Open the AWS console in a browser, as the role of a profile or as what this shell has loaded
//JAVA 17+
//SOURCES lib/StsOptions.java lib/LoadedProfile.java lib/Browser.java lib/OneVisit.java lib/ConsoleSite.java
//SOURCES lib/Signin.java
//CDS

import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Signs a browser in to the AWS console with a role's credentials, which the browser itself is never given. */
class console {
    private static final String PAGE_GROUP = "The page";
    private static final String SESSION_GROUP = "The session";
    private static final String CALL_GROUP = "The calls";

    private static final CommandOption SERVICE = CommandOption.of(
                    "service", "NAME", "the service to begin with: s3, ec2, lambda ... (default: the console's home)")
            .in(PAGE_GROUP);
    private static final CommandOption DESTINATION = CommandOption.of(
                    "destination", "URL", "the page of the console to begin with")
            .in(PAGE_GROUP);
    private static final CommandOption REGION = CommandOption.of(
                    RegionOption.NAME, "NAME", "the region to begin in, to sign in in, and whose STS is called")
            .in(PAGE_GROUP);
    private static final CommandOption PRINT = CommandOption.flag(
                    "print", "print the address that signs in, in place of opening it; whoever has it is signed in")
            .in(PAGE_GROUP);
    private static final CommandOption BROWSER = CommandOption.of(
                    "browser",
                    "COMMAND",
                    "what opens the address, in the place of %s or at the end (default: $BROWSER, xdg-open, open)")
            .in(PAGE_GROUP);
    private static final CommandOption PROFILE =
            CommandOption.of("profile", "NAME", "the same as PROFILE").in(SESSION_GROUP);
    private static final CommandOption DURATION_SECONDS = CommandOption.of(
                    "duration-seconds",
                    "N",
                    "how long you stay signed in, 900 to 43200, or 15m to 12h (default: as the credentials)")
            .in(SESSION_GROUP);

    static final Command COMMAND = new Command(
            "console",
            """
            Open the AWS console in a browser, signed in as the role of a profile or as what this shell has loaded.

            Usage: console [OPTIONS] [PROFILE]

              jbang console@org dev
              jbang console@org dev --service s3 --region eu-west-1
              jbang console@org --print
              jbang assume@org redbeard --account 123456789123 --role Developer -- jbang console@org

            PROFILE, or --profile, is one with a role, or with single sign-on. Where none is named, it is what this
            shell has loaded, and else AWS_PROFILE, AWS_DEFAULT_PROFILE or what the SDK's default chain finds.

            """,
            SERVICE,
            DESTINATION,
            REGION,
            PRINT,
            BROWSER,
            PROFILE,
            DURATION_SECONDS,
            StsOptions.TOKEN_CODE.in(SESSION_GROUP),
            StsOptions.NO_SESSION.in(SESSION_GROUP),
            StsOptions.ENDPOINT_URL.in(CALL_GROUP),
            StsOptions.CA_BUNDLE.in(CALL_GROUP),
            StsOptions.REFRESH.in(CALL_GROUP),
            StsOptions.NO_CACHE.in(CALL_GROUP));

    /** After that, whoever waits is told what for. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(59);
    private static final int MOST_EXAMPLES = 3;

    /** Where credentials come from that are a role's already. */
    private static final Set<String> ROLE_SOURCES = Set.of("Ec2InstanceMetadata", "EcsContainer");

    private static final Set<Profiles.Kind> ROLE_KINDS = Set.of(Profiles.Kind.SSO, Profiles.Kind.WEB_IDENTITY);

    public static void main(String[] args) {
        Runtime.getRuntime().halt(run(NativeText.arguments(args), Command.world()));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return run(args, world, PATIENCE);
    }

    /**
     * The same.
     *
     * @param patience how long the browser may take to come for the page
     */
    static int run(String[] args, Command.World world, Duration patience) {
        return COMMAND.run(args, world, Shell.NONE, arguments -> new console(arguments, world, patience).signIn());
    }

    private final Arguments arguments;
    private final Command.World world;
    private final Profiles profiles;

    /** Whose credentials sign in; null for those in the environment, or what the SDK finds. */
    private final String profile;

    /** Whose region and endpoints count. */
    private final String settings;

    private final Map<String, String> env;

    private final Duration patience;

    private console(Arguments arguments, Command.World world, Duration patience) {
        this.arguments = arguments;
        this.patience = patience;
        this.world = world;
        this.profiles = Profiles.read(world.env());
        this.profile = profile();
        this.settings =
                Text.first(profile, world.env().get("AWS_PROFILE"), world.env().get("AWS_DEFAULT_PROFILE"));
        this.env = profile == null
                ? world.env()
                : LoadedProfile.of(world.env(), profiles).environmentFor(profile, world.env());
    }

    /** Keys in the environment outrank AWS_PROFILE, as they do in the AWS CLI. */
    private String profile() {
        Optional<String> argument = arguments.argument("PROFILE");
        Optional<String> option = arguments.value(PROFILE);
        if (argument.isPresent() && option.isPresent() && !argument.equals(option)) {
            throw Failure.usage("two profiles are given, " + Text.quoted(argument.get()) + " and --profile "
                    + Text.quoted(option.get()) + "; give one");
        }
        Optional<String> named = argument.or(() -> option);
        if (named.isPresent() || Text.first(world.env().get("AWS_ACCESS_KEY_ID")) != null) {
            return named.orElse(null);
        }
        return Text.first(world.env().get("AWS_PROFILE"), world.env().get("AWS_DEFAULT_PROFILE"));
    }

    private Command.Result signIn() throws IOException, InterruptedException {
        requireOptions();
        Optional<Integer> seconds = arguments
                .value(DURATION_SECONDS)
                .map(value -> SessionDuration.require("--duration-seconds", value, SessionDuration.LONGEST_OF_ROLE));
        requireNoLongLivedKeys();
        Sts.Signer signer = StsOptions.resolver(arguments, world.with(env), profiles, settings)
                .signer(profile);
        requireUsable(signer.credentials());
        Identity identity = identity(signer);
        ConsoleSite site = ConsoleSite.of(identity.partition());
        String destination = destination(site);
        Signin signin = new Signin(address(site), site.takesPost, network());
        boolean isFixed = seconds.isPresent() && (identity.isFederatedUser() || isChained());
        String token = signin.token(signer.credentials(), isFixed ? Optional.empty() : seconds);
        String until =
                seconds.isPresent() && !isFixed ? "for " + seconds.get() + " seconds" : until(signer.credentials());
        String note = isFixed ? "; these credentials do not allow --duration-seconds, so it was left out" : "";
        return show(signin.url(token, destination), identity.arn() + " " + until, destination, note);
    }

    /** When they expire; of those in the environment, it is there that it is said. */
    private String until(SessionCredentials credentials) {
        String said = Text.first(env.get("AWS_CREDENTIAL_EXPIRATION"));
        boolean isLoaded = profile == null && Text.first(env.get("AWS_ACCESS_KEY_ID")) != null;
        if (!isLoaded || said == null) {
            return credentials.until();
        }
        try {
            return new SessionCredentials(
                            credentials.accessKeyId(),
                            credentials.secretAccessKey(),
                            credentials.sessionToken(),
                            Instant.parse(said),
                            null)
                    .until();
        } catch (DateTimeException ignored) {
            return credentials.until(); // it is no time, so nothing is known
        }
    }

    private Command.Result show(String url, String who, String destination, String note)
            throws IOException, InterruptedException {
        if (arguments.has(PRINT)) {
            String message = "whoever opens this address within " + Signin.MINUTES + " minutes is signed in as ";
            return new Command.Result(url + "\n", message + who + note);
        }
        open(url);
        return new Command.Result("", who + " at " + destination + note);
    }

    /** Whatever can be seen to be wrong before anybody is called, or has to type an MFA code. */
    private void requireOptions() {
        if (arguments.has(SERVICE) && arguments.has(DESTINATION)) {
            throw Failure.usage("--service and --destination both say which page; give one");
        }
        if (arguments.has(PRINT) && arguments.has(BROWSER)) {
            throw Failure.usage("--print opens no browser; leave out --browser");
        }
        arguments.value(SERVICE).ifPresent(ConsoleService::path);
        arguments.value(DESTINATION).ifPresent(ConsoleSite::requireSomePage);
        arguments.value(BROWSER).ifPresent(command -> Browser.candidates(Optional.of(command), env, ""));
        StsOptions.region(arguments);
    }

    private void requireNoLongLivedKeys() {
        if (profile == null) {
            return;
        }
        profiles.require(profile);
        boolean isKeysAlone = profiles.kind(profile) == Profiles.Kind.KEYS
                && profiles.keys(profile)
                        .filter(keys -> keys.sessionToken() == null)
                        .isPresent();
        if (isKeysAlone) {
            throw longLived();
        }
    }

    private void requireUsable(SessionCredentials credentials) {
        if (credentials.sessionToken() == null) {
            throw longLived();
        }
        if (credentials.isExpired()) {
            throw Failure.of("the credentials " + credentials.until() + "; renew them where they come from");
        }
    }

    private String longLivedKeys() {
        if (profile != null) {
            return "profile " + profile + " has long-lived keys";
        }
        return Text.first(env.get("AWS_ACCESS_KEY_ID")) == null
                ? "the keys that were found are long-lived"
                : "the keys in your environment are long-lived";
    }

    private Failure longLived() {
        return Failure.usage(longLivedKeys() + ", and AWS's console takes a role's temporary ones alone; " + advice());
    }

    /** Which profiles lead to a role from here. */
    private String advice() {
        List<String> roles = profiles.names().stream()
                .filter(name -> profiles.kind(name) == Profiles.Kind.ROLE)
                .filter(name -> profile == null || profile.equals(profiles.get(name, "source_profile")))
                .limit(MOST_EXAMPLES)
                .toList();
        String such = roles.isEmpty() ? "" : " (" + String.join(", ", roles) + ")";
        return "name a profile with a role" + such
                + ", or assume one for it: jbang assume@org PROFILE --role-arn ARN -- jbang console@org";
    }

    /** Whose credentials they are, as an ARN says it. */
    private record Identity(String arn) {
        private static final Pattern OF_STS =
                Pattern.compile("arn:([^:]+):sts::\\d{12}:(assumed-role|federated-user)/.+");

        boolean isSession() {
            return OF_STS.matcher(arn).matches();
        }

        boolean isFederatedUser() {
            return arn.contains(":federated-user/");
        }

        String partition() {
            return arn.split(":")[1];
        }
    }

    /**
     * What came with the credentials, or else what STS says.
     *
     * @throws Failure when they are a user's: AWS would take them here, and refuse them in the browser
     */
    private Identity identity(Sts.Signer signer) {
        SessionCredentials.AssumedRole role = signer.credentials().assumedRole();
        Identity identity = new Identity(
                role != null
                        ? role.arn()
                        : StsOptions.sts(arguments, env, profiles, settings)
                                .callerIdentity(signer)
                                .arn());
        if (!identity.isSession()) {
            throw Failure.of(identity.arn() + " is no role, and AWS's console takes the credentials of a role or of a"
                    + " federated user alone; " + advice());
        }
        return identity;
    }

    private String destination(ConsoleSite site) {
        Optional<String> requested = StsOptions.region(arguments);
        requested.ifPresent(region -> {
            String partition = Endpoint.partition(region);
            if (!partition.equals(site.partition)) {
                throw Failure.usage("--region " + Text.quoted(region) + " is in partition " + partition
                        + ", and the role in " + site.partition + "; give one of its regions");
            }
        });
        String own = Endpoint.region(requested, env, profiles.get(Text.first(settings, "default"), "region"));
        Optional<String> region = Optional.of(own)
                .filter(name -> !name.equals(Endpoint.GLOBAL))
                .filter(name -> Endpoint.partition(name).equals(site.partition));
        return arguments
                .value(DESTINATION)
                .map(site::requirePage)
                .orElseGet(() -> site.page(arguments.value(SERVICE), region));
    }

    /** AWS's own sign-in, or the one that a variable or the profile names. */
    private URI address(ConsoleSite site) {
        Optional<String> region = StsOptions.region(arguments);
        Endpoint endpoint = Endpoint.of(env, profiles, settings, Signin.SERVICE, region, Optional.empty());
        return endpoint.url().map(Signin::requireSafe).orElseGet(() -> site.signin(region));
    }

    private Network network() {
        return StsOptions.network(arguments, env, profiles, settings);
    }

    /**
     * Whether temporary credentials have assumed the profile's role (IAM User Guide, "Role chaining"), as far as the
     * profiles tell: another role's, or those of an MFA code. The console's session then lasts as long as the role's.
     */
    private boolean isChained() {
        List<String> roles = profile == null ? List.of() : profiles.rolesTo(profile);
        if (roles.isEmpty()) {
            return false;
        }
        if (roles.size() > 1) {
            return true;
        }
        boolean hasCodeOfItsOwn = arguments.has(StsOptions.NO_CACHE)
                || (arguments.has(StsOptions.NO_SESSION) && arguments.has(StsOptions.REFRESH));
        if (profiles.get(roles.get(0), "mfa_serial") != null && !hasCodeOfItsOwn) {
            return true;
        }
        String source = profiles.get(roles.get(0), "source_profile");
        if (source == null) {
            return ROLE_SOURCES.contains(profiles.get(roles.get(0), "credential_source"));
        }
        return ROLE_KINDS.contains(profiles.ownKind(source));
    }

    /** Opens {@code url} in the browser without telling anybody else what it is. */
    private void open(String url) throws IOException, InterruptedException {
        try (OneVisit visit = OneVisit.to(url)) {
            try {
                Browser.open(visit.address(), arguments.value(BROWSER), world.env());
            } catch (Failure e) {
                if (!visit.comesWithin(Duration.ZERO)) {
                    throw new Failure(e.status, e.getMessage() + ", or print the address with --print", e);
                }
            }
            if (visit.comesWithin(SOON)) {
                return;
            }
            if (world.isTerminal().test(2)) {
                world.err().println("Waiting for the browser ...");
            }
            if (!visit.comesWithin(patience)) {
                throw Failure.of("no browser came for the page within a minute; name another with --browser COMMAND, or"
                        + " print the address with --print");
            }
        }
    }
}
