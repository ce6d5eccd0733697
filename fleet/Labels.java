//SOURCES Target.java ../lib/Text.java

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each target is called beside its output: its name, and whatever else tells it from the others. */
final class Labels {
    private static final int LONGEST_NAME = 50;

    private final Map<Target, String> labels = new HashMap<>();
    private final Map<Target, Integer> places = new HashMap<>();
    private final int width;

    Labels(List<Target> targets) {
        Map<String, String> accounts = new HashMap<>();
        Map<String, Boolean> isShared = new HashMap<>();
        for (Target target : targets) {
            String account = target.account().orElse("");
            String other = accounts.putIfAbsent(shown(target), account);
            isShared.merge(shown(target), other != null && !other.equals(account), Boolean::logicalOr);
        }
        boolean hasRegions = targets.stream().map(Target::region).distinct().count() > 1;
        for (Target target : targets) {
            String account =
                    isShared.get(shown(target)) ? " " + target.account().orElse("") : "";
            String region = hasRegions ? " " + target.region().orElse("") : "";
            labels.put(target, shown(target) + account + region);
            places.put(target, places.size());
        }
        width = labels.values().stream().mapToInt(String::length).max().orElse(0);
    }

    private static String shown(Target target) {
        return Text.visible(target.name(), LONGEST_NAME);
    }

    /** Its label, as wide as the widest. */
    String padded(Target target) {
        String label = labels.get(target);
        return label + " ".repeat(width - label.length());
    }

    /** Its place among all. */
    int index(Target target) {
        return places.get(target);
    }
}
