//SOURCES Keys.java SigningCaller.java ../lib/Sts.java ../lib/CredentialCache.java

import java.util.Optional;

/** The credentials of one role that is in every account, assumed with the caller's as they are needed. */
final class AccountKeys implements Keys {
    /**
     * The role.
     *
     * @param name with its path, if it has one
     */
    record RoleName(String partition, String name) {
        String arn(String account) {
            return "arn:" + partition + ":iam::" + account + ":role/" + name;
        }
    }

    private final SigningCaller caller;
    private final RoleName role;
    private final CredentialCache cache;
    private final Optional<String> endpoint;
    private final String sessionName;

    /**
     * @param endpoint the STS that an option names, because what another STS gave is not for this one
     * @param sessionName what audit logs will call the caller
     */
    AccountKeys(
            SigningCaller caller, RoleName role, CredentialCache cache, Optional<String> endpoint, String sessionName) {
        this.caller = caller;
        this.role = role;
        this.cache = cache;
        this.endpoint = endpoint;
        this.sessionName = sessionName;
    }

    @Override
    public SessionCredentials of(Target target) {
        String arn = role.arn(target.account().orElseThrow());
        RoleRequest request = new RoleRequest(
                Optional.of(arn),
                RoleRequest.Session.DEFAULT,
                RoleRequest.Conditions.NONE,
                RoleRequest.Restriction.NONE);
        String key = request.cacheKey(Optional.of(caller.cacheName()), endpoint);
        return cache.get(key, arn).orElseGet(() -> {
            SessionCredentials given = caller.sts().assumeRole(caller.signer(), request, sessionName, Optional.empty());
            cache.put(key, given);
            return given;
        });
    }
}
