import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whose a connection is that comes from this computer: Linux tells, in /proc/net/tcp (proc(5)). */
final class LocalUsers {
    private static final List<Path> CONNECTIONS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    /** Columns of a line there. */
    private static final int LOCAL = 1;

    private static final int REMOTE = 2;
    private static final int USER = 7;

    /** Who may read everything anyway. */
    private static final String ROOT = "0";

    private LocalUsers() {}

    /**
     * Whether the other end of a connection is somebody else's, neither ours nor root's. Where the system does not
     * tell, it is taken for ours.
     *
     * @param there the other end
     * @param here our end
     */
    static boolean isAnother(InetSocketAddress there, InetSocketAddress here) {
        try {
            String us = Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
            for (Path connections : CONNECTIONS) {
                if (Files.isReadable(connections)
                        && users(connections, there, here).anyMatch(user -> !isOk(user, us))) {
                    return true;
                }
            }
            return false;
        } catch (IOException | RuntimeException ignored) {
            return false; // a system without /proc
        }
    }

    private static boolean isOk(String user, String us) {
        return user.equals(us) || user.equals(ROOT);
    }

    /** Of all connections from the one port to the other; both are this computer's, so there is one. */
    private static Stream<String> users(Path connections, InetSocketAddress there, InetSocketAddress here)
            throws IOException {
        return Files.readAllLines(connections, StandardCharsets.US_ASCII).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > USER
                        && columns[LOCAL].endsWith(port(there))
                        && columns[REMOTE].endsWith(port(here)))
                .map(columns -> columns[USER]);
    }

    private static String port(InetSocketAddress address) {
        return ":%04X".formatted(address.getPort());
    }
}
