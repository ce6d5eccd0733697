//SOURCES ../lib/StsOptions.java

import java.time.Duration;
import java.util.Optional;

/** Whoever runs this: whose credentials sign the calls for all accounts, and in which account that is. */
final class SigningCaller {
    /** What expires sooner is renewed before it signs; a role with MFA asks again. */
    private static final Duration SHORTEST = Duration.ofMinutes(5);

    private final String profile;
    private final CredentialResolver resolver;
    private final Sts sts;
    private final CredentialCache cache;
    private Sts.Signer signer;

    /** @param profile null for the environment's credentials, or the default ones */
    SigningCaller(String profile, CredentialResolver resolver, Sts sts, CredentialCache cache) {
        this.profile = profile;
        this.resolver = resolver;
        this.sts = sts;
        this.cache = cache;
    }

    Sts sts() {
        return sts;
    }

    /** @throws Failure when there are no credentials */
    synchronized Sts.Signer signer() {
        boolean isExpiring = signer != null
                && signer.credentials().expiration() != null
                && !signer.credentials().isValidFor(SHORTEST);
        if (signer == null || isExpiring) {
            signer = resolver.signer(profile);
        }
        return signer;
    }

    /** The profile whose credentials it has; null for nobody's. */
    String owner() {
        return resolver.owner(profile);
    }

    /** What tells the sessions that this caller was given from those that others were, in the cache. */
    String cacheName() {
        return resolver.sourceName(profile);
    }

    /** The account that it is in. STS is called where nobody has told us before. */
    String account() {
        return account(signer(), sts, cache);
    }

    /** The partition that it is in, where its credentials tell: aws, aws-cn, aws-us-gov. */
    Optional<String> partition() {
        SessionCredentials.AssumedRole role = signer().credentials().assumedRole();
        return Optional.ofNullable(role).map(session -> session.arn().split(":")[1]);
    }

    /** Whose credentials sign, for a message. */
    String description() {
        return signer().description();
    }

    /** The account that {@code signer} is in. */
    static String account(Sts.Signer signer, Sts sts, CredentialCache cache) {
        SessionCredentials.AssumedRole role = signer.credentials().assumedRole();
        if (role != null && !role.account().isEmpty()) {
            return role.account();
        }
        String key = signer.credentials().accessKeyId();
        Optional<String> known = cache.account(key);
        return known.orElseGet(() -> {
            String account = sts.callerIdentity(signer).account();
            cache.putAccount(key, account);
            return account;
        });
    }
}
