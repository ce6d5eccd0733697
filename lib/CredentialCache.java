//SOURCES SessionCredentials.java

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;

/**
 * The credentials that STS gave, kept where the AWS CLI keeps its own and as it does (botocore's {@code CachedCredentialFetcher} and
 * {@code JSONFileCache}), so that each of the two finds what the other was given.
 *
 * @param reads whether what is there is used
 * @param writes whether what STS gives is kept
 * @param debug is told, in one line, why a file is not used
 */
record CredentialCache(Path folder, boolean reads, boolean writes, Consumer<String> debug) {
    /** Shorter is not worth loading; botocore's limit, too. */
    private static final Duration LEAST = Duration.ofMinutes(15);
    /**
     * STS's answer as botocore keeps it. The last field is ours alone, to tell our files from the AWS CLI's. What we wrote ourselves
     * takes no JSON parser to read, and that would take 10 ms of 70.
     */
    private static final String FORM =
            "{\"Credentials\": {\"AccessKeyId\": \"%s\", \"SecretAccessKey\": \"%s\", \"SessionToken\": \"%s\","
                + " \"Expiration\": \"%s\", \"AccountId\": \"%s\"}, \"AssumedRoleUser\": {\"AssumedRoleId\": \"%s\","
                + " \"Arn\": \"%s\"}, \"WrittenBy\": \"assume\"}";

    static final Pattern OURS = Pattern.compile(Pattern.quote(FORM).replace("%s", "\\E([^\"\\\\]+)\\Q"));

    /** The cache of the AWS CLI, as {@code --no-cache}, {@code --refresh} and {@code --debug} have it. */
    static CredentialCache of(Command.World world, CommandLine options) {
        Path folder = Path.of(Profiles.home(world.env()), ".aws", "cli", "cache");
        boolean off = options.hasOption("no-cache");
        return new CredentialCache(
                folder, !off && !options.hasOption("refresh"), !off, line -> Command.debug(world, options, line));
    }

    /**
     * The name under which the answer to a request is kept: the SHA-1 of its parameters as botocore's {@code _create_cache_key} writes them.
     *
     * @param parameters by AWS's names
     */
    static String key(Map<String, Object> parameters) {
        Map<String, Object> counted = new TreeMap<>(parameters);
        try {
            if (counted.get("Policy") instanceof String policy) {
                counted.put("Policy", JSON.std.anyFrom(policy));
            }
        } catch (IOException e) {
            throw Failure.usage("--policy is not JSON");
        }
        return sha1(dumps(counted));
    }

    /** SHA-1 of a text that is no secret (FIPS 180-4, 6.1). Java's own would first start all its security providers: 10 ms of 70. */
    private static String sha1(String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        var padded = ByteBuffer.allocate((message.length + 8) / 64 * 64 + 64)
                .put(message)
                .put((byte) 0x80);
        padded.putLong(padded.capacity() - 8, message.length * 8L).rewind();
        int[] hash = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
        int[] w = new int[80];
        while (padded.hasRemaining()) {
            for (int t = 0; t < 80; t++) {
                w[t] = t < 16 ? padded.getInt() : Integer.rotateLeft(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
            }
            int a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4];
            for (int t = 0; t < 80; t++) {
                int f = t < 20
                        ? (b & c | ~b & d) + 0x5a827999
                        : t < 40
                                ? (b ^ c ^ d) + 0x6ed9eba1
                                : t < 60 ? (b & c | b & d | c & d) + 0x8f1bbcdc : (b ^ c ^ d) + 0xca62c1d6;
                int next = Integer.rotateLeft(a, 5) + f + e + w[t];
                e = d;
                d = c;
                c = Integer.rotateLeft(b, 30);
                b = a;
                a = next;
            }
            int[] block = {a, b, c, d, e};
            for (int i = 0; i < 5; i++) {
                hash[i] += block[i];
            }
        }
        return Arrays.stream(hash)
                .mapToObj(part -> HexFormat.of().toHexDigits(part))
                .collect(Collectors.joining());
    }

