//SOURCES Shell.java ChildProcess.java AtomicFile.java RenewedShell.java Profiles.java
//SOURCES CredentialServer.java CredentialClient.java

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A config file of COMMAND's own: the user's, and in addition a profile that has the settings of [default] and not its
 * credentials. It lies in a directory that only its owner can enter, and is gone when it is closed.
 */
final class CommandConfig implements AutoCloseable {
    /** What says where a profile's credentials come from; what begins with sso_ does, too. */
    private static final Set<String> CREDENTIAL_SETTINGS = Set.of(
            "aws_access_key_id",
            "aws_secret_access_key",
            "aws_session_token",
            "aws_security_token",
            "aws_account_id",
            "role_arn",
            "role_session_name",
            "source_profile",
            "credential_source",
            "credential_process",
            "web_identity_token_file",
            "login_session",
            "external_id",
            "mfa_serial",
            "mfa_process",
            "duration_seconds");

    private final Path directory;
    private final String profile;
    private final Thread removal = new Thread(this::remove);

    private CommandConfig(Path directory, String profile) {
        this.directory = directory;
        this.profile = profile;
        // Whatever ends this JVM before COMMAND has begun: from then on, signals are COMMAND's.
        Runtime.getRuntime().addShutdownHook(removal);
    }

    /** One whose profile has no credentials, so that everybody looks further on for them. */
    static CommandConfig plain(Map<String, String> env, Profiles profiles) throws IOException {
        CommandConfig config = in(env, profiles);
        config.write(env, profiles, Optional.empty());
        return config;
    }

    /** One whose profile has a program that gets them from {@code server}. */
    static CommandConfig withProcess(Map<String, String> env, Profiles profiles, CredentialServer server)
            throws IOException {
        CommandConfig config = in(env, profiles);
        Path request = config.directory.resolve("request");
        byte[] text = CredentialClient.config(server.url(), server.token()).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(request, text, AtomicFile.OWNER_ONLY);
        config.write(env, profiles, Optional.of(process(env, request)));
        return config;
    }

    private static CommandConfig in(Map<String, String> env, Profiles profiles) throws IOException {
        String parent = env.getOrDefault("TMPDIR", "");
        // Of mode 0700.
        Path directory = Files.createTempDirectory(
                FilePath.of(parent.isEmpty() ? "/tmp" : parent).toAbsolutePath(), RenewedShell.DIRECTORY);
        List<String> names = profiles.names();
        String profile = Stream.iterate(1, number -> number + 1)
                .map(number -> number == 1 ? RenewedShell.PROFILE : RenewedShell.PROFILE + "-" + number)
                .filter(name -> !names.contains(name))
                .findFirst()
                .orElseThrow();
        return new CommandConfig(directory, profile);
    }

    /** Its words are quoted as a shell wants it, and Python's {@code shlex}, by which the AWS CLI parts them. */
    private static String process(Map<String, String> env, Path request) {
        Optional<String> curl = ChildProcess.onPath("curl", env).filter(ChildProcess::isProgram);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = curl.isPresent()
                ? List.of(curl.get(), "-q", "--config", request.toString())
                : List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CredentialClient.class.getName(),
                        request.toString());
        return String.join(" ", command.stream().map(Shell::posixWord).toList());
    }

    /** What COMMAND's environment needs for it. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_CONFIG_FILE",
                file().toString(),
                "AWS_PROFILE",
                profile,
                // The SDKs for Go 1 and JavaScript 2 do not read a config file without.
                "AWS_SDK_LOAD_CONFIG",
                "1");
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException ignored) {
            // This JVM is ending.
        }
    }

    private Path file() {
        return directory.resolve("config");
    }

    private void write(Map<String, String> env, Profiles profiles, Optional<String> process) throws IOException {
        StringBuilder section = new StringBuilder("\n[profile " + profile + "]\n");
        process.ifPresent(command ->
                section.append("credential_process = ").append(command).append('\n'));
        if (profiles.isReadable("default")) {
            profiles.values("default").forEach((key, value) -> {
                if (!isOfCredentials(key)) {
                    // Whatever comes after a line break is indented, and so stays a part of the value.
                    section.append(key)
                            .append(" = ")
                            .append(value.replace("\n", "\n    "))
                            .append('\n');
                }
            });
        }
        var all = new ByteArrayOutputStream();
        Path own = Profiles.configFile(env);
        if (Files.isRegularFile(own) && Files.isReadable(own)) {
            all.writeBytes(Files.readAllBytes(own));
        }
        all.writeBytes(section.toString().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(file(), all.toByteArray(), AtomicFile.OWNER_ONLY);
    }

    private static boolean isOfCredentials(String key) {
        return key.startsWith("sso_") || CREDENTIAL_SETTINGS.contains(key);
    }

    private void remove() {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException ignored) {
            // Somebody else has removed it, or has put something there that is not ours.
        }
    }
}
