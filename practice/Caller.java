import java.util.Set;

/**
 * What GetCallerIdentity says of a caller; what trust policies see of it, which is the role if it is a role's session;
 * and what stays with it from role to role.
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
