import static org.junit.jupiter.api.Assertions.*;

import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What jbangw says to somebody who sits at a terminal while it fetches and builds, and to nobody else. */
class JbangwTerminalTest extends JbangwFixture {
    /** Maven's log, a file at a time; the second comes when the test has seen what was said of the first. */
    private static final String SLOWLY = """
        echo '[INFO] Scanning for projects...'
        echo '[INFO] Downloading from central: https://repo.example/maven2/org/one/1/one-1.jar'
        echo '[INFO] Downloaded from central: https://repo.example/maven2/org/one/1/one-1.jar (500 kB at 1.5 MB/s)'
        until [ -e '%1$s/go 1' ]; do sleep 0.05; done
        echo '[INFO] Downloaded from central: https://repo.example/maven2/org/two/2/two-2.jar (1.2 MB at 500 kB/s)'
        echo 'Downloaded from mirror: https://repo.example/maven2/org/three/3/three-3.pom (900 B at 1.1 kB/s)'
        until [ -e '%1$s/go 2' ]; do sleep 0.05; done
        """;

    @BeforeEach
    void needsTerminal() {
        Program.need("python3", "awk");
    }

    private String[] command(Map<String, String> env, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "-i"));
        env.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    @Test
    void howFarItIsWhileItFetches() throws Exception {
        Map<String, String> env = bare(fakeMvn(SLOWLY.formatted(dir)));
        String go = "touch '" + dir + "/go ";
        Program.Ran ran = new Pty()
                .type("sh -c '\"$0\" version' " + Shell.ENV.quoted(JBANGW) + " &")
                .await("Fetching jbang \\S+ from Maven Central, once")
                .await("jbangw: 1 files, 0\\.5 MB so far, the last is one-1\\.jar")
                .type(go + "1'")
                .await("jbangw: 3 files, 1\\.7 MB so far, the last is three-3\\.pom")
                .type(go + "2'")
                .await("\r\u001b\\[K")
                .await("\\d+\\.\\d+\\.\\d+")
                .type("exit")
                .in(dir, command(env, "sh", "-i"))
                .run();
        assertEquals(0, ran.status(), ran.out());
    }

    @Test
    void ofWhatMavenSaysWhenItFailsTheErrorsAreShown() throws Exception {
        Map<String, String> env = bare(fakeMvn("""
            printf '\\033[0m[INFO] Scanning for projects...\\n[INFO] BUILD FAILURE\\n'
            echo '[ERROR] Plugin x could not be resolved: Unknown host repo.example -> [Help 1]'
            printf '[ERROR] \\n[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.\\n'
            echo '[ERROR] Re-run Maven using the -X switch to enable full debug logging.'
            echo '[ERROR] For more information about the errors and possible solutions, please read:'
            echo '[ERROR] [Help 1] http://cwiki.apache.org/confluence/display/MAVEN/PluginResolutionException'
            exit 1
            """));
        Program.Ran ran = new Pty()
                .await("once \\.\\.\\.\r\n")
                .await("\\[K\\[ERROR\\] Plugin x could not be resolved: Unknown host repo\\.example\r\n")
                .await("jbangw: mvn failed: see above\\. Nothing was installed\\. Is the network up\\? Then try"
                        + " again\\.\r\n")
                .in(dir, command(env, JBANGW, "version"))
                .run();
        assertEquals(0, ran.status(), ran.out());
    }

    @Test
    void whereNobodyLooksMavenIsQuietAndNothingIsSaidOfTheWay() throws Exception {
        Path args = dir.resolve("arguments");
        JbangwRun ran = JbangwRun.of(
                dir,
                bare(fakeMvn("echo \"$@\" >'" + args + "'; touch '" + dir + "/go 1' '" + dir + "/go 2'\n"
                        + SLOWLY.formatted(dir))),
                null,
                JBANGW,
                world.programs.resolve("hex.java").toString(),
                "x");
        assertEquals("<78>\n", ran.out(), ran.err());
        assertTrue(Files.readString(args).startsWith("-B -q "), Files.readString(args));
        assertFalse(ran.err().contains("so far") || ran.err().contains("\r"), ran.err());
        assertFalse(ran.err().contains("jbangw: Building"), ran.err());
    }

    @Test
    void thatAFirstBuildTakesTimeIsSaidOnce() throws Exception {
        Path script = Files.writeString(dir.resolve("once.java"), """
            //JAVA 17+
            class once { public static void main(String... arguments) { System.out.println("ran " + arguments[0]); } }
            """);
        Files.copy(Path.of(JBANGW), dir.resolve("jbangw"), StandardCopyOption.COPY_ATTRIBUTES);
        Map<String, String> env = world.environment(world.ready);
        env.put("JBANG_CACHE_DIR", dir.resolve("cache").toString());
        String once = "jbangw: Building once, which takes up to half a minute, once";
        for (List<String> way : List.of(List.of(JBANGW, script.toString()), List.of(dir + "/jbangw", "once"))) {
            Files.createDirectories(dir.resolve("elsewhere"));
            List<String> seen = new ArrayList<>();
            for (String argument : List.of("first", "second")) {
                Program.Ran ran = new Pty()
                        .await("ran " + argument)
                        .in(dir.resolve("elsewhere"), command(env, way.get(0), way.get(1), argument))
                        .run();
                assertEquals(0, ran.status(), ran.out());
                seen.add(ran.out());
            }
            assertTrue(seen.get(0).contains(once), seen.get(0));
            assertFalse(seen.get(1).contains("Building"), seen.get(1));
            Scratch.delete(dir.resolve("cache"));
        }
    }
}
