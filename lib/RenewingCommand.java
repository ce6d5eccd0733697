//SOURCES Text.java Failure.java FilePath.java Shell.java Command.java ChildProcess.java Profiles.java
//SOURCES StsOptions.java RenewedCredentials.java CredentialServer.java CommandConfig.java

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A COMMAND that outlives its credentials: it is given an address in their place, at which there are always valid ones.
 */
final class RenewingCommand {
    static final CommandOption OPTION = CommandOption.withImplied("renew", "container", "process", """
        COMMAND is given credentials that are renewed as long as it runs, by the container
        endpoint of AWS's SDKs; with =process by a credential_process, for what knows none\
        """);

    /** What would come before the credentials that COMMAND is to find, or contradict them. */
    private static final List<String> IN_THE_WAY = List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_SECURITY_TOKEN",
            "AWS_CREDENTIAL_EXPIRATION",
            "AWS_ACCOUNT_ID",
            "AWS_ACCESS_KEY", // the SDKs for Go and Ruby
            "AWS_SECRET_KEY",
            "AMAZON_ACCESS_KEY_ID",
            "AMAZON_SECRET_ACCESS_KEY",
            "AMAZON_SESSION_TOKEN",
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_CREDENTIAL_FILE",
            "AWS_ROLE_ARN",
            "AWS_ROLE_SESSION_NAME",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");

    private final CredentialServer.Form form;
    private final List<String> command;
    private final Profiles profiles;

    /**
     * @param form as {@link #form} has it
     * @param profiles those that COMMAND would find
     */
    RenewingCommand(CredentialServer.Form form, List<String> command, Profiles profiles) {
        this.form = form;
        this.command = command;
        this.profiles = profiles;
    }

    /**
     * How the option wants credentials renewed; empty where it is not given.
     *
     * @throws Failure when its value is none, or there is no COMMAND
     */
    static Optional<CredentialServer.Form> form(Arguments arguments, boolean hasCommand) {
        Optional<String> value = arguments.value(OPTION);
        if (value.isPresent() && !hasCommand) {
            throw Failure.usage("--renew is for a COMMAND, as long as it runs; give one after --");
        }
        return value.map(given -> Stream.of(CredentialServer.Form.values())
                .filter(known -> known.label.equals(given))
                .findFirst()
                .orElseThrow(() -> Failure.usage(
                        "--renew=" + Text.quoted(given) + " is not right; expected --renew, or --renew=process")));
    }

    /**
     * What a person is to do who has the MFA code that a renewal wants: COMMAND has the terminal, so another one has to
     * do, and the cache is where the two meet.
     *
     * @param arguments those of this run
     * @param profile which these name, or the environment; null for none
     * @param profileOption an option that names it as well
     */
    static String codeElsewhere(Arguments arguments, String profile, CommandOption profileOption) {
        if (arguments.has(StsOptions.NO_CACHE)) {
            return "--no-cache leaves no place where another terminal could give it";
        }
        List<String> words = new ArrayList<>(List.of("jbang assume@org"));
        if (profile != null) {
            words.add(Shell.posixWord(profile));
        }
        arguments.without(OPTION, profileOption).optionWords().stream()
                .map(Shell::posixWord)
                .forEach(words::add);
        return "run this in another one: " + String.join(" ", words) + " --refresh -- true";
    }

    /**
     * Runs COMMAND; when it has ended, nothing is left of what gave it credentials.
     *
     * @param env what it would be given by itself
     * @return its exit status
     */
    int run(Map<String, String> env, RenewedCredentials credentials, Command.World world) {
        Map<String, String> own = new HashMap<>(env);
        own.keySet().removeAll(IN_THE_WAY);
        try (credentials;
                var server = CredentialServer.start(form, credentials::get)) {
            if (form == CredentialServer.Form.PROCESS) {
                try (var config = CommandConfig.withProcess(own, profiles, server)) {
                    own.putAll(config.environment());
                    return ChildProcess.run("assume", command, own, world.err());
                }
            }
            own.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url());
            own.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", server.token());
            if (hasBotoKeys(own)) {
                own.put("BOTO_CONFIG", "/dev/null");
            }
            return inContainer(own, world);
        } catch (IOException e) {
            throw Failure.of("--renew could not begin: " + e.getMessage(), e);
        }
    }

    /**
     * Every SDK looks into [default] before it asks a container's service. Where that has credentials, COMMAND would be
     * somebody else; so it is given a profile that has the same settings, and none.
     */
    private int inContainer(Map<String, String> own, Command.World world) throws IOException {
        boolean isInTheWay =
                !List.of(Profiles.Kind.NONE, Profiles.Kind.UNREADABLE).contains(profiles.kind("default"));
        if (!isInTheWay) {
            return ChildProcess.run("assume", command, own, world.err());
        }
        try (var config = CommandConfig.plain(own, profiles)) {
            own.putAll(config.environment());
            return ChildProcess.run("assume", command, own, world.err());
        }
    }

    /** The AWS CLI and boto3 look into the files of the boto before them, too, and before a container's service. */
    private static boolean hasBotoKeys(Map<String, String> env) {
        String named = Text.first(env.get("BOTO_CONFIG"));
        List<String> files = named == null ? List.of("/etc/boto.cfg", FilePath.home(env) + "/.boto") : List.of(named);
        return files.stream().map(file -> FilePath.of(file, env)).anyMatch(RenewingCommand::hasKeys);
    }

    private static boolean hasKeys(Path boto) {
        try {
            return Files.isRegularFile(boto)
                    && Files.readString(boto, StandardCharsets.ISO_8859_1).contains("aws_access_key_id");
        } catch (IOException ignored) {
            return false; // nobody else of this user's can read it either
        }
    }
}
