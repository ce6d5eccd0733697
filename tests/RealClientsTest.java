//SOURCES AwsCli2.java RealClient.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What people have beside us is given what assume was given, as variables and by a {@code credential_process}, and has
 * to be the role for STS.
 */
class RealClientsTest {
    private static final String ARN = "arn:aws:sts::123456789123:assumed-role/Developer/ada";

    @TempDir
    static Path folder;

    private static Path assume;
    private PracticeSts sts;

    @BeforeAll
    static void install() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        String words =
                Program.java("assume").command().stream().map(Shell::posixWord).collect(Collectors.joining(" "));
        assume = Files.writeString(folder.resolve("assume"), "#!/bin/sh\nexec " + words + " \"$@\"\n");
        assertTrue(assume.toFile().setExecutable(true));
    }

    @AfterAll
    static void count() {
        System.out.printf("  %d clients, each by variables and by credential_process%n", RealClient.values().length);
    }

    @BeforeEach
    void start() throws IOException {
        sts = PracticeSts.start(Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    @ParameterizedTest
    @EnumSource
    void itIsTheRoleByVariables(RealClient client) throws IOException {
        client.need();
        write(sts.endpoint());
        assertEquals(ARN, answer(client, byVariables(), sts.endpoint()));
        assertEquals(Map.of("AssumeRole", 1, "GetCallerIdentity", 1), sts.calls());
    }

    @ParameterizedTest
    @EnumSource
    void itIsTheRoleByCredentialProcess(RealClient client) throws IOException {
        client.need();
        write(sts.endpoint());
        assertEquals(ARN, answer(client, byProcess(), sts.endpoint()));
        assertEquals(Map.of("AssumeRole", 1, "GetCallerIdentity", 1), sts.calls());
    }

    /** rclone knows no STS: it lists the buckets in moto of the role's account, which redbeard's keys do not see. */
    @Test
    void rcloneListsBuckets() throws IOException, InterruptedException {
        Program.need("rclone", "moto_server", "aws", "bash");
        try (Moto moto = new Moto(folder, Map.of())) {
            write(moto.url);
            Program.Ran made = Program.of("aws", "s3", "mb", "s3://a-bucket", "--endpoint-url", moto.url)
                    .with("HOME", folder)
                    .with("AWS_PROFILE", "dev")
                    .run();
            assertEquals(0, made.status(), made.err());
            String buckets = ":s3,provider=Other,env_auth=true,region=us-east-1,endpoint='" + moto.url + "':";
            List<String> list = List.of("rclone", "--config", "/dev/null", "--retries", "1", "lsd", buckets);
            for (Program client : List.of(byVariables(), byProcess())) {
                Program.Ran ran = run(client, list);
                assertTrue(ran.out().contains(" a-bucket\n"), ran.out() + ran.err());
            }
            Program.Ran signer = run(shell("export AWS_PROFILE=redbeard; exec \"$@\""), list);
            assertEquals(0, signer.status(), signer.err());
            assertEquals("", signer.out(), "they are another account's");
        }
    }

    private static String answer(RealClient client, Program program, String endpoint) {
        Program.Ran ran = run(program.with("AWS_ENDPOINT_URL_STS", endpoint), client.command(endpoint));
        assertEquals(0, ran.status(), ran.out() + ran.err());
        return ran.out().strip();
    }

    /** A shell that has loaded the role, in a home where nothing else is. */
    private static Program byVariables() {
        Program.need("bash");
        return shell("source <(\"$ASSUME\" dev --quiet --no-cache) && HOME=$EMPTY exec \"$@\"");
    }

    /** A profile that says how to get at the role. */
    private static Program byProcess() {
        Program.need("bash");
        return shell("export AWS_PROFILE=helper; exec \"$@\"");
    }

    private static Program shell(String script) {
        return Program.of("bash", "-c", script, "bash")
                .with("HOME", folder)
                .with("ASSUME", assume)
                .with("EMPTY", folder.resolve("empty"))
                .with("AWS_EC2_METADATA_DISABLED", "true")
                .with("AWS_SDK_LOAD_CONFIG", "1")
                .with("NODE_PATH", System.getenv("NODE_PATH"))
                .with("AWS_MAX_ATTEMPTS", "1");
    }

    private static Program.Ran run(Program shell, List<String> command) {
        List<String> all = new ArrayList<>(shell.command());
        all.addAll(command);
        return new Program(all, shell.env(), shell.directory(), shell.stdin(), shell.seconds()).run();
    }

    private static void write(String endpoint) throws IOException {
        Home.in(folder, endpoint).files("""
            [profile redbeard]
            region = eu-central-1
            endpoint_url = %1$s
            [profile dev]
            role_arn = %2$s
            role_session_name = ada
            source_profile = redbeard
            region = eu-central-1
            endpoint_url = %1$s
            [profile helper]
            region = eu-central-1
            endpoint_url = %1$s
            credential_process = %3$s dev --format process --no-cache
            """.formatted(endpoint, PracticeWorld.DEVELOPER.arn(), assume), """
                [redbeard]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """.formatted(
                        Home.KEY_ID, Home.SECRET));
    }
}
