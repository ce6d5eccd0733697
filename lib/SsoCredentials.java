//SOURCES Failure.java Terminal.java Command.java CredentialCache.java
//SOURCES SsoProfile.java SsoSession.java SsoToken.java SsoService.java SsoOidc.java IdentityCenter.java SsoSignIn.java

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials that single sign-on gives a profile, as the AWS CLI gets them (botocore's {@code SSOTokenProvider}
 * and {@code SSOCredentialFetcher}): for the token of a sign-in, refreshed where it is about to expire. Whoever sits at
 * a terminal is offered to sign in where there is none.
 */
final class SsoCredentials {
    /** A token that expires sooner is refreshed; botocore's window, too. */
    private static final Duration REFRESH_WINDOW = Duration.ofMinutes(15);

    /** How long another command may take to write the token for which it has used up the refresh token. */
    private static final Duration OTHERS_WRITE = Duration.ofMillis(300);

    private static final int STDERR = 2;

    /** How botocore tells single sign-on's files in the cache from those of STS. */
    private static final String PROVIDER_TYPE = "ProviderType";

    private static final String SIGNED_ON = "sso";

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
        JrsValue type = file.get(PROVIDER_TYPE);
        if (type == null || !SIGNED_ON.equals(type.asText())) {
            throw Failure.of("it is not of single sign-on");
        }
        JrsValue owner = file.get("Credentials") instanceof JrsObject keys ? keys.get("AccountId") : null;
        if (owner != null && !account.equals(owner.asText())) {
            throw Failure.of("it is not of account " + account);
        }
    }

    private SessionCredentials getAfresh(SsoProfile profile) {
        IdentityCenter portal = new IdentityCenter(service());
        String accessToken = token(profile).accessToken();
        SessionCredentials given = portal.roleCredentials(profile, accessToken)
                .or(() -> portal.roleCredentials(profile, signedIn(profile, expired(profile), accessToken)))
                .orElseThrow(() -> expired(profile));
        Json.Fields type =
                Json.object().with(PROVIDER_TYPE, SIGNED_ON).with(CredentialCache.WRITTEN_FOR, profile.profile());
        cache.put(profile.cacheKey(), given, Optional.of(profile.accountId()), type);
        return given;
    }

    /** Made where it is needed only: with it come the SDK's clients. */
    private SsoService service() {
        return new SsoService(env, profiles, settings, network);
    }

    private SsoToken token(SsoProfile profile) {
        Path file = SsoToken.file(env, profile.tokenName());
        Optional<SsoToken> token = read(profile, file);
        if (token.isEmpty()) {
            return newToken(profile, missing(profile, file), "");
        }
        boolean isRefreshed = profile.session().isPresent() && !token.get().isValidFor(REFRESH_WINDOW);
        SsoToken current = isRefreshed ? refreshed(profile, file, token.get()) : token.get();
        return current.isValidFor(Duration.ZERO) ? current : newToken(profile, expired(profile), current.accessToken());
    }

    /** {@code token} refreshed, or what comes nearest to it. */
    private SsoToken refreshed(SsoProfile profile, Path file, SsoToken token) {
        Optional<SsoToken.Grant> grant = token.grant();
        if (grant.isEmpty()) {
            return token;
        }
        try {
            Optional<SsoToken> refreshed = new SsoOidc(service())
                    .refresh(SsoSession.ofProfile(profiles, profile.profile()), token, grant.get());
            refreshed.ifPresent(fresh -> write(fresh, file));
            return refreshed.orElseGet(() -> othersToken(profile, file, token));
        } catch (Failure e) {
            if (token.isValidFor(Duration.ZERO)) {
                return token; // it will do for now
            }
            throw e;
        }
    }

    /**
     * The refresh token may have been refused because another command has just used it; then what that one wrote will
     * do.
     */
    private SsoToken othersToken(SsoProfile profile, Path file, SsoToken token) {
        if (token.isValidFor(Duration.ZERO)) {
            return token;
        }
        try {
            Thread.sleep(OTHERS_WRITE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return read(profile, file).orElse(token);
    }

    /** The access token of somebody who has taken the offer to sign in. */
    private String signedIn(SsoProfile profile, Failure otherwise, String refused) {
        return newToken(profile, otherwise, refused).accessToken();
    }

    /**
     * Offers whoever is at the terminal to sign in.
     *
     * @param refused the access token that does not do any more
     * @throws Failure which is {@code otherwise} where nobody is there, or does not want to
     */
    private SsoToken newToken(SsoProfile profile, Failure otherwise, String refused) {
        SsoSession session = SsoSession.ofProfile(profiles, profile.profile());
        boolean isAccepted = world.isTerminal().test(STDERR)
                && Terminal.ask("There is no valid sign-in to " + Text.visible(session.tokenName())
                                + ". Sign in now, in the browser? [Y/n] ")
                        .filter(answer -> answer.strip().matches("(?i)(y|yes)?"))
                        .isPresent();
        if (!isAccepted) {
            throw otherwise;
        }
        SsoSignIn signIn = new SsoSignIn(world, new SsoOidc(service()), session, SsoSignIn.Way.DEFAULT);
        return signIn.signIn(token -> !token.accessToken().equals(refused)).token();
    }

    private static Optional<SsoToken> read(SsoProfile profile, Path file) {
        try {
            return SsoToken.read(file);
        } catch (Failure e) {
            throw Failure.of(e.getMessage() + "; sign in again with: " + profile.signIn(), e.getCause());
        }
    }

    private static void write(SsoToken token, Path file) {
        try {
            token.write(file);
        } catch (IOException | UnsupportedOperationException ignored) {
            // It serves this command all the same; the next one will have to refresh, or to say that it cannot.
        }
    }

    private static Failure missing(SsoProfile profile, Path file) {
        return Failure.of("the single sign-on of profile " + profile.profile()
                + " was never begun, or has been ended (there is no " + file + "); sign in with: "
                + profile.signIn());
    }

    private static Failure expired(SsoProfile profile) {
        return Failure.of("the single sign-on of profile " + profile.profile() + " has expired; sign in again with: "
                + profile.signIn());
    }
}
