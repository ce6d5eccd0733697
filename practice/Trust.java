/**
 * A role's trust policy: the one principal that may assume it, and on what conditions.
 *
 * @param externalId empty where none is wanted
 */
record Trust(String principal, boolean mfa, String externalId) {
    private static final String WHOLE_ACCOUNT = ":root";

    static Trust in(String principal) {
        return new Trust(principal, false, "");
    }

    /**
     * In everybody of an account, as far as policies of their own let them (IAM User Guide, "AWS JSON policy elements:
     * Principal"): here its users, and those who administer it by single sign-on.
     */
    static Trust inAccount(String account) {
        return in("arn:aws:iam::" + account + WHOLE_ACCOUNT);
    }

    Trust withMfa() {
        return new Trust(principal, true, externalId);
    }

    Trust withExternalId(String externalId) {
        return new Trust(principal, mfa, externalId);
    }

    /** Whether it lets that caller in, who has shown an MFA code or not, with this external ID. */
    boolean allows(String principal, boolean mfa, String externalId) {
        return isTrusted(principal)
                && (mfa || !this.mfa)
                && (this.externalId.isEmpty() || this.externalId.equals(externalId));
    }

    private boolean isTrusted(String caller) {
        if (!principal.endsWith(WHOLE_ACCOUNT)) {
            return principal.equals(caller);
        }
        String account = principal.substring(0, principal.length() - WHOLE_ACCOUNT.length());
        return caller.startsWith(account + ":user/")
                || caller.matches(account + ":role/.*/AWSReservedSSO_Administrator_.*");
    }
}
