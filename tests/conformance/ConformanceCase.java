import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A case as its text file has it; README.md beside this file says what each section is.
 *
 * @param title what the case is about: the text before the first section
 * @param sections the text of each section by its name, "file ~/x" for the file ~/x
 */
record ConformanceCase(String name, String title, Map<String, String> sections) {
    private static final Pattern HEADER = Pattern.compile("--- ([a-z ]+?)( ~/.+?)?(, escaped)?");
    private static final Set<String> NAMES = Set.of(
            "config",
            "credentials",
            "env",
            "locale",
            "home",
            "args",
            "command",
            "cli",
            "stdin",
            "process",
            "answers",
            "refused",
            "says",
            "does not say",
            "expires",
            "compares",
            "differs",
            "expect aws",
            "expect assume");

    /** @throws IllegalArgumentException when the file is not as README.md has it */
    static ConformanceCase read(Path file) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.case$", "");
        StringBuilder title = new StringBuilder();
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        Set<String> escaped = new TreeSet<>();
        StringBuilder section = title;
        for (String line : Files.readString(file).split("(?<=\n)")) {
            Matcher header = HEADER.matcher(line.stripTrailing());
            if (!header.matches()) {
                require(name, !line.startsWith("--- "), line.strip() + " begins no section");
                section.append(line);
                continue;
            }
            String key = key(name, header);
            section = new StringBuilder();
            require(name, sections.put(key, section) == null, key + " is there twice");
            if (header.group(3) != null) {
                escaped.add(key);
            }
        }
        require(name, !title.toString().isBlank(), "the first line says what the case is about");
        Map<String, String> texts = new LinkedHashMap<>();
        sections.forEach(
                (key, text) -> texts.put(key, escaped.contains(key) ? unescaped(text.toString()) : text.toString()));
        return new ConformanceCase(name, title.toString().strip().replace('\n', ' '), texts).checked();
    }

    private static String key(String name, Matcher header) {
        String kind = header.group(1);
        if (header.group(2) != null) {
            require(name, kind.equals("file"), "only a file has a path");
            return "file" + header.group(2);
        }
        require(name, NAMES.contains(kind), "there is no section called " + kind);
        return switch (kind) {
            case "config" -> "file ~/.aws/config";
            case "credentials" -> "file ~/.aws/credentials";
            default -> kind;
        };
    }

    private ConformanceCase checked() {
        boolean expects = has("expect aws") || has("expect assume");
        require(name, has("differs") == expects, "differs and what is expected of each belong together");
        require(name, !has("differs") || !text("differs").isEmpty(), "differs says why");
        require(name, !has("expect aws") || has("expect assume"), "what is expected of assume is missing");
        require(name, text("command").matches("|assume|whoami"), "command is assume or whoami");
        return this;
    }

    private static void require(String name, boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(name + ".case: " + message);
        }
    }

    /** Java's escapes for what editors and git would change or hide: backslash and r, t, or u with four digits ... */
    private static String unescaped(String text) {
        Matcher unicode = Pattern.compile("\\\\u([0-9A-Fa-f]{4})").matcher(text);
        String letters = unicode.replaceAll(
                code -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16))));
        return letters.translateEscapes();
    }

    boolean has(String section) {
        return sections.containsKey(section);
    }

    /** The text of a section without blanks around it; empty where there is no such section. */
    String text(String section) {
        return sections.getOrDefault(section, "").strip();
    }

    List<String> lines(String section) {
        return text(section).lines().filter(line -> !line.isBlank()).toList();
    }

    boolean isWhoami() {
        return text("command").equals("whoami");
    }

    /** The text of each file by its path, which begins with ~/. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        sections.forEach((key, text) -> {
            if (key.startsWith("file ")) {
                files.put(key.substring("file ".length()), text);
            }
        });
        return files;
    }

    /** Whatever in the case could be a secret key: to find the one that signed a call. */
    Set<String> possibleSecrets() {
        Set<String> possible = new TreeSet<>();
        List<String> lines = new ArrayList<>();
        sections.values().forEach(text -> text.lines().forEach(lines::add));
        for (String line : lines) {
            possible.addAll(List.of(line.split("[\\s=:,\"']+")));
            Stream.of("=", ":")
                    .filter(line::contains)
                    .map(separator ->
                            line.substring(line.indexOf(separator) + 1).strip())
                    .forEach(possible::add);
        }
        possible.removeIf(text -> text.getBytes(StandardCharsets.UTF_8).length < 8);
        return possible;
    }
}
