import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** practice's STS, asked by signers that nobody here wrote (curl and the AWS CLI), and its sandbox, run for real. */
class PracticeServerTest {
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
        var output = new String(process.getInputStream().readAllBytes());
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

    @Test
    void redbeardIsWhoTheKeysSay() throws Exception {
        var answer = curl(REDBEARD, "Action=GetCallerIdentity");
        assertEquals(200, answer.status(), answer.xml());
        assertEquals("arn:aws:iam::111122223333:user/redbeard", answer.value("Arn"));
        assertEquals("111122223333", answer.value("Account"));
        assertTrue(answer.xml().contains("xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\""), answer.xml());
        assertFalse(answer.value("RequestId").isEmpty());
    }

    @Test
    void aGetWithAQueryIsACallToo() throws Exception {
        // curl before 8 signs a query in the order it is given, which is right only when that is sorted.
        var answer = curl(
                REDBEARD, "aws:amz:us-east-1:sts", List.of("-G"), "Action=GetCallerIdentity", "Version=2011-06-15");
        assertEquals(200, answer.status(), answer.xml());
    }

    @Test
    void aRoleSessionIsKnownByItsKeys() throws Exception {
        var session = curl(REDBEARD, ASSUME);
        assertEquals("AROACLKWSDQRAOEXAMPLE:DevAccount", session.value("AssumedRoleId"), session.xml());
        assertTrue(
                session.keys().id().matches("ASIA[A-Z2-7]{9}EXAMPLE"),
                session.keys().id());
        assertTrue(session.keys().secret().matches("[A-Za-z0-9+/]{40}"));
        assertTrue(session.keys().token().matches("[A-Za-z0-9+/]{200,}"));
        var left = Duration.between(Instant.now(), Instant.parse(session.value("Expiration")))
                .toSeconds();
        assertTrue(left > 3590 && left <= 3600, "an hour is the default, not " + left);
        var caller = curl(session.keys(), "Action=GetCallerIdentity");
        assertEquals(
                "arn:aws:sts::123456789123:assumed-role/OrganizationAccountAccessRole/DevAccount", caller.value("Arn"));
        assertEquals(Map.of("AssumeRole", 1, "GetCallerIdentity", 1), sts.calls());
    }

    @Test
    void eachCallIssuesOtherKeys() throws Exception {
        assertNotEquals(curl(REDBEARD, ASSUME).keys(), curl(REDBEARD, ASSUME).keys());
    }

    @Test
    void aSessionTokenKeepsTheUserAndMayAssumeButNotRenewItself() throws Exception {
        var session = curl(REDBEARD, "Action=GetSessionToken", "DurationSeconds=129600")
                .keys();
        assertEquals(
                "arn:aws:iam::111122223333:user/redbeard",
                curl(session, "Action=GetCallerIdentity").value("Arn"));
        assertEquals(200, curl(session, ASSUME).status());
        var again = curl(session, "Action=GetSessionToken");
        assertEquals("403 AccessDenied", again.error());
        assertEquals("Cannot call GetSessionToken with session credentials", again.value("Message"));
    }

    @Test
    void wrongSecret() throws Exception {
        var answer = curl(new Keys(REDBEARD.id(), "x" + REDBEARD.secret(), ""), ASSUME);
        assertEquals("403 SignatureDoesNotMatch", answer.error());
        assertTrue(
                answer.value("Message").startsWith("The request signature we calculated does not match"), answer.xml());
        assertEquals(Map.of(), sts.calls());
    }

    @Test
    void keysAndTokensThatItDoesNotKnow() throws Exception {
        var session = curl(REDBEARD, ASSUME).keys();
        var wrong = List.of(
                new Keys("AKIAI44QH8DHBEXAMPLE", REDBEARD.secret(), ""),
                new Keys(session.id(), session.secret(), ""),
                new Keys(session.id(), session.secret(), "A" + session.token()),
                new Keys(REDBEARD.id(), REDBEARD.secret(), session.token()));
        for (var keys : wrong) {
            var answer = curl(keys, "Action=GetCallerIdentity");
            assertEquals("403 InvalidClientTokenId", answer.error());
            assertEquals("The security token included in the request is invalid.", answer.value("Message"));
        }
    }

    @Test
    void aSessionEnds() throws Exception {
        clock.offset = Duration.ofMinutes(-10);
        var session = curl(REDBEARD, assumeWith("DurationSeconds=900")).keys();
        assertEquals(200, curl(session, "Action=GetCallerIdentity").status());
        clock.offset = Duration.ofMinutes(6);
        var answer = curl(session, "Action=GetCallerIdentity");
        assertEquals("403 ExpiredToken", answer.error());
        assertEquals("The security token included in the request is expired", answer.value("Message"));
    }

    @Test
    void clocksThatDisagree() throws Exception {
        clock.offset = Duration.ofMinutes(14);
        assertEquals(200, curl(REDBEARD, "Action=GetCallerIdentity").status());
        clock.offset = Duration.ofMinutes(20);
        var late = curl(REDBEARD, "Action=GetCallerIdentity");
        assertEquals("403 SignatureDoesNotMatch", late.error());
        var time = "\\d{8}T\\d{6}Z";
        assertTrue(
                late.value("Message")
                        .matches("Signature expired: T is now earlier than T \\(T - 15 min\\.\\)".replace("T", time)),
                late.xml());
        clock.offset = Duration.ofMinutes(-20);
        var early = curl(REDBEARD, "Action=GetCallerIdentity");
        assertTrue(
                early.value("Message")
                        .matches("Signature not yet current: T is still later than T \\(T \\+ 15 min\\.\\)"
                                .replace(" T ", " " + time + " ")
                                .replace("(T", "(" + time)),
                early.xml());
    }

