//SOURCES Text.java Failure.java Json.java CredentialsJson.java CredentialCache.java RoleName.java

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files in the AWS CLI's cache that are ours, and what each is of; no secret of them. */
final class CacheFiles {
    /**
     * A file.
     *
     * @param profile for which it was written; empty when that is not known
     * @param roleSession the ARN of the session whose credentials are in it; empty for a user's
     * @param mfa whose session it is, where it is one of an MFA code
     */
    record Entry(
            Path path, Optional<String> profile, Optional<String> roleSession, Optional<Mfa> mfa, Instant expiration) {
        String key() {
            return path.getFileName().toString().replaceFirst("\\.json$", "");
        }

        /** What is in it, for a message. */
        String description() {
            return mfa.map(session -> "the session of MFA device " + session.serial())
                    .or(() -> roleSession)
                    .orElse("credentials");
        }
    }

    /** The user's key and the device that began a session. */
    record Mfa(String accessKeyId, String serial) {}

    /**
     * Whose credentials the files are said to have, ours and the AWS CLI's. It need not be so, and they may have
     * expired: but of whom there is no word, there is nothing.
     *
     * @param roles their names, by account
     * @param accounts for which single sign-on gave some; empty for one that the file does not say
     */
    record Contents(Map<String, Set<String>> roles, Set<Optional<String>> accounts) {
        /** Whether there is a session of {@code role}. */
        boolean has(RoleName role) {
            Set<String> ofAccount = roles.get(role.account());
            return ofAccount != null && ofAccount.contains(role.ofSessions());
        }

        private void add(JrsObject document) {
            object(document, "AssumedRoleUser")
                    .flatMap(user -> text(user, "Arn"))
                    .flatMap(RoleName::ofSession)
                    .ifPresent(role -> roles.computeIfAbsent(role.account(), account -> new HashSet<>())
                            .add(role.ofSessions()));
            if (document.get(CredentialCache.PROVIDER_TYPE) != null) {
                accounts.add(object(document, "Credentials").flatMap(keys -> text(keys, "AccountId")));
            }
        }
    }

    private CacheFiles() {}

    /** The keys of all files, ours and the AWS CLI's, without a look into any. */
    static List<String> keys(Path directory) {
        List<String> keys = new ArrayList<>();
        for (Path file : json(directory)) {
            keys.add(file.getFileName().toString().replaceFirst("\\.json$", ""));
        }
        return keys;
    }

    /** Ours, in the order of their names. */
    static List<Entry> ours(Path directory) {
        return json(directory).stream()
                .map(CacheFiles::entry)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whose there is something in the files. */
    static Contents contents(Path directory) {
        Contents contents = new Contents(new HashMap<>(), new HashSet<>());
        for (Path file : json(directory)) {
            content(file).flatMap(CacheFiles::document).ifPresent(contents::add);
        }
        return contents;
    }

    private static Optional<JrsObject> document(byte[] content) {
        try {
            return Optional.of(Json.readObject(content, CredentialsJson.EXPECTED));
        } catch (Failure ignored) {
            return Optional.empty(); // no JSON
        }
    }

    private static Optional<Entry> read(Path file, byte[] content) {
        JrsObject document = Json.readObject(content, CredentialsJson.EXPECTED);
        Instant expiration =
                Optional.ofNullable(CredentialsJson.read(document).expiration()).orElse(Instant.EPOCH);
        Optional<Mfa> mfa = object(document, CredentialCache.MFA_SESSION)
                .flatMap(owner -> text(owner, "AccessKeyId")
                        .flatMap(id -> text(owner, "SerialNumber").map(serial -> new Mfa(id, serial))));
        Optional<String> session = object(document, "AssumedRoleUser").flatMap(user -> text(user, "Arn"));
        return Optional.of(new Entry(file, text(document, CredentialCache.WRITTEN_FOR), session, mfa, expiration));
    }

    private static Optional<Entry> entry(Path file) {
        try {
            return content(file).filter(CredentialCache::isOurs).flatMap(content -> read(file, content));
        } catch (Failure ignored) {
            return Optional.empty(); // nothing that we have written
        }
    }

    private static Optional<byte[]> content(Path file) {
        try {
            boolean isFile = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            return isFile && Files.size(file) <= Json.MOST_BYTES
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException ignored) {
            return Optional.empty(); // gone, or somebody else's
        }
    }

    private static List<Path> json(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*.json")) {
            all.forEach(files::add);
        } catch (IOException ignored) {
            return List.of(); // nothing cached yet
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static Optional<JrsObject> object(JrsObject parent, String name) {
        return parent.get(name) instanceof JrsObject object ? Optional.of(object) : Optional.empty();
    }

    private static Optional<String> text(JrsObject parent, String name) {
        JrsValue value = parent.get(name);
        return Optional.ofNullable(value == null ? null : Text.first(value.asText()));
    }
}
