//SOURCES Failure.java Text.java FilePath.java Sha1.java Browser.java LockFile.java Command.java
//SOURCES SsoSession.java SsoCache.java SsoRegistration.java SsoToken.java SsoOidc.java SsoListener.java

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Signs somebody in, by a click in a browser, and caches what comes of it where the AWS CLI and the SDKs look for it.
 * One sign-in of a session goes on at a time: whoever comes second waits, and finds what the first was given.
 */
final class SsoSignIn {
    /** What a person has for a click. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A token that expires sooner is refreshed, or another one is got; botocore's limit, too. */
    private static final Duration SHORTEST = Duration.ofMinutes(15);

    /** How much longer a device waits that has polled too soon (RFC 8628, 3.5). */
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private static final int STDERR = 2;

    /** Which browser it is: one on this computer, or one on any, to which a person carries a code. */
    enum Flow {
        BROWSER,
        DEVICE_CODE
    }

    /**
     * How somebody is signed in.
     *
     * @param browser the command that opens an address
     * @param isPrinted whether the address is printed on stdout in place of being opened
     * @param patience how long the browser is waited for
     */
    record Way(Flow flow, Optional<String> browser, boolean isPrinted, Duration patience) {
        static final Way DEFAULT = new Way(Flow.BROWSER, Optional.empty(), false, PATIENCE);
    }

    /** @param isNew whether somebody had to sign in for it */
    record Result(SsoToken token, boolean isNew) {}

    private final Command.World world;
    private final SsoOidc oidc;
    private final SsoSession session;
    private final Way way;
    private final Path tokenFile;
    private final Path registrationFile;

    SsoSignIn(Command.World world, SsoOidc oidc, SsoSession session, Way way) {
        this.world = world;
        this.oidc = oidc;
        this.session = session;
        this.way = way;
        this.tokenFile = SsoToken.file(world.env(), session.tokenName());
        this.registrationFile = SsoRegistration.file(world.env(), session);
    }

