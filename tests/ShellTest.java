import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any value comes back byte for byte: generated values are rendered by {@link Shell}, loaded by the real shell in each way
 * that DESIGN.md names, and read again from the environment of a child of that shell. {@code SHELL_TEST_SEED=…} repeats a
 * run, {@code SHELL_TEST_VALUES=…} asks for more values a shell.
 */
class ShellTest {
    private static final long SEED =
            Long.parseLong(System.getenv().getOrDefault("SHELL_TEST_SEED", String.valueOf(System.nanoTime())));
    private static final int VALUES = Integer.parseInt(System.getenv().getOrDefault("SHELL_TEST_VALUES", "1500"));

    /** So many values go into one shell process: all of its environment has to stay below the kernel's 2 MB. */
    private static final int AT_ONCE = 250;

    /** Linux's limit for one variable is 128 kB. */
    private static final int LONG = 100_000;

    /** How many values came back, by shell. */
    private static final Map<Real, Integer> ROUND_TRIPPED = new EnumMap<>(Real.class);

    /** The variables that a shell makes for its children by itself, by shell and way of loading. */
    private static final Map<String, Set<String>> OWN_NAMES = new HashMap<>();

    @TempDir
    Path folder;

    /** A shell on this machine: how it is started, and the lines that load what the file {@code code} holds. */
    enum Real {
        BASH(
                Shell.ENV,
                "bash --norc -c",
                "source <(cat code)",
                "eval \"$(cat code)\"",
                ". ./code",
                "set -eu -o posix; eval \"$(cat code)\""),
        ZSH(
                Shell.ENV,
                "zsh -fc",
                "source <(cat code)",
                "eval \"$(cat code)\"",
                ". ./code",
                "setopt rcquotes shwordsplit; eval \"$(cat code)\""),
        KSH(Shell.ENV, "ksh -c", "source <(cat code)", "eval \"$(cat code)\"", ". ./code"),
        MKSH(Shell.ENV, "mksh -c", "eval \"$(cat code)\"", ". ./code"),
        DASH(Shell.ENV, "dash -c", "eval \"$(cat code)\"", ". ./code", "set -eu; eval \"$(cat code)\""),
        BUSYBOX(Shell.ENV, "busybox sh -c", "eval \"$(cat code)\"", ". ./code"),
        YASH(Shell.ENV, "yash -c", "eval \"$(cat code)\"", ". ./code"),
        FISH(Shell.FISH, "fish --no-config -c", "cat code | source"),
        TCSH(Shell.CSH, "tcsh -fc", "eval `cat code`", "set backslash_quote; eval `cat code`"),
        ELVISH(Shell.ELVISH, "elvish -norc -c", "eval (cat code | slurp)"),
        NU(Shell.NUSHELL, "nu -n -c", "^cat code | from json | load-env");

        final Shell shell;
        final List<String> start;
        final List<String> ways;

        Real(Shell shell, String start, String... ways) {
            this.shell = shell;
            this.start = List.of(start.split(" "));
            this.ways = List.of(ways);
        }

        /** The line that writes a child's environment, if {@code load} went well. */
        String thenWrite(String load) {
            return switch (this) {
                case NU -> load + "; ^env -0 o> found";
                case ELVISH -> load + "; env -0 > found";
                default -> load + " && env -0 > found";
            };
        }

