//JAVAC_OPTIONS -XDignore.symbol.file
//SOURCES Text.java FilePath.java NativeText.java Terminal.java

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sun.misc.Signal; // the one way to hear a signal; -XDignore.symbol.file keeps javac from warning of it
import sun.misc.SignalHandler;

/** A COMMAND run in our place: it has our terminal, stdin, stdout and stderr, and its exit status is to be ours. */
final class ChildProcess {
    /**
     * What {@code kill PID} sends, and what a terminal that goes away sends; the JVM keeps QUIT and USR2 for itself.
     */
    static final Set<String> PASSED_ON = Set.of("HUP", "TERM", "USR1");

    /** Runs COMMAND with exactly this environment, and passes on to it what is sent to us. */
    static int run(String who, List<String> command, Map<String, String> environment, PrintStream err) {
        return run(who, command, environment, err, PASSED_ON, Process::destroy);
    }

    /**
     * @param who the name that messages begin with
     * @param passedOn the signals that are sent on to COMMAND, for as long as it runs
     * @param end what becomes of COMMAND if the calling thread is interrupted
     * @return COMMAND's exit status (128+n after signal n), 127 if it was not found, 126 if it cannot be run
     */
    static int run(
            String who,
            List<String> command,
            Map<String, String> environment,
            PrintStream err,
            Set<String> passedOn,
            Consumer<Process> end) {
        String name = command.get(0);
        Optional<String> program = name.contains("/") ? Optional.of(name) : onPath(name, environment);
        if (program.isEmpty() || !Files.exists(FilePath.of(program.get()))) {
            err.println(who + ": " + Text.visible(name) + ": command not found");
            return 127;
        }
        if (!isProgram(program.get())) {
            err.println(who + ": " + Text.visible(name) + ": not an executable file");
            return 126;
        }
        ProcessBuilder builder = builder(searchedFor(command, program.get(), environment), environment)
                .inheritIO();
        return new ChildProcess(builder, err, who).waitFor(passedOn, end);
    }

    private final ProcessBuilder builder;
    private final PrintStream err;
    private final String who;

    /** A signal that comes before COMMAND has started waits for it. */
    private final CompletableFuture<Process> started = new CompletableFuture<>();

    private ChildProcess(ProcessBuilder builder, PrintStream err, String who) {
        this.builder = builder;
        this.err = err;
        this.who = who;
    }

    private int waitFor(Set<String> passedOn, Consumer<Process> end) {
        Map<String, SignalHandler> before = new TreeMap<>();
        passedOn.forEach(signal -> handle(signal, () -> started.thenAccept(child -> send(signal, child)), before));
        handle("INT", () -> started.thenAccept(ChildProcess::interrupt), before);
        try {
            Process child = builder.start();
            started.complete(child);
            try {
                return child.waitFor();
            } catch (InterruptedException ignored) {
                end.accept(child); // whoever interrupted this thread wants COMMAND ended
                return 143;
            }
        } catch (IOException e) {
            err.println(who + ": " + Text.visible(e.getMessage()));
            return 126;
        } finally {
            before.forEach((signal, handler) -> Signal.handle(new Signal(signal), handler));
        }
    }

    /**
     * Ctrl-C on a terminal goes to COMMAND as well as to us. A handler and not SIG_IGN, which COMMAND would inherit.
     */
    private static void interrupt(Process child) {
        if (!Terminal.inForeground()) {
            send("INT", child);
        }
    }

    /**
     * COMMAND with its name's place taken by {@code program}, if Java would not find that one: it searches the PATH
     * that it was itself started with. Where that is COMMAND's, COMMAND keeps its name: "ls: no such file".
     */
    static List<String> searchedFor(List<String> command, String program, Map<String, String> environment) {
        if (environment.getOrDefault("PATH", "").equals(NativeText.environment().get("PATH"))) {
            return command;
        }
        List<String> found = new ArrayList<>(command);
        found.set(0, program);
        return found;
    }

    /** COMMAND's environment: {@code env} with what {@code change} sets, and without what it unsets, which is null. */
    static Map<String, String> environment(Map<String, String> env, Map<String, String> change) {
        Map<String, String> changed = new LinkedHashMap<>(env);
        change.forEach((name, value) -> {
            if (value == null) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
        });
        return changed;
    }

    /** COMMAND with exactly this environment. */
    static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> inherited = builder.environment();
        inherited.keySet().retainAll(environment.keySet());
        // Only what differs is set, because bytes that are no text in this locale survive only where nobody touches
        // them.
        Map<String, String> understood = NativeText.environment();
        environment.forEach((key, value) -> {
            if (!value.equals(understood.get(key))) {
                inherited.put(key, value);
            }
        });
        NativeText.encode(builder);
        return builder;
    }

    /**
     * Sets a handler, and notes the one before it; whoever started us with a signal ignored (nohup) keeps it ignored.
     */
    private static void handle(String name, Runnable action, Map<String, SignalHandler> before) {
        try {
            SignalHandler previous = Signal.handle(new Signal(name), signal -> action.run());
            before.put(name, previous);
            if (previous == SignalHandler.SIG_IGN) {
                Signal.handle(new Signal(name), previous);
            }
        } catch (IllegalArgumentException ignored) {
            // Under -Xrs a JVM leaves these signals to do what they do anywhere.
        }
    }

    /** Java itself can send TERM and KILL only. */
    private static void send(String signal, Process child) {
        ProcessBuilder kill =
                new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(child.pid()));
        kill.environment().clear();
        try {
            if (child.isAlive()) {
                kill.redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            }
        } catch (IOException | InterruptedException ignored) {
            child.destroy(); // by TERM, then
        }
    }

    /** Whether it is a file that may be run. */
    static boolean isProgram(String name) {
        Path file = FilePath.of(name);
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /**
     * The first executable of that name on the PATH, else the first file; as in a shell, which then says why it cannot
     * be run.
     */
    static Optional<String> onPath(String name, Map<String, String> environment) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String path = environment.getOrDefault("PATH", "");
        List<String> found = Stream.of((path.isEmpty() ? "/usr/bin:/bin" : path).split(":"))
                .map(folder -> new File(folder.isEmpty() ? "." : folder, name).getAbsolutePath())
                .filter(file -> Files.isRegularFile(FilePath.of(file)))
                .toList();
        return found.stream()
                .filter(ChildProcess::isProgram)
                .findFirst()
                .or(() -> found.stream().findFirst());
    }
}
