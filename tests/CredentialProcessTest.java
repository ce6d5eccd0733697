import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** credential_process: how the program is run, beside the AWS CLI itself, and what of its answer is taken. */
class CredentialProcessTest {
    private static final String KEYS = "\"AccessKeyId\":\"ASIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"" + Home.SECRET
            + "\",\"SessionToken\":\"EXAMPLETOKEN\"";
    private static final String EXPIRES = ",\"Expiration\":\"2099-01-01T00:00:00Z\"";

    /** Writes down its arguments, its stdin and what it knows of the profile; it has no credentials. */
    private static final String RECORDER = """
        #!/bin/sh
        {
            for argument in "$@"; do printf '[%s]\\n' "$argument"; done
            printf 'AWS_PROFILE=%s\\n' "$AWS_PROFILE"
            cat
        } > "$RECORD"
        exit 3
        """;

    @TempDir
    Path folder;

    /** A home whose profile p has this credential_process, DIR standing for the home. */
    private Home home(String commandLine) {
        return Home.in(folder, "http://127.0.0.1:1")
                .files(
                        "[profile p]\nregion = eu-central-1\ncredential_process = "
                                + commandLine.replace("DIR", folder.toString()),
                        "");
    }

    private Home.Said said(String commandLine) {
        return home(commandLine).call(assume::run, "p", "--format", "process");
    }

    /** What is said of this answer. */
    private Home.Said answer(String json) throws IOException {
        Files.writeString(folder.resolve("answer"), json);
        return said("cat DIR/answer");
    }

    private Path script(String name, String text) throws IOException {
        Path script = Files.writeString(folder.resolve(name), text);
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    private Program assume(String... args) {
        return Program.java("assume", args)
                .with("HOME", folder)
                .with("USER", "ada")
                .in(folder)
                .seconds(40);
    }

    private static void assertRefused(Home.Said said, String... parts) {
        assertEquals(1, said.status(), said.err());
        assertFalse(said.err().contains("EXAMPLETOKEN") || said.err().contains(Home.SECRET), said.err());
        for (String part : parts) {
            assertTrue(said.err().contains(part), said.err());
        }
        assertTrue(said.err().contains("profile p in "), said.err());
    }

    // ---- how it is run ----

    @Test
    void argumentsStdinAndEnvironmentAreWhatTheAwsCliGives() throws IOException {
        Program.need("aws");
        script("recorder", RECORDER);
        for (String rest : List.of(
                "one 'two three' \"four \\\" \\\\ \\x\" five\\ six '' \"\" a\"b\"'c'",
                "$HOME ~ * | cat && echo `id` > file # no comment; nor this",
                "one\n  two\n  three",
                "gr\u00f6\u00dfe \u540d\u524d")) {
            home("DIR/recorder " + rest);
            String expected = record(Program.of("aws", "sts", "get-caller-identity", "--profile", "p")
                    .with("HOME", folder)
                    .with("AWS_PROFILE", "other"));
            assertEquals(expected, record(assume("p").with("AWS_PROFILE", "other")), rest);
            assertEquals(
                    expected, record(assume("p").with("AWS_PROFILE", "other").with("LC_ALL", "C")), rest);
        }
    }

    private String record(Program program) throws IOException {
        Path record = folder.resolve("record");
        Files.deleteIfExists(record);
        Program.Ran ran =
                program.with("RECORD", record).stdin("a line of the user\n").run();
        assertFalse(ran.status() == 0, ran.err());
        return Files.readString(record);
    }

    @Test
    void itIsFoundOnThePath() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.writeString(folder.resolve("answer"), "{\"Version\":1," + KEYS + "}");
        Files.move(script("helper", "#!/bin/sh\ncat '" + folder + "/answer'\n"), bin.resolve("helper"));
        Home.Said said =
                home("helper one").with("PATH", bin + ":/usr/bin:/bin").call(assume::run, "p", "--format", "process");
        assertEquals(0, said.status(), said.err());
        assertRefused(home("helper one").with("PATH", "/usr/bin:/bin").call(assume::run, "p"), "'helper' is not found");
    }

    @Test
    void whatCannotBeRunIsSaidWithItsReason() {
        assertRefused(said("DIR/missing a"), "credential_process failed: '" + folder + "/missing' is not found");
        assertRefused(said("~/helper"), "'~/helper' is not found");
        assertRefused(said("DIR"), "is not an executable file");
        assertRefused(said("DIR/.aws/config"), "is not an executable file");
        assertRefused(said("\"DIR/a b"), "a quotation in it (\") is not closed");
        assertRefused(said("cat a\\"), "nothing follows the backslash");
        assertRefused(said("'' a"), "the name of the program is empty");
    }

