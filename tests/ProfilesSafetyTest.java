//SOURCES ProfilesFixture.java

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever happens to a run of profiles, the file is the old one or the new one, and nothing is beside it. */
class ProfilesSafetyTest extends ProfilesFixture {
    private static final String USERS = "# mine\n" + SESSION + "[profile mine]\nregion = x";

    /** Different ones, so that whoever overwrites another's lines is seen. */
    @Test
    void tenRunsAtOnceAndAllAreThere() throws Exception {
        StringBuilder config = new StringBuilder(USERS + "\n");
        for (int i = 0; i < 10; i++) {
            config.append(SESSION.replace("corp]", "s" + i + "]"));
            signIn("s" + i);
        }
        write(config.toString());
        List<CompletableFuture<Home.Said>> runs = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> profiles(
                                "--sso-session", "s" + i, "--write", "--name", "s" + i + ".{account_name}.{role_name}"),
                        work -> FaultServer.daemon(work).start()))
                .toList();
        for (var run : runs) {
            assertEquals(0, run.join().status(), run.join().err());
        }
        assertTrue(text().startsWith(config.toString()), "the rest stays");
        Profiles read = Profiles.read(home.env());
        assertEquals(31, read.names().size(), read.names().toString());
        assertEquals(List.of("config", "credentials"), files());
    }

    /** Killed at any moment, in any state; a run after it finds nothing in its way. */
    @Test
    void whoIsKilledLeavesAWholeFile() throws Exception {
        portal.accounts = many(40, 3);
        String old = USERS + "\n" + block(section("gone", "100000000000", "Gone")) + "\n";
        write(old);
        ok("--prune");
        String all = text();
        Random random = new Random(15);
        int count = Integer.getInteger("profiles.kills", 6);
        int left = 0;
        for (int i = 0; i < count; i++) {
            write(old);
            Process process = process("--prune");
            if (random.nextInt(4) > 0) {
                // About where it begins to write, so that not all are killed before.
                while (portal.calls.get() % 41 != 40 && process.isAlive()) {
                    Thread.onSpinWait();
                }
            }
            Thread.sleep(random.nextInt(250));
            process.destroyForcibly().waitFor();
            portal.calls.set(0);
            String now = text();
            assertTrue(now.equals(old) || now.equals(all), now);
            left += now.equals(all) ? 1 : 0;
        }
        write(old);
        ok("--prune");
        assertEquals(all, text());
        System.out.printf("[%d kills: %d before the rename, %d after] ", count, count - left, left);
    }

    private Process process(String... args) throws IOException {
        List<String> command = new ArrayList<>(Program.java("profiles", args).command());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(home.env());
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    @Test
    void aFullDiskChangesNothing() throws Exception {
        portal.accounts = many(40, 3);
        write(USERS);
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 8; trap '' XFSZ; exec \"$@\"", "sh"));
        command.addAll(Program.java("profiles", "--write").command());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(home.env());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(1, process.waitFor(), said);
        assertTrue(said.contains("cannot be written (") && said.contains("), and is what it was"), said);
        assertEquals(USERS, text());
        assertEquals(List.of("config", "credentials"), files());
    }

    @Test
    void aReadOnlyFileChangesNothing() throws Exception {
        Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("r--r--r--"));
        assertRefused(1, profiles("--write"), "is read-only (mode r--r--r--, of ", "nothing was changed");
        assertEquals(SESSION, text());
        assertEquals(0, profiles().status());
        assertEquals(List.of("config", "credentials"), files());
        home = home.with("AWS_CONFIG_FILE", "/dev/null");
        assertRefused(
                1, profiles("--write", "--start-url", START_URL, "--sso-region", "eu-west-1"), "/dev/null is no file");
    }

    @Test
    void damagedMarkerLinesAreNamedByTheirNumbers() throws Exception {
        Map<String, String> damaged = Map.of(
                BEGIN + "\n", "line 4 of " + config() + " begins profiles that do not end",
                END + "\n", "line 4 of " + config() + " ends profiles that do not begin",
                BEGIN + "\n\n" + BEGIN + "\n" + END + "\n",
                        "line 6 of " + config() + " begins profiles within those that begin on line 4",
                ALL + "\n" + BEGIN + "\n" + END, "begins those of corp again",
                BEGIN + "\n" + END.replace("corp", "other"),
                        "line 5 of " + config() + " ends profiles that do not begin");
        for (var damage : damaged.entrySet()) {
            write(SESSION + damage.getKey());
            for (String how : List.of("--write", "--prune", "--diff")) {
                assertRefused(1, profiles(how), damage.getValue(), "nothing was changed");
            }
            assertEquals(SESSION + damage.getKey(), text());
        }
        assertEquals(0, portal.calls.get(), "nobody waits for the portal for that");
    }

    @Test
    void whatThePortalRefusesChangesNothing() throws Exception {
        write(USERS + "\n" + ALL);
        portal.refuseWith = 403;
        assertRefused(1, profiles("--prune"), "does not list the accounts and roles of corp", "No access");
        Files.writeString(
                SsoToken.file(home.env(), "corp"),
                "{\"accessToken\": \"another\", \"expiresAt\": \"2099-01-01T00:00:00Z\"}");
        assertRefused(
                1,
                profiles("--prune"),
                "the single sign-on of session corp has expired",
                "login@org --sso-session corp");
        Files.delete(SsoToken.file(home.env(), "corp"));
        assertRefused(1, profiles("--prune"), "the single sign-on of session corp was never begun");
        portal.close();
        signIn("corp");
        assertRefused(1, profiles("--prune"), "gave no answer");
        assertEquals(USERS + "\n" + ALL, text());
    }

    /** Two changes in the same moment: an editor's is not lost. */
    @Test
    void whatAnEditorWritesMeanwhileStays() throws Exception {
        ConfigEdit edit = new ConfigEdit(config());
        List<String> seen = new ArrayList<>();
        edit.change(
                content -> {
                    seen.add(new String(content, UTF_8));
                    if (seen.size() == 2) {
                        write("# an editor was here\n");
                    }
                    return (new String(content, UTF_8) + "# added\n").getBytes(UTF_8);
                },
                () -> {});
        assertEquals("# an editor was here\n# added\n", text());
        assertEquals(List.of(SESSION, SESSION, "# an editor was here\n"), seen);
    }

    @Test
    void argumentsThatAreWrongAreSaidSo() {
        assertRefused(2, profiles("--write", "--prune"), "give one of them");
        assertRefused(2, profiles("--name", "x"), "--name 'x' is not right; expected some of {account_name}");
        assertRefused(2, profiles("--name", "{account}"), "'{account}', which is none of");
        assertRefused(2, profiles("--include", "[a"), "--include '[a' is no pattern");
        assertRefused(2, profiles("--set", "region"), "--set 'region' is not right");
        assertRefused(2, profiles("--set", "a=b\n[default]"), "is not right");
        assertRefused(2, profiles("--set", "sso_role_name=x"), "would take the place of single sign-on");
        assertRefused(2, profiles("corp"), "nothing to name but options");
        assertRefused(
                2,
                profiles("--start-url", "https://x/sta rt", "--sso-region", "eu-west-1"),
                "characters that no URL has");
        assertFalse(portal.calls.get() > 0);
    }

    @Override
    void write(String config) {
        try {
            super.write(config);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
