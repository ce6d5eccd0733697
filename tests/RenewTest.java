//SOURCES RenewFixture.java

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** assume --renew, as somebody runs it: what COMMAND is given, who else gets it, and what is left in the end. */
class RenewTest extends RenewFixture {
    private static final String AUTHORIZED =
            "-H \"Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN\" $AWS_CONTAINER_CREDENTIALS_FULL_URI";

    @Test
    void commandHasAnAddressAndATokenAndNoKeys() {
        Program.Ran ran = assume("dev", "--renew", "--", "env")
                .with("AWS_ACCESS_KEY_ID", Home.KEY_ID)
                .with("AWS_SECRET_ACCESS_KEY", Home.SECRET)
                .with("AWS_PROFILE", "redbeard")
                .with("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere")
                .with("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/nowhere")
                .with("AWS_PAGER", "cat")
                .run();
        Map<String, String> env = variables(ran);
        assertEquals(0, ran.status(), ran.err());
        assertEquals("", ran.err());
        assertTrue(env.remove("AWS_CONTAINER_CREDENTIALS_FULL_URI").matches("http://127\\.0\\.0\\.1:\\d+/credentials"));
        assertTrue(env.remove("AWS_CONTAINER_AUTHORIZATION_TOKEN").matches("[\\w-]{43}"), "256 bits");
        assertEquals(
                Map.of(
                        "AWS_ASSUMED_PROFILE", "dev",
                        "AWS_ASSUMED_ROLE", ARN,
                        "AWS_DEFAULT_REGION", "eu-central-1",
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "AWS_PAGER", "cat",
                        "AWS_REGION", "eu-central-1"),
                env);
    }

    private static Map<String, String> variables(Program.Ran ran) {
        return ran.lines().stream()
                .filter(line -> line.startsWith("AWS_"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (one, other) -> one,
                        TreeMap::new));
    }

    @Test
    void curlWithTheTokenGetsWhatAContainersServiceGives() throws IOException {
        Program.need("curl");
        Program.Ran ran = assumeAndRun(List.of("dev", "--renew"), "exec curl -q -sS " + AUTHORIZED, List.of())
                .run();
        assertEnded(0, ran);
        SessionCredentials given = CredentialsJson.read(ran.out().getBytes(UTF_8));
        assertTrue(given.accessKeyId().startsWith("ASIA"), ran.out());
        assertFalse(given.isExpired());
        assertTrue(ran.out().contains("\"RoleArn\": \"" + ARN + "\""), ran.out());
        assertTrue(ran.out().contains("\"AccountId\": \"123456789123\""), ran.out());
    }

    /** Each of them has one thing wrong, and is told nothing but that. */
    @Test
    void everybodyElseIsForbidden() {
        Program.need("curl");
        List<String> requests = new ArrayList<>(List.of(
                "$AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "-H 'Authorization: x' $AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "-H \"Authorization: Bearer $AWS_CONTAINER_AUTHORIZATION_TOKEN\" $AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "-H 'Host: rebound.example' " + AUTHORIZED,
                "-H 'Host: 127.0.0.1' " + AUTHORIZED,
                "--http1.0 -H 'Host:' " + AUTHORIZED,
                "-X POST " + AUTHORIZED,
                "-d x " + AUTHORIZED,
                "-X PUT " + AUTHORIZED,
                "-X OPTIONS " + AUTHORIZED,
                AUTHORIZED + "/more",
                AUTHORIZED + "?x",
                "${AWS_CONTAINER_CREDENTIALS_FULL_URI%/credentials}/process -H \"Authorization:"
                        + " $AWS_CONTAINER_AUTHORIZATION_TOKEN\""));
        String script = requests.stream()
                .map(request -> "curl -q -sS -w '%{http_code} %{size_download}\\n' " + request)
                .collect(Collectors.joining("\n"));
        Program.Ran ran = assumeAndRun(
                        List.of("dev", "--renew"), script + "\ncurl -q -sS -o allowed " + AUTHORIZED, List.of())
                .run();
        assertEnded(0, ran);
        assertEquals(requests.stream().map(request -> "403 0").toList(), ran.lines());
        assertTrue(Files.exists(folder.resolve("allowed")));
    }

    /** Also where it has got hold of the token. */
    @Test
    void anotherUserIsForbidden() {
        Program.need("curl", "setpriv");
        Assumptions.root();
        Program.Ran ran = assumeAndRun(
                        List.of("dev", "--renew"),
                        "exec setpriv --reuid=65534 --clear-groups curl -q -sS -w '%{http_code}' " + AUTHORIZED,
                        List.of())
                .run();
        assertEnded(0, ran);
        assertEquals("403", ran.out());
    }