    @Test
    void theScopeIsChecked() throws Exception {
        assertEquals(
                200,
                curl(REDBEARD, "aws:amz:eu-west-1:sts", List.of(), "Action=GetCallerIdentity")
                        .status());
        var service = curl(REDBEARD, "aws:amz:us-east-1:iam", List.of(), "Action=GetCallerIdentity");
        assertEquals("Credential should be scoped to correct service: 'sts'. ", service.value("Message"));
        var region = curl(REDBEARD, "aws:amz:nowhere:sts", List.of(), "Action=GetCallerIdentity");
        assertEquals("403 SignatureDoesNotMatch", region.error());
    }

    @Test
    void deniedRolesAndSessionsThatMayNotAssume() throws Exception {
        var other = "arn:aws:iam::123456789123:role/Admin";
        var denied = curl(REDBEARD, "Action=AssumeRole", "RoleArn=" + other, "RoleSessionName=me");
        assertEquals("403 AccessDenied", denied.error());
        assertEquals(
                "User: arn:aws:iam::111122223333:user/redbeard is not authorized to perform: sts:AssumeRole on"
                        + " resource: "
                        + other,
                denied.value("Message"));
        var session = curl(REDBEARD, ASSUME).keys();
        assertEquals(
                "User: arn:aws:sts::123456789123:assumed-role/OrganizationAccountAccessRole/DevAccount is not"
                        + " authorized to perform: sts:AssumeRole on resource: " + ROLE,
                curl(session, ASSUME).value("Message"));
        assertEquals(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
                curl(session, assumeWith("DurationSeconds=3601")).value("Message"));
    }

    @Test
    void aRoleMayHaveAPathAndAShorterMaximum() throws Exception {
        var role = new Role(
                "123456789123", "team/blue/Deploy", "AROAEXAMPLE", 3600, Trust.in(PracticeWorld.REDBEARD.arn()));
        sts.close();
        sts = PracticeSts.start(clock, PracticeWorld.USERS, List.of(role));
        var call = new String[] {"Action=AssumeRole", "RoleArn=" + role.arn(), "RoleSessionName=me"};
        assertEquals(
                "arn:aws:sts::123456789123:assumed-role/Deploy/me",
                curl(REDBEARD, call).value("Arn"));
        var longer = Arrays.copyOf(call, 4);
        longer[3] = "DurationSeconds=3601";
        assertEquals(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
                curl(REDBEARD, longer).value("Message"));
    }

    @Test
    void parametersThatBreakARule() throws Exception {
        var base = "1 validation error detected: Value ";
        assertValidationError(
                base + "'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression"
                        + " pattern: [\\w+=,.@-]*",
                "RoleSessionName=a b");
        assertValidationError(
                base + "'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or"
                        + " equal to 2",
                "RoleSessionName=x");
        assertValidationError(
                base + "'43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or"
                        + " equal to 43200",
                "DurationSeconds=43201");
        assertValidationError(
                base + "'899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or"
                        + " equal to 900",
                "DurationSeconds=899");
        assertValidationError(
                base + "'12345' at 'tokenCode' failed to satisfy constraint: Member must have length greater than or"
                        + " equal to 6",
                "TokenCode=12345",
                "SerialNumber=arn:aws:iam::111122223333:mfa/x");
        assertValidationError(
                base + "null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null",
                "Tags.member.1.Key=team");
        assertValidationError(
                "2 validation errors detected: Value 'x' at 'externalId'", "SourceIdentity=", "ExternalId=x");
        assertValidationError("arn:aws:iam::12345:role/x is invalid", "RoleArn=arn:aws:iam::12345:role/x");
    }

    void assertValidationError(String message, String... parameters) throws Exception {
        var answer = curl(REDBEARD, assumeWith(parameters));
        assertEquals("400 ValidationError", answer.error(), answer.xml());
        assertTrue(answer.value("Message").startsWith(message), answer.xml());
    }

    @Test
    void whatIsMissingOrMalformed() throws Exception {
        assertTrue(curl(REDBEARD, "Action=AssumeRole", "RoleArn=" + ROLE)
                .value("Message")
                .contains("Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null"));
        assertEquals(
                "400 MalformedInput",
                curl(REDBEARD, assumeWith("DurationSeconds=soon")).error());
        assertEquals(
                "400 MalformedInput",
                curl(REDBEARD, assumeWith("DurationSeconds=99999999999")).error());
        assertEquals(
                "400 InvalidAction", curl(REDBEARD, "Action=DeleteEverything").error());
        assertEquals(
                "Could not find operation AssumeRole for version 2010-05-08",
                curl(REDBEARD, assumeWith("Version=2010-05-08")).value("Message"));
        assertEquals("400 MissingAction", curl(REDBEARD, "RoleArn=x").error());
        assertEquals(
                "403 AccessDenied",
                curl(REDBEARD, assumeWith("SerialNumber=arn:aws:iam::111122223333:mfa/x", "TokenCode=123456"))
                        .error());
        assertEquals(
                "Could not find operation &lt;a&gt;&amp;\"? for version 2011-06-15",
                curl(REDBEARD, "Action=<a>&\"\u0001").value("Message"));
    }

