import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Roles with conditions: chains, external IDs, MFA codes, what stays along a chain, session policies. */
class PracticeRolesTest extends PracticeFixture {
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
                assume(REDBEARD, PracticeWorld.DEVELOPER, "DurationSeconds=43200")
                        .status());
    }

    @Test
    void anExternalId() throws Exception {
        assertEquals(
                200,
                assume(REDBEARD, PracticeWorld.VENDOR, "ExternalId=ship-2718").status());
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
                assume(
                        developer,
                        PracticeWorld.AUDITOR,
                        SERIAL,
                        "TokenCode=" + sts.actions().code()),
                "MultiFactorAuthentication failed, unable to validate MFA code."
                        + "  Please verify your MFA serial number is valid and associated with this user.");
    }

    @Test
    void aSessionTokenRemembersTheCode() throws Exception {
        var without = curl(REDBEARD, "Action=GetSessionToken").keys();
        assertDenied(assume(without, PracticeWorld.PRODUCTION), PracticeWorld.PRODUCTION);
        var with = curl(
                        REDBEARD,
                        "Action=GetSessionToken",
                        SERIAL,
                        "TokenCode=" + sts.actions().code())
                .keys();
        assertEquals(200, assume(with, PracticeWorld.PRODUCTION).status());
        assertEquals(200, assume(with, PracticeWorld.PRODUCTION).status(), "it lasts as long as the session");
        assertEquals(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
                assume(with, PracticeWorld.PRODUCTION, "DurationSeconds=3601").value("Message"));
        assertDenied(curl(with, "Action=GetSessionToken"), "Cannot call GetSessionToken with session credentials");
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
        var developer = assume(
                        REDBEARD,
                        PracticeWorld.DEVELOPER,
                        SERIAL,
                        "TokenCode=" + sts.actions().code())
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
                assume(
                                keys,
                                PracticeWorld.AUDITOR,
                                "SourceIdentity=red",
                                "Tags.member.1.Key=ship",
                                "Tags.member.1.Value=2")
                        .status());
        assertEquals(
                "403 AccessDenied",
                assume(keys, PracticeWorld.AUDITOR, "SourceIdentity=blue").error());
        assertInvalidValue(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key"
                        + " from the calling session.",
                assume(keys, PracticeWorld.AUDITOR, "Tags.member.1.Key=TEAM", "Tags.member.1.Value=x"));
    }

    @Test
    void transitiveTagsStayAlongTheWholeChain() throws Exception {
        var last = new Role("123456789123", "Last", "AROAEXAMPLE", 3600, Trust.in(PracticeWorld.AUDITOR.arn()));
        sts.close();
        sts = PracticeSts.start(
                clock, PracticeWorld.USERS, List.of(PracticeWorld.DEVELOPER, PracticeWorld.AUDITOR, last));
        var team =
                new String[] {"Tags.member.1.Key=team", "Tags.member.1.Value=blue", "TransitiveTagKeys.member.1=team"};
        var auditor = assume(assume(REDBEARD, PracticeWorld.DEVELOPER, team).keys(), PracticeWorld.AUDITOR)
                .keys();
        assertEquals(
                "400 InvalidParameterValue", assume(auditor, last, team).error(), "they stay along the whole chain");
        assertEquals(200, assume(auditor, last).status());
    }

    @Test
    void tagKeysAreDistinctAndTransitiveOnesAmongThem() throws Exception {
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
}
