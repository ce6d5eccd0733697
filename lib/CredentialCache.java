//SOURCES Text.java FilePath.java AtomicFile.java CredentialsJson.java

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
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

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

    /** How botocore tells single sign-on's files from those of STS. */
    private static final String PROVIDER_TYPE = "ProviderType";

    private static final String SIGNED_ON = "sso";
    private static final String ACCOUNT = "AccountId";
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
        return get(key, json -> {
            SessionCredentials cached = CredentialsJson.read(json);
            requireSessionOf(roleArn, cached);
            return cached;
        });
    }

    /**
     * What single sign-on gave, cached under {@code key} by the AWS CLI from version 2 on, or by us.
     *
     * @param account whose credentials they are to be
     * @return empty where {@link #get} is
     */
    Optional<SessionCredentials> getSignedOn(String key, String account) {
        return get(key, json -> {
            JrsObject document = Json.readObject(json, CredentialsJson.EXPECTED);
            requireSignedOn(account, document);
            return CredentialsJson.read(document);
        });
    }

    /** What a file says, if it is right. */
    private interface Reader {
        SessionCredentials read(byte[] json);
    }

    private Optional<SessionCredentials> get(String key, Reader reader) {
        if (use != Use.READ_AND_WRITE) {
            return Optional.empty();
        }
        Path file = file(key);
        try {
            requireTrusted(file);
            SessionCredentials cached = reader.read(Files.readAllBytes(file));
            if (cached.sessionToken() == null || cached.expiration() == null) {
                throw Failure.of("it has no SessionToken or no Expiration");
            }
            boolean isUsed = cached.isValidFor(SHORTEST);
            String last = cached.isExpired() ? "" : "last only ";
            debug.accept(file + (isUsed ? " is used" : " is not used: its keys " + last + cached.until()));
            return isUsed ? Optional.of(cached) : Optional.empty();
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

    /**
     * Caches {@code credentials}, if they can be used again. Where they cannot be written, only {@code debug} hears of
     * it.
     */
    void put(String key, SessionCredentials credentials) {
        boolean isRole = credentials.assumedRole() != null
                && !credentials.assumedRole().account().isEmpty();
        if (isRole) {
            put(key, credentials, () -> json(credentials));
        }
    }

    /** The same for what single sign-on gave. */
    void putSignedOn(String key, SessionCredentials credentials, String account) {
        put(key, credentials, () -> signedOnJson(credentials, account));
    }

    private void put(String key, SessionCredentials credentials, Supplier<String> json) {
        if (use == Use.NOTHING || !credentials.isValidFor(SHORTEST)) {
            return;
        }
        Path file = file(key);
        try {
            makeDirectory();
            AtomicFile.sweep(file, LONGEST_WRITE);
            AtomicFile.write(file, json.get().getBytes(StandardCharsets.UTF_8), AtomicFile.OWNER_ONLY);
        } catch (IOException | UnsupportedOperationException e) {
            debug.accept(file + " cannot be written (" + e.getClass().getSimpleName()
                    + "), so the next command will ask for them again");
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

    /** STS's answer as botocore caches it. */
    private static String json(SessionCredentials credentials) {
        return Json.line(Json.object()
                .with(
                        "Credentials",
                        keys(credentials, "UTC", credentials.assumedRole().account()))
                .with("AssumedRoleUser", CredentialsJson.assumedRole(credentials.assumedRole()))
                .with(WRITTEN_BY, OURS)
                .build());
    }

    /** The portal's answer as botocore caches it. */
    private static String signedOnJson(SessionCredentials credentials, String account) {
        return Json.line(Json.object()
                .with(PROVIDER_TYPE, SIGNED_ON)
                .with("Credentials", keys(credentials, "Z", account))
                .with(WRITTEN_BY, OURS)
                .build());
    }

    /** Times in seconds, and the account beside the keys. */
    private static JrsObject keys(SessionCredentials credentials, String utc, String account) {
        String expiration =
                credentials.expiration().truncatedTo(ChronoUnit.SECONDS).toString();
        return Json.object()
                .with("AccessKeyId", credentials.accessKeyId())
                .with("SecretAccessKey", credentials.secretAccessKey())
                .with("SessionToken", credentials.sessionToken())
                .with("Expiration", expiration.replace("Z", utc))
                .with(ACCOUNT, account)
                .build();
    }

    private static void requireSessionOf(String roleArn, SessionCredentials cached) {
        if (cached.assumedRole() == null || !cached.assumedRole().isOf(roleArn)) {
            throw Failure.of("it is not of " + roleArn);
        }
    }

    /** @throws Failure when the document says that it is something else; AWS CLIs before 2.22 write no account */
    private static void requireSignedOn(String account, JrsObject document) {
        JrsValue type = document.get(PROVIDER_TYPE);
        if (type == null || !SIGNED_ON.equals(type.asText())) {
            throw Failure.of("it is not of single sign-on");
        }
        JrsValue owner = document.get("Credentials") instanceof JrsObject keys ? keys.get(ACCOUNT) : null;
        if (owner != null && !account.equals(owner.asText())) {
            throw Failure.of("it is not of account " + account);
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
