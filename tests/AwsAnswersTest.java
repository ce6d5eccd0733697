import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every JSON in which AWS hands out credentials loads, and what is printed of it loads again. */
class AwsAnswersTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/Audit";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyAnswerOfAwsLoads() {
        return AwsAnswer.ALL.stream()
                .map(answer -> DynamicTest.dynamicTest(answer.name(), () -> {
                    Sts2envRun.assertLoads(answer.loads(), answer.bytes());
                    Sts2envRun.assertLoads(answer.loads(), print(strange(parsed(answer), false)));
                    Sts2envRun.assertLoads(answer.loads(), print(strange(parsed(answer), true)));
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyAnswerLoadsInEveryEncoding() {
        return AwsAnswer.encodings().entrySet().stream()
                .map(encoding -> DynamicTest.dynamicTest(encoding.getKey(), () -> {
                    for (AwsAnswer answer : AwsAnswer.ALL) {
                        Sts2envRun.assertLoads(answer.loads(), answer.encoded(encoding.getKey()));
                    }
                    Sts2envRun.assertLoads(
                            AwsAnswer.TEMPORARY,
                            AwsAnswer.encoded("\r\n " + AwsAnswer.ALL.get(0).json() + "\r\n", encoding.getKey()));
                }));
    }

    @Test
    void aFieldNamedLikeAnEnvelopeIsNoneWhereTheKeysLieAtTheTop() {
        Sts2envRun.assertLoads(
                AwsAnswer.LONG_LIVED,
                AwsAnswer.json("{'Version': 1, 'credentials': '~/.aws/credentials', 'AccessKeyId':"
                                + " 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': SECRET}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** The aws command and moto in AWS's place: what is really printed, and what really lies in the cache. */
    @Test
    void whatTheAwsCliReallyPrintsLoads() throws Exception {
        Program.need("aws", "moto_server");
        try (Moto moto = new Moto(folder, Map.of())) {
            configure(moto);
            Map<String, byte[]> printed = printed();
            aws("sts", "get-caller-identity", "--profile", "audit");
            try (Stream<Path> cache = Files.list(folder.resolve(".aws/cli/cache"))) {
                printed.put("cache", Files.readAllBytes(cache.findFirst().orElseThrow()));
            }
            printed.put("metadata", moto.get("/latest/meta-data/iam/security-credentials/default-role"));

            assertEquals(8, printed.size());
            printed.forEach((name, json) -> {
                Map<String, String> loaded = Sts2envRun.assertLoads(json);
                boolean temporary = !name.equals("create-access-key");
                assertEquals(temporary, loaded.get("AWS_SESSION_TOKEN") != null, name);
                assertEquals(temporary, loaded.get("AWS_CREDENTIAL_EXPIRATION") != null, name);
            });
            String usage = Program.of("aws", "sts", "no-such-command").run().err();
            Sts2envRun refused = Sts2envRun.of(usage.getBytes(StandardCharsets.UTF_8));
            assertTrue(refused.err().contains("not JSON"), refused.err());
        }
    }

    private void configure(Moto moto) throws IOException {
        Files.createDirectories(folder.resolve(".aws"));
        Files.writeString(folder.resolve(".aws/config"), """
            [default]
            region = us-east-1
            aws_access_key_id = AKIAIOSFODNN7EXAMPLE
            aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
            endpoint_url = %1$s
            [profile audit]
            region = us-east-1
            role_arn = %2$s
            source_profile = default
            endpoint_url = %1$s
            """.formatted(moto.url, ROLE));
    }

    /** What the AWS CLI prints, by the call that it makes. */
    private Map<String, byte[]> printed() {
        aws("iam", "create-user", "--user-name", "Bob");
        String session = "--role-arn " + ROLE + " --role-session-name me";
        Map<String, byte[]> printed = new TreeMap<>();
        Stream.of(
                        "sts assume-role " + session,
                        "sts assume-role-with-web-identity " + session + " --web-identity-token token",
                        "sts get-session-token",
                        "sts get-federation-token --name Bob",
                        "iam create-access-key --user-name Bob",
                        "cognito-identity get-credentials-for-identity --identity-id"
                                + " us-east-1:12345678-1234-1234-1234-123456789012")
                .map(command -> command.split(" "))
                .parallel()
                .forEach(command -> {
                    byte[] answer = aws(command);
                    synchronized (printed) {
                        printed.put(command[1], answer);
                    }
                });
        return printed;
    }

    @Test
    void longLivedKeysUnsetAStaleTokenInARealShell() {
        Program.need("bash");
        Sts2envRun iam = Sts2envRun.of(AwsAnswer.named("iam create-access-key").bytes());
        var shell = Program.of("bash", "-c", "eval \"$1\"; env | grep ^AWS_ | sort", "bash", iam.out())
                .with("AWS_SESSION_TOKEN", "stale")
                .with("AWS_CREDENTIAL_EXPIRATION", "stale")
                .with("AWS_PROFILE", "stale")
                .run();
        assertEquals(
                List.of("AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY=" + AwsAnswer.SECRET),
                shell.lines());
    }

    @Test
    void whatItWritesItReads() {
        Sts2envRun json = Sts2envRun.of(AwsAnswer.ALL.get(0).bytes(), "--format", "json");
        Sts2envRun.assertLoads(AwsAnswer.TEMPORARY, json.out().getBytes(StandardCharsets.UTF_8));
        assertEquals(
                json.out(),
                Sts2envRun.of(json.out().getBytes(StandardCharsets.UTF_8), "--format", "json")
                        .out());
        Sts2envRun.assertLoads(
                AwsAnswer.TEMPORARY,
                Sts2envRun.of(AwsAnswer.ALL.get(0).bytes(), "--format", "process")
                        .out()
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> parsed(AwsAnswer answer) {
        try {
            return JSON.std.mapFrom(answer.json());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] print(Map<String, Object> json) {
        try {
            return JSON.std.asBytes(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The same with fields that nobody knows before and after each field, and perhaps the other way round. */
    private static Map<String, Object> strange(Map<?, ?> json, boolean reversed) {
        Object deep = "deep";
        for (int i = 0; i < 200; i++) {
            deep = i % 2 == 0 ? List.of(deep, 1.5e300) : Map.of("x", deep);
        }
        Map<String, Object> strange = new LinkedHashMap<>();
        strange.put("huge", "'\"\\\n\0\u00e9\ud83d\udd11".repeat(5_000));
        strange.put("deep", deep);
        List<Object> names = new ArrayList<>(json.keySet());
        if (reversed) {
            Collections.reverse(names);
        }
        for (Object name : names) {
            strange.put(
                    name.toString(),
                    json.get(name) instanceof Map<?, ?> object ? strange(object, reversed) : json.get(name));
            strange.put("not" + name, Map.of("AccessKeyId", "no", "SecretAccessKey", "no"));
        }
        strange.put("", false);
        return strange;
    }

    private byte[] aws(String... command) {
        List<String> line = new ArrayList<>(List.of(command));
        line.add(0, "aws");
        var ran = Program.of(line.toArray(String[]::new))
                .with("HOME", folder)
                .with(
                        "PYENV_ROOT",
                        System.getenv("PYENV_ROOT") != null
                                ? System.getenv("PYENV_ROOT")
                                : Path.of(System.getProperty("user.home"), ".pyenv"))
                .run();
        assertEquals(0, ran.status(), line + ": " + ran.err());
        return ran.out().getBytes(StandardCharsets.UTF_8);
    }
}
