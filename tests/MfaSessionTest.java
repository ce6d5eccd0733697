import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One MFA code for all roles: the session that it gives, who is signed for by it, and who is not. */
class MfaSessionTest extends MfaFixture {
    @Test
    void oneCodeForTwoRolesAndInEveryShell() throws Exception {
        AssumeFixture.assertSession("assumed-role/Production/ada", assume("prod", "--token-code", code()));
        AssumeFixture.assertSession("assumed-role/Administrator/ada", assume("prod-admin"));
        assertCalls(1, 2);
        Program.Ran other = shell("prod-admin", "--role-session-name", "eve").run();
        assertTrue(other.out().contains("assumed-role/Administrator/eve"), other.err());
        assertCalls(1, 3);
        assertEquals(0, shell("prod", "--refresh").run().status(), "the role anew, not the code");
        assertCalls(1, 4);
    }

    /** In the morning at a terminal, and then in another one. */
    @Test
    void whatIsTypedOnceIsForAllShells() throws Exception {
        Program.need("python3", "bash", "zsh");
        List<String> command = Program.java("assume").command();
        Path java = folder.resolve("assume");
        Files.writeString(java, "#!/bin/sh\nexec '" + String.join("' '", command) + "' \"$@\"\n");
        assertTrue(java.toFile().setExecutable(true));
        Program.Ran first = new Pty()
                .type("eval \"$(" + java + " prod)\"")
                .await("MFA code of " + SERIAL + ": ")
                .type(code())
                .await("until .* minutes")
                .in(folder, "bash", "--norc", "--noprofile", "-i")
                .run();
        assertEquals(0, first.status(), first.out());
        Program.Ran second = new Pty()
                .type("eval \"$(" + java + " prod-admin)\"; echo \"role=<$AWS_ASSUMED_ROLE>\"")
                .await("role=<arn:aws:sts::444455556666:assumed-role/Administrator/")
                .in(folder, "zsh", "-f", "-i")
                .run();
        assertEquals(0, second.status(), second.out());
        assertFalse(second.out().contains("MFA code"), second.out());
        assertCalls(1, 2);
    }

    @Test
    void whoamiUsesItToo() throws Exception {
        Home.Said first = home.call(whoami::run, "--profile", "prod", "--token-code", code());
        assertEquals("arn:aws:sts::444455556666:assumed-role/Production/ada\n", first.out(), first.err());
        assertEquals(0, home.call(whoami::run, "--profile", "prod-admin").status());
        assertCalls(1, 2);
        assertEquals(
                0,
                home.call(whoami::run, "--profile", "prod", "--no-cache", "--no-session", "--token-code", code())
                        .status());
        assertCalls(1, 3);
    }

    @Test
    void withoutASessionEachRoleWantsACode() throws Exception {
        loaded(assume("prod", "--no-session", "--token-code", code()));
        Program.Ran second = shell("prod-admin", "--no-session").run();
        assertEquals(1, second.status());
        assertTrue(second.err().contains("MFA is wanted"), second.err());
        loaded(assume("prod-admin", "--no-session", "--token-code", code()));
        assertCalls(0, 2);
        for (String profile : List.of("prod", "prod-admin")) {
            loaded(assume(profile, "--no-cache", "--token-code", code()));
        }
        assertCalls(0, 4);
        assertEquals(2, cached().size(), "the two roles, and no session");
    }