        /** With LANG=C these two take bytes above 127 for no characters at all. */
        boolean reads(String locale, String value) {
            return !locale.equals("C")
                    || this != YASH && this != TCSH
                    || value.chars().allMatch(c -> c < 128);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyValueComesBack(Real real) throws IOException {
        for (List<String> values : batches()) {
            for (String way : real.ways) {
                for (String locale : List.of("C", "C.UTF-8")) {
                    List<String> readable = values.stream()
                            .filter(value -> real.reads(locale, value))
                            .toList();
                    if (!comeBack(real, way, locale, readable)) {
                        shrinkAndFail(real, way, locale, readable);
                    }
                }
            }
            ROUND_TRIPPED.merge(real, values.size(), Integer::sum);
        }
    }

    /** Where a shell cannot read a value in its locale, it says so and loads nothing. */
    @ParameterizedTest
    @EnumSource(names = {"YASH", "TCSH"})
    void whatTheLocaleCannotHoldIsNotMangled(Real real) throws IOException {
        for (String value :
                List.of("é", "a\u0301", "\ud83d\ude00", "a".repeat(4083) + "é", "a".repeat(4084) + "\ud83d\ude00")) {
            var ran = load(real, real.ways.get(0), "C", Map.of(), change(List.of("before", value)));
            if (ran.status() == 0) {
                assertEquals(value, found().get("V_1"));
            } else {
                assertFalse(ran.err().isEmpty() || Files.exists(folder.resolve("found")), ran.err());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void unsetComesFirstAndSucceeds(Real real) throws IOException {
        Map<String, String> change = change(Arrays.asList("new", null, "it's new", null, null));
        for (String way : real.ways) {
            var ran = load(
                    real,
                    way,
                    "C.UTF-8",
                    Map.of("V_0", "old", "V_1", "old", "V_3", "old\nexport V_4=old", "V_5", "stays"),
                    change);
            assertEquals("", ran.err());
            assertEquals(0, ran.status());
            assertEquals(Map.of("V_0", "new", "V_2", "it's new", "V_5", "stays"), values(found()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void unsetAlone(Real real) throws IOException {
        for (String way : real == Real.NU ? List.of("hide-env -i ...(^cat code | from json)") : real.ways) {
            var ran = load(
                    real,
                    way,
                    "C.UTF-8",
                    Map.of("V_0", "", "V_1", "old", "V_2", "stays"),
                    change(Arrays.asList(null, null)));
            assertEquals("", ran.err());
            assertEquals(0, ran.status());
            assertEquals(Map.of("V_2", "stays"), values(found()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsSeenByWhoeverLoadsIt(Real real) throws IOException {
        // The command fails and prints this; source <(…) sees only what it printed.
        executable("producer", "#!/bin/sh\ncat code\nexit 1\n");
        for (String way : real.ways) {
            Files.writeString(folder.resolve("code"), real.shell.failure("assume failed: it's $(touch pwned)"));
            Files.deleteIfExists(folder.resolve("found"));
            var ran = running(real, real.thenWrite(way.replace("cat code", "./producer")))
                    .run();
            assertNotEquals(0, ran.status(), way);
            assertFalse(Files.exists(folder.resolve("found")), way);
            assertFalse(Files.exists(folder.resolve("pwned")), way);
        }
    }

    /** {@code eval $(…)}, as people write it who have not been bitten yet: blanks are lost in it, but AWS's values have none. */
    @ParameterizedTest
    @EnumSource(names = {"BASH", "ZSH", "KSH", "MKSH", "DASH", "BUSYBOX", "YASH"})
    void evalWithoutQuotationMarksLoadsWhatAwsHandsOut(Real real) throws IOException {
        var random = new Random(SEED);
        Map<String, String> change = new LinkedHashMap<>();
        change.put("V_GONE", null);
        change.put("V_ARN", "arn:aws:sts::123456789123:assumed-role/Audit/first.last@example.com,x=y+z_-");
        change.put("V_UNTIL", "2026-11-22T12:34:56Z");
        change.put("V_ALSO_GONE", null);
        for (int i = 0; i < 50; i++) {
            change.put("V_" + i, pick(random, "ABCxyz0189+/", 20 + random.nextInt(1200)) + "==");
        }
        var ran = load(real, "eval $(cat code)", "C", Map.of("V_GONE", "1", "V_ALSO_GONE", "1"), change);
        assertEquals("", ran.err());
        assertEquals(0, ran.status());
        assertTrue(isWhatWasAskedFor(real, "eval $(cat code)", "C", change));
    }

    /** Where people type, {@code !} is history, and tcsh's is so even between single quotes. */
    @ParameterizedTest
    @ValueSource(strings = {"bash --norc -i", "zsh -fi", "tcsh -f -i", "ksh -i", "mksh -i"})
    void anInteractiveShell(String start) throws IOException {
        Program.need(start.split(" ")[0]);
        Real real = Real.valueOf(start.split(" ")[0].toUpperCase());
        Map<String, String> change = change(TRICKY);
        for (String way : real.ways.subList(0, real == Real.TCSH ? 1 : 2)) {
            Files.writeString(folder.resolve("code"), real.shell.render(change));
            Files.deleteIfExists(folder.resolve("found"));
            Program.of(start.split(" "))
                    .in(folder)
                    .with("HOME", folder)
                    .with("LANG", "C.UTF-8")
                    .stdin("true earlier\necho \"!!\" > history\n" + way + "\nenv -0 > found\nexit\n")
                    .run();
            if (!start.contains("ksh")) {
                assertEquals(
                        "true earlier\n",
                        Files.readString(folder.resolve("history")),
                        "this shell has no history, so this proves nothing");
            }
            assertEquals(change, values(found()), way);
        }
    }

    @Test
    void whatNoShellCanHoldIsRefused() {
        for (Shell shell : Shell.values()) {
            for (String value : List.of("a\0b", "\ud800", "a\udc00b", "\udc00\ud800")) {
                assertRefused(shell, value);
            }
            for (String name :
                    List.of("", "1A", "A-B", "A B", "A=B", "é", "A;touch pwned", "A\n", "-A", "$(touch pwned)")) {
                assertThrows(Failure.class, () -> shell.render(Map.of(name, "v")), name);
                assertThrows(
                        Failure.class,
                        () -> shell.render(new TreeMap<>() {
                            {
                                put(name, null);
                            }
                        }),
                        name);
            }
        }
        for (String value : List.of("a\nb", "a\rb", "\n")) {
            assertRefused(Shell.ENV_NO_EXPORT, value);
        }
        for (String value : List.of("", "a\nb", "a\r", "100%", "a!b", "\"", "é", "\t", "\u001a", "a".repeat(8_001))) {
            assertRefused(Shell.WINDOWS_CMD, value);
        }
        assertRefused(Shell.POWERSHELL, "");
    }

    /** What PowerShell gets is run through its grammar of quoting, as documented; there is no PowerShell here. */
    @Test
    void powershellByItsGrammar() {
        for (String value : batches().stream()
                .flatMap(List::stream)
                .filter(value -> !value.isEmpty())
                .toList()) {
            Map<String, String> change = new LinkedHashMap<>();
            change.put("V_1", null);
            change.put("V_0", value);
            assertEquals(change, PowerShell.run(Shell.POWERSHELL.render(change)));
        }
        assertEquals("it's ’ $(touch pwned)", PowerShell.thrown(Shell.POWERSHELL.failure("it's ’ $(touch pwned)")));
    }

    /** The same for cmd.exe's {@code for /f "delims=" %i in ('…') do @%i}, also where delayed expansion is on. */
    @Test
    void cmdByItsGrammar() {
        int held = 0;
        for (String value : batches().stream().flatMap(List::stream).toList()) {
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

    /** nushell forgives more than RFC 8259 does; what reads this next may not. */
    @Test
    void nushellsIsJson() throws IOException {
        for (List<String> values : batches()) {
            String json = Shell.NUSHELL.render(change(values));
            assertEquals(change(values), JSON.std.mapFrom(json));
            assertTrue(
                    json.chars().noneMatch(c -> c < ' ' && c != '\n') && json.indexOf('\n') == json.length() - 1,
                    "a control character");
        }
    }

    /** docker --env-file: a line is NAME=value, taken as it stands. */
    @Test
    void dockersEnvFile() {
        for (String value : batches().stream()
                .flatMap(List::stream)
                .filter(value -> !value.matches("(?s).*[\r\n].*"))
                .toList()) {
            assertEquals("V_0=" + value + "\n", Shell.ENV_NO_EXPORT.render(Map.of("V_0", value)));
        }
        assertEquals("", Shell.ENV_NO_EXPORT.render(change(Arrays.asList((String) null))));
    }

    @Test
    void theTableIsWhatDesignMdSays() {
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

    @AfterAll
    static void figures() {
        if (ROUND_TRIPPED.isEmpty()) {
            return;
        }
        int least =
                ROUND_TRIPPED.values().stream().mapToInt(count -> count).min().orElseThrow();
        System.out.printf("%n  %,d values × %d shells round-tripped (seed %d)%n", least, ROUND_TRIPPED.size(), SEED);
    }

    private boolean comeBack(Real real, String way, String locale, List<String> values) {
        try {
            var ran = load(real, way, locale, Map.of(), change(values));
            return ran.status() == 0 && ran.err().isEmpty() && isWhatWasAskedFor(real, way, locale, change(values));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the child had just those variables, no other one appeared, and nothing that a value says was run. */
    private boolean isWhatWasAskedFor(Real real, String way, String locale, Map<String, String> change)
            throws IOException {
        Map<String, String> asked = new TreeMap<>(change);
        asked.values().removeIf(Objects::isNull);
        Map<String, String> found = found();
        Set<String> names = new TreeSet<>(ownNames(real, way, locale));
        names.addAll(asked.keySet());
        return values(found).equals(asked) && found.keySet().equals(names) && !Files.exists(folder.resolve("pwned"));
    }

    private Set<String> ownNames(Real real, String way, String locale) throws IOException {
        String key = real + way + locale;
        if (!OWN_NAMES.containsKey(key)) {
            load(real, way, locale, Map.of(), Map.of("V_0", ""));
            Set<String> names = new TreeSet<>(found().keySet());
            names.remove("V_0");
            OWN_NAMES.put(key, names);
        }
        return OWN_NAMES.get(key);
    }

    private Program.Ran load(Real real, String way, String locale, Map<String, String> env, Map<String, String> change)
            throws IOException {
        Files.writeString(folder.resolve("code"), real.shell.render(change));
        Files.deleteIfExists(folder.resolve("found"));
        Program program = running(real, real.thenWrite(way)).with("LANG", locale);
        for (var variable : env.entrySet()) {
            program = program.with(variable.getKey(), variable.getValue());
        }
        return program.run();
    }

    private Program running(Real real, String line) {
        Program.need(real.start.get(0));
        return Program.of(Stream.concat(real.start.stream(), Stream.of(line)).toArray(String[]::new))
                .in(folder)
                .with("HOME", folder);
    }

    /** The environment that the child wrote; its bytes are UTF-8, or the value they are in is not what went in. */
    private Map<String, String> found() throws IOException {
        Path file = folder.resolve("found");
        Map<String, String> found = new TreeMap<>();
        if (!Files.exists(file)) {
            return found;
        }
        for (String entry : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\0")) {
            String[] pair = entry.split("=", 2);
            String utf8 = new String(pair[1].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            boolean valid =
                    Arrays.equals(utf8.getBytes(StandardCharsets.UTF_8), pair[1].getBytes(StandardCharsets.ISO_8859_1));
            found.put(pair[0], valid ? utf8 : "not UTF-8: " + pair[1]);
        }
        return found;
    }

    private static Map<String, String> values(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("V_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, String> change(List<String> values) {
        Map<String, String> change = new LinkedHashMap<>();
        for (String value : values) {
            change.put("V_" + change.size(), value);
        }
        return change;
    }

    private void executable(String name, String text) throws IOException {
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve(name), text), PosixFilePermissions.fromString("rwx------"));
    }

    private static void assertRefused(Shell shell, String value) {
        var failure = assertThrows(
                Failure.class, () -> shell.render(Map.of("V_0", value)), () -> shell + " took " + shown(value));
        assertTrue(failure.getMessage().startsWith("the value of V_0 "), failure.getMessage());
    }

    private void shrinkAndFail(Real real, String way, String locale, List<String> values) {
        List<String> few = shrink(values, some -> !comeBack(real, way, locale, some));
        List<Integer> least = few.size() > 1
                ? List.of()
                : shrink(
                        few.get(0).codePoints().boxed().toList(),
                        some -> !comeBack(real, way, locale, List.of(text(some))));
        fail("%s, LANG=%s, %s: what came back is not what went in: %s (shrunk; SHELL_TEST_SEED=%d)"
                .formatted(
                        real,
                        locale,
                        way,
                        few.size() > 1 ? few.stream().map(ShellTest::shown).toList() : shown(text(least)),
                        SEED));
    }

    /** The smallest part of {@code all} that is still {@code bad}, found by leaving out pieces, half of it first, for ten seconds. */
    static <T> List<T> shrink(List<T> all, Predicate<List<T>> bad) {
        List<T> least = all;
        long end = System.nanoTime() + 10_000_000_000L;
        for (int piece = all.size() / 2; piece > 0; piece /= 2) {
            for (int from = 0; from < least.size() && least.size() > piece && System.nanoTime() < end; ) {
                List<T> without = new ArrayList<>(least);
                without.subList(from, Math.min(from + piece, least.size())).clear();
                if (bad.test(without)) {
                    least = without;
                } else {
                    from += piece;
                }
            }
        }
        return least;
    }

    private static String shown(String value) {
        String visible = value.codePoints()
                .limit(200)
                .mapToObj(c -> c > ' ' && c < 127 && c != '\\' ? Character.toString(c) : "\\u{%x}".formatted(c))
                .collect(Collectors.joining());
        return "\"" + visible + "\", " + value.length() + " characters";
    }

    private static String text(List<Integer> codePoints) {
        return codePoints.stream().map(Character::toString).collect(Collectors.joining());
    }

    // The values. Each batch ends with a long one.

    private static final String SPECIAL = "'\"\\$`!%~-# \n\t;&|<>*?[]{}()^=@+,";

    private static final List<String> TRICKY = List.of(
            "",
            " ",
            "  a  b  ",
            "'",
            "''",
            "'''",
            "\"",
            "\\",
            "\\\\",
            "\\'",
            "'\\''",
            "$(touch pwned)",
            "`touch pwned`",
            "$HOME",
            "${HOME}",
            "!!",
            "a!b",
            "!$",
            "!",
            "%PATH%",
            "%s%n",
            "~",
            "~root",
            "-n",
            "--",
            "-",
            "#",
            "a # b",
            "a;touch pwned",
            "a|b",
            "a&b",
            ">pwned",
            "*",
            "?",
            "[a-z]*",
            "{a,b}",
            "\n",
            "a\nb",
            "\n\na\n\n",
            "\r\n",
            "a\r",
            "\t",
            "\\n",
            "\\0",
            "\\c",
            "\\041",
            "$'a'",
            "=ls",
            "^a^b",
            "'; touch pwned; '",
            "v'\nexport X='",
            "EOF\n",
            "true",
            "null",
            "1",
            "1.0",
            "{}",
            "[]",
            "{0}",
            "\u007f",
            "\u001b[31m",
            "\b",
            "\f",
            "é",
            "e\u0301",
            "\u0301",
            "\u20dd",
            "\ud83d\ude00",
            "\ud83d\udc69\u200d\ud83d\udd2c",
            "\u2018\u2019\u201a\u201b\u201c\u201d",
            "\u00a0",
            "\u0085",
            "\u2028\u2029",
            "\u3000",
            "\u200b",
            "\u202e",
            "\ufeff",
            "\ufffd",
            "\ufffe",
            "\uffff",
            "\ufdd0",
            "\ufdef",
            "\ue000",
            "\uf600",
            "\uf6ff",
            "\uf700",
            "\uf8ff",
            "\ud83f\udffe",
            "\udb80\udc00",
            "\udbff\udfff");

    private static List<List<String>> batches() {
        var random = new Random(SEED);
        List<String> values = new ArrayList<>(TRICKY);
        IntStream.range(1, 128)
                .mapToObj(Character::toString)
                .forEach(c -> values.addAll(List.of(c, "a" + c + c + "b " + c)));
        while (values.size() < VALUES) {
            values.add(value(random, (int) Math.pow(2, random.nextInt(60) / 6.0)));
        }
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < values.size(); from += AT_ONCE) {
            List<String> batch = new ArrayList<>(values.subList(from, Math.min(from + AT_ONCE, values.size())));
            batch.add(value(random, LONG));
            batches.add(batch);
        }
        return batches;
    }

    /** A value of about so many bytes, of one kind of pieces or of all kinds. */
    private static String value(Random random, int bytes) {
        var value = new StringBuilder();
        int kind = random.nextInt(6);
        for (int size = 0; size < bytes; ) {
            String piece = switch (kind == 5 ? random.nextInt(5) : kind) {
                case 0 -> Character.toString(1 + random.nextInt(127));
                case 1 -> pick(random, SPECIAL, 1);
                case 2 -> TRICKY.get(random.nextInt(TRICKY.size()));
                case 3 -> pick(random, "abcXYZ0189+/", 1 + random.nextInt(8));
                default -> anyCharacter(random);
            };
            value.append(piece);
            size += piece.getBytes(StandardCharsets.UTF_8).length;
        }
        return value.toString();
    }

    /** One, two, three and four bytes of UTF-8 are equally likely. */
    private static String anyCharacter(Random random) {
        int c = 1 + random.nextInt(new int[] {0x7f, 0x7ff, 0xffff, 0x10ffff}[random.nextInt(4)]);
        return c >= 0xd800 && c < 0xe000 ? "\ud83d\ude00" : Character.toString(c);
    }

    private static String pick(Random random, String from, int length) {
        return random.ints(length, 0, from.length())
                .mapToObj(i -> from.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    /**
     * As much of PowerShell as is printed for it, by about_Quoting_Rules, about_Environment_Variables and the tokenizer's
     * CharTraits.cs: five characters are a single quote, any two of them in a string are one, and the program's output is
     * decoded by the console's code page and cut into lines.
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
                    fail("PowerShell would run " + shown(line));
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
                    assertTrue(isQuote(code, at), "no string at " + at + " of " + shown(code));
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
                assertTrue(code.startsWith(" + ", at), "PowerShell would run " + shown(code.substring(at)));
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
                    fail("cmd.exe would run " + shown(line));
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
