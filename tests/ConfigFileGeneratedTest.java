import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of random files, read by {@link Profiles} and by the AWS CLI's own botocore in one Python process ({@code
 * config_oracle.py}). The profiles are the same, or the difference has its name on the short list there, with the
 * reason.
 *
 * <p>CONFIG_SEED repeats a run, CONFIG_CASES makes it longer.
 */
class ConfigFileGeneratedTest {
    private record Pair(String config, String credentials) {}

    /** Fewer questions than fill a pipe. */
    private static final int AT_ONCE = 500;

    @TempDir
    Path folder;

    private Botocore botocore;

    @BeforeEach
    void startBotocore() throws IOException {
        botocore = Botocore.start("config_oracle.py", folder.toString());
    }

    @AfterEach
    void endBotocore() throws IOException {
        if (botocore != null) {
            botocore.close();
        }
    }

    @Test
    void everyFileIsReadAsTheAwsCliReadsIt() {
        long seed = number("CONFIG_SEED", System.nanoTime() & 0xffff_ffffL);
        long count = number("CONFIG_CASES", 2500);
        System.out.printf("%n  CONFIG_SEED=%d, %d pairs of files", seed, count);
        Map<String, Integer> leniencies = new TreeMap<>();
        int alike = 0;
        int refused = 0;
        for (long from = seed; from < seed + count; from += AT_ONCE) {
            List<Pair> pairs = generated(from, Math.min(AT_ONCE, seed + count - from));
            List<Map<String, Object>> answers = answers(pairs);
            for (int i = 0; i < pairs.size(); i++) {
                Map<String, Object> expected = answers.get(i);
                if (!differences(i, expected).isEmpty()) {
                    fail(explained(from + i, pairs.get(i)));
                }
                alike += leniencies(expected).isEmpty() ? 1 : 0;
                refused += expected.get("refused") == null ? 0 : 1;
                leniencies(expected).forEach(name -> leniencies.merge(name, 1, Integer::sum));
            }
        }
        System.out.printf(": %d read alike, %d refused by botocore; let in with %s%n  ", alike, refused, leniencies);
        assertTrue(alike > count / 4, "too few of the files are fit for reading: " + alike);
        assertTrue(leniencies.size() >= 6, "not every leniency was tried: " + leniencies);
    }

    /** The comparison finds what differs, and the shrinking leaves little else. */
    @Test
    void aDifferenceIsFoundAndShrunk() {
        Pair files = new Pair("[profile a]\nx = 1\n[profile b]\ny = 2\n# c\nz = 3\n", "[a]\nk = 1\n");
        Predicate<Pair> differs = candidate -> !candidate.config().contains("y = 2")
                ? false
                : isDifferent(
                        candidate,
                        answers(List.of(new Pair("[profile b]\ny = 3\n", ""))).get(0));
        Pair smallest = shrink(files, differs);
        assertEquals(new Pair("y = 2", ""), smallest);
    }

