//SOURCES Text.java FilePath.java AtomicFile.java Sha1.java CredentialsJson.java

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The credentials that STS or single sign-on gave, cached where the AWS CLI caches its own and as it does (botocore's
 * {@code CachedCredentialFetcher} and {@code JSONFileCache}), so that each of the two finds what the other was given.
 */
final class CredentialCache {
    /**
     * What is done with the cache: by default both, with {@code --refresh} it is only written, with {@code --no-cache}
     * neither.
     */
    enum Use {
        READ_AND_WRITE,
        WRITE,
        NOTHING
    }

    /** What expires sooner is not worth loading; botocore's limit, too. */
    private static final Duration SHORTEST = Duration.ofMinutes(15);

    /** A field that only we write, to tell our files from the AWS CLI's. */
    private static final String WRITTEN_BY = "WrittenBy";

    private static final String OURS = "assume";
    private static final String ACCOUNT = "Account";

    /** The same, for which profile. */
    static final String WRITTEN_FOR = "WrittenFor";

    /** How botocore tells single sign-on's files from those of STS. */
    static final String PROVIDER_TYPE = "ProviderType";

    static final String SIGNED_ON = "sso";

    /** The part of a file that says whose session of an MFA code is in it; a role's has none. */
    static final String MFA_SESSION = "MfaSession";

    /** Says what is wrong with a file whose credentials are good. */
    interface Check {
        /** @throws Failure when {@code cached} are not those that are looked for */
        void require(JrsObject file, SessionCredentials cached);
    }

    private static final Duration LONGEST_WRITE = Duration.ofMinutes(1);

    private final Path directory;
    private final Use use;
    private final Consumer<String> debug;

    /** @param debug is told, in one line, why a file is not used */
    CredentialCache(Path directory, Use use, Consumer<String> debug) {
        this.directory = directory;
        this.use = use;
        this.debug = debug;
    }

    /** The AWS CLI's directory below {@code home}. */
    static Path directory(String home) {
        return FilePath.of(home).resolve(".aws/cli/cache");
    }

    /**
     * What is cached under {@code key}.
     *
     * @param roleArn whose credentials they are to be
     * @return empty when there are none, or none that last more than 15 minutes, or none that can be trusted to be ours
     */
    Optional<SessionCredentials> get(String key, String roleArn) {
        return get(key, sessionOf(roleArn));
    }

    /** The same, for other credentials than a role's. */
    Optional<SessionCredentials> get(String key, Check check) {
        if (use != Use.READ_AND_WRITE) {
            return Optional.empty();
        }
        Path file = file(key);
        Optional<SessionCredentials> found = read(file, check);
        Optional<SessionCredentials> used = found.filter(cached -> cached.isValidFor(SHORTEST));
        used.ifPresent(cached -> debug.accept(file + " is used"));
        if (used.isEmpty() && found.isPresent()) {
            String last = found.get().isExpired() ? "" : "last only ";
            debug.accept(file + " is not used: its keys " + last + found.get().until());
        }
        return used;
    }

    /** Until when there is something cached under {@code key}, however short that is; empty when there is nothing. */
    Optional<Instant> expiration(String key, Check check) {
        return read(file(key), check).filter(cached -> !cached.isExpired()).map(SessionCredentials::expiration);
    }