    @Test
    void whatIsAllowedIsNotRefused() throws Exception {
        var answer = curl(
                REDBEARD,
                assumeWith(
                        "DurationSeconds=43200",
                        "ExternalId=a:b/c",
                        "SourceIdentity=blue",
                        "Policy={\"Version\": \"2012-10-17\"}",
                        "PolicyArns.member.1.arn=arn:aws:iam::aws:policy/ReadOnlyAccess",
                        "Tags.member.1.Key=Main Street 1",
                        "Tags.member.1.Value=",
                        "TransitiveTagKeys.member.1=Main Street 1"));
        assertEquals(200, answer.status(), answer.xml());
        assertEquals("blue", answer.value("SourceIdentity"));
        assertFalse(answer.value("PackedPolicySize").isEmpty());
    }

    // ---- roles with conditions ----

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

    @Test
    void aRoleThroughARole() throws Exception {
        assertDenied(assume(REDBEARD, PracticeWorld.AUDITOR), PracticeWorld.AUDITOR);
        var developer = assume(REDBEARD, PracticeWorld.DEVELOPER).keys();
        var auditor = assume(developer, PracticeWorld.AUDITOR, "DurationSeconds=3600");
        assertEquals("arn:aws:sts::123456789123:assumed-role/Auditor/me", auditor.value("Arn"), auditor.xml());
        assertEquals(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
                assume(developer, PracticeWorld.AUDITOR, "DurationSeconds=3601").value("Message"));
        assertDenied(
                assume(auditor.keys(), PracticeWorld.DEVELOPER),
                "User: arn:aws:sts::123456789123:assumed-role/Auditor/me is not authorized to"
                        + " perform: sts:AssumeRole on resource: arn:aws:iam::123456789123:role/Developer");
    }

    @Test
    void aSessionOfAnHourAtMost() throws Exception {
        assertEquals(200, assume(REDBEARD, PracticeWorld.SHORT).status());
        var answer = assume(REDBEARD, PracticeWorld.SHORT, "DurationSeconds=3601");
        assertEquals("400 ValidationError", answer.error());
        assertEquals(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
                answer.value("Message"));
        assertEquals(
                200,
                assume(REDBEARD, PracticeWorld.DEVELOPER, "DurationSeconds=43200").status());
    }

    @Test
    void anExternalId() throws Exception {
        assertEquals(
                200, assume(REDBEARD, PracticeWorld.VENDOR, "ExternalId=ship-2718").status());
        assertDenied(assume(REDBEARD, PracticeWorld.VENDOR), PracticeWorld.VENDOR);
        assertDenied(assume(REDBEARD, PracticeWorld.VENDOR, "ExternalId=ship-2719"), PracticeWorld.VENDOR);
    }

    @Test
    void codesAreThoseOfRfc6238() {
        var device = new MfaDevice();
        // Its appendix B has eight digits; six are the last six of them.
        Map.of(
                        59L,
                        "287082",
                        1111111109L,
                        "081804",
                        1111111111L,
                        "050471",
                        1234567890L,
                        "005924",
                        2000000000L,
                        "279037",
                        20000000000L,
                        "353130")
                .forEach((time, code) -> assertEquals(code, device.code(time / 30)));
    }

    @Test
    void aCodeIsGoodOnceAndAStepEitherSide() {
        var now = Instant.ofEpochSecond(1_800_000_000L);
        for (int step : new int[] {-1, 0, 1}) {
            var device = new MfaDevice();
            assertTrue(device.accepts(device.code(now.getEpochSecond() / 30 + step), now), "step " + step);
            assertFalse(device.accepts(device.code(now.getEpochSecond() / 30 + step), now), "again, step " + step);
            assertFalse(
                    device.accepts(device.code(now.getEpochSecond() / 30 + step), now.plusSeconds(30)),
                    "again, step " + step);
        }
        for (int step : new int[] {-2, 2}) {
            var device = new MfaDevice();
            assertFalse(device.accepts(device.code(now.getEpochSecond() / 30 + step), now), "step " + step);
        }
        var device = new MfaDevice();
        assertTrue(device.accepts(device.unused(now).orElseThrow(), now));
        assertTrue(
                device.accepts(device.unused(now).orElseThrow(), now),
                "when the code of now is used, the next one is told");
        assertEquals(Optional.empty(), device.unused(now));
        assertTrue(device.unused(now.plusSeconds(60)).isPresent());
    }