    private static List<Pair> generated(long seed, long count) {
        List<Pair> pairs = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            Random random = new Random(seed + i);
            pairs.add(new Pair(ConfigFileGenerator.config(random), ConfigFileGenerator.credentials(random)));
        }
        return pairs;
    }

    private boolean isDifferent(Pair pair, Map<String, Object> expected) {
        write(0, pair);
        return !differences(0, expected).isEmpty();
    }

    /** In what way the files in that folder are read differently, in words. */
    private List<String> differences(int number, Map<String, Object> expected) {
        Profiles profiles = Profiles.read(Map.of(
                "HOME", folder.toString(),
                "AWS_CONFIG_FILE", folder(number).resolve("config").toString(),
                "AWS_SHARED_CREDENTIALS_FILE",
                        folder(number).resolve("credentials").toString()));
        List<String> differences = new ArrayList<>();
        differ(differences, "names", new TreeSet<>(list(expected, "names")), new TreeSet<>(profiles.names()));
        differ(differences, "sso-sessions", map(expected, "sso_sessions"), nested(profiles.ssoSessions()));
        differ(differences, "services", map(expected, "services"), nested(profiles.services()));
        Map<String, Object> unreadable = map(expected, "unreadable");
        map(expected, "profiles").forEach((name, values) -> {
            if (unreadable.containsKey(name)) {
                differ(differences, "kind of " + name, Profiles.Kind.UNREADABLE, profiles.kind(name));
                differences.addAll(faultDifferences(profiles, name, expected));
            } else if (!profiles.isReadable(name)) {
                differences.add(name + " should be readable");
            } else {
                differ(differences, "profile " + name, values, nested(profiles.values(name)));
                differences.addAll(commentDifferences(profiles, name));
            }
        });
        return differences;
    }

    private static String message(Profiles profiles, String name) {
        try {
            profiles.require(name);
            return "";
        } catch (Failure e) {
            return e.getMessage();
        }
    }

    /** The message names the file and the first line that cannot be read, where botocore names one at all. */
    private static List<String> faultDifferences(Profiles profiles, String name, Map<String, Object> expected) {
        List<String> differences = new ArrayList<>();
        List<?> place = (List<?>) map(expected, "unreadable").get(name);
        List<?> lines = (List<?>) place.get(1);
        String message = message(profiles, name);
        Matcher named = Pattern.compile("(?s).*/" + place.get(0) + " cannot be read: .* on line (\\d+)")
                .matcher(message);
        if (!named.matches()) {
            differences.add(name + ": no file and line in " + message);
        } else if (!lines.contains(null)) {
            differ(differences, "first line of " + name, lines.get(0), Integer.parseInt(named.group(1)));
        }
        return differences;
    }

    /** {@code get} says what the file says, but for what AWS's guide calls a comment. */
    private static List<String> commentDifferences(Profiles profiles, String name) {
        List<String> differences = new ArrayList<>();
        profiles.values(name).forEach((key, value) -> {
            String got = profiles.get(name, key);
            boolean isSame = got != null && got.equals(value);
            boolean isNothing = got == null && (value.isEmpty() || value.matches("(?s)[#;\n].*"));
            boolean isCut = got != null
                    && !key.matches("credential_process|ca_bundle")
                    && value.startsWith(got)
                    && value.substring(got.length()).matches("(?s)[\\s\\h\u0085\u001c-\u001f\u2028\u2029]+[#;].*");
            if (!isSame && !isNothing && !isCut) {
                differences.add("get(" + name + ", " + key + ") is " + got + " of " + value);
            }
        });
        return differences;
    }

    private static void differ(List<String> differences, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add(what + ": botocore " + expected + ", here " + actual);
        }
    }

    private static Map<String, Object> nested(Map<String, ?> values) {
        Map<String, Object> nested = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (value instanceof Map<?, ?> section) {
                Map<String, Object> inner = new LinkedHashMap<>();
                section.forEach((name, text) -> inner.put((String) name, parsed((String) text)));
                nested.put(key, inner);
            } else {
                nested.put(key, parsed((String) value));
            }
        });
        return nested;
    }

    private static Object parsed(String value) {
        return ConfigSection.isBlock(value) ? ConfigSection.block(value) : value;
    }

    /** What botocore reads, for many at once, so that the two processes do not wait for each other. */
    private List<Map<String, Object>> answers(List<Pair> pairs) {
        try {
            for (int i = 0; i < pairs.size(); i++) {
                write(i, pairs.get(i));
                botocore.ask(String.valueOf(i));
            }
            List<Map<String, Object>> given = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                given.add(botocore.answer());
            }
            return given;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder(int number) {
        return folder.resolve(String.valueOf(number));
    }

    private void write(int number, Pair pair) {
        try {
            Files.createDirectories(folder(number));
            Files.writeString(folder(number).resolve("config"), pair.config());
            Files.writeString(folder(number).resolve("credentials"), pair.credentials());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String explained(long seed, Pair pair) {
        Predicate<Pair> differs =
                candidate -> isDifferent(candidate, answers(List.of(candidate)).get(0));
        Pair smallest = shrink(pair, differs);
        return "CONFIG_SEED=" + seed + " CONFIG_CASES=1\n" + "config      = " + literal(smallest.config())
                + "\ncredentials = " + literal(smallest.credentials()) + "\n"
                + String.join("\n", differences(0, answers(List.of(smallest)).get(0)));
    }

    /** The same difference with fewer lines, then fewer characters. */
    private static Pair shrink(Pair files, Predicate<Pair> differs) {
        Pair smallest = files;
        for (String separator : List.of("(?<=\n)", "")) {
            Pair now = smallest;
            String config = shrink(now.config(), separator, text -> differs.test(new Pair(text, now.credentials())));
            String credentials = shrink(now.credentials(), separator, text -> differs.test(new Pair(config, text)));
            smallest = new Pair(config, credentials);
        }
        return smallest;
    }

    private static String shrink(String text, String separator, Predicate<String> differs) {
        List<String> parts = new ArrayList<>(List.of(text.split(separator)));
        for (int size = Math.max(1, parts.size() / 2); size > 0; size /= 2) {
            for (int at = 0; at < parts.size(); ) {
                List<String> fewer = new ArrayList<>(parts);
                fewer.subList(at, Math.min(at + size, parts.size())).clear();
                if (differs.test(String.join("", fewer))) {
                    parts = fewer;
                } else {
                    at += size;
                }
            }
        }
        return String.join("", parts);
    }

    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                case '"', '\\' -> literal.append('\\').append(c);
                default -> literal.append(c < ' ' || c > '~' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        return literal.append('"').toString();
    }

    private static long number(String variable, long otherwise) {
        String given = System.getenv(variable);
        return given == null ? otherwise : Long.parseLong(given);
    }

    private static Collection<String> leniencies(Map<String, Object> expected) {
        return list(expected, "leniencies");
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(Map<String, Object> json, String name) {
        return (List<String>) json.get(name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> json, String name) {
        return (Map<String, Object>) json.get(name);
    }
}