    /**
     * Signs somebody in, unless there is a token that will do, or one that can be refreshed.
     *
     * @param isGood whether a token that has not expired will do
     * @throws Failure when it was denied or not done in time, or nothing can be cached; then nothing is
     */
    Result signIn(Predicate<SsoToken> isGood) {
        Path lock = tokenFile.resolveSibling(Sha1.hex(session.tokenName()) + ".lock");
        try {
            SsoCache.makeDirectory(tokenFile.getParent());
            LockFile held = LockFile.acquire(lock, this::sayThatAnotherGoesOn);
            try (held) {
                return signInAlone(isGood);
            }
        } catch (IOException e) {
            throw notCached(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of("the sign-in was interrupted; nothing was cached", e);
        }
    }

    private void sayThatAnotherGoesOn() {
        world.err()
                .println(
                        "Another sign-in to " + Text.visible(session.tokenName()) + " goes on; this one waits for it.");
    }

    private Result signInAlone(Predicate<SsoToken> isGood) throws IOException {
        Optional<SsoToken> there = cached().filter(isGood);
        if (there.isPresent()) {
            return new Result(there.get(), false);
        }
        Optional<SsoRegistration> cached = SsoRegistration.read(registrationFile)
                .filter(found -> found.isForAuthorizationCodes() == (way.flow() == Flow.BROWSER))
                .filter(found -> found.scopes().containsAll(session.requestedScopes()));
        SsoRegistration registration = cached.orElseGet(this::register);
        try {
            return new Result(signIn(registration), true);
        } catch (SsoOidc.UnknownClient e) {
            if (cached.isEmpty()) {
                throw Failure.of("single sign-on does not know the client that it has just registered", e);
            }
            return new Result(signIn(register()), true);
        } catch (Failure e) {
            // Perhaps the client is what the page did not know; and what has failed leaves nothing.
            Files.deleteIfExists(registrationFile);
            throw e;
        }
    }

    private SsoRegistration register() {
        return oidc.register(session, way.flow() == Flow.BROWSER);
    }

    private SsoToken signIn(SsoRegistration registration) throws IOException {
        return way.flow() == Flow.BROWSER ? signInByBrowser(registration) : signInByDevice(registration);
    }

    /** What is cached, refreshed where it is about to expire; empty where it cannot be. */
    private Optional<SsoToken> cached() throws IOException {
        Optional<SsoToken> token;
        try {
            token = SsoToken.read(tokenFile);
        } catch (Failure ignored) {
            return Optional.empty(); // what cannot be read is replaced
        }
        if (token.isEmpty() || token.get().isValidFor(SHORTEST)) {
            return token;
        }
        Optional<SsoToken> refreshed = token.get().grant().flatMap(grant -> oidc.refresh(session, token.get(), grant));
        if (refreshed.isPresent()) {
            refreshed.get().write(tokenFile);
        }
        return refreshed;
    }

    private SsoToken signInByBrowser(SsoRegistration registration) throws IOException {
        SsoChallenge challenge = SsoChallenge.random();
        try (SsoListener listener = SsoListener.open(SsoOidc.CALLBACK, challenge.state())) {
            show(oidc.authorizeUrl(session, registration, listener.redirectUri(), challenge));
            String code = listener.await(way.patience());
            var brought = new SsoOidc.Code(code, challenge.verifier(), listener.redirectUri());
            SsoToken token = cache(registration, oidc.token(session, registration, brought));
            listener.succeed();
            return token;
        }
    }

    private void show(String url) throws IOException {
        String signIn = "sign in to " + Text.visible(session.tokenName());
        if (way.isPrinted()) {
            world.err().println("Open the printed address in a browser on this computer to " + signIn + ".");
            print(url);
        } else {
            world.err().println("To " + signIn + ", a browser opens this address:\n  " + url);
            open(
                    url,
                    "Open it yourself in a browser on this computer; or end this with Ctrl-C, and sign in with"
                            + " --device-code.");
        }
        sayThatItWaits();
    }

    private void open(String url, String otherwise) {
        try {
            Browser.open(url, way.browser(), world.env());
        } catch (Failure e) {
            if (way.browser().isPresent()) {
                throw e;
            }
            world.err().println(Text.visible(e.getMessage()) + ". " + otherwise);
        }
    }

    private SsoToken signInByDevice(SsoRegistration registration) throws IOException {
        SsoOidc.Device device = oidc.startDevice(session, registration);
        String code = Text.visible(device.userCode());
        world.err()
                .println(
                        "To sign in to " + Text.visible(session.tokenName()) + ", open this address in a browser on any"
                                + " device:\n  " + Text.visible(device.completeUri())
                                + "\nAllow it there only if it shows the code "
                                + code + "; at " + Text.visible(device.uri()) + " you can type that.");
        if (way.isPrinted()) {
            print(device.completeUri());
        }
        if (way.browser().isPresent()) {
            open(device.completeUri(), "");
        }
        sayThatItWaits();
        return cache(registration, poll(registration, device));
    }

    private SsoToken.Given poll(SsoRegistration registration, SsoOidc.Device device) {
        Duration interval = device.interval();
        while (Instant.now().isBefore(device.end())) {
            sleep(interval);
            SsoOidc.Polled polled = oidc.poll(session, registration, device);
            if (polled.given().isPresent()) {
                return polled.given().get();
            }
            interval = polled.isTooSoon() ? interval.plus(SLOWER) : interval;
        }
        throw SsoOidc.tooLate(device, null);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of("the sign-in was interrupted; nothing was cached", e);
        }
    }

    /** The registration first: the token is of no use to whoever would refresh it without that. */
    private SsoToken cache(SsoRegistration registration, SsoToken.Given given) throws IOException {
        SsoToken token = SsoToken.of(session, registration, given);
        registration.write(registrationFile);
        token.write(tokenFile);
        return token;
    }

    private void print(String address) throws IOException {
        world.out().write((address + "\n").getBytes(StandardCharsets.UTF_8));
        world.out().flush();
    }

    private void sayThatItWaits() {
        if (world.isTerminal().test(STDERR)) {
            world.err().println("Waiting for the click there ... (Ctrl-C gives up)");
        }
    }

    private Failure notCached(IOException e) {
        return Failure.of(
                "the token cannot be cached in " + FilePath.text(tokenFile) + " ("
                        + e.getClass().getSimpleName() + "), so nobody is signed in; see who may write there, and"
                        + " whether the disk is full",
                e);
    }
}
