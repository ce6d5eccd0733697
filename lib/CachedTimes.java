//SOURCES Failure.java FilePath.java Profiles.java RoleRequest.java CredentialCache.java CacheFiles.java
//SOURCES SsoProfile.java SsoCredentials.java RoleName.java

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Until when {@code assume PROFILE} can do without asking anybody: as long as the credentials of its role or of its
 * single sign-on are cached, or the session of its MFA device. No service is called to find out.
 */
final class CachedTimes {
    private final Profiles profiles;
    private final Path directory;
    private final CredentialCache cache;

    /** Looked at once: a profile whose key is not among these needs no file to be looked for. */
    private final Set<String> keys;

    private final Map<String, Optional<Instant>> known = new HashMap<>();
    private List<CacheFiles.Entry> ours;

    /** What the files say, by which most profiles are known to have nothing; null as long as it has not been read. */
    private Optional<CacheFiles.Contents> contents;

    CachedTimes(Map<String, String> env, Profiles profiles) {
        this.profiles = profiles;
        this.directory = CredentialCache.directory(FilePath.home(env));
        this.cache = new CredentialCache(directory, CredentialCache.Use.READ_AND_WRITE, line -> {});
        this.keys = Set.copyOf(CacheFiles.keys(directory));
    }

    /**
     * Empty where nothing is cached that is still valid.
     *
     * @param kind that of {@code profile}
     * @param role that of {@code profile}
     */
    Optional<Instant> of(String profile, Profiles.Kind kind, RoleName role) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        boolean isOfRole = kind == Profiles.Kind.ROLE || kind == Profiles.Kind.WEB_IDENTITY;
        if (isOfRole && contents().isPresent() && !contents().get().has(role)) {
            return Optional.empty();
        }
        return known.computeIfAbsent(profile, name -> find(name, kind));
    }

    private Optional<Instant> find(String profile, Profiles.Kind kind) {
        try {
            return switch (kind) {
                case ROLE, WEB_IDENTITY -> ofRole(profile);
                case KEYS -> ofMfaSession(profile);
                case SSO -> ofSingleSignOn(profile);
                default -> Optional.empty();
            };
        } catch (Failure ignored) {
            return Optional.empty(); // the profile is not right, which it says when it is assumed
        }
    }

    private Optional<Instant> ofRole(String profile) {
        RoleRequest request = RoleRequest.NONE.completedFrom(profiles, profile);
        String key = request.cacheKey(Optional.empty(), Optional.empty());
        return keys.contains(key)
                ? cache.expiration(
                        key, CredentialCache.sessionOf(request.roleArn().orElse("")))
                : Optional.empty();
    }

    /** What the files say. Where there are more files than profiles, nobody reads them all: empty. */
    private Optional<CacheFiles.Contents> contents() {
        if (contents == null) {
            contents = keys.size() > profiles.names().size()
                    ? Optional.empty()
                    : Optional.of(CacheFiles.contents(directory));
        }
        return contents;
    }

    private Optional<Instant> ofMfaSession(String profile) {
        String serial = profiles.get(profile, "mfa_serial");
        String id = profiles.get(profile, "aws_access_key_id");
        if (serial == null || id == null) {
            return Optional.empty();
        }
        if (ours == null) {
            ours = CacheFiles.ours(directory);
        }
        return ours.stream()
                .filter(entry -> entry.mfa().equals(Optional.of(new CacheFiles.Mfa(id, serial))))
                .map(CacheFiles.Entry::expiration)
                .filter(end -> end.isAfter(Instant.now()))
                .max(Instant::compareTo);
    }

    private Optional<Instant> ofSingleSignOn(String profile) {
        Optional<String> account = Optional.ofNullable(profiles.ssoSetting(profile, "sso_account_id"));
        Optional<CacheFiles.Contents> said = contents();
        if (said.isPresent()
                && !said.get().accounts().contains(account)
                && !said.get().accounts().contains(Optional.empty())) {
            return Optional.empty();
        }
        SsoProfile sso = SsoProfile.of(profiles, profile);
        return cache.expiration(
                sso.cacheKey(), (file, cached) -> SsoCredentials.requireSignedOn(sso.accountId(), file));
    }
}
