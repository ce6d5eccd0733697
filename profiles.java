///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Write a profile into ~/.aws/config for every account and role that AWS's single sign-on gives you
//JAVA 17+
//SOURCES lib/SsoOptions.java lib/PortalAccess.java lib/RoleProfiles.java lib/ConfigEdit.java lib/StsOptions.java
//CDS

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a profile for each role of a single sign-on, in lines of ~/.aws/config that are its own. */
class profiles {
    private static final String WHICH_GROUP = "Which";
    private static final String HOW_GROUP = "What becomes of them (without one of these, they are printed)";

    private static final CommandOption NAME = CommandOption.of(
                    "name",
                    "TEMPLATE",
                    "what each is called (default: " + ProfileNames.DEFAULT_TEMPLATE + "); there is\n"
                            + "{account_id} and {account_email}, too")
            .in(WHICH_GROUP);
    private static final CommandOption INCLUDE = CommandOption.of("include", "GLOB", "only those of such a name")
            .in(WHICH_GROUP)
            .repeatable();
    private static final CommandOption EXCLUDE = CommandOption.of("exclude", "GLOB", "none of such a name")
            .in(WHICH_GROUP)
            .repeatable();
    private static final CommandOption SET = CommandOption.of(
                    "set", "KEY=VALUE", "what each is to say besides, such as region=eu-west-1")
            .in(WHICH_GROUP)
            .repeatable();
    private static final CommandOption DIFF = CommandOption.flag(
                    "diff", "show what --write would change; as with diff, the status is 1 if it would")
            .in(HOW_GROUP);
    private static final CommandOption WRITE = CommandOption.flag(
                    "write", "write them to ~/.aws/config, and leave there what is not among them any more")
            .in(HOW_GROUP);
    private static final CommandOption PRUNE = CommandOption.flag(
                    "prune", "the same, and remove what is not among them; with --diff, show that")
            .in(HOW_GROUP);

    static final Command COMMAND = new Command(
            "profiles",
            """
            Make a profile for every account and role that IAM Identity Center, AWS's single sign-on, gives you.

            Usage: profiles [OPTIONS] [--sso-session NAME | --start-url URL --sso-region NAME] [--diff | --write | \
            --prune]

              jbang profiles@org --start-url https://corp.awsapps.com/start --sso-region eu-west-1 --write
              jbang profiles@org --sso-session corp --include 'prod*' --name '{account_id}-{role_name}'
              jbang profiles@org --prune

            They stand between two marker lines of ~/.aws/config, for each session two of its own. All other lines
            stay as they are, and a profile that one of them has already is not made. Lines that you add to a profile
            stay, too.

            """,
            SsoOptions.SSO_SESSION,
            SsoOptions.START_URL,
            SsoOptions.SSO_REGION,
            StsOptions.CA_BUNDLE,
            NAME,
            INCLUDE,
            EXCLUDE,
            SET,
            DIFF,
            WRITE,
            PRUNE);

    private static final Pattern SETTING = Pattern.compile("([a-z][a-z0-9_]*)=(\\P{Cntrl}*\\S)");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern ROLE = Pattern.compile("[\\w+=,.@-]+");
    private static final int STDERR = 2;

    /** What somebody wants. */
    private record Wish(
            ProfileNames names,
            List<PathMatcher> included,
            List<PathMatcher> excluded,
            Map<String, String> settings,
            boolean isShown,
            boolean isWritten,
            RoleProfiles.Rest rest) {

        Wish saying(Map<String, String> settings) {
            return new Wish(names, included, excluded, settings, isShown, isWritten, rest);
        }

        /** Whether a role whose profile would have this name is wanted. */
        boolean isFor(String name) {
            Path path = path(name);
            return (included.isEmpty() || included.stream().anyMatch(glob -> glob.matches(path)))
                    && excluded.stream().noneMatch(glob -> glob.matches(path));
        }
    }

    private profiles() {}

    public static void main(String[] args) {
        Runtime.getRuntime().halt(run(NativeText.arguments(args), Command.world()));
    }

