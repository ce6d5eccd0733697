import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The servers of one run, each on a free port of this computer. */
final class CaseServers implements AutoCloseable {
    /** AWS's documented example keys. */
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";

    private static final String KEY_2 = "AKIAI44QH8DHBEXAMPLE";
    private static final String SECRET_2 = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";

    private final List<AutoCloseable> servers = new ArrayList<>();
    private final Recording recording = new Recording();
    private final TestCertificates certificates;

    CaseServers(ConformanceCase test, TestCertificates certificates) throws IOException {
        this.certificates = certificates;
        Set<String> secrets = new TreeSet<>(test.possibleSecrets());
        secrets.addAll(List.of(StandIns.SECRET, SECRET_2));
        StandIns standIns = new StandIns(test.lines("answers"));
        for (String name : List.of("sts", "sts-2", "portal", "oidc", "container", "metadata")) {
            servers.add(new RecordingServer(name, null, recording, standIns, secrets));
        }
        servers.add(new RecordingServer("sts-tls", certificates.context(), recording, standIns, secrets));
        int plain = recording.ports().get("sts");
        int tls = recording.ports().get("sts-tls");
        for (String name : List.of("proxy", "proxy-2")) {
            servers.add(new RecordingProxy(name, false, recording, plain, tls));
        }
        servers.add(new RecordingProxy("auth-proxy", true, recording, plain, tls));
    }

    Recording recording() {
        return recording;
    }

    @Override
    public void close() {
        for (AutoCloseable server : servers) {
            try {
                server.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** @param folder the run's */
    Map<String, String> placeholders(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        recording.ports().forEach((name, port) -> {
            String scheme = name.endsWith("tls") ? "https://" : "http://";
            all.put(name, (name.contains("proxy") ? "" : scheme) + "127.0.0.1:" + port);
            all.put(name + "-port", String.valueOf(port));
        });
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        all.put("future", now.plus(1, ChronoUnit.HOURS).toString());
        all.put("soon", now.plus(5, ChronoUnit.MINUTES).toString());
        all.put("past", now.minus(1, ChronoUnit.HOURS).toString());
        all.put("ca-bundle", certificates.bundle().toString());
        all.put("process", folder.resolve("process").toString());
        all.put("key", KEY);
        all.put("secret", StandIns.SECRET);
        all.put("key-2", KEY_2);
        all.put("secret-2", SECRET_2);
        all.put("ca-pem", Files.readString(certificates.bundle()));
        return all;
    }
}
