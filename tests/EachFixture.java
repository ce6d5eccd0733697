import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A home whose profile redbeard manages an organization of practice's. */
abstract class EachFixture {
    static final String[] REDBEARD = {"--profile", "redbeard", "--yes"};

    @TempDir
    Path folder;

    PracticeSts sts;
    Home home;

    /** Starts practice with that organization, in each of whose accounts is the role that redbeard may assume. */
    void start(PracticeOrganization organization) throws IOException {
        start(organization, PracticeWorld.members(organization).toList());
    }

    void start(PracticeOrganization organization, List<Role> roles) throws IOException {
        List<Role> all =
                Stream.concat(PracticeWorld.ROLES.stream(), roles.stream()).toList();
        sts = PracticeSts.start(Clock.systemUTC(), PracticeWorld.USERS, all, organization);
        home = Home.in(folder, sts.endpoint());
    }

    @AfterEach
    void stop() {
        if (sts != null) {
            sts.close();
        }
    }

    /** each in this JVM, with redbeard's keys and without a question. */
    Home.Said each(String... args) {
        return home.call(each::run, with(REDBEARD, args));
    }

    /** each in a JVM of its own. */
    Program program(String... args) {
        String[] command = with(new String[] {"each"}, with(REDBEARD, args));
        List<String> options = Directives.in("each.java", "RUNTIME_OPTIONS");
        Program program = Program.java(
                        options.get(0), with(options.subList(1, options.size()).toArray(String[]::new), command))
                .with("HOME", folder);
        for (Map.Entry<String, String> variable : home.env().entrySet()) {
            program = program.with(variable.getKey(), variable.getValue());
        }
        return program;
    }

    static String[] with(String[] first, String... then) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(then)).toArray(String[]::new);
    }

    /** The roles of the accounts of {@code organization} but for those that {@code isDenied}. */
    static List<Role> roles(PracticeOrganization organization, Function<String, Boolean> isDenied) {
        return PracticeWorld.members(organization)
                .filter(role -> !isDenied.apply(role.account()))
                .toList();
    }

    /** What stands before each line, and the lines that stand behind it. */
    static Map<String, List<String>> byLabel(String output) {
        return output.lines()
                .collect(Collectors.groupingBy(
                        line -> line.substring(0, Math.max(0, line.indexOf(" | ")))
                                .strip(),
                        TreeMap::new,
                        Collectors.mapping(line -> line.substring(line.indexOf(" | ") + 3), Collectors.toList())));
    }

    /** The rows of the table of failures: account, and what became of it. */
    static Map<String, String> table(String err) {
        Map<String, String> rows = new TreeMap<>();
        List<String> lines = new ArrayList<>(err.lines().toList());
        int title = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("ACCOUNT "))
                .findFirst()
                .orElse(""));
        if (title < 0) {
            return rows;
        }
        int result = lines.get(title).indexOf("RESULT");
        for (int i = title + 1; i < lines.size() && !lines.get(i).startsWith("Again"); i++) {
            String before = rows.put(lines.get(i).substring(0, 12), lines.get(i).substring(result));
            assertEquals(null, before, "twice in the table: " + lines.get(i));
        }
        return rows;
    }
}
