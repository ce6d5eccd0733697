//SOURCES Failure.java SessionCredentials.java

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Credentials that are always valid: others are fetched, in the background, before they expire. */
final class RenewedCredentials implements AutoCloseable {
    /** How long before they expire; of a session under half an hour, its second half. */
    private static final Duration EARLY = Duration.ofMinutes(15);

    /** Where nothing says when they expire, they are read again as often as AWS's usual session wants it. */
    private static final Duration UNKNOWN = Duration.ofHours(1);

    /** After a failure it is tried this often while credentials are due, but neither all the time nor too seldom. */
    private static final int TRIES = 30;

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** @param due when others are to be fetched */
    private record State(SessionCredentials credentials, Instant due) {}

    private final Supplier<SessionCredentials> source;
    private final Consumer<String> notice;
    private final Set<String> noticed = new HashSet<>();
    private final Thread background = new Thread(this::renewInTime, "renewal");
    private volatile State state;
    private Failure failure;

    /**
     * @param first which are valid
     * @param source gives others, or throws a Failure
     * @param notice is told once why they are not renewed
     */
    RenewedCredentials(SessionCredentials first, Supplier<SessionCredentials> source, Consumer<String> notice) {
        this.source = source;
        this.notice = notice;
        this.state = received(first);
        background.setDaemon(true);
        background.start();
    }

    /**
     * Those that are valid now; however many ask, there is one call for new ones at a time.
     *
     * @throws Failure when the last have expired and there are no others
     */
    SessionCredentials get() {
        if (state.credentials.isExpired()) {
            renew();
        }
        SessionCredentials now = state.credentials;
        if (now.isExpired()) {
            throw failure();
        }
        return now;
    }

    @Override
    public void close() {
        background.interrupt();
    }

    private void renewInTime() {
        try {
            while (true) {
                Duration left = Duration.between(Instant.now(), state.due);
                if (left.isNegative() || left.isZero()) {
                    renew();
                } else {
                    // Not all of it at once: while a computer sleeps, only the clock on the wall goes on.
                    TimeUnit.MILLISECONDS.sleep(Math.min(left.toMillis(), LONGEST_PAUSE.toMillis()) + 1);
                }
            }
        } catch (InterruptedException ignored) {
            // COMMAND has ended.
        }
    }

    private synchronized void renew() {
        if (Instant.now().isBefore(state.due)) {
            return; // somebody else has just tried
        }
        try {
            SessionCredentials given = source.get();
            if (given.isExpired()) {
                throw Failure.of("those that there are " + given.until());
            }
            boolean isNewer = given.expiration() == null || given.expiration().isAfter(state.credentials.expiration());
            state = isNewer ? received(given) : new State(state.credentials, nextTry());
            failure = null;
            noticed.clear();
        } catch (Failure e) {
            failed(e);
        } catch (RuntimeException | StackOverflowError e) {
            failed(Failure.of("unexpected " + e.getClass().getSimpleName(), e));
        }
    }

    private void failed(Failure reason) {
        SessionCredentials before = state.credentials;
        state = new State(before, nextTry());
        failure = reason;
        boolean isNew = noticed.add(reason.getMessage());
        if (isNew) {
            String meanwhile = before.isExpired() ? "has none now" : "has those from before, ";
            notice.accept("the credentials are not renewed, and COMMAND " + meanwhile
                    + (before.isExpired() ? "" : before.until()) + "; trying again. " + reason.getMessage());
        }
    }

    private synchronized Failure failure() {
        return failure == null ? Failure.of("the credentials " + state.credentials.until()) : failure;
    }

    private static State received(SessionCredentials given) {
        Instant now = Instant.now();
        SessionCredentials credentials = given.expiration() == null ? given.expiringAt(now.plus(UNKNOWN)) : given;
        return new State(credentials, credentials.expiration().minus(early(credentials, now)));
    }

    private static Duration early(SessionCredentials credentials, Instant now) {
        return shorter(EARLY, Duration.between(now, credentials.expiration()).dividedBy(2));
    }

    private Instant nextTry() {
        Instant now = Instant.now();
        Duration left = Duration.between(now, state.credentials.expiration());
        Duration pause = shorter(LONGEST_PAUSE, left.dividedBy(TRIES));
        return now.plus(pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
