import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who names no profile is shown a list, in a real terminal and real shells, with fzf and without. */
class ProfileChooserTest extends AssumeFixture {
    private static final String SHOWN = "Which profile\\?";
    private static final String CTRL_C = "\u0003";
    private static final String DOWN = "\u001b[B";

    /** What the shells need, and no fzf. */
    private static final List<String> PROGRAMS =
            List.of("bash", "zsh", "fish", "sh", "stty", "cat", "uname", "dirname", "sed", "tty");

    private Path bin;

    @BeforeEach
    void install() throws IOException {
        Program.need("bash", "zsh", "fish", "python3");
        bin = Files.createDirectory(folder.resolve("bin"));
        String java = String.join(
                " ",
                Program.java("assume").command().stream().map(Shell::posixWord).toList());
        script("assume", java);
        for (String program : PROGRAMS) {
            if (Program.find(program) != null) {
                script(program, Program.find(program).toString());
            }
        }
        for (String kind : List.of("sh", "fish")) {
            String text = Files.readString(Program.root().resolve("installer/shell/assume." + kind));
            String function = text.replaceFirst("(?s)# --- The prompt.*", "").replace("@BIN@", "'" + bin + "'");
            Files.writeString(folder.resolve("assume." + kind), function);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void aNumberedListThatNarrows(String shell) {
        in(
                shell,
                false,
                started(shell)
                        .type("assume")
                        .await(SHOWN)
                        .await("1  audit +123456789123  Auditor")
                        .await("2  dev +123456789123  Developer")
                        .keys("dev")
                        .await("Which profile\\? dev")
                        .keys("\r")
                        .await("assumed-role/Developer/.* until .* minutes")
                        .type("echo \"is:$AWS_ASSUMED_PROFILE:\"")
                        .await("is:dev:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void fzfWhereItIsInstalled(String shell) {
        Program.need("fzf");
        in(
                shell,
                true,
                started(shell)
                        .type("assume")
                        .await(SHOWN)
                        .await("audit +123456789123 +Auditor")
                        .keys("audit")
                        .await("audit")
                        .keys("\r")
                        .await("assumed-role/Auditor/.* until .* minutes")
                        .type("echo \"is:$AWS_ASSUMED_PROFILE:\"")
                        .await("is:audit:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void whoLeavesHasTheTerminalAsItWas(String shell) {
        boolean hasFzf = Program.find("fzf") != null;
        for (boolean isFzf : hasFzf ? new boolean[] {false, true} : new boolean[] {false}) {
            in(
                    shell,
                    isFzf,
                    started(shell)
                            .type("stty -g > before")
                            .type("assume")
                            .await(SHOWN)
                            .await("dev")
                            .keys(CTRL_C)
                            .await("no profile was chosen, so nothing was loaded")
                            .type("stty -g > after; echo \"is:$AWS_ASSUMED_PROFILE:\"")
                            .await("is::"));
            assertEquals(read("before"), read("after"), "the terminal's settings");
        }
        assertFalse(Files.exists(folder.resolve(".aws/cli/cache")), "nobody was asked");
    }

    @Test
    void arrowsNumbersAndTheRest() {
        in(
                "bash",
                false,
                started("bash")
                        .type("assume")
                        .await(SHOWN)
                        .keys(DOWN)
                        .await("[>] +2  dev")
                        .keys("x")
                        .await("Which profile\\? x")
                        .keys("\u007f\u001b[1;5C")
                        .await("[>] +1  audit")
                        .keys("2")
                        .await("[>] +2  dev")
                        .keys("\r")
                        .await("assumed-role/Developer/"));
    }

    /** Then nothing of it is wider or higher than the window, and what was there before is there again. */
    @Test
    void aWindowThatIsMadeSmaller() throws IOException {
        manyProfiles();
        Program.Ran ran = in(
                "bash",
                false,
                started("bash")
                        .resize(20, 100)
                        .type("assume")
                        .await(SHOWN)
                        .await("18  team0")
                        .await("5011;")
                        .resize(6, 40)
                        .await("[>] +1  audit")
                        .await("4  process|4  .*5011;")
                        .keys("app4321")
                        .await("1 of 5011")
                        .keys(CTRL_C)
                        .await("no profile was chosen"));
        List<String> frames = List.of(ran.out().split("\u001b\\[H\u001b\\[\\?7l"));
        assertTrue(frames.size() > 3, ran.out());
        assertTrue(frames.subList(1, frames.size()).stream().allMatch(frame -> frame.split("\r*\n").length <= 20));
        String last = frames.get(frames.size() - 1).replaceFirst("(?s)\u001b\\[J.*", "");
        assertTrue(last.split("\r*\n").length <= 6, last);
        assertTrue(
                last.lines()
                        .allMatch(line ->
                                line.replaceAll("\u001b\\[[0-9?]*[A-Za-z]", "").length() <= 40),
                last);
        assertTrue(ran.out().contains("\u001b[?1049h") && ran.out().contains("\u001b[?1049l"), "another screen");
    }

    @Test
    void theOnesThatWereLoadedLastComeFirst() throws IOException {
        assertEquals(0, home.call(assume::run, "short").status());
        assertEquals(0, home.call(assume::run, "dev").status());
        in(
                "bash",
                false,
                started("bash")
                        .type("assume")
                        .await("1  dev +123456789123  Developer +(60|59)m.*2  short .*3  audit")
                        .keys(CTRL_C)
                        .await("no profile was chosen"));
    }

    /** What is written in a file steers no terminal. */
    @Test
    void namesWithControlCharacters() throws IOException {
        add("[profile a\u009b31mred]\nrole_arn = arn:aws:iam::123456789123:role/R\nsource_profile = redbeard\n");
        Program.Ran ran = in(
                "bash",
                false,
                started("bash")
                        .type("assume")
                        .await("a.u009b31mred")
                        .keys(CTRL_C)
                        .await("chosen"));
        assertFalse(ran.out().contains("\u009b"), ran.out());
    }

    /** zsh runs it in the background there, where whoever reads the terminal is stopped for good. */
    @Test
    void insideOfZshsProcessSubstitutionNothingHangs() {
        in(
                "zsh",
                false,
                started("zsh")
                        .type("source <(command assume) || echo refused")
                        .await("which role\\? Give a PROFILE.*refused"));
    }

    @Test
    void whereThereIsNoPersonTheMessageIsThatOfOld() {
        in(
                "bash",
                false,
                started("bash")
                        .type("assume </dev/null")
                        .await("which role\\? Give a PROFILE")
                        .type("assume 2>words; cat words")
                        .await("which role\\? Give a PROFILE")
                        .type("TERM=dumb assume")
                        .await("which role\\? Give a PROFILE"));
    }

    private void script(String name, String program) throws IOException {
        Path script = Files.writeString(bin.resolve(name), "#!/bin/sh\nexec " + program + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Pty started(String shell) {
        String source = shell.equals("fish") ? "source assume.fish" : "source ./assume.sh";
        return new Pty().resize(24, 90).type(source + "; echo rea''dy").await("ready");
    }

    private Program.Ran in(String shell, boolean isFzf, Pty pty) {
        List<String> line = switch (shell) {
            case "bash" -> List.of("bash", "--norc", "-i");
            case "zsh" -> List.of("zsh", "-f", "-i");
            default -> List.of("fish", "--no-config", "-i");
        };
        Program program = pty.in(folder, line.toArray(String[]::new));
        // Itself, and not a script that looks for it on the PATH.
        String python = Program.of("python3", "-c", "import sys; print(sys.executable)")
                .run()
                .out();
        List<String> command = new ArrayList<>(program.command());
        command.set(0, python.strip());
        Program.Ran ran = new Program(command, program.env(), folder, new byte[0], 120)
                .with("PATH", isFzf ? bin + ":" + System.getenv("PATH") : bin.toString())
                .with("USER", "ada")
                .with("LANG", "C.UTF-8")
                .run();
        assertEquals(0, ran.status(), shell + ": " + ran.out() + ran.err());
        return ran;
    }

    private void manyProfiles() throws IOException {
        add(IntStream.range(0, 5000)
                .mapToObj(number -> ("[profile team%02d-app%04d]\nrole_arn = arn:aws:iam::%012d:role/A\n"
                                + "source_profile = redbeard\n")
                        .formatted(number % 50, number, number))
                .collect(Collectors.joining("\n")));
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
