import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every JSON in which AWS hands out credentials, and everything that is no such JSON. */
class Sts2envTest {
    // The keys of AWS's own documentation.
    private static final String ID = "ASIAIOSFODNN7EXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final String TOKEN =
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI==";
    private static final Map<String, String> LONG_LIVED =
            Map.of("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", SECRET);
    private static final Map<String, String> TEMPORARY = Map.of(
            "AWS_ACCESS_KEY_ID",
            ID,
            "AWS_SECRET_ACCESS_KEY",
            SECRET,
            "AWS_SESSION_TOKEN",
            TOKEN,
            "AWS_CREDENTIAL_EXPIRATION",
            "2099-01-01T00:00:00Z");

    /** An answer of AWS, as its documentation or botocore's source has it. */
    private record Answer(String name, Map<String, String> loads, String json) {
        byte[] bytes() {
            return json.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static final List<Answer> ANSWERS = List.of(
            temporary(
                    "assume-role",
                    "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET, 'SessionToken': TOKEN,"
                            + " 'Expiration': '2099-01-01T00:00:00+00:00'}, 'AssumedRoleUser': {'AssumedRoleId':"
                            + " 'AROA3XFRBF535PLBIFPI4:me', 'Arn':"
                            + " 'arn:aws:sts::123456789012:assumed-role/xaccounts3access/me'}, 'PackedPolicySize': 6}"),
            temporary(
                    "assume-role-with-saml",
                    "{'Issuer': 'https://idp.example.com/SAML', 'AssumedRoleUser': {'Arn':"
                        + " 'arn:aws:sts::123456789012:assumed-role/TestSaml', 'AssumedRoleId':"
                        + " 'ARO456EXAMPLE789:TestSaml'}, 'Credentials': {'AccessKeyId': ID, 'SecretAccessKey':"
                        + " SECRET, 'SessionToken': TOKEN, 'Expiration': '2099-01-01T00:00:00Z'}, 'Audience':"
                        + " 'https://signin.aws.amazon.com/saml', 'SubjectType': 'transient', 'PackedPolicySize': '6',"
                        + " 'NameQualifier': 'SbdGOnUkh1i4+EXAMPLExL/jEvs=', 'Subject': 'SamlExample'}"),
            temporary(
                    "assume-role-with-web-identity",
                    "{'SubjectFromWebIdentityToken': 'amzn1.account.AF6RHO7KZU5XRVQJGXK6HB56KR2A', 'Audience':"
                        + " 'client.5498841531868486423.1548@apps.example.com', 'AssumedRoleUser': {'Arn':"
                        + " 'arn:aws:sts::123456789012:assumed-role/FederatedWebIdentityRole/app1', 'AssumedRoleId':"
                        + " 'AROACLKWSDQRAOEXAMPLE:app1'}, 'Credentials': {'AccessKeyId': ID, 'SecretAccessKey':"
                        + " SECRET, 'SessionToken': TOKEN, 'Expiration': '2099-01-01T01:00:00+01:00'}, 'Provider':"
                        + " 'www.amazon.com'}"),
            temporary(
                    "get-session-token",
                    "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET, 'SessionToken': TOKEN,"
                            + " 'Expiration': '2099-01-01T00:00:00+00:00'}}"),
            temporary(
                    "get-federation-token",
                    "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET, 'SessionToken': TOKEN,"
                            + " 'Expiration': '2098-12-31T19:00:00-0500'}, 'FederatedUser': {'FederatedUserId':"
                            + " '111122223333:Bob', 'Arn': 'arn:aws:sts::111122223333:federated-user/Bob'},"
                            + " 'PackedPolicySize': 36}"),
            temporary(
                    "credential_process",
                    "{'Version': 1, 'AccessKeyId': ID, 'SecretAccessKey': SECRET, 'SessionToken': TOKEN, 'Expiration':"
                            + " '2099-01-01T00:00:00Z', 'AccountId': '123456789012'}"),
            new Answer(
                    "configure export-credentials, long-lived",
                    LONG_LIVED,
                    json("{'Version': 1, 'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': SECRET}")),
            temporary(
                    "sso get-role-credentials",
                    "{'roleCredentials': {'accessKeyId': ID, 'secretAccessKey': SECRET, 'sessionToken': TOKEN,"
                            + " 'expiration': 4070908800000}}"),
            temporary(
                    "ECS container metadata",
                    "{'RoleArn': 'arn:aws:iam::123456789012:role/task', 'AccessKeyId': ID, 'SecretAccessKey': SECRET,"
                            + " 'Token': TOKEN, 'Expiration': '2099-01-01T00:00:00Z'}"),
            temporary(
                    "EC2 metadata",
                    "{'Code': 'Success', 'LastUpdated': '2098-12-31T18:00:00Z', 'Type': 'AWS-HMAC', 'AccessKeyId': ID,"
                            + " 'SecretAccessKey': SECRET, 'Token': TOKEN, 'Expiration': '2099-01-01T00:00:00Z'}"),
            temporary(
                    "IoT credentials provider, EKS Pod Identity",
                    "{'credentials': {'accessKeyId': ID, 'secretAccessKey': SECRET, 'sessionToken': TOKEN,"
                            + " 'expiration': '2099-01-01T00:00:00Z'}}"),
            temporary(
                    "cognito-identity get-credentials-for-identity",
                    "{'IdentityId': 'us-east-1:12345678-1234-1234-1234-123456789012', 'Credentials': {'AccessKeyId':"
                            + " ID, 'SecretKey': SECRET, 'SessionToken': TOKEN, 'Expiration': 4070908800.0}}"),
            new Answer(
                    "iam create-access-key",
                    LONG_LIVED,
                    json("{'AccessKey': {'UserName': 'Bob', 'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'Status':"
                            + " 'Active', 'SecretAccessKey': SECRET, 'CreateDate': '2015-03-09T18:39:23.411Z'}}")),
            temporary(
                    "~/.aws/cli/cache, a role",
                    "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET, 'SessionToken': TOKEN,"
                        + " 'Expiration': '2099-01-01T00:00:00UTC', 'AccountId': '123456789012'}, 'AssumedRoleUser':"
                        + " {'AssumedRoleId': 'AROA3XFRBF535PLBIFPI4:me', 'Arn':"
                        + " 'arn:aws:sts::123456789012:assumed-role/a/me'}, 'ResponseMetadata': {'RequestId': 'x',"
                        + " 'HTTPStatusCode': 200, 'HTTPHeaders': {'content-type': 'text/xml'}, 'RetryAttempts': 0}}"),
            temporary(
                    "~/.aws/cli/cache, SSO",
                    "{'ProviderType': 'sso', 'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET,"
                            + " 'SessionToken': TOKEN, 'Expiration': '2099-01-01T00:00:00Z', 'AccountId':"
                            + " '123456789012'}}"),
            temporary(
                    "~/.aws/login/cache",
                    "{'accessToken': {'accessKeyId': ID, 'secretAccessKey': SECRET, 'sessionToken': TOKEN,"
                            + " 'accountId': '123456789012', 'expiresAt': '2099-01-01T00:00:00Z'}, 'tokenType':"
                            + " 'aws_sigv4', 'refreshToken': 'x', 'idToken': 'x', 'clientId':"
                            + " 'arn:aws:signin:::devtools/same-device', 'dpopKey': 'x'}"));

    @TempDir
    Path folder;

    // What AWS hands out.

    @TestFactory
    Stream<DynamicTest> every_answer_of_AWS_loads() {
        return ANSWERS.stream()
                .map(answer -> DynamicTest.dynamicTest(answer.name, () -> {
                    assertLoads(answer.loads, answer.bytes());
                    assertLoads(answer.loads, print(strange(parsed(answer), false)));
                    assertLoads(answer.loads, print(strange(parsed(answer), true)));
                }));
    }

    @TestFactory
    Stream<DynamicTest> every_answer_loads_in_every_encoding() {
        return encodings().entrySet().stream()
                .map(encoding -> DynamicTest.dynamicTest(encoding.getKey(), () -> {
                    for (Answer answer : ANSWERS) {
                        assertLoads(answer.loads, encoded(answer.json, encoding.getKey()));
                    }
                    assertLoads(TEMPORARY, encoded("\r\n " + ANSWERS.get(0).json + "\r\n", encoding.getKey()));
                }));
    }

    @Test
    void a_field_named_like_an_envelope_is_none_where_the_keys_lie_at_the_top() {
        assertLoads(
                LONG_LIVED,
                json("{'Version': 1, 'credentials': '~/.aws/credentials', 'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE',"
                                + " 'SecretAccessKey': SECRET}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** The aws command and moto in AWS's place: what is really printed, and what really lies in the cache. */
    @Test
    void what_the_AWS_CLI_really_prints_loads() throws Exception {
        Program.need("aws", "moto_server");
        String role = "arn:aws:iam::123456789012:role/Audit";
        Files.createDirectories(folder.resolve(".aws"));
        try (Moto moto = new Moto(folder)) {
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
                """.formatted(moto.url, role));
            aws("iam", "create-user", "--user-name", "Bob");
            Map<String, byte[]> printed = new TreeMap<>();
            Stream.of(
                            List.of("sts", "assume-role", "--role-arn", role, "--role-session-name", "me"),
                            List.of(
                                    "sts",
                                    "assume-role-with-web-identity",
                                    "--role-arn",
                                    role,
                                    "--role-session-name",
                                    "me",
                                    "--web-identity-token",
                                    "token"),
                            List.of("sts", "get-session-token"),
                            List.of("sts", "get-federation-token", "--name", "Bob"),
                            List.of("iam", "create-access-key", "--user-name", "Bob"),
                            List.of(
                                    "cognito-identity",
                                    "get-credentials-for-identity",
                                    "--identity-id",
                                    "us-east-1:12345678-1234-1234-1234-123456789012"))
                    .parallel()
                    .forEach(command -> {
                        byte[] answer = aws(command.toArray(String[]::new));
                        synchronized (printed) {
                            printed.put(command.get(1), answer);
                        }
                    });
            aws("sts", "get-caller-identity", "--profile", "audit");
            try (Stream<Path> cache = Files.list(folder.resolve(".aws/cli/cache"))) {
                printed.put("cache", Files.readAllBytes(cache.findFirst().orElseThrow()));
            }
            printed.put("metadata", moto.get("/latest/meta-data/iam/security-credentials/default-role"));

            assertEquals(8, printed.size());
            printed.forEach((name, json) -> {
                Map<String, String> loaded = assertLoads(json);
                boolean temporary = !name.equals("create-access-key");
                assertEquals(temporary, loaded.get("AWS_SESSION_TOKEN") != null, name);
                assertEquals(temporary, loaded.get("AWS_CREDENTIAL_EXPIRATION") != null, name);
            });
            Ran refused =
                    run(Program.of("aws", "sts", "no-such-command").run().err().getBytes(StandardCharsets.UTF_8));
            assertTrue(refused.err.contains("not JSON"), refused.err);
        }
    }

    @Test
    void long_lived_keys_unset_a_stale_token_in_a_real_shell() {
        Program.need("bash");
        Ran iam = run(answer("iam create-access-key").bytes());
        var shell = Program.of("bash", "-c", "eval \"$1\"; env | grep ^AWS_ | sort", "bash", iam.out)
                .with("AWS_SESSION_TOKEN", "stale")
                .with("AWS_CREDENTIAL_EXPIRATION", "stale")
                .with("AWS_PROFILE", "stale")
                .run();
        assertEquals(
                List.of("AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY=" + SECRET), shell.lines());
    }

    // What AWS does not hand out.

    /** Some input, and what the message about it has to say. */
    private record Bad(String name, String says, byte[] input) {
        Bad(String name, String says, String input) {
            this(name, says, json(input).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<Bad> bad() {
        String keys = "'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': SECRET";
        return List.of(
                new Bad("empty", "nothing to read", ""),
                new Bad("whitespace", "nothing to read", " \r\n\t "),
                new Bad("a byte order mark alone", "nothing to read", "\uFEFF"),
                new Bad(
                        "no JSON",
                        "not JSON (the AWS CLI prints it with --output json), line 3, column 19",
                        "{\n'Credentials':\n  {'AccessKeyId': wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}}"),
                new Bad("a secret alone", "not JSON", SECRET),
                new Bad(
                        "--output text",
                        "--output json), line 1, column 1",
                        "CREDENTIALS\t" + ID + "\t2099-01-01T00:00:00Z\t" + SECRET + "\t" + TOKEN),
                new Bad(
                        "--output yaml",
                        "--output json), line 1, column 1",
                        "Credentials:\n  AccessKeyId: " + ID + "\n  SecretAccessKey: " + SECRET),
                new Bad("exports", "--output json), line 1, column 1", "export AWS_SECRET_ACCESS_KEY=" + SECRET),
                new Bad("single quotes", "not JSON", "{\u2018SecretAccessKey\u2019: \u2018" + SECRET + "\u2019}"),
                new Bad("a number that is none", "not JSON", "{" + keys + ", 'Expiration': 12wJalrXUtnFEMI}"),
                new Bad("an escape that is none", "not JSON", "{'SecretAccessKey': '\\wJalrXUtnFEMI'}"),
                new Bad("a line break in a string", "not JSON", "{" + keys + ", 'a': 'wJalrXUtnFEMI\n'}"),
                new Bad("cut short", "cut short, line 2, column", "{'Credentials':\n{" + keys),
                new Bad(
                        "cut short in a secret",
                        "cut short",
                        "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': 'wJalrXUtnFEMI/K7MDENG"),
                new Bad(
                        "an error of the AWS CLI",
                        "an error message of the AWS CLI (AccessDenied), not JSON",
                        "\nAn error occurred (AccessDenied) when calling the AssumeRole operation: User: " + SECRET
                                + " is not authorized"),
                new Bad(
                        "an error of the AWS CLI 2",
                        "an error message of the AWS CLI (ExpiredToken), not JSON",
                        "\n"
                            + "aws: [ERROR]: An error occurred (ExpiredToken) when calling the AssumeRole operation:"
                            + " The security token included in the request is expired"),
                new Bad(
                        "an error that quotes",
                        "an error message of the AWS CLI, not JSON",
                        "An error occurred (" + SECRET + ") when"),
                new Bad("HTML", "this is HTML or XML", "<!DOCTYPE html>\n<html><title>Sign in</title>" + SECRET),
                new Bad("XML", "this is HTML or XML", "\uFEFF <AssumeRoleResponse><SecretAccessKey>" + SECRET),
                new Bad("HTML in UTF-16", "this is HTML or XML", "<html>".getBytes(StandardCharsets.UTF_16)),
                new Bad(
                        "two documents",
                        "more than one JSON document, line 2, column 1",
                        "{" + keys + "}\n{" + keys + "}"),
                new Bad("something after the document", "not JSON", "{" + keys + "} " + SECRET),
                new Bad("a field twice", "one field twice, line 1", "{" + keys + ", 'AccessKeyId': 'x'}"),
                new Bad("a secret as a field twice", "one field twice", "{" + keys + ", SECRET: 1, SECRET: 2}"),
                new Bad("an unknown field twice", "one field twice", "{" + keys + ", 'a': {'b': 1, 'b': 1}}"),
                new Bad("a string", "the JSON is not an object", "SECRET"),
                new Bad("a list", "the JSON is not an object", "[{" + keys + "}]"),
                new Bad("null", "the JSON is not an object", "null"),
                new Bad("nothing in it", "no AccessKeyId", "{}"),
                new Bad("Credentials as a string", "Credentials is not an object", "{'Credentials': SECRET}"),
                new Bad("Credentials as null", "Credentials is not an object", "{'Credentials': null}"),
                new Bad("no AccessKeyId", "no AccessKeyId", "{'Credentials': {'SecretAccessKey': SECRET}}"),
                new Bad(
                        "no SecretAccessKey",
                        "no SecretAccessKey",
                        "{'Credentials': {'AccessKeyId': ID, 'SessionToken': TOKEN}}"),
                new Bad(
                        "no SessionToken",
                        "no SessionToken",
                        "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET}}"),
                new Bad(
                        "AccessKeyId as a number",
                        "AccessKeyId is not a string",
                        "{'AccessKeyId': 1, 'SecretAccessKey': SECRET}"),
                new Bad(
                        "SecretAccessKey as a list",
                        "SecretAccessKey is not a string",
                        "{'AccessKeyId': ID, 'SecretAccessKey': [SECRET]}"),
                new Bad(
                        "SessionToken as an object",
                        "SessionToken is not a string",
                        "{" + keys + ", 'SessionToken': {TOKEN: TOKEN}}"),
                new Bad(
                        "SessionToken as false",
                        "SessionToken is not a string",
                        "{" + keys + ", 'SessionToken': false}"),
                new Bad("Expiration as a word", "Expiration is not a time", "{" + keys + ", 'Expiration': SECRET}"),
                new Bad(
                        "AssumedRoleUser without Arn",
                        "no Arn",
                        "{'Credentials': {" + keys + "}, 'AssumedRoleUser': {'AssumedRoleId': 'x'}}"),
                new Bad(
                        "an empty AccessKeyId",
                        "AccessKeyId is empty",
                        "{'AccessKeyId': '', 'SecretAccessKey': SECRET}"),
                new Bad(
                        "an empty SecretAccessKey",
                        "SecretAccessKey is empty",
                        "{'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': ''}"),
                new Bad("an empty SessionToken", "SessionToken is empty", "{" + keys + ", 'SessionToken': ''}"),
                new Bad(
                        "NUL in a key",
                        "SecretAccessKey holds a control character",
                        "{'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': 'wJalrXUtnFEMI\\u0000'}"),
                new Bad(
                        "a line break in a key",
                        "SecretAccessKey holds a control character",
                        "{'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': 'wJalrXUtnFEMI\\n'}"),
                new Bad(
                        "an escape sequence in a key",
                        "AccessKeyId holds a control character",
                        "{'AccessKeyId': 'AKIA\\u001b[2J', 'SecretAccessKey': SECRET}"),
                new Bad(
                        "a C1 control character in a token",
                        "SessionToken holds a control character",
                        "{" + keys + ", 'SessionToken': 'wJalrXUtnFEMI\\u009b'}"),
                new Bad(
                        "half a surrogate pair in a key",
                        "SecretAccessKey holds a control character, or what is no character",
                        "{'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': 'wJalrXUtnFEMI\\ud800'}"),
                new Bad(
                        "Latin-1",
                        "not JSON",
                        ("{\"AccessKeyId\": \"AKIAIOSFODNN7EXAMPLE\", \"SecretAccessKey\": \"wJalrXUtnFEMI\u00e9\"}")
                                .getBytes(StandardCharsets.ISO_8859_1)),
                new Bad(
                        "half a surrogate pair in UTF-16",
                        "SecretAccessKey holds a control character, or what is no character",
                        new String(
                                        json("{'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey':"
                                                        + " 'wJalrXUtnFEMI\0x'}")
                                                .getBytes(StandardCharsets.UTF_16LE),
                                        StandardCharsets.ISO_8859_1)
                                .replace("\0\0\0x", "\0\0\u00d8x")
                                .getBytes(StandardCharsets.ISO_8859_1)),
                new Bad("half a UTF-16 character", "not JSON", new byte[] {'{', 0, '}'}),
                new Bad("a program", "not JSON", new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, (byte) 0xff}),
                new Bad(
                        "100,000 levels",
                        "nested too deep",
                        "{" + keys + ", 'a': " + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
                new Bad("100,000 levels of objects, cut short", "nested too deep", "{'a':".repeat(100_000)),
                new Bad(
                        "100,000 digits",
                        "too long a name or number",
                        "{" + keys + ", 'Expiration': " + "1".repeat(100_000) + "}"),
                new Bad("over a megabyte", "over a megabyte", "{" + keys + ", 'a': '" + "x".repeat(1 << 20) + "'}"),
                new Bad(
                        "EC2's refusal",
                        "no credentials: AssumeRoleUnauthorizedAccess",
                        "{'Code': 'AssumeRoleUnauthorizedAccess', 'Message': 'EC2 cannot assume the role. " + SECRET
                                + "'}"),
                new Bad("EC2's refusal with keys", "no credentials: Failed", "{'Code': 'Failed', " + keys + "}"),
                new Bad(
                        "ECS's refusal",
                        "no credentials: NoIdInRequest",
                        "{'code': 'NoIdInRequest', 'message': 'CredentialsV2Request: No Credential ID in the request',"
                                + " 'HTTPErrorCode': 400}"),
                new Bad(
                        "Cognito's refusal",
                        "no credentials: NotAuthorizedException",
                        "{'__type': 'NotAuthorizedException', 'message': 'Access to Identity is forbidden.'}"),
                new Bad("a refusal that quotes", "why there are no credentials", "{'Code': SECRET}"),
                new Bad("an inactive key", "inactive", "{'AccessKey': {" + keys + ", 'Status': 'Inactive'}}"),
                new Bad(
                        "~/.aws/sso/cache",
                        "'aws configure export-credentials",
                        "{'startUrl': 'https://x.awsapps.com/start', 'region': 'us-east-1', 'accessToken': TOKEN,"
                                + " 'expiresAt': '2099-01-01T00:00:00Z'}"),
                new Bad(
                        "~/.aws/sso/cache, the registration",
                        "no AccessKeyId",
                        "{'clientId': 'x', 'clientSecret': SECRET, 'expiresAt': '2099-01-01T00:00:00Z'}"));
    }

    @TestFactory
    Stream<DynamicTest> bad_input_is_told_and_nothing_of_it_is_shown() {
        return bad().stream()
                .map(bad -> DynamicTest.dynamicTest(bad.name, () -> {
                    for (String format : List.of("env", "fish", "json", "process")) {
                        Ran ran = run(bad.input, "--format", format);
                        assertEquals(1, ran.status, ran.err);
                        assertEquals(format.equals("env") || format.equals("fish") ? "false;\n" : "", ran.out);
                        assertEquals(1, ran.err.lines().count(), ran.err);
                        assertTrue(ran.err.startsWith("sts2env: ") && ran.err.contains(bad.says), ran.err);
                        assertShowsNoSecret(ran.err, 6);
                    }
                    Ran debug = run(bad.input, "--debug");
                    assertTrue(
                            debug.err.contains("\tat SessionCredentials.") || debug.err.contains("\tat sts2env."),
                            "no stack trace: " + debug.err);
                    assertShowsNoSecret(debug.out + debug.err, 6);
                }));
    }

    @Test
    void what_is_over_loads_nothing_unless_it_is_asked_for() {
        byte[] over = answer("assume-role")
                .json
                .replace("2099-01-01T00:00:00+00:00", "2011-07-11T19:55:29Z")
                .getBytes(StandardCharsets.UTF_8);
        Ran ran = run(over);
        assertEquals("1 false;\n", ran.status + " " + ran.out);
        assertTrue(ran.err.contains("expired at 2011-07-11T19:55:29Z") && ran.err.contains("--allow-expired"), ran.err);

        Ran allowed = run(over, "--allow-expired");
        assertEquals(0, allowed.status);
        assertEquals("2011-07-11T19:55:29Z", change(allowed.out).get("AWS_CREDENTIAL_EXPIRATION"));
        assertEquals("sts2env: " + ID + " ended at 2011-07-11T19:55:29Z\n", allowed.err);
    }

    @Test
    void a_region_is_loaded_when_it_is_one() {
        Map<String, String> loaded = change(run(ANSWERS.get(0).bytes(), "--region", "eu-central-1").out);
        assertEquals("eu-central-1 eu-central-1", loaded.get("AWS_REGION") + " " + loaded.get("AWS_DEFAULT_REGION"));
        Ran wrong = run(ANSWERS.get(0).bytes(), "--region", "eu-central-1; rm -r ~");
        assertEquals("2 false;\n", wrong.status + " " + wrong.out);
        assertTrue(wrong.err.contains("is no region"), wrong.err);
    }

    @Test
    void what_it_writes_it_reads() {
        Ran json = run(ANSWERS.get(0).bytes(), "--format", "json");
        assertLoads(TEMPORARY, json.out.getBytes(StandardCharsets.UTF_8));
        assertEquals(json.out, run(json.out.getBytes(StandardCharsets.UTF_8), "--format", "json").out);
        assertLoads(
                TEMPORARY,
                run(ANSWERS.get(0).bytes(), "--format", "process").out.getBytes(StandardCharsets.UTF_8));
    }

    // Where it is read from.

    @Test
    void a_FILE_that_cannot_be_read_is_told() throws IOException {
        Map<String, String> says = new LinkedHashMap<>();
        says.put(folder.toString(), "cannot be read: Is a directory");
        says.put(folder.resolve("missing").toString(), "cannot be read: there is no such file");
        says.put(
                Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"))
                        .toString(),
                "cannot be read: ");
        says.put("/dev/zero", "is over a megabyte");
        says.put("a\u001b[2J\nb", "'a\\u001b[2J\\u000ab' cannot be read: there is no such file");
        says.put("a\0b", "'a\\u0000b' cannot be read: ");
        says.forEach((file, message) -> {
            Ran ran = run(new byte[0], file);
            assertEquals("1 false;\n", ran.status + " " + ran.out, file);
            assertTrue(ran.err.contains(message) && ran.err.lines().count() == 1, ran.err);
        });
    }

    @Test
    void a_FILE_that_may_not_be_read_is_told() throws IOException {
        Path file = Files.write(folder.resolve("secret.json"), ANSWERS.get(0).bytes());
        file.toFile().setReadable(false, false);
        List<String> command = new ArrayList<>(
                List.of(JAVA, "-cp", System.getProperty("java.class.path"), "sts2env", file.toString()));
        if (Files.isReadable(file)) {
            // Root reads everything, so somebody else has to try. All that is somebody else's here is a process without
            // capabilities.
            Program.need("setpriv");
            command.addAll(0, List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        }
        var ran = Program.of(command.toArray(String[]::new)).run();
        assertEquals("1 false;\n", ran.status() + " " + ran.out(), ran.err());
        assertTrue(ran.err().contains("cannot be read: permission denied"), ran.err());
    }

    /** What {@code sts2env <(aws …)} names is a pipe; one that nobody writes to is waited for, as cat would. */
    @Test
    void a_FILE_that_is_a_pipe_is_read() throws IOException {
        Program.need("bash", "mkfifo");
        Files.write(folder.resolve("answer.json"), ANSWERS.get(0).bytes());
        for (String script : List.of(
                "mkfifo pipe; timeout 20 sh -c 'cat answer.json >pipe' >log 2>&1 & exec \"$@\" pipe",
                "exec \"$@\" <(cat answer.json)")) {
            var ran = Program.of(
                            "bash", "-c", script, "bash", JAVA, "-cp", System.getProperty("java.class.path"), "sts2env")
                    .in(folder)
                    .seconds(20)
                    .run();
            assertEquals(TEMPORARY, sets(change(ran.out())), ran.err());
        }
    }

    @Test
    void input_of_any_size_takes_little_memory() {
        Program.need("bash");
        Map<String, String> says = new LinkedHashMap<>();
        says.put("head -c 100000000 /dev/zero", "standard input is over a megabyte");
        says.put(
                "(printf '{\"AccessKeyId\": \"'; head -c 100000000 /dev/zero | tr '\\0' x)",
                "standard input is over a megabyte");
        // What takes the most memory for its size: a third of a million lists.
        says.put("(printf '[[]'; yes ,[] | head -n 340000 | tr -d '\\n')", "cut short");
        says.put(
                "(printf '[{}'; yes ',{\"a\":0}' | head -n 120000 | tr -d '\\n'; printf ])",
                "the JSON is not an object");
        says.forEach((input, message) -> {
            var ran = Program.of(
                            "bash",
                            "-c",
                            input + " | \"$@\"",
                            "bash",
                            JAVA,
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "sts2env")
                    .run();
            assertEquals("1 false;\n", ran.status() + " " + ran.out(), ran.err());
            assertTrue(ran.err().contains(message), ran.err());
        });
    }

    // Whatever else there is.

    /** Mutations of the answers and of the bad input: -Dfuzz.seed=… repeats a run. */
    @Test
    void survives_what_nobody_thought_of() throws IOException {
        Program.need("bash");
        int inputs = 20_000;
        long seed = Long.getLong("fuzz.seed", 4);
        List<byte[]> corpus = corpus();
        Random random = new Random(seed);
        Path codes = Files.createDirectory(folder.resolve("codes"));
        int[] statuses = new int[3];
        for (int i = 0; i < inputs; i++) {
            byte[] input = corpus.get(random.nextInt(corpus.size()));
            for (int mutations = 1 + random.nextInt(2); mutations > 0; mutations--) {
                input = mutated(input, corpus.get(random.nextInt(corpus.size())), random);
            }
            Ran ran;
            try {
                ran = fuzz(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "-Dfuzz.seed=" + seed + ", input " + i + ": " + new String(input, StandardCharsets.ISO_8859_1),
                        e);
            }
            if (statuses[ran.status]++ % 20 == 0 && ran.status == 0) {
                Files.writeString(codes.resolve("code" + i), ran.out);
            }
        }
        assertTrue(
                statuses[0] > inputs / 10 && statuses[1] > inputs / 10,
                "too few of one kind: " + statuses[0] + " loaded, " + statuses[1] + " refused");
        var bash = Program.of("bash", "-c", "for f in *; do bash -n $f || exit 1; n=$((n + 1)); done; echo $n")
                .in(codes)
                .run();
        assertTrue(Integer.parseInt(bash.out().strip()) >= inputs / 200, bash.err());
        System.out.printf(
                "%,d fuzz inputs (seed %d: %,d loaded, %,d refused) ", inputs, seed, statuses[0], statuses[1]);
    }

    /** Jazzer looks for inputs that take new paths through our code and Jackson's; it needs a JVM of its own. */
    @Test
    void survives_what_coverage_leads_to() throws IOException {
        Assumptions.assumeTrue(
                (System.getProperty("os.name") + System.getProperty("os.arch"))
                        .matches("Linuxamd64|Mac OS X.*|Windows.*amd64"),
                "Jazzer has no native part for this machine");
        int inputs = 5_000;
        Path seeds = Files.createDirectory(folder.resolve("seeds"));
        for (byte[] seed : corpus()) {
            Files.write(seeds.resolve("seed" + Files.list(seeds).count()), seed);
        }
        var jazzer = Program.of(
                        "sh",
                        "-c",
                        "exec \"$@\" >jazzer.log 2>&1",
                        "sh",
                        JAVA,
                        "-XX:+EnableDynamicAgentLoading",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=Sts2envTest$Guided",
                        "--instrumentation_includes=sts2env:SessionCredentials*:com.fasterxml.jackson.core.json.**",
                        "--custom_hook_includes=none",
                        "-runs=" + inputs,
                        "-seed=4",
                        "-max_len=4096",
                        "-artifact_prefix=" + folder + "/",
                        seeds.toString())
                .in(folder)
                .run();
        String said = Files.readString(folder.resolve("jazzer.log"), StandardCharsets.ISO_8859_1);
        assertEquals(0, jazzer.status(), said);
        assertTrue(said.contains("Done " + inputs + " runs"), said);
        System.out.printf("%,d guided fuzz inputs ", inputs);
    }

    /** What Jazzer calls. */
    public static class Guided {
        public static void fuzzerTestOneInput(byte[] input) {
            fuzz(input);
        }
    }

    /** What holds for every input at all. */
    private static Ran fuzz(byte[] input) {
        Ran ran = run(input);
        assertTrue(ran.status == 0 || ran.status == 1, "status " + ran.status);
        assertEquals(1, ran.err.lines().count(), ran.err);
        assertTrue(!ran.err.contains("unexpected"), ran.err);
        String id = "";
        if (ran.status == 0) {
            Map<String, String> change = change(ran.out);
            assertTrue(change.keySet().stream().allMatch(name -> name.startsWith("AWS_")), ran.out);
            change.values()
                    .forEach(value -> assertTrue(
                            value == null || value.chars().noneMatch(Character::isISOControl),
                            "a control character came through"));
            id = change.get("AWS_ACCESS_KEY_ID");
            assertNotNull(change.get("AWS_SECRET_ACCESS_KEY"));
        } else {
            assertEquals("false;\n", ran.out);
        }
        // The ID is no secret, whatever a mutation has put there.
        assertShowsNoSecret(ran.err.replace("sts2env: " + id + " ", ""), 8);
        return ran;
    }

    private static List<byte[]> corpus() {
        List<byte[]> corpus = new ArrayList<>();
        for (Answer answer : ANSWERS) {
            corpus.add(answer.bytes());
            corpus.add(answer.bytes());
            corpus.add(encoded(answer.json, "UTF-16LE with a byte order mark"));
        }
        bad().stream().map(Bad::input).filter(input -> input.length < 2000).forEach(corpus::add);
        return corpus;
    }

    private static final List<String> TOKENS = List.of(
            "'",
            "\"",
            "\\",
            "'\\''",
            "$(id)",
            "`id`",
            ";",
            "\n",
            "\\n",
            "\0",
            "\\u0000",
            "\\ud83d",
            "\\ud83d\\udd11",
            "\\u2028",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "-1",
            "1e999",
            "99999999999999999999",
            "NaN",
            "\"AccessKeyId\":",
            "\"SecretAccessKey\":\"x\",",
            "\"Token\":",
            "\"Credentials\":{",
            "\"Code\":",
            "\"accessToken\":",
            "\"Expiration\":",
            "\uFEFF",
            "An error occurred (",
            "<",
            SECRET,
            TOKEN.substring(0, 30),
            ID);

    private static byte[] mutated(byte[] input, byte[] other, Random random) {
        int at = random.nextInt(input.length + 1);
        int to = Math.min(input.length, at + random.nextInt(random.nextBoolean() ? 4 : 200));
        return switch (random.nextInt(12)) {
            case 0 -> joined(input, 0, at, new byte[0], input, to);
            case 1 ->
                joined(
                        input,
                        0,
                        at,
                        TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8),
                        input,
                        at);
            case 2 ->
                joined(
                        input,
                        0,
                        at,
                        TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8),
                        input,
                        to);
            case 3 -> joined(input, 0, at, java.util.Arrays.copyOfRange(input, at, to), input, at);
            case 4 ->
                joined(input, 0, at, new byte[] {(byte) random.nextInt(256)}, input, Math.min(input.length, at + 1));
            case 5 -> joined(input, 0, at, new byte[0], other, random.nextInt(other.length + 1));
            case 6 ->
                new String(input, StandardCharsets.ISO_8859_1)
                        .replaceFirst("\"[^\"]*\"", random.nextBoolean() ? "\"'\"" : "0")
                        .getBytes(StandardCharsets.ISO_8859_1);
            default -> {
                // Inside a value that is kept, so that much of what goes in comes out again.
                String text = new String(input, StandardCharsets.UTF_8);
                int value = text.indexOf(random.nextBoolean() ? SECRET : TOKEN);
                String token = TOKENS.get(random.nextInt(TOKENS.size()));
                yield value < 0
                        ? input
                        : (text.substring(0, value) + token + text.substring(value + random.nextInt(9)))
                                .getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    private static byte[] joined(byte[] first, int from, int to, byte[] middle, byte[] last, int lastFrom) {
        var out = new ByteArrayOutputStream();
        out.write(first, from, to - from);
        out.writeBytes(middle);
        out.write(last, lastFrom, last.length - lastFrom);
        return out.toByteArray();
    }

    // Helpers.

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private record Ran(int status, String out, String err) {}

    private static Ran run(byte[] input, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = sts2env.run(
                args,
                new Command.World(
                        Map.of(),
                        new ByteArrayInputStream(input),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        fd -> false));
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Map<String, String> assertLoads(byte[] json) {
        Ran ran = run(json);
        assertEquals(0, ran.status, ran.err);
        return change(ran.out);
    }

    /** What is set is {@code loads}; what of that it could have set and did not, it unsets, and so what would override it. */
    private static void assertLoads(Map<String, String> loads, byte[] json) {
        Map<String, String> expected = new TreeMap<>(loads);
        for (String name : List.of(
                "SESSION_TOKEN",
                "CREDENTIAL_EXPIRATION",
                "SECURITY_TOKEN",
                "PROFILE",
                "DEFAULT_PROFILE",
                "ASSUMED_ROLE",
                "ASSUMED_PROFILE")) {
            expected.putIfAbsent("AWS_" + name, null);
        }
        assertEquals(expected, new TreeMap<>(assertLoads(json)));
    }

    private static void assertShowsNoSecret(String shown, int length) {
        for (String secret : List.of(SECRET, TOKEN)) {
            IntStream.rangeClosed(0, secret.length() - length)
                    .mapToObj(i -> secret.substring(i, i + length))
                    .filter(part -> !part.matches("/*"))
                    .forEach(part -> assertTrue(!shown.contains(part), () -> part + " of a secret is in: " + shown));
        }
    }

    /** What {@code code} does to an environment: exactly our part of POSIX's grammar, {@code unset A B;} and then {@code export N='v';}. */
    private static Map<String, String> change(String code) {
        Map<String, String> change = new LinkedHashMap<>();
        int at = 0;
        if (code.startsWith("unset ")) {
            at = code.indexOf(";\n");
            for (String name : code.substring("unset ".length(), at).split(" ")) {
                change.put(name, null);
            }
            at += 2;
        }
        while (at < code.length()) {
            assertTrue(code.startsWith("export ", at), () -> "no export: " + code);
            int is = code.indexOf("='", at);
            String name = code.substring(at + "export ".length(), is);
            var value = new StringBuilder();
            int from = is + 2;
            int end = code.indexOf('\'', from);
            while (code.startsWith("'\\''", end)) {
                value.append(code, from, end).append('\'');
                from = end + 4;
                end = code.indexOf('\'', from);
            }
            value.append(code, from, end);
            assertTrue(code.startsWith("';\n", end), () -> "no end of a value: " + code);
            assertTrue(
                    value.length() > 0 && value.indexOf("\0") < 0, () -> "a value that no environment holds: " + code);
            assertTrue(change.put(name, value.toString()) == null, () -> "set twice: " + code);
            at = end + 3;
        }
        change.keySet().forEach(name -> assertTrue(name.matches("[A-Z_]+"), () -> "no name: " + code));
        return change;
    }

    private static Map<String, String> sets(Map<String, String> change) {
        Map<String, String> sets = new LinkedHashMap<>(change);
        sets.values().removeIf(java.util.Objects::isNull);
        return sets;
    }

    private static Answer temporary(String name, String json) {
        return new Answer(name, TEMPORARY, json(json));
    }

    private static Answer answer(String name) {
        return ANSWERS.stream()
                .filter(answer -> answer.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** {@code text} with single quotes for double ones and names for the keys: easier to read in Java. */
    private static String json(String text) {
        return text.replace('\'', '"')
                .replaceAll("(?<=[ {\\[])SECRET|^SECRET$", '"' + SECRET + '"')
                .replaceAll("(?<=[ {])TOKEN", '"' + TOKEN + '"')
                .replaceAll("(?<= )ID(?=,)", '"' + ID + '"');
    }

    private static Map<String, Object> parsed(Answer answer) {
        try {
            return JSON.std.mapFrom(answer.json);
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
        strange.put("huge", "'\"\\\n\0é🔑".repeat(5_000));
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

    private static Map<String, Charset> encodings() {
        Map<String, Charset> encodings = new TreeMap<>();
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            encodings.put(charset.name(), charset);
            encodings.put(charset.name() + " with a byte order mark", charset);
        }
        return encodings;
    }

    private static byte[] encoded(String json, String encoding) {
        return ((encoding.endsWith("mark") ? "\uFEFF" : "") + json)
                .getBytes(encodings().get(encoding));
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

    /** moto_server, on a port of its own. */
    private static class Moto implements AutoCloseable {
        final String url;
        private final Process process;

        Moto(Path folder) throws Exception {
            int port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            url = "http://127.0.0.1:" + port;
            process = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", String.valueOf(port))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("moto.log").toFile())
                    .start();
            for (int i = 0; i < 300; i++) {
                Thread.sleep(100);
                try {
                    get("/moto-api/");
                    return;
                } catch (IOException notYet) {
                    assertTrue(process.isAlive(), "moto_server ended: " + Files.readString(folder.resolve("moto.log")));
                }
            }
            close();
            throw new AssertionError("moto_server does not start");
        }

        byte[] get(String path) throws IOException {
            var connection = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes();
            }
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
