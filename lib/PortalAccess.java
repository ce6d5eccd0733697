//SOURCES Failure.java Text.java Shell.java Command.java Profiles.java ProfileNames.java SsoSession.java SsoService.java
//SOURCES SsoToken.java SsoAccess.java SsoRoles.java

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The roles of a session, for whoever has signed in to it, or to its start URL: profiles need a session with a name,
 * and who begins with a start URL has none yet.
 */
final class PortalAccess {
    private final SsoService service;
    private final SsoSession session;
    private final SsoAccess access;
    private final SsoAccess ofStartUrl;

    /** The token of the start URL, where that is what the roles were listed with. */
    private Optional<SsoToken> borrowed = Optional.empty();

    /** @param chosen what somebody has named; without a name it is given one */
    PortalAccess(Command.World world, Profiles profiles, SsoSession chosen, SsoService service) {
        this.service = service;
        this.session = chosen.name().isPresent() ? chosen : named(profiles, chosen);
        SsoAccess.Who who = new SsoAccess.Who("session " + session.tokenName(), signIn(chosen));
        this.access = new SsoAccess(world, session, who, () -> service);
        SsoSession unnamed = new SsoSession(Optional.empty(), session.startUrl(), session.region(), List.of());
        this.ofStartUrl = new SsoAccess(world, unnamed, who, () -> service);
    }

    SsoSession session() {
        return session;
    }

    private static String signIn(SsoSession session) {
        if (session.name().isEmpty()) {
            return "jbang login@org --start-url " + Shell.posixWord(Text.visible(session.startUrl())) + " --sso-region "
                    + Shell.posixWord(Text.visible(session.region()));
        }
        String option = "--sso-session " + Shell.posixWord(Text.visible(session.tokenName()));
        return "jbang login@org " + option + " (or: aws sso login " + option + ")";
    }

    /** That of ~/.aws/config which has this start URL, else a new one, named after the portal. */
    private static SsoSession named(Profiles profiles, SsoSession unnamed) {
        Map<String, Map<String, String>> sessions = profiles.ssoSessions();
        Optional<SsoSession> existing = sessions.keySet().stream()
                .sorted()
                .filter(name -> sessions.get(name).keySet().containsAll(List.of("sso_start_url", "sso_region")))
                .map(name -> SsoSession.named(profiles, name))
                .filter(session -> plain(session.startUrl()).equals(plain(unnamed.startUrl())))
                .filter(session -> session.region().equals(unnamed.region()))
                .findFirst();
        return existing.orElseGet(() -> {
            String host = Text.first(URI.create(plain(unnamed.startUrl())).getHost(), "sso");
            String name = ProfileNames.clean(host.matches("[0-9.]+") ? host : host.replaceFirst("\\..*", ""));
            String free = sessions.containsKey(name) ? name + "-" + unnamed.region() : name;
            if (sessions.containsKey(free)) {
                throw Failure.of("the sso-sessions " + name + " and " + free + " in " + profiles.configFile()
                        + " are for other start URLs; write an [sso-session NAME] for this one, and give"
                        + " --sso-session NAME");
            }
            return new SsoSession(
                    Optional.of(free), unnamed.startUrl(), unnamed.region(), List.of(SsoSession.DEFAULT_SCOPE));
        });
    }

    /** What AWS's page shows behind it makes no other portal of it. */
    private static String plain(String startUrl) {
        return startUrl.replaceFirst("/*(#/?)?$", "");
    }

    /**
     * All roles.
     *
     * @throws Failure when nobody is signed in, or the portal does not tell
     */
    List<SsoRoles.AccountRole> roles(SsoRoles.Progress progress) {
        SsoRoles roles = new SsoRoles(service, session, progress);
        String token = token().accessToken();
        return roles.all(token)
                .or(() -> {
                    borrowed = Optional.empty();
                    return roles.all(access.newToken(token).accessToken());
                })
                .orElseThrow(access::expired);
    }

    private SsoToken token() {
        Optional<SsoToken> own = access.current().filter(PortalAccess::isValid);
        if (own.isPresent()) {
            return own.get();
        }
        borrowed = ofStartUrl.current().filter(PortalAccess::isValid);
        return borrowed.orElseGet(access::token);
    }

    private static boolean isValid(SsoToken token) {
        return token.isValidFor(Duration.ZERO);
    }

    /** Caches for the session what was cached for its start URL alone, so that nobody has to sign in again. */
    void cacheToken() {
        borrowed.ifPresent(access::write);
    }
}
