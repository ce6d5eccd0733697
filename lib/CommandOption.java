/**
 * An option that a command declares, once: its help, the parser and the shells' completion are made from it.
 *
 * @param name without its dashes
 * @param valueName what its value is called in the help; empty when it takes none
 * @param help what it does, for people; a line break in it stays one
 * @param group the heading it stands under in the help; empty for none
 * @param implied the value that it has where it is given without one; empty where it needs one, or takes none
 */
record CommandOption(String name, String valueName, String help, String group, boolean isRepeatable, String implied) {
    /** The column at which the help texts begin. */
    private static final int HELP_COLUMN = 22;

    /** An option without a value. */
    static CommandOption flag(String name, String help) {
        return new CommandOption(name, "", help, "", false, "");
    }

    /** An option with a value, which may be given once. */
    static CommandOption of(String name, String valueName, String help) {
        return new CommandOption(name, valueName, help, "", false, "");
    }

    /** An option whose value, if it has one, stands behind an equals sign: {@code --name} or {@code --name=VALUE}. */
    static CommandOption withImplied(String name, String implied, String valueName, String help) {
        return new CommandOption(name, valueName, help, "", false, implied);
    }

    /** The same under a heading. */
    CommandOption in(String group) {
        return new CommandOption(name, valueName, help, group, isRepeatable, implied);
    }

    /** The same, for several values. */
    CommandOption repeatable() {
        return new CommandOption(name, valueName, help, group, true, implied);
    }

    /** Its one-letter name, or null: only the help has one, because everybody tries that. */
    String letter() {
        return name.equals("help") ? "h" : null;
    }

    /** Whether the word after it is its value. */
    boolean takesValue() {
        return !valueName.isEmpty() && !hasImplied();
    }

    /** Whether it may also stand alone. */
    boolean hasImplied() {
        return !implied.isEmpty();
    }

    /** Its lines in the help, each ending in a line break: {@code "  --name VALUE        what it does"}. */
    String helpLines() {
        String left =
                "  --" + name + (takesValue() ? " " + valueName : "") + (hasImplied() ? "[=" + valueName + "]" : "");
        String text = help + (isRepeatable ? " (may be given several times)" : "");
        String indent = " ".repeat(HELP_COLUMN);
        boolean fits = left.length() + 2 <= HELP_COLUMN;
        String first = fits ? left + " ".repeat(HELP_COLUMN - left.length()) : left + "\n" + indent;
        return first + text.replace("\n", "\n" + indent) + "\n";
    }
}
