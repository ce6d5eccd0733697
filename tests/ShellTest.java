import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of shells: what each row prints, and what it refuses. */
class ShellTest {
    @Test
    void whatNoShellCanHoldIsRefused() {
        for (Shell shell : Shell.values()) {
            for (String value : List.of("a\0b", "\ud800", "a\udc00b", "\udc00\ud800")) {
                assertRefused(shell, value);
            }
            for (String name :
                    List.of("", "1A", "A-B", "A B", "A=B", "\u00e9", "A;touch pwned", "A\n", "-A", "$(touch pwned)")) {
                assertThrows(Failure.class, () -> shell.render(Map.of(name, "v")), name);
                assertThrows(Failure.class, () -> shell.render(Collections.singletonMap(name, null)), name);
            }
        }
        for (String value : List.of("a\nb", "a\rb", "\n")) {
            assertRefused(Shell.ENV_NO_EXPORT, value);
        }
        for (String value :
                List.of("", "a\nb", "a\r", "100%", "a!b", "\"", "\u00e9", "\t", "\u001a", "a".repeat(8_001))) {
            assertRefused(Shell.WINDOWS_CMD, value);
        }
        assertRefused(Shell.POWERSHELL, "");
    }

    /** nushell forgives more than RFC 8259 does; what reads this next may not. */
    @Test
    void nushellsIsJson() throws IOException {
        for (List<String> values : ShellValues.batches()) {
            String json = Shell.NUSHELL.render(ShellValues.change(values));
            assertEquals(ShellValues.change(values), JSON.std.mapFrom(json));
            assertTrue(
                    json.chars().noneMatch(c -> c < ' ' && c != '\n') && json.indexOf('\n') == json.length() - 1,
                    "a control character");
        }
    }

    /** docker --env-file: a line is NAME=value, taken as it stands. */
    @Test
    void dockersEnvFile() {
        for (String value : ShellValues.batches().stream()
                .flatMap(List::stream)
                .filter(value -> !value.matches("(?s).*[\r\n].*"))
                .toList()) {
            assertEquals("V_0=" + value + "\n", Shell.ENV_NO_EXPORT.render(Map.of("V_0", value)));
        }
        assertEquals("", Shell.ENV_NO_EXPORT.render(ShellValues.change(Arrays.asList((String) null))));
    }

    @Test
    void eachRowOfTheTable() {
        Map<String, String> change = new LinkedHashMap<>();
        change.put("N", "v");
        change.put("O", null);
        change.put("P", null);
        assertAll(
                () -> assertEquals(
                        "env, fish, csh, elvish, powershell, windows-cmd, nushell, env-no-export", Shell.formats()),
                () -> assertEquals("unset O P;\nexport N='v';\n", Shell.ENV.render(change)),
                () -> assertEquals(
                        "set -e O; or true;\nset -e P; or true;\nset -gx N 'v';\n", Shell.FISH.render(change)),
                () -> assertEquals("unsetenv O P;\nsetenv N 'v';\n", Shell.CSH.render(change)),
                () -> assertEquals("unset-env O\nunset-env P\nset-env N 'v'\n", Shell.ELVISH.render(change)),
                () -> assertEquals("{\"O\": null, \"P\": null, \"N\": \"v\"}\n", Shell.NUSHELL.render(change)),
                () -> assertEquals("set \"O=\"\nset \"P=\"\nset \"N=v\"\n", Shell.WINDOWS_CMD.render(change)),
                () -> assertEquals("false;\n", Shell.ENV.failure("it failed")),
                () -> assertEquals("fail 'it failed'\n", Shell.ELVISH.failure("it failed")),
                () -> assertEquals("", Shell.NUSHELL.failure("it failed")),
                () -> assertEquals("", Shell.ENV.render(Map.of())));
    }

    private static void assertRefused(Shell shell, String value) {
        var failure = assertThrows(
                Failure.class,
                () -> shell.render(Map.of("V_0", value)),
                () -> shell + " took " + ShellValues.shown(value));
        assertTrue(failure.getMessage().startsWith("the value of V_0 "), failure.getMessage());
    }
}
