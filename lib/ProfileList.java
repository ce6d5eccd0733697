//SOURCES Text.java Failure.java Command.java CredentialFormat.java Json.java Profiles.java

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The profiles that there are, as a table for people or a JSON array for scripts. */
final class ProfileList {
    private static final Pattern ROLE = Pattern.compile("arn:[^:]*:iam::(\\d*):role/(.*)");
    private static final int GAP = 2;

    static final CommandOption OPTION =
            CommandOption.flag("list", "the profiles there are, in place of assuming one (--format json for scripts)");

    private ProfileList() {}

    /**
     * What {@code assume --list} prints.
     *
     * @param hasCommand whether there is a COMMAND, which has no place beside it
     */
    static Command.Result run(Arguments arguments, Map<String, String> env, boolean hasCommand) {
        if (hasCommand || arguments.hasArgument()) {
            throw Failure.usage("--list lists all profiles and does nothing else; leave out PROFILE and COMMAND");
        }
        Profiles profiles = Profiles.read(env);
        String format = CredentialFormat.of(arguments).name();
        if (arguments.has(CredentialFormat.OPTION) && !format.equals("json")) {
            throw Failure.usage(
                    "--list is a table, or with --format json a list for scripts; there is no other format of it");
        }
        boolean isJson = format.equals("json");
        return new Command.Result(isJson ? json(profiles) : table(profiles), null);
    }

    /** One JSON object a profile; what a profile does not say is null. */
    static String json(Profiles profiles) {
        return Json.pretty(
                new JrsArray(rows(profiles).stream().map(ProfileList::object).toList()));
    }

    /** One line a profile under a line of titles, in columns; nothing at all when there are no profiles. */
    static String table(Profiles profiles) {
        List<Map<String, String>> rows = rows(profiles);
        if (rows.isEmpty()) {
            return "";
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(rows.get(0).keySet().stream()
                .map(title -> title.toUpperCase(Locale.ROOT))
                .toList());
        for (Map<String, String> row : rows) {
            lines.add(row.values().stream().map(ProfileList::cell).toList());
        }
        int[] widths = widths(lines);
        StringBuilder table = new StringBuilder();
        for (List<String> line : lines) {
            table.append(padded(line, widths)).append('\n');
        }
        return table.toString();
    }

    private static List<Map<String, String>> rows(Profiles profiles) {
        return profiles.names().stream().map(name -> row(profiles, name)).toList();
    }

    private static Map<String, String> row(Profiles profiles, String name) {
        Matcher role = ROLE.matcher(Objects.requireNonNullElse(value(profiles, name, "role_arn"), ""));
        boolean isRole = role.matches();
        Map<String, String> row = new LinkedHashMap<>();
        row.put("profile", name);
        row.put("credentials", profiles.kind(name).label);
        row.put("account", isRole ? role.group(1) : value(profiles, name, "sso_account_id"));
        row.put("role", isRole ? role.group(2) : value(profiles, name, "sso_role_name"));
        row.put(
                "source",
                Text.first(value(profiles, name, "source_profile"), value(profiles, name, "credential_source")));
        row.put("mfa", value(profiles, name, "mfa_serial"));
        row.put("region", value(profiles, name, "region"));
        return row;
    }

    private static JrsValue object(Map<String, String> row) {
        Json.Fields fields = Json.object();
        row.forEach(fields::withNullable);
        return fields.build();
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
