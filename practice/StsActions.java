//SOURCES PracticeWorld.java MfaDevice.java Secrets.java StsRules.java StsXml.java RequestSignature.java

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What STS does for its callers: which keys it has issued, which roles it lets whom assume, and on what conditions. */
class StsActions {
    /** In seconds, as are the durations below (AWS STS API reference, "DurationSeconds"). */
    private static final int LONGEST_SESSION_TOKEN = 129_600;

    private static final int DEFAULT_SESSION_TOKEN = 43_200;
    private static final int DEFAULT_ROLE_SESSION = 3600;
    private static final int LONGEST_CHAINED_SESSION = 3600;

    private final Clock clock;
    private final List<User> users;
    private final List<Role> roles;
    private final Map<String, MfaDevice> devices = new HashMap<>();
    private final WebIdentity webIdentity;
    private final Map<String, IssuedKey> keys = new ConcurrentHashMap<>();
    private volatile int longestRoleSession = Integer.MAX_VALUE;

    /** @param clock says when signatures and sessions have expired */
    StsActions(Clock clock, List<User> users, List<Role> roles) {
        this.clock = clock;
        this.users = users;
        this.roles = roles;
        for (var user : users) {
            keys.put(user.accessKeyId(), user.key());
            devices.put(user.mfaSerial(), new MfaDevice());
        }
        webIdentity = WebIdentity.issue(clock.instant());
    }

    /** From now on, sessions of roles end after so many seconds, whatever was requested: STS has none under 900. */
    void limitRoleSessions(int seconds) {
        longestRoleSession = seconds;
    }

    String webIdentityToken() {
        return webIdentity.token();
    }

    /** What a credential_process prints: keys as GetSessionToken gives them to the first user, the longest. */
    String processCredentials() {
        var key = issue(users.get(0).key().caller(), LONGEST_SESSION_TOKEN, false);
        return """
            {
              "Version": 1,
              "AccessKeyId": "%s",
              "SecretAccessKey": "%s",
              "SessionToken": "%s",
              "Expiration": "%s"
            }
            """.formatted(key.id(), key.secret(), key.token(), key.expiration());
    }

    /** A code of the first user's device that nobody has used yet; if there is none, this takes until there is. */
    String code() throws InterruptedException {
        var device = devices.get(users.get(0).mfaSerial());
        while (true) {
            var code = device.unused(clock.instant());
            if (code.isPresent()) {
                return code.get();
            }
            Thread.sleep(200);
        }
    }

