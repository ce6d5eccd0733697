///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Assume an AWS role: signs sts:AssumeRole with the keys of a profile, prints the temporary keys as shell commands
//JAVA 17+
//DEPS commons-cli:commons-cli:1.11.0
//DEPS com.fasterxml.jackson.jr:jackson-jr-objects:2.22.4
//DEPS software.amazon.awssdk:sts:2.56.0
//DEPS software.amazon.awssdk:url-connection-client:2.56.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//SOURCES Command.java Failure.java Shell.java SessionCredentials.java Sts.java
//RUNTIME_OPTIONS -Xlog:disable -XX:+DisplayVMOutputToStderr -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//CDS

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Step one of the document: {@code AWS_PROFILE=redbeard aws sts assume-role --role-arn ... --role-session-name ...}, and,
 * unless {@code --format json} is asked for, step two as well.
 */
class assume {
    static final String HELP = """
            Assume an AWS role and print its temporary keys as commands for your shell.

            Usage: assume [OPTIONS] [PROFILE]

              source <(jbang assume@org redbeard --account 123456789123 --role OrganizationAccountAccessRole)
              source <(jbang assume@org redbeard --role-arn arn:aws:iam::123456789123:role/Audit --duration-seconds 900)
              jbang assume@org redbeard --role-arn arn:aws:iam::123456789123:role/Audit --format json

            PROFILE, or --profile, or AWS_PROFILE, names the profile whose keys sign the call; without any of them
            the SDK's default chain finds the keys.

            The role:
              --role-arn ARN      the role to assume, arn:aws:iam::ACCOUNT:role/NAME; or the two parts of it:
              --account ID        the account the role is in, 12 digits
              --role NAME         the role's name, with its path if it has one
            The session:
              --role-session-name NAME
                                  what audit logs will call you (default: your user name)
              --duration-seconds N
                                  how long the keys last, 900 to 43200 (default: 3600)
            The call:
              --profile NAME      the same as PROFILE
              --region NAME       the region whose STS is asked, and that is loaded with the keys
              --endpoint-url URL  an STS other than AWS's own
            The output:
              --format NAME       env (default), fish, csh, elvish, powershell, windows-cmd, nushell, env-no-export,
                                  json (what 'aws sts assume-role' prints), process (for credential_process)
            """ + Command.COMMON;

    private static final String ROLE_NAME = "(?:[!-~]+/)?[\\w+=,.@-]{1,64}";

    public static void main(String[] args) {
        System.exit(run(args, Command.World.real()));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return Command.run("assume", HELP, "env", args, world, options -> {
            String format = SessionCredentials.format(options);
            String profile = profile(options, world.env());
            AssumeRoleRequest request = AssumeRoleRequest.builder()
                    .roleArn(roleArn(options, world.env()))
                    .roleSessionName(sessionName(options, world.env()))
                    .durationSeconds(durationSeconds(options))
                    .build();
            Sts sts = Sts.of(world.env(), profile, Command.value(options, "region"), Command.value(options, "endpoint-url"));
            AssumeRoleResponse answer = sts.ask(client -> client.assumeRole(request), e -> refusal(e, sts, request));

            SessionCredentials credentials = credentials(answer);
            Map<String, String> change = credentials.environmentChange(sts.regionToLoad());
            change.put("AWS_ASSUMED_ROLE", credentials.assumedRole().arn());
            change.put("AWS_ASSUMED_PROFILE", sts.profile());
            return new Command.Result(credentials.in(format, change), credentials.assumedRole().arn() + " " + credentials.until());
        });
    }

    /** PROFILE or {@code --profile}, else AWS_PROFILE, else null: the default chain. */
    private static String profile(CommandLine options, Map<String, String> env) {
        String argument = Command.argument(options, "PROFILE");
        String option = Command.value(options, "profile");
        if (argument != null && option != null && !argument.equals(option)) {
            throw Failure.usage("two profiles are given, " + Command.shown(argument) + " and --profile " + Command.shown(option) + "; give one");
        }
        return Sts.first(argument, option, env.get("AWS_PROFILE"));
    }

