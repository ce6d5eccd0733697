///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Assume an AWS role with the keys of a profile, and print the temporary keys as shell commands
//JAVA 17+
//SOURCES lib/RoleOptions.java lib/StsOptions.java lib/CredentialFormat.java lib/LoadedProfile.java
//SOURCES lib/ProfileList.java lib/Status.java lib/Forget.java lib/ProfileChooser.java lib/RecentProfiles.java
//SOURCES lib/ChildProcess.java lib/RenewedShell.java lib/RenewingCommand.java lib/Rehearsal.java
//CDS

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * From a profile or a role to its temporary credentials, as commands for this shell or for one COMMAND. Part 3 of
 * LESSON.md, {@code AWS_PROFILE=redbeard aws sts assume-role --role-arn ... --role-session-name ...}, and, unless
 * {@code --format json} is given, part 5 as well.
 */
class assume {
    private static final String CALL_GROUP = "The call";
    private static final String INSTEAD_GROUP = "In place of assuming a role";
    private static final String OUTPUT_GROUP = "The output";

    private static final CommandOption PROFILE =
            CommandOption.of("profile", "NAME", "the same as PROFILE").in(CALL_GROUP);
    private static final CommandOption REGION = CommandOption.of(
                    RegionOption.NAME, "NAME", "the region whose STS is called, and that is loaded with the keys")
            .in(CALL_GROUP);
    private static final String HELP = """
        Assume an AWS role and print its temporary keys as commands for your shell, or run a command with them.

        Usage: assume [OPTIONS] [PROFILE] [-- COMMAND [ARG...]]

          source <(jbang assume@org dev)
          source <(jbang assume@org redbeard --account 123456789123 --role OrganizationAccountAccessRole)
          jbang assume@org dev -- aws s3 ls

        PROFILE, or --profile, or AWS_PROFILE, or AWS_DEFAULT_PROFILE, is a profile that names a role, or one whose
        keys sign for the role that the options name. In a shell that assume has loaded a profile into, that profile
        is meant where none is named. Without any of them the SDK's default chain finds the keys that sign.

        """;

    static final Command COMMAND = new Command(
                    "assume",
                    HELP,
                    RoleOptions.ROLE_ARN,
                    RoleOptions.ACCOUNT,
                    RoleOptions.ROLE,
                    RoleOptions.ROLE_SESSION_NAME,
                    RoleOptions.DURATION_SECONDS,
                    RoleOptions.EXTERNAL_ID,
                    RoleOptions.SERIAL_NUMBER,
                    StsOptions.TOKEN_CODE.in(RoleOptions.SESSION_GROUP),
                    StsOptions.NO_SESSION.in(RoleOptions.SESSION_GROUP),
                    RoleOptions.SOURCE_IDENTITY,
                    RoleOptions.POLICY,
                    RoleOptions.POLICY_ARN,
                    RoleOptions.TAG,
                    RoleOptions.TRANSITIVE_TAG_KEY,
                    PROFILE,
                    REGION,
                    StsOptions.ENDPOINT_URL.in(CALL_GROUP),
                    StsOptions.CA_BUNDLE.in(CALL_GROUP),
                    StsOptions.REFRESH.in(CALL_GROUP),
                    StsOptions.NO_CACHE.in(CALL_GROUP),
                    ProfileList.OPTION.in(INSTEAD_GROUP),
                    Status.OPTION.in(INSTEAD_GROUP),
                    Forget.OPTION.in(INSTEAD_GROUP),
                    RenewingCommand.OPTION.in(OUTPUT_GROUP),
                    CredentialFormat.OPTION.in(OUTPUT_GROUP))
            .runsCommandAfter(1);

    /** What is printed for these is for no shell to run. */
    private static final List<CommandOption> INSTEAD = List.of(ProfileList.OPTION, Status.OPTION, Forget.OPTION);

