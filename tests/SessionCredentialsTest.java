import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The record itself: what it reads, what it does to an environment, and that it reads what it writes. */
class SessionCredentialsTest {
    private static final String ID = "ASIAIOSFODNN7EXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final String TOKEN = "AQoDYXdzEJr//example+token==";
    private static final Instant END = Instant.parse("2099-01-01T00:00:00Z");
    private static final SessionCredentials FULL = new SessionCredentials(
            ID,
            SECRET,
            TOKEN,
            END,
            new SessionCredentials.AssumedRole(
                    "AROA123EXAMPLE123:me", "arn:aws:sts::123456789123:assumed-role/Audit/me"));

    @Test
    void jsonIsWhatTheAwsCliPrints() {
        assertEquals("""
            {
                "Credentials": {
                    "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
                    "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                    "SessionToken": "AQoDYXdzEJr//example+token==",
                    "Expiration": "2099-01-01T00:00:00Z"
                },
                "AssumedRoleUser": {
                    "AssumedRoleId": "AROA123EXAMPLE123:me",
                    "Arn": "arn:aws:sts::123456789123:assumed-role/Audit/me"
                }
            }
            """, CredentialsJson.write(FULL));
    }

    @Test
    void processIsVersion1AndSaysNothingOfWhatThereIsNot() {
        assertEquals(
                """
                {
                    "Version": 1,
                    "AccessKeyId": "AKIAIOSFODNN7EXAMPLE",
                    "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
                }
                """,
                CredentialsJson.writeProcess(new SessionCredentials("AKIAIOSFODNN7EXAMPLE", SECRET, null, null, null)));
    }

    @Test
    void readsWhatItWrites() {
        var bare = new SessionCredentials(
                "AKIAIOSFODNN7EXAMPLE", "any \"secret\" \\ 'at' $(all) \u00e9 \ud83d\udd11", null, null, null);
        for (SessionCredentials credentials : List.of(FULL, bare)) {
            assertEquals(credentials, parse(CredentialsJson.write(credentials)));
        }
        assertEquals(bare, parse(CredentialsJson.writeProcess(bare)));
    }

    @Test
    void anEnvironmentChangeSetsTheKeysAndUnsetsWhatWouldContradictThem() {
        var expected = new ArrayList<>(List.of(
                "AWS_ACCESS_KEY_ID=" + ID,
                "AWS_SECRET_ACCESS_KEY=" + SECRET,
                "AWS_SESSION_TOKEN=" + TOKEN,
                "AWS_CREDENTIAL_EXPIRATION=2099-01-01T00:00:00Z",
                "AWS_REGION=eu-central-1",
                "AWS_DEFAULT_REGION=eu-central-1",
                "AWS_SECURITY_TOKEN=null",
                "AWS_PROFILE=null",
                "AWS_DEFAULT_PROFILE=null",
                "AWS_ASSUMED_ROLE=null",
                "AWS_ASSUMED_PROFILE=null"));
        assertEquals(expected, lines(FULL.environmentChange("eu-central-1")));

        expected.removeIf(line -> line.contains("REGION"));
        expected.replaceAll(line ->
                line.matches("AWS_(SESSION_TOKEN|CREDENTIAL_EXPIRATION).*") ? line.replaceAll("=.*", "=null") : line);
        assertEquals(expected, lines(new SessionCredentials(ID, SECRET, null, null, null).environmentChange(null)));
    }

    @Test
    void saysWhenTheyEnd() {
        Instant soon = Instant.now().plus(Duration.ofMinutes(60));
        assertEquals("until " + soon + " (60 minutes)", ending(soon).until());
        assertEquals(
                "expired at 2011-07-11T19:55:29Z",
                ending(Instant.parse("2011-07-11T19:55:29Z")).until());
        assertEquals("with an end that is not known", ending(null).until());
        assertTrue(ending(Instant.now()).isExpired());
        assertFalse(ending(soon).isExpired());
        assertFalse(ending(null).isExpired());
    }

    @Test
    void noSecretIsInItsToString() {
        assertEquals(ID, FULL.toString());
        assertEquals("credentials", new SessionCredentials(SECRET, ID, TOKEN, END, null).toString(), "the two swapped");
        assertEquals(
                "credentials",
                new SessionCredentials("AKIA\u202eEXAMPLE", SECRET, TOKEN, END, null).toString(),
                "what steers a terminal");
    }