    @Test
    void mfa() throws Exception {
        assertDenied(assume(REDBEARD, PracticeWorld.PRODUCTION), PracticeWorld.PRODUCTION);
        var code = "TokenCode=" + sts.actions().code();
        assertDenied(
                assume(REDBEARD, PracticeWorld.PRODUCTION, SERIAL),
                "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.");
        for (var other : List.of("SerialNumber=arn:aws:iam::111122223333:mfa/other", "SerialNumber=GAHT12345678")) {
            assertDenied(
                    assume(REDBEARD, PracticeWorld.PRODUCTION, other, code),
                    "MultiFactorAuthentication failed, unable to validate MFA code."
                            + "  Please verify your MFA serial number is valid and associated with this user.");
        }
        var production = assume(REDBEARD, PracticeWorld.PRODUCTION, SERIAL, code);
        assertEquals("arn:aws:sts::444455556666:assumed-role/Production/me", production.value("Arn"), production.xml());
        assertDenied(
                assume(REDBEARD, PracticeWorld.PRODUCTION, SERIAL, code),
                "MultiFactorAuthentication failed with invalid MFA one time pass code.");
        var next = sts.actions().code();
        var wrong = "%06d".formatted((Integer.parseInt(next) + 1) % 1_000_000);
        assertDenied(
                assume(REDBEARD, PracticeWorld.DEVELOPER, SERIAL, "TokenCode=" + wrong),
                "MultiFactorAuthentication failed with invalid MFA one time pass code.");
        assertEquals(
                200,
                assume(REDBEARD, PracticeWorld.DEVELOPER, SERIAL, "TokenCode=" + next)
                        .status(),
                "a code where none is needed");
        var developer = assume(REDBEARD, PracticeWorld.DEVELOPER).keys();
        clock.offset = Duration.ofSeconds(60);
        assertDenied(
                assume(developer, PracticeWorld.AUDITOR, SERIAL, "TokenCode=" + sts.actions().code()),
                "MultiFactorAuthentication failed, unable to validate MFA code."
                        + "  Please verify your MFA serial number is valid and associated with this user.");
    }

    @Test
    void aSessionTokenRemembersTheCode() throws Exception {
        var without = curl(REDBEARD, "Action=GetSessionToken").keys();
        assertDenied(assume(without, PracticeWorld.PRODUCTION), PracticeWorld.PRODUCTION);
        var with = curl(REDBEARD, "Action=GetSessionToken", SERIAL, "TokenCode=" + sts.actions().code())
                .keys();
        assertEquals(200, assume(with, PracticeWorld.PRODUCTION).status());
        assertEquals(200, assume(with, PracticeWorld.PRODUCTION).status(), "it lasts as long as the session");
    }

    @Test
    void aRoleSessionForgetsTheCode() throws Exception {
        var vault = new Role(
                "123456789123",
                "Vault",
                "AROAEXAMPLE",
                3600,
                Trust.in(PracticeWorld.DEVELOPER.arn()).withMfa());
        sts.close();
        sts = PracticeSts.start(clock, PracticeWorld.USERS, List.of(PracticeWorld.DEVELOPER, vault));
        var developer = assume(REDBEARD, PracticeWorld.DEVELOPER, SERIAL, "TokenCode=" + sts.actions().code())
                .keys();
        assertEquals("403 AccessDenied", assume(developer, vault).error());
    }

