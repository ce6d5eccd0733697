//SOURCES Choice.java Columns.java ../lib/Shell.java

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What will run where, for people who are to say yes to it. */
final class Plan {
    private final Choice choice;

    Plan(Choice choice) {
        this.choice = choice;
    }

    /**
     * All of it.
     *
     * @param who whose credentials, for a message
     */
    String text(List<String> command, int parallel, String who) {
        String words = command.stream().map(Shell::posixWord).map(Text::visible).collect(Collectors.joining(" "));
        int times = choice.targets().size();
        String atOnce = times == 1 ? "once" : times + " times, " + Math.min(times, parallel) + " at once";
        String out = choice.leftOut().isEmpty() ? "" : "Left out: " + String.join(", ", choice.leftOut()) + "\n";
        return "each: this will run " + atOnce + ", with " + who + ":\n  " + words + "\nHere:\n"
                + Columns.of("  ", rows()) + out;
    }

    /** One for each account or profile, with all its regions. */
    private List<List<String>> rows() {
        Map<List<String>, List<String>> regions = new LinkedHashMap<>();
        for (Target target : choice.targets()) {
            List<String> where = List.of(target.account().orElse("-"), Text.visible(target.name()));
            List<String> its = regions.computeIfAbsent(where, ignored -> new ArrayList<>());
            target.region().ifPresent(its::add);
        }
        return regions.entrySet().stream()
                .map(row -> List.of(
                        row.getKey().get(0),
                        row.getKey().get(1),
                        row.getValue().isEmpty() ? "-" : String.join(" ", row.getValue())))
                .toList();
    }
}