    /** Its stderr is the user's: what it says is seen as it comes, and whether it fails or not. */
    @Test
    void itsStatusIsSaidAndItsOwnWordsAreSeen() throws IOException {
        script("fails", "#!/bin/sh\necho the vault is locked >&2\nexit 3\n");
        home("DIR/fails");
        Program.Ran ran = assume("p").run();
        assertEquals(1, ran.status());
        assertEquals("false;\n", ran.out());
        assertTrue(ran.err().startsWith("the vault is locked\nassume: profile p in "), ran.err());
        assertTrue(ran.err().contains("failed with exit status 3"), ran.err());

        script("fails", "#!/bin/sh\nkill -9 $$\n");
        assertTrue(assume("p").run().err().contains("with exit status 137, as if ended by signal 9"));

        script("fails", "#!/bin/sh\necho touch your key >&2\necho '{\"Version\":1," + KEYS + "}'\n");
        Program.Ran works = assume("p").run();
        assertEquals(0, works.status(), works.err());
        assertTrue(works.err().startsWith("touch your key\n"), works.err());
    }

    /** Neither a pipe that somebody holds open nor one that is never empty keeps us waiting. */
    @Test
    @Timeout(value = 100, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nothingItWritesMakesUsHang() throws IOException {
        String keys = "echo '{\"Version\":1," + KEYS + EXPIRES + "}'\n";
        script("holds", "#!/bin/sh\nsleep 300 & echo $! > '" + folder + "/pid'\n" + keys);
        Home.Said held = said("DIR/holds");
        ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()))
                .ifPresent(ProcessHandle::destroy);
        assertEquals(0, held.status(), held.err());

