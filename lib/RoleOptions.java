//SOURCES Text.java Failure.java FilePath.java CommandOption.java Arguments.java SessionDuration.java RoleRequest.java

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The options that say which role is assumed, and how its session is to be. */
final class RoleOptions {
    static final String ROLE_GROUP = "The role (an option overrides what the profile says)";
    static final String SESSION_GROUP = "The session";

    static final CommandOption ROLE_ARN = CommandOption.of(
                    "role-arn", "ARN", "the role to assume, arn:aws:iam::ACCOUNT:role/NAME; or the two parts of it:")
            .in(ROLE_GROUP);
    static final CommandOption ACCOUNT = CommandOption.of("account", "ID", "the account the role is in, 12 digits")
            .in(ROLE_GROUP);
    static final CommandOption ROLE = CommandOption.of("role", "NAME", "the role's name, with its path if it has one")
            .in(ROLE_GROUP);
    static final CommandOption ROLE_SESSION_NAME = CommandOption.of(
                    "role-session-name", "NAME", "what audit logs will call you (default: your user name)")
            .in(SESSION_GROUP);
    static final CommandOption DURATION_SECONDS = CommandOption.of(
                    "duration-seconds", "N", "how long the keys last: 900 to 43200, or 15m to 12h (default: 1h)")
            .in(SESSION_GROUP);
    static final CommandOption EXTERNAL_ID = CommandOption.of(
                    "external-id", "ID", "what the role's owner has agreed with you")
            .in(SESSION_GROUP);
    static final CommandOption SERIAL_NUMBER = CommandOption.of(
                    "serial-number", "MFA", "the ARN or serial number of your MFA device")
            .in(SESSION_GROUP);
    static final CommandOption SOURCE_IDENTITY = CommandOption.of(
                    "source-identity", "NAME", "who is behind this session, and all that are chained from it")
            .in(SESSION_GROUP);
    static final CommandOption POLICY = CommandOption.of(
                    "policy", "JSON", "a policy that narrows the session down, or file://PATH of one")
            .in(SESSION_GROUP);
    static final CommandOption POLICY_ARN = CommandOption.of("policy-arn", "ARN", "a managed policy that does so")
            .in(SESSION_GROUP)
            .repeatable();
    static final CommandOption TAG = CommandOption.of("tag", "KEY=VALUE", "a session tag")
            .in(SESSION_GROUP)
            .repeatable();
    static final CommandOption TRANSITIVE_TAG_KEY = CommandOption.of(
                    "transitive-tag-key", "KEY", "a tag that chained sessions inherit")
            .in(SESSION_GROUP)
            .repeatable();

    private static final Pattern ACCOUNT_ID = Pattern.compile("\\d{12}");
    private static final Pattern ROLE_NAME = Pattern.compile("/?" + RoleRequest.ROLE_NAME);
    private static final Pattern EXTERNAL_ID_FORM = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
    private static final Pattern SERIAL_NUMBER_FORM = Pattern.compile("[\\w+=/:,.@-]{9,256}");
    private static final Pattern POLICY_ARN_FORM = Pattern.compile("arn:aws[a-z-]*:iam::(?:\\d{12}|aws):policy/[!-~]+");
    private static final String FILE_URL = "file://";

    private RoleOptions() {}

    /** Whether any of them names a role. */
    static boolean nameRole(Arguments arguments) {
        return arguments.has(ROLE_ARN) || arguments.has(ACCOUNT) || arguments.has(ROLE);
    }

    /**
     * What the options say, checked before anybody is called; without what they leave open.
     *
     * @param lastName the session name where no option chooses one
     * @param partition tells the partition that {@code --account} is in, where that is given
     */
    static RoleRequest request(Arguments arguments, Optional<String> lastName, Supplier<String> partition) {
        return new RoleRequest(
                roleArn(arguments, partition),
                session(arguments, lastName),
                conditions(arguments),
                restriction(arguments));
    }

    private static RoleRequest.Session session(Arguments arguments, Optional<String> lastName) {
        Optional<String> name = arguments
                .value(ROLE_SESSION_NAME)
                .map(value -> RoleRequest.requireSessionName("--role-session-name", value));
        Optional<Integer> seconds = arguments
                .value(DURATION_SECONDS)
                .map(value -> SessionDuration.require("--duration-seconds", value, SessionDuration.LONGEST_OF_ROLE));
        Optional<String> identity = arguments
                .value(SOURCE_IDENTITY)
                .map(value -> RoleRequest.requireSourceIdentity("--source-identity", value));
        List<RoleRequest.Tag> tags = arguments.values(TAG).stream()
                .map(tag -> RoleRequest.requireTag("--tag", tag))
                .toList();
        return new RoleRequest.Session(
                name.or(() -> lastName), seconds, identity, tags, arguments.values(TRANSITIVE_TAG_KEY));
    }

    private static RoleRequest.Conditions conditions(Arguments arguments) {
        return new RoleRequest.Conditions(
                arguments.value(EXTERNAL_ID, EXTERNAL_ID_FORM, "2 to 1224 letters, digits and _+=,.@:/-"),
                arguments.value(
                        SERIAL_NUMBER, SERIAL_NUMBER_FORM, "arn:aws:iam::123456789123:mfa/NAME or a device's number"));
    }

    private static RoleRequest.Restriction restriction(Arguments arguments) {
        List<String> arns = arguments.values(POLICY_ARN);
        for (String arn : arns) {
            Arguments.requireMatch("--policy-arn", arn, POLICY_ARN_FORM, "arn:aws:iam::aws:policy/NAME");
        }
        return new RoleRequest.Restriction(arguments.value(POLICY).map(RoleOptions::policy), arns);
    }

    /** A role's ARN, as it is given or put together from account and name; empty when the options name none. */
    private static Optional<String> roleArn(Arguments arguments, Supplier<String> partition) {
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
        return Optional.of("arn:" + partition.get() + ":iam::" + account.get() + ":role/"
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
}
