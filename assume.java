///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Assume an AWS role: signs sts:AssumeRole with the keys of a profile, prints the temporary keys as shell commands
//JAVA 17+
//SOURCES lib/CredentialResolver.java lib/ChildProcess.java
//CDS

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Part 3 of LESSON.md: {@code AWS_PROFILE=redbeard aws sts assume-role --role-arn ... --role-session-name ...}, and,
 * unless {@code --format json} is asked for, part 5 as well.
 */
class assume {
    static final String HELP = """
        Assume an AWS role and print its temporary keys as commands for your shell, or run a command with them.

        Usage: assume [OPTIONS] [PROFILE] [-- COMMAND [ARG...]]

          source <(jbang assume@org dev)
          source <(jbang assume@org redbeard --account 123456789123 --role OrganizationAccountAccessRole)
          jbang assume@org dev -- aws s3 ls

        PROFILE, or --profile, or AWS_PROFILE, is a profile that names a role, or one whose keys sign for the role
        that the options name. Without any of them the SDK's default chain finds the keys that sign. With no
        arguments at all, in a shell that assume has loaded a profile into, that profile is assumed again.

        The role (an option overrides what the profile says):
          --role-arn ARN      the role to assume, arn:aws:iam::ACCOUNT:role/NAME; or the two parts of it:
          --account ID        the account the role is in, 12 digits
          --role NAME         the role's name, with its path if it has one
        The session:
          --role-session-name NAME
                              what audit logs will call you (default: your user name)
          --duration-seconds N
                              how long the keys last, 900 to 43200 (default: 3600)
          --external-id ID    what the role's owner has agreed with you
          --serial-number MFA
                              the ARN or serial number of your MFA device
          --token-code CODE   its six digits (default: asked for on the terminal)
          --source-identity NAME
                              who is behind this session, and all that are chained from it
          --policy JSON       a policy that narrows the session down, or file://PATH of one
          --policy-arn ARN    a managed policy that does so (may be given several times)
          --tag KEY=VALUE     a session tag (may be given several times)
          --transitive-tag-key KEY
                              a tag that chained sessions inherit (may be given several times)
        The call:
          --profile NAME      the same as PROFILE
          --region NAME       the region whose STS is asked, and that is loaded with the keys
          --endpoint-url URL  an STS other than AWS's own
          --ca-bundle FILE    the PEM file of the certificates to trust, as AWS_CA_BUNDLE
          --refresh           ask STS even if ~/.aws/cli/cache has keys with more than 15 minutes left
          --no-cache          neither use nor keep keys there
        The output:
          --list              the profiles there are, in place of assuming one (--format json for scripts)
          --format NAME       env (default), fish, csh, elvish, powershell, windows-cmd, nushell, env-no-export,
                              json (what 'aws sts assume-role' prints), process (for credential_process)
        """ + Command.COMMON;

    /** A system property for the launcher that install.java makes: do what needs no STS, else say nothing and end with {@link #NOT_KEPT}. */
    static final String ONLY_KEPT = "assume.onlyKept";

    static final int NOT_KEPT = 75; // EX_TEMPFAIL of sysexits(3); assume itself ends with 0, 1 or 2

