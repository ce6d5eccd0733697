///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Turn the JSON of 'aws sts assume-role' into shell commands that load the keys, whatever the shell
//JAVA 17+
//SOURCES lib/SessionCredentials.java
//CDS

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Part 5 of LESSON.md: {@code jq -r '.Credentials | @sh "export ..."'}. */
class sts2env {
    static final String HELP = """
        Turn the JSON in which AWS hands out credentials into commands for your shell.

        Usage: sts2env [OPTIONS] [FILE|-]

          source <(aws sts assume-role --role-arn arn:aws:iam::123456789123:role/Audit --role-session-name me | jbang sts2env@org)
          eval "$(jbang sts2env@org answer.json)"
          jbang assume@org redbeard --account 123456789123 --role Audit --format json | jbang sts2env@org --format fish | source

        FILE is read, or standard input when there is none or it is '-'. It is what one of these prints or keeps:
        aws sts assume-role (-with-saml, -with-web-identity), get-session-token or get-federation-token, aws configure
        export-credentials, a credential_process, aws sso get-role-credentials, aws cognito-identity
        get-credentials-for-identity, aws iam create-access-key, the metadata of EC2, ECS and EKS, ~/.aws/cli/cache,
        ~/.aws/login/cache.

          --region NAME       a region to load with the keys
          --allow-expired     load credentials that have ended, too
          --format NAME       env (default), fish, csh, elvish, powershell, windows-cmd, nushell, env-no-export,
                              json (what 'aws sts assume-role' prints), process (for credential_process)
        """ + Command.COMMON;

    public static void main(String[] args) {
        Runtime.getRuntime().halt(run(args, Command.World.real()));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return Command.run("sts2env", HELP, "env", args, world, options -> {
            String format = SessionCredentials.format(options);
            String region = SessionCredentials.region(options);
            SessionCredentials credentials = SessionCredentials.parse(read(Command.argument(options, "FILE"), world));
            if (credentials.isOver() && !options.hasOption("allow-expired")) {
                throw Failure.of("these credentials " + credentials.until()
                        + ", so nothing is loaded; get new ones (--allow-expired loads these all the same)");
            }
            return new Command.Result(
                    credentials.in(format, credentials.environmentChange(region)),
                    credentials + " " + credentials.until());
        });
    }

    private static byte[] read(String file, Command.World world) {
        if (file == null && world.isTerminal().test(0)) {
            throw Failure.usage(
                    "there is nothing on standard input; pipe the JSON in, as in: aws sts assume-role ... | jbang"
                            + " sts2env@org, or name a FILE");
        }
        boolean stdin = file == null || file.equals("-");
        String name = stdin ? "standard input" : Command.shown(file);
        try (InputStream in = stdin ? world.in() : Files.newInputStream(Path.of(file))) {
            byte[] json = in.readNBytes(SessionCredentials.MOST_BYTES + 1);
            if (json.length > SessionCredentials.MOST_BYTES) {
                throw Failure.of(name + " is over a megabyte; no answer of AWS is");
            }
            return json;
        } catch (IOException | InvalidPathException e) {
            throw new Failure(
                    1,
                    name + " cannot be read: "
                            + switch (e.getClass().getSimpleName()) {
                                case "NoSuchFileException" -> "there is no such file";
                                case "AccessDeniedException" -> "permission denied";
                                default -> e.getMessage();
                            },
                    e);
        }
    }
}
