import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
                List<String> users = Files.isReadable(connections) ? users(connections, there, here) : List.of();
                if (!users.isEmpty()) {
                    return users.stream().anyMatch(user -> !isOk(user, us));
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
    private static List<String> users(Path connections, InetSocketAddress there, InetSocketAddress here)
            throws IOException {
        String from = port(there);
        String to = port(here);
        return Files.readAllLines(connections, StandardCharsets.US_ASCII).stream()
                .filter(line -> line.contains(from) && line.contains(to))
                .map(line -> line.strip().split("\\s+"))
                .filter(columns ->
                        columns.length > USER && columns[LOCAL].endsWith(from) && columns[REMOTE].endsWith(to))
                .map(columns -> columns[USER])
                .toList();
    }

    private static String port(InetSocketAddress address) {
        return ":%04X".formatted(address.getPort());
    }
}