    public static void main(String[] args) {
        Runtime.getRuntime().halt(run(args, Command.World.real()));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong; after {@code -- COMMAND} that command's own */
    static int run(String[] args, Command.World world) {
        int dashes = Arrays.asList(args).indexOf("--");
        String[] own = dashes < 0 ? args : Arrays.copyOf(args, dashes);
        List<String> command = dashes < 0 ? List.of() : List.of(args).subList(dashes + 1, args.length);
        boolean forAShell = dashes < 0 && !List.of(own).contains("--list");
        return Command.run("assume", HELP, forAShell ? "env" : "text", own, world, options -> {
            if (dashes >= 0 && command.isEmpty()) {
                throw Failure.usage("there is no COMMAND after --");
            }
            if (dashes >= 0 && options.hasOption("format")) {
                throw Failure.usage("--format is for printing, and COMMAND is given the keys without; leave it out");
            }
            CredentialCache cache = CredentialCache.of(world, options);
            String format = SessionCredentials.format(options);
            String profile = profile(options, world.env(), own.length == 0);
            Profiles profiles = Profiles.read(world.env());
            Map<String, Object> asked = request(options, world.env(), profiles.get(profile, "region"));
            String tokenCode =
                    Command.checked("--token-code", Command.value(options, "token-code"), "\\d{6}", "six digits");
            if (options.hasOption("list")) {
                if (dashes >= 0 || !options.getArgList().isEmpty()) {
                    throw Failure.usage(
                            "--list lists all profiles and does nothing else; leave out PROFILE and COMMAND");
                }
                if (options.hasOption("format") && !format.equals("json")) {
                    throw Failure.usage(
                            "--list is a table, or with --format json a list for scripts; there is no other format of"
                                    + " it");
                }
                return new Command.Result(list(profiles, format), null);
            }

            Sts sts = Sts.of(
                    world.env(),
                    profiles,
                    profile,
                    SessionCredentials.region(options),
                    Command.value(options, "endpoint-url"),
                    Command.value(options, "ca-bundle"));
            CredentialResolver signer = new CredentialResolver(world.env(), profiles, sts, cache, tokenCode);
            boolean role = asked.containsKey("RoleArn")
                    || profile != null && !profiles.rolesTo(profile).isEmpty();
            SessionCredentials kept = role ? signer.kept(profile, asked) : null;
            if (kept == null && Boolean.getBoolean(ONLY_KEPT)) {
                return new Command.Result("", null, NOT_KEPT);
            }
            SessionCredentials credentials = kept != null
                    ? kept
                    : role ? signer.assumeAnew(profile, asked) : ownCredentials(profile, asked, profiles, signer);
            Map<String, String> change = credentials.environmentChange(sts.regionToLoad());
            change.put(
                    "AWS_ASSUMED_ROLE",
                    credentials.assumedRole() == null
                            ? null
                            : credentials.assumedRole().arn());
            change.put("AWS_ASSUMED_PROFILE", profile);
            if (!command.isEmpty()) {
                return new Command.Result(
                        "", null, ChildProcess.run("assume", command, changed(world.env(), change), world.err()));
            }
            return new Command.Result(
                    credentials.in(format, change),
                    Sts.first(change.get("AWS_ASSUMED_ROLE"), "the credentials of profile " + profile) + " "
                            + credentials.until());
        });
    }

    /** PROFILE or {@code --profile}, else (with no arguments at all) the profile that this shell was loaded with, else AWS_PROFILE, else null. */
    private static String profile(CommandLine options, Map<String, String> env, boolean noArguments) {
        String argument = Command.argument(options, "PROFILE");
        String option = Command.value(options, "profile");
        if (argument != null && option != null && !argument.equals(option)) {
            throw Failure.usage("two profiles are given, " + Command.shown(argument) + " and --profile "
                    + Command.shown(option) + "; give one");
        }
        return Sts.first(argument, option, noArguments ? env.get("AWS_ASSUMED_PROFILE") : null, env.get("AWS_PROFILE"));
    }

    /** What the options say, by the names of STS's parameters, checked before anything is asked of anybody; without what they leave open. */
    private static Map<String, Object> request(CommandLine options, Map<String, String> env, String profileRegion) {
        String name = Command.value(options, "role-session-name");
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("RoleArn", roleArn(options, env, profileRegion));
        asked.put(
                "RoleSessionName",
                name == null ? null : CredentialResolver.sessionName("--role-session-name", name, env));
        asked.put(
                "DurationSeconds",
                CredentialResolver.seconds("--duration-seconds", Command.value(options, "duration-seconds")));
        asked.put(
                "ExternalId",
                Command.checked(
                        "--external-id",
                        Command.value(options, "external-id"),
                        "[\\w+=,.@:/-]{2,1224}",
                        "2 to 1224 letters, digits and _+=,.@:/-"));
        asked.put(
                "SerialNumber",
                Command.checked(
                        "--serial-number",
                        Command.value(options, "serial-number"),
                        "[\\w+=/:,.@-]{9,256}",
                        "arn:aws:iam::123456789123:mfa/NAME or a device's number"));
        asked.put(
                "SourceIdentity",
                Command.checked(
                        "--source-identity",
                        Command.value(options, "source-identity"),
                        "[\\w+=,.@-]{2,64}",
                        "2 to 64 letters, digits and _+=,.@-"));
        asked.put("Policy", policy(Command.value(options, "policy")));
        asked.put(
                "PolicyArns",
                Command.values(options, "policy-arn")
                        .map(arn -> Map.of(
                                "arn",
                                Command.checked(
                                        "--policy-arn",
                                        arn,
                                        "arn:aws[a-z-]*:iam::(?:\\d{12}|aws):policy/[!-~]+",
                                        "arn:aws:iam::aws:policy/NAME")))
                        .toList());
        asked.put("Tags", Command.values(options, "tag").map(assume::tag).toList());
        asked.put(
                "TransitiveTagKeys",
                Command.values(options, "transitive-tag-key").toList());
        asked.values().removeIf(value -> value == null || value.equals(List.of()));
        return asked;
    }

    /** A role's ARN, as it is given or put together from account and name; null when the options name none. */
    private static String roleArn(CommandLine options, Map<String, String> env, String profileRegion) {
        String arn = Command.value(options, "role-arn");
        String account = Command.checked("--account", Command.value(options, "account"), "\\d{12}", "12 digits");
        String role = Command.checked(
                "--role",
                Command.value(options, "role"),
                "/?" + CredentialResolver.ROLE_NAME,
                "a name of up to 64 letters, digits and _+=,.@- (with its path, if it has one)");
        if (arn != null && (account != null || role != null)) {
            throw Failure.usage("--role-arn already names the account and the role; leave out --account and --role");
        }
        if (arn != null) {
            return CredentialResolver.roleArn("--role-arn", arn);
        }
        if (account == null && role == null) {
            return null;
        }
        if (account == null || role == null) {
            throw Failure.usage(
                    account == null
                            ? "--role needs the --account it is in"
                            : "--account needs the --role to assume there");
        }
        String region = Sts.region(SessionCredentials.region(options), env, profileRegion);
        return "arn:" + Sts.partition(region) + ":iam::" + account + ":role/" + role.replaceFirst("^/", "");
    }

    /** A session policy: the JSON itself, or that of {@code file://PATH}, as the AWS CLI has it. */
    private static String policy(String given) {
        if (given == null) {
            return null;
        }
        try {
            String policy = given.startsWith("file://")
                    ? Files.readString(Path.of(given.substring("file://".length())))
                    : given;
            JSON.std.mapFrom(policy);
            return policy;
        } catch (JsonProcessingException e) {
            throw Failure.usage(
                    "--policy is not a JSON object; expected {\"Version\": \"2012-10-17\", \"Statement\": [...]}, or"
                            + " file://PATH of it");
        } catch (IOException e) {
            throw Failure.usage(
                    "--policy " + Command.shown(given) + " cannot be read; file:// is followed by the path of a file");
        }
    }

    private static Map<String, String> tag(String given) {
        int equals = given.indexOf('=');
        if (equals < 1) {
            throw Failure.usage("--tag " + Command.shown(given) + " is not KEY=VALUE");
        }
        return Map.of("Key", given.substring(0, equals), "Value", given.substring(equals + 1));
    }

    /** For a profile that names no role to be assumed with keys: the credentials it has, if these are temporary ones. */
    private static SessionCredentials ownCredentials(
            String profile, Map<String, Object> asked, Profiles profiles, CredentialResolver signer) {
        if (profile == null) {
            throw Failure.usage(
                    "which role? Give a PROFILE that names one, or --role-arn ARN, or --account ID and --role NAME");
        }
        if (profiles.kind(profile).equals("web identity")) {
            return signer.assumeWithWebIdentity(profile, asked);
        }
        if (!(signer.keys(profile) instanceof AwsSessionCredentials keys)) {
            throw Failure.usage("profile " + profile
                    + " has long-lived keys and names no role; give --role-arn ARN, or --account ID and --role NAME"
                    + " (those of the last time are not remembered)");
        }
        if (!asked.isEmpty()) {
            throw Failure.usage("profile " + profile
                    + " has credentials of its own and names no role, so there is no session that these"
                    + " options could shape; leave them out");
        }
        SessionCredentials own = new SessionCredentials(
                keys.accessKeyId(),
                keys.secretAccessKey(),
                keys.sessionToken(),
                keys.expirationTime().orElse(null),
                null);
        if (own.isOver()) {
            throw Failure.of(
                    "the credentials of profile " + profile + " " + own.until() + "; renew them where they come from");
        }
        return own;
    }

    /** The profiles: a table for people, or a JSON array for scripts. */
    private static String list(Profiles profiles, String format) {
        List<Map<String, String>> all = profiles.names().stream()
                .map(name -> {
                    Matcher role = Pattern.compile("arn:[^:]*:iam::(\\d*):role/(.*)")
                            .matcher(Objects.requireNonNullElse(profiles.get(name, "role_arn"), ""));
                    Map<String, String> profile = new LinkedHashMap<>();
                    profile.put("profile", name);
                    profile.put("credentials", profiles.kind(name));
                    profile.put("account", role.matches() ? role.group(1) : profiles.get(name, "sso_account_id"));
                    profile.put("role", role.matches() ? role.group(2) : profiles.get(name, "sso_role_name"));
                    profile.put(
                            "source",
                            Sts.first(profiles.get(name, "source_profile"), profiles.get(name, "credential_source")));
                    profile.put("mfa", profiles.get(name, "mfa_serial"));
                    profile.put("region", profiles.get(name, "region"));
                    return profile;
                })
                .toList();
        if (format.equals("json")) {
            return SessionCredentials.json(all);
        }
        List<List<String>> rows = new ArrayList<>(all.stream()
                .map(profile -> profile.values().stream()
                        .map(cell -> cell == null ? "-" : cell)
                        .toList())
                .toList());
        if (!all.isEmpty()) {
            rows.add(
                    0,
                    all.get(0).keySet().stream()
                            .map(title -> title.toUpperCase(Locale.ROOT))
                            .toList());
        }
        int[] widths = new int[rows.isEmpty() ? 0 : rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column))
                        .append(" ".repeat(widths[column] - row.get(column).length() + 2));
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    /** COMMAND's environment: without whatever {@code unset} would forget, and with the new variables. */
    private static Map<String, String> changed(Map<String, String> env, Map<String, String> change) {
        Map<String, String> changed = new LinkedHashMap<>(env);
        changed.keySet().removeIf(name -> name.startsWith("AWS_"));
        change.forEach((name, value) -> {
            if (value != null) {
                changed.put(name, value);
            }
        });
        return changed;
    }
}
