//SOURCES Failure.java Command.java CredentialCache.java
//SOURCES SsoProfile.java SsoSession.java SsoService.java IdentityCenter.java SsoAccess.java

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials that single sign-on gives a profile, as the AWS CLI gets them (botocore's {@code SSOTokenProvider}
 * and {@code SSOCredentialFetcher}): for the token of a sign-in, refreshed where it is about to expire. Whoever sits at
 * a terminal is offered to sign in where there is none.
 */
final class SsoCredentials {
    private final Command.World world;
    private final Map<String, String> env;
    private final Profiles profiles;
    private final String settings;
    private final Network network;
    private final CredentialCache cache;

    /**
     * @param settings the profile whose endpoints count, which need not be the one that is signed in; null for the
     *     default ones
     * @param network how they are reached
     */
    SsoCredentials(Command.World world, Profiles profiles, String settings, Network network, CredentialCache cache) {
        this.world = world;
        this.env = world.env();
        this.profiles = profiles;
        this.settings = settings;
        this.network = network;
        this.cache = cache;
    }

    /**
     * The credentials of {@code profile}: what is cached, for which nobody need be signed in any more, or else what the
     * portal gives.
     *
     * @throws Failure when there are none; the message says what to do
     */
    SessionCredentials get(String profile) {
        return cached(profile).orElseGet(() -> getAfresh(SsoProfile.of(profiles, profile)));
    }

    /**
     * What is cached for {@code profile}.
     *
     * @throws Failure when the profile does not say what for
     */
    Optional<SessionCredentials> cached(String profile) {
        SsoProfile signedOn = SsoProfile.of(profiles, profile);
        return cache.get(signedOn.cacheKey(), (file, cached) -> requireSignedOn(signedOn.accountId(), file));
    }

    /** @throws Failure when the file says that it is something else; AWS CLIs before 2.22 write no account */
    static void requireSignedOn(String account, JrsObject file) {
        JrsValue type = file.get(CredentialCache.PROVIDER_TYPE);
        if (type == null || !CredentialCache.SIGNED_ON.equals(type.asText())) {
            throw Failure.of("it is not of single sign-on");
        }
        JrsValue owner = file.get("Credentials") instanceof JrsObject keys ? keys.get("AccountId") : null;
        if (owner != null && !account.equals(owner.asText())) {
            throw Failure.of("it is not of account " + account);
        }
    }

    private SessionCredentials getAfresh(SsoProfile profile) {
        SsoSession session = SsoSession.ofProfile(profiles, profile.profile());
        SsoAccess access = new SsoAccess(
                world, session, new SsoAccess.Who("profile " + profile.profile(), profile.signIn()), this::service);
        IdentityCenter portal = new IdentityCenter(service());
        String accessToken = access.token().accessToken();
        SessionCredentials given = portal.roleCredentials(profile, accessToken)
                .or(() -> portal.roleCredentials(
                        profile, access.newToken(accessToken).accessToken()))
                .orElseThrow(access::expired);
        Json.Fields type = Json.object()
                .with(CredentialCache.PROVIDER_TYPE, CredentialCache.SIGNED_ON)
                .with(CredentialCache.WRITTEN_FOR, profile.profile());
        cache.put(profile.cacheKey(), given, Optional.of(profile.accountId()), type);
        return given;
    }

    /** Made where it is needed only: with it come the SDK's clients. */
    private SsoService service() {
        return new SsoService(env, profiles, settings, network);
    }
}
