//SOURCES Failure.java Profiles.java SsoSession.java SsoToken.java SsoOidc.java IdentityCenter.java SsoTraces.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Ends a sign-in: the token is revoked, and removed, and so are the credentials that came from it. */
final class SsoSignOut {
    private final SsoSession session;
    private final Profiles profiles;
    private final SsoOidc oidc;
    private final IdentityCenter portal;
    private final Path tokenFile;

    SsoSignOut(Map<String, String> env, SsoSession session, Profiles profiles, SsoService service) {
        this.session = session;
        this.profiles = profiles;
        this.oidc = new SsoOidc(service);
        this.portal = new IdentityCenter(service);
        this.tokenFile = SsoToken.file(env, session.tokenName());
    }

    /**
     * Signs out.
     *
     * @param cache where the credentials are that came from it
     * @return whether somebody was signed in
     * @throws Failure when the token cannot be removed; or cannot be revoked, and then it has been removed all the same
     */
    boolean signOut(Path cache) {
        Optional<Failure> notRevoked = Optional.empty();
        try {
            revoke();
        } catch (Failure e) {
            notRevoked = Optional.of(e);
        }
        boolean wasSignedIn = remove(cache);
        notRevoked.ifPresent(e -> {
            throw Failure.of(
                    "the token of " + session.tokenName() + " was removed here, but it could not be revoked: "
                            + e.getMessage(),
                    e);
        });
        return wasSignedIn;
    }

    /** A token that has expired cannot be revoked, but what refreshes it can: by way of the next one. */
    private void revoke() {
        Optional<SsoToken> token;
        try {
            token = SsoToken.read(tokenFile);
        } catch (Failure ignored) {
            return; // whatever it is, it is no token that anybody could use
        }
        if (token.isPresent() && !token.get().isValidFor(Duration.ZERO)) {
            Optional<SsoToken.Grant> grant = token.get().grant();
            Optional<SsoToken> expired = token;
            token = grant.flatMap(found -> oidc.refresh(session, expired.get(), found));
        }
        token.ifPresent(found -> portal.logout(session, found.accessToken()));
    }

    private boolean remove(Path cache) {
        try {
            boolean wasThere = Files.deleteIfExists(tokenFile);
            new SsoTraces(profiles, session).removeFrom(cache);
            return wasThere;
        } catch (IOException e) {
            throw Failure.of(
                    "not all that is cached of " + session.tokenName() + " can be removed ("
                            + e.getClass().getSimpleName() + "); see " + tokenFile.getParent(),
                    e);
        }
    }
}
