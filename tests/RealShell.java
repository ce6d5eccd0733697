import java.util.List;

/** A shell on this machine: how it is started, and the lines that load what the file {@code code} holds. */
enum RealShell {
    BASH(
            Shell.ENV,
            "bash --norc -c",
            "source <(cat code)",
            "eval \"$(cat code)\"",
            ". ./code",
            "set -eu -o posix; eval \"$(cat code)\""),
    ZSH(
            Shell.ENV,
            "zsh -fc",
            "source <(cat code)",
            "eval \"$(cat code)\"",
            ". ./code",
            "setopt rcquotes shwordsplit; eval \"$(cat code)\""),
    KSH(Shell.ENV, "ksh -c", "source <(cat code)", "eval \"$(cat code)\"", ". ./code"),
    MKSH(Shell.ENV, "mksh -c", "eval \"$(cat code)\"", ". ./code"),
    DASH(Shell.ENV, "dash -c", "eval \"$(cat code)\"", ". ./code", "set -eu; eval \"$(cat code)\""),
    BUSYBOX(Shell.ENV, "busybox sh -c", "eval \"$(cat code)\"", ". ./code"),
    YASH(Shell.ENV, "yash -c", "eval \"$(cat code)\"", ". ./code"),
    FISH(Shell.FISH, "fish --no-config -c", "cat code | source"),
    TCSH(Shell.CSH, "tcsh -fc", "eval `cat code`", "set backslash_quote; eval `cat code`"),
    ELVISH(Shell.ELVISH, "elvish -norc -c", "eval (cat code | slurp)"),
    NU(Shell.NUSHELL, "nu -n -c", "^cat code | from json | load-env");

    final Shell shell;
    final List<String> start;
    final List<String> ways;

    RealShell(Shell shell, String start, String... ways) {
        this.shell = shell;
        this.start = List.of(start.split(" "));
        this.ways = List.of(ways);
    }

    /** The line that writes a child's environment, if {@code load} went well. */
    String thenWrite(String load) {
        return switch (this) {
            case NU -> load + "; ^env -0 o> found";
            case ELVISH -> load + "; env -0 > found";
            default -> load + " && env -0 > found";
        };
    }

    /** With LANG=C these two take bytes above 127 for no characters at all. */
    boolean reads(String locale, String value) {
        return !locale.equals("C")
                || (this != YASH && this != TCSH)
                || value.chars().allMatch(c -> c < 128);
    }
}
