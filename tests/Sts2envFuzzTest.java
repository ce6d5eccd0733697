import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sts2env and input that nobody thought of: what holds for every input at all. */
class Sts2envFuzzTest {
    @TempDir
    Path folder;

    /** What reads the input. */
    private static final String INSTRUMENTED =
            "sts2env:CredentialsJson*:Json*:SessionCredentials*:com.fasterxml.jackson.core.json.**";

    private static final List<String> TOKENS = List.of(
            "'",
            "\"",
            "\\",
            "'\\''",
            "$(id)",
            "`id`",
            ";",
            "\n",
            "\\n",
            "\0",
            "\\u0000",
            "\\ud83d",
            "\\ud83d\\udd11",
            "\\u2028",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "-1",
            "1e999",
            "99999999999999999999",
            "NaN",
            "\"AccessKeyId\":",
            "\"SecretAccessKey\":\"x\",",
            "\"Token\":",
            "\"Credentials\":{",
            "\"Code\":",
            "\"accessToken\":",
            "\"Expiration\":",
            "\uFEFF",
            "An error occurred (",
            "<",
            AwsAnswer.SECRET,
            AwsAnswer.TOKEN.substring(0, 30),
            AwsAnswer.ID);

    /** Mutations of the answers and of the bad input: -Dfuzz.seed=... repeats a run. */
    @Test
    void survivesWhatNobodyThoughtOf() throws IOException {
        Program.need("bash");
        int inputs = 20_000;
        long seed = Long.getLong("fuzz.seed", 4);
        List<byte[]> corpus = corpus();
        Random random = new Random(seed);
        Path codes = Files.createDirectory(folder.resolve("codes"));
        int[] statuses = new int[3];
        for (int i = 0; i < inputs; i++) {
            byte[] input = mutated(corpus, random);
            Sts2envRun ran;
            try {
                ran = fuzz(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "-Dfuzz.seed=" + seed + ", input " + i + ": " + new String(input, StandardCharsets.ISO_8859_1),
                        e);
            }
            if (statuses[ran.status()]++ % 20 == 0 && ran.status() == 0) {
                Files.writeString(codes.resolve("code" + i), ran.out());
            }
        }
        assertTrue(
                statuses[0] > inputs / 10 && statuses[1] > inputs / 10,
                "too few of one kind: " + statuses[0] + " loaded, " + statuses[1] + " refused");
        var bash = Program.of("bash", "-c", "for f in *; do bash -n $f || exit 1; n=$((n + 1)); done; echo $n")
                .in(codes)
                .run();
        assertTrue(Integer.parseInt(bash.out().strip()) >= inputs / 200, bash.err());
        System.out.printf(
                "%,d fuzz inputs (seed %d: %,d loaded, %,d refused) ", inputs, seed, statuses[0], statuses[1]);
    }

    /** Jazzer looks for inputs that take new paths through our code and Jackson's; it needs a JVM of its own. */
    @Test
    void survivesWhatCoverageLeadsTo() throws IOException {
        Assumptions.assumeTrue(
                (System.getProperty("os.name") + System.getProperty("os.arch"))
                        .matches("Linuxamd64|Mac OS X.*|Windows.*amd64"),
                "Jazzer has no native part for this machine");
        int inputs = 5_000;
        Path seeds = Files.createDirectory(folder.resolve("seeds"));
        int number = 0;
        for (byte[] seed : corpus()) {
            Files.write(seeds.resolve("seed" + number), seed);
            number++;
        }
        var jazzer = Program.of(
                        "sh",
                        "-c",
                        "exec \"$@\" >jazzer.log 2>&1",
                        "sh",
                        Sts2envRun.JAVA,
                        "-XX:+EnableDynamicAgentLoading",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=Sts2envFuzzTest$Guided",
                        "--instrumentation_includes=" + INSTRUMENTED,
                        "--custom_hook_includes=none",
                        "-runs=" + inputs,
                        "-seed=4",
                        "-max_len=4096",
                        "-artifact_prefix=" + folder + "/",
                        seeds.toString())
                .in(folder)
                .run();
        String said = Files.readString(folder.resolve("jazzer.log"), StandardCharsets.ISO_8859_1);
        assertEquals(0, jazzer.status(), said);
        assertTrue(said.contains("Done " + inputs + " runs"), said);
        System.out.printf("%,d guided fuzz inputs ", inputs);
    }

