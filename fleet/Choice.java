//SOURCES Target.java Glob.java ../lib/Text.java

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What COMMAND is to be run for, and what is left out of what was named, with the reason, for people.
 *
 * @param leftOut such as "111122223333 management (your own account)"
 */
record Choice(List<Target> targets, List<String> leftOut) {
    /** The same without those that one of {@code excluded} matches, by account, name or profile. */
    Choice without(List<Glob> excluded) {
        List<String> out = new ArrayList<>(leftOut);
        List<Target> in = new ArrayList<>();
        for (Target target : targets) {
            if (excluded.stream().anyMatch(glob -> isMatch(glob, target))) {
                out.add(described(target) + " (excluded)");
            } else {
                in.add(target);
            }
        }
        return new Choice(in, out);
    }

    /** Those of {@code excluded} that match nothing that is chosen: they may be mistyped. */
    List<String> unmatched(List<Glob> excluded) {
        return excluded.stream()
                .filter(glob -> targets.stream().noneMatch(target -> isMatch(glob, target)))
                .map(Glob::text)
                .toList();
    }

    /** The same, each in every one of its regions. */
    Choice in(Function<Target, List<String>> regions) {
        List<Target> all = targets.stream()
                .flatMap(target -> {
                    List<String> its = regions.apply(target);
                    return its.isEmpty() ? Stream.of(target) : its.stream().map(target::in);
                })
                .toList();
        return new Choice(all, leftOut);
    }

    private static boolean isMatch(Glob glob, Target target) {
        return Stream.of(target.account(), target.accountName(), target.profile())
                .anyMatch(name -> name.isPresent() && glob.matches(name.get()));
    }

    /** A target for people: its account or profile, and its name. */
    static String described(Target target) {
        String name = Text.visible(target.name());
        return target.account()
                .filter(id -> !id.equals(name))
                .map(id -> id + " " + name)
                .orElse(name);
    }
}
