//SOURCES Outcome.java Columns.java Glob.java AccountList.java ../lib/Command.java ../lib/Shell.java

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What became of it all: how many succeeded, a table of the others, and the line that repeats just those. */
final class Report {
    private static final int LONGEST_REASON = 80;

    private final List<Outcome> outcomes;

    Report(List<Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    boolean isSuccess() {
        return failures().isEmpty();
    }

    /** 3 where a role could not be assumed, whatever else happened; 1 where COMMAND failed; else 0. */
    int status() {
        if (count(Outcome.Kind.NOT_ASSUMED) > 0) {
            return 3;
        }
        return isSuccess() ? 0 : 1;
    }

    /** How many of each kind: "10 succeeded, 1 COMMAND failed". */
    String summary() {
        List<String> parts = new ArrayList<>();
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            if (kind == Outcome.Kind.SUCCEEDED || count(kind) > 0) {
                parts.add(count(kind) + " " + kind.label);
            }
        }
        return String.join(", ", parts);
    }

    /** Each that did not succeed, and why. */
    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ACCOUNT", "NAME", "REGION", "RESULT"));
        for (Outcome outcome : failures()) {
            Target target = outcome.target();
            rows.add(List.of(
                    target.account().orElse("-"),
                    Text.visible(target.name()),
                    target.region().orElse("-"),
                    result(outcome)));
        }
        return Columns.of("", rows);
    }

    private static String result(Outcome outcome) {
        String status = outcome.status().isPresent()
                ? " with status " + outcome.status().getAsInt()
                : "";
        String reason = outcome.reason().isEmpty() ? "" : ": " + Text.visible(outcome.reason(), LONGEST_REASON);
        return outcome.kind().label + status + reason;
    }

    /**
     * The lines that run COMMAND again for those alone; several where they differ in their regions.
     *
     * @param options what else was typed
     * @param hasRegions whether the regions were
     */
    List<String> repetitions(List<String> options, boolean hasRegions, List<String> command) {
        Map<String, Set<String>> regions = new LinkedHashMap<>();
        for (Outcome outcome : failures()) {
            Set<String> its = regions.computeIfAbsent(item(outcome.target()), ignored -> new LinkedHashSet<>());
            outcome.target().region().filter(region -> hasRegions).ifPresent(its::add);
        }
        Map<Set<String>, List<String>> groups = new LinkedHashMap<>();
        regions.forEach((item, its) ->
                groups.computeIfAbsent(its, ignored -> new ArrayList<>()).add(item));
        boolean isByProfile = failures().get(0).target().profile().isPresent();
        List<String> lines = new ArrayList<>();
        groups.forEach((its, items) -> {
            List<String> words = new ArrayList<>();
            words.add(isByProfile ? "--profiles" : "--accounts");
            words.add(String.join(",", items));
            its.forEach(region -> words.addAll(List.of("--region", region)));
            words.addAll(options);
            words.add("--");
            words.addAll(command);
            lines.add(Command.asTyped("jbang each@org ")
                    + words.stream().map(Shell::posixWord).map(Text::visible).collect(Collectors.joining(" ")));
        });
        return lines;
    }

    private static String item(Target target) {
        Optional<String> profile = target.profile();
        return profile.isPresent()
                ? Glob.exactly(profile.get())
                : AccountList.item(target.account().orElseThrow(), target.accountName());
    }

    private List<Outcome> failures() {
        return outcomes.stream()
                .filter(outcome -> outcome.kind() != Outcome.Kind.SUCCEEDED)
                .toList();
    }

    private long count(Outcome.Kind kind) {
        return outcomes.stream().filter(outcome -> outcome.kind() == kind).count();
    }
}
