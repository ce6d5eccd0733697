//SOURCES ProfilesFixture.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system that is really full: one of the memory, in a namespace of its own, where the kernel lets us. */
class ProfilesFullDiskTest extends ProfilesFixture {
    /** Moves ~/.aws to a small one, fills that, runs the arguments, makes room, and runs them again. */
    private static final String SCRIPT = """
        cd "$HOME" && cp -a .aws saved && mount -t tmpfs -o "$1" tmpfs .aws && cp -a saved/. .aws || exit 99
        shift
        i=0; while echo >".aws/sso/fill$i"; do i=$((i + 1)); done 2>/dev/null
        head -c 1000000 /dev/zero >.aws/sso/fill0 2>/dev/null
        "$@"; echo "first $?"
        cmp .aws/config saved/config && echo same
        ls -A .aws
        rm .aws/sso/fill*
        "$@"; echo "second $?"
        ls -A .aws
        grep -c '^.profile' .aws/config
        """;

    private final List<String> inNamespace = List.of("unshare", "--user", "--map-root-user", "--mount");

    /** Without room for the content, and without room for one more file. */
    @ParameterizedTest
    @ValueSource(strings = {"size=64k", "size=1m,nr_inodes=12"})
    void nothingIsChangedAndLaterItIs(String limits) throws Exception {
        Program.need("unshare", "mount", "cmp");
        List<String> probe = new ArrayList<>(inNamespace);
        probe.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", folder.toString()));
        assumeTrue(Program.of(probe.toArray(String[]::new)).run().status() == 0, "no file system can be mounted here");
        portal.accounts = many(40, 3);
        write("# mine\n" + SESSION);
        String said = run(Stream.of(
                        List.of("sh", "-c", SCRIPT, "sh", limits),
                        Program.java("profiles", "--write").command())
                .flatMap(List::stream)
                .toList());
        assertTrue(said.contains("cannot be written (No space left on device), and is what it was"), said);
        List<String> lines =
                said.lines().dropWhile(line -> !line.startsWith("first")).toList();
        List<String> files = List.of("config", "credentials", "sso");
        assertEquals(Stream.concat(Stream.of("first 1", "same"), files.stream()).toList(), lines.subList(0, 5), said);
        assertEquals(
                Stream.of(List.of("second 0"), files, List.of("120"))
                        .flatMap(List::stream)
                        .toList(),
                lines.subList(lines.indexOf("second 0"), lines.size()),
                said);
    }

    private String run(List<String> program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(inNamespace);
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(home.env());
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
