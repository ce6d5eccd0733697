import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that lead back to their profile, and have forgotten on the way that they do. */
class CredentialCircleTest {
    @TempDir
    Path folder;

    private Path assume;

    @BeforeEach
    void start() throws IOException {
        String words =
                Program.java("assume").command().stream().map(Shell::posixWord).collect(Collectors.joining(" "));
        assume = script("assume", "#!/bin/sh\necho run >>" + folder + "/runs\nexec " + words + " \"$@\"\n");
        script("wrapper", "#!/bin/sh\nunset ASSUME_CREDENTIAL_PROCESS\n" + assume + " \"$@\"\nexit $?\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env -i HOME=HERE PATH=/usr/bin:/bin HERE/assume self --format process",
                "env -u ASSUME_CREDENTIAL_PROCESS HERE/assume self --format process",
                "HERE/wrapper self --format process",
                "sh -c 'env -i HOME=HERE PATH=/usr/bin:/bin HERE/assume self --format process | cat'"
            })
    void anEmptiedEnvironmentHidesNoCircle(String process) throws IOException {
        Program.Ran ran = assume("[profile self]\ncredential_process = " + process);
        assertTrue(ran.status() != 0, ran.err());
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("in a circle: the same command runs 4 times already"), ran.err());
        assertEquals(4, Files.readAllLines(folder.resolve("runs")).size());
    }

    @Test
    void wordsThatAreOthersEachTimeHideNoCircle() throws IOException {
        Program.Ran ran = assume("""
            [profile self]
            credential_process = sh -c 'env -i HOME=HERE PATH=/usr/bin:/bin HERE/assume self --format process --tag n=$$'
            """);
        assertTrue(ran.status() != 0, ran.err());
        assertTrue(ran.err().contains("in a circle: the same command runs 11 times already"), ran.err());
        assertEquals(11, Files.readAllLines(folder.resolve("runs")).size());
    }

    @Test
    void oneAfterTheOtherIsNoCircle() throws IOException {
        String one = "[profile %s]\n"
                + "credential_process = env -i HOME=HERE PATH=/usr/bin:/bin HERE/assume %s --format process\n";
        Files.writeString(
                folder.resolve("answer"),
                "{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\",\"SessionToken\":\"EXAMPLETOKEN\"}"
                        .formatted(Home.KEY_ID, Home.SECRET));
        Program.Ran ran = assume(one.formatted("self", "b")
                + one.formatted("b", "c")
                + one.formatted("c", "d")
                + one.formatted("d", "e")
                + "[profile e]\ncredential_process = cat HERE/answer\n");
        assertEquals(0, ran.status(), ran.err());
        assertEquals(5, Files.readAllLines(folder.resolve("runs")).size());
    }

    /** By way of a process that is not ours, as ssh to this computer: those that wait are counted. */
    @Test
    void aCrowdOfTheSameWordsIsACircle() {
        String own = "java\0assume\0self\0";
        List<String> others = Collections.nCopies(1000, "java\0assume\0another\0");
        List<String> most = Collections.nCopies(ProfileProgram.MOST_AT_ONCE, own);
        assertFalse(ProfileProgram.isCrowd(own, Stream.concat(most.stream(), others.stream())));
        assertTrue(ProfileProgram.isCrowd(
                own, Stream.of(most, others, List.of(own)).flatMap(List::stream)));
        assertFalse(ProfileProgram.isCrowd("", Collections.nCopies(1000, "").stream()), "whose words nobody may read");
    }

    private Program.Ran assume(String config) throws IOException {
        Home.in(folder, "http://127.0.0.1:1").files(config.replace("HERE", folder.toString()), "");
        return Program.of(assume.toString(), "self", "--format", "process")
                .with("HOME", folder)
                .with("USER", "ada")
                .run();
    }

    private Path script(String name, String text) throws IOException {
        Path script = Files.writeString(folder.resolve(name), text);
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }
}
