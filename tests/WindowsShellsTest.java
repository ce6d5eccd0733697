import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is printed for PowerShell and cmd.exe, read by their documented grammars: neither is on this machine. */
class WindowsShellsTest {
    /** What PowerShell gets is run through its grammar of quoting, as documented; there is no PowerShell here. */
    @Test
    void powershellByItsGrammar() {
        for (String value : ShellValues.batches().stream()
                .flatMap(List::stream)
                .filter(value -> !value.isEmpty())
                .toList()) {
            Map<String, String> change = new LinkedHashMap<>();
            change.put("V_1", null);
            change.put("V_0", value);
            assertEquals(change, PowerShell.run(Shell.POWERSHELL.render(change)));
        }
        assertEquals(
                "it's \u2019 $(touch pwned)",
                PowerShell.thrown(Shell.POWERSHELL.failure("it's \u2019 $(touch pwned)")));
    }

    /** The same for cmd.exe's {@code for /f "delims=" %i in ('...') do @%i}, also where delayed expansion is on. */
    @Test
    void cmdByItsGrammar() {
        int held = 0;
        for (String value : ShellValues.batches().stream().flatMap(List::stream).toList()) {
            try {
                Map<String, String> change = new LinkedHashMap<>();
                change.put("V_1", null);
                change.put("V_0", value);
                assertEquals(change, Cmd.run(Shell.WINDOWS_CMD.render(change)));
                held++;
            } catch (Failure refused) {
                assertTrue(
                        refused.getMessage().startsWith("the value of V_0 is empty, is longer than"),
                        refused.getMessage());
            }
        }
        for (String value : List.of(
                "wJalrXUtnFEMI/K7MDENG+bPxRfiCY==",
                "arn:aws:sts::123456789123:assumed-role/a/b@c,d=e",
                " a & b | c > d ^ ; ",
                "a".repeat(8_000))) {
            assertEquals(Map.of("V_0", value), Cmd.run(Shell.WINDOWS_CMD.render(Map.of("V_0", value))));
        }
        assertTrue(held > 100, "only " + held + " values were not refused");
    }

    /**
     * As much of PowerShell as is printed for it, by about_Quoting_Rules, about_Environment_Variables and the
     * tokenizer's CharTraits.cs: five characters are a single quote, any two of them in a string are one, and the
     * program's output is decoded by the console's code page and cut into lines.
     */
    private static final class PowerShell {
        private static final String SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b";

        static Map<String, String> run(String code) {
            Map<String, String> change = new LinkedHashMap<>();
            for (String line : asWindowsReadsIt(code)) {
                Matcher set = Pattern.compile("\\$Env:(\\w+) = (.*)").matcher(line);
                Matcher unset = Pattern.compile("Remove-Item -ErrorAction Ignore Env:(\\w+)")
                        .matcher(line);
                if (set.matches()) {
                    change.put(set.group(1), expression(set.group(2)));
                } else if (unset.matches()) {
                    change.put(unset.group(1), null);
                } else {
                    fail("PowerShell would run " + ShellValues.shown(line));
                }
            }
            return change;
        }

        static String thrown(String code) {
            List<String> lines = asWindowsReadsIt(code);
            assertTrue(lines.size() == 1 && lines.get(0).startsWith("throw "), code);
            return expression(lines.get(0).substring("throw ".length()));
        }

        /** {@code 'text' + [char]10 + 'more'}. */
        private static String expression(String code) {
            var value = new StringBuilder();
            int at = 0;
            while (true) {
                if (code.startsWith("[char]", at)) {
                    int end = at + "[char]".length();
                    while (end < code.length() && Character.isDigit(code.charAt(end))) {
                        end++;
                    }
                    assertNotEquals(0, at, "a [char] in front makes + a sum of numbers");
                    value.append((char) Integer.parseInt(code.substring(at + "[char]".length(), end)));
                    at = end;
                } else {
                    assertTrue(isQuote(code, at), "no string at " + at + " of " + ShellValues.shown(code));
                    for (at++; !isQuote(code, at) || isQuote(code, at + 1); at++) {
                        if (isQuote(code, at)) {
                            at++;
                        }
                        value.append(code.charAt(at));
                    }
                    at++;
                }
                if (at == code.length()) {
                    return value.toString();
                }
                assertTrue(code.startsWith(" + ", at), "PowerShell would run " + ShellValues.shown(code.substring(at)));
                at += " + ".length();
            }
        }

        private static boolean isQuote(String code, int at) {
            return at < code.length() && SINGLE_QUOTES.indexOf(code.charAt(at)) >= 0;
        }
    }

    /** As much of cmd.exe as is printed for it, by {@code for /?}, {@code set /?} and {@code cmd /?}. */
    private static final class Cmd {
        static Map<String, String> run(String code) {
            Map<String, String> change = new LinkedHashMap<>();
            for (String line : asWindowsReadsIt(code)) {
                if (line.isEmpty() || line.startsWith(";")) {
                    continue;
                }
                // Delayed expansion reads a line that holds ! once more, and takes ^ for an escape in it; a batch file
                // expands %.
                String expanded = (line.contains("!")
                                ? line.replaceAll("!([^!]*)!?", "").replace("^", "")
                                : line)
                        .replaceAll("%([^%]*)%", "");
                String cut = expanded.substring(0, Math.min(8_191, expanded.length()));
                Matcher set = Pattern.compile("set \"(\\w+)=([^\"]*)\"").matcher(cut);
                if (!set.matches()) {
                    fail("cmd.exe would run " + ShellValues.shown(line));
                }
                change.put(set.group(1), set.group(2).isEmpty() ? null : set.group(2));
            }
            return change;
        }
    }

    /** The lines of a program's output as a Windows console with code page 437 hands them on. */
    private static List<String> asWindowsReadsIt(String code) {
        String decoded = new String(code.getBytes(StandardCharsets.UTF_8), Charset.forName("IBM437"));
        int end = decoded.indexOf('\u001a');
        return List.of((end < 0 ? decoded : decoded.substring(0, end)).split("\r\n|\r|\n"));
    }
}
