import java.util.Set;

/**
 * Whoever calls STS: what GetCallerIdentity says of it, and what stays with it from role to role.
 *
 * @param principal what trust policies see: the role if this is a role's session
 */
record Caller(
        String account,
        String userId,
        String arn,
        String principal,
        String sourceIdentity,
        Set<String> transitiveTagKeys) {
    boolean isRole() {
        return !arn.equals(principal);
    }
}
