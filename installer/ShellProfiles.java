//SOURCES ../lib/Shell.java ../lib/ChildProcess.java ../lib/CredentialFormat.java ../practice/Catalog.java
//SOURCES Footprint.java JbangOptions.java Launched.java

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The functions for bash, zsh and fish, and the block of lines in the profile of each that reads them. */
final class ShellProfiles {
    private static final List<String> SHELLS = List.of("bash", "fish", "zsh");
    private static final String BEGIN = "# >>> assume >>>";
    private static final String END = "# <<< assume <<<";

    /** Our block. In its first line a plus says that the line before had no end, and was given one. */
    private static final Pattern BLOCK =
            Pattern.compile("(\\n?)" + BEGIN + "( \\+)?\\n.*?" + END + "(\\n|$)", Pattern.DOTALL);

    private static final Pattern OPTIONS = Pattern.compile("@OPTIONS ([\\w-]+)@");
    private static final Pattern VALUED = Pattern.compile("@VALUED ([\\w-]+)@");
    private static final Pattern DESCRIBED = Pattern.compile("# @DESCRIBED ([\\w-]+)@");
    private static final Map<String, Command> COMPLETED = Map.of(
            "assume",
            assume.COMMAND,
            "aws-console",
            console.COMMAND,
            "aws-login",
            login.COMMAND,
            "aws-profiles",
            profiles.COMMAND,
            "each",
            each.COMMAND,
            "sts2env",
            sts2env.COMMAND);

    private final Map<String, String> env;
    private final Path home;
    private final Path bin;
    private final Path library;
    private final Footprint footprint;
    private final boolean isWithJbangOptions;

    /**
     * @param bin where the launchers are.
     * @param library where the functions go
     * @param isWithJbangOptions whether what makes jbang start sooner is added, too
     */
    ShellProfiles(
            Map<String, String> env,
            Path home,
            Path bin,
            Path library,
            Footprint footprint,
            boolean isWithJbangOptions) {
        this.env = env;
        this.home = home;
        this.bin = bin;
        this.library = library;
        this.footprint = footprint;
        this.isWithJbangOptions = isWithJbangOptions;
    }

    /** Writes the functions of all shells. */
    void writeFunctions() throws IOException {
        for (String shell : SHELLS) {
            Footprint.write(file(shell), functions(shell).getBytes(StandardCharsets.UTF_8), Footprint.READABLE);
        }
    }

    private Path file(String shell) {
        return library.resolve("assume." + shell);
    }

    private String functions(String shell) {
        String formats = Shell.formats().replace(",", "") + " " + String.join(" ", CredentialFormat.JSON_NAMES);
        String text = Catalog.read("installer/shell/assume." + shell)
                .replace("# @COMMON@\n", Catalog.read("installer/shell/assume.sh"))
                .replace("@BIN@", quoted(shell, bin.toString()))
                .replace("@FILE@", quoted(shell, file(shell).toString()))
                .replace("@FORMATS@", formats);
        text = OPTIONS.matcher(text).replaceAll(match -> options(match.group(1), option -> true));
        text = VALUED.matcher(text).replaceAll(match -> options(match.group(1), CommandOption::takesValue));
        return DESCRIBED.matcher(text).replaceAll(match -> Matcher.quoteReplacement(described(match.group(1))));
    }

    private static String options(String command, Predicate<CommandOption> which) {
        return COMPLETED.get(command).options().stream()
                .filter(which)
                .map(option -> "--" + option.name())
                .collect(Collectors.joining(" "));
    }

    /** For fish: a line for each option, with what it does. */
    private static String described(String command) {
        return COMPLETED.get(command).options().stream()
                .map(option -> "complete -c " + command + " -n __assume_completes_options -l " + option.name()
                        + (option.takesValue() ? " -x" : "") + " -d "
                        + Shell.FISH.quoted(option.help().replaceAll("\\s+", " ")))
                .collect(Collectors.joining("\n"));
    }

    private static String quoted(String shell, String text) {
        return (shell.equals("fish") ? Shell.FISH : Shell.ENV).quoted(text);
    }