    @TestFactory
    Stream<DynamicTest> anExpirationIsATime() {
        Map<String, String> times = Map.ofEntries(
                Map.entry("'2099-01-01T00:00:00Z'", "2099-01-01T00:00:00Z"),
                Map.entry("'2099-01-01T00:00:00UTC'", "2099-01-01T00:00:00Z"),
                Map.entry("'2099-01-01T00:00:00.123456Z'", "2099-01-01T00:00:00.123456Z"),
                Map.entry("'2099-01-01T02:00:00+02:00'", "2099-01-01T00:00:00Z"),
                Map.entry("'2099-01-01T02:00:00+0200'", "2099-01-01T00:00:00Z"),
                Map.entry("'2099-01-01T02:00:00+02'", "2099-01-01T00:00:00Z"),
                Map.entry("'2098-12-31T18:30:00-0530'", "2099-01-01T00:00:00Z"),
                Map.entry("4070908800", "2099-01-01T00:00:00Z"),
                Map.entry("4070908800.25", "2099-01-01T00:00:00.250Z"),
                Map.entry("4.0709088E9", "2099-01-01T00:00:00Z"),
                Map.entry("4070908800250", "2099-01-01T00:00:00.250Z"),
                Map.entry("'4070908800'", "2099-01-01T00:00:00Z"),
                Map.entry("'4070908800250'", "2099-01-01T00:00:00.250Z"),
                Map.entry("0", "1970-01-01T00:00:00Z"));
        return times.entrySet().stream()
                .map(time -> DynamicTest.dynamicTest(
                        time.getKey(),
                        () -> assertEquals(
                                Instant.parse(time.getValue()),
                                expiration(time.getKey()).expiration())));
    }

    @TestFactory
    Stream<DynamicTest> whatIsNoTimeIsRefused() {
        return Stream.of(
                        "'tomorrow'",
                        "''",
                        "'2099-01-01'",
                        "'2099-01-01T00:00:00'",
                        "'2099-02-30T00:00:00Z'",
                        "true",
                        "{}",
                        "[4070908800]",
                        "1E300",
                        "-1E300",
                        "-1",
                        "'1969-12-31T23:59:59Z'",
                        "1E1000000000",
                        "'+10000-01-01T00:00:00Z'",
                        "'" + SECRET + "'",
                        "'1234567890123456789'",
                        "9".repeat(900))
                .map(time -> DynamicTest.dynamicTest(time.substring(0, Math.min(30, time.length())), () -> {
                    Failure failure = assertThrows(Failure.class, () -> expiration(time));
                    assertTrue(failure.getMessage().startsWith("Expiration is not a time"), failure.getMessage());
                    assertNull(failure.getCause(), "it would quote what was read");
                }));
    }

    @Test
    void onlyAnUnknownFormatOrRegionIsTheUsersMistake() throws Exception {
        for (String format : List.of("env", "fish", "json", "process")) {
            assertEquals(
                    format, CredentialFormat.of(options("--format", format)).name());
        }
        assertEquals("env", CredentialFormat.of(options()).name());
        assertEquals(
                2,
                assertThrows(
                                Failure.class,
                                () -> CredentialFormat.of(options("--format", "xml"))
                                        .name())
                        .status);

        for (String region : List.of("eu-central-1", "us-gov-west-1", "aws-global")) {
            assertEquals(region, StsOptions.region(options("--region", region)).orElse(null));
        }
        assertNull(StsOptions.region(options()).orElse(null));
        for (String region :
                List.of("eu central", "evil.example.com/", "eu-central-1\n", "\u00e9", "x".repeat(64), "")) {
            assertEquals(
                    2,
                    assertThrows(
                                    Failure.class,
                                    () -> StsOptions.region(options("--region", region))
                                            .orElse(null),
                                    region)
                            .status);
        }
    }

    private static Arguments options(String... args) {
        return Arguments.parse(sts2env.COMMAND.options(), args);
    }

    private static SessionCredentials ending(Instant end) {
        return new SessionCredentials(ID, SECRET, TOKEN, end, null);
    }

    private static SessionCredentials expiration(String json) {
        return parse("{'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': 'x', 'Expiration': %s}"
                .formatted(json)
                .replace('\'', '"'));
    }

    private static SessionCredentials parse(String json) {
        return CredentialsJson.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(Map<String, String> change) {
        return change.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .toList();
    }
}
