//SOURCES Failure.java Command.java SsoProfile.java SsoSession.java SsoService.java IdentityCenter.java SsoAccess.java

import java.util.Map;

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

    /**
     * @param settings the profile whose endpoints count, which need not be the one that is signed in; null for the
     *     default ones
     * @param network how they are reached
     */
    SsoCredentials(Command.World world, Profiles profiles, String settings, Network network) {
        this.world = world;
        this.env = world.env();
        this.profiles = profiles;
        this.settings = settings;
        this.network = network;
    }

    /**
     * The credentials of {@code profile}.
     *
     * @throws Failure when there are none; the message says what to do
     */
    SessionCredentials get(String profile) {
        return get(SsoProfile.of(profiles, profile));
    }

    private SessionCredentials get(SsoProfile profile) {
        SsoSession session = SsoSession.ofProfile(profiles, profile.profile());
        SsoAccess access = new SsoAccess(
                world, session, new SsoAccess.Who("profile " + profile.profile(), profile.signIn()), this::service);
        IdentityCenter portal = new IdentityCenter(service());
        String accessToken = access.token().accessToken();
        return portal.roleCredentials(profile, accessToken)
                .or(() -> portal.roleCredentials(
                        profile, access.newToken(accessToken).accessToken()))
                .orElseThrow(access::expired);
    }

    /** Made where it is needed only: with it come the SDK's clients. */
    private SsoService service() {
        return new SsoService(env, profiles, settings, network);
    }
}