    /** What Jazzer calls. */
    public static class Guided {
        public static void fuzzerTestOneInput(byte[] input) {
            fuzz(input);
        }
    }

    /** What holds for every input at all. */
    private static Sts2envRun fuzz(byte[] input) {
        Sts2envRun ran = Sts2envRun.of(input);
        assertTrue(ran.status() == 0 || ran.status() == 1, "status " + ran.status());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(!ran.err().contains("unexpected"), ran.err());
        String id = "";
        if (ran.status() == 0) {
            Map<String, String> change = Sts2envRun.change(ran.out());
            assertTrue(change.keySet().stream().allMatch(name -> name.startsWith("AWS_")), ran.out());
            change.values()
                    .forEach(value -> assertTrue(
                            value == null || value.chars().noneMatch(Character::isISOControl),
                            "a control character came through"));
            id = change.get("AWS_ACCESS_KEY_ID");
            assertNotNull(change.get("AWS_SECRET_ACCESS_KEY"));
        } else {
            assertEquals("false;\n", ran.out());
        }
        // The ID is no secret, whatever a mutation has put there.
        Sts2envRun.assertShowsNoSecret(ran.err().replace("sts2env: " + id + " ", ""), 8);
        return ran;
    }

    private static List<byte[]> corpus() {
        List<byte[]> corpus = new ArrayList<>();
        for (AwsAnswer answer : AwsAnswer.ALL) {
            corpus.add(answer.bytes());
            corpus.add(answer.bytes());
            corpus.add(answer.encoded("UTF-16LE with a byte order mark"));
        }
        BadAnswer.ALL.stream()
                .map(BadAnswer::input)
                .filter(input -> input.length < 2000)
                .forEach(corpus::add);
        return corpus;
    }

    private static byte[] mutated(List<byte[]> corpus, Random random) {
        byte[] input = corpus.get(random.nextInt(corpus.size()));
        for (int mutations = 1 + random.nextInt(2); mutations > 0; mutations--) {
            input = mutated(input, corpus.get(random.nextInt(corpus.size())), random);
        }
        return input;
    }

    private static byte[] mutated(byte[] input, byte[] other, Random random) {
        int at = random.nextInt(input.length + 1);
        int to = Math.min(input.length, at + random.nextInt(random.nextBoolean() ? 4 : 200));
        return switch (random.nextInt(12)) {
            case 0 -> joined(input, 0, at, new byte[0], input, to);
            case 1 -> joined(input, 0, at, token(random).getBytes(StandardCharsets.UTF_8), input, at);
            case 2 -> joined(input, 0, at, token(random).getBytes(StandardCharsets.UTF_8), input, to);
            case 3 -> joined(input, 0, at, Arrays.copyOfRange(input, at, to), input, at);
            case 4 ->
                joined(input, 0, at, new byte[] {(byte) random.nextInt(256)}, input, Math.min(input.length, at + 1));
            case 5 -> joined(input, 0, at, new byte[0], other, random.nextInt(other.length + 1));
            case 6 ->
                new String(input, StandardCharsets.ISO_8859_1)
                        .replaceFirst("\"[^\"]*\"", random.nextBoolean() ? "\"'\"" : "0")
                        .getBytes(StandardCharsets.ISO_8859_1);
            default -> mutatedValue(input, random);
        };
    }

    /** Another secret, so that much of what goes in comes out again. */
    private static byte[] mutatedValue(byte[] input, Random random) {
        String text = new String(input, StandardCharsets.UTF_8);
        int value = text.indexOf(random.nextBoolean() ? AwsAnswer.SECRET : AwsAnswer.TOKEN);
        String token = token(random);
        return value < 0
                ? input
                : (text.substring(0, value) + token + text.substring(value + random.nextInt(9)))
                        .getBytes(StandardCharsets.UTF_8);
    }

    private static String token(Random random) {
        return TOKENS.get(random.nextInt(TOKENS.size()));
    }

    private static byte[] joined(byte[] first, int from, int to, byte[] middle, byte[] last, int lastFrom) {
        var out = new ByteArrayOutputStream();
        out.write(first, from, to - from);
        out.writeBytes(middle);
        out.write(last, lastFrom, last.length - lastFrom);
        return out.toByteArray();
    }
}
