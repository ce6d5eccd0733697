import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@code credential_process} runs where there is no curl: reads curl's config file, and does the same. */
final class CredentialClient {
    private static final String CONFIG = """
        url = "%s"
        header = "Authorization: %s"
        noproxy = "*"
        silent
        show-error
        fail
        """;
    private static final Pattern URL = Pattern.compile("(?m)^url = \"(.*)\"$");
    private static final Pattern TOKEN = Pattern.compile("(?m)^header = \"Authorization: (.*)\"$");
    private static final int OK = 200;

    private CredentialClient() {}

    /** The file, in which the token is out of everybody's sight; in the command line it would not be. */
    static String config(String url, String token) {
        return CONFIG.formatted(url, token);
    }

    public static void main(String... args) throws IOException {
        String config = Files.readString(Path.of(args[0]));
        var connection =
                (HttpURLConnection) URI.create(value(URL, config)).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestProperty("Authorization", value(TOKEN, config));
        int status = connection.getResponseCode();
        if (status != OK) {
            System.err.println("assume --renew=process answered HTTP " + status);
            Runtime.getRuntime().halt(1);
        }
        try (InputStream in = connection.getInputStream()) {
            System.out.print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String value(Pattern line, String config) {
        Matcher found = line.matcher(config);
        if (!found.find()) {
            throw new IllegalArgumentException("this is no file of assume's");
        }
        return found.group(1);
    }
}
