//SOURCES OidcClient.java SsoLimits.java Secrets.java

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The access tokens of those who have signed in, and what refreshes them. */
final class SsoTokens {
    /** @param refreshToken empty when the client is to have none */
    record Given(String accessToken, String refreshToken, Duration lifetime) {}

    /** What a refresh token is good for: a next access token for that client, until the session ends. */
    private record Session(OidcClient client, Instant end) {}

    private final Clock clock;
    private final SsoLimits limits;
    private final Map<String, Instant> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, String> accessByRefresh = new ConcurrentHashMap<>();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    SsoTokens(Clock clock, SsoLimits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /** What somebody gets who has just signed in. */
    Given give(OidcClient client) {
        return give(new Session(client, clock.instant().plus(limits.session())));
    }

    /** Each refresh token is good for one use; after that there is the next one. */
    Given refresh(OidcClient client, String refreshToken) {
        Session session = sessions.remove(refreshToken);
        if (session == null || !session.client().equals(client)) {
            throw OidcActions.invalidGrant();
        }
        accessByRefresh.remove(refreshToken);
        if (!clock.instant().isBefore(session.end())) {
            throw OidcActions.invalidGrant();
        }
        return give(session);
    }

    private Given give(Session session) {
        String accessToken = "aoa" + Secrets.hex(60);
        accessTokens.put(accessToken, clock.instant().plus(limits.token()));
        if (!session.client().isRefreshed()) {
            return new Given(accessToken, "", limits.token());
        }
        String refreshToken = "aor" + Secrets.hex(60);
        sessions.put(refreshToken, session);
        accessByRefresh.put(refreshToken, accessToken);
        return new Given(accessToken, refreshToken, limits.token());
    }

    /** @throws Refusal when nobody has that access token, or not any more */
    void require(String accessToken) {
        Instant end = accessTokens.get(accessToken);
        if (end == null || !clock.instant().isBefore(end)) {
            throw new Refusal(401, "UnauthorizedException", "Session token not found or invalid");
        }
    }

    /** Ends the session: neither the access token nor what refreshes it is good for anything after that. */
    void logout(String accessToken) {
        require(accessToken);
        accessTokens.remove(accessToken);
        accessByRefresh.entrySet().stream()
                .filter(entry -> entry.getValue().equals(accessToken))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(sessions::remove);
    }
}
