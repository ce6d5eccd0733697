///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Assume an AWS role with the keys of a profile, and print the temporary keys as shell commands
//JAVA 17+
//SOURCES lib/StsOptions.java lib/CredentialFormat.java lib/LoadedProfile.java lib/ProfileList.java
//SOURCES lib/ChildProcess.java lib/Rehearsal.java
//CDS

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Part 3 of LESSON.md: {@code AWS_PROFILE=redbeard aws sts assume-role --role-arn ... --role-session-name ...}, and,
 * unless {@code --format json} is given, part 5 as well.
 */
class assume {
    private static final String ROLE_GROUP = "The role (an option overrides what the profile says)";
    private static final String SESSION_GROUP = "The session";
    private static final String CALL_GROUP = "The call";
    private static final String OUTPUT_GROUP = "The output";

    private static final CommandOption ROLE_ARN = CommandOption.of(
                    "role-arn", "ARN", "the role to assume, arn:aws:iam::ACCOUNT:role/NAME; or the two parts of it:")
            .in(ROLE_GROUP);
    private static final CommandOption ACCOUNT = CommandOption.of(
                    "account", "ID", "the account the role is in, 12 digits")
            .in(ROLE_GROUP);
    private static final CommandOption ROLE = CommandOption.of(
                    "role", "NAME", "the role's name, with its path if it has one")
            .in(ROLE_GROUP);
    private static final CommandOption ROLE_SESSION_NAME = CommandOption.of(
                    "role-session-name", "NAME", "what audit logs will call you (default: your user name)")
            .in(SESSION_GROUP);
    private static final CommandOption DURATION_SECONDS = CommandOption.of(
                    "duration-seconds", "N", "how long the keys last: 900 to 43200, or 15m to 12h (default: 1h)")
            .in(SESSION_GROUP);
    private static final CommandOption EXTERNAL_ID = CommandOption.of(
                    "external-id", "ID", "what the role's owner has agreed with you")
            .in(SESSION_GROUP);
    private static final CommandOption SERIAL_NUMBER = CommandOption.of(
                    "serial-number", "MFA", "the ARN or serial number of your MFA device")
            .in(SESSION_GROUP);
    private static final CommandOption SOURCE_IDENTITY = CommandOption.of(
                    "source-identity", "NAME", "who is behind this session, and all that are chained from it")
            .in(SESSION_GROUP);
    private static final CommandOption POLICY = CommandOption.of(
                    "policy", "JSON", "a policy that narrows the session down, or file://PATH of one")
            .in(SESSION_GROUP);
    private static final CommandOption POLICY_ARN = CommandOption.of(
                    "policy-arn", "ARN", "a managed policy that does so")
            .in(SESSION_GROUP)
            .repeatable();
    private static final CommandOption TAG = CommandOption.of("tag", "KEY=VALUE", "a session tag")
            .in(SESSION_GROUP)
            .repeatable();
    private static final CommandOption TRANSITIVE_TAG_KEY = CommandOption.of(
                    "transitive-tag-key", "KEY", "a tag that chained sessions inherit")
            .in(SESSION_GROUP)
            .repeatable();
    private static final CommandOption PROFILE =
            CommandOption.of("profile", "NAME", "the same as PROFILE").in(CALL_GROUP);
    private static final CommandOption REGION = CommandOption.of(
                    RegionOption.NAME, "NAME", "the region whose STS is called, and that is loaded with the keys")
            .in(CALL_GROUP);
    private static final CommandOption LIST = CommandOption.flag(
                    "list", "the profiles there are, in place of assuming one (--format json for scripts)")
            .in(OUTPUT_GROUP);

