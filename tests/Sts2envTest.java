import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** sts2env's options, where it reads from, and what is no answer of AWS. */
class Sts2envTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> badInputIsToldAndNothingOfItIsShown() {
        return BadAnswer.ALL.stream()
                .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> {
                    for (String format : List.of("env", "fish", "json", "process")) {
                        Sts2envRun ran = Sts2envRun.of(bad.input(), "--format", format);
                        assertEquals(1, ran.status(), ran.err());
                        assertEquals(format.equals("env") || format.equals("fish") ? "false;\n" : "", ran.out());
                        assertEquals(1, ran.err().lines().count(), ran.err());
                        assertTrue(
                                ran.err().startsWith("sts2env: ") && ran.err().contains(bad.says()), ran.err());
                        Sts2envRun.assertShowsNoSecret(ran.err(), 6);
                    }
                    Sts2envRun debug = Sts2envRun.of(bad.input(), "--debug");
                    assertTrue(
                            Pattern.compile("\tat (CredentialsJson|Json|SessionCredentials)\\.")
                                            .matcher(debug.err())
                                            .find()
                                    || debug.err().contains("\tat sts2env."),
                            "no stack trace: " + debug.err());
                    Sts2envRun.assertShowsNoSecret(debug.out() + debug.err(), 6);
                }));
    }

    @Test
    void whatHasExpiredLoadsNothingUnlessItIsAskedFor() {
        byte[] expired = AwsAnswer.named("assume-role")
                .json()
                .replace("2099-01-01T00:00:00+00:00", "2011-07-11T19:55:29Z")
                .getBytes(StandardCharsets.UTF_8);
        Sts2envRun ran = Sts2envRun.of(expired);
        assertEquals("1 false;\n", ran.status() + " " + ran.out());
        assertTrue(
                ran.err().contains("expired at 2011-07-11T19:55:29Z")
                        && ran.err().contains("--allow-expired"),
                ran.err());

        Sts2envRun allowed = Sts2envRun.of(expired, "--allow-expired");
        assertEquals(0, allowed.status());
        assertEquals("2011-07-11T19:55:29Z", Sts2envRun.change(allowed.out()).get("AWS_CREDENTIAL_EXPIRATION"));
        assertEquals("sts2env: " + AwsAnswer.ID + " expired at 2011-07-11T19:55:29Z\n", allowed.err());
    }

    @Test
    void aRegionIsLoadedWhenItIsOne() {
        Map<String, String> loaded =
                Sts2envRun.change(Sts2envRun.of(AwsAnswer.ALL.get(0).bytes(), "--region", "eu-central-1")
                        .out());
        assertEquals("eu-central-1 eu-central-1", loaded.get("AWS_REGION") + " " + loaded.get("AWS_DEFAULT_REGION"));
        Sts2envRun wrong = Sts2envRun.of(AwsAnswer.ALL.get(0).bytes(), "--region", "eu-central-1; rm -r ~");
        assertEquals("2 false;\n", wrong.status() + " " + wrong.out());
        assertTrue(wrong.err().contains("is no region"), wrong.err());
    }

    @Test
    void aFileThatCannotBeReadIsTold() throws IOException {
        Map<String, String> says = new LinkedHashMap<>();
        says.put(folder.toString(), "cannot be read: it is a directory");
        says.put(folder.resolve("missing").toString(), "cannot be read: there is no such file");
        says.put(
                Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"))
                        .toString(),
                "cannot be read: ");
        says.put("/dev/zero", "is over a megabyte");
        says.put("a\u001b[2J\nb", "'a\\u001b[2J\\u000ab' cannot be read: there is no such file");
        says.put("a\0b", "'a\\u0000b' cannot be read: ");
        says.forEach((file, message) -> {
            Sts2envRun ran = Sts2envRun.of(new byte[0], file);
            assertEquals("1 false;\n", ran.status() + " " + ran.out(), file);
            assertTrue(ran.err().contains(message) && ran.err().lines().count() == 1, ran.err());
        });
    }

    @Test
    void aFileThatMayNotBeReadIsTold() throws IOException {
        Path file =
                Files.write(folder.resolve("secret.json"), AwsAnswer.ALL.get(0).bytes());
        file.toFile().setReadable(false, false);
        List<String> command = new ArrayList<>(
                List.of(Sts2envRun.JAVA, "-cp", System.getProperty("java.class.path"), "sts2env", file.toString()));
        if (Files.isReadable(file)) {
            // Root reads everything, so somebody else has to try. All that is somebody else's here is a process without
            // capabilities.
            Program.need("setpriv");
            command.addAll(0, List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        }
        var ran = Program.of(command.toArray(String[]::new)).run();
        assertEquals("1 false;\n", ran.status() + " " + ran.out(), ran.err());
        assertTrue(ran.err().contains("cannot be read: permission denied"), ran.err());
    }

    /** What {@code sts2env <(aws ...)} names is a pipe; one that nobody writes to is waited for, as cat would. */
    @Test
    void aFileThatIsAPipeIsRead() throws IOException {
        Program.need("bash", "mkfifo");
        Files.write(folder.resolve("answer.json"), AwsAnswer.ALL.get(0).bytes());
        for (String script : List.of(
                "mkfifo pipe; timeout 20 sh -c 'cat answer.json >pipe' >log 2>&1 & exec \"$@\" pipe",
                "exec \"$@\" <(cat answer.json)")) {
            var ran = Program.of(
                            "bash",
                            "-c",
                            script,
                            "bash",
                            Sts2envRun.JAVA,
                            "-cp",
                            System.getProperty("java.class.path"),
                            "sts2env")
                    .in(folder)
                    .seconds(20)
                    .run();
            assertEquals(AwsAnswer.TEMPORARY, Sts2envRun.sets(Sts2envRun.change(ran.out())), ran.err());
        }
    }

    @Test
    void inputOfAnySizeTakesLittleMemory() {
        Program.need("bash");
        Map<String, String> says = new LinkedHashMap<>();
        says.put("head -c 100000000 /dev/zero", "standard input is over a megabyte");
        says.put(
                "(printf '{\"AccessKeyId\": \"'; head -c 100000000 /dev/zero | tr '\\0' x)",
                "standard input is over a megabyte");
        // What takes the most memory for its size: a third of a million lists.
        says.put("(printf '[[]'; yes ,[] | head -n 340000 | tr -d '\\n')", "cut short");
        says.put(
                "(printf '[{}'; yes ',{\"a\":0}' | head -n 120000 | tr -d '\\n'; printf ])",
                "the JSON is not an object");
        says.forEach((input, message) -> {
            var ran = Program.of(
                            "bash",
                            "-c",
                            input + " | \"$@\"",
                            "bash",
                            Sts2envRun.JAVA,
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "sts2env")
                    .run();
            assertEquals("1 false;\n", ran.status() + " " + ran.out(), ran.err());
            assertTrue(ran.err().contains(message), ran.err());
        });
    }
}
