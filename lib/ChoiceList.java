//SOURCES Text.java RawTerminal.java

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** A numbered list on the screen, from which a person takes one: it narrows as they type. */
final class ChoiceList {
    /** What can be chosen. Each is looked at only when it comes to the screen, or when somebody searches. */
    interface Choices {
        int count();

        /** What it is called. */
        String name(int index);

        /** All by which it can be found. */
        String words(int index);

        /** Its line on the screen, harmless to a terminal. */
        String line(int index);
    }

    private static final String CURSOR_HOME = "\033[H";
    private static final String REST_OF_LINE = "\033[K";
    private static final String REST_OF_SCREEN = "\033[J";
    private static final String CUT = "\033[?7l";
    private static final String WRAP = "\033[?7h";
    private static final String REVERSE = "\033[7m";
    private static final String PLAIN = "\033[0m";

    /** With fewer rows there is no line of help below the list. */
    private static final int ROWS_FOR_HELP = 4;

    private final RawTerminal terminal;
    private final String question;
    private final Choices choices;
    private String typed = "";
    private List<Integer> shown;

    /** What {@link Choices#words} says, in small letters; null as long as nobody has searched. */
    private List<String> words;

    private int selected;
    private int top;

    private ChoiceList(RawTerminal terminal, String question, Choices choices) {
        this.terminal = terminal;
        this.question = question;
        this.choices = choices;
        this.shown = all();
    }

    /** Which of {@code choices} the person takes; empty when they leave without. */
    static Optional<Integer> choose(RawTerminal terminal, String question, Choices choices) throws IOException {
        return new ChoiceList(terminal, question, choices).choose();
    }

    private Optional<Integer> choose() throws IOException {
        draw();
        terminal.onResize(this::redraw);
        while (true) {
            RawTerminal.Key key = terminal.key();
            if (key.meaning() == RawTerminal.Meaning.LEAVE) {
                return Optional.empty();
            }
            if (key.meaning() == RawTerminal.Meaning.TAKE && !shown.isEmpty()) {
                return Optional.of(shown.get(selected));
            }
            heed(key);
            if (!terminal.isMoreTyped()) {
                draw();
            }
        }
    }

    private synchronized void heed(RawTerminal.Key key) {
        switch (key.meaning()) {
            case CHARACTER -> narrow(typed + key.character());
            case BACKSPACE ->
                narrow(typed.substring(0, typed.offsetByCodePoints(typed.length(), typed.isEmpty() ? 0 : -1)));
            case CLEAR -> narrow("");
            case UP -> select(selected - 1);
            case DOWN -> select(selected + 1);
            case PAGE_UP -> select(selected - lines());
            case PAGE_DOWN -> select(selected + lines());
            case FIRST -> select(0);
            case LAST -> select(shown.size() - 1);
            default -> {}
        }
    }

    private void select(int index) {
        selected = Math.max(0, Math.min(index, shown.size() - 1));
    }

    private void narrow(String words) {
        typed = words;
        shown = matching(words.strip().toLowerCase(Locale.ROOT));
        selected = 0;
    }

    /** The number that was typed, or the name; then the names that begin so; then whatever has all the words. */
    private List<Integer> matching(String query) {
        if (query.isEmpty()) {
            return all();
        }
        if (words == null) {
            words = all().stream()
                    .map(index -> choices.words(index).toLowerCase(Locale.ROOT))
                    .toList();
        }
        List<List<Integer>> ranks = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<String> each = List.of(query.split(" +"));
        for (int index = 0; index < words.size(); index++) {
            boolean isNumber = String.valueOf(index + 1).equals(query);
            if (isNumber || each.stream().allMatch(words.get(index)::contains)) {
                ranks.get(isNumber ? 0 : rank(choices.name(index).toLowerCase(Locale.ROOT), query))
                        .add(index);
            }
        }
        return ranks.stream().flatMap(List::stream).toList();
    }

    private static int rank(String name, String query) {
        if (name.equals(query)) {
            return 0;
        }
        return name.startsWith(query) ? 1 : 2;
    }

    private List<Integer> all() {
        return IntStream.range(0, choices.count()).boxed().toList();
    }

    private void redraw() {
        try {
            draw();
        } catch (IOException ignored) {
            // the terminal is gone, which the next key will tell
        }
    }

    /** All of the screen in one write. */
    private synchronized void draw() throws IOException {
        int lines = lines();
        top = Math.max(0, Math.min(top, shown.size() - lines));
        top = Math.min(Math.max(top, selected - lines + 1), selected);
        String head = cut(question + " " + tail(Text.visible(typed)));
        StringBuilder screen = new StringBuilder(CURSOR_HOME + CUT + head + REST_OF_LINE);
        for (int line = top; line < Math.min(top + lines, shown.size()); line++) {
            screen.append("\r\n").append(line(line)).append(REST_OF_LINE);
        }
        if (hasHelp()) {
            screen.append("\r\n").append(cut(help())).append(REST_OF_LINE);
        }
        // The cursor comes to stand behind what was typed.
        screen.append(REST_OF_SCREEN).append(CURSOR_HOME).append(head).append(WRAP);
        terminal.write(screen.toString());
    }

    private String line(int line) {
        int index = shown.get(line);
        int width = String.valueOf(choices.count()).length();
        String number = String.valueOf(index + 1);
        String text = (line == selected ? "> " : "  ") + " ".repeat(width - number.length()) + number + "  "
                + choices.line(index);
        return line == selected ? REVERSE + cut(text) + PLAIN : cut(text);
    }

    private String help() {
        String found = shown.size() == choices.count() ? "" : shown.size() + " of ";
        return "  " + found + choices.count() + "; type to narrow, Enter takes, Ctrl-C leaves all as it was";
    }

    private boolean hasHelp() {
        return terminal.size().rows() >= ROWS_FOR_HELP;
    }

    /** How many lines of the list there are room for. */
    private int lines() {
        return Math.max(1, terminal.size().rows() - (hasHelp() ? 2 : 1));
    }

    /** The end of a text that is too long to be shown beside the question. */
    private String tail(String text) {
        int most = Math.max(1, terminal.size().columns() - question.length() - 2);
        return text.length() > most ? text.substring(text.length() - most) : text;
    }

    private String cut(String text) {
        int most = Math.max(1, terminal.size().columns() - 1);
        return text.length() > most ? text.substring(0, most) : text;
    }
}