    private static final class Assumptions {
        /** Only root can be another user for a moment. */
        static void root() {
            boolean isRoot = Program.of("id", "-u").run().out().strip().equals("0");
            org.junit.jupiter.api.Assumptions.assumeTrue(isRoot, "not root");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--renew", "--renew=process"})
    void itEndsWithTheStatusOfCommandAndLeavesNothing(String way) throws IOException {
        assertEnded(7, assumeAndRun(List.of(way, "dev"), "exit 7", List.of()).run());
        assertEnded(
                143,
                assumeAndRun(List.of(way, "dev"), "kill -TERM $$", List.of()).run());
        assertEquals(List.of(), leftBehind());
        Program.Ran ran = assume("dev", way, "--", "no-such-command").run();
        assertEquals(127, ran.status());
        assertEquals(List.of(), leftBehind());
    }

    /** A signal that would end assume ends COMMAND, and then it cleans up. */
    @Test
    void aSignalLeavesNoFileBehind() throws Exception {
        Process process = start("dev", "--renew=process");
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(List.of(), leftBehind());
    }

    @Test
    void killedItServesNothing() throws Exception {
        Process process = start("dev", "--renew");
        List<ProcessHandle> command = process.descendants().toList();
        URI address = URI.create(Files.readString(folder.resolve(FIRST)).strip());
        new Socket(address.getHost(), address.getPort()).close();
        process.destroyForcibly().waitFor();
        Assertions.assertThrows(ConnectException.class, () -> new Socket(address.getHost(), address.getPort()));
        Files.createFile(folder.resolve(GO_ON));
        for (ProcessHandle each : command) {
            each.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    /** COMMAND has begun, has written the address into a file, and waits. */
    private Process start(String... options) throws Exception {
        String script = "echo \"$AWS_CONTAINER_CREDENTIALS_FULL_URI\" > new && mv new " + FIRST + "; until [ -e "
                + GO_ON + " ]; do sleep 0.1; done";
        Process process = start(assumeAndRun(List.of(options), script, List.of()));
        await(() -> Files.exists(folder.resolve(FIRST)) || !process.isAlive());
        return process;
    }

    private Process start(Program program) throws IOException {
        var builder = new ProcessBuilder(program.command()).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(program.env());
        return builder.start();
    }

    /** The token is in files that nobody else can read, and in no command line. */
    @ParameterizedTest
    @ValueSource(strings = {"curl", "java"})
    void theProcessNeedsNoCurlAndShowsNoToken(String program) throws IOException {
        Program.need("curl");
        String script =
                "stat -c %a \"${AWS_CONFIG_FILE%/config}\" \"$AWS_CONFIG_FILE\" \"${AWS_CONFIG_FILE%config}request\"\n"
                        + "grep credential_process \"$AWS_CONFIG_FILE\" | tail -n 1; grep Authorization"
                        + " \"${AWS_CONFIG_FILE%config}request\"\n"
                        + "eval \"$(sed -n 's/^credential_process = //p' \"$AWS_CONFIG_FILE\" | tail -n 1)\"\n";
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("sh", "stat", "grep", "sed", "tail")) {
            Scratch.script(bin.resolve(tool), "exec " + Program.find(tool) + " \"$@\"\n");
        }
        Program run = assumeAndRun(List.of("dev", "--renew=process"), script, List.of());
        Program.Ran ran = (program.equals("curl") ? run : run.with("PATH", bin)).run();
        assertEnded(0, ran);
        assertEquals(List.of("700", "600", "600"), ran.lines().subList(0, 3));
        String process = ran.lines().get(3);
        assertTrue(process.contains(program + " "), process);
        String token = ran.lines().get(4).replaceAll(".*: |\"$", "");
        assertEquals(43, token.length(), token);
        assertFalse(process.contains(token), process);
        String json = String.join("\n", ran.lines().subList(5, ran.lines().size()));
        assertTrue(json.contains("\"Version\": 1"), json);
        assertTrue(CredentialsJson.read(json.getBytes(UTF_8)).accessKeyId().startsWith("ASIA"));
    }

    /** Nobody is prompted while COMMAND has the terminal: another one takes the code, and the cache hands it on. */
    @Test
    void theCodeIsGivenInAnotherTerminal() throws Exception {
        Program.need("aws");
        sts.actions().limitRoleSessions(SESSION_SECONDS);
        String[] options = {
            "prod", "--renew", "--no-session", "--token-code", sts.actions().code()
        };
        List<String> call = List.of("aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text");
        Program program = assumeAndRun(List.of(options), TWICE, call).with("AWS_ENDPOINT_URL_STS", sts.endpoint());
        CompletableFuture<Program.Ran> ran = CompletableFuture.supplyAsync(program::run);
        await(() -> Files.exists(folder.resolve(FIRST)) || ran.isDone());
        sts.actions().limitRoleSessions(Integer.MAX_VALUE);
        String code = sts.actions().code();
        Home.Said said =
                home.call(assume::run, "prod", "--no-session", "--refresh", "--token-code", code, "--", "true");
        assertEquals(0, said.status(), said.err());
        Instant expired = Instant.now().plusSeconds(SESSION_SECONDS);
        await(() -> Instant.now().isAfter(expired));
        Files.createFile(folder.resolve(GO_ON));
        String arn = "arn:aws:sts::444455556666:assumed-role/Production/ada";
        assertEquals(List.of(arn, arn), ran.get().lines(), ran.get().err());
        assertEquals(2, sts.keysOf(arn));
        assertEquals(2, sts.calls().get("AssumeRole"));
    }

    /** What is to be typed there is the same request. */
    @Test
    void theMessageHasTheCommandForTheOtherTerminal() throws Exception {
        sts.actions().limitRoleSessions(SESSION_SECONDS);
        Program program = assumeAndRun(
                List.of(
                        "prod",
                        "--renew",
                        "--no-session",
                        "--external-id",
                        "a=b",
                        "--quiet",
                        "--token-code",
                        sts.actions().code()),
                "until [ -e " + GO_ON + " ]; do sleep 0.1; done",
                List.of());
        Process process = start(program);
        try (var err = process.errorReader()) {
            String line = err.readLine();
            assertTrue(
                    line.matches(
                            "assume: the credentials are not renewed, and COMMAND has those from before, until \\S+"
                                + " \\(less than a minute\\); trying again\\. MFA is wanted \\(.*\\), and COMMAND has"
                                + " the terminal; run this in another one: jbang assume@org prod --no-session"
                                + " --external-id a=b --quiet --refresh -- true"),
                    line);
            Files.createFile(folder.resolve(GO_ON));
            assertEquals(List.of(), err.lines().toList(), "it is said once");
        }
        assertEquals(0, process.waitFor());
    }

    /** Other profiles and what is said of [default] beside its credentials are there as before. */
    @Test
    void theConfigFileHasAllThatTheUsersHas() throws IOException {
        Program.need("aws");
        hostileDefault();
        add("[profile blocks]\ns3 =\n  addressing_style = path\n");
        String script = "aws configure get region; aws sts get-caller-identity --query Arn --output text;"
                + " aws --profile redbeard sts get-caller-identity --query Arn --output text;"
                + " aws --profile default sts get-caller-identity --query Arn --output text;"
                + " aws configure get profile.blocks.s3.addressing_style; echo $AWS_PROFILE";
        String user = PracticeWorld.REDBEARD.arn();
        for (String way : List.of("--renew", "--renew=process")) {
            Program.Ran ran = assumeAndRun(List.of("dev", way), script, List.of())
                    .with("AWS_REGION", null)
                    .run();
            assertEquals("", ran.err());
            assertEquals(List.of("eu-central-1", ARN, user, user, "path", "assume-renewed"), ran.lines());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dev --renew", "--renew=curl dev -- true", "--renew= dev -- true", "--renew --renew dev -- true"
            })
    void whatCannotBeIsRefused(String arguments) {
        Home.Said said = home.call(assume::run, arguments.split(" "));
        assertEquals(2, said.status(), said.err());
        assertTrue(said.err().contains("--renew"), said.err());
        assertEquals(Map.of(), sts.calls());
    }

    @Test
    void whereThereAreNoCredentialsCommandIsNotStarted() {
        Home.Said said = home.call(
                assume::run,
                "audit",
                "--renew",
                "--role",
                "Nobody",
                "--account",
                "123456789123",
                "--",
                "touch",
                folder.resolve("started").toString());
        assertEquals(1, said.status());
        assertTrue(said.err().contains("may not assume"), said.err());
        assertTrue(Stream.of("started").noneMatch(name -> Files.exists(folder.resolve(name))));
    }
}