    /** STS takes each code once: had it been sent twice, the second would have been refused. */
    @Test
    void aLongRoleWantsACodeOfItsOwnAndSaysWhy() throws Exception {
        loaded(assume("prod", "--token-code", code()));
        Home.Said longer = assume("prod-admin", "--duration-seconds", "2h", "--token-code", code());
        loaded(longer);
        assertTrue(longer.err().contains("an hour at most; for 7200 seconds it wants a code of its own"), longer.err());
        assertTrue(longer.err().matches("(?s).*\\((120 minutes|2 hours 1 minute)\\)\\s"), longer.err());
        assertCalls(1, 2);
        assertFalse(assume("prod-admin", "--duration-seconds", "2h").err().contains("code"), "it is cached by itself");
        Home.Said quiet = assume("prod-admin", "--duration-seconds=7201", "--quiet", "--token-code", code());
        assertEquals("", quiet.err());
        loaded(assume("prod-admin", "--duration-seconds", "1h"));
        assertCalls(1, 4);
    }

    @Test
    void theSessionItselfIsLoadedWhereThereIsNoRole() throws Exception {
        Home.Said said = assume("user", "--token-code", code());
        String id = loaded(said);
        assertTrue(said.err().startsWith("assume: the credentials of profile user until "), said.err());
        assertFalse(said.out().contains("export AWS_ASSUMED_ROLE"), "there is none");
        assertEquals("user", CacheFixture.variable("AWS_ASSUMED_PROFILE", said));
        assertEquals(id, loaded(assume("user")), "the same for all shells");
        loaded(assume("prod"));
        assertCalls(1, 1);
        assertNotEquals(id, loaded(assume("user", "--refresh", "--token-code", code())));
        String own = loaded(assume("user", "--duration-seconds", "90m", "--token-code", code()));
        assertEquals(own, loaded(assume("user", "--duration-seconds", "90m")));
        assertNotEquals(own, loaded(assume("user")), "how long is this one's alone");
        assertCalls(3, 1);
        AssumeFixture.assertRefused(2, assume("user", "--no-session"), "long-lived keys and names no role");
        AssumeFixture.assertRefused(2, assume("user", "--tag", "a=b"), "shaped by --duration-seconds");
        int files = cached().size();
        loaded(assume("user", "--no-cache", "--token-code", code()));
        assertEquals(files, cached().size());
    }

    @Test
    void theDeviceMayBeAnOption() throws Exception {
        loaded(assume("redbeard", "--serial-number", SERIAL, "--token-code", code()));
        loaded(assume("redbeard", "--serial-number", SERIAL, "--role-arn", PracticeWorld.PRODUCTION.arn()));
        loaded(assume("prod-admin"));
        assertCalls(1, 2);
        AssumeFixture.assertRefused(2, assume("redbeard"), "--serial-number for its MFA session");
    }

    @Test
    void keysInTheEnvironmentHaveASessionToo() throws Exception {
        Home keys = home.with("AWS_ACCESS_KEY_ID", Home.KEY_ID)
                .with("AWS_SECRET_ACCESS_KEY", Home.SECRET)
                .with("AWS_ENDPOINT_URL", sts.endpoint());
        loaded(keys.call(
                assume::run,
                "--role-arn",
                PracticeWorld.PRODUCTION.arn(),
                "--serial-number",
                SERIAL,
                "--token-code",
                code()));
        loaded(assume("prod-admin"));
        assertCalls(1, 2);
    }

    /** A role has no device: what leads to it has shown the code. */
    @Test
    void aRoleThroughARoleThatWantedTheSameDevice() throws Exception {
        add(
                "dev-mfa",
                "role_arn = %s\nsource_profile = redbeard\nmfa_serial = %s\n"
                        .formatted(PracticeWorld.DEVELOPER.arn(), SERIAL));
        add(
                "audit-mfa",
                "role_arn = %s\nsource_profile = dev-mfa\nmfa_serial = %s\n"
                        .formatted(PracticeWorld.AUDITOR.arn(), SERIAL));
        AssumeFixture.assertSession("assumed-role/Auditor/ada", assume("audit-mfa", "--token-code", code()));
        assertCalls(1, 2);
    }