    /** @return the exit status: 0 done, 1 it failed or --diff shows something, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return COMMAND.run(args, world, Shell.NONE, arguments -> {
            arguments.requireNoArgument("--sso-session NAME says whose profiles");
            Wish wish = wish(arguments);
            Map<String, String> env = world.env();
            Profiles profiles = Profiles.read(env);
            SsoOptions.Chosen chosen = SsoOptions.shared(arguments, env, profiles);
            requireOneLine(chosen.session());
            var service = new SsoService(
                    env, profiles, chosen.settings(), StsOptions.network(arguments, env, profiles, chosen.settings()));
            Map<String, String> settings = addresses(
                    env, profiles, Optional.ofNullable(chosen.settings()).orElse("default"));
            settings.putAll(wish.settings());
            return run(
                    wish.saying(settings),
                    world,
                    profiles,
                    new PortalAccess(world, profiles, chosen.session(), service));
        });
    }

    private static Wish wish(Arguments arguments) {
        if (arguments.has(WRITE) && (arguments.has(DIFF) || arguments.has(PRUNE))) {
            throw Failure.usage(
                    "--write, --diff and --prune each say what becomes of the profiles; give one of them, or"
                            + " --diff and --prune to see what --prune would change");
        }
        return new Wish(
                ProfileNames.of(arguments.value(NAME).orElse(ProfileNames.DEFAULT_TEMPLATE)),
                globs(arguments, INCLUDE),
                globs(arguments, EXCLUDE),
                settings(arguments.values(SET)),
                arguments.has(DIFF),
                (arguments.has(WRITE) || arguments.has(PRUNE)) && !arguments.has(DIFF),
                arguments.has(PRUNE) ? RoleProfiles.Rest.IS_REMOVED : RoleProfiles.Rest.STAYS);
    }

    private static List<PathMatcher> globs(Arguments arguments, CommandOption option) {
        return arguments.values(option).stream().map(glob -> glob(option, glob)).toList();
    }

    private static PathMatcher glob(CommandOption option, String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + flat(glob));
        } catch (PatternSyntaxException e) {
            throw Failure.usage("--" + option.name() + " " + Text.quoted(glob) + " is no pattern (" + e.getDescription()
                    + "); expected one such as 'prod-*'");
        }
    }

    private static Path path(String name) {
        return Path.of(flat(name));
    }

    /** Java's globs are for paths, in which a star ends at a slash; no name has a semicolon. */
    private static String flat(String text) {
        return text.replace('/', ';');
    }

