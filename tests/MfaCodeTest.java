import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Where the six digits come from: a program that the profile names, stdin, an option. */
class MfaCodeTest extends MfaFixture {
    @TestFactory
    Stream<DynamicTest> theLastSixDigitsOfWhatTheProgramPrints() {
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put("alone", "printf %s CODE");
        outputs.put("a line", "echo CODE");
        outputs.put("behind a name, as ykman without -s", "echo 'Amazon Web Services:ada  CODE'");
        outputs.put("behind an ARN", "echo " + SERIAL + " CODE");
        outputs.put("several lines", "printf '%s\\r\\n' 000000 111111 CODE ''");
        outputs.put("with how long it is good", "echo CODE for 12 s");
        outputs.put("before a longer number", "echo CODE until 1764067411");
        outputs.put("behind digits", "echo 99CODE");
        outputs.put("with letters of any encoding", "printf '\\377\\303\\244 CODE\\n'");
        return outputs.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    withProcess(program(one.getValue().replace("CODE", code())));
                    loaded(assume("otp", "--no-cache"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> aProgramThatDoesNotDo() {
        Map<String, List<String>> outputs = new LinkedHashMap<>();
        outputs.put("true", List.of("it printed nothing"));
        outputs.put("echo 12345", List.of("it printed no six digits"));
        outputs.put("echo 123 456", List.of("it printed no six digits"));
        outputs.put("echo 123456; exit 3", List.of("exit status 3"));
        outputs.put("kill -9 $$", List.of("signal 9"));
        outputs.put("head -c 2000000 /dev/zero", List.of("more than a megabyte"));
        return outputs.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    withProcess(program(one.getKey()));
                    assertNoCode(one.getValue());
                }));
    }

    @Test
    void aCommandThatCannotBeRun() throws IOException {
        Map<String, String> commands = Map.of(
                "no-such-program --otp",
                "'no-such-program' is not found on the PATH",
                folder + "/nowhere",
                "is not found",
                folder + "/.aws/config",
                "is not an executable file",
                "echo 'unbalanced",
                "a quotation in it (') is not closed");
        for (Map.Entry<String, String> one : commands.entrySet()) {
            withProcess(one.getKey());
            assertNoCode(List.of(one.getValue()));
        }
        assertCalls(0, 0);
    }

    private void assertNoCode(List<String> parts) {
        Home.Said said = assume("otp");
        AssumeFixture.assertRefused(1, said, "profile otp in " + folder, "has no MFA code: its mfa_process failed");
        parts.forEach(part -> assertTrue(said.err().contains(part), said.err()));
        assertFalse(said.err().contains("123456"), said.err());
    }

    /** As a credential_process: split as a shell does, and no shell. */
    @Test
    void theCommandIsSplitAndNotGivenToAShell() throws Exception {
        Path program = program("printf '%s\\n' \"$@\" >args; echo " + code());
        withProcess("'" + program + "' get \"my code\" '#1' $HOME ~ > out # all of it");
        assertEquals(0, shell("otp").in(folder).run().status());
        assertEquals(
                List.of("get", "my code", "#1", "$HOME", "~", ">", "out", "#", "all", "of", "it"),
                Files.readAllLines(folder.resolve("args")));
    }

    @Test
    void whatTheProgramSaysOnStderrIsForPeople() throws Exception {
        withProcess(program("seq 100000 120000 >&2; cat; echo Touch it >&2; echo " + code()));
        Program.Ran ran = shell("otp").stdin("from stdin").run();
        assertEquals(0, ran.status(), ran.err());
        assertTrue(ran.err().contains("120000\nTouch it\nassume: arn:"), "its stderr is ours");
        assertFalse((ran.out() + ran.err()).contains("from stdin"), "what it printed is nobody's");
    }

    @Test
    void theProfileWithTheKeysMayNameTheProgram() throws Exception {
        add("keys", """
            aws_access_key_id = %s
            aws_secret_access_key = %s
            mfa_serial = %s
            mfa_process = %s
            """.formatted(Home.KEY_ID, Home.SECRET, SERIAL, program("echo " + code())));
        add(
                "role",
                "role_arn = %s\nsource_profile = keys\nmfa_serial = %s\n"
                        .formatted(PracticeWorld.PRODUCTION.arn(), SERIAL));
        loaded(assume("role"));
        loaded(assume("keys"));
        assertCalls(1, 1);
    }

    /** It is that device's code which it prints. */
    @Test
    void theProgramOfAnotherDeviceIsNotRun() throws Exception {
        add("keys", """
            aws_access_key_id = %s
            aws_secret_access_key = %s
            mfa_serial = arn:aws:iam::111122223333:mfa/other
            mfa_process = %s
            """.formatted(Home.KEY_ID, Home.SECRET, program("echo 123456")));
        add(
                "role",
                "role_arn = %s\nsource_profile = keys\nmfa_serial = %s\n"
                        .formatted(PracticeWorld.PRODUCTION.arn(), SERIAL));
        assertTrue(shell("role").run().err().contains("MFA is wanted"));
        assertCalls(0, 0);
    }