    public static void main(String[] args) {
        int status = run(NativeText.arguments(args), Command.world());
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
        boolean isForShell = command.isEmpty()
                && INSTEAD.stream().noneMatch(option -> List.of(own).contains("--" + option.name()));
        return COMMAND.run(own, world, isForShell ? Shell.ENV : Shell.NONE, arguments -> {
            requireCommand(arguments, command);
            return instead(arguments, world, notCached).orElseGet(() -> {
                requireDashes(arguments.words(), own);
                return new assume(arguments, world, Optional.empty(), notCached).load(command, notCached);
            });
        });
    }

    /** What {@code --list}, {@code --status} or {@code --forget} does; empty where a role is to be assumed. */
    private static Optional<Command.Result> instead(Arguments arguments, Command.World world, Runnable notCached) {
        if (arguments.has(Status.OPTION)) {
            return Optional.of(Status.run(arguments, world.env()));
        }
        if (arguments.has(ProfileList.OPTION)) {
            notCached.run();
            return Optional.of(ProfileList.run(arguments, world.env()));
        }
        if (arguments.has(Forget.OPTION)) {
            notCached.run();
            return Optional.of(Forget.run(arguments, given(arguments), world));
        }
        return Optional.empty();
    }

    private final Arguments arguments;
    private final Command.World world;
    private final Profiles profiles;
    private final LoadedProfile loaded;
    private final String profile;
    private final Map<String, String> env;

    /** @param fixed the profile, where it has been found out already */
    private assume(Arguments arguments, Command.World world, Optional<String> fixed, Runnable notCached) {
        this.arguments = arguments;
        this.world = world;
        this.profiles = Profiles.read(world.env());
        this.loaded = LoadedProfile.of(world.env(), profiles);
        this.profile = fixed.or(this::named).or(() -> chosen(notCached)).orElse(null);
        this.env = loaded.environmentFor(profile, world.env());
    }

    /** PROFILE or {@code --profile}. */
    private static Optional<String> given(Arguments arguments) {
        Optional<String> argument = arguments.argument("PROFILE");
        Optional<String> option = arguments.value(PROFILE);
        if (argument.isPresent() && option.isPresent() && !argument.equals(option)) {
            throw Failure.usage("two profiles are given, " + Text.quoted(argument.get()) + " and --profile "
                    + Text.quoted(option.get()) + "; give one");
        }
        return argument.or(() -> option);
    }

    /** What follows a profile can only be meant as a COMMAND. */
    private static void requireDashes(List<String> words, String[] args) {
        if (words.size() > 1) {
            String all = words.stream().map(Text::quoted).collect(Collectors.joining(" "));
            throw Failure.usage("one PROFILE is expected, but there are " + words.size() + ": " + all
                    + COMMAND.withDashes(args, COMMAND.commandWithoutDashes(args)));
        }
    }

    /** The one that is given, else AWS_PROFILE, AWS_DEFAULT_PROFILE, or what this shell was loaded with. */
    private Optional<String> named() {
        Optional<String> variable = Optional.ofNullable(
                Text.first(world.env().get("AWS_PROFILE"), world.env().get("AWS_DEFAULT_PROFILE")));
        // Below assume --renew, AWS_PROFILE may be one that means what is loaded.
        boolean isLoaded = variable.filter(name -> RenewedShell.isOwnProfile(name, world.env()))
                .isPresent();
        return given(arguments)
                .or(() -> isLoaded ? loaded.profile() : Optional.empty())
                .or(() -> variable)
                .or(loaded::profile);
    }

    /** A person who has named neither a profile nor a role is shown a list. */
    private Optional<String> chosen(Runnable notCached) {
        if (RoleOptions.nameRole(arguments) || !ProfileChooser.isPossible(world, profiles)) {
            return Optional.empty();
        }
        // Whatever else is wrong is said before anybody has chosen.
        CredentialFormat.of(arguments);
        RoleOptions.request(arguments, Optional.empty(), () -> "aws");
        // From here on it is for one JVM alone, and the first of the launcher's two has not all that it takes.
        notCached.run();
        return ProfileChooser.choose(world, profiles);
    }

