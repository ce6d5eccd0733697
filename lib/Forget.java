//SOURCES Text.java Failure.java FilePath.java Command.java Profiles.java RoleRequest.java
//SOURCES SsoProfile.java CredentialCache.java CacheFiles.java RecentProfiles.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removes what assume has cached: {@code assume --forget}. The AWS CLI's own files stay, and so does what is loaded in
 * a shell.
 */
final class Forget {
    static final CommandOption OPTION =
            CommandOption.flag("forget", "remove what assume has cached for PROFILE, or all of it, and say what");

    private final Command.World world;
    private final Arguments arguments;
    private final Profiles profiles;
    private final Path directory;
    private final RecentProfiles recent;

    private Forget(Arguments arguments, Command.World world) {
        this.world = world;
        this.arguments = arguments;
        this.profiles = Profiles.read(world.env());
        this.directory = CredentialCache.directory(FilePath.home(world.env()));
        this.recent = new RecentProfiles(world.env());
    }

    /** @throws Failure when there is no such profile, or a file cannot be removed */
    static Command.Result run(Arguments arguments, Optional<String> profile, Command.World world) {
        Forget forget = new Forget(arguments, world);
        return new Command.Result("", profile.map(forget::one).orElseGet(forget::all));
    }

    private String all() {
        int files = remove(CacheFiles.ours(directory));
        boolean wasRecent = recent.removeAll();
        if (wasRecent) {
            say("removed " + recent.file() + ", the names of the profiles that were loaded last");
        }
        return files == 0 && !wasRecent
                ? "there was nothing cached that assume has written"
                : "forgot all that assume has cached; what a shell has loaded stays there until it expires";
    }

    private String one(String profile) {
        List<CacheFiles.Entry> own = CacheFiles.ours(directory).stream()
                .filter(entry -> entry.profile().equals(Optional.of(profile)))
                .toList();
        // A profile that is in no file any more can still have something cached.
        boolean isGone = !profiles.names().contains(profile) && !own.isEmpty();
        List<CacheFiles.Entry> found = isGone ? own : readBy(profile);
        int files = remove(found);
        recent.remove(profile);
        String left = isGone ? "" : leftOfCli(profile);
        String name = "profile " + Text.visible(profile);
        return (files == 0 ? "there was nothing cached for " : "forgot what assume has cached for ") + name + left;
    }

    /** Ours that {@code assume PROFILE} would read, or was written by it with whatever options. */
    private List<CacheFiles.Entry> readBy(String profile) {
        profiles.require(profile);
        Set<String> way = way(profile);
        Set<String> keys = new TreeSet<>();
        Set<String> serials = new TreeSet<>();
        way.forEach(name -> {
            key(name).ifPresent(keys::add);
            Optional.ofNullable(profiles.get(name, "mfa_serial")).ifPresent(serials::add);
        });
        String id = profiles.get(profile, "aws_access_key_id");
        return CacheFiles.ours(directory).stream()
                .filter(entry -> entry.profile().filter(way::contains).isPresent()
                        || keys.contains(entry.key())
                        || entry.mfa()
                                .filter(mfa -> serials.contains(mfa.serial())
                                        || mfa.accessKeyId().equals(id))
                                .isPresent())
                .toList();
    }

    /** {@code profile}, and the roles that lead to it. */
    private Set<String> way(String profile) {
        Set<String> way = new TreeSet<>(Set.of(profile));
        try {
            way.addAll(profiles.rolesTo(profile));
        } catch (Failure ignored) {
            // The way leads nowhere, which is a matter of assuming; what is cached is forgotten all the same.
        }
        return way;
    }

    private Optional<String> key(String profile) {
        try {
            if (profiles.kind(profile) == Profiles.Kind.SSO) {
                return Optional.of(SsoProfile.of(profiles, profile).cacheKey());
            }
            RoleRequest request = RoleRequest.NONE.completedFrom(profiles, profile);
            return request.roleArn().map(arn -> request.cacheKey(Optional.empty(), Optional.empty()));
        } catch (Failure ignored) {
            return Optional.empty(); // nothing is ever cached for what cannot be requested
        }
    }

    /** What the AWS CLI itself has cached for the same role stays, and assume reads it as well. */
    private String leftOfCli(String profile) {
        List<String> left = new ArrayList<>();
        for (String name : way(profile)) {
            key(name)
                    .map(key -> directory.resolve(key + ".json"))
                    .filter(Files::exists)
                    .ifPresent(file -> left.add(file.toString()));
        }
        return left.isEmpty()
                ? ""
                : "; the AWS CLI has cached the same role by itself, and that is not assume's to remove: "
                        + String.join(" ", left);
    }

    private int remove(List<CacheFiles.Entry> entries) {
        for (CacheFiles.Entry entry : entries) {
            try {
                Files.deleteIfExists(entry.path());
            } catch (IOException e) {
                throw Failure.of(
                        entry.path() + " cannot be removed (" + e.getClass().getSimpleName() + ")", e);
            }
            String profile = entry.profile().map(name -> " of profile " + name).orElse("");
            say("removed " + entry.path() + ", " + entry.description() + profile);
        }
        return entries.size();
    }

    private void say(String line) {
        Command.note(world, arguments, line);
    }
}
