///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Who are you to AWS now: prints the ARN that this shell's credentials sign as
//JAVA 17+
//SOURCES lib/StsOptions.java lib/Rehearsal.java
//CDS

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Who AWS takes this shell, or a profile, for. Part 12 of LESSON.md, the check that it worked: {@code aws sts
 * get-caller-identity}.
 */
class whoami {
    private static final CommandOption PROFILE =
            CommandOption.of("profile", "NAME", "a profile to ask about, in place of what this shell has loaded");
    private static final CommandOption TOKEN_CODE = CommandOption.of(
            "token-code",
            "CODE",
            "the six digits of the MFA device, where the profile's role wants them; - reads them from stdin");
    private static final CommandOption REFRESH = CommandOption.flag(
            "refresh",
            "ask STS for the profile's role even if ~/.aws/cli/cache has keys with more than 15 minutes left");
    private static final CommandOption FORMAT =
            CommandOption.of("format", "NAME", "text (default), json (what 'aws sts get-caller-identity' prints)");

    static final Command COMMAND = new Command(
            "whoami",
            """
            Print the ARN that this shell's credentials, or those of a profile, sign as.

            Usage: whoami [OPTIONS]

              jbang whoami@org
              jbang whoami@org --profile redbeard
              jbang whoami@org --format json

            """,
            PROFILE,
            StsOptions.REGION,
            StsOptions.ENDPOINT_URL,
            StsOptions.CA_BUNDLE,
            TOKEN_CODE,
            StsOptions.NO_SESSION,
            REFRESH,
            StsOptions.NO_CACHE,
            FORMAT);

    public static void main(String[] args) {
        int status = run(NativeText.arguments(args), Command.world());
        Runtime.getRuntime().halt(Rehearsal.after(status, whoami::run));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return COMMAND.run(args, world, Shell.NONE, arguments -> {
            arguments.requireNoArgument("--profile NAME asks about a profile");
            String format = arguments.value(FORMAT).orElse("text");
            if (!format.matches("text|json")) {
                throw Failure.usage("--format " + Text.quoted(format) + " is none of text, json");
            }
            GetCallerIdentityResponse caller = caller(arguments, world);
            return new Command.Result(format.equals("text") ? caller.arn() + "\n" : json(caller), null);
        });
    }

    private static GetCallerIdentityResponse caller(Arguments arguments, Command.World world) {
        Map<String, String> env = world.env();
        String profile = profile(arguments.value(PROFILE), env);
        Profiles profiles = Profiles.read(env);
        // The region and the endpoint of AWS_PROFILE hold even when other keys sign.
        String settings = Text.first(profile, env.get("AWS_PROFILE"), env.get("AWS_DEFAULT_PROFILE"));
        CredentialResolver resolver = StsOptions.resolver(arguments, world, profiles, settings);
        return StsOptions.sts(arguments, env, profiles, settings).callerIdentity(resolver.signer(profile));
    }

    /**
     * Keys in the environment outrank AWS_PROFILE, as they do in the AWS CLI: this tells who the shell is, not who was
     * meant.
     */
    private static String profile(Optional<String> option, Map<String, String> env) {
        if (option.isPresent() || Text.first(env.get("AWS_ACCESS_KEY_ID")) != null) {
            return option.orElse(null);
        }
        return Text.first(env.get("AWS_PROFILE"), env.get("AWS_DEFAULT_PROFILE"));
    }

    private static String json(GetCallerIdentityResponse caller) {
        return Json.pretty(Json.object()
                .with("UserId", caller.userId())
                .with("Account", caller.account())
                .with("Arn", caller.arn())
                .build());
    }
}
