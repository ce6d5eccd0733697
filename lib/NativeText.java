import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Arguments and variables in a locale that has not their letters. Under LC_ALL=C, or with no locale at all, as cron and
 * {@code env -i} have it, Java puts U+FFFD for each byte beyond ASCII, and no option changes that. Linux keeps the
 * bytes in /proc; they are taken to be UTF-8, as the AWS CLI takes them there. On macOS Java takes UTF-8 by itself.
 */
final class NativeText {
    private static final Charset LOCALE = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

    private static final String DECODED_IN_SH = """
        __assume_n=$#
        while [ "$__assume_n" -gt 0 ]; do
            __assume_a=$(printf '%b.' "$1")
            set -- "$@" "${__assume_a%.}"
            shift
            __assume_n=$((__assume_n - 1))
        done
        """;

    private NativeText() {}

    /** {@code args} as they were given to this process, of whose {@code main} they are. */
    static String[] arguments(String[] args) {
        if (Arrays.stream(args).allMatch(NativeText::isSafe)) {
            return args;
        }
        List<String> given = read(Path.of("/proc/self/cmdline"));
        if (given.size() < args.length) {
            return args;
        }
        return given.subList(given.size() - args.length, given.size()).toArray(String[]::new);
    }

    /** The variables of this process. */
    static Map<String, String> environment() {
        Map<String, String> decoded = System.getenv();
        if (decoded.values().stream().allMatch(NativeText::isSafe)) {
            return decoded;
        }
        Map<String, String> given = new HashMap<>();
        for (String variable : read(Path.of("/proc/self/environ"))) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                given.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        Map<String, String> environment = new HashMap<>(decoded);
        environment.replaceAll(given::getOrDefault);
        return environment;
    }

    /** {@code stream} for people, in which a name in a message is the name, and not a row of question marks. */
    static PrintStream printStream(PrintStream stream, OutputStream unencoded) {
        return LOCALE.equals(StandardCharsets.US_ASCII)
                ? new PrintStream(unencoded, true, StandardCharsets.UTF_8)
                : stream;
    }

    /**
     * Has {@code builder} give its program the letters that this locale has not, by way of a shell that knows only
     * ASCII of them. A value that can be passed on as it is stays out of that shell's arguments.
     */
    static void encode(ProcessBuilder builder) {
        if (LOCALE.equals(StandardCharsets.UTF_8)) {
            return;
        }
        String script = encodeVariables(builder.environment());
        List<String> command = builder.command();
        boolean isCommandLost = command.stream().anyMatch(NativeText::isLost);
        if (script.isEmpty() && !isCommandLost) {
            return;
        }
        List<String> inShell = new ArrayList<>(
                List.of("/bin/sh", "-c", script + (isCommandLost ? DECODED_IN_SH : "") + "exec \"$@\"", "sh"));
        command.forEach(argument -> inShell.add(isCommandLost ? escaped(argument) : argument));
        builder.command(inShell);
    }

    /** Escapes what would be lost. @return the shell's commands that undo it */
    private static String encodeVariables(Map<String, String> environment) {
        StringBuilder script = new StringBuilder();
        Map<String, String> inherited = System.getenv();
        for (Map.Entry<String, String> variable : Map.copyOf(environment).entrySet()) {
            String name = variable.getKey();
            String value = variable.getValue();
            boolean isChanged = !value.equals(inherited.get(name));
            if (isChanged && isLost(value) && NAME.matcher(name).matches()) {
                environment.put(name, escaped(value));
                script.append("%1$s=$(printf '%%b.' \"$%1$s\"); %1$s=${%1$s%%.}\n".formatted(name));
            }
        }
        return script.toString();
    }

    private static boolean isLost(String text) {
        return !LOCALE.newEncoder().canEncode(text);
    }

    /** {@code text} for {@code printf %b} (POSIX.1-2017, XCU printf). */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '/' || b == '-';
            escaped.append(isPlain ? String.valueOf((char) b) : "\\0%03o".formatted(b & 0xff));
        }
        return escaped.toString();
    }

    /** Whether Java has understood the bytes of {@code text}. */
    private static boolean isSafe(String text) {
        return LOCALE.equals(StandardCharsets.UTF_8) || text.chars().allMatch(c -> c < 0x80);
    }

    /** What the kernel has, each entry ended by a NUL; in the locale's encoding where it is no UTF-8. */
    private static List<String> read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return entries(bytes);
        } catch (IOException ignored) {
            return List.of(); // no Linux
        }
    }

    private static List<String> entries(byte[] bytes) {
        List<String> entries = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                byte[] entry = Arrays.copyOfRange(bytes, start, i);
                entries.add(utf8(entry).orElseGet(() -> new String(entry, LOCALE)));
                start = i + 1;
            }
        }
        return entries;
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException ignored) {
            return Optional.empty(); // bytes of an older encoding
        }
    }
}