    /**
     * What is kept under {@code key}.
     *
     * @param roleArn whose credentials they are to be
     * @return null when there are none, or none that last more than 15 minutes, or none that can be trusted to be ours
     */
    SessionCredentials get(String key, String roleArn) {
        if (!reads) {
            return null;
        }
        Path file = folder.resolve(key + ".json");
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(file, "unix:isRegularFile,size,uid,permissions", LinkOption.NOFOLLOW_LINKS);
            String fault = fault(attributes);
            if (fault != null) {
                throw Failure.of(fault);
            }
            SessionCredentials kept = read(Files.readAllBytes(file));
            // arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION is of arn:aws:iam::ACCOUNT:role/PATH/NAME.
            String of = roleArn.replaceFirst(":iam:", ":sts:").replaceFirst(":role/(?:.*/)?", ":assumed-role/") + "/";
            if (kept.assumedRole() == null || !kept.assumedRole().arn().startsWith(of)) {
                throw Failure.of("it is not of " + roleArn);
            }
            if (kept.sessionToken() == null || kept.expiration() == null) {
                throw Failure.of("it has no SessionToken or no Expiration");
            }
            debug.accept(file
                    + (lasts(kept)
                            ? " is used"
                            : " is not used: its keys " + (kept.isOver() ? "" : "last only ") + kept.until()));
            return lasts(kept) ? kept : null;
        } catch (NoSuchFileException notYet) {
            return null;
        } catch (IOException | Failure e) {
            debug.accept(file + " is not used: "
                    + (e instanceof Failure
                            ? e.getMessage()
                            : "it cannot be read (" + e.getClass().getSimpleName() + ")"));
            return null;
        }
    }

    /** Keeps {@code credentials}, if they can be used again. Where they cannot be written, only {@code debug} hears of it. */
    void put(String key, SessionCredentials credentials) {
        Matcher session = Pattern.compile("arn:[^:]*:sts::(\\d{12}):assumed-role/.+")
                .matcher(
                        credentials.assumedRole() == null
                                ? ""
                                : credentials.assumedRole().arn());
        if (!writes || !lasts(credentials) || !session.matches()) {
            return;
        }
        Path file = folder.resolve(key + ".json");
        String end = SessionCredentials.iso(credentials.expiration().truncatedTo(ChronoUnit.SECONDS))
                .replace("Z", "UTC");
        String text = FORM.formatted(
                credentials.accessKeyId(),
                credentials.secretAccessKey(),
                credentials.sessionToken(),
                end,
                session.group(1),
                credentials.assumedRole().id(),
                session.group());
        if (!OURS.matcher(text).matches()) {
            return;
        } // something in it would have to be escaped, and AWS's never has
        try {
            // What is there already keeps its mode, but for this folder itself, which the AWS CLI makes for all to
            // list.
            var mine = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mine));
            if (!Files.getPosixFilePermissions(folder).equals(mine)) {
                Files.setPosixFilePermissions(folder, mine);
            }
            try (var left = Files.newDirectoryStream(folder, key + "*.tmp")) { // by a run that was killed
                for (Path old : left) {
                    if (Files.getLastModifiedTime(old)
                            .toInstant()
                            .isBefore(Instant.now().minusSeconds(60))) {
                        Files.deleteIfExists(old);
                    }
                }
            }
            Path whole = Files.createTempFile(
                    folder,
                    key,
                    ".tmp",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(whole, text);
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException | UnsupportedOperationException e) {
            debug.accept(file + " cannot be written (" + e.getClass().getSimpleName()
                    + "), so the next command will ask STS again");
        }
    }

    @SuppressWarnings("unchecked")
    private static Set<PosixFilePermission> permissions(Map<String, Object> attributes) {
        return (Set<PosixFilePermission>) attributes.get("permissions");
    }

    private static SessionCredentials read(byte[] file) {
        Matcher ours = OURS.matcher(new String(file, StandardCharsets.UTF_8));
        return !ours.matches()
                ? SessionCredentials.parse(file)
                : new SessionCredentials(
                        ours.group(1),
                        ours.group(2),
                        ours.group(3),
                        SessionCredentials.instant(ours.group(4)),
                        new SessionCredentials.AssumedRole(ours.group(6), ours.group(7)));
    }

    private static boolean lasts(SessionCredentials credentials) {
        return credentials.expiration() != null
                && credentials.expiration().isAfter(Instant.now().plus(LEAST));
    }

    /** Why a file with these attributes is not to be used, or null. */
    private static String fault(Map<String, Object> attributes) {
        if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
            return "it is no regular file";
        }
        if ((Long) attributes.get("size") > SessionCredentials.MOST_BYTES) {
            return "it is over a megabyte";
        }
        if ((Integer) attributes.get("uid") != (int) new UnixSystem().getUid()) {
            return "it belongs to somebody else";
        }
        String mode = PosixFilePermissions.toString(permissions(attributes));
        return mode.matches("r[w-]-------") ? null : "its mode is " + mode + ", where rw------- is expected";
    }

    /** JSON as Python's {@code json.dumps(value, sort_keys=True)} writes it: the hash is over these bytes. */
    private static String dumps(Object value) {
        if (value instanceof Map<?, ?> map) {
            var members = new StringJoiner(", ", "{", "}");
            new TreeMap<>(map).forEach((name, member) -> members.add(dumps(name) + ": " + dumps(member)));
            return members.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(CredentialCache::dumps).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String text ? Shell.json(text) : String.valueOf(value);
    }
}