    /** What a shell reads when it is interactive. */
    private Path profile(String shell) {
        return switch (shell) {
            case "zsh" -> Path.of(Text.first(env.get("ZDOTDIR"), home.toString()), ".zshrc");
            case "fish" -> {
                String config = home.resolve(".config").toString();
                yield Path.of(Text.first(env.get("XDG_CONFIG_HOME"), config), "fish/config.fish");
            }
            default -> home.resolve(".bashrc");
        };
    }

    /** The lines of a profile: one that reads the functions, and perhaps one for jbang. */
    private String lines(String shell, boolean isWithJbang) {
        String file = quoted(shell, file(shell).toString());
        String functions = shell.equals("fish")
                ? "test -r " + file + "; and source " + file
                : "if [ -r " + file + " ]; then . " + file + "; fi";
        return isWithJbang ? functions + "\n" + JbangOptions.line(shell) : functions;
    }

    /** For people to put into their profiles themselves. */
    String lines() {
        return SHELLS.stream()
                .map(shell -> "# " + profile(shell) + "\n" + lines(shell, isWithJbangOptions) + "\n")
                .collect(Collectors.joining());
    }

    /**
     * Adds our block to the profiles of the shells that are there.
     *
     * @return which profiles these are, for people
     */
    List<Path> add() throws IOException {
        List<String> shells = SHELLS.stream()
                .filter(shell -> ChildProcess.onPath(shell, env).isPresent())
                .toList();
        for (String shell : shells) {
            add(shell, profile(shell));
        }
        return shells.stream().map(this::profile).toList();
    }

    private void add(String shell, Path profile) throws IOException {
        footprint.makeDirectories(profile.getParent());
        boolean isThere = Files.exists(profile);
        String text = isThere ? read(profile) : "";
        String before = without(profile, text);
        boolean isWithJbang = isWithJbangOptions
                || BLOCK.matcher(text).results().anyMatch(block -> block.group().contains(JbangOptions.VARIABLE));
        boolean isOpen = !before.isEmpty() && !before.endsWith("\n");
        String begin = isOpen ? "\n" + BEGIN + " +" : BEGIN;
        String after = before + begin + "\n" + characters(lines(shell, isWithJbang)) + "\n" + END + "\n";
        if (!isThere) {
            footprint.note(profile);
        }
        if (!isThere || !after.equals(text)) {
            Footprint.rewrite(profile, bytes(after));
        }
    }

    /**
     * Takes our block out of every profile.
     *
     * @return whether there was one
     */
    boolean remove() throws IOException {
        boolean any = false;
        for (String shell : SHELLS) {
            Path profile = profile(shell);
            AtomicFile.sweep(Footprint.real(profile), Duration.ZERO);
            if (!Files.exists(profile)) {
                continue;
            }
            String text = read(profile);
            String rest = without(profile, text);
            if (!rest.equals(text)) {
                Footprint.rewrite(profile, bytes(rest));
                any = true;
            }
        }
        return any;
    }

    /**
     * Before anything is changed.
     *
     * @throws Failure when a profile has half of our block
     */
    void check() throws IOException {
        for (String shell : SHELLS) {
            if (Files.exists(profile(shell))) {
                without(profile(shell), read(profile(shell)));
            }
        }
    }

    /** Removes what an installation left beside a profile that was killed. */
    void sweep() throws IOException {
        for (String shell : SHELLS) {
            AtomicFile.sweep(Footprint.real(profile(shell)), Duration.ZERO);
        }
    }

    /** A profile's text without our block. */
    private static String without(Path profile, String text) {
        // By now somebody may have added lines below the block, which then need that end of the line before.
        String rest = BLOCK.matcher(text)
                .replaceAll(match -> match.group(2) == null || match.end() < text.length() ? match.group(1) : "");
        if (rest.contains(BEGIN) || rest.contains(END)) {
            throw Failure.of(profile + " has only half of our lines, from '" + BEGIN + "' to '" + END
                    + "'; remove what is left of them");
        }
        return rest;
    }

    /** A file's bytes as characters, whatever they encode; {@link #bytes} turns them back. */
    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static String characters(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String characters) {
        return characters.getBytes(StandardCharsets.ISO_8859_1);
    }
}
