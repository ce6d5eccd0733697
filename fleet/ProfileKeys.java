//SOURCES Keys.java Screen.java SigningCaller.java ../lib/StsOptions.java

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The credentials of each profile, as assume has them. */
final class ProfileKeys implements Keys {
    /** What several profiles get their credentials from; the first to need it has it made ready for the others. */
    private static final class Source {
        private final ReentrantLock turn = new ReentrantLock();
        private volatile boolean isReady;
    }

    private final Arguments arguments;
    private final Command.World world;
    private final Profiles profiles;
    private final Screen screen;
    private final Map<String, Source> sources = new HashMap<>();
    private final ReentrantLock question = new ReentrantLock();

    ProfileKeys(Arguments arguments, Command.World world, Profiles profiles, Screen screen) {
        this.arguments = arguments;
        this.world = world;
        this.profiles = profiles;
        this.screen = screen;
    }

    @Override
    public SessionCredentials of(Target target) {
        String profile = target.profile().orElseThrow();
        List<String> roles = profiles.rolesTo(profile);
        boolean isQuestion = roles.stream().anyMatch(role -> profiles.get(role, "mfa_serial") != null);
        SessionCredentials credentials = isQuestion ? inTurn(profile) : afterFirst(profile, source(profile, roles));
        if (credentials.isExpired()) {
            throw Failure.of("the credentials of profile " + profile + " " + credentials.until()
                    + "; renew them where they come from");
        }
        return credentials;
    }

    /** The account that {@code credentials} are of, where nothing else tells. */
    String account(Target target, SessionCredentials credentials) {
        String profile = target.profile().orElseThrow();
        Sts sts = StsOptions.patientSts(arguments, world.env(), profiles, profile);
        var signer = new Sts.Signer(credentials, "the keys of profile " + profile);
        return SigningCaller.account(signer, sts, StsOptions.cache(arguments, world));
    }

    /** One question after the other, and the terminal is theirs alone. */
    private SessionCredentials inTurn(String profile) {
        question.lock();
        try {
            return screen.without(() -> resolve(profile));
        } finally {
            question.unlock();
        }
    }

    /**
     * The first of those with the same source goes alone: it refreshes a token of single sign-on, or assumes the role
     * between, and the others find that done.
     */
    private SessionCredentials afterFirst(String profile, String name) {
        Source source;
        synchronized (sources) {
            source = sources.computeIfAbsent(name, ignored -> new Source());
        }
        source.turn.lock();
        boolean isFirst = !source.isReady;
        if (!isFirst) {
            source.turn.unlock();
        }
        try {
            SessionCredentials credentials = resolve(profile);
            source.isReady = true;
            return credentials;
        } finally {
            if (isFirst) {
                source.turn.unlock();
            }
        }
    }

    private SessionCredentials resolve(String profile) {
        Sts sts = StsOptions.patientSts(arguments, world.env(), profiles, profile);
        return StsOptions.resolver(arguments, world, profiles, profile, sts).resolve(profile);
    }

    private String source(String profile, List<String> roles) {
        String first = roles.isEmpty() ? profile : Text.first(profiles.get(roles.get(0), "source_profile"), profile);
        String between = roles.size() > 1 ? " " + roles.get(roles.size() - 2) : "";
        return Text.first(profiles.get(first, "sso_session"), first) + between;
    }
}