        assertRefused(said("yes " + Home.SECRET), "more than a megabyte");
        script("endless", "#!/bin/sh\nexec 2>/dev/null\nyes &\nsleep 5\n" + keys);
        assertRefused(said("DIR/endless"), "more than a megabyte");
        assertRefused(said("head -c 1048577 /dev/zero"), "more than a megabyte");
        assertRefused(said("head -c 1048576 /dev/zero"), "what it printed is not right");
        script("chatty", "#!/bin/sh\nhead -c 300000 /dev/zero >&2\nhead -c 300000 /dev/zero | tr '\\0' ' '\n" + keys);
        home("DIR/chatty");
        assertEquals(0, assume("p").run().status());
        script("closes", "#!/bin/sh\n" + keys + "exec >&-\nsleep 1\n");
        assertEquals(0, said("DIR/closes").status());
    }

    @Test
    void aLateAnswerIsWaitedFor() throws IOException {
        script("slow", "#!/bin/sh\nprintf '{\"Version\":1,'\nsleep 1\necho '" + KEYS + "}'\n");
        assertEquals(0, said("DIR/slow").status());
    }

    @Test
    void controlCEndsItAndUs() throws IOException {
        Program.need("python3");
        String pids = folder + "/pids";
        script("asks", "#!/bin/sh\nsleep 300 & echo $$ $! > '" + pids + "'\nprintf 'code: ' >&2\nread code\n");
        home("DIR/asks");
        script("ours", "exec " + quoted(assume("p")));
        Program.Ran ran = new Pty()
                .await("[$#] ")
                .type("sh ./ours")
                .await("code: ")
                .keys("\u0003")
                .await("[$#] ")
                .type("echo status=$?")
                .await("status=130\\D")
                .type("exit")
                .in(folder, "sh")
                .run();
        assertEquals(0, ran.status(), ran.out());
        assertEnded(Files.readString(folder.resolve("pids")).split("\\s+", -1)[0]);
    }

    @Test
    void itEndsWithUs() throws Exception {
        Path pids = folder.resolve("pids");
        script("stays", "#!/bin/sh\ntrap '' INT\nsleep 300 & echo $$ $! > '" + pids + "'\nwait\n");
        home("DIR/stays");
        Program program = assume("p");
        ProcessBuilder builder = new ProcessBuilder(program.command()).redirectErrorStream(true);
        builder.environment().putAll(program.env());
        Process ours = builder.start();
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while ((!Files.exists(pids) || Files.readString(pids).isBlank())
                && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
        ours.destroy(); // TERM
        assertTrue(ours.waitFor(30, TimeUnit.SECONDS));
        assertEquals(143, ours.exitValue());
        for (String pid : Files.readString(pids).strip().split("\\s+", -1)) {
            assertEnded(pid);
        }
    }

    private static void assertEnded(String pid) throws IOException {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (ProcessHandle.of(Long.parseLong(pid)).isPresent()
                && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }
        assertTrue(ProcessHandle.of(Long.parseLong(pid)).isEmpty(), "it is still running");
    }

    // ---- circles ----

    @Test
    void aProgramThatLeadsBackToItsProfileIsACircle() throws IOException {
        Path self = script("assume", "#!/bin/sh\nexec " + quoted(Program.java("assume")) + " \"$@\"\n");
        String processes = "[profile self]\ncredential_process = %1$s self --format process\n"
                + "[profile one]\ncredential_process = %1$s 'gr\u00f6\u00dfe b' --format process\n"
                + "[profile gr\u00f6\u00dfe b]\ncredential_process = %1$s one --format process\n"
                + "[profile role]\nrole_arn = arn:aws:iam::123456789123:role/R\nsource_profile = source\n"
                + "[profile source]\ncredential_process = %1$s role --format process\n"
                + "[profile outer]\ncredential_process = %1$s inner --format process\n"
                + "[profile inner]\ncredential_process = cat " + folder + "/answer\n";
        Home.in(folder, "http://127.0.0.1:1").files(processes.formatted(self), "");
        Files.writeString(folder.resolve("answer"), "{\"Version\":1," + KEYS + "}");
        assertCircle(assume("self").run(), "self -> self");
        assertCircle(assume("one").run(), "one -> gr\u00f6\u00dfe b -> one");
        assertCircle(assume("role").run(), "source -> source");
        Program.Ran outer = assume("outer").run();
        assertEquals(0, outer.status(), "one program that runs another is no circle: " + outer.err());
        Program.Ran variables = assume("outer", "--", "env").run();
        assertFalse(variables.out().contains(ProfileProgram.RUNNING), "COMMAND is not on the way");
        assertFalse(outer.out().contains(ProfileProgram.RUNNING), "nor is the shell");
    }

    /** A profile of the same name in another file is another profile. */
    @Test
    void theSameNameInAnotherFileIsNoCircle() throws IOException {
        Path self = script("assume", "#!/bin/sh\nexec " + quoted(Program.java("assume")) + " \"$@\"\n");
        Files.writeString(folder.resolve("answer"), "{\"Version\":1," + KEYS + "}");
        Files.writeString(
                folder.resolve("other"), "[profile p]\ncredential_process = cat %s/answer\n".formatted(folder));
        home("env AWS_CONFIG_FILE=DIR/other " + self + " p --format process");
        Program.Ran ran = assume("p").run();
        assertEquals(0, ran.status(), ran.err());
    }

    private static String quoted(Program program) {
        return String.join(
                " ", program.command().stream().map(word -> "'" + word + "'").toList());
    }

    private static void assertCircle(Program.Ran ran, String names) {
        assertEquals(1, ran.status(), ran.err());
        assertEquals("false;\n", ran.out());
        assertTrue(ran.err().contains("in a circle: " + names + " ("), ran.err());
    }

    // ---- what it prints ----

    @Test
    void credentialsAreWhatTheAwsCliTakes() throws IOException {
        Home.Said said = answer("{\"Version\":1," + KEYS + EXPIRES + ",\"AccountId\":\"123456789123\",\"More\":[]}");
        assertEquals(0, said.status(), said.err());
        assertTrue(said.out().contains("\"Expiration\": \"2099-01-01T00:00:00Z\""), said.out());
        assertEquals(
                0, answer("{\"Version\":1.0," + KEYS + ",\"Expiration\":null}").status());
        Home.Said offset = answer("{\"Version\":1," + KEYS + EXPIRES.replace("Z", "+02:00") + "}");
        assertTrue(offset.out().contains("\"Expiration\": \"2098-12-31T22:00:00Z\""), offset.out());
    }

    @Test
    void anEmptySessionTokenIsNone() throws IOException {
        String longLived = "{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\",\"SessionToken\":\"\"}";
        Home.Said said = answer(longLived.formatted(Home.KEY_ID, Home.SECRET));
        assertTrue(said.err().contains("profile p has long-lived keys"), said.err());
    }

    @Test
    void whatIsNoAnswerIsSaidWithoutShowingIt() throws IOException {
        assertRefused(answer(""), "it printed nothing");
        assertRefused(answer(" \n"), "it printed nothing");
        assertRefused(answer("EXAMPLETOKEN"), "this is not JSON");
        assertRefused(answer("[" + Home.SECRET.length() + "]"), "not an object");
        assertRefused(answer("{" + KEYS + "}"), "there is no Version");
        assertRefused(answer("{\"Version\":2," + KEYS + "}"), "Version is 2; expected");
        assertRefused(answer("{\"Version\":\"EXAMPLETOKEN\"," + KEYS + "}"), "Version is not a number");
        assertRefused(answer("{\"Version\":1,\"SecretAccessKey\":\"" + Home.SECRET + "\"}"), "there is no AccessKeyId");
        assertRefused(answer("{\"Version\":1,\"AccessKeyId\":\"" + Home.KEY_ID + "\"}"), "there is no SecretAccessKey");
        assertRefused(answer("{\"Version\":1,\"Credentials\":{" + KEYS + "}}"), "there is no AccessKeyId");
        assertRefused(answer("{\"Version\":1," + KEYS + ",\"Expiration\":\"EXAMPLETOKEN\"}"), "not a time");
    }

    @Test
    void credentialsThatHaveExpiredAreRefusedAlsoWhereTheySign() throws IOException {
        Files.writeString(
                folder.resolve("answer"), "{\"Version\":1," + KEYS + ",\"Expiration\":\"2020-01-01T00:00:00Z\"}");
        Home home = home("cat DIR/answer");
        assertRefused(home.call(assume::run, "p"), "expired at 2020-01-01T00:00:00Z");
        assertRefused(
                home.call(assume::run, "p", "--role-arn", "arn:aws:iam::123456789123:role/R"),
                "expired at 2020-01-01T00:00:00Z");
    }
}
