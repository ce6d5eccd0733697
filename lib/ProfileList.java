//SOURCES Text.java Failure.java Command.java CredentialFormat.java Json.java TimeLeft.java
//SOURCES Profiles.java RoleName.java CachedTimes.java

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The profiles that there are, as a table for people or a JSON array for scripts. */
final class ProfileList {
    /**
     * A profile.
     *
     * @param facts what it says, in the order of the columns; null for what it does not
     * @param cached until when something is cached for it
     */
    record Row(Map<String, String> facts, Optional<Instant> cached) {}

    private static final int GAP = 2;

    static final CommandOption OPTION =
            CommandOption.flag("list", "the profiles there are, in place of assuming one (--format json for scripts)");

    private ProfileList() {}

    /** What {@code assume --list} prints. */
    static Command.Result run(Arguments arguments, Map<String, String> env) {
        if (arguments.hasArgument()) {
            throw Failure.usage("--list lists all profiles and does nothing else; leave out PROFILE");
        }
        Profiles profiles = Profiles.read(env);
        String format = CredentialFormat.of(arguments).name();
        if (arguments.has(CredentialFormat.OPTION) && !format.equals("json")) {
            throw Failure.usage(
                    "--list is a table, or with --format json a list for scripts; there is no other format of it");
        }
        List<Row> rows = rows(profiles, new CachedTimes(env, profiles));
        return new Command.Result(format.equals("json") ? json(rows) : table(rows), null);
    }

    /** One a profile, in the order of the names. */
    static List<Row> rows(Profiles profiles, CachedTimes times) {
        return profiles.names().stream()
                .map(name -> new Row(facts(profiles, name), times.of(name)))
                .toList();
    }

    /** One JSON object a profile; what a profile does not say is null. */
    private static String json(List<Row> rows) {
        return Json.pretty(new JrsArray(rows.stream().map(ProfileList::object).toList()));
    }

    private static JrsValue object(Row row) {
        Json.Fields fields = Json.object();
        row.facts().forEach(fields::withNullable);
        row.cached()
                .ifPresentOrElse(
                        end -> fields.with(
                                "cached_minutes", (int) TimeLeft.until(end).minutes()),
                        () -> fields.withNullable("cached_minutes", null));
        fields.withNullable("cached_until", row.cached().map(Instant::toString).orElse(null));
        return fields.build();
    }

    /** One line a profile under a line of titles, in columns; nothing at all when there are no profiles. */
    static String table(List<Row> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        List<List<String>> lines = new ArrayList<>();
        List<String> titles = new ArrayList<>(rows.get(0).facts().keySet());
        titles.add("cached");
        lines.add(titles.stream().map(title -> title.toUpperCase(Locale.ROOT)).toList());
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(row.facts().values());
            cells.add(row.cached().map(end -> TimeLeft.until(end).brief()).orElse(null));
            lines.add(cells.stream().map(ProfileList::cell).toList());
        }
        int[] widths = widths(lines);
        StringBuilder table = new StringBuilder();
        for (List<String> line : lines) {
            table.append(padded(line, widths)).append('\n');
        }
        return table.toString();
    }

    private static Map<String, String> facts(Profiles profiles, String name) {
        RoleName role = RoleName.of(profiles, name);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("profile", name);
        facts.put("credentials", profiles.kind(name).label);
        facts.put("account", role.account());
        facts.put("role", role.role());
        facts.put(
                "source",
                Text.first(value(profiles, name, "source_profile"), value(profiles, name, "credential_source")));
        facts.put("mfa", value(profiles, name, "mfa_serial"));
        facts.put("region", value(profiles, name, "region"));
        return facts;
    }

    private static String value(Profiles profiles, String profile, String key) {
        return profiles.isReadable(profile) ? profiles.get(profile, key) : null;
    }

    private static String cell(String value) {
        return value == null ? "-" : Text.visible(value);
    }

    private static int[] widths(List<List<String>> lines) {
        int[] widths = new int[lines.get(0).size()];
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        return widths;
    }

    private static String padded(List<String> line, int[] widths) {
        StringBuilder padded = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = line.get(column);
            padded.append(cell).append(" ".repeat(widths[column] - cell.length() + GAP));
        }
        return padded.toString().stripTrailing();
    }
}