    private Optional<SessionCredentials> read(Path file, Check check) {
        try {
            requireTrusted(file);
            JrsObject document = Json.readObject(Files.readAllBytes(file), CredentialsJson.EXPECTED);
            SessionCredentials cached = CredentialsJson.read(document);
            check.require(document, cached);
            requireTemporary(cached);
            return Optional.of(cached);
        } catch (NoSuchFileException ignored) {
            return Optional.empty(); // nothing cached yet
        } catch (IOException e) {
            debug.accept(
                    file + " is not used: it cannot be read (" + e.getClass().getSimpleName() + ")");
        } catch (Failure e) {
            debug.accept(file + " is not used: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** The same as below, for no profile. */
    void put(String key, SessionCredentials credentials) {
        put(key, credentials, (String) null);
    }

    /**
     * Caches {@code credentials}, if they can be used again. Where they cannot be written, only {@code debug} hears of
     * it.
     *
     * @param profile whose role it is; null for none
     */
    void put(String key, SessionCredentials credentials, String profile) {
        boolean isRole = credentials.assumedRole() != null
                && !credentials.assumedRole().account().isEmpty();
        if (isRole) {
            Json.Fields user =
                    Json.object().with("AssumedRoleUser", CredentialsJson.assumedRole(credentials.assumedRole()));
            put(key, credentials, Optional.of(credentials.assumedRole().account()), user.with(WRITTEN_FOR, profile));
        }
    }

    /**
     * The same for credentials of any kind.
     *
     * @param account whose they are, where that is known
     * @param more what else the file is to say of them
     */
    void put(String key, SessionCredentials credentials, Optional<String> account, Json.Fields more) {
        if (use == Use.NOTHING || !credentials.isValidFor(SHORTEST)) {
            return;
        }
        write(file(key), json(credentials, account, more));
    }

    private void write(Path file, String json) {
        try {
            makeDirectory();
            AtomicFile.sweep(file, LONGEST_WRITE);
            AtomicFile.write(file, json.getBytes(StandardCharsets.UTF_8), AtomicFile.OWNER_ONLY);
        } catch (IOException | UnsupportedOperationException e) {
            debug.accept(file + " cannot be written (" + e.getClass().getSimpleName()
                    + "), so the next command will ask for them again");
        }
    }

    /** Which account an access key is of, if that has been cached: a key stays in its account for good. */
    Optional<String> account(String accessKeyId) {
        Path file = file(accountKey(accessKeyId));
        if (use != Use.READ_AND_WRITE) {
            return Optional.empty();
        }
        try {
            requireTrusted(file);
            JrsValue account =
                    Json.readObject(Files.readAllBytes(file), "an account").get(ACCOUNT);
            return Optional.ofNullable(account).map(JrsValue::asText).filter(id -> id.matches("\\d{12}"));
        } catch (IOException | Failure ignored) {
            return Optional.empty(); // nothing cached yet, or nothing that can be trusted
        }
    }

    /** Caches that, as {@link #put} caches credentials. */
    void putAccount(String accessKeyId, String account) {
        if (use != Use.NOTHING) {
            JrsObject document =
                    Json.object().with(ACCOUNT, account).with(WRITTEN_BY, OURS).build();
            write(file(accountKey(accessKeyId)), Json.line(document));
        }
    }

    private static String accountKey(String accessKeyId) {
        return Sha1.hex("the account of " + accessKeyId);
    }

    /** Forgets what STS no longer takes, so that it is not found again. */
    void remove(String key) {
        try {
            Files.deleteIfExists(file(key));
            debug.accept(file(key) + " is removed: STS no longer takes its keys");
        } catch (IOException e) {
            debug.accept(file(key) + " cannot be removed (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Whether {@code file} is one that {@link #put} wrote, and not the AWS CLI. */
    static boolean isOurs(byte[] file) {
        try {
            JrsValue writer = Json.readObject(file, "credentials").get(WRITTEN_BY);
            return writer != null && OURS.equals(writer.asText());
        } catch (Failure ignored) {
            return false; // no JSON, so not ours
        }
    }

    private Path file(String key) {
        return directory.resolve(key + ".json");
    }

    /** A directory for its owner alone. The AWS CLI makes it for all to list; a link's target is left as it is. */
    private void makeDirectory() throws IOException {
        var mine = PosixFilePermissions.fromString("rwx------");
        if (Files.isDirectory(directory) && Files.isSymbolicLink(directory)) {
            return;
        }
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(mine));
        if (!Files.getPosixFilePermissions(directory).equals(mine)) {
            Files.setPosixFilePermissions(directory, mine);
        }
    }

    /** An answer as botocore caches it: times in seconds, and the account beside the keys. */
    private static String json(SessionCredentials credentials, Optional<String> account, Json.Fields more) {
        String expiration =
                credentials.expiration().truncatedTo(ChronoUnit.SECONDS).toString();
        JrsObject keys = Json.object()
                .with("AccessKeyId", credentials.accessKeyId())
                .with("SecretAccessKey", credentials.secretAccessKey())
                .with("SessionToken", credentials.sessionToken())
                .with("Expiration", expiration.replace("Z", "UTC"))
                .with("AccountId", account.orElse(null))
                .build();
        return Json.line(Json.object()
                .with("Credentials", keys)
                .with(more)
                .with(WRITTEN_BY, OURS)
                .build());
    }

    /** That they are of this role. */
    static Check sessionOf(String roleArn) {
        return (file, cached) -> requireSessionOf(roleArn, cached);
    }

    private static void requireSessionOf(String roleArn, SessionCredentials cached) {
        if (cached.assumedRole() == null || !cached.assumedRole().isOf(roleArn)) {
            throw Failure.of("it is not of " + roleArn);
        }
    }

    private static void requireTemporary(SessionCredentials cached) {
        if (cached.sessionToken() == null || cached.expiration() == null) {
            throw Failure.of("it has no SessionToken or no Expiration");
        }
    }

    /** @throws Failure when {@code file} is no file of this user's that nobody else can read or write */
    private static void requireTrusted(Path file) throws IOException {
        var attributes = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw Failure.of("it is no regular file");
        }
        if (attributes.size() > Json.MOST_BYTES) {
            throw Failure.of("it is over a megabyte");
        }
        Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals((int) new UnixSystem().getUid())) {
            throw Failure.of("it belongs to somebody else");
        }
        String mode = PosixFilePermissions.toString(attributes.permissions());
        if (!mode.matches("r[w-]-------")) {
            throw Failure.of("its mode is " + mode + ", where rw------- is expected");
        }
    }
}
