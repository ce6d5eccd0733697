import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** assume, called as its main would, against the practice STS. */
class AssumeTest {
    private static final String ROLE_ARN = "arn:aws:iam::123456789123:role/OrganizationAccountAccessRole";

    @TempDir
    Path folder;

    private PracticeSts sts;
    private Home home;

    @BeforeEach
    void start() throws IOException {
        sts = PracticeSts.start(Clock.systemUTC());
        home = Home.in(folder, sts.endpoint().toString());
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    @Test
    void theKeysOfAProfileBecomeTheKeysOfARole() {
        Home.Said said =
                home.call(assume::run, "redbeard", "--role-arn", ROLE_ARN, "--role-session-name", "DevAccount");
        assertEquals(0, said.status(), said.err());
        Map<String, String> set = exports(said.out());
        assertTrue(set.get("AWS_ACCESS_KEY_ID").startsWith("ASIA"));
        assertEquals(
                "arn:aws:sts::123456789123:assumed-role/OrganizationAccountAccessRole/DevAccount",
                set.get("AWS_ASSUMED_ROLE"));
        assertEquals("redbeard", set.get("AWS_ASSUMED_PROFILE"));
        assertEquals("eu-central-1", set.get("AWS_REGION"));
        assertEquals("eu-central-1", set.get("AWS_DEFAULT_REGION"));
        Duration left = Duration.between(Instant.now(), Instant.parse(set.get("AWS_CREDENTIAL_EXPIRATION")));
        assertTrue(left.toMinutes() >= 59 && left.toMinutes() <= 60, left.toString());
        assertEquals(List.of("AWS_SECURITY_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"), unsets(said.out()));
        assertEquals(1, said.err().lines().count());

        Home loaded = home;
        for (var variable : set.entrySet()) {
            loaded = loaded.with(variable.getKey(), variable.getValue());
        }
        assertEquals(
                set.get("AWS_ASSUMED_ROLE") + "\n", loaded.call(whoami::run).out());
    }

    @Test
    void accountAndRoleAreTheTwoPartsOfTheArn() {
        Home.Said said = home.call(
                assume::run,
                "--profile=redbeard",
                "--account",
                "123456789123",
                "--role",
                "OrganizationAccountAccessRole");
        assertEquals(
                "arn:aws:sts::123456789123:assumed-role/OrganizationAccountAccessRole/ada",
                exports(said.out()).get("AWS_ASSUMED_ROLE"));
    }

    @ParameterizedTest
    @CsvSource({"us-east-1,aws", "cn-north-1,aws-cn", "us-gov-west-1,aws-us-gov"})
    void thePartitionFollowsFromTheRegion(String region, String partition) {
        Home.Said said = home.call(
                assume::run,
                "redbeard",
                "--region",
                region,
                "--account",
                "210987654321",
                "--role",
                "/team/blue/Deploy");
        assertTrue(said.err().contains("arn:" + partition + ":iam::210987654321:role/team/blue/Deploy"), said.err());
    }

    /** The document's one-liner run twice signs the second call with the first call's keys; this must not. */
    @Test
    void aNamedProfileSignsWithItsOwnKeysWhateverTheEnvironmentHolds() {
        Home loaded = home.with("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", "wrong")
                .with("AWS_SESSION_TOKEN", "stale");
        assertEquals(
                0, loaded.call(assume::run, "redbeard", "--role-arn", ROLE_ARN).status());
        assertEquals(
                0,
                loaded.with("AWS_PROFILE", "redbeard")
                        .call(assume::run, "--role-arn", ROLE_ARN)
                        .status());
        Home.Said unnamed = loaded.call(assume::run, "--role-arn", ROLE_ARN);
        assertEquals(1, unnamed.status());
        assertTrue(unnamed.err().contains("InvalidClientTokenId"), unnamed.err());
        assertTrue(unnamed.err().contains("the keys in your environment"), unnamed.err());
    }

    @Test
    void withoutAProfileTheEnvironmentsKeysSignAndNoStaleProfileIsLeft() {
        Home.Said said = home.with("AWS_ACCESS_KEY_ID", Home.KEY_ID)
                .with("AWS_SECRET_ACCESS_KEY", Home.SECRET)
                .call(assume::run, "--role-arn", ROLE_ARN);
        assertEquals(0, said.status(), said.err());
        assertTrue(unsets(said.out()).contains("AWS_ASSUMED_PROFILE"));
        assertFalse(
                exports(said.out()).containsKey("AWS_REGION"),
                "no region was asked for, and none belongs to a named profile");
    }

    @Test
    void expiredKeysAreNotEvenTried() {
        Home.Said said = home.with("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", Home.SECRET)
                .with("AWS_SESSION_TOKEN", "t")
                .with("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")
                .call(assume::run, "--role-arn", ROLE_ARN);
        assertRefused(1, said, "expired at 2020-01-01T00:00:00Z", "name a profile", "unset@org");
    }

    @Test
    void aDeniedRoleNamesCallerRoleAndNextStep() {
        Home.Said said = home.call(assume::run, "redbeard", "--account", "123456789123", "--role", "Nobody");
        assertEquals(1, sts.calls().get("AssumeRole"));
        assertEquals("false;\n", said.out());
        assertEquals(1, said.status());
        assertEquals(1, said.err().lines().count(), said.err());
        for (String part : List.of(
                "arn:aws:iam::111122223333:user/redbeard",
                "arn:aws:iam::123456789123:role/Nobody",
                "trust policy",
                "AccessDenied")) {
            assertTrue(said.err().contains(part), said.err());
        }
    }

    @Test
    void durationRegionAndEndpointAreWhatWasAskedFor() {
        Home.Said said = home.files(
                        "", "[x]\naws_access_key_id=%s\naws_secret_access_key=%s\n".formatted(Home.KEY_ID, Home.SECRET))
                .call(
                        assume::run,
                        "x",
                        "--role-arn",
                        ROLE_ARN,
                        "--duration-seconds",
                        "900",
                        "--region",
                        "ap-south-2",
                        "--endpoint-url",
                        sts.endpoint().toString());
        assertEquals(0, said.status(), said.err());
        Map<String, String> set = exports(said.out());
        assertEquals("ap-south-2", set.get("AWS_REGION"));
        long seconds = Duration.between(Instant.now(), Instant.parse(set.get("AWS_CREDENTIAL_EXPIRATION")))
                .toSeconds();
        assertTrue(seconds > 880 && seconds <= 900, seconds + " s");
    }

    @Test
    void jsonIsWhatTheAwsCliPrints() throws IOException {
        Home.Said said = home.call(assume::run, "redbeard", "--role-arn", ROLE_ARN, "--format", "json", "--quiet");
        Map<String, Object> json = JSON.std.mapFrom(said.out());
        assertEquals(List.of("Credentials", "AssumedRoleUser"), List.copyOf(json.keySet()));
        assertEquals(
                List.of("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"),
                List.copyOf(((Map<?, ?>) json.get("Credentials")).keySet()));
        assertEquals("", said.err());
    }

    @Test
    void processIsWhatCredentialProcessExpects() throws IOException {
        Map<String, Object> json =
                JSON.std.mapFrom(home.call(assume::run, "redbeard", "--role-arn", ROLE_ARN, "--format", "process")
                        .out());
        assertEquals(1, json.get("Version"));
        assertTrue(json.keySet().containsAll(List.of("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--account 12345 --role R                  | '12345'            | 12 digits",
                "--account 1234567890123 --role R          | '1234567890123'    | 12 digits",
                "--account 123456789123 --role a!b         | 'a!b'              | name",
                "--account 123456789123                    | --account          | --role",
                "--role R                                  | --role             | --account",
                "--role-arn arn:aws:iam::1:role/x          | 'arn:aws:iam::1:role/x' |"
                        + " arn:aws:iam::123456789123:role/NAME",
                "--role-arn arn:aws:iam::123456789123:user/x | user/x           | arn:aws:iam::123456789123:role/NAME",
                "--role-arn arn:aws:iam::123456789123:role/x --role R | --role-arn | leave out",
                "--role-session-name me --role-arn R       | 'R'                | ARN",
                "--role-arn R --role-arn R                 | --role-arn         | once",
                "--format fishy                            | 'fishy'            | nushell",
                "--nonsense                                | --nonsense         | --help",
                "-quiet                                    | --quiet            | two dashes",
                "one two                                   | 'one' 'two'        | one PROFILE",
                "one --profile two                         | 'one'              | 'two'",
                "                                          | which role         | --role-arn",
            })
    void wrongArgumentsAreQuotedAndExplained(String args, String quoted, String expected) {
        assertRefused(
                2,
                home.call(assume::run, args == null ? new String[0] : args.split(" +")),
                quoted,
                expected.replace("ARN", ""));
        assertEquals(
                0, sts.calls().values().stream().mapToInt(Integer::intValue).sum(), "nothing was asked of STS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--role-session-name | a          | 2 to 64", "--role-session-name | has space | 2 to 64",
                        "--role-session-name | \u00fc-\u00fc | 2 to 64",
                "--duration-seconds  | 899        | 900", "--duration-seconds  | 43201     | 43200",
                        "--duration-seconds  | 1d  | 900",
                "--duration-seconds  | -900       | 900", "--duration-seconds  | 99999999999 | 900",
                        "--endpoint-url | localhost | http://",
                "--region            | a/b        | region",
            })
    void eachValueIsCheckedBeforeAnyCall(String option, String value, String expected) {
        assertRefused(
                2,
                home.call(assume::run, "redbeard", "--role-arn", ROLE_ARN, option + "=" + value),
                "'" + value + "'",
                expected,
                option);
        assertEquals(
                0, sts.calls().values().stream().mapToInt(Integer::intValue).sum(), "nothing was asked of STS");
    }

    @Test
    void aSessionNameOf65IsTooLongAndThatOfALongUserIsCut() {
        assertRefused(
                2,
                home.call(assume::run, "redbeard", "--role-arn", ROLE_ARN, "--role-session-name", "x".repeat(65)),
                "2 to 64");
        String arn = exports(home.with("USER", "\u00fcn\u00ef c\u00f6de@" + "x".repeat(80))
                        .call(assume::run, "redbeard", "--role-arn", ROLE_ARN)
                        .out())
                .get("AWS_ASSUMED_ROLE");
        assertTrue(arn.matches(".*/[\\w+=,.@-]{64}"), arn);
    }

    @Test
    void aProfileThatIsNotThereIsSaidWithThoseThatAre() {
        assertRefused(
                1, home.call(assume::run, "redbread", "--role-arn", ROLE_ARN), "'redbread'", "redbeard", ".aws/config");
    }

    @Test
    void aProfileWithoutKeysSaysSo() {
        assertRefused(
                1,
                home.files("[profile empty]\nregion = eu-central-1\n", "")
                        .call(assume::run, "empty", "--role-arn", ROLE_ARN),
                "profile empty",
                "aws configure");
    }

    @Test
    void anStsThatIsNotThereIsNamed() {
        assertRefused(
                1,
                home.call(assume::run, "redbeard", "--role-arn", ROLE_ARN, "--endpoint-url", "http://127.0.0.1:1"),
                "http://127.0.0.1:1",
                "refused");
    }

    @Test
    void aFailureIsTheFailingCommandOfTheShellAskedFor() {
        Map<String, String> failing = Map.of(
                "env",
                "false;\n",
                "fish",
                "false;\n",
                "csh",
                "false;\n",
                "json",
                "",
                "process",
                "",
                "nushell",
                "",
                "env-no-export",
                "");
        failing.forEach((format, code) -> assertEquals(
                code,
                home.call(assume::run, "nobody", "--role-arn", ROLE_ARN, "--format", format)
                        .out(),
                format));
    }

    @Test
    void aSecretIsInNoMessage() {
        Home.Said said = home.files(
                        "[default]\n",
                        "[redbeard]\naws_access_key_id=%s\naws_secret_access_key=%s\n"
                                .formatted(Home.KEY_ID, Home.SECRET + "x"))
                .call(
                        assume::run,
                        "redbeard",
                        "--role-arn",
                        ROLE_ARN,
                        "--debug",
                        "--endpoint-url",
                        sts.endpoint().toString());
        assertTrue(said.err().contains("SignatureDoesNotMatch"), said.err());
        assertTrue(said.err().contains("\tat "), "--debug shows where");
        assertFalse(said.err().contains(Home.SECRET), "the secret key was printed");
    }

    private static void assertRefused(int status, Home.Said said, String... parts) {
        assertEquals(status, said.status(), said.err());
        assertEquals("false;\n", said.out());
        assertEquals(1, said.err().lines().count(), said.err());
        for (String part : parts) {
            assertTrue(said.err().contains(part), "'" + part + "' is not in: " + said.err());
        }
    }

    private static Map<String, String> exports(String code) {
        Map<String, String> exports = new TreeMap<>();
        Matcher export = Pattern.compile("(?m)^export (\\w+)='([^']*)';$").matcher(code);
        while (export.find()) {
            exports.put(export.group(1), export.group(2));
        }
        return exports;
    }

    private static List<String> unsets(String code) {
        List<String> names = new ArrayList<>();
        Matcher unset = Pattern.compile("(?m)^unset ([\\w ]+);$").matcher(code);
        while (unset.find()) {
            names.addAll(List.of(unset.group(1).split(" ")));
        }
        return names;
    }
}