    /** GetSessionToken takes no temporary keys. */
    @Test
    void temporaryKeysGiveTheCodeToTheRole() throws Exception {
        String[] keys = sts.actions()
                .processCredentials()
                .replaceAll("(?s)[^\"]*\"[^\"]*\"[^\"]*", "$0")
                .split("\"");
        String id = after("AccessKeyId", keys);
        add(
                "temporary",
                "aws_access_key_id = %s\naws_secret_access_key = %s\naws_session_token = %s\n"
                        .formatted(id, after("SecretAccessKey", keys), after("SessionToken", keys)));
        add(
                "from-temporary",
                "role_arn = %s\nsource_profile = temporary\nmfa_serial = %s\n"
                        .formatted(PracticeWorld.PRODUCTION.arn(), SERIAL));
        AssumeFixture.assertSession("assumed-role/Production/ada", assume("from-temporary", "--token-code", code()));
        assertCalls(0, 1);
    }

    /** Wherever they come from: GetSessionToken takes a user's keys. */
    @Test
    void keysOfAProgramAndOfTheProfileItselfHaveASession() throws Exception {
        Path program = folder.resolve("keys");
        Files.writeString(
                program,
                "#!/bin/sh\necho '{\"Version\": 1, \"AccessKeyId\": \"%s\", \"SecretAccessKey\": \"%s\"}'\n"
                        .formatted(Home.KEY_ID, Home.SECRET));
        assertTrue(program.toFile().setExecutable(true));
        add("program", "credential_process = " + program);
        String role = "role_arn = %s\nmfa_serial = %s\n".formatted(PracticeWorld.PRODUCTION.arn(), SERIAL);
        add("of-program", role + "source_profile = program\n");
        add(
                "itself",
                role
                        + "source_profile = itself\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                                .formatted(Home.KEY_ID, Home.SECRET));
        add("of-environment", role + "credential_source = Environment\n");
        loaded(assume("of-program", "--token-code", code()));
        loaded(assume("itself", "--role-session-name", "two"));
        Home keys = home.with("AWS_ACCESS_KEY_ID", Home.KEY_ID).with("AWS_SECRET_ACCESS_KEY", Home.SECRET);
        loaded(keys.call(assume::run, "of-environment", "--role-session-name", "three"));
        assertCalls(1, 3);
    }

    @Test
    void eachProfileOfSeveralIsSignedForByIt() throws Exception {
        Home.Said said = home.call(
                each::run,
                "--profiles",
                "prod*",
                "--yes",
                "--token-code",
                code(),
                "--",
                "sh",
                "-c",
                "echo $AWS_ASSUMED_ROLE");
        assertEquals(0, said.status(), said.err());
        assertTrue(said.out().contains("assumed-role/Production/"), said.out());
        assertTrue(said.out().contains("assumed-role/Administrator/"), said.out());
        assertCalls(1, 2);
    }

    private static String after(String name, String[] words) {
        return words[List.of(words).indexOf(name) + 2];
    }

    @Test
    void severalAtOnceInOneProgramAskForOneCode() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Path program = folder.resolve("count");
        Files.writeString(program, "#!/bin/sh\necho x >>'%s/asked'\necho %s\n".formatted(folder, code()));
        assertTrue(program.toFile().setExecutable(true));
        add(
                "both",
                "role_arn = %s\nsource_profile = redbeard\nmfa_serial = %s\nmfa_process = %s\n"
                        .formatted(PracticeWorld.PRODUCTION.arn(), SERIAL, program));
        try {
            List<Future<Home.Said>> running = Stream.of("a1", "a2", "a3", "a4")
                    .map(name -> threads.submit(() -> assume("both", "--role-session-name", name)))
                    .toList();
            Set<String> ids = new HashSet<>();
            for (Future<Home.Said> one : running) {
                ids.add(loaded(one.get()));
            }
            assertEquals(4, ids.size());
            assertCalls(1, 4);
            assertEquals("x\n", Files.readString(folder.resolve("asked")));
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".aws/cli/cache"))) {
            return files.toList();
        }
    }
}
