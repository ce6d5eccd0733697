//SOURCES ChosenAccounts.java ChosenProfiles.java AccountKeys.java ProfileKeys.java Launcher.java
//SOURCES ../lib/LoadedProfile.java ../lib/StsOptions.java

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who is to run COMMAND, and with whose credentials: the options that say so, put together with the environment. */
final class Assignments {
    private static final String DEFAULT_ROLE = "OrganizationAccountAccessRole";

    static final CommandOption ROLE =
            CommandOption.of("role", "NAME", "the role to assume in each account (default:\n" + DEFAULT_ROLE + ")");
    static final CommandOption EXCLUDE = CommandOption.of(
                    "exclude", "GLOBS", "but not these: accounts by number or name, or profiles")
            .repeatable();
    static final CommandOption REGION = CommandOption.of(
                    RegionOption.NAME, "NAME", "the region for COMMAND; with several it runs in each of them")
            .repeatable();
    static final CommandOption PROFILE =
            CommandOption.of("profile", "NAME", "whose keys list the accounts and assume the role in them");
    static final CommandOption ENDPOINT_URL =
            CommandOption.of(StsOptions.ENDPOINT_URL.name(), "URL", "an STS and an Organizations other than AWS's own");

    private static final Pattern ROLE_NAME = Pattern.compile("/?" + RoleRequest.ROLE_NAME);

    /**
     * What is to be done.
     *
     * @param accounts tells which account credentials are of, where the choice does not
     * @param who whose credentials COMMAND gets, for people
     */
    record Assignment(Choice choice, Keys keys, Launcher.Accounts accounts, String who) {}

    private final Arguments arguments;
    private final Command.World world;
    private final Screen screen;
    private final Profiles profiles;
    private final LoadedProfile loaded;

    Assignments(Arguments arguments, Command.World world, Screen screen) {
        this.arguments = arguments;
        this.world = world;
        this.screen = screen;
        this.profiles = Profiles.read(world.env());
        this.loaded = LoadedProfile.of(world.env(), profiles);
    }

    /** @throws Failure when the options are wrong, or nothing is left to do */
    Assignment make() {
        boolean isByProfile = arguments.has(ChosenProfiles.PROFILES);
        if (!isByProfile && !ChosenAccounts.isMeant(arguments)) {
            throw Failure.usage("which accounts? Give --profiles, --accounts, --accounts-file or --organization");
        }
        requireRegions();
        Assignment assignment = isByProfile ? byProfile() : byAccount();
        if (assignment.choice().targets().isEmpty()) {
            List<String> leftOut = assignment.choice().leftOut();
            throw Failure.of("there is no account to run in"
                    + (leftOut.isEmpty() ? "" : "; left out: " + String.join(", ", leftOut)));
        }
        return assignment;
    }

    private Assignment byProfile() {
        Stream.of(
                        ChosenAccounts.ACCOUNTS,
                        ChosenAccounts.ACCOUNTS_FILE,
                        ChosenAccounts.ORGANIZATION,
                        ChosenAccounts.OU,
                        ROLE,
                        PROFILE)
                .filter(arguments::has)
                .findFirst()
                .ifPresent(option -> {
                    throw Failure.usage("--profiles says whose credentials COMMAND gets; leave out --" + option.name());
                });
        ProfileKeys keys = new ProfileKeys(arguments, world, profiles, screen);
        Choice choice = complete(
                ChosenProfiles.choose(arguments, profiles),
                target -> region(target.profile().orElseThrow()));
        return new Assignment(choice, keys, keys::account, "the credentials of each profile");
    }

    private Assignment byAccount() {
        Map<String, String> env = world.env();
        String profile = Text.first(
                arguments.value(PROFILE).orElse(null), env.get("AWS_PROFILE"), env.get("AWS_DEFAULT_PROFILE"));
        Command.World own = world.with(loaded.environmentFor(profile, env));
        Sts sts = StsOptions.patientSts(arguments, own.env(), profiles, profile);
        SigningCaller caller = new SigningCaller(
                profile,
                StsOptions.resolver(arguments, own, profiles, profile, sts),
                sts,
                StsOptions.cache(arguments, world));
        String role = arguments
                .value(ROLE, ROLE_NAME, "a role's name, with its path if it has one")
                .orElse(DEFAULT_ROLE)
                .replaceFirst("^/", "");
        Choice choice = complete(chosenAccounts(caller, own.env(), profile), target -> region(profile));
        AccountKeys keys = new AccountKeys(
                caller,
                new AccountKeys.RoleName(partition(caller, own.env(), profile), role),
                StsOptions.cache(arguments, world),
                arguments.value(ENDPOINT_URL),
                RoleRequest.defaultSessionName(env));
        String who = "the role " + role + " in each account, assumed with " + caller.description();
        return new Assignment(choice, keys, (target, credentials) -> "", who);
    }

    private Choice chosenAccounts(SigningCaller caller, Map<String, String> env, String profile) {
        Endpoint endpoint =
                StsOptions.endpoint(arguments, env, profiles, profile, OrganizationCall.SERVICE, Optional.empty());
        Network network = StsOptions.network(arguments, env, profiles, profile);
        return new ChosenAccounts(
                        arguments,
                        world.in(),
                        caller,
                        patience -> new Organization(new OrganizationCall(
                                OrganizationCall.Place.of(endpoint), network, caller.signer(), patience)))
                .choose(line -> Command.debug(world, arguments, line));
    }

    /** The caller's own, as its session tells, or else that of the region. */
    private String partition(SigningCaller caller, Map<String, String> env, String profile) {
        Optional<String> region = arguments.values(REGION).stream().findFirst();
        return caller.partition()
                .orElseGet(() -> Endpoint.partition(Endpoint.region(region, env, profiles.get(profile, "region"))));
    }

    /** What was chosen, without what is excluded, and in every region. */
    private Choice complete(Choice chosen, Function<Target, Optional<String>> otherRegion) {
        List<Glob> excluded = Glob.all(arguments.values(EXCLUDE));
        for (String glob : chosen.unmatched(excluded)) {
            screen.say("each: --exclude " + Text.quoted(glob) + " leaves out nothing");
        }
        Set<String> regions = new LinkedHashSet<>(arguments.values(REGION));
        return chosen.without(excluded)
                .in(target ->
                        regions.isEmpty() ? otherRegion.apply(target).stream().toList() : List.copyOf(regions));
    }

    private void requireRegions() {
        for (String region : arguments.values(REGION)) {
            RegionOption.require("--" + REGION.name(), region);
        }
    }

    /** COMMAND's region where no option names one: the environment's, unless another profile brought it, or its own. */
    private Optional<String> region(String profile) {
        Map<String, String> env = loaded.environmentFor(profile, world.env());
        String own = profile == null || !profiles.isReadable(profile) ? null : profiles.get(profile, "region");
        return Optional.ofNullable(Text.first(env.get("AWS_REGION"), env.get("AWS_DEFAULT_REGION"), own));
    }
}
