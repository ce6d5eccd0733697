import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any value comes back byte for byte: generated values are rendered by {@link Shell}, loaded by the real shell in every
 * way in which people load them, and read again from the environment of a child of that shell.
 * {@code SHELL_TEST_SEED=...} repeats a run, {@code SHELL_TEST_VALUES=...} asks for more values a shell.
 */
class RealShellsTest {
    /** How many values came back, by shell. */
    private static final Map<RealShell, Integer> ROUND_TRIPPED = new EnumMap<>(RealShell.class);

    /** The variables that a shell makes for its children by itself, by shell and way of loading. */
    private static final Map<String, Set<String>> OWN_NAMES = new HashMap<>();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void everyValueComesBack(RealShell real) throws IOException {
        for (List<String> values : ShellValues.batches()) {
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
    void whatTheLocaleCannotHoldIsNotMangled(RealShell real) throws IOException {
        for (String value : List.of(
                "\u00e9", "a\u0301", "\ud83d\ude00", "a".repeat(4083) + "\u00e9", "a".repeat(4084) + "\ud83d\ude00")) {
            var ran = load(real, real.ways.get(0), "C", Map.of(), ShellValues.change(List.of("before", value)));
            if (ran.status() == 0) {
                assertEquals(value, found().get("V_1"));
            } else {
                assertFalse(ran.err().isEmpty() || Files.exists(folder.resolve("found")), ran.err());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void unsetComesFirstAndSucceeds(RealShell real) throws IOException {
        Map<String, String> change = ShellValues.change(Arrays.asList("new", null, "it's new", null, null));
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
    void unsetAlone(RealShell real) throws IOException {
        for (String way : real == RealShell.NU ? List.of("hide-env -i ...(^cat code | from json)") : real.ways) {
            var ran = load(
                    real,
                    way,
                    "C.UTF-8",
                    Map.of("V_0", "", "V_1", "old", "V_2", "stays"),
                    ShellValues.change(Arrays.asList(null, null)));
            assertEquals("", ran.err());
            assertEquals(0, ran.status());
            assertEquals(Map.of("V_2", "stays"), values(found()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsSeenByWhoeverLoadsIt(RealShell real) throws IOException {
        // The command fails and prints this; source <(...) sees only what it printed.
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

    /**
     * {@code eval $(...)}, as people write it who have not been bitten yet: blanks are lost in it, but AWS's values
     * have none.
     */
    @ParameterizedTest
    @EnumSource(names = {"BASH", "ZSH", "KSH", "MKSH", "DASH", "BUSYBOX", "YASH"})
    void evalWithoutQuotationMarksLoadsWhatAwsHandsOut(RealShell real) throws IOException {
        var random = new Random(ShellValues.SEED);
        Map<String, String> change = new LinkedHashMap<>();
        change.put("V_GONE", null);
        change.put("V_ARN", "arn:aws:sts::123456789123:assumed-role/Audit/first.last@example.com,x=y+z_-");
        change.put("V_UNTIL", "2026-11-22T12:34:56Z");
        change.put("V_ALSO_GONE", null);
        for (int i = 0; i < 50; i++) {
            change.put("V_" + i, ShellValues.pick(random, "ABCxyz0189+/", 20 + random.nextInt(1200)) + "==");
        }
        var ran = load(real, "eval $(cat code)", "C", Map.of("V_GONE", "1", "V_ALSO_GONE", "1"), change);
        assertEquals("", ran.err());
        assertEquals(0, ran.status());
        assertTrue(hasExactly(real, "eval $(cat code)", "C", change));
    }

    /** Where people type, {@code !} is history, and tcsh's is so even between single quotes. */
    @ParameterizedTest
    @ValueSource(strings = {"bash --norc -i", "zsh -fi", "tcsh -f -i", "ksh -i", "mksh -i"})
    void anInteractiveShell(String start) throws IOException {
        Program.need(start.split(" ")[0]);
        RealShell real = RealShell.valueOf(start.split(" ")[0].toUpperCase(Locale.ROOT));
        Map<String, String> change = ShellValues.change(ShellValues.TRICKY);
        for (String way : real.ways.subList(0, real == RealShell.TCSH ? 1 : 2)) {
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

    @AfterAll
    static void figures() {
        if (ROUND_TRIPPED.isEmpty()) {
            return;
        }
        int least =
                ROUND_TRIPPED.values().stream().mapToInt(count -> count).min().orElseThrow();
        System.out.printf(
                "%n  %,d values \u00d7 %d shells round-tripped (seed %d)%n",
                least, ROUND_TRIPPED.size(), ShellValues.SEED);
    }

    private boolean comeBack(RealShell real, String way, String locale, List<String> values) {
        try {
            var ran = load(real, way, locale, Map.of(), ShellValues.change(values));
            return ran.status() == 0
                    && ran.err().isEmpty()
                    && hasExactly(real, way, locale, ShellValues.change(values));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the child had just those variables, no other one appeared, and nothing that a value says was run. */
    private boolean hasExactly(RealShell real, String way, String locale, Map<String, String> change)
            throws IOException {
        Map<String, String> expected = new TreeMap<>(change);
        expected.values().removeIf(Objects::isNull);
        Map<String, String> found = found();
        Set<String> names = new TreeSet<>(ownNames(real, way, locale));
        names.addAll(expected.keySet());
        return values(found).equals(expected) && found.keySet().equals(names) && !Files.exists(folder.resolve("pwned"));
    }

    private Set<String> ownNames(RealShell real, String way, String locale) throws IOException {
        String key = real + way + locale;
        if (!OWN_NAMES.containsKey(key)) {
            load(real, way, locale, Map.of(), Map.of("V_0", ""));
            Set<String> names = new TreeSet<>(found().keySet());
            names.remove("V_0");
            OWN_NAMES.put(key, names);
        }
        return OWN_NAMES.get(key);
    }

    private Program.Ran load(
            RealShell real, String way, String locale, Map<String, String> env, Map<String, String> change)
            throws IOException {
        Files.writeString(folder.resolve("code"), real.shell.render(change));
        Files.deleteIfExists(folder.resolve("found"));
        Program program = running(real, real.thenWrite(way)).with("LANG", locale);
        for (var variable : env.entrySet()) {
            program = program.with(variable.getKey(), variable.getValue());
        }
        return program.run();
    }

    private Program running(RealShell real, String line) {
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

    private void executable(String name, String text) throws IOException {
        Files.setPosixFilePermissions(
                Files.writeString(folder.resolve(name), text), PosixFilePermissions.fromString("rwx------"));
    }

    private void shrinkAndFail(RealShell real, String way, String locale, List<String> values) {
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
                        few.size() > 1 ? few.stream().map(ShellValues::shown).toList() : ShellValues.shown(text(least)),
                        ShellValues.SEED));
    }

    /**
     * The smallest part of {@code all} that is still {@code bad}, found by leaving out pieces, half of it first, for
     * ten seconds.
     */
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

    private static String text(List<Integer> codePoints) {
        return codePoints.stream().map(Character::toString).collect(Collectors.joining());
    }
}