    private static Map<String, String> settings(List<String> given) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : given) {
            Matcher matcher = SETTING.matcher(setting);
            if (!matcher.matches()) {
                throw Failure.usage("--set " + Text.quoted(setting) + " is not right; expected one line such as"
                        + " region=eu-west-1");
            }
            String key = matcher.group(1);
            if (key.matches("sso_.*|role_arn|aws_.*|credential_.*")) {
                throw Failure.usage("--set " + key + " would take the place of single sign-on; leave it out");
            }
            settings.put(key, matcher.group(2).strip());
        }
        return settings;
    }

    /** What has led us to a portal that is not at AWS's own address, and is to lead the new profiles there, too. */
    private static Map<String, String> addresses(Map<String, String> env, Profiles profiles, String from) {
        boolean isByVariable = Text.first(env.get("AWS_ENDPOINT_URL_SSO"), env.get("AWS_ENDPOINT_URL")) != null;
        boolean isByProfile = Text.first(
                        profiles.serviceSetting(from, SsoService.PORTAL, "endpoint_url"),
                        profiles.get(from, "endpoint_url"))
                != null;
        Map<String, String> addresses = new LinkedHashMap<>();
        if (isByProfile && !isByVariable) {
            for (String key : List.of("services", "endpoint_url")) {
                Optional.ofNullable(profiles.get(from, key)).ifPresent(value -> addresses.put(key, value));
            }
        }
        return addresses;
    }

    /** It may come from the command line, and goes into the file. */
    private static void requireOneLine(SsoSession session) {
        if (!session.startUrl().matches("[\\p{Graph}&&\\p{ASCII}]+")) {
            throw Failure.usage("the start URL " + Text.quoted(session.startUrl()) + " has characters that no URL has");
        }
    }

    private static Command.Result run(Wish wish, Command.World world, Profiles profiles, PortalAccess access) {
        ConfigEdit edit = new ConfigEdit(Profiles.configFile(world.env()));
        ConfigBlock.of(edit.file(), edit.read(), access.session().tokenName()); // before anybody waits for the portal
        List<SsoRoles.AccountRole> roles = roles(world, access);
        Map<String, SsoRoles.AccountRole> byName = new TreeMap<>();
        wish.names().of(roles).forEach((role, name) -> byName.put(name, role));
        byName.keySet().removeIf(name -> !wish.isFor(name));
        var wanted = new RoleProfiles(
                access.session(), byName, wish.settings(), credentialsNames(world, profiles, byName.keySet()));
        RoleProfiles.Plan plan = wanted.plan(edit.file(), edit.read(), wish.rest());
        if (wish.isWritten()) {
            plan = write(world, wish, edit, wanted);
            access.cacheToken();
        }
        warn(world, plan);
        String product = wish.isWritten() ? "" : RoleProfiles.text(plan);
        product = wish.isShown() ? plan.diff() : product;
        int status = wish.isShown() && !product.isEmpty() ? 1 : 0;
        return new Command.Result(product, message(wish, edit, access, plan), status);
    }

    private static RoleProfiles.Plan write(Command.World world, Wish wish, ConfigEdit edit, RoleProfiles wanted) {
        AtomicReference<RoleProfiles.Plan> last = new AtomicReference<>();
        edit.change(
                content -> {
                    last.set(wanted.plan(edit.file(), content, wish.rest()));
                    return last.get().content();
                },
                () -> world.err()
                        .println("Another command writes to " + FilePath.text(edit.file())
                                + "; this one waits for it."));
        return last.get();
    }

    private static List<SsoRoles.AccountRole> roles(Command.World world, PortalAccess access) {
        boolean isTerminal = world.isTerminal().test(STDERR);
        List<SsoRoles.AccountRole> all = access.roles((done, accounts) -> {
            if (isTerminal) {
                world.err().print("\r" + done + " of " + accounts + " accounts ");
            }
        });
        if (isTerminal) {
            world.err().print("\r\033[K");
        }
        List<SsoRoles.AccountRole> usable = all.stream()
                .filter(role -> ACCOUNT.matcher(role.accountId()).matches()
                        && ROLE.matcher(role.roleName()).matches())
                .toList();
        all.stream()
                .filter(role -> !usable.contains(role))
                .forEach(role -> world.err()
                        .println("left out, because AWS has no such name: role " + Text.quoted(role.roleName())
                                + " in account " + Text.quoted(role.accountId())));
        return usable;
    }

    /** Of these names, those that ~/.aws/credentials has: the list of all is that of both files. */
    private static Collection<String> credentialsNames(
            Command.World world, Profiles profiles, Collection<String> names) {
        List<String> all = new ArrayList<>(profiles.names());
        all.retainAll(names);
        if (all.isEmpty()) {
            return all;
        }
        Collection<String> inFile = SectionNames.ofCredentials(ConfigFile.read(Profiles.credentialsFile(world.env())))
                .names(SectionNames.Type.PROFILE);
        all.retainAll(inFile);
        return all;
    }

    private static void warn(Command.World world, RoleProfiles.Plan plan) {
        if (!plan.taken().isEmpty()) {
            world.err()
                    .println("profiles: there is another profile of this name, which stays as it is: "
                            + String.join(", ", plan.taken()));
        }
    }

    private static String message(Wish wish, ConfigEdit edit, PortalAccess access, RoleProfiles.Plan plan) {
        RoleProfiles.Count count = plan.count();
        long all = count.added() + count.updated() + count.same();
        String what = (all == 1 ? "1 profile" : all + " profiles") + " of session "
                + access.session().tokenName();
        if (!wish.isWritten() && !wish.isShown()) {
            return what + "; --write writes them to " + FilePath.text(edit.file());
        }
        boolean isPruned = wish.rest() == RoleProfiles.Rest.IS_REMOVED;
        String gone = isPruned ? count.gone() + " removed" : count.gone() + " not among them, which --prune removes";
        String counts = Stream.of(
                        count.added() + " new",
                        count.updated() + " changed",
                        count.same() + " as before",
                        count.gone() == 0 ? "" : gone)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        String where = wish.isWritten() ? " in " : ", if written to ";
        return what + where + FilePath.text(edit.file()) + ": " + counts;
    }
}