    static final Command COMMAND = new Command(
            "assume",
            """
            Assume an AWS role and print its temporary keys as commands for your shell, or run a command with them.

            Usage: assume [OPTIONS] [PROFILE] [-- COMMAND [ARG...]]

              source <(jbang assume@org dev)
              source <(jbang assume@org redbeard --account 123456789123 --role OrganizationAccountAccessRole)
              jbang assume@org dev -- aws s3 ls

            PROFILE, or --profile, or AWS_PROFILE, or AWS_DEFAULT_PROFILE, is a profile that names a role, or one whose
            keys sign for the role that the options name. In a shell that assume has loaded a profile into, that profile
            is meant where none is named. Without any of them the SDK's default chain finds the keys that sign.

            """,
            ROLE_ARN,
            ACCOUNT,
            ROLE,
            ROLE_SESSION_NAME,
            DURATION_SECONDS,
            EXTERNAL_ID,
            SERIAL_NUMBER,
            StsOptions.TOKEN_CODE.in(SESSION_GROUP),
            StsOptions.NO_SESSION.in(SESSION_GROUP),
            SOURCE_IDENTITY,
            POLICY,
            POLICY_ARN,
            TAG,
            TRANSITIVE_TAG_KEY,
            PROFILE,
            REGION,
            StsOptions.ENDPOINT_URL.in(CALL_GROUP),
            StsOptions.CA_BUNDLE.in(CALL_GROUP),
            StsOptions.REFRESH.in(CALL_GROUP),
            StsOptions.NO_CACHE.in(CALL_GROUP),
            LIST,
            CredentialFormat.OPTION.in(OUTPUT_GROUP));

    private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");
    private static final Pattern ROLE_NAME = Pattern.compile("/?" + RoleRequest.ROLE_NAME);
    private static final Pattern EXTERNAL_ID_FORM = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
    private static final Pattern SERIAL_NUMBER_FORM = Pattern.compile("[\\w+=/:,.@-]{9,256}");
    private static final Pattern POLICY_ARN_FORM = Pattern.compile("arn:aws[a-z-]*:iam::(?:\\d{12}|aws):policy/[!-~]+");
    private static final String FILE_URL = "file://";

    public static void main(String[] args) {
        int status = run(NativeText.arguments(args), Command.World.real());
        Runtime.getRuntime()
                .halt(Rehearsal.after(status, assume::run, "--role-arn", "arn:aws:iam::123456789123:role/Developer"));
    }

    /**
     * @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong; after {@code -- COMMAND} that command's
     *     own
     */
    static int run(String[] args, Command.World world) {
        return run(args, world, () -> {});
    }

    /**
     * The same.
     *
     * @param notCached is called before anything is done for which the cache does not do
     */
    static int run(String[] args, Command.World world, Runnable notCached) {
        int dashes = Arrays.asList(args).indexOf("--");
        String[] own = dashes < 0 ? args : Arrays.copyOf(args, dashes);
        Optional<List<String>> command =
                dashes < 0 ? Optional.empty() : Optional.of(List.of(args).subList(dashes + 1, args.length));
        boolean isForShell = command.isEmpty() && !List.of(own).contains("--" + LIST.name());
        return COMMAND.run(own, world, isForShell ? Shell.ENV : Shell.NONE, arguments -> {
            requireCommand(arguments, command);
            if (arguments.has(LIST)) {
                notCached.run();
                return list(arguments, world.env(), command.isPresent());
            }
            return new assume(arguments, world).load(command, notCached);
        });
    }

    private final Arguments arguments;
    private final Command.World world;
    private final Profiles profiles;
    private final LoadedProfile loaded;
    private final String profile;
    private final Map<String, String> env;

    private assume(Arguments arguments, Command.World world) {
        this.arguments = arguments;
        this.world = world;
        this.profiles = Profiles.read(world.env());
        this.loaded = LoadedProfile.of(world.env(), profiles);
        this.profile = profile();
        this.env = loaded.environmentFor(profile, world.env());
    }

    /**
     * PROFILE or {@code --profile}, else AWS_PROFILE, AWS_DEFAULT_PROFILE, the profile that this shell was loaded with,
     * or null.
     */
    private String profile() {
        Optional<String> argument = arguments.argument("PROFILE");
        Optional<String> option = arguments.value(PROFILE);
        if (argument.isPresent() && option.isPresent() && !argument.equals(option)) {
            throw Failure.usage("two profiles are given, " + Text.quoted(argument.get()) + " and --profile "
                    + Text.quoted(option.get()) + "; give one");
        }
        return argument.or(() -> option)
                .or(() -> Optional.ofNullable(
                        Text.first(world.env().get("AWS_PROFILE"), world.env().get("AWS_DEFAULT_PROFILE"))))
                .or(loaded::profile)
                .orElse(null);
    }

