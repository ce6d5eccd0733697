import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code tests/run.java quick} runs the classes that start no other program, and all of those. */
class QuickPartTest {
    private static final Pattern STARTS_A_PROGRAM =
            Pattern.compile("Program\\s*\\.(of|java|inSandbox)\\b|ProcessBuilder|\\bMoto\\b"
                    + "|\\bPty\\b|RealShell|curl\\(|practise\\(|Typist|\\bJbangwRun\\b|ChildProcess\\.run|\\.exec\\(");

    /** They start programs by ways that the pattern does not know. */
    private static final Set<String> SLOW = Set.of("ConformanceTest", "WindowsShellsTest");

    @Test
    void theListHasAllThatStartNoProgram() throws IOException {
        Set<String> quick = new TreeSet<>();
        for (Path file : Scratch.glob(tests(), "*Test.java")) {
            String name = file.getFileName().toString().replace(".java", "");
            Set<String> used = new TreeSet<>();
            collect(name, used);
            used.remove("Program");
            if (!name.equals("QuickPartTest") && !SLOW.contains(name) && !anyStartsAProgram(used)) {
                quick.add(name);
            }
        }
        assertEquals(quick, new TreeSet<>(run.QUICK_CLASSES));
    }

    @Test
    void theWordStandsForThem() {
        assertTrue("ShellTest".matches(run.pattern("quick")));
        assertTrue("JbangwTest".matches(run.pattern("quick", "Jbangw.*")));
        assertFalse("JbangwTest".matches(run.pattern("quick")));
        assertTrue("JbangwTest".matches(run.pattern()));
    }

    private static boolean anyStartsAProgram(Set<String> classes) throws IOException {
        for (String name : classes) {
            if (STARTS_A_PROGRAM.matcher(source(name)).find()) {
                return true;
            }
        }
        return false;
    }

    /** A class of the tests, and those that it names, and so on. */
    private static void collect(String name, Set<String> used) throws IOException {
        if (!used.add(name) || name.equals("Program")) {
            return;
        }
        var names = Pattern.compile("\\b[A-Z]\\w+\\b").matcher(source(name));
        while (names.find()) {
            if (Files.exists(tests().resolve(names.group() + ".java"))) {
                collect(names.group(), used);
            }
        }
    }

    private static String source(String name) throws IOException {
        return Files.readString(tests().resolve(name + ".java"));
    }

    private static Path tests() {
        return Program.root().resolve("tests");
    }
}
