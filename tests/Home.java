import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A home with ~/.aws files of its own, and commands called in it as their main would, in this JVM. */
record Home(Path folder, Map<String, String> env) {

    /** AWS's documented example keys. */
    static final String KEY_ID = "AKIAIOSFODNN7EXAMPLE";

    static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    record Said(int status, String out, String err) {}

    interface Main {
        int run(String[] args, Command.World world);
    }

    /** A home in {@code folder} where profile redbeard has the example keys and STS is at {@code endpoint}. */
    static Home in(Path folder, String endpoint) {
        return new Home(folder, new TreeMap<>(Map.of("HOME", folder.toString(), "USER", "ada")))
                .files("""
                    [default]
                    region = eu-west-1
                    endpoint_url = %1$s
                    [profile redbeard]
                    region = eu-central-1
                    endpoint_url = %1$s
                    """.formatted(endpoint), """
                        [redbeard]
                        aws_access_key_id = %s
                        aws_secret_access_key = %s
                        """.formatted(KEY_ID, SECRET));
    }

    /** The same home with other files in ~/.aws. */
    Home files(String config, String credentials) {
        try {
            Files.createDirectories(folder.resolve(".aws"));
            Files.writeString(folder.resolve(".aws/config"), config);
            Files.writeString(folder.resolve(".aws/credentials"), credentials);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same home with a variable set. */
    Home with(String name, String value) {
        Map<String, String> changed = new TreeMap<>(env);
        changed.put(name, value);
        return new Home(folder, changed);
    }

    Said call(Main main, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = main.run(
                args,
                new Command.World(
                        env,
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        fd -> false));
        return new Said(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
