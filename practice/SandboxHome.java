//SOURCES ../lib/Shell.java Sandbox.java PracticeSts.java IdentityCenterServer.java PracticeWorld.java Catalog.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/** What somebody who lives in the sandbox has: ~/.aws, tokens, an MFA device, a prompt, and the lesson on request. */
final class SandboxHome {
    private final Sandbox sandbox;

    SandboxHome(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Writes all of it but the lesson, for the users and roles of {@code sts}, and for single sign-on. */
    void write(PracticeSts sts, IdentityCenterServer center) throws IOException {
        writeAwsFiles(sts.endpoint(), center);
        writeDevice(sts.endpoint());
        writeClick();
        sandbox.write("home/web-identity-token", sts.actions().webIdentityToken(), Sandbox.FILE);
        String credentials = "#!/bin/sh\ncat <<'END'\n" + sts.actions().processCredentials() + "END\n";
        sandbox.write("bin/redbeard-credentials", credentials, Sandbox.PROGRAM);
        writeStartUpFiles();
    }

    private void writeAwsFiles(String endpoint, IdentityCenterServer center) throws IOException {
        var credentials = PracticeWorld.USERS.stream()
                .map(user -> keys(user.name(), user))
                .collect(Collectors.joining("\n"));
        credentials += "\n" + keys(PracticeWorld.WITH_MFA, PracticeWorld.REDBEARD);
        sandbox.write("home/.aws/credentials", credentials, Sandbox.FILE);
        // A named profile does not inherit from [default], and keys in the environment come with no profile: each needs
        // its endpoint. The metadata one keeps a machine in EC2 from handing out its own, real, role in here.
        var settings = """
            region = us-east-1
            endpoint_url = %1$s
            ec2_metadata_service_endpoint = %1$s
            services = practice
            """.formatted(endpoint);
        var config = new StringBuilder("[default]\n" + settings);
        PracticeWorld.profiles(sandbox.resolve("home").toString())
                .forEach((name, lines) -> config.append("\n[profile ")
                        .append(name)
                        .append("]\n")
                        .append(lines)
                        .append(settings));
        config.append(PracticeWorld.singleSignOn(center.endpoint()));
        sandbox.write("home/.aws/config", config.toString(), Sandbox.FILE);
    }

    private static String keys(String profile, User user) {
        return """
            [%s]
            aws_access_key_id = %s
            aws_secret_access_key = %s
            """.formatted(profile, user.accessKeyId(), user.secretAccessKey());
    }

    /** The command mfa, which stands for the telephone that redbeard has in the other hand. */
    private void writeDevice(String endpoint) throws IOException {
        sandbox.write("bin/mfa", """
            #!/bin/sh
            # Prints a code of redbeard's MFA device that has not been used yet; it may have to wait for one, as people
            # do.
            unset http_proxy HTTP_PROXY all_proxy ALL_PROXY
            url=%s
            if command -v curl >/dev/null; then exec curl -q -fsS "$url"; fi
            if command -v wget >/dev/null; then exec wget -q -O - "$url"; fi
            echo "mfa: needs curl or wget; the code is at $url" >&2
            exit 1
            """.formatted(endpoint + PracticeSts.DEVICE), Sandbox.PROGRAM);
    }

    /** The command click, which stands for a browser, and for the hand that allows whatever it shows. */
    private void writeClick() throws IOException {
        sandbox.write("bin/click", """
            #!/bin/sh
            # For login --browser click: opens the address, and clicks on "Allow access" at once.
            unset http_proxy HTTP_PROXY all_proxy ALL_PROXY
            command -v curl >/dev/null || { echo "click: needs curl" >&2; exit 1; }
            {
                id=$(curl -q -fsS "$1" | sed -n 's/.*name="id" value="\\([^"]*\\)".*/\\1/p')
                curl -q -fsSL -o /dev/null -d "id=$id&decision=allow" "${1%%\\?*}"
            } </dev/null >/dev/null 2>&1 &
            """, Sandbox.PROGRAM);
    }

    /** A prompt that says where you are, for each shell in its own start-up file. */
    private void writeStartUpFiles() throws IOException {
        sandbox.write("home/.bashrc", "PS1=\"(practice) $PS1\"\n", Sandbox.FILE);
        sandbox.write("home/.zshrc", "PROMPT=\"(practice) $PROMPT\"\n", Sandbox.FILE);
        sandbox.write("home/.shrc", "PS1='(practice) $PWD $ '\n", Sandbox.FILE); // ENV names this one
        sandbox.write("home/.cshrc", "if ($?prompt) set prompt = \"(practice) > \"\n", Sandbox.FILE);
        sandbox.write("home/.config/fish/config.fish", """
            set -g fish_greeting
            function fish_prompt
                printf '(practice) %s> ' (prompt_pwd)
            end
            """, Sandbox.FILE);
    }

    /** Gives bash and zsh the functions that show the lesson. */
    void writeLesson() throws IOException {
        String text = Shell.ENV.quoted(sandbox.resolve("catalog/LESSON.md").toString());
        sandbox.write("lesson.sh", "lesson_text=" + text + "\n" + Catalog.read("practice/lesson.sh"), Sandbox.FILE);
        for (var name : List.of("home/.bashrc", "home/.zshrc")) {
            Files.writeString(sandbox.resolve(name), ". \"$HOME/../lesson.sh\"\n", StandardOpenOption.APPEND);
        }
    }
}
