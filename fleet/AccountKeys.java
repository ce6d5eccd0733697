//SOURCES Keys.java SigningCaller.java ../lib/Sts.java ../lib/CredentialCache.java

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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

    /** As long as the cache wants them to last. */
    private static final Duration SHORTEST = Duration.ofMinutes(15);

    /** What an account's role was given in this run: also where nothing is to be cached on disk. */
    private static final class Given {
        private SessionCredentials credentials;
    }

    private final SigningCaller caller;
    private final RoleName role;
    private final CredentialCache cache;
    private final Optional<String> endpoint;
    private final String sessionName;
    private final Map<String, Given> given = new ConcurrentHashMap<>();

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
        Given its = given.computeIfAbsent(arn, ignored -> new Given());
        synchronized (its) { // the same account, in several regions, is one request
            boolean isFresh = its.credentials != null && its.credentials.isValidFor(SHORTEST);
            if (!isFresh) {
                its.credentials = cache.get(key, arn).orElseGet(() -> assume(request, key));
            }
            return its.credentials;
        }
    }

    private SessionCredentials assume(RoleRequest request, String key) {
        SessionCredentials credentials =
                caller.sts().assumeRole(caller.signer(), request, sessionName, Optional.empty());
        cache.put(key, credentials, caller.owner());
        return credentials;
    }
}
