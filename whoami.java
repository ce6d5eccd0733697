///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Who are you to AWS now: prints the ARN that this shell's credentials sign as
//JAVA 17+
//SOURCES lib/CredentialResolver.java
//CDS

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Part 12 of LESSON.md, the check that it worked, by asking AWS itself: {@code aws sts get-caller-identity}. */
class whoami {
    static final String HELP = """
        Print the ARN that this shell's credentials, or those of a profile, sign as.

        Usage: whoami [OPTIONS]

          jbang whoami@org
          jbang whoami@org --profile redbeard
          jbang whoami@org --format json

          --profile NAME      a profile to ask about, in place of what this shell has loaded
          --region NAME       the region whose STS is asked
          --endpoint-url URL  an STS other than AWS's own
          --ca-bundle FILE    the PEM file of the certificates to trust, as AWS_CA_BUNDLE
          --token-code CODE   the six digits of the MFA device, where the profile's role wants them
          --refresh           ask STS for the profile's role even if ~/.aws/cli/cache has keys with more than 15 minutes left
          --no-cache          neither use nor keep keys there
          --format NAME       text (default), json (what 'aws sts get-caller-identity' prints)
        """ + Command.COMMON;

    public static void main(String[] args) {
        Runtime.getRuntime().halt(run(args, Command.World.real()));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return Command.run("whoami", HELP, "text", args, world, options -> {
            if (Command.argument(options, "option") != null) {
                throw Failure.usage("there is nothing to name but options; --profile NAME asks about a profile");
            }
            String format = Objects.requireNonNullElse(Command.value(options, "format"), "text");
            if (!format.matches("text|json")) {
                throw Failure.usage("--format " + Command.shown(format) + " is none of text, json");
            }
            String profile = profile(Command.value(options, "profile"), world.env());
            Profiles profiles = Profiles.read(world.env());
            String settings = Sts.first(
                    profile, world.env().get("AWS_PROFILE")); // its region and endpoint hold even when other keys sign
            Sts sts = Sts.of(
                    world.env(),
                    profiles,
                    settings,
                    SessionCredentials.region(options),
                    Command.value(options, "endpoint-url"),
                    Command.value(options, "ca-bundle"));
            CredentialResolver signer = new CredentialResolver(
                    world.env(),
                    profiles,
                    sts,
                    CredentialCache.of(world, options),
                    Command.value(options, "token-code"));
            GetCallerIdentityResponse caller =
                    sts.ask(signer.keys(profile), whoami::identity, e -> sts.refused(e, signer.describe(profile)));
            return new Command.Result(
                    format.equals("text") ? caller.arn() + "\n" : SessionCredentials.json(fields(caller)), null);
        });
    }

    /** Keys in the environment outrank AWS_PROFILE, as they do in the AWS CLI: this tells who the shell is, not who was meant. */
    private static String profile(String option, Map<String, String> env) {
        return option != null || Sts.first(env.get("AWS_ACCESS_KEY_ID")) != null
                ? option
                : Sts.first(env.get("AWS_PROFILE"), env.get("AWS_DEFAULT_PROFILE"));
    }

    private static GetCallerIdentityResponse identity(StsClient client) {
        GetCallerIdentityResponse caller = client.getCallerIdentity();
        SessionCredentials.word("Arn", caller.arn());
        return caller;
    }

    private static Map<String, String> fields(GetCallerIdentityResponse caller) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("UserId", caller.userId());
        fields.put("Account", caller.account());
        fields.put("Arn", caller.arn());
        return fields;
    }
}