    @Test
    void anOptionIsBeforeTheProgram() throws Exception {
        withProcess(program("echo run >>ran; echo 000000").toString());
        loaded(assume("otp", "--token-code", code()));
        assertFalse(Files.exists(folder.resolve("ran")));
    }

    @Test
    void aProgramThatLeadsBackHereIsStopped() throws Exception {
        List<String> java = Program.java("assume", "otp", "--format", "json").command();
        withProcess(String.join(" ", java));
        Program.Ran ran = shell("otp").run();
        assertEquals(1, ran.status());
        assertTrue(ran.err().contains("it leads back to this profile, in a circle: otp -> otp"), ran.err());
    }

    @Test
    void aCodeFromStdin() throws Exception {
        Program.Ran ran =
                shell("prod", "--token-code", "-").stdin(" " + code() + " \r\n").run();
        assertTrue(ran.out().contains("assumed-role/Production/ada"), ran.err());
        ran = shell("prod", "--no-session", "--refresh", "--token-code=-")
                .stdin(code())
                .run();
        assertEquals(0, ran.status(), ran.err());
        assertCalls(1, 2);
        assertEquals(
                0,
                Program.java("whoami", "--profile", "prod-admin", "--no-cache", "--token-code", "-")
                        .with("HOME", folder)
                        .stdin(code() + "\n")
                        .run()
                        .status());
    }

    @Test
    void stdinWithoutACode() {
        for (String stdin : new String[] {"", "\n123456\n", "12345\n", "1234567\n", "secret\n", "x".repeat(300)}) {
            Program.Ran ran = shell("prod", "--token-code", "-").stdin(stdin).run();
            assertEquals(2, ran.status(), ran.err());
            boolean isEmpty = stdin.isEmpty() || stdin.startsWith("\n");
            String how = isEmpty ? "there is nothing in it" : "that is not six digits";
            assertEquals("assume: --token-code - takes the first line of stdin, and " + how + "\n", ran.err());
            assertEquals("false;\n", ran.out());
        }
        assertCalls(0, 0);
    }

    /** Whether or not the code was needed: COMMAND reads what follows it. */
    @Test
    void commandGetsTheRestOfStdin() throws Exception {
        String[] command = {"prod", "--token-code", "-", "--", "cat"};
        String rest = "first\n" + "more\n".repeat(5_000);
        assertEquals(rest, shell(command).stdin(code() + "\n" + rest).run().out());
        assertEquals(rest, shell(command).stdin("000000\n" + rest).run().out(), "the role is cached");
        assertEquals(rest, shell("prod", "--", "cat").stdin(rest).run().out(), "nobody said there is a code");
        assertCalls(1, 1);
    }

    @Test
    void aMalformedOptionIsRefusedBeforeAnything() {
        for (String wrong : List.of("12345", "abcdef", "--", "1234567", "\u0661\u0662\u0663\u0664\u0665\u0666")) {
            Home.Said said = assume("prod", "--token-code=" + wrong);
            assertEquals(2, said.status(), said.err());
            assertTrue(said.err().contains("expected six digits, or - for the first line of stdin"), said.err());
        }
        assertCalls(0, 0);
    }

    /** In bash with a function, as it is installed. */
    @Test
    void theFunctionTakesACodeFromAHereString() throws Exception {
        Program.need("bash");
        List<String> java = Program.java("assume").command();
        Path launcher = Files.writeString(
                folder.resolve("launch"), "#!/bin/sh\nexec '" + String.join("' '", java) + "' \"$@\"\n");
        assertTrue(launcher.toFile().setExecutable(true));
        Program.Ran ran = Program.of("bash", "-c", """
            assume() { local out; out=$('%s' "$@") && eval "$out"; }
            assume prod --quiet --token-code - <<<"$(echo %s)"
            echo "$AWS_ASSUMED_ROLE"
            """.formatted(launcher, code()))
                .with("HOME", folder)
                .with("USER", "ada")
                .run();
        assertEquals("arn:aws:sts::444455556666:assumed-role/Production/ada\n", ran.out(), ran.err());
    }

    @Test
    void nobodySeesTheCodeOrTheSession() throws Exception {
        String code = code();
        withProcess(program("echo " + code));
        Program.Ran ran = shell("otp", "--debug").run();
        assertEquals(0, ran.status(), ran.err());
        String session = CacheFixture.text(sessionFile());
        assertFalse(session.contains(code), "the code is used up, and nowhere");
        for (String field : List.of("SecretAccessKey", "SessionToken")) {
            String secret = CacheFixture.field(field, session);
            assertFalse((ran.out() + ran.err()).contains(secret.substring(0, 12)), field + " of the session");
        }
        assertFalse(ran.err().contains(code), ran.err());
    }

    private void withProcess(Object command) throws IOException {
        add(
                "otp",
                "role_arn = %s\nsource_profile = redbeard\nmfa_serial = %s\nmfa_process = %s\n"
                        .formatted(PracticeWorld.PRODUCTION.arn(), SERIAL, command));
    }

    private Path program(String lines) throws IOException {
        Path program = Files.writeString(folder.resolve("otp"), "#!/bin/sh\ncd '" + folder + "'\n" + lines + "\n");
        assertTrue(program.toFile().setExecutable(true));
        return program;
    }
}
