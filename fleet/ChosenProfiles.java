//SOURCES Choice.java ../lib/Profiles.java ../lib/Arguments.java ../lib/NearestNames.java

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The profiles that globs match: the option that says which, and what it comes to. */
final class ChosenProfiles {
    static final CommandOption PROFILES = CommandOption.of(
                    "profiles", "GLOBS", "the profiles that match, such as 'prod-*'; commas between several")
            .repeatable();

    private static final int MOST_NEAREST = 5;
    private static final Pattern ROLE_ARN = Pattern.compile("arn:[^:]*:iam::(\\d{12}):role/.*");

    private ChosenProfiles() {}

    /** @throws Failure when one of the globs matches nothing */
    static Choice choose(Arguments arguments, Profiles profiles) {
        Set<String> chosen = new LinkedHashSet<>();
        for (Glob glob : Glob.all(arguments.values(PROFILES))) {
            List<String> matching =
                    profiles.names().stream().filter(glob::matches).toList();
            if (matching.isEmpty()) {
                List<String> nearest = NearestNames.of(glob.text(), profiles.names(), MOST_NEAREST);
                throw Failure.usage("--profiles " + Text.quoted(glob.text()) + " matches no profile in "
                        + profiles.configFile()
                        + (nearest.isEmpty() ? "" : "; the nearest names are " + String.join(", ", nearest)));
            }
            chosen.addAll(matching);
        }
        if (chosen.isEmpty()) {
            throw Failure.usage("--profiles is empty; expected names of profiles, such as 'prod-*'");
        }
        List<Target> targets = new ArrayList<>();
        chosen.forEach(profile -> targets.add(
                new Target(account(profiles, profile), Optional.empty(), Optional.of(profile), Optional.empty())));
        return new Choice(targets, List.of());
    }

    /** The account that a profile itself names. */
    private static Optional<String> account(Profiles profiles, String profile) {
        if (!profiles.isReadable(profile)) {
            return Optional.empty(); // the reason is said where its credentials are wanted
        }
        Matcher role = ROLE_ARN.matcher(String.valueOf(profiles.get(profile, "role_arn")));
        return role.matches()
                ? Optional.of(role.group(1))
                : Optional.ofNullable(profiles.get(profile, "sso_account_id"));
    }
}
