//SOURCES Text.java Failure.java Command.java CredentialFormat.java Json.java TimeLeft.java
//SOURCES Profiles.java RoleName.java CachedTimes.java

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The profiles that there are, as a table for people or a JSON array for scripts. */
final class ProfileList {
    /**
     * A profile.
     *
     * @param facts what it says, by the columns; null for what it does not
     * @param cached until when something is cached for it
     */
    record Row(List<String> facts, Optional<Instant> cached) {}

    /** What each profile says; until when something is cached for it comes last. */
    private static final List<String> COLUMNS =
            List.of("profile", "credentials", "account", "role", "source", "mfa", "region");

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
        CachedTimes times = new CachedTimes(env, profiles);
        return new Command.Result(format.equals("json") ? json(rows(profiles, times)) : table(profiles, times), null);
    }

    /** One a profile, in the order of the names. */
    private static List<Row> rows(Profiles profiles, CachedTimes times) {
        List<Row> rows = new ArrayList<>();
        for (String name : profiles.names()) {
            rows.add(row(profiles, times, name));
        }
        return rows;
    }

    private static Row row(Profiles profiles, CachedTimes times, String name) {
        Profiles.Kind kind = profiles.kind(name);
        RoleName role = RoleName.of(profiles, name);
        return new Row(facts(profiles, name, kind, role), times.of(name, kind, role));
    }

    /** One JSON object a profile; what a profile does not say is null. */
    private static String json(List<Row> rows) {
        return Json.pretty(new JrsArray(rows.stream().map(ProfileList::object).toList()));
    }

    private static JrsValue object(Row row) {
        Json.Fields fields = Json.object();
        for (int column = 0; column < COLUMNS.size(); column++) {
            fields.withNullable(COLUMNS.get(column), row.facts().get(column));
        }
        row.cached()
                .ifPresentOrElse(
                        end -> fields.with(
                                "cached_minutes", (int) TimeLeft.until(end).minutes()),
                        () -> fields.withNullable("cached_minutes", null));
        fields.withNullable("cached_until", row.cached().map(Instant::toString).orElse(null));
        return fields.build();
    }

    /** One line a profile under a line of titles, in columns; nothing at all when there are no profiles. */
    static String table(Profiles profiles, CachedTimes times) {
        List<String> names = profiles.names();
        Columns columns = new Columns(titles());
        for (String name : names) {
            columns.add(cells(row(profiles, times, name)));
        }
        return names.isEmpty() ? "" : columns.text();
    }

    private static String[] titles() {
        return Stream.concat(COLUMNS.stream(), Stream.of("cached"))
                .map(title -> title.toUpperCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    private static List<String> facts(Profiles profiles, String name, Profiles.Kind kind, RoleName role) {
        if (kind == Profiles.Kind.UNREADABLE) {
            return Arrays.asList(name, kind.label, null, null, null, null, null);
        }
        String source = profiles.get(name, "source_profile");
        return Arrays.asList(
                name,
                kind.label,
                role.account(),
                role.role(),
                source == null ? profiles.get(name, "credential_source") : source,
                profiles.get(name, "mfa_serial"),
                profiles.get(name, "region"));
    }

    private static String[] cells(Row row) {
        List<String> facts = row.facts();
        int last = facts.size();
        String[] cells = new String[last + 1];
        for (int column = 0; column < last; column++) {
            String fact = facts.get(column);
            cells[column] = fact == null ? "-" : Text.visible(fact);
        }
        cells[last] = row.cached().map(end -> TimeLeft.until(end).brief()).orElse("-");
        return cells;
    }

    /** Lines of cells that stand below each other. */
    private static final class Columns {
        private final List<String[]> lines = new ArrayList<>();
        private final int[] widths;

        Columns(String[] titles) {
            this.widths = new int[titles.length];
            add(titles);
        }

        /** Looks at the cells as soon as they are made: of thousands of lines, the first are soon out of reach. */
        void add(String[] line) {
            lines.add(line);
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line[column].length());
            }
        }

        String text() {
            String blanks = " ".repeat(Arrays.stream(widths).max().orElse(0) + GAP);
            int most = Arrays.stream(widths).sum() + GAP * widths.length;
            StringBuilder text = new StringBuilder(lines.size() * most);
            for (String[] line : lines) {
                append(line, blanks, text);
            }
            return text.toString();
        }

        private void append(String[] line, String blanks, StringBuilder text) {
            int last = line.length - 1;
            for (int column = 0; column < last; column++) {
                String cell = line[column];
                text.append(cell).append(blanks.substring(0, widths[column] - cell.length() + GAP));
            }
            text.append(line[last]).append('\n');
        }
    }
}
