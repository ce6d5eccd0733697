//SOURCES Text.java Profiles.java

import java.util.Optional;

/**
 * The role that a profile leads to, in its two parts, as people know it.
 *
 * @param account null where the profile says none
 * @param role null where the profile says none
 */
record RoleName(String account, String role) {
    private static final String ARN = "arn:";
    private static final String ROLE = ":role/";
    private static final String SESSION = ":assumed-role/";

    /** What {@code profile} says, whether it can be assumed or not. */
    static RoleName of(Profiles profiles, String profile) {
        if (!profiles.isReadable(profile)) {
            return new RoleName(null, null);
        }
        String arn = profiles.get(profile, "role_arn");
        Optional<RoleName> role = arn == null ? Optional.empty() : ofArn(arn, ":iam::", ROLE);
        return role.isPresent()
                ? role.get()
                : new RoleName(profiles.get(profile, "sso_account_id"), profiles.get(profile, "sso_role_name"));
    }

    /** The role whose session {@code arn} is; no such ARN says its path. */
    static Optional<RoleName> ofSession(String arn) {
        return ofArn(arn, ":sts::", SESSION)
                .filter(session -> session.role.indexOf('/') > 0)
                .map(session -> new RoleName(session.account, session.role.substring(0, session.role.indexOf('/'))));
    }

    /** {@code arn:PARTITION:SERVICE::ACCOUNT:KIND/NAME}. */
    private static Optional<RoleName> ofArn(String arn, String service, String kind) {
        int partition = ARN.length();
        int account = arn.indexOf(':', partition) + service.length();
        int name = arn.indexOf(':', account);
        boolean isRole = name > account
                && arn.startsWith(ARN)
                && arn.startsWith(service, account - service.length())
                && arn.startsWith(kind, name);
        return isRole
                ? Optional.of(new RoleName(arn.substring(account, name), arn.substring(name + kind.length())))
                : Optional.empty();
    }

    /** The role without its path, as its sessions have it. */
    String ofSessions() {
        return role == null ? "" : role.substring(role.lastIndexOf('/') + 1);
    }
}
