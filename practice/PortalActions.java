//SOURCES AssignedAccount.java SsoTokens.java SsoLimits.java StsActions.java Caller.java ../lib/Json.java

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What the access portal does for whoever has an access token (IAM Identity Center Portal API Reference). */
final class PortalActions {
    private static final String FORBIDDEN = "ForbiddenException";
    private static final int MOST_IN_A_PAGE = 100;

    private final StsActions sts;
    private final SsoTokens tokens;
    private final List<AssignedAccount> accounts;
    private final String user;
    private final SsoLimits limits;

    /**
     * @param sts where the keys are good that it gives
     * @param user who is signed in
     */
    PortalActions(StsActions sts, SsoTokens tokens, List<AssignedAccount> accounts, String user, SsoLimits limits) {
        this.sts = sts;
        this.tokens = tokens;
        this.accounts = accounts;
        this.user = user;
        this.limits = limits;
    }

    /** GetRoleCredentials. */
    JrsObject roleCredentials(String accessToken, Map<String, String> query) {
        tokens.require(accessToken);
        String id = required(query, "account_id");
        String role = required(query, "role_name");
        boolean isAssigned = accounts.stream()
                .anyMatch(account -> account.id().equals(id) && account.roles().contains(role));
        if (!isAssigned) {
            throw new Refusal(403, FORBIDDEN, "No access");
        }
        IssuedKey key = sts.issueToSingleSignOn(session(id, role));
        return Json.object()
                .with(
                        "roleCredentials",
                        Json.object()
                                .with("accessKeyId", key.id())
                                .with("secretAccessKey", key.secret())
                                .with("sessionToken", key.token())
                                .with(
                                        "expiration",
                                        new JrsNumber(key.expiration().toEpochMilli()))
                                .build())
                .build();
    }

    /** Single sign-on makes a role of its own for each permission set in each account, with a suffix of its choice. */
    private Caller session(String account, String permissionSet) {
        String suffix = "%016x".formatted((account + permissionSet).hashCode() & 0xffffffffL);
        String name = "AWSReservedSSO_" + permissionSet + "_" + suffix;
        String arn = "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + user;
        String role = "arn:aws:iam::" + account + ":role/aws-reserved/sso.amazonaws.com/" + name;
        return new Caller(account, "AROASINGLESIGNEXAMPLE:" + user, arn, role, "", Set.of());
    }

    /** ListAccounts. */
    JrsObject accounts(String accessToken, Map<String, String> query) {
        tokens.require(accessToken);
        return page(
                "accountList",
                accounts,
                query,
                account -> Json.object()
                        .with("accountId", account.id())
                        .with("accountName", account.name())
                        .with("emailAddress", account.email())
                        .build());
    }

    /** ListAccountRoles. */
    JrsObject roles(String accessToken, Map<String, String> query) {
        tokens.require(accessToken);
        String id = required(query, "account_id");
        List<String> roles = accounts.stream()
                .filter(account -> account.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(403, FORBIDDEN, "No access"))
                .roles();
        return page(
                "roleList",
                roles,
                query,
                role -> Json.object()
                        .with("roleName", role)
                        .with("accountId", id)
                        .build());
    }

    /** Logout. */
    JrsObject logout(String accessToken) {
        tokens.logout(accessToken);
        return Json.object().build();
    }

    /** One page of {@code all}, and where the next one begins; AWS's token says that in its own way. */
    private <T> JrsObject page(String name, List<T> all, Map<String, String> query, Function<T, JrsObject> form) {
        int first = first(query.getOrDefault("next_token", ""), all.size());
        int most = Math.min(limits.page(), most(query.getOrDefault("max_result", "")));
        int end = Math.min(first + most, all.size());
        String next = Base64.getEncoder().encodeToString(String.valueOf(end).getBytes(US_ASCII));
        List<JrsValue> page =
                all.subList(first, end).stream().<JrsValue>map(form).toList();
        return Json.object()
                .with("nextToken", end < all.size() ? next : null)
                .with(name, new JrsArray(page))
                .build();
    }

    private static int first(String token, int size) {
        try {
            int first = token.isEmpty()
                    ? 0
                    : Integer.parseInt(new String(Base64.getDecoder().decode(token), US_ASCII));
            if (first >= 0 && first <= size) {
                return first;
            }
        } catch (IllegalArgumentException ignored) {
            // It is none of ours; that is said below.
        }
        throw OidcClient.invalid("next_token is not valid");
    }

    private static int most(String given) {
        if (given.isEmpty()) {
            return MOST_IN_A_PAGE;
        }
        if (!given.matches("\\d{1,3}") || Integer.parseInt(given) < 1 || Integer.parseInt(given) > MOST_IN_A_PAGE) {
            throw OidcClient.invalid("max_result is not between 1 and 100");
        }
        return Integer.parseInt(given);
    }

    private static String required(Map<String, String> query, String name) {
        String value = query.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw OidcClient.invalid(name + " is missing");
        }
        return value;
    }
}
