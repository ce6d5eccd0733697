//SOURCES LoginFixture.java SecretSearch.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Access token, refresh token, client secret, verifier and device code, through the life of a sign-in: in no output, no
 * process and no file, but in ~/.aws/sso/cache.
 */
class SsoSecretsTest extends LoginFixture {
    private static final Set<String> PUBLIC = Set.of("clientId", "grantType", "redirectUri");

    private final SecretSearch search = new SecretSearch();
    private final Set<String> fields = ConcurrentHashMap.newKeySet();

    /** What /proc has shown, and what was printed. */
    private final Set<Map.Entry<String, String>> seen = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void listen() {
        center.beforeToken(request -> request.forEach((name, value) -> {
            if (!PUBLIC.contains(name)) {
                fields.add(name);
                search.add(value);
            }
        }));
    }

    private void addCached() throws IOException {
        for (Path file : files(folder.resolve(".aws/sso/cache"))) {
            boolean isWhole = read(file).stripTrailing().endsWith("}");
            Map<String, Object> cached = isWhole ? json(file) : Map.of();
            cached.forEach((name, value) -> {
                if (name.matches("clientSecret|.*Token")) {
                    fields.add(name);
                    search.add((String) value);
                }
            });
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException ignored) {
            return ""; // it has ended
        }
    }

    private void look(Process process) {
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .forEach(one -> Stream.of("cmdline", "environ").forEach(name -> {
                    Path file = Path.of("/proc/" + one.pid() + "/" + name);
                    seen.add(Map.entry("/proc/PID/" + name + " of " + process.pid(), read(file)));
                }));
        Path jvm = Path.of("/tmp/hsperfdata_" + System.getProperty("user.name") + "/" + process.pid());
        seen.add(Map.entry("hsperfdata", read(jvm)));
    }

    /** In a JVM of its own, at which we look while it runs; somebody clicks for it. */
    private void run(int status, String name, String... args) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(Program.java(name, args).command()).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(home.env());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean isClicked = false;
        while (process.isAlive()) {
            look(process);
            var address = ADDRESS.matcher(read(output));
            if (!isClicked && address.find()) {
                isClicked = true;
                click(address.group(1), "allow");
            }
            Thread.sleep(5);
        }
        String said = read(output);
        Files.delete(output);
        assertEquals(status, process.exitValue(), said);
        seen.add(Map.entry("what " + name + " " + List.of(args) + " says", said));
        addCached();
        for (Path file : files(folder)) {
            boolean isTheirPlace = file.startsWith(folder.resolve(".aws/sso/cache"));
            if (!isTheirPlace) {
                search.assertNothingIn(file.toString(), read(file));
            }
        }
    }

    @Test
    void nowhereButInTheirCache() throws Exception {
        run(0, "login", "sso", "--print", "--debug");
        run(0, "profiles", "--debug");
        expire(tokenFile());
        run(1, "profiles", "--diff", "--debug");
        run(0, "profiles", "--write", "--debug");
        expire(tokenFile());
        run(0, "profiles", "--prune", "--exclude", "*.ReadOnly", "--debug");
        assertTrue(search.finds(read(tokenFile())), "the search finds what is there");
        run(0, "login", "sso", "--logout", "--debug");
        assertFalse(Files.exists(tokenFile()));
        run(0, "login", "sso", "--device-code", "--print", "--debug");
        String token = read(tokenFile());
        run(0, "login", "sso", "--logout", "--debug");
        Files.writeString(tokenFile(), token);
        run(1, "profiles", "--write", "--debug");
        Files.writeString(tokenFile(), token.substring(0, token.length() - 9));
        run(1, "profiles", "--write", "--debug");
        Files.writeString(tokenFile(), token);
        center.close();
        run(1, "profiles", "--write", "--debug");
        run(1, "login", "sso", "--logout", "--debug");
        seen.forEach(one -> search.assertNothingIn(one.getKey(), one.getValue()));
        assertEquals(
                Set.of("accessToken", "refreshToken", "clientSecret", "codeVerifier", "deviceCode", "code"),
                fields.stream().filter(name -> !name.equals("scope")).collect(Collectors.toSet()));
        Set<String> words = new HashSet<>();
        seen.stream()
                .filter(one -> one.getKey().contains("cmdline"))
                .forEach(one -> words.addAll(Arrays.asList(one.getValue().split("\0"))));
        assertTrue(words.containsAll(List.of("login", "profiles", "--logout", "--prune")), "seen while they ran");
    }
}
