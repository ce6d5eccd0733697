//SOURCES InstallFixture.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An installation for which there is no room: on a file system in memory, where the kernel lets us make one. */
class InstallFullDiskTest extends InstallFixture {
    private static final String[] IN_NAMESPACE = {"unshare", "--user", "--map-root-user", "--mount"};
    private static final String ON_SMALL_DISK = """
        mkdir small && mount -t tmpfs -o "$0" tmpfs small || exit 99
        "$@" --prefix "$PWD/small"
        echo "status $?"
        ls -A small
        """;

    /** Without room for the jar, and without room for the archive of its classes. */
    @ParameterizedTest
    @CsvSource({
        "size=200k, /assume.jar cannot be written (No space left on device)",
        "size=25m, ' MB are free, and about 60 are wanted'"
    })
    void itIsSaidAndNothingIsLeft(String limit, String words) throws IOException {
        Program.need("unshare", "mount");
        Path own = Files.createTempDirectory(temporary, "full");
        Program probe = Program.of("mount", "-t", "tmpfs", "tmpfs", own.toString());
        assumeTrue(probe.under(IN_NAMESPACE).run().status() == 0, "no file system can be mounted here");
        Program.Ran ran = installer(own)
                .under("sh", "-c", ON_SMALL_DISK, limit)
                .under(IN_NAMESPACE)
                .run();
        assertEquals("status 1\n", ran.out(), ran.err());
        assertTrue(ran.err().contains(words), ran.err());
        assertFalse(ran.err().contains("AWS_SECRET_ACCESS_KEY"), "what an archive was made of is in no message");
    }
}
