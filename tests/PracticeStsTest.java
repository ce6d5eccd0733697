import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What practice's STS answers to calls that are signed: who somebody is, what it issues, what it refuses. */
class PracticeStsTest extends PracticeFixture {
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
}