    private Command.Result load(Optional<List<String>> command, Runnable notCached) {
        CredentialFormat format = CredentialFormat.of(arguments);
        RoleRequest request = request();
        CredentialResolver resolver = StsOptions.resolver(arguments, world.with(env), profiles, profile);
        SessionCredentials credentials = credentials(resolver, request, notCached);
        Map<String, String> change = environmentChange(credentials);
        if (command.isPresent()) {
            resolver.passOverCode();
            Map<String, String> changed = ChildProcess.environment(world.env(), change);
            return new Command.Result("", null, ChildProcess.run("assume", command.get(), changed, world.err()));
        }
        String who = Text.first(change.get("AWS_ASSUMED_ROLE"), "the credentials of profile " + profile);
        return new Command.Result(format.render(credentials, change), who + " " + credentials.until());
    }

    private SessionCredentials credentials(CredentialResolver resolver, RoleRequest request, Runnable notCached) {
        boolean isRole = request.roleArn().isPresent()
                || (profile != null && !profiles.rolesTo(profile).isEmpty());
        if (!isRole) {
            if (!resolver.isSignOnCached(profile)) {
                notCached.run();
            }
            return ownCredentials(resolver, request);
        }
        return resolver.cached(profile, request).orElseGet(() -> {
            notCached.run();
            return resolver.assumeRoleAfresh(profile, request);
        });
    }

    /**
     * For a profile that names no role to be assumed with keys: the credentials it has, if these are temporary ones.
     */
    private SessionCredentials ownCredentials(CredentialResolver resolver, RoleRequest request) {
        if (profile == null) {
            throw Failure.usage(
                    "which role? Give a PROFILE that names one, or --role-arn ARN, or --account ID and --role"
                            + " NAME");
        }
        if (profiles.kind(profile) == Profiles.Kind.WEB_IDENTITY) {
            return resolver.assumeRoleWithWebIdentity(profile, request);
        }
        SessionCredentials own = resolver.resolve(profile);
        if (own.isLongLived()) {
            return mfaSession(resolver, own, request);
        }
        if (!request.isEmpty()) {
            throw Failure.usage("profile " + profile
                    + " has credentials of its own and names no role, so there is no session that these options could"
                    + " shape; leave them out");
        }
        if (own.isExpired()) {
            throw Failure.of(
                    "the credentials of profile " + profile + " " + own.until() + "; renew them where they come from");
        }
        return own;
    }

    /** For a profile that has but a user's long-lived keys: their session, which a code of its MFA device gives. */
    private SessionCredentials mfaSession(CredentialResolver resolver, SessionCredentials own, RoleRequest request) {
        Optional<SessionCredentials> session = arguments.has(StsOptions.NO_SESSION)
                ? Optional.empty()
                : resolver.mfaSession(profile, own, request, arguments.has(StsOptions.REFRESH));
        return session.orElseThrow(() -> Failure.usage("profile " + profile
                + " has long-lived keys and names no role; give --role-arn ARN, or --account ID and --role NAME"
                + " (those of the last time are not remembered), or --serial-number for its MFA session"));
    }

    private Map<String, String> environmentChange(SessionCredentials credentials) {
        String profileRegion = profile == null ? null : profiles.get(profile, "region");
        String region = StsOptions.region(arguments).orElse(hasOwnRegion() ? null : profileRegion);
        Map<String, String> change = credentials.environmentChange(region);
        if (region == null && loaded.hasRegionOfAnother(profile)) {
            change.put("AWS_REGION", null);
            change.put("AWS_DEFAULT_REGION", null);
        }
        SessionCredentials.AssumedRole role = credentials.assumedRole();
        change.put("AWS_ASSUMED_ROLE", role == null ? null : role.arn());
        change.put("AWS_ASSUMED_PROFILE", profile);
        return change;
    }

    /** Whether the environment names a region: as for the AWS CLI, that one counts, and it stays. */
    private boolean hasOwnRegion() {
        return Text.first(env.get("AWS_REGION"), env.get("AWS_DEFAULT_REGION")) != null;
    }

    /** Whether this shell already has the profile that is to be loaded. */
    private boolean isReload() {
        return loaded.profile().isPresent() && loaded.profile().get().equals(profile);
    }

    /** Whether no profile is named anywhere, so that it is the loaded one that is meant. */
    private boolean isRepetition() {
        return isReload() && !arguments.hasArgument() && !arguments.has(PROFILE);
    }

