import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names that are not ASCII where the locale is: cron, {@code env -i}, LC_ALL=C. The processes start from a shell,
 * because this one's Java may itself not have the letters to pass on.
 */
class LocaleTest {
    private static final String FOREIGN = "gr\u00f6\u00dfe-\u65e5\u672c";

    /** The same in octal escapes, for printf. */
    private static final String OCTAL = "gr\\303\\266\\303\\237e-\\346\\227\\245\\346\\234\\254";

    @TempDir
    Path folder;

    private String home;

    /** A home of that name, with a profile of that name. */
    @BeforeEach
    void home() throws Exception {
        home = folder + "/" + OCTAL;
        Path config = folder.resolve("config");
        Files.writeString(config, """
            [profile %s]
            credential_process = echo '{"Version": 1, "AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": \
            "%s", "SessionToken": "token"}'
            """.formatted(FOREIGN, Home.SECRET));
        assertEquals(
                0,
                sh("LC_ALL=C", "mkdir -p \"$HOME/.aws\" && mv config \"$HOME/.aws/\"")
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C", "LC_ALL=POSIX", "LC_ALL=C.UTF-8", "LANG="})
    void aProfileInAHome(String locale) {
        Program.Ran ran = sh(locale, java("assume", "\"$(printf '" + OCTAL + "')\""));
        assertEquals(0, ran.status(), ran.err());
        assertTrue(ran.out().contains("export AWS_ASSUMED_PROFILE='" + FOREIGN + "'"), ran.out());
        assertTrue(ran.err().contains("profile " + FOREIGN), ran.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C", "LC_ALL=C.UTF-8"})
    void aCommandAndItsArgumentsAndItsEnvironment(String locale) {
        String print = "printf '<%s>' \"$@\" \"$AWS_ASSUMED_PROFILE\" \"$MINE\" \"$HOME\"";
        Program.Ran ran = sh(
                locale + " MINE=\"$(printf '" + OCTAL + "')\"",
                java(
                        "assume",
                        "\"$(printf '" + OCTAL + "')\" --quiet -- sh -c '" + print.replace("'", "'\\''")
                                + "' sh \"$(printf '" + OCTAL + "')\" '' \"a'b\" '100%' '\\n'"));
        assertEquals("", ran.err());
        assertEquals(
                "<" + FOREIGN + "><><a'b><100%><\\n><" + FOREIGN + "><" + FOREIGN + "><" + folder + "/" + FOREIGN + ">",
                ran.out());
    }

    @Test
    void aCommandInAFolderOfThatName() {
        String script = "mkdir -p \"$HOME/bin\"; printf '#!/bin/sh\\necho ran \"$1\"\\n' >\"$HOME/bin/tool\";"
                + " chmod +x \"$HOME/bin/tool\"; PATH=\"$HOME/bin:$PATH\" "
                + java("assume", "\"$(printf '" + OCTAL + "')\" --quiet -- tool x");
        Program.Ran ran = sh("LC_ALL=C", script);
        assertEquals("ran x\n", ran.out(), ran.err());
    }

    @Test
    void aFileAsAnArgument() {
        String script =
                "printf '%s' '{\"Version\": 1, \"AccessKeyId\": \"ASIAIOSFODNN7EXAMPLE\", \"SecretAccessKey\": \""
                        + Home.SECRET + "\", \"SessionToken\": \"token\"}' >\"$HOME/keys.json\"; "
                        + java("sts2env", "\"$HOME/keys.json\"");
        Program.Ran ran = sh("LC_ALL=C", script);
        assertEquals(0, ran.status(), ran.err());
        assertTrue(ran.out().contains("AWS_ACCESS_KEY_ID='ASIAIOSFODNN7EXAMPLE'"), ran.out());
    }

    @Test
    void aProfileThatIsNotThereIsNamed() {
        Program.Ran ran = sh("LC_ALL=C", java("assume", "\"$(printf 'gr\\303\\266n')\""));
        assertEquals(1, ran.status());
        assertTrue(ran.err().contains("there is no profile 'gr\u00f6n' in " + folder + "/" + FOREIGN), ran.err());
        assertTrue(ran.err().contains("the nearest names are " + FOREIGN), ran.err());
    }

    /** A line of a shell with one of our commands in a JVM of its own. */
    private static String java(String command, String arguments) {
        List<String> words = new ArrayList<>(Program.java(command).command());
        words.replaceAll(Shell::posix);
        return String.join(" ", words) + " " + arguments;
    }

    private Program.Ran sh(String assignments, String script) {
        Program program = Program.of(
                        "sh",
                        "-c",
                        "HOME=$(printf '" + home + "') " + assignments + "; export HOME LC_ALL MINE; " + script)
                .in(folder);
        return program.with("LANG", null).run();
    }
}
