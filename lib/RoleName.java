//SOURCES Text.java Profiles.java

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The role that a profile leads to, in its two parts, as people know it.
 *
 * @param account null where the profile says none
 * @param role null where the profile says none
 */
record RoleName(String account, String role) {
    private static final Pattern ARN = Pattern.compile("arn:[^:]*:iam::(\\d*):role/(.*)");

    /** What {@code profile} says, whether it can be assumed or not. */
    static RoleName of(Profiles profiles, String profile) {
        if (!profiles.isReadable(profile)) {
            return new RoleName(null, null);
        }
        Matcher arn = ARN.matcher(Objects.requireNonNullElse(profiles.get(profile, "role_arn"), ""));
        return arn.matches()
                ? new RoleName(arn.group(1), arn.group(2))
                : new RoleName(profiles.get(profile, "sso_account_id"), profiles.get(profile, "sso_role_name"));
    }
}