    /** IAM User Guide, "IAM identifiers": a role's ARN, as it is given or put together from account and name. */
    private static String roleArn(CommandLine options, Map<String, String> env) {
        String arn = Command.value(options, "role-arn");
        String account = Command.value(options, "account");
        String role = Command.value(options, "role");
        if (arn != null && (account != null || role != null)) throw Failure.usage("--role-arn already names the account and the role; leave out --account and --role");
        if (arn == null && account == null && role == null) throw Failure.usage("which role? Give --role-arn ARN, or --account ID and --role NAME");
        if (arn != null) return checked("--role-arn", arn, "arn:aws[a-z-]*:iam::\\d{12}:role/" + ROLE_NAME, "arn:aws:iam::123456789123:role/NAME");
        if (account == null || role == null) throw Failure.usage(account == null ? "--role needs the --account it is in" : "--account needs the --role to assume there");
        String region = Sts.first(Command.value(options, "region"), env.get("AWS_REGION"), env.get("AWS_DEFAULT_REGION"), "us-east-1");
        return "arn:" + PartitionMetadata.of(Region.of(region)).id() + ":iam::" + checked("--account", account, "\\d{12}", "12 digits") + ":role/"
                + checked("--role", role.replaceFirst("^/", ""), ROLE_NAME, "a name of up to 64 letters, digits and _+=,.@- (with its path, if it has one)");
    }

    /** STS API Reference, AssumeRole, RoleSessionName. */
    private static String sessionName(CommandLine options, Map<String, String> env) {
        String name = Command.value(options, "role-session-name");
        if (name != null) return checked("--role-session-name", name, "[\\w+=,.@-]{2,64}", "2 to 64 letters, digits and _+=,.@-");
        String user = Sts.first(env.get("USER"), env.get("LOGNAME"), System.getProperty("user.name"), "user").replaceAll("[^\\w+=,.@-]", "-");
        return user.length() < 2 ? user + "-session" : user.substring(0, Math.min(64, user.length()));
    }

    /** STS API Reference, AssumeRole, DurationSeconds; null leaves it to STS. */
    private static Integer durationSeconds(CommandLine options) {
        String seconds = Command.value(options, "duration-seconds");
        if (seconds == null) return null;
        int number = seconds.matches("\\d{1,6}") ? Integer.parseInt(seconds) : 0;
        if (number < 900 || number > 43_200) throw Failure.usage("--duration-seconds " + Command.shown(seconds) + " is not a number of seconds from 900 (15 minutes) to 43200 (12 hours)");
        return number;
    }

    private static String checked(String option, String value, String pattern, String expected) {
        if (!value.matches(pattern)) throw Failure.usage(option + " " + Command.shown(value) + " is not one; expected " + expected);
        return value;
    }

    private static SessionCredentials credentials(AssumeRoleResponse answer) {
        return new SessionCredentials(answer.credentials().accessKeyId(), answer.credentials().secretAccessKey(), answer.credentials().sessionToken(),
                answer.credentials().expiration(),
                new SessionCredentials.AssumedRole(answer.assumedRoleUser().assumedRoleId(), answer.assumedRoleUser().arn()));
    }

    private static Failure refusal(StsException e, Sts sts, AssumeRoleRequest request) {
        if (!Sts.code(e).equals("AccessDenied")) return sts.refused(e);
        // AWS's message begins with who asked: "User: arn:... is not authorized to perform: sts:AssumeRole on resource: arn:...".
        Matcher user = Pattern.compile("User: (arn:\\S+)").matcher(Sts.said(e));
        return new Failure(1, (user.find() ? user.group(1) : sts.signer()) + " may not assume " + request.roleArn()
                + ". Check that the role exists, that its trust policy names the caller, and that the caller's own policy allows sts:AssumeRole on it"
                + " (" + Sts.said(e) + ")", e);
    }
}
