import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** sts2env, called as its main would, and what its output does to a shell. */
record Sts2envRun(int status, String out, String err) {
    // Helpers.

    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    static Sts2envRun of(byte[] input, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = sts2env.run(
                args,
                new Command.World(
                        Map.of(),
                        new ByteArrayInputStream(input),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        fd -> false));
        return new Sts2envRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static Map<String, String> assertLoads(byte[] json) {
        Sts2envRun ran = of(json);
        assertEquals(0, ran.status, ran.err);
        return change(ran.out);
    }

    /**
     * What is set is {@code loads}; what of that it could have set and did not, it unsets, and so what would override
     * it.
     */
    static void assertLoads(Map<String, String> loads, byte[] json) {
        Map<String, String> expected = new TreeMap<>(loads);
        for (String name : List.of(
                "SESSION_TOKEN",
                "CREDENTIAL_EXPIRATION",
                "SECURITY_TOKEN",
                "PROFILE",
                "DEFAULT_PROFILE",
                "ASSUMED_ROLE",
                "ASSUMED_PROFILE")) {
            expected.putIfAbsent("AWS_" + name, null);
        }
        assertEquals(expected, new TreeMap<>(assertLoads(json)));
    }

    static void assertShowsNoSecret(String shown, int length) {
        for (String secret : List.of(AwsAnswer.SECRET, AwsAnswer.TOKEN)) {
            IntStream.rangeClosed(0, secret.length() - length)
                    .mapToObj(i -> secret.substring(i, i + length))
                    .filter(part -> !part.matches("/*"))
                    .forEach(part -> assertTrue(!shown.contains(part), () -> part + " of a secret is in: " + shown));
        }
    }

    /**
     * What {@code code} does to an environment: exactly our part of POSIX's grammar, {@code unset A B;} and then
     * {@code export N='v';}.
     */
    static Map<String, String> change(String code) {
        Map<String, String> change = new LinkedHashMap<>();
        int at = 0;
        if (code.startsWith("unset ")) {
            at = code.indexOf(";\n");
            for (String name : code.substring("unset ".length(), at).split(" ")) {
                change.put(name, null);
            }
            at += 2;
        }
        while (at < code.length()) {
            assertTrue(code.startsWith("export ", at), () -> "no export: " + code);
            int is = code.indexOf("='", at);
            String name = code.substring(at + "export ".length(), is);
            var value = new StringBuilder();
            int from = is + 2;
            int end = code.indexOf('\'', from);
            while (code.startsWith("'\\''", end)) {
                value.append(code, from, end).append('\'');
                from = end + 4;
                end = code.indexOf('\'', from);
            }
            value.append(code, from, end);
            assertTrue(code.startsWith("';\n", end), () -> "no end of a value: " + code);
            assertTrue(
                    value.length() > 0 && value.indexOf("\0") < 0, () -> "a value that no environment holds: " + code);
            assertTrue(change.put(name, value.toString()) == null, () -> "set twice: " + code);
            at = end + 3;
        }
        change.keySet().forEach(name -> assertTrue(name.matches("[A-Z_]+"), () -> "no name: " + code));
        return change;
    }

    static Map<String, String> sets(Map<String, String> change) {
        Map<String, String> sets = new LinkedHashMap<>(change);
        sets.values().removeIf(Objects::isNull);
        return sets;
    }
}
