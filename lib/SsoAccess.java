//SOURCES Failure.java Text.java Terminal.java Command.java SsoSession.java SsoToken.java SsoService.java SsoOidc.java
//SOURCES SsoSignIn.java

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The token of whoever has signed in, refreshed where it is about to expire (botocore's {@code SSOTokenProvider}).
 * Whoever sits at a terminal is offered to sign in where there is none.
 */
final class SsoAccess {
    /** A token that expires sooner is refreshed; botocore's window, too. */
    private static final Duration REFRESH_WINDOW = Duration.ofMinutes(15);

    /** How long another command may take to write the token for which it has used up the refresh token. */
    private static final Duration OTHERS_WRITE = Duration.ofMillis(300);

    private static final int STDERR = 2;

    /**
     * Who is signed in, for a message.
     *
     * @param name such as {@code profile dev}
     * @param signIn what begins the single sign-on
     */
    record Who(String name, String signIn) {}

    private final Command.World world;
    private final SsoSession session;
    private final Who who;
    private final Supplier<SsoService> service;
    private final Path file;

    /** @param service is made where it is needed only: with it come the SDK's clients */
    SsoAccess(Command.World world, SsoSession session, Who who, Supplier<SsoService> service) {
        this.world = world;
        this.session = session;
        this.who = who;
        this.service = service;
        this.file = SsoToken.file(world.env(), session.tokenName());
    }

    /**
     * A token that has not expired.
     *
     * @throws Failure when there is none; the message says what to do
     */
    SsoToken token() {
        // To a profile of the older kind, the AWS CLI refreshes nothing.
        Optional<SsoToken> token = session.name().isPresent() ? current() : read();
        if (token.isEmpty()) {
            return newToken(missing(), "");
        }
        boolean isValid = token.get().isValidFor(Duration.ZERO);
        return isValid ? token.get() : newToken(expired(), token.get().accessToken());
    }

    /**
     * What is cached, refreshed where it is about to expire and can be; it may have expired all the same.
     *
     * @throws Failure when the file holds something else
     */
    Optional<SsoToken> current() {
        Optional<SsoToken> token = read();
        return token.filter(found -> !found.isValidFor(REFRESH_WINDOW))
                .map(this::refreshed)
                .or(() -> token);
    }

    /**
     * The token of somebody who signs in now, in place of one that the portal has refused.
     *
     * @throws Failure when nobody does
     */
    SsoToken newToken(String refused) {
        return newToken(expired(), refused);
    }

    /** {@code token} refreshed, or what comes nearest to it. */
    private SsoToken refreshed(SsoToken token) {
        Optional<SsoToken.Grant> grant = token.grant();
        if (grant.isEmpty()) {
            return token;
        }
        try {
            Optional<SsoToken> refreshed = new SsoOidc(service.get()).refresh(session, token, grant.get());
            refreshed.ifPresent(this::write);
            return refreshed.orElseGet(() -> othersToken(token));
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
    private SsoToken othersToken(SsoToken token) {
        if (token.isValidFor(Duration.ZERO)) {
            return token;
        }
        try {
            Thread.sleep(OTHERS_WRITE.toMillis());
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt(); // what is there by now has to do
        }
        return read().orElse(token);
    }

    /**
     * Offers whoever is at the terminal to sign in.
     *
     * @param refused the access token that does not do any more
     * @throws Failure which is {@code otherwise} where nobody is there, or does not want to
     */
    private SsoToken newToken(Failure otherwise, String refused) {
        boolean isAccepted = world.isTerminal().test(STDERR)
                && Terminal.ask("There is no valid sign-in to " + Text.visible(session.tokenName())
                                + ". Sign in now, in the browser? [Y/n] ")
                        .filter(answer -> answer.strip().matches("(?i)(y|yes)?"))
                        .isPresent();
        if (!isAccepted) {
            throw otherwise;
        }
        SsoSignIn signIn = new SsoSignIn(world, new SsoOidc(service.get()), session, SsoSignIn.Way.DEFAULT);
        return signIn.signIn(token -> !token.accessToken().equals(refused)).token();
    }

    private Optional<SsoToken> read() {
        try {
            return SsoToken.read(file);
        } catch (Failure e) {
            throw Failure.of(e.getMessage() + "; sign in again with: " + who.signIn(), e.getCause());
        }
    }

    /** Caches {@code token} as this session's. */
    void write(SsoToken token) {
        try {
            token.write(file);
        } catch (IOException | UnsupportedOperationException ignored) {
            // It serves this command all the same; the next one will have to refresh, or to say that it cannot.
        }
    }

    private Failure missing() {
        return Failure.of("the single sign-on of " + who.name() + " was never begun, or has been ended (there is no "
                + file + "); sign in with: " + who.signIn());
    }

    /** What is said where the token does not do any more. */
    Failure expired() {
        return Failure.of("the single sign-on of " + who.name() + " has expired; sign in again with: " + who.signIn());
    }
}
