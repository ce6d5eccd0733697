//SOURCES Text.java Terminal.java RawTerminal.java ChoiceList.java Fzf.java Command.java TimeLeft.java
//SOURCES Profiles.java RoleName.java CachedTimes.java RecentProfiles.java

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The list from which a person takes a profile, where they have named none. */
final class ProfileChooser {
    private static final String QUESTION = "Which profile?";
    private static final int GAP = 2;
    private static final int WIDEST_NAME = 40;
    private static final int WIDTH_OF_ACCOUNT = 12;
    private static final int WIDTH_OF_ROLE = 24;

    private ProfileChooser() {}

    /**
     * Whether there is a person who can be shown a list, and a profile in it that can be assumed.
     *
     * <p>In the background, where zsh puts {@code <(...)}, whoever reads the terminal is stopped for good.
     */
    static boolean isPossible(Command.World world, Profiles profiles) {
        return world.isTerminal().test(0)
                && world.isTerminal().test(2)
                && RawTerminal.isCapable(world.env())
                && Terminal.inForeground()
                && profiles.names().stream().anyMatch(name -> isAssumed(profiles, name));
    }

    private static boolean isAssumed(Profiles profiles, String name) {
        return switch (profiles.kind(name)) {
            case NONE, UNREADABLE -> false;
            case KEYS -> profiles.get(name, "mfa_serial") != null;
            default -> true;
        };
    }

    /**
     * The profile that the person takes.
     *
     * @throws Failure when they leave without
     */
    static Optional<String> choose(Command.World world, Profiles profiles) {
        List<String> names = names(world.env(), profiles);
        Choices choices = new Choices(names, profiles, new CachedTimes(world.env(), profiles));
        Optional<Fzf> fzf = Fzf.onPath(world.env());
        try {
            Optional<Integer> chosen = fzf.isPresent() ? byFzf(fzf.get(), choices) : byList(choices);
            return Optional.of(chosen.map(names::get)
                    .orElseThrow(() -> Failure.of("no profile was chosen, so nothing was loaded")));
        } catch (IOException ignored) {
            return Optional.empty(); // no terminal, after all
        }
    }

    private static Optional<Integer> byFzf(Fzf fzf, Choices choices) throws IOException {
        try {
            return fzf.choose(QUESTION, choices.titles(), choices);
        } catch (IOException ignored) {
            return byList(choices); // it has said why on the terminal
        }
    }

    private static Optional<Integer> byList(Choices choices) throws IOException {
        try (RawTerminal terminal = RawTerminal.open()) {
            return ChoiceList.choose(terminal, QUESTION, choices);
        }
    }

    /** The last ones first, then by name. */
    private static List<String> names(Map<String, String> env, Profiles profiles) {
        List<String> all = profiles.names();
        Set<String> names = new LinkedHashSet<>(new RecentProfiles(env).names());
        names.retainAll(Set.copyOf(all));
        names.addAll(all);
        return new ArrayList<>(names);
    }

    /** A line is put together when it is wanted: with thousands of profiles, most never are. */
    private record Choices(List<String> names, Profiles profiles, CachedTimes times, int width)
            implements ChoiceList.Choices {
        Choices(List<String> names, Profiles profiles, CachedTimes times) {
            this(names, profiles, times, width(names));
        }

        private static int width(List<String> names) {
            int widest = names.stream().mapToInt(String::length).max().orElse(0);
            return Math.min(widest, WIDEST_NAME);
        }

        @Override
        public int count() {
            return names.size();
        }

        @Override
        public String name(int index) {
            return names.get(index);
        }

        @Override
        public String words(int index) {
            RoleName role = RoleName.of(profiles, names.get(index));
            return names.get(index) + " " + shown(role.account()) + " " + shown(role.role());
        }

        @Override
        public String line(int index) {
            String name = names.get(index);
            RoleName role = RoleName.of(profiles, name);
            String left =
                    times.of(name, role).map(end -> TimeLeft.until(end).brief()).orElse("");
            return line(Text.visible(name), role.account(), role.role(), left);
        }

        String titles() {
            return line("PROFILE", "ACCOUNT", "ROLE", "CACHED");
        }

        private String line(String name, String account, String role, String left) {
            String line = padded(name, width)
                    + padded(shown(account), WIDTH_OF_ACCOUNT)
                    + padded(shown(role), WIDTH_OF_ROLE)
                    + left;
            return line.stripTrailing();
        }

        private static String padded(String cell, int width) {
            return cell + " ".repeat(Math.max(0, width - cell.length()) + GAP);
        }

        private static String shown(String value) {
            return value == null ? "" : Text.visible(value);
        }
    }
}
