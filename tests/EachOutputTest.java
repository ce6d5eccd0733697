import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What COMMANDs print at once comes out whole, under the right name, and no name does anything to a terminal. */
class EachOutputTest extends EachFixture {
    /** Names that an account may be given by whoever can write in the organization. */
    private static final List<String> HOSTILE = List.of(
            "\033[2J\033]0;owned\007red",
            "two\nlines | 000000000001 | forged",
            "$(touch pwned)`touch pwned`",
            "'; touch pwned; '",
            "{account}{name}{profile}",
            "-rf /",
            "../../etc/passwd",
            "back\rward\b\b\b\u202Eevil\u2028\u0000end",
            "%s%n%x");

    private static PracticeOrganization hostile() {
        List<MemberAccount> accounts = new ArrayList<>();
        accounts.add(new MemberAccount("111122223333", "management", "ACTIVE", "r-prac"));
        for (int i = 0; i < HOSTILE.size(); i++) {
            accounts.add(new MemberAccount("%012d".formatted(i + 1), HOSTILE.get(i), "ACTIVE", "r-prac"));
        }
        return new PracticeOrganization("111122223333", List.of(), accounts, 3);
    }

    @Test
    void aHostileNameDoesNothing() throws IOException {
        start(hostile());
        Program.Ran ran = program(
                        "--organization", "--", "sh", "-c", "printf '%s\\n' \"$1\"; exit 1", "sh", "{account}")
                .in(folder)
                .run();
        assertEquals(1, ran.status(), ran.err());
        assertEquals(HOSTILE.size(), ran.lines().size(), ran.out());
        assertEquals(
                IntStream.rangeClosed(1, HOSTILE.size())
                        .mapToObj("%012d"::formatted)
                        .toList(),
                ran.lines().stream()
                        .map(line -> line.substring(line.lastIndexOf(" | ") + 3))
                        .sorted()
                        .toList());
        String all = ran.out() + ran.err();
        assertFalse(
                all.codePoints().anyMatch(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202E || c == 0x2028)),
                all);
        assertFalse(Files.exists(folder.resolve("pwned")));
        assertEquals(HOSTILE.size(), table(ran.err()).size(), ran.err());
        String again = ran.err()
                .lines()
                .dropWhile(line -> !line.startsWith("Again"))
                .skip(1)
                .findFirst()
                .orElseThrow();
        Program.of("sh", "-c", "jbang() { :; }; " + again).in(folder).run();
        assertFalse(Files.exists(folder.resolve("pwned")), again);
    }

    /** COMMAND itself is told the name as it is, but for the NUL that no variable can hold. */
    @Test
    void commandHasTheNameAsItIs() throws IOException {
        start(hostile());
        Path names = Files.createDirectory(folder.resolve("names"));
        Program.Ran ran = program(
                        "--organization",
                        "--",
                        "sh",
                        "-c",
                        "printf '%s' \"$AWS_ASSUMED_ACCOUNT_NAME\" > \"$1\"; printf '%s' \"$2\" > \"$1.2\"",
                        "sh",
                        names + "/{account}",
                        "{name}")
                .with("LC_ALL", "C.UTF-8")
                .run();
        assertEquals(0, ran.status(), ran.err());
        for (int i = 0; i < HOSTILE.size(); i++) {
            Path file = names.resolve("%012d".formatted(i + 1));
            assertEquals(HOSTILE.get(i).replace('\0', '\uFFFD'), Files.readString(file));
            assertEquals(Files.readString(file), Files.readString(Path.of(file + ".2")));
        }
    }

    @Test
    void longLinesOfEightAtOnceAreNeverMixed() throws IOException {
        start(PracticeOrganization.of(8));
        String script = "x={account}; i=0; while [ $i -lt 13 ]; do x=$x$x; i=$((i+1)); done; for n in 1 2 3; do"
                + " printf '%s' \"$x\"; sleep 0.0{account}; printf '%s\\n' \"$x\"; printf '%s\\n' \"$x\" >&2; done;"
                + " printf last";
        Program.Ran ran = program("--organization", "--", "sh", "-c", script).run();
        assertEquals(0, ran.status(), ran.err().substring(ran.err().length() - 200));
        Map<String, List<String>> out = byLabel(ran.out());
        assertEquals(8, out.size());
        for (int i = 1; i <= 8; i++) {
            String line = "%012d".formatted(i).repeat(1 << 13);
            String twice = line + line; // 192 kB, which is more than is held in memory
            assertEquals(List.of(twice, twice, twice, "last"), out.get("account %03d".formatted(i)));
            assertEquals(
                    3,
                    ran.err()
                            .lines()
                            .filter(("account %03d | ".formatted(i) + line)::equals)
                            .count());
        }
    }

    @Test
    void bytesThatAreNoTextPassUntouched() throws IOException {
        start(PracticeOrganization.of(1));
        var out = new ByteArrayOutputStream();
        var err = new PrintStream(new ByteArrayOutputStream());
        each.run(
                with(REDBEARD, "--organization", "--", "printf", "\\377\\000\\200\\r\\n\\n\\303"),
                new Command.World(home.env(), new ByteArrayInputStream(new byte[0]), out, err, fd -> false));
        String prefix = "account 001 | ";
        byte[] expected = (prefix + "\u00ff\0\u0080\r\n" + prefix + "\n" + prefix + "\u00c3\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertArrayEquals(expected, out.toByteArray());
    }

    @Test
    void whatCommandLeavesInTheBackgroundIsNotWaitedFor() throws IOException {
        start(PracticeOrganization.of(1));
        Home.Said said =
                each("--organization", "--", "sh", "-c", "echo before; sleep 60 & echo $! > '" + folder + "/pid'");
        assertEquals("account 001 | before\n", said.out());
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
    }

    @Test
    void jsonIsAnObjectForEach() throws IOException {
        start(PracticeOrganization.of(3), roles(PracticeOrganization.of(3), account -> account.endsWith("3")));
        Home.Said said = each(
                "--organization",
                "--output",
                "json",
                "--",
                "sh",
                "-c",
                "printf 'a\\tb\"{account}\\n\\360\\237\\230\\200\\377'; echo no >&2; exit $((1{account} % 2))");
        assertEquals(3, said.status());
        Map<String, Map<String, Object>> runs = new TreeMap<>();
        for (String line : said.out().lines().toList()) {
            Map<String, Object> run = JSON.std.mapFrom(line);
            runs.put((String) run.get("account"), run);
        }
        Map<String, Object> first = runs.get("000000000001");
        assertEquals(
                Set.of(
                        "account", "name", "profile", "region", "result", "status", "seconds", "stdout", "stderr",
                        "error"),
                first.keySet());
        assertEquals("a\tb\"000000000001\n\uD83D\uDE00\uFFFD", first.get("stdout"));
        assertEquals("no\n", first.get("stderr"));
        assertEquals("account 001", first.get("name"));
        assertEquals("eu-central-1", first.get("region"));
        assertEquals(List.of("COMMAND failed", 1), List.of(first.get("result"), first.get("status")));
        assertTrue((Double) first.get("seconds") >= 0);
        assertNull(first.get("error"));
        assertEquals(0, runs.get("000000000002").get("status"));
        Map<String, Object> denied = runs.get("000000000003");
        assertEquals("role could not be assumed", denied.get("result"));
        assertNull(denied.get("status"));
        assertTrue(((String) denied.get("error")).contains("may not assume"), said.out());
    }

    /** 40 MB of it from each of four. */
    @Test
    void jsonOfMuchOutputTakesLittleMemory() throws IOException {
        start(PracticeOrganization.of(4));
        String script =
                "head -c 40000000 /dev/zero | tr '\\0' y; grep VmHWM /proc/$PPID/status > \"" + folder + "/peak\"";
        Program.Ran ran = Program.of("sh", "-c", "\"$@\" | tr -d y | sed 's/\"seconds\":[^,]*,//'", "sh")
                .with("HOME", folder)
                .followedBy(program("--organization", "--output", "json", "--quiet", "--", "sh", "-c", script)
                        .command())
                .run();
        assertEquals("", ran.err());
        assertEquals(4, ran.lines().size(), ran.out());
        assertTrue(ran.lines().get(0).contains("\"status\":0,\"stdout\":\"\",\"stderr\":\"\""), ran.out());
        String peak = Files.readString(folder.resolve("peak")).replaceAll("\\D", "");
        assertTrue(Integer.parseInt(peak) < 150_000, peak + " kB");
    }

    @Test
    void aDirectoryGetsTwoFilesForEach() throws IOException {
        start(hostile());
        Path directory = folder.resolve("new/out");
        Home.Said said = each(
                "--organization",
                "--region",
                "eu-west-1",
                "--region",
                "us-west-2",
                "--output-dir",
                directory.toString(),
                "--",
                "sh",
                "-c",
                "echo {account} in {region}; echo oops >&2");
        assertEquals(0, said.status(), said.err());
        assertEquals("", said.out());
        Set<String> expected = new TreeSet<>();
        for (int i = 1; i <= HOSTILE.size(); i++) {
            for (String region : List.of("eu-west-1", "us-west-2")) {
                expected.add("%012d-%s.stdout".formatted(i, region));
                expected.add("%012d-%s.stderr".formatted(i, region));
            }
        }
        assertEquals(expected, new TreeSet<>(Scratch.names(directory)));
        Path file = directory.resolve("000000000002-us-west-2.stdout");
        assertEquals("000000000002 in us-west-2\n", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("oops\n", Files.readString(directory.resolve("000000000009-eu-west-1.stderr")));
    }

    /** A link that somebody has put there is replaced, and what it points to stays. */
    @Test
    void aLinkInTheDirectoryIsNotFollowed() throws IOException {
        start(PracticeOrganization.of(1));
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Path link = folder.resolve("000000000001-eu-central-1.stdout");
        Files.createSymbolicLink(link, precious);
        assertEquals(
                0,
                each("--organization", "--output-dir", folder.toString(), "--", "echo", "new")
                        .status());
        assertEquals("precious", Files.readString(precious));
        assertEquals("new\n", Files.readString(link));
    }

    @Test
    void whoeverHasReadEnoughEndsIt() throws IOException {
        start(PracticeOrganization.of(16));
        Program.Ran ran = Program.of("bash", "-c", "\"$@\" | head -1; echo \"${PIPESTATUS[0]}\"", "bash")
                .with("HOME", folder)
                .followedBy(program("--organization", "--", "sh", "-c", "while echo x; do sleep 0.1; done")
                        .command())
                .run();
        assertEquals(2, ran.lines().size(), ran.out());
        assertEquals("1", ran.lines().get(1), ran.err());
        assertTrue(ran.err().contains("not run"), ran.err());
    }

    /** The line at the bottom is on the terminal, and nowhere in the pipe; the last that is seen is not of it. */
    @Test
    void theLineOfProgressLeavesNoTrace() throws IOException {
        Program.need("python3");
        start(PracticeOrganization.of(12));
        List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" > piped; echo status $?", "sh"));
        command.addAll(program("--organization", "--parallel", "4", "--", "sh", "-c", "sleep 0.2; echo {account}")
                .command());
        Program.Ran ran = new Pty()
                .await("each: \\d+ of 12 done, 4 running, 0 failed \\(\\d s\\)")
                .await("each: 12 succeeded \\(\\d+ s\\)\r\nstatus 0\r\n")
                .in(folder, command.toArray(String[]::new))
                .run();
        assertEquals(0, ran.status(), ran.out());
        assertFalse(ran.out().replaceAll("(?s).*succeeded", "").contains("running"), ran.out());
        assertTrue(ran.out().contains("\r\033[Keach: 12 succeeded"), "erased before the last word: " + ran.out());
        String piped = Files.readString(folder.resolve("piped"));
        assertEquals(
                12,
                piped.lines()
                        .filter(line -> line.matches("account \\d{3} \\| \\d{12}"))
                        .count());
        assertEquals(12, piped.lines().count());
    }
}
