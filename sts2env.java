///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Turn the JSON of 'aws sts assume-role' into shell commands that load the keys, whatever the shell
//JAVA 17+
//SOURCES lib/FilePath.java lib/CredentialFormat.java lib/RegionOption.java
//CDS

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/** From JSON with credentials to commands for this shell; in part 5 of LESSON.md, {@code jq} and its {@code @sh}. */
class sts2env {
    private static final CommandOption REGION =
            CommandOption.of(RegionOption.NAME, "NAME", "a region to load with the keys");
    private static final CommandOption ALLOW_EXPIRED =
            CommandOption.flag("allow-expired", "load credentials that have expired, too");

    static final Command COMMAND = new Command("sts2env", """
        Turn the JSON in which AWS hands out credentials into commands for your shell.

        Usage: sts2env [OPTIONS] [FILE|-]

          source <(aws sts assume-role --role-arn arn:aws:iam::123456789123:role/Audit \\
              --role-session-name me | jbang sts2env@org)
          eval "$(jbang sts2env@org answer.json)"
          jbang assume@org redbeard --account 123456789123 --role Audit --format json |
              jbang sts2env@org --format fish | source

        FILE is read, or standard input when there is none or it is '-'. It is what one of these prints or caches:
        aws sts assume-role (-with-saml, -with-web-identity), get-session-token or get-federation-token, aws configure
        export-credentials, a credential_process, aws sso get-role-credentials, aws cognito-identity
        get-credentials-for-identity, aws iam create-access-key, the metadata of EC2, ECS and EKS, ~/.aws/cli/cache,
        ~/.aws/login/cache.

        """, REGION, ALLOW_EXPIRED, CredentialFormat.OPTION);

    public static void main(String[] args) {
        Runtime.getRuntime().halt(run(NativeText.arguments(args), Command.world()));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return COMMAND.run(args, world, Shell.ENV, arguments -> {
            CredentialFormat format = CredentialFormat.of(arguments);
            Optional<String> region = RegionOption.value(arguments, REGION);
            SessionCredentials credentials = CredentialsJson.read(read(arguments.argument("FILE"), world));
            if (credentials.isExpired() && !arguments.has(ALLOW_EXPIRED)) {
                throw Failure.of("these credentials " + credentials.until()
                        + ", so nothing is loaded; get new ones (--allow-expired loads these all the same)");
            }
            String product = format.render(credentials, credentials.environmentChange(region.orElse(null)));
            return new Command.Result(product, credentials + " " + credentials.until());
        });
    }

    private static byte[] read(Optional<String> file, Command.World world) {
        if (file.isEmpty() && world.isTerminal().test(0)) {
            throw Failure.usage("there is nothing on standard input; pipe the JSON in, as in: aws sts assume-role ... |"
                    + " jbang sts2env@org, or name a FILE");
        }
        boolean isStdin = file.isEmpty() || file.get().equals("-");
        String name = isStdin ? "standard input" : Text.quoted(file.get());
        try (InputStream in = isStdin ? world.in() : Files.newInputStream(FilePath.of(file.get()))) {
            byte[] json = in.readNBytes(Json.MOST_BYTES + 1);
            if (json.length > Json.MOST_BYTES) {
                throw Failure.of(name + " is over a megabyte; no answer of AWS is");
            }
            return json;
        } catch (InvalidPathException e) {
            throw Failure.of(name + " cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw Failure.of(name + " cannot be read: " + FilePath.reason(FilePath.of(file.orElse("-")), e), e);
        }
    }
}
