import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** each and an organization that nobody here wrote: moto's, made by the aws command. */
class EachMotoTest {
    @TempDir
    Path folder;

    @Test
    void everyAccountOfMotosOrganization() throws Exception {
        Program.need("moto_server", "aws");
        try (var moto = new Moto(folder, Map.of())) {
            Home home = Home.in(folder, moto.url);
            aws(home, "create-organization", "--feature-set", "ALL");
            String root = text(aws(home, "list-roots"), "Roots", "Id");
            String unit = text(
                    aws(home, "create-organizational-unit", "--parent-id", root, "--name", "U"),
                    "OrganizationalUnit",
                    "Id");
            String nested = text(
                    aws(home, "create-organizational-unit", "--parent-id", unit, "--name", "N"),
                    "OrganizationalUnit",
                    "Id");
            List<String> ids = new ArrayList<>();
            for (String name : List.of("one", "two", "three")) {
                ids.add(text(
                        aws(home, "create-account", "--email", name + "@example.com", "--account-name", name),
                        "CreateAccountStatus",
                        "AccountId"));
            }
            move(home, ids.get(1), root, unit);
            move(home, ids.get(2), root, nested);

            Home.Said all = each(home, "--organization");
            assertEquals(0, all.status(), all.err());
            Set<String> expected = new TreeSet<>();
            for (int i = 0; i < 3; i++) {
                expected.add(List.of("one  ", "two  ", "three").get(i) + " | arn:aws:sts::" + ids.get(i)
                        + ":assumed-role/OrganizationAccountAccessRole/ada");
            }
            assertEquals(expected, new TreeSet<>(all.out().lines().toList()));
            assertTrue(all.err().contains("(your own account)"), all.err());
            assertBelow(home, unit, nested, ids.get(2));
        }
    }

    private static void assertBelow(Home home, String unit, String nested, String account) {
        Home.Said below = each(home, "--organization", "--ou", unit);
        assertEquals(2, below.out().lines().count(), below.out());
        Home.Said deepest = each(home, "--organization", "--ou", nested);
        assertTrue(deepest.out().startsWith("three | arn:aws:sts::" + account), deepest.out());
    }

    private static Home.Said each(Home home, String... which) {
        List<String> args = new ArrayList<>(List.of(which));
        args.addAll(List.of("--profile", "redbeard", "--yes", "--", "sh", "-c"));
        args.add("aws sts get-caller-identity --query Arn --output text");
        return home.with("PATH", System.getenv("PATH"))
                .with("PYENV_ROOT", String.valueOf(System.getenv("PYENV_ROOT")))
                .call(each::run, args.toArray(String[]::new));
    }

    private static void move(Home home, String account, String from, String to) throws Exception {
        aws(home, "move-account", "--account-id", account, "--source-parent-id", from, "--destination-parent-id", to);
    }

    private static Map<String, Object> aws(Home home, String... action) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("aws", "--profile", "redbeard", "--output", "json", "organizations"));
        command.addAll(List.of(action));
        Program.Ran ran = Program.of(command.toArray(String[]::new))
                .with("HOME", home.folder())
                .run();
        assertEquals(0, ran.status(), ran.err());
        return ran.out().isBlank() ? Map.of() : JSON.std.mapFrom(ran.out());
    }

    private static String text(Map<String, Object> answer, String name, String field) {
        Object value = answer.get(name);
        Object object = value instanceof List<?> list ? list.get(0) : value;
        return (String) ((Map<?, ?>) object).get(field);
    }
}
