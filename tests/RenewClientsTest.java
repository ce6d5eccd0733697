//SOURCES RealClient.java AwsCli2.java RenewFixture.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * What people run for hours is the role before its credentials are renewed and after, the second time with other keys;
 * also where a [default] profile has keys, which every one of these would sooner take.
 */
class RenewClientsTest extends RenewFixture {
    private static final String PYTHON = """
        import boto3, os, time
        sts = boto3.client('sts')
        print(sts.get_caller_identity()['Arn'])
        open('first', 'w').close()
        while not os.path.exists('go-on'):
            time.sleep(0.1)
        print(sts.get_caller_identity()['Arn'])
        """;

    private static final String JAVASCRIPT = """
        const fs = require('fs');
        const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
        const sts = new STSClient({});
        const say = async () => console.log((await sts.send(new GetCallerIdentityCommand({}))).Arn);
        (async () => {
            await say();
            fs.writeFileSync('first', '');
            while (!fs.existsSync('go-on')) {
                await new Promise(resolve => setTimeout(resolve, 100));
            }
            await say();
        })();
        """;

    /** The Java SDK, left to itself: one client for both calls. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) throws Exception {
            try (StsClient sts = StsClient.create()) {
                System.out.println(sts.getCallerIdentity().arn());
                Files.createFile(Path.of(FIRST));
                await(() -> Files.exists(Path.of(GO_ON)));
                System.out.println(sts.getCallerIdentity().arn());
            }
        }
    }

    static Stream<Arguments> clients() {
        return Stream.of(RealClient.values())
                .flatMap(client -> Stream.of("--renew", "--renew=process").map(way -> Arguments.of(client, way)));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void itIsTheRoleBeforeAndAfter(RealClient client, String way) throws Exception {
        client.need();
        hostileDefault();
        sts.actions().limitRoleSessions(SESSION_SECONDS);
        Program program = switch (client) {
            case BOTO3 -> longLived(way, "python3", "-c", PYTHON);
            case JAVASCRIPT_SDK -> longLived(way, "node", "-e", JAVASCRIPT);
            case JAVA_SDK -> {
                List<String> command = new ArrayList<>(client.command(sts.endpoint()));
                command.set(command.size() - 1, Main.class.getName());
                yield longLived(way, command.toArray(String[]::new));
            }
            default -> assumeAndRun(List.of("dev", way), TWICE, client.command(sts.endpoint()));
        };
        Program.Ran ran = acrossARenewal(program.with("AWS_ENDPOINT_URL_STS", sts.endpoint())
                .with("NODE_PATH", System.getenv("NODE_PATH"))
                .with("AWS_MAX_ATTEMPTS", "1"));
        assertEquals(List.of(ARN, ARN), ran.lines(), ran.err());
        assertEquals(0, ran.status(), ran.err());
        assertEquals(2, sts.keysOf(ARN), "the second call is signed with other keys");
        assertEquals(List.of(), leftBehind());
    }

    private Program longLived(String way, String... command) {
        List<String> all = new ArrayList<>(List.of("dev", way, "--"));
        all.addAll(List.of(command));
        return assume(all.toArray(String[]::new));
    }

    /** rclone knows no STS; an S3 that only looks at who signs does. */
    @ParameterizedTest
    @ValueSource(strings = {"--renew", "--renew=process"})
    void rcloneSignsWithTheRolesKeys(String way) throws Exception {
        Program.need("rclone");
        hostileDefault();
        sts.actions().limitRoleSessions(SESSION_SECONDS);
        List<String> signers = new ArrayList<>();
        HttpServer s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext("/", exchange -> list(exchange, signers));
        s3.start();
        try {
            String buckets = ":s3,provider=Other,env_auth=true,region=us-east-1,endpoint='http://127.0.0.1:"
                    + s3.getAddress().getPort() + "':";
            List<String> list = List.of("rclone", "--config", "/dev/null", "--retries", "1", "lsd", buckets);
            Program.Ran ran = acrossARenewal(assumeAndRun(List.of("dev", way), TWICE, list));
            assertEquals(0, ran.status(), ran.err());
            assertEquals(2, ran.lines().size(), ran.out());
        } finally {
            s3.stop(0);
        }
        assertEquals(2, signers.size(), signers.toString());
        assertEquals(2, signers.stream().distinct().count(), signers.toString());
        assertFalse(signers.contains(Home.KEY_ID), "those of [default]");
        assertTrue(signers.stream().allMatch(key -> key.startsWith("ASIA")), signers.toString());
    }

    private static void list(HttpExchange exchange, List<String> signers) throws IOException {
        try (exchange) {
            Matcher key = Pattern.compile("Credential=(\\w+)/")
                    .matcher(exchange.getRequestHeaders().getFirst("Authorization"));
            signers.add(key.find() ? key.group(1) : "nobody");
            byte[] xml = """
                <ListAllMyBucketsResult><Buckets><Bucket><Name>a-bucket</Name>\
                <CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>
                """.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(200, xml.length);
            exchange.getResponseBody().write(xml);
        }
    }
}
