//SOURCES Text.java Failure.java ChildProcess.java ShellWords.java

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The browser of whoever is at this computer: which one it is, and opening an address in it. */
final class Browser {
    /** By then a program that cannot open anything has ended; a browser itself runs on. */
    private static final int SECONDS_TO_FAIL = 2;

    private static final String PLACE_OF_URL = "%s";
    private static final File NOTHING = new File("/dev/null");

    private Browser() {}

    /**
     * Opens {@code url}, which other users of this computer can read in the browser's command line, so there is to be
     * no secret in it. Nothing that the browser says is shown, and it is given no {@code AWS_} variable.
     *
     * @param command what {@code --browser} says: words as in a shell, with {@code %s} in the place of the address,
     *     which else comes last
     * @param env of which BROWSER counts, where no command is given, and PATH
     * @throws Failure when there is no browser, or none that can open it
     */
    static void open(String url, Optional<String> command, Map<String, String> env) {
        Map<String, String> inherited = new LinkedHashMap<>(env);
        inherited.keySet().removeIf(name -> name.startsWith("AWS_"));
        List<String> tried = new ArrayList<>();
        for (List<String> words : candidates(command, env, System.getProperty("os.name"))) {
            Optional<String> trouble = trouble(withUrl(words, url), inherited);
            if (trouble.isEmpty()) {
                return;
            }
            tried.add(Text.quoted(words.get(0)) + " " + trouble.get());
        }
        throw Failure.of("no browser could be opened: " + String.join(", ", tried)
                + "; name another in --browser or the variable BROWSER");
    }

    /**
     * The command lines to try, in this order. BROWSER holds several with colons between them, as Python's webbrowser
     * and xdg-open read it.
     */
    static List<List<String>> candidates(Optional<String> command, Map<String, String> env, String system) {
        if (command.isPresent()) {
            return List.of(words("--browser", command.get()));
        }
        Stream<List<String>> named = Stream.of(env.getOrDefault("BROWSER", "").split(":"))
                .filter(entry -> !entry.isBlank())
                .map(entry -> words("BROWSER", entry.strip().replaceFirst("\\s*&$", "")));
        return Stream.concat(named, openers(env, system).map(List::of)).collect(Collectors.toList());
    }

    /** What hands an address to the browser that the desktop has been told about. */
    private static Stream<String> openers(Map<String, String> env, String system) {
        if (system.toLowerCase(Locale.ROOT).startsWith("mac")) {
            return Stream.of("open");
        }
        boolean isWindowsBelow = Text.first(env.get("WSL_DISTRO_NAME")) != null;
        return isWindowsBelow ? Stream.of("wslview", "xdg-open", "open") : Stream.of("xdg-open", "open");
    }

    private static List<String> words(String label, String command) {
        try {
            List<String> words = ShellWords.split(command);
            if (!words.isEmpty() && !words.get(0).isEmpty()) {
                return words;
            }
        } catch (Failure e) {
            throw Failure.usage(label + " " + Text.quoted(command) + " cannot be read: " + e.getMessage());
        }
        throw Failure.usage(label + " names no command; expected one such as firefox, or 'firefox --new-window %s'");
    }

    private static List<String> withUrl(List<String> words, String url) {
        List<String> line = new ArrayList<>(words);
        line.replaceAll(word -> word.replace(PLACE_OF_URL, url));
        if (words.stream().noneMatch(word -> word.contains(PLACE_OF_URL))) {
            line.add(url);
        }
        return line;
    }

    /** Starts it; empty if it runs on, or has ended well. */
    private static Optional<String> trouble(List<String> line, Map<String, String> env) {
        String name = line.get(0);
        Optional<String> program = name.contains("/") ? Optional.of(name) : ChildProcess.onPath(name, env);
        if (program.isEmpty()) {
            return Optional.of("is not there");
        }
        if (!ChildProcess.isProgram(program.get())) {
            return Optional.of("is no program");
        }
        try {
            Process process = ChildProcess.builder(ChildProcess.searchedFor(line, program.get(), env), env)
                    .redirectInput(Redirect.from(NOTHING))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            boolean hasEnded = process.waitFor(SECONDS_TO_FAIL, TimeUnit.SECONDS);
            return hasEnded && process.exitValue() != 0
                    ? Optional.of("ended with status " + process.exitValue())
                    : Optional.empty();
        } catch (IOException ignored) {
            return Optional.of("cannot be run"); // of another machine, or a script without an interpreter
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt(); // for whoever waits
            return Optional.of("was interrupted");
        }
    }
}