    @Test
    void theDeviceShowsItsCode() throws Exception {
        var response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sts.endpoint() + "/practice/mfa"))
                                .build(),
                        BodyHandlers.ofString());
        assertEquals(sts.actions().code() + "\n", response.body());
    }

    @Test
    void sourceIdentityAndTransitiveTagsStayAlongAChain() throws Exception {
        var last = new Role(
                "123456789123", "Last", "AROAEXAMPLE", 3600, Trust.in(PracticeWorld.AUDITOR.arn()));
        var developer = assume(
                REDBEARD,
                PracticeWorld.DEVELOPER,
                "SourceIdentity=red",
                "Tags.member.1.Key=Team",
                "Tags.member.1.Value=blue",
                "Tags.member.2.Key=Ship",
                "Tags.member.2.Value=1",
                "TransitiveTagKeys.member.1=team");
        assertEquals("red", developer.value("SourceIdentity"), developer.xml());
        var keys = developer.keys();
        assertEquals("red", assume(keys, PracticeWorld.AUDITOR).value("SourceIdentity"));
        assertEquals(
                200,
                assume(keys, PracticeWorld.AUDITOR, "SourceIdentity=red", "Tags.member.1.Key=ship", "Tags.member.1.Value=2")
                        .status());
        assertEquals(
                "403 AccessDenied",
                assume(keys, PracticeWorld.AUDITOR, "SourceIdentity=blue").error());
        assertInvalidValue(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key"
                        + " from the calling session.",
                assume(keys, PracticeWorld.AUDITOR, "Tags.member.1.Key=TEAM", "Tags.member.1.Value=x"));
        sts.close();
        sts = PracticeSts.start(clock, PracticeWorld.USERS, List.of(PracticeWorld.DEVELOPER, PracticeWorld.AUDITOR, last));
        var team =
                new String[] {"Tags.member.1.Key=team", "Tags.member.1.Value=blue", "TransitiveTagKeys.member.1=team"};
        var auditor = assume(assume(REDBEARD, PracticeWorld.DEVELOPER, team).keys(), PracticeWorld.AUDITOR)
                .keys();
        assertEquals(
                "400 InvalidParameterValue", assume(auditor, last, team).error(), "they stay along the whole chain");
        assertEquals(200, assume(auditor, last).status());
        assertInvalidValue(
                "The specified transitive tag key must be included in the requested tags.",
                assume(
                        REDBEARD,
                        PracticeWorld.DEVELOPER,
                        "Tags.member.1.Key=a",
                        "Tags.member.1.Value=1",
                        "TransitiveTagKeys.member.1=b"));
        assertInvalidValue(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
                assume(
                        REDBEARD,
                        PracticeWorld.DEVELOPER,
                        "Tags.member.1.Key=a",
                        "Tags.member.1.Value=1",
                        "Tags.member.2.Key=A",
                        "Tags.member.2.Value=2"));
    }

    void assertInvalidValue(String message, Answer answer) {
        assertEquals("400 InvalidParameterValue", answer.error(), answer.xml());
        assertEquals(message, answer.value("Message"));
    }

    @Test
    void aSessionPolicyIsJson() throws Exception {
        for (var good : List.of(
                "{}",
                " {\"a\": [1, -2.5e+3, true, null, {\"b\\\"\\u00e9\": \"\"}], \"c\":[[]]}\n",
                "{\"S\":\"V: }{,\"}")) {
            assertTrue(StsRules.isJsonObject(good), good);
        }
        for (var bad : List.of(
                "",
                "[]",
                "\"a\"",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{\"a\":01}",
                "{\"a\":1 2}",
                "{\"a\":\"b}",
                "{\"a\":1}}",
                "{\"a\":1}{}",
                "{'a':1}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":[1,]}",
                "{1:1}",
                "{\"a\":{}",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":TRUE}")) {
            assertFalse(StsRules.isJsonObject(bad), bad);
        }
        assertTrue(StsRules.isJsonObject("{\"a\":\"" + "\\\\".repeat(1000) + "\"}"));
        assertTrue(StsRules.isJsonObject("{\"a\":[" + "1,".repeat(1000) + "1]}"));
        var answer = curl(REDBEARD, assumeWith("Policy={\"Version\": }"));
        assertEquals("400 MalformedPolicyDocument", answer.error());
        assertEquals("Syntax errors in policy.", answer.value("Message"));
    }

    // ---- a web identity, which nobody signs ----

    Answer web(String token, Role role, String... more) throws Exception {
        var parameters = new ArrayList<>(List.of(
                "Action=AssumeRoleWithWebIdentity",
                "Version=2011-06-15",
                "RoleArn=" + role.arn(),
                "RoleSessionName=build",
                "WebIdentityToken=" + token));
        parameters.addAll(List.of(more));
        return raw("POST", "/", String.join("&", parameters), "Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void aWebIdentity() throws Exception {
        var answer = web(sts.actions().webIdentityToken(), PracticeWorld.WEB);
        assertEquals("arn:aws:sts::123456789123:assumed-role/Web/build", answer.value("Arn"), answer.xml());
        assertEquals("sts.amazonaws.com", answer.value("Audience"));
        assertEquals("arn:aws:iam::123456789123:oidc-provider/oidc.practice.example", answer.value("Provider"));
        assertEquals("repo:org/ship:ref:refs/heads/main", answer.value("SubjectFromWebIdentityToken"));
        assertEquals(
                "arn:aws:sts::123456789123:assumed-role/Web/build",
                curl(answer.keys(), "Action=GetCallerIdentity").value("Arn"));
        var payload = new String(
                java.util.Base64.getUrlDecoder().decode(sts.actions().webIdentityToken().split("\\.")[1]));
        assertTrue(
                payload.matches(
                        "\\{\"iss\":\"https://oidc.practice.example\",\"aud\":\"sts.amazonaws.com\",\"sub\":\"[^\"]+\",\"iat\":\\d+,\"exp\":\\d+}"),
                payload);
    }

    @Test
    void webIdentitiesThatAreRefused() throws Exception {
        var token = sts.actions().webIdentityToken();
        var changed = web(token.substring(0, token.length() - 4) + "AAAA", PracticeWorld.WEB);
        assertEquals("400 InvalidIdentityToken", changed.error(), changed.xml());
        var notOne = web("token", PracticeWorld.WEB);
        assertEquals("400 InvalidIdentityToken", notOne.error());
        assertTrue(notOne.value("Message").startsWith("The ID Token provided is not a valid JWT."), notOne.xml());
        assertDenied(web(token, PracticeWorld.DEVELOPER), "Not authorized to perform sts:AssumeRoleWithWebIdentity");
        assertDenied(assume(REDBEARD, PracticeWorld.WEB), PracticeWorld.WEB);
        assertEquals(
                "400 ValidationError",
                web(token, PracticeWorld.WEB, "DurationSeconds=1").error());
        assertEquals(
                "400 ValidationError",
                raw("POST", "/", "Action=AssumeRoleWithWebIdentity&Version=2011-06-15")
                        .error());
        clock.offset = Duration.ofHours(25);
        var late = web(token, PracticeWorld.WEB);
        assertEquals("400 ExpiredTokenException", late.error());
        assertTrue(
                late.value("Message")
                        .matches("Token expired: current date/time \\d+ must be before the expiration date/time \\d+"),
                late.xml());
    }

    // ---- not signed, or not a call ----

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

    @Test
    void requestsThatNobodySigned() throws Exception {
        assertEquals(
                "403 MissingAuthenticationToken",
                raw("POST", "/", "Action=GetCallerIdentity&Version=2011-06-15").error());
        assertEquals(
                "403 MissingAuthenticationToken",
                raw("GET", "/latest/meta-data/", "").error());
        assertEquals(
                "405 InvalidHttpRequest", raw("PUT", "/latest/api/token", "").error());
        assertEquals("400 MalformedQueryString", raw("POST", "/", "Action=%zz").error());
        assertEquals(
                "413 RequestEntityTooLarge",
                raw("POST", "/", "Action=" + "x".repeat(70_000)).error());
        assertEquals(
                "400 IncompleteSignature",
                raw("GET", "/", "", "Authorization", "Basic abc").error());
    }

    @Test
    void signaturesThatAreIncomplete() throws Exception {
        var date = new String[] {"X-Amz-Date", "20261122T100000Z"};
        var none = raw("GET", "/", "", "Authorization", "AWS4-HMAC-SHA256 Credential=a/b");
        assertEquals("400 IncompleteSignature", none.error());
        assertEquals(
                "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders'"
                        + " parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                        + " header. Authorization=AWS4-HMAC-SHA256",
                none.value("Message"));
        var five = raw(
                "GET",
                "/",
                "",
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host;x-amz-date, Signature=0",
                date[0],
                date[1]);
        assertTrue(
                five.value("Message").startsWith("Credential must have exactly 5 slash-delimited elements"),
                five.xml());
        var host = raw(
                "GET",
                "/",
                "",
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=x-amz-date, Signature=0",
                date[0],
                date[1]);
        assertEquals("'host' must be a 'SignedHeader' in the AWS Authorization.", host.value("Message"));
        var when =
                raw("GET", "/", "", "Authorization", "AWS4-HMAC-SHA256 Credential=a", "X-Amz-Date", "99999999T999999Z");
        assertTrue(when.value("Message").startsWith("Date must be in ISO-8601 'basic format'."), when.xml());
    }

    @Test
    void whatWasSignedCannotBeChanged() throws Exception {
        // curl signs one body; the same headers then come with another.
        assumeTrue(hasProgram("curl"), "no curl here");
        var headers = new ArrayList<String>();
        try (var listener = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var endpoint = sts.endpoint().substring("http://".length());
            var signed = CompletableFuture.supplyAsync(() -> {
                try (var socket = listener.accept()) {
                    var bytes = new byte[8192];
                    return new String(bytes, 0, socket.getInputStream().read(bytes));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            output(List.of(
                    "curl",
                    "-s",
                    "--noproxy",
                    "*",
                    "--max-time",
                    "2",
                    "--aws-sigv4",
                    "aws:amz:us-east-1:sts",
                    "--user",
                    REDBEARD.id() + ":" + REDBEARD.secret(),
                    "--connect-to",
                    endpoint + ":127.0.0.1:" + listener.getLocalPort(),
                    "-d",
                    "Action=GetCallerIdentity&Version=2011-06-15",
                    sts.endpoint() + "/"));
            for (var line : signed.get(5, TimeUnit.SECONDS).split("\r\n")) {
                if (line.matches("(?i)(authorization|x-amz-date|content-type):.*")) {
                    headers.addAll(List.of(line.split(": ", 2)));
                }
            }
        }
        assertEquals(6, headers.size(), headers.toString());
        var asSigned = headers.toArray(String[]::new);
        assertEquals(
                200,
                raw("POST", "/", "Action=GetCallerIdentity&Version=2011-06-15", asSigned)
                        .status());
        assertEquals(
                "403 SignatureDoesNotMatch",
                raw("POST", "/", "Action=GetSessionToken&Version=2011-06-15", asSigned)
                        .error());
        assertEquals(
                "403 SignatureDoesNotMatch",
                raw("POST", "/?x=1", "Action=GetCallerIdentity&Version=2011-06-15", asSigned)
                        .error());
        assertEquals(
                "403 SignatureDoesNotMatch",
                raw("POST", "/x", "Action=GetCallerIdentity&Version=2011-06-15", asSigned)
                        .error());
    }

    @Test
    void itListensOnLoopbackOnly() {
        assertTrue(sts.endpoint().startsWith("http://127.0.0.1:"), sts.endpoint());
    }

    // ---- the sandbox ----

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
                args, new Command.World(environment, InputStream.nullInputStream(), out, new PrintStream(err), fd -> false));
        try (var left = Files.list(tmp)) {
            assertEquals(List.of(), left.toList(), "the sandbox is gone");
        }
        return status;
    }

    String written() throws IOException {
        return Files.readString(scratch.resolve("out"));
    }

    @Test
    void exitStatus() throws Exception {
        assertEquals(0, practise(Map.of(), "--", "true"));
        assertEquals(7, practise(Map.of(), "--", "sh", "-c", "exit 7"));
        assertEquals(137, practise(Map.of(), "--", "sh", "-c", "kill -9 $$"));
        assertEquals("", out.toString());
        assertEquals(127, practise(Map.of(), "--", "no-such-command"));
        assertEquals(126, practise(Map.of(), "--", "/etc/passwd"));
        assertTrue(err.toString().contains("practice: no-such-command: command not found"), err.toString());
    }

    @Test
    void usage() throws Exception {
        assertEquals(2, practise(Map.of(), "aws"));
        assertEquals(2, practise(Map.of(), "--frobnicate"));
        assertEquals(2, practise(Map.of(), "--"));
        assertEquals("", out.toString());
        assertTrue(err.toString().contains("unknown option '--frobnicate'"), err.toString());
        assertEquals(0, practise(Map.of(), "--help"));
        assertTrue(out.toString().startsWith("Usage: practice"));
    }

    @Test
    void theEnvironmentLeadsNowhereElse() throws Exception {
        var outside = Map.of(
                "AWS_PROFILE",
                "real",
                "AWS_X;touch pwned;=",
                "1",
                "XDG_CONFIG_HOME",
                "/elsewhere",
                "NOTE",
                "see AWS docs",
                "no_proxy",
                "example.com");
        assertEquals(0, practise(outside, "--", "sh", "-c", "env > \"$OUT\"; stat -c %a \"$HOME/..\" >> \"$OUT\""));
        var lines = written().lines().toList();
        assertEquals(
                List.of(),
                lines.stream()
                        .filter(line -> line.startsWith("AWS_") || line.startsWith("XDG_CONFIG"))
                        .toList());
        assertTrue(lines.contains("NOTE=see AWS docs"));
        assertTrue(lines.contains("no_proxy=example.com,127.0.0.1"));
        assertTrue(lines.contains("700"), "the sandbox is its owner's alone");
    }

    @Test
    void jbangIsTheLauncherThatStartedUs() throws Exception {
        var launcher = scratch.resolve("it's jbangw");
        Files.writeString(launcher, "#!/bin/sh\nprintf '<%s>' \"$@\" > \"$OUT\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        assertEquals(0, practise(Map.of("JBANG_LAUNCH_CMD", launcher.toString()), "--", "jbang", "whoami@org", "a b"));
        assertEquals("<whoami@org><a b>", written());
        assertEquals(0, practise(Map.of("JBANG_LAUNCH_CMD", "", "PATH", "/nowhere"), "--", "/bin/sh", "-c", ":"));
        assertTrue(err.toString().contains("practice: no jbang on the PATH"), err.toString());
    }

    @Test
    void cleaningUpStaysInside() throws Exception {
        var precious = Files.writeString(
                Files.createDirectories(scratch.resolve("precious")).resolve("file"), "keep me");
        assertEquals(
                0,
                practise(
                        Map.of("PRECIOUS", precious.getParent().toString()),
                        "--",
                        "sh",
                        "-c",
                        "ln -s \"$PRECIOUS\" \"$HOME/link\"; mkdir -p \"$HOME/ro/x\"; ln -s \"$PRECIOUS/file\""
                                + " \"$HOME/ro/f\"; chmod 0 \"$HOME/ro\""));
        assertEquals("keep me", Files.readString(precious));
        assertEquals(0, practise(Map.of(), "--", "sh", "-c", "cd /; rm -rf \"$HOME\""));
    }

    @Test
    void anInterruptEndsTheCommandAndItsChildren() throws Exception {
        var status = new CompletableFuture<Integer>();
        var thread = new Thread(() -> {
            try {
                status.complete(practise(
                        Map.of(),
                        "--",
                        "sh",
                        "-c",
                        "sleep 97 & echo $! > \"$OUT.new\"; mv \"$OUT.new\" \"$OUT\"; wait"));
            } catch (Throwable e) {
                status.completeExceptionally(e);
            }
        });
        thread.start();
        for (int i = 0; i < 100 && !Files.exists(scratch.resolve("out")); i++) {
            Thread.sleep(50);
        }
        thread.interrupt();
        assertEquals(143, status.get(8, TimeUnit.SECONDS));
        var child = ProcessHandle.of(Long.parseLong(written().strip()));
        assertFalse(child.isPresent() && child.get().isAlive(), "the command's child is gone, too");
    }

    @Test
    void aTermSignalCleansUp() throws Exception {
        var tmp = Files.createDirectories(scratch.resolve("tmp"));
        var classes = Path.of(practice.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        var builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                classes,
                "practice",
                "--",
                "sh",
                "-c",
                "touch \"$OUT\"; exec sleep 97");
        builder.environment()
                .putAll(Map.of(
                        "TMPDIR",
                        tmp.toString(),
                        "OUT",
                        scratch.resolve("out").toString(),
                        "JBANG_LAUNCH_CMD",
                        "/bin/echo"));
        var process = builder.inheritIO().start();
        for (int i = 0; i < 100 && !Files.exists(scratch.resolve("out")); i++) {
            Thread.sleep(50);
        }
        process.destroy();
        assertTrue(process.waitFor(8, TimeUnit.SECONDS));
        assertEquals(143, process.exitValue());
        assertEquals(0, tmp.toFile().list().length);
    }

    // ---- the real AWS CLI, in the sandbox ----

    @Test
    void theAwsCliFindsTheStsByItself() throws Exception {
        assumeTrue(hasProgram("aws"), "no AWS CLI here");
        assertEquals(0, practise(Map.of("ROLE", ROLE), "--", "sh", "-c", """
            exec > "$OUT" 2>&1
            aws --profile redbeard sts get-caller-identity --query Arn --output text
            set -- $(aws --profile redbeard sts assume-role --role-arn "$ROLE" --role-session-name DevAccount \\
                --tags Key=team,Value='a b=/@' --query Credentials.[AccessKeyId,SecretAccessKey,SessionToken] --output text)
            export AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2 AWS_SESSION_TOKEN=$3
            aws sts get-caller-identity --query Arn --output text
            aws sts assume-role --role-arn "$ROLE" --role-session-name again || true
            """));
        assertTrue(written().matches("""
            arn:aws:iam::111122223333:user/redbeard
            arn:aws:sts::123456789123:assumed-role/OrganizationAccountAccessRole/DevAccount
            (?s).*An error occurred \\(AccessDenied\\) when calling the AssumeRole operation: User: arn:aws:sts::.*\
            """), written());
    }

    @Test
    void theAwsCliUsesEachProfile() throws Exception {
        assumeTrue(hasProgram("aws"), "no AWS CLI here");
        assertEquals(0, practise(Map.of(), "--", "sh", "-c", """
            one() { aws --profile $1 sts get-caller-identity --query Arn --output text >"$OUT.$1" 2>&1; }
            for profile in dev audit vendor short web process; do one $profile & done
            wait
            cd "${OUT%/*}" && cat out.dev out.audit out.vendor out.short out.web out.process >"$OUT"
            """));
        var assumed = "arn:aws:sts::%s:assumed-role/%s/botocore-session-\\d+\n";
        assertTrue(
                written()
                        .matches(assumed.formatted("123456789123", "Developer")
                                + assumed.formatted("123456789123", "Auditor")
                                + assumed.formatted("777788889999", "Vendor")
                                + assumed.formatted("123456789123", "Short") + assumed.formatted("123456789123", "Web")
                                + "arn:aws:iam::111122223333:user/redbeard\n"),
                written());
    }

    @Test
    void theAwsCliAsksForTheCodeOnATerminal() throws Exception {
        assumeTrue(hasProgram("aws") && hasProgram("python3"), "no AWS CLI or no python3 here");
        // What a person would do: read the code elsewhere and type it when asked.
        var type = Files.writeString(scratch.resolve("type.py"), """
            import os, pty, re, subprocess, sys
            code = subprocess.check_output(['mfa'])
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp('aws', 'aws --profile prod sts get-caller-identity --query Arn --output text'.split())
            screen = b''
            try:
                while True:
                    got = os.read(terminal, 1024)
                    if got == b'': break
                    screen += got
                    if code and b'MFA code' in screen:
                        os.write(terminal, code)
                        code = b''
            except OSError: pass
            open(os.environ['OUT'], 'wb').write(screen)
            """);
        assertEquals(0, practise(Map.of(), "--", "python3", type.toString()));
        assertTrue(
                written()
                        .matches("(?s)Enter MFA code for arn:aws:iam::111122223333:mfa/redbeard:"
                                + " .*arn:aws:sts::444455556666:assumed-role/Production/botocore-session-\\d+\\s+"),
                written());
    }

    @Test
    void theCodeComesByCurlOrWgetAndElseSaysWhere() throws Exception {
        for (var program : List.of("curl", "wget")) {
            if (!hasProgram(program)) {
                continue;
            }
            var bin = Files.createDirectories(scratch.resolve("only-" + program));
            var only = Files.writeString(
                    bin.resolve(program),
                    "#!/bin/sh\nexec "
                            + ChildProcess.onPath(program, System.getenv()).orElseThrow() + " \"$@\"\n");
            assertTrue(only.toFile().setExecutable(true));
            assertEquals(
                    0,
                    practise(
                            Map.of("PATH", bin.toString(), "http_proxy", "http://127.0.0.1:1"),
                            "--",
                            "/bin/sh",
                            "-c",
                            "unset no_proxy NO_PROXY; mfa > \"$OUT\""),
                    err.toString());
            assertTrue(written().matches("\\d{6}\n"), program + ": " + written());
        }
        var none = Files.createDirectories(scratch.resolve("none"));
        assertEquals(1, practise(Map.of("PATH", none.toString()), "--", "/bin/sh", "-c", "mfa 2> \"$OUT\""));
        assertTrue(
                written().matches("mfa: needs curl or wget; the code is at http://127.0.0.1:\\d+/practice/mfa\n"),
                written());
    }

    // ---- the catalog that it carries ----

    static Path root() {
        return Path.of(System.getProperty("repo.root", ".")).toAbsolutePath();
    }

    static Set<String> directive(Path file, String name) throws IOException {
        var words = new TreeSet<String>();
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith("//" + name + " ")) {
                words.addAll(Arrays.asList(line.strip().split("\\s+"))
                        .subList(1, line.strip().split("\\s+").length));
            }
        }
        return words.stream()
                .map(word -> word.replaceFirst("=.*", ""))
                .collect(Collectors.toCollection(TreeSet::new)); // TARGET=SOURCE
    }

    @Test
    void filesNamesAllThatTheCatalogNeeds() throws Exception {
        var needed = new TreeSet<>(Set.of("jbang-catalog.json"));
        var catalog = Files.readString(root().resolve("jbang-catalog.json"));
        var next = new ArrayList<>(Pattern.compile("\"script-ref\"\\s*:\\s*\"([^\"]+)\"")
                .matcher(catalog)
                .results()
                .map(r -> r.group(1))
                .toList());
        assertFalse(next.isEmpty());
        while (!next.isEmpty()) {
            var name = next.remove(0);
            if (!needed.add(name)) {
                continue;
            }
            next.addAll(directive(root().resolve(name), "SOURCES"));
            next.addAll(directive(root().resolve(name), "FILES"));
        }
        assertEquals(needed, directive(root().resolve("practice.java"), "FILES"));
    }

    @Test
    void theSandboxHoldsTheCatalog() throws Exception {
        assumeTrue(practice.class.getResource("/practice.java") != null, "the files are not on the class path here");
        assertEquals(
                0,
                practise(
                        Map.of(),
                        "--",
                        "sh",
                        "-c",
                        "cd \"$HOME/../catalog\" && find . -type f | cut -c 3- > \"$OUT\"; cat"
                                + " \"$JBANG_DIR/jbang-catalog.json\" >> \"$OUT.json\""));
        assertEquals(
                directive(root().resolve("practice.java"), "FILES"),
                new TreeSet<>(written().lines().toList()));
        assertTrue(Files.readString(scratch.resolve("out.json")).contains("\"org\""));
    }
}
