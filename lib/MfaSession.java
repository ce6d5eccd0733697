//SOURCES Text.java Failure.java Sha1.java Json.java SessionCredentials.java CredentialsJson.java SessionDuration.java
//SOURCES Profiles.java RoleRequest.java CredentialCache.java StsErrors.java Sts.java MfaCode.java

import com.fasterxml.jackson.jr.stree.JrsObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The session that a user's long-lived keys and one MFA code give (IAM User Guide, "Secure API access with MFA"). It
 * signs for every role that wants this device, and so there is one code for all of them.
 */
final class MfaSession {
    private static final String DURATION = "mfa_session_duration";

    private static final String OWNER = CredentialCache.MFA_SESSION;

    private static final String ISSUED_AT = "IssuedAt";

    /** Who is to prove to have what.
     *
     * @param profile whose settings count, or null
     * @param keys the user's, and what they are called in a message
     */
    record Device(String profile, String serial, Sts.Signer keys) {}

    private record Given(SessionCredentials credentials, boolean isFromCache) {}

    private final Profiles profiles;
    private final Sts sts;
    private final CredentialCache cache;
    private final MfaCode codes;
    private final boolean isForRoles;
    private final Consumer<String> notice;

    /**
     * @param cache of the sessions
     * @param isForRoles whether a session signs for roles; otherwise each of them is given a code of its own
     * @param notice is told, in one line, what people would otherwise wonder about
     */
    MfaSession(
            Profiles profiles,
            Sts sts,
            CredentialCache cache,
            MfaCode codes,
            boolean isForRoles,
            Consumer<String> notice) {
        this.profiles = profiles;
        this.sts = sts;
        this.cache = cache;
        this.codes = codes;
        this.isForRoles = isForRoles;
        this.notice = notice;
    }

    /** The codes by themselves. */
    MfaCode codes() {
        return codes;
    }

    /** Whether sessions sign for roles at all. */
    boolean isForRoles() {
        return isForRoles;
    }

    /**
     * Whether a session can sign for the role that {@code request} names. GetSessionToken takes long-lived keys only
     * (AWS STS API Reference), and what it gives are temporary ones, which limits the role.
     */
    boolean canSign(Device device, RoleRequest request) {
        if (!isForRoles || !device.keys().credentials().isLongLived()) {
            return false;
        }
        Optional<Integer> tooLong =
                request.session().durationSeconds().filter(seconds -> seconds > SessionDuration.LONGEST_CHAINED);
        tooLong.ifPresent(seconds -> notice.accept("A role assumed with the session of an MFA code lasts an"
                + " hour at most; for " + seconds + " seconds it wants a code of its own."));
        return tooLong.isEmpty();
    }

    /**
     * Makes {@code call} with the session, which is begun where none is cached. Where STS no longer takes a cached one,
     * another is begun.
     *
     * @param purpose for which role a code is wanted, for a message
     */
    SessionCredentials sign(Device device, String purpose, Function<Sts.Signer, SessionCredentials> call) {
        Given session = get(device, purpose);
        try {
            return call.apply(signer(device, session));
        } catch (Failure refused) {
            if (!session.isFromCache() || !StsErrors.isOfSigner(refused)) {
                throw refused;
            }
            cache.remove(key(device, Optional.empty()));
            return call.apply(signer(device, get(device, purpose)));
        }
    }

    /**
     * The session itself.
     *
     * @param seconds how long it is to last, where an option says so; that one is for nobody else
     * @param isAfresh whether a cached one does not do
     */
    SessionCredentials load(Device device, Optional<Integer> seconds, boolean isAfresh) {
        synchronized (MfaSession.class) {
            Optional<SessionCredentials> cached = isAfresh ? Optional.empty() : cached(device, seconds);
            return cached.orElseGet(
                    () -> begin(device, seconds, "a session of " + device.keys().description()));
        }
    }

    private Sts.Signer signer(Device device, Given session) {
        return new Sts.Signer(
                session.credentials(), "the MFA session of " + device.keys().description());
    }

    /** Several threads that want the same session wait for one code together. */
    private Given get(Device device, String purpose) {
        synchronized (MfaSession.class) {
            return cached(device, Optional.empty())
                    .map(session -> new Given(session, true))
                    .orElseGet(() -> new Given(begin(device, Optional.empty(), purpose), false));
        }
    }

    private Optional<SessionCredentials> cached(Device device, Optional<Integer> seconds) {
        Duration longest = Duration.ofSeconds(seconds.orElseGet(() -> seconds(device)));
        return cache.get(key(device, seconds), (file, session) -> {
            if (!(file.get(OWNER) instanceof JrsObject owner) || !isOf(device, owner)) {
                throw Failure.of("it is no MFA session of these keys");
            }
            Instant issued = CredentialsJson.instant(owner.get(ISSUED_AT)).orElse(Instant.EPOCH);
            if (issued.plus(longest).isBefore(Instant.now())) {
                throw Failure.of("its code is older than " + DURATION + " allows");
            }
        });
    }

    private SessionCredentials begin(Device device, Optional<Integer> seconds, String purpose) {
        int duration = seconds.orElseGet(() -> seconds(device));
        String code = codes.get(device.profile(), device.serial());
        String issued = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        SessionCredentials session =
                sts.sessionToken(device.keys(), new Sts.Mfa(device.serial(), code), duration, purpose);
        cache.put(
                key(device, seconds),
                session,
                Optional.empty(),
                Json.object().with(OWNER, owner(device).with(ISSUED_AT, issued).build()));
        return session;
    }

    /** How long a code is good for: as the role's profile says, or else the one with the keys. */
    private int seconds(Device device) {
        return MfaCode.profileWith(profiles, device.profile(), device.serial(), DURATION)
                .map(this::seconds)
                .orElse(SessionDuration.DEFAULT_OF_USER);
    }

    private int seconds(String profile) {
        String label = DURATION + " of profile " + profile + " in " + profiles.configFile();
        try {
            return SessionDuration.require(label, profiles.get(profile, DURATION), SessionDuration.LONGEST_OF_USER);
        } catch (Failure wrongProfile) {
            throw Failure.of(wrongProfile.getMessage()); // the arguments were right
        }
    }

    /** No role's key looks like this, and the AWS CLI has none of this form. */
    private String key(Device device, Optional<Integer> seconds) {
        JrsObject parameters =
                owner(device).with("DurationSeconds", seconds.orElse(null)).build();
        return Sha1.hex(Json.line(Json.object().with(OWNER, parameters).build()));
    }

    private Json.Fields owner(Device device) {
        return Json.object()
                .with("AccessKeyId", device.keys().credentials().accessKeyId())
                .with("SerialNumber", device.serial())
                .with("Sts", sts.place());
    }

    private boolean isOf(Device device, JrsObject owner) {
        JrsObject expected = owner(device).with(ISSUED_AT, owner.get(ISSUED_AT)).build();
        return Json.line(expected).equals(Json.line(owner));
    }
}
