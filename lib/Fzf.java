//SOURCES Text.java FilePath.java ChoiceList.java

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** fzf, where it is installed: the list from which many people choose everything. */
final class Fzf {
    /** fzf(1), "EXIT STATUS": 1 for no match, 130 for a person who left. */
    private static final List<Integer> LEFT = List.of(1, 130);

    /** The last line of what it prints; before it may come what somebody's FZF_DEFAULT_OPTS want. */
    private static final Pattern CHOSEN = Pattern.compile("(?m)^(\\d+)\t.*\\s*\\z");

    private final Path program;

    private Fzf(Path program) {
        this.program = program;
    }

    /** The first on the PATH; never one of the current directory's. */
    static Optional<Fzf> onPath(Map<String, String> env) {
        for (String folder : env.getOrDefault("PATH", "").split(":")) {
            Path program = FilePath.of(folder + "/fzf");
            if (folder.startsWith("/") && Files.isRegularFile(program) && Files.isExecutable(program)) {
                return Optional.of(new Fzf(program));
            }
        }
        return Optional.empty();
    }

    /**
     * Which of {@code choices} the person takes; empty when they leave without.
     *
     * @throws IOException when fzf does not do its work
     */
    Optional<Integer> choose(String question, String titles, ChoiceList.Choices choices) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(question)).redirectError(ProcessBuilder.Redirect.INHERIT);
        // It runs what FZF_DEFAULT_OPTS says, to which credentials are of no use.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        Process fzf = builder.start();
        feed(fzf, titles, choices);
        String printed = new String(fzf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = exitStatus(fzf);
        Matcher chosen = CHOSEN.matcher(printed.stripTrailing());
        if (status == 0 && chosen.find()) {
            return Optional.of(Integer.parseInt(chosen.group(1)) - 1);
        }
        if (LEFT.contains(status)) {
            return Optional.empty();
        }
        throw new IOException("fzf ended with " + status);
    }

    private List<String> command(String question) {
        return new ArrayList<>(List.of(
                program.toString(),
                "--prompt=" + question + " ",
                "--no-multi",
                "--layout=reverse",
                "--height=60%",
                "--header-lines=1",
                "--tiebreak=begin,index",
                "--delimiter=\t",
                "--with-nth=2.."));
    }

    private static void feed(Process fzf, String titles, ChoiceList.Choices choices) throws IOException {
        try (var lines = new BufferedWriter(new OutputStreamWriter(fzf.getOutputStream(), StandardCharsets.UTF_8))) {
            lines.write("0\t" + titles + "\n");
            for (int index = 0; index < choices.count(); index++) {
                lines.write(index + 1 + "\t" + choices.line(index) + "\n");
                if (index == FIRST_SCREEN) {
                    lines.flush();
                }
            }
        } catch (IOException ignored) {
            // fzf need not read all, before a person chooses
        }
    }

    /** So many lines are there at once, whatever the others take. */
    private static final int FIRST_SCREEN = 100;

    private static int exitStatus(Process fzf) throws IOException {
        try {
            return fzf.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("fzf was not waited for", e);
        }
    }
}
