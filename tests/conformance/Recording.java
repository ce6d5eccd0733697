import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What arrived at the servers of one run, in its order: an event a call, as lines of text that can be compared. */
final class Recording {
    private final List<String> events = new ArrayList<>();
    /** The name of the server that listens on a port. */
    private final Map<Integer, String> servers = new ConcurrentHashMap<>();
    /** By the local port of a connection that a proxy made: how it came to the proxy. */
    private final Map<Integer, String> proxied = new ConcurrentHashMap<>();

    synchronized void add(String event) {
        events.add(named(event).stripTrailing());
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    void server(String name, int port) {
        servers.put(port, name);
    }

    Map<String, Integer> ports() {
        Map<String, Integer> ports = new TreeMap<>();
        servers.forEach((port, name) -> ports.put(name, port));
        return ports;
    }

    /** Ports are other ones in each run: a server's name is in their place. */
    String named(String text) {
        String named = text;
        for (var server : servers.entrySet()) {
            named = named.replaceAll(":" + server.getKey() + "\\b", ":" + server.getValue());
        }
        return named;
    }

    void proxied(int localPort, String how) {
        proxied.put(localPort, how);
    }

    /** How the connection from this port came: " by way of ...", or nothing. */
    String way(int remotePort) {
        String how = proxied.get(remotePort);
        return how == null ? "" : "\n  by way of " + how;
    }
}