    /** What the options say, checked before anybody is called; without what they leave open. */
    private RoleRequest request() {
        Optional<String> name = arguments
                .value(ROLE_SESSION_NAME)
                .map(value -> RoleRequest.requireSessionName("--role-session-name", value))
                .or(() -> isRepetition() ? loaded.sessionName() : Optional.empty());
        var session = new RoleRequest.Session(
                name,
                arguments
                        .value(DURATION_SECONDS)
                        .map(value ->
                                SessionDuration.require("--duration-seconds", value, SessionDuration.LONGEST_OF_ROLE)),
                arguments
                        .value(SOURCE_IDENTITY)
                        .map(value -> RoleRequest.requireSourceIdentity("--source-identity", value)),
                arguments.values(TAG).stream()
                        .map(tag -> RoleRequest.requireTag("--tag", tag))
                        .toList(),
                arguments.values(TRANSITIVE_TAG_KEY));
        var conditions = new RoleRequest.Conditions(
                arguments.value(EXTERNAL_ID, EXTERNAL_ID_FORM, "2 to 1224 letters, digits and _+=,.@:/-"),
                arguments.value(
                        SERIAL_NUMBER, SERIAL_NUMBER_FORM, "arn:aws:iam::123456789123:mfa/NAME or a device's number"));
        var restriction =
                new RoleRequest.Restriction(arguments.value(POLICY).map(assume::policy), arguments.values(POLICY_ARN));
        for (String arn : restriction.policyArns()) {
            Arguments.requireMatch("--policy-arn", arn, POLICY_ARN_FORM, "arn:aws:iam::aws:policy/NAME");
        }
        return new RoleRequest(roleArn(), session, conditions, restriction);
    }

    /** A role's ARN, as it is given or put together from account and name; empty when the options name none. */
    private Optional<String> roleArn() {
        Optional<String> arn = arguments.value(ROLE_ARN);
        Optional<String> account = arguments.value(ACCOUNT, ACCOUNT_ID, "12 digits");
        Optional<String> role = arguments.value(
                ROLE, ROLE_NAME, "a name of up to 64 letters, digits and _+=,.@- (with its path, if it has one)");
        if (arn.isPresent() && (account.isPresent() || role.isPresent())) {
            throw Failure.usage("--role-arn already names the account and the role; leave out --account and --role");
        }
        if (arn.isPresent()) {
            return Optional.of(RoleRequest.requireRoleArn("--role-arn", arn.get()));
        }
        if (account.isEmpty() && role.isEmpty()) {
            return Optional.empty();
        }
        if (account.isEmpty()) {
            throw Failure.usage("--role needs the --account it is in");
        }
        if (role.isEmpty()) {
            throw Failure.usage("--account needs the --role to assume there");
        }
        String region = Endpoint.region(StsOptions.region(arguments), env, profiles.get(profile, "region"));
        return Optional.of("arn:" + Endpoint.partition(region) + ":iam::" + account.get() + ":role/"
                + role.get().replaceFirst("^/", ""));
    }

    /** A session policy: the JSON itself, or that of {@code file://PATH}, as the AWS CLI has it. */
    private static String policy(String given) {
        try {
            boolean isFile = given.startsWith(FILE_URL);
            return RoleRequest.requirePolicy(
                    isFile ? Files.readString(FilePath.of(given.substring(FILE_URL.length()))) : given);
        } catch (IOException e) {
            throw new Failure(
                    2,
                    "--policy " + Text.quoted(given) + " cannot be read; file:// is followed by the path of a file",
                    e);
        }
    }

    private static void requireCommand(Arguments arguments, Optional<List<String>> command) {
        if (command.isPresent() && command.get().isEmpty()) {
            throw Failure.usage("there is no COMMAND after --");
        }
        if (command.isPresent() && arguments.has(CredentialFormat.OPTION)) {
            throw Failure.usage("--format is for printing, and COMMAND is given the keys without; leave it out");
        }
    }

    private static Command.Result list(Arguments arguments, Map<String, String> env, boolean hasCommand) {
        if (hasCommand || arguments.hasArgument()) {
            throw Failure.usage("--list lists all profiles and does nothing else; leave out PROFILE and COMMAND");
        }
        Profiles profiles = Profiles.read(env);
        String format = CredentialFormat.of(arguments).name();
        if (arguments.has(CredentialFormat.OPTION) && !format.equals("json")) {
            throw Failure.usage(
                    "--list is a table, or with --format json a list for scripts; there is no other format of" + " it");
        }
        boolean isJson = format.equals("json");
        return new Command.Result(isJson ? ProfileList.json(profiles) : ProfileList.table(profiles), null);
    }
}