    private Command.Result load(Optional<List<String>> command, Runnable notCached) {
        CredentialFormat format = CredentialFormat.of(arguments);
        Optional<CredentialServer.Form> renewal = RenewingCommand.form(arguments, command.isPresent());
        renewal.ifPresent(form -> notCached.run());
        RoleRequest request = RoleOptions.request(
                arguments, isRepetition() ? loaded.sessionName() : Optional.empty(), this::partition);
        CredentialResolver resolver = StsOptions.resolver(arguments, world.with(env), profiles, profile);
        SessionCredentials credentials = credentials(resolver, request, notCached);
        boolean isNamed = profile != null && !RenewedShell.isOwnProfile(profile, world.env());
        if (isNamed && !arguments.has(StsOptions.NO_CACHE)) {
            new RecentProfiles(world.env()).add(profile);
        }
        Map<String, String> change = environmentChange(credentials);
        if (command.isPresent()) {
            resolver.passOverCode();
            Map<String, String> changed = ChildProcess.environment(world.env(), change);
            int status = renewal.isPresent()
                    ? new RenewingCommand(renewal.get(), command.get(), profiles)
                            .run(changed, renewed(credentials, request), world)
                    : ChildProcess.run("assume", command.get(), changed, world.err());
            return new Command.Result("", null, status);
        }
        String who = Text.first(change.get("AWS_ASSUMED_ROLE"), "the credentials of profile " + profile);
        return new Command.Result(format.render(credentials, change), who + " " + credentials.until());
    }

    /**
     * {@code first}, and those after them: found as these were, in the files as they are by then, but nobody is
     * prompted for a code.
     */
    private RenewedCredentials renewed(SessionCredentials first, RoleRequest request) {
        Arguments again = arguments.without(StsOptions.REFRESH, StsOptions.TOKEN_CODE);
        String instead = RenewingCommand.codeElsewhere(again, profile, PROFILE);
        return new RenewedCredentials(
                first,
                () -> {
                    var later = new assume(again, world, Optional.ofNullable(profile), () -> {});
                    CredentialResolver resolver =
                            StsOptions.resolver(again, world.with(later.env), later.profiles, profile);
                    resolver.leaveTerminal(instead);
                    return later.credentials(resolver, request, () -> {});
                },
                message -> COMMAND.warn(world, message));
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
        boolean isRenewed = RenewedShell.isOwnProfile(profile, world.env());
        if (isRenewed && role == null) { // it is what is loaded, once more, and the variables say what that is
            change.remove("AWS_ASSUMED_ROLE");
            change.remove("AWS_ASSUMED_PROFILE");
            return change;
        }
        change.put("AWS_ASSUMED_ROLE", role == null ? null : role.arn());
        change.put("AWS_ASSUMED_PROFILE", isRenewed ? null : profile);
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

    private String partition() {
        return Endpoint.partition(Endpoint.region(StsOptions.region(arguments), env, profiles.get(profile, "region")));
    }

    private static void requireCommand(Arguments arguments, Optional<List<String>> command) {
        if (command.isPresent() && command.get().isEmpty()) {
            throw Failure.usage("there is no COMMAND after --");
        }
        List<CommandOption> instead = INSTEAD.stream().filter(arguments::has).toList();
        if (instead.size() > 1 || (instead.size() == 1 && command.isPresent())) {
            throw Failure.usage("--" + instead.get(0).name() + " does nothing else; leave out "
                    + (command.isPresent() ? "COMMAND" : "--" + instead.get(1).name()));
        }
        if (command.isPresent() && arguments.has(CredentialFormat.OPTION)) {
            throw Failure.usage("--format is for printing, and COMMAND is given the keys without; leave it out");
        }
    }
}
