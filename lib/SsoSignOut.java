//SOURCES Failure.java CredentialCache.java Profiles.java RoleRequest.java SsoProfile.java SsoSession.java SsoToken.java
//SOURCES SsoOidc.java IdentityCenter.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
     * @return whether somebody was signed in
     * @throws Failure when the token cannot be removed; or cannot be revoked, and then it has been removed all the same
     */
    boolean signOut(CredentialCache cache) {
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

    private boolean remove(CredentialCache cache) {
        try {
            boolean wasThere = Files.deleteIfExists(tokenFile);
            cache.removeOfSingleSignOn(keys());
            return wasThere;
        } catch (IOException e) {
            throw Failure.of(
                    "not all that is cached of " + session.tokenName() + " can be removed ("
                            + e.getClass().getSimpleName() + "); see " + tokenFile.getParent(),
                    e);
        }
    }

    /** Under which keys the roles are cached that profiles assume with what this sign-in gives. */
    private Set<String> keys() {
        Set<String> keys = new HashSet<>();
        for (String profile : profiles.names()) {
            try {
                List<String> roles = profiles.rolesTo(profile);
                if (!roles.isEmpty() && isOfThis(profiles.get(roles.get(0), "source_profile"))) {
                    roles.forEach(role -> keys.add(RoleRequest.NONE
                            .completedFrom(profiles, role)
                            .cacheKey(Optional.empty(), Optional.empty())));
                }
            } catch (Failure ignored) {
                // A profile that cannot be used has not been given anything.
            }
        }
        return keys;
    }

    private boolean isOfThis(String source) {
        return source != null
                && profiles.ssoSetting(source, "sso_start_url") != null
                && SsoSession.ofProfile(profiles, source).tokenName().equals(session.tokenName());
    }
}
