import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** practice's STS with a clock that a test can move, asked by curl, which signs by itself; and its sandbox. */
abstract class PracticeFixture {
    static final String ROLE = "arn:aws:iam::123456789123:role/OrganizationAccountAccessRole";
    static final String[] ASSUME = {"Action=AssumeRole", "RoleArn=" + ROLE, "RoleSessionName=DevAccount"};
    static final Keys REDBEARD = new Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "");

    record Keys(String id, String secret, String token) {}

    record Answer(int status, String xml) {
        String value(String element) {
            var found = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                    .matcher(xml);
            return found.find() ? found.group(1) : "";
        }

        Keys keys() {
            return new Keys(value("AccessKeyId"), value("SecretAccessKey"), value("SessionToken"));
        }

        /** Status and code together, so that an assertion that fails shows both. */
        String error() {
            return status + " " + value("Code");
        }
    }

    /** The real time, plus as much as a test wants. */
    static class MovingClock extends Clock {
        volatile Duration offset = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
        }
    }

    final MovingClock clock = new MovingClock();
    PracticeSts sts;

    @TempDir
    Path scratch;

    @BeforeEach
    void start() throws IOException {
        sts = PracticeSts.start(clock);
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    // ---- signed by curl ----

    Answer curl(Keys keys, String... parameters) throws Exception {
        return curl(keys, "aws:amz:us-east-1:sts", List.of(), parameters);
    }

    Answer curl(Keys keys, String scope, List<String> more, String... parameters) throws Exception {
        assumeTrue(hasProgram("curl"), "no curl here");
        var command = new ArrayList<>(List.of(
                "curl",
                "-s",
                "--noproxy",
                "*",
                "-w",
                "\n%{http_code}",
                "--aws-sigv4",
                scope,
                "--user",
                keys.id() + ":" + keys.secret()));
        if (!keys.token().isEmpty()) {
            command.addAll(List.of("-H", "X-Amz-Security-Token: " + keys.token()));
        }
        command.addAll(more);
        var version = Arrays.asList(parameters).stream().anyMatch(p -> p.startsWith("Version="))
                ? Stream.<String>of()
                : Stream.of("Version=2011-06-15");
        Stream.concat(version, Stream.of(parameters)).forEach(p -> command.addAll(List.of("--data-urlencode", p)));
        command.add(sts.endpoint() + "/");
        var output = output(command);
        int line = output.lastIndexOf('\n');
        return new Answer(Integer.parseInt(output.substring(line + 1).strip()), output.substring(0, line));
    }

    static String output(List<String> command) throws Exception {
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    static boolean hasProgram(String name) {
        return ChildProcess.onPath(name, System.getenv())
                .filter(ChildProcess::isProgram)
                .isPresent();
    }

    static String[] assumeWith(String... more) {
        return Stream.concat(Stream.of(ASSUME), Stream.of(more)).toArray(String[]::new);
    }

    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Runs practice with a TMPDIR that no shell likes; says what must hold whatever the command was. */
    int practise(Map<String, String> more, String... args) throws Exception {
        var tmp = Files.createDirectories(scratch.resolve("it's a \"tmp\" $dir"));
        var environment = new HashMap<>(System.getenv());
        environment.put("TMPDIR", tmp.toString());
        environment.put("OUT", scratch.resolve("out").toString());
        environment.put("JBANG_LAUNCH_CMD", "/bin/echo");
        environment.putAll(more);
        int status = practice.run(
                args,
                new Command.World(environment, InputStream.nullInputStream(), out, new PrintStream(err), fd -> false));
        try (var left = Files.list(tmp)) {
            assertEquals(List.of(), left.toList(), "the sandbox is gone");
        }
        return status;
    }

    String written() throws IOException {
        return Files.readString(scratch.resolve("out"));
    }

    static final String SERIAL = "SerialNumber=arn:aws:iam::111122223333:mfa/redbeard";

    Answer assume(Keys keys, Role role, String... more) throws Exception {
        return curl(
                keys,
                Stream.concat(
                                Stream.of("Action=AssumeRole", "RoleArn=" + role.arn(), "RoleSessionName=me"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    void assertDenied(Answer answer, String message) {
        assertEquals("403 AccessDenied", answer.error(), answer.xml());
        assertEquals(message, answer.value("Message"));
    }

    void assertDenied(Answer answer, Role role) {
        assertDenied(
                answer,
                "User: arn:aws:iam::111122223333:user/redbeard is not authorized to perform: sts:AssumeRole on"
                        + " resource: "
                        + role.arn());
    }

    /** A request as it is given, which nobody signs. */
    Answer raw(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(sts.endpoint() + path))
                .method(method, BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(5));
        if (headers.length > 0) {
            request.headers(headers);
        }
        var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        assertEquals(Optional.of("text/xml"), response.headers().firstValue("Content-Type"));
        assertTrue(response.headers().firstValue("x-amzn-RequestId").isPresent());
        assertFalse(response.body().contains("InternalFailure"), response.body());
        return new Answer(response.statusCode(), response.body());
    }
}