    /**
     * The key that the request was signed with, if there is one and the signature is right and in time.
     *
     * @param service the name of the service that it is for
     */
    IssuedKey signer(StsRequest request, String service) throws GeneralSecurityException {
        var signature = RequestSignature.of(request, service);
        signature.checkTime(clock.instant());
        var key = keys.get(signature.keyId());
        var token = request.header("x-amz-security-token");
        if (key == null || !Secrets.same(key.token(), token)) {
            throw new Refusal(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        }
        if (!Secrets.same(signature.value(), signature.expected(request, key.secret()))) {
            throw RequestSignature.mismatch(
                    "The request signature we calculated does not match the signature you provided. Check your AWS"
                            + " Secret Access Key and signing method. Consult the service documentation for details.");
        }
        if (!clock.instant().isBefore(key.expiration())) {
            throw new Refusal(403, "ExpiredToken", "The security token included in the request is expired");
        }
        return key;
    }

    /** The key that somebody holds all three parts of, unless it has expired. */
    Optional<IssuedKey> held(String id, String secret, String token) {
        return Optional.ofNullable(keys.get(id))
                .filter(key -> Secrets.same(key.secret(), secret) && Secrets.same(key.token(), token))
                .filter(key -> clock.instant().isBefore(key.expiration()));
    }

    /** What the clock says. */
    Instant now() {
        return clock.instant();
    }

    /** "AssumeRole" in the AWS STS API reference. */
    String assumeRole(IssuedKey key, Map<String, String> parameters) {
        StsRules.check(StsRules.ASSUME_ROLE, parameters);
        var arn = roleArn(parameters);
        var transitive = StsRules.transitiveTagKeys(key.caller(), parameters);
        // IAM User Guide, "Roles terms and concepts", on role chaining; STS counts a user's session as a link of it.
        if (!key.token().isEmpty() && seconds(parameters, DEFAULT_ROLE_SESSION) > LONGEST_CHAINED_SESSION) {
            throw StsRules.invalid(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
                            + " chaining");
        }
        boolean mfa = checkMfa(key.caller(), parameters) || key.mfa();
        var role = trusting(key.caller(), arn, mfa, parameters.getOrDefault("ExternalId", ""));
        var identity = sourceIdentity(key.caller(), arn, parameters);
        return assumed(role, identity, transitive, parameters, !key.token().isEmpty());
    }

    /** A role that is not there and one that does not trust the caller get the same answer: nobody can go looking. */
    private Role trusting(Caller caller, String arn, boolean mfa, String externalId) {
        return roles.stream()
                .filter(role -> role.arn().equals(arn) && role.trust().allows(caller.principal(), mfa, externalId))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        403,
                        "AccessDenied",
                        "User: " + caller.arn() + " is not authorized to perform: sts:AssumeRole on resource: " + arn));
    }

    /** Who began a chain of roles stays known to its end, and nobody further on can say otherwise. */
    private static String sourceIdentity(Caller caller, String arn, Map<String, String> parameters) {
        var before = caller.sourceIdentity();
        var identity = parameters.getOrDefault("SourceIdentity", before);
        if (!before.isEmpty() && !before.equals(identity)) {
            throw new Refusal(
                    403,
                    "AccessDenied",
                    "User: " + caller.arn() + " is not authorized to perform: sts:SetSourceIdentity on resource: "
                            + arn);
        }
        return identity;
    }

    /** "AssumeRoleWithWebIdentity" in the AWS STS API reference. */
    String assumeRoleWithWebIdentity(Map<String, String> parameters) {
        StsRules.check(StsRules.ASSUME_ROLE_WITH_WEB_IDENTITY, parameters);
        var arn = roleArn(parameters);
        checkToken(parameters.get("WebIdentityToken"));
        var role = roles.stream()
                .filter(r -> r.arn().equals(arn) && r.trust().allows(WebIdentity.PROVIDER, false, ""))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"));
        return assumed(role, "", Set.of(), parameters, false)
                + """
                <SubjectFromWebIdentityToken>%s</SubjectFromWebIdentityToken>
                <Audience>%s</Audience>
                <Provider>%s</Provider>
                """.formatted(WebIdentity.SUBJECT, WebIdentity.AUDIENCE, WebIdentity.PROVIDER);
    }

    private void checkToken(String token) {
        if (!token.matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+")) {
            throw new Refusal(
                    400,
                    "InvalidIdentityToken",
                    "The ID Token provided is not a valid JWT."
                            + " (You may see this error if you sent an Access Token)");
        }
        if (!Secrets.same(token, webIdentity.token())) {
            throw new Refusal(
                    400,
                    "InvalidIdentityToken",
                    "Couldn't retrieve verification key from your identity provider,"
                            + "  please reference AssumeRoleWithWebIdentity documentation for requirements");
        }
        var now = clock.instant();
        if (!now.isBefore(webIdentity.expiration())) {
            throw new Refusal(
                    400,
                    "ExpiredTokenException",
                    "Token expired: current date/time " + now.getEpochSecond()
                            + " must be before the expiration date/time "
                            + webIdentity.expiration().getEpochSecond());
        }
    }

    private static String roleArn(Map<String, String> parameters) {
        var arn = parameters.get("RoleArn");
        if (!arn.matches("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+")) {
            throw StsRules.invalid(arn + " is invalid");
        }
        return arn;
    }

    private static int seconds(Map<String, String> parameters, int otherwise) {
        return parameters.containsKey("DurationSeconds")
                ? Integer.parseInt(parameters.get("DurationSeconds"))
                : otherwise;
    }

    /** The answer to somebody who may assume a role: a session of it. */
    private String assumed(
            Role role,
            String sourceIdentity,
            Set<String> transitiveTagKeys,
            Map<String, String> parameters,
            boolean isChained) {
        int seconds = seconds(parameters, DEFAULT_ROLE_SESSION);
        if (seconds > role.maxSessionSeconds()) {
            throw StsRules.invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        var session = role.session(parameters.get("RoleSessionName"), sourceIdentity, transitiveTagKeys);
        int packed = StsRules.packedPolicySize(parameters);
        var key = issue(session, Math.min(seconds, longestRoleSession), false).chainedIf(isChained);
        keys.put(key.id(), key);
        return StsXml.assumedRole(session, key, sourceIdentity, packed);
    }

    /** "GetSessionToken" in the AWS STS API reference. */
    String getSessionToken(IssuedKey key, Map<String, String> parameters) {
        StsRules.check(StsRules.GET_SESSION_TOKEN, parameters);
        if (!key.token().isEmpty()) {
            throw new Refusal(403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
        }
        boolean mfa = checkMfa(key.caller(), parameters);
        return StsXml.credentials(issue(key.caller(), seconds(parameters, DEFAULT_SESSION_TOKEN), mfa));
    }

    /** Whether a code was given; a wrong one is refused, also where none was needed. */
    private boolean checkMfa(Caller caller, Map<String, String> parameters) {
        var serial = parameters.get("SerialNumber");
        var code = parameters.get("TokenCode");
        if (serial == null && code == null) {
            return false;
        }
        if (serial == null || code == null) {
            throw mfaFailed(", must provide both MFA serial number and one time pass code.");
        }
        boolean isOwn = users.stream()
                .anyMatch(user ->
                        user.arn().equals(caller.arn()) && user.mfaSerial().equals(serial));
        if (!isOwn) {
            throw mfaFailed(
                    ", unable to validate MFA code.  Please verify your MFA serial number is valid and associated"
                            + " with this user.");
        }
        if (!devices.get(serial).accepts(code, clock.instant())) {
            throw mfaFailed(" with invalid MFA one time pass code.");
        }
        return true;
    }

    private static Refusal mfaFailed(String how) {
        return new Refusal(403, "AccessDenied", "MultiFactorAuthentication failed" + how);
    }

    /** The keys that single sign-on gives to whoever has that role by it. */
    IssuedKey issueToSingleSignOn(Caller caller) {
        return issue(caller, DEFAULT_ROLE_SESSION, false);
    }

    /** Issues a key and remembers it for good: one that has expired is answered differently from one that never was. */
    private IssuedKey issue(Caller caller, int seconds, boolean mfa) {
        var key = IssuedKey.issue(
                caller, clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds), mfa);
        keys.put(key.id(), key);
        return key;
    }
}
