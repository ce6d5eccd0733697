import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.file.*;
import java.util.*;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where no JVM can say that it has failed, jbangw does, to the shell that sources what should have been printed. */
class JbangwFailureTest extends JbangwFixture {
    private Path clone;
    private Map<String, String> env;

    /** Scripts with the names of ours, beside a jbangw of their own. */
    @BeforeEach
    void writeScripts() throws IOException {
        clone = makeClone();
        env = environmentOf(clone);
        for (String name : List.of("assume", "unset", "whoami")) {
            Files.writeString(clone.resolve(name + ".java"), """
                //JAVA 17+
                //RUNTIME_OPTIONS -XX:+DisplayVMOutputToStderr
                class %s {
                    public static void main(String... arguments) {
                        System.out.println("export A=b;");
                        System.exit(arguments.length);
                    }
                }
                """.formatted(name));
        }
    }

    @AfterEach
    void delete() throws IOException {
        Scratch.delete(clone);
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA_TOOL_OPTIONS, -XX:+UseG1GC -XX:+UseParallelGC",
        "JDK_JAVA_OPTIONS, -javaagent:/nowhere.jar",
        "_JAVA_OPTIONS, -XX:+UseSerialGC -XX:+UseG1GC"
    })
    void aJvmThatDoesNotStartIsAFailureOfTheShell(String variable, String options) throws Exception {
        assertEquals("export A=b;\n", run("assume").out(), "it is built");
        env.put(variable, options);
        JbangwRun ran = run("assume");
        assertEquals("false;\n", ran.out(), ran.err());
        assertEquals(1, ran.status());
        assertTrue(ran.err().contains("jbangw: Java does not start with what JAVA_TOOL_OPTIONS"), ran.err());
        assertEquals(
                "throw 'unset failed'\n", run("unset", "--format=powershell").out());
        assertEquals("fail 'unset failed'\n", run("unset", "--format", "elvish").out());
        for (List<String> other : List.of(
                List.of("assume", "dev", "--format", "json"),
                List.of("assume", "--list"),
                List.of("assume", "dev", "--", "env"),
                List.of("whoami"))) {
            assertEquals("", run(other.toArray(String[]::new)).out(), "this is not for a shell");
        }
    }

    @Test
    void optionsThatDoNoHarmAreTheUsers() throws Exception {
        env.put("JAVA_TOOL_OPTIONS", "-XX:+UseParallelGC");
        env.put("_JAVA_OPTIONS", "-Dx=y");
        JbangwRun ran = run("assume", "dev");
        assertEquals("export A=b;\n", ran.out(), ran.err());
        assertEquals(1, ran.status(), "after exec the status and the words are the command's");
    }

    @Test
    void whatCannotBeBuiltIsAFailureOfTheShell() throws Exception {
        Files.writeString(clone.resolve("assume.java"), "class assume { no }");
        JbangwRun ran = run("assume", "dev");
        assertEquals("false;\n", ran.out(), ran.err());
        assertNotEquals(0, ran.status());
        assertTrue(ran.err()
                .endsWith("jbangw: assume was not built: see above. If a library is missing, is the network up?\n"));
        env.put("JAVA_HOME", "/nowhere");
        env.put("PATH", clone.toString());
        assertEquals(
                "false;\n",
                JbangwRun.of(dir, env, null, "/bin/sh", clone + "/jbangw", "unset")
                        .out());
    }

    private JbangwRun run(String... arguments) throws Exception {
        return JbangwRun.of(
                dir,
                env,
                null,
                Stream.concat(Stream.of(clone + "/jbangw"), Stream.of(arguments))
                        .toArray(String[]::new));
    }
}
