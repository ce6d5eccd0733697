//SOURCES Failure.java Text.java Json.java Profiles.java RoleRequest.java SsoProfile.java SsoSession.java
//SOURCES CredentialCache.java CacheFiles.java

import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is cached because somebody has signed in: what the session's profiles were given, and the roles after them. */
final class SsoTraces {
    private final Profiles profiles;
    private final SsoSession session;

    /** Whose credentials begin with this sign-in, whatever options they were got with. */
    private final Set<String> names = new HashSet<>();

    private final Set<String> signOnKeys = new HashSet<>();

    /** No part of such a key says whose credentials have signed. */
    private final Set<String> roleKeys = new HashSet<>();

    private boolean hasOthers;

    /** @param profiles as they are now; of one that is gone, nobody knows where it signed in */
    SsoTraces(Profiles profiles, SsoSession session) {
        this.profiles = profiles;
        this.session = session;
        this.hasOthers = profiles.ssoSessions().keySet().stream().anyMatch(name -> !name.equals(session.tokenName()));
        profiles.names().forEach(this::add);
    }

    private void add(String profile) {
        try {
            List<String> roles = profiles.rolesTo(profile);
            String first = roles.isEmpty() ? profile : roles.get(0);
            String source = roles.isEmpty() ? profile : Text.first(profiles.get(first, "source_profile"), first);
            if (profiles.ownKind(source) != Profiles.Kind.SSO) {
                return;
            }
            if (!SsoSession.ofProfile(profiles, source).tokenName().equals(session.tokenName())) {
                hasOthers = true;
                return;
            }
            names.add(profile);
            names.addAll(roles);
            signOnKeys.add(SsoProfile.of(profiles, source).cacheKey());
            for (String role : roles) {
                RoleRequest request = RoleRequest.NONE.completedFrom(profiles, role);
                roleKeys.add(request.cacheKey(Optional.empty(), Optional.empty()));
            }
        } catch (Failure ignored) {
            // A profile that cannot be used has not been given anything.
        }
    }

    /** Removes it from {@code cache}, and nothing that came from elsewhere. */
    void removeFrom(Path cache) throws IOException {
        Map<String, CacheFiles.Entry> ours =
                CacheFiles.ours(cache).stream().collect(Collectors.toMap(CacheFiles.Entry::key, Function.identity()));
        for (String key : CacheFiles.keys(cache)) {
            Path file = cache.resolve(key + ".json");
            if (isOfThis(key, file, Optional.ofNullable(ours.get(key)))) {
                Files.deleteIfExists(file);
            }
        }
    }

    private boolean isOfThis(String key, Path file, Optional<CacheFiles.Entry> ours) {
        if (signOnKeys.contains(key)) {
            return true;
        }
        Optional<String> profile = ours.flatMap(CacheFiles.Entry::profile).filter(profiles.names()::contains);
        boolean isOfMfa = ours.flatMap(CacheFiles.Entry::mfa).isPresent();
        if (profile.isPresent() || isOfMfa) {
            return !isOfMfa && names.contains(profile.get());
        }
        // What the AWS CLI has cached for a profile that is gone can only be of the one session there is.
        return roleKeys.contains(key) || (!hasOthers && isOfSingleSignOn(file));
    }

    private static boolean isOfSingleSignOn(Path file) {
        try {
            boolean isReadable = Files.isRegularFile(file) && Files.size(file) <= Json.MOST_BYTES;
            JrsValue provider = isReadable
                    ? Json.readObject(Files.readAllBytes(file), "credentials").get(CredentialCache.PROVIDER_TYPE)
                    : null;
            return provider != null && CredentialCache.SIGNED_ON.equals(provider.asText());
        } catch (IOException | Failure ignored) {
            return false; // whatever it is, single sign-on has not given it
        }
    }
}
