/**
 * A role's trust policy: the one principal that may assume it, and on what conditions.
 *
 * @param externalId empty where none is wanted
 */
record Trust(String principal, boolean mfa, String externalId) {
    static Trust in(String principal) {
        return new Trust(principal, false, "");
    }

    Trust withMfa() {
        return new Trust(principal, true, externalId);
    }

    Trust withExternalId(String externalId) {
        return new Trust(principal, mfa, externalId);
    }

    boolean allows(String principal, boolean mfa, String externalId) {
        return this.principal.equals(principal)
                && (mfa || !this.mfa)
                && (this.externalId.isEmpty() || this.externalId.equals(externalId));
    }
}
