//SOURCES Text.java

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A path as people write it: with {@code ~}, with {@code $NAME}, with letters that this locale has not. */
final class FilePath {
    /** Python's {@code os.path.expandvars} on POSIX. */
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{([^}]*)\\})");

    private static final Path PASSWORDS = Path.of("/etc/passwd");
    private static final int PASSWORD_FIELDS = 7;
    private static final int HOME_FIELD = 5;

    private FilePath() {}

    /** The user's home: HOME, or what the password file says. */
    static String home(Map<String, String> env) {
        return Text.first(env.get("HOME"), System.getProperty("user.home"));
    }

    /**
     * The path that {@code text} means, with {@code ~} and {@code ~USER} at its start being a home (POSIX.1-2017, XCU
     * 2.6.1); where there is no such user it stays what it is.
     */
    static Path of(String text, Map<String, String> env) {
        return of(withHome(text, env));
    }

    /** {@code text} with the variables in it replaced by their values; of one that is not set, the name stays. */
    static String withVariables(String text, Map<String, String> env) {
        Matcher variable = VARIABLE.matcher(text);
        return variable.replaceAll(found -> {
            String name = Text.first(found.group(1), found.group(2), "");
            return Matcher.quoteReplacement(env.getOrDefault(name, found.group()));
        });
    }

    /**
     * The path of this name. In a locale without its letters, such as LC_ALL=C, Java makes one from a URI only; names
     * of files are taken to be in UTF-8 then, as those in ~/.aws/config are.
     */
    static Path of(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            if (name.indexOf('\0') >= 0) {
                throw e;
            }
            // The name of the working directory may have such letters as well.
            String absolute = name.startsWith("/") ? name : "/proc/self/cwd/" + name;
            return Path.of(URI.create("file://" + percentEncoded(absolute)));
        }
    }

    /** The name of {@code path} for a message, with the letters that this locale has not. */
    static String text(Path path) {
        String text = path.toString();
        boolean isGarbled = path.isAbsolute() && text.indexOf('\ufffd') >= 0;
        return isGarbled
                ? URLDecoder.decode(path.toUri().getRawPath().replace("+", "%2B"), StandardCharsets.UTF_8)
                : text;
    }

    private static String percentEncoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = b > ' ' && (Character.isLetterOrDigit(b) || "/-_.~".indexOf(b) >= 0);
            encoded.append(isPlain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
        }
        return encoded.toString();
    }

    private static String withHome(String text, Map<String, String> env) {
        if (!text.startsWith("~")) {
            return text;
        }
        int slash = text.indexOf('/');
        String user = text.substring(1, slash < 0 ? text.length() : slash);
        String rest = slash < 0 ? "" : text.substring(slash);
        Optional<String> home = user.isEmpty() ? Optional.of(home(env)) : homeOf(user);
        return home.map(folder -> folder.replaceFirst("/+$", "") + rest).orElse(text);
    }

    private static Optional<String> homeOf(String user) {
        try (Stream<String> users = Files.lines(PASSWORDS, StandardCharsets.ISO_8859_1)) {
            return users.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length == PASSWORD_FIELDS && fields[0].equals(user))
                    .map(fields -> fields[HOME_FIELD])
                    .findFirst();
        } catch (IOException ignored) {
            return Optional.empty(); // a system that keeps its users elsewhere
        }
    }

    /** Why {@code file} could not be read or written, in words for people. */
    static String reason(Path file, Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (Files.isDirectory(file)) {
            return "it is a directory";
        }
        String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        return Objects.requireNonNullElse(reason, e.getClass().getSimpleName());
    }
}
