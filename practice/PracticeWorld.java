//SOURCES User.java Role.java Trust.java WebIdentity.java PracticeOrganization.java AssignedAccount.java

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who lives in the sandbox: its users, its roles and who may assume them, and the profiles that name these. */
final class PracticeWorld {
    /** The one user; keys and IDs are those that AWS's documentation has in its examples. */
    static final User REDBEARD = new User(
            "111122223333",
            "redbeard",
            "AIDACKCEVSQ6C2EXAMPLE",
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    static final List<User> USERS = List.of(REDBEARD);

    /**
     * The secret in redbeard's MFA device: the one that RFC 6238 tests with. In base32, for an authenticator that wants
     * to join in: GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ.
     */
    static final String MFA_SECRET = "12345678901234567890";

    // Sessions last twelve hours at most, where AWS's default is one, so that all of --duration-seconds can be tried.
    static final Role ORGANIZATION = role(
            "123456789123",
            "OrganizationAccountAccessRole",
            "AROACLKWSDQRAOEXAMPLE",
            12,
            Trust.inAccount(REDBEARD.account()));
    static final Role DEVELOPER =
            role("123456789123", "Developer", "AROADEVELOPERSEXAMPLE", 12, Trust.in(REDBEARD.arn()));
    static final Role AUDITOR = role("123456789123", "Auditor", "AROAAUDITORSAWEXAMPLE", 12, Trust.in(DEVELOPER.arn()));
    static final Role PRODUCTION = role(
            "444455556666",
            "Production",
            "AROAPRODUCTIONEXAMPLE",
            12,
            Trust.in(REDBEARD.arn()).withMfa());
    static final Role ADMINISTRATOR = role(
            "444455556666",
            "Administrator",
            "AROAADMINISTREXAMPLE",
            12,
            Trust.in(REDBEARD.arn()).withMfa());
    static final Role VENDOR = role(
            "777788889999",
            "Vendor",
            "AROAVENDORWARYEXAMPLE",
            12,
            Trust.in(REDBEARD.arn()).withExternalId("ship-2718"));
    static final Role SHORT = role("123456789123", "Short", "AROASHORTVISITEXAMPLE", 1, Trust.in(REDBEARD.arn()));
    static final Role WEB = role("123456789123", "Web", "AROAWEBIDENTITEXAMPLE", 12, Trust.in(WebIdentity.PROVIDER));

    /** Where OrganizationAccountAccessRole trusts somebody else, as after an account was handed over. */
    static final String SECURITY = "333344445555";

    static final List<Role> ROLES = Stream.concat(
                    Stream.of(ORGANIZATION, DEVELOPER, AUDITOR, PRODUCTION, ADMINISTRATOR, VENDOR, SHORT, WEB),
                    members(PracticeOrganization.SMALL))
            .toList();

    /**
     * The access portal by its name, which is one of AWS's examples: nobody goes there, but the AWS CLI 2 asks no
     * stranger whether such a name leads elsewhere.
     */
    static final String START_URL = "https://my-sso-portal.awsapps.com/start";

    private static final String SIGNED_IN_DEVELOPER = """
        sso_session = practice
        sso_account_id = 123456789123
        sso_role_name = Developer
        """;

    /** Who signs in at the practice's IAM Identity Center: there is nobody else. */
    static final String SSO_USER = "ada";

    /** The accounts in which single sign-on has roles for that user. */
    static final List<AssignedAccount> ASSIGNED = List.of(
            assigned("111122223333", "identity", "Administrator", "ReadOnly"),
            assigned("123456789123", "dev-ship", "Administrator", "Developer", "ReadOnly"),
            assigned("210987654321", "dev-harbour", "Developer", "ReadOnly"),
            assigned("444455556666", "prod-ship", "ReadOnly"),
            assigned("555566667777", "prod-harbour", "ReadOnly"),
            assigned("777788889999", "vendor", "Billing", "ReadOnly"));

    private PracticeWorld() {}

    /** The profiles of ~/.aws/config: each name, and below it what the profile says beyond its region and endpoint. */
    static Map<String, String> profiles(String home) {
        var profiles = new LinkedHashMap<String, String>();
        for (var user : USERS) {
            profiles.put(user.name(), "");
        }
        String mfa = "mfa_serial = " + REDBEARD.mfaSerial() + "\n";
        // Not redbeard itself: a serial there would be meant for the roles that options name, too.
        profiles.put("redbeard-mfa", mfa + """
            aws_access_key_id = %s
            aws_secret_access_key = %s
            """.formatted(REDBEARD.accessKeyId(), REDBEARD.secretAccessKey()));
        profiles.put("dev", assumed(DEVELOPER, "redbeard"));
        profiles.put("audit", assumed(AUDITOR, "dev"));
        profiles.put("prod", assumed(PRODUCTION, "redbeard") + mfa);
        profiles.put("prod-admin", assumed(ADMINISTRATOR, "redbeard") + mfa);
        profiles.put(
                "vendor",
                assumed(VENDOR, "redbeard") + "external_id = " + VENDOR.trust().externalId() + "\n");
        profiles.put("short", assumed(SHORT, "redbeard"));
        profiles.put("web", """
            role_arn = %s
            web_identity_token_file = %s/web-identity-token
            """.formatted(WEB.arn(), home));
        profiles.put("process", """
            credential_process = redbeard-credentials
            """);
        profiles.put("sso", SIGNED_IN_DEVELOPER);
        return profiles;
    }

    /**
     * OrganizationAccountAccessRole of the accounts of an organization, as AWS makes it in each that it creates there;
     * the managing account has none.
     */
    static Stream<Role> members(PracticeOrganization organization) {
        return organization.accounts().stream()
                .map(MemberAccount::id)
                .filter(id -> !id.equals(organization.management()) && !id.equals(ORGANIZATION.account()))
                .map(id -> role(
                        id,
                        ORGANIZATION.name(),
                        "AROA" + id + "EXAMP",
                        12,
                        Trust.inAccount(id.equals(SECURITY) ? id : organization.management())));
    }

    /** The sections of ~/.aws/config that lead to the practice's IAM Identity Center. */
    static String singleSignOn(String endpoint) {
        return """

            [sso-session practice]
            sso_start_url = %2$s
            sso_region = us-east-1
            sso_registration_scopes = sso:account:access

            [services practice]
            sso =
              endpoint_url = %1$s
            sso_oidc =
              endpoint_url = %1$s
            """.formatted(endpoint, START_URL);
    }

    private static AssignedAccount assigned(String id, String name, String... roles) {
        return new AssignedAccount(id, name, name + "@example.com", List.of(roles));
    }

    private static String assumed(Role role, String source) {
        return """
            role_arn = %s
            source_profile = %s
            """.formatted(role.arn(), source);
    }

    private static Role role(String account, String name, String id, int hours, Trust trust) {
        return new Role(account, name, id, hours * 3600, trust);
    }
}
