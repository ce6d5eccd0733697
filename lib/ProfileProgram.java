//SOURCES Text.java Failure.java ShellWords.java ChildProcess.java Profiles.java

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that a profile names, run as the AWS CLI runs a credential_process (AWS CLI User Guide, "Sourcing
 * credentials with an external process"): without a shell, on the user's stdin and stderr, for as long as it takes.
 */
final class ProfileProgram {
    /** Tells whoever a program starts for which profiles programs are already running, the outermost first. */
    static final String RUNNING = "ASSUME_CREDENTIAL_PROCESS";

    /** No program that is named here has more to say. */
    private static final int MOST_BYTES = 1 << 20;

    /** How many processes that we descend from may have been started by the very same words. */
    private static final int MOST_REPETITIONS = 3;

    /** The same of those that run the same program, with whatever words. */
    private static final int MOST_NESTED = 10;

    /** How many of our user's processes may be at work with the very same words, whoever started them. */
    static final int MOST_AT_ONCE = 100;

    private static final int POLL_MILLISECONDS = 5;
    private static final int LONGEST_START_SECONDS = 2;
    private static final int SIGNALLED = 128;
    private static final int SIGINT = 2;

    private final String profile;
    private final String commandLine;
    private final Map<String, String> env;

    /** What a message says before it says how: whose program failed, and what there is not for that reason. */
    private final String failed;

    /** Whether a signal is ending us. */
    private volatile boolean isEnding;

    /**
     * @param setting the one in which {@code profile} has the command line
     * @param failure what a message says of {@code profile} where the program fails
     * @param env the environment that it gets
     */
    ProfileProgram(Profiles profiles, String profile, String setting, String failure, Map<String, String> env) {
        this.profile = profile;
        this.commandLine = profiles.get(profile, setting);
        this.env = env;
        this.failed = "profile " + profile + " in " + profiles.configFile() + failure;
    }

    /**
     * All that it prints until it ends.
     *
     * @throws Failure when it cannot be run, fails, or prints too much; the message shows nothing of what it printed
     */
    byte[] output() {
        ProcessBuilder builder = builder(words());
        requireFewRepetitions();
        requireNoCrowd();
        builder.environment().put(RUNNING, running());
        builder.redirectInput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
        try {
            return output(builder);
        } catch (IOException e) {
            throw failure(": it cannot be run (" + e.getMessage()
                    + "); is there what its first line names, and does that line end without a carriage return?");
        }
    }

    private List<String> words() {
        try {
            List<String> words = ShellWords.split(commandLine);
            if (words.isEmpty() || words.get(0).isEmpty()) {
                throw Failure.of("the name of the program is empty");
            }
            return words;
        } catch (Failure e) {
            throw failure(": " + e.getMessage());
        }
    }

    private ProcessBuilder builder(List<String> words) {
        String name = words.get(0);
        String program = name.contains("/")
                ? name
                : ChildProcess.onPath(name, env)
                        .orElseThrow(() -> failure(": " + Text.quoted(name) + " is not found on the PATH"));
        if (!Files.exists(FilePath.of(program))) {
            throw failure(": " + Text.quoted(name) + " is not found");
        }
        if (!ChildProcess.isProgram(program)) {
            throw failure(": " + Text.quoted(name) + " is not an executable file");
        }
        return ChildProcess.builder(ChildProcess.searchedFor(words, program, env), env);
    }

    /**
     * The value of {@link #RUNNING} for the program: names are encoded, so that every locale has their letters. A hash
     * of the command line is beside them, because a profile of the same name in another file is another profile.
     *
     * @throws Failure when the same program of the same profile is already running, and has led back here
     */
    private String running() {
        String outer = env.getOrDefault(RUNNING, "");
        String own =
                URLEncoder.encode(profile, StandardCharsets.UTF_8) + ":" + Integer.toHexString(commandLine.hashCode());
        List<String> way = List.of(outer.split(" "));
        if (way.contains(own)) {
            String names = Stream.concat(way.stream().skip(way.indexOf(own)), Stream.of(own))
                    .map(ProfileProgram::name)
                    .collect(Collectors.joining(" -> "));
            throw failure(": it leads back to this profile, in a circle: " + names + " (" + RUNNING
                    + " has what is running)");
        }
        return (outer + " " + own).strip();
    }

    /**
     * A program may have emptied the environment ({@code env -i}) and so lost {@link #RUNNING}. But whoever leads back
     * to this profile for ever starts the same words over and over, each process within the one before; or words that
     * are others each time, and then far more of them than anybody nests.
     *
     * @throws Failure when that has happened more often than anything else would explain
     */
    private void requireFewRepetitions() {
        ProcessHandle self = ProcessHandle.current();
        String own = commandLine(self);
        String program = withoutArguments(own);
        List<String> ancestors = Stream.iterate(
                        self.parent(), Optional::isPresent, parent -> parent.flatMap(ProcessHandle::parent))
                .map(parent -> commandLine(parent.get()))
                .toList();
        long repetitions = ancestors.stream()
                .filter(words -> !own.isEmpty() && words.equals(own))
                .count();
        long nested = ancestors.stream()
                .filter(words -> !program.isEmpty() && words.startsWith(program))
                .count();
        boolean isRepeated = repetitions >= MOST_REPETITIONS;
        if (isRepeated || nested >= MOST_NESTED) {
            throw failure(": it leads back to this profile, in a circle: the same command runs "
                    + ((isRepeated ? repetitions : nested) + 1) + " times already, each within the one before");
        }
    }

    /** The words of a JVM like this one up to the class that it runs; empty where they are not known. */
    private static String withoutArguments(String commandLine) {
        String main = System.getProperty("sun.java.command", "").replaceFirst(" .*", "");
        int arguments = main.isEmpty() ? -1 : commandLine.indexOf("\0" + main + "\0");
        return arguments < 0 ? "" : commandLine.substring(0, arguments + main.length() + 2);
    }

    /**
     * Where a program goes by way of somebody else's process (ssh to this computer, a service manager, a daemon of its
     * own), what it leads back to is none of our descendants. But each waits for the next, so that they become many.
     *
     * @throws Failure when they are more than anybody starts at once
     */
    private void requireNoCrowd() {
        ProcessHandle self = ProcessHandle.current();
        String own = commandLine(self);
        Optional<String> user = self.info().user();
        // Whose it is, which takes three files of each process, is looked up only where the words, one file, are the
        // same.
        Stream<String> ours = ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).equals(own))
                .filter(process -> process.info().user().equals(user))
                .map(process -> own);
        if (isCrowd(own, ours)) {
            throw failure(": more than " + MOST_AT_ONCE + " of the same command are running; does it lead back to this"
                    + " profile, in a circle?");
        }
    }

    /** Whether more than {@link #MOST_AT_ONCE} of {@code all} are {@code own}. */
    static boolean isCrowd(String own, Stream<String> all) {
        return !own.isEmpty()
                && all.filter(own::equals).limit(MOST_AT_ONCE + 1L).count() > MOST_AT_ONCE;
    }

    /** The words of a process; Java itself has no more than the first page of them on Linux. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException ignored) {
            return process.info().commandLine().orElse(""); // not Linux, or it has just ended
        }
    }

    private static String name(String entry) {
        String encoded = entry.replaceFirst(":[^:]*$", "");
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException ignored) {
            return encoded; // somebody else has set it
        }
    }

    /** What the program prints until its end. If we are ended before, so is it. */
    private byte[] output(ProcessBuilder builder) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread ending = new Thread(() -> {
            isEnding = true;
            end(started);
        });
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            Process process = builder.start();
            started.complete(process);
            byte[] output = wholeUnlessEnding(process);
            requireSuccess(process.exitValue());
            return output;
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt(); // for whoever waits
            throw failure(": it was interrupted");
        } finally {
            started.cancel(false); // without effect where it has started
            end(started);
            remove(ending);
        }
    }

    /** Where a signal is ending us, our status is to be the signal's, and not what we make of the program's end. */
    private byte[] wholeUnlessEnding(Process process) throws IOException, InterruptedException {
        try {
            return whole(process);
        } finally {
            if (isEnding) {
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }

    /**
     * All that {@code process} has written when it ends. That may not be the end of the stream: what it leaves running
     * in the background still holds the pipe, and may write to it for ever. Nor does the JDK, which empties the pipe of
     * a process that has ended, get to do so: for that it needs the stream's monitor.
     */
    private byte[] whole(Process process) throws IOException, InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        InputStream stdout = process.getInputStream();
        synchronized (stdout) {
            boolean hasEnded;
            do {
                hasEnded = process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
                copyAvailable(stdout, output);
            } while (!hasEnded);
            stdout.close();
        }
        return output.toByteArray();
    }

    private void copyAvailable(InputStream stdout, ByteArrayOutputStream output) throws IOException {
        while (stdout.available() > 0) {
            output.write(stdout.readNBytes(stdout.available()));
            if (output.size() > MOST_BYTES) {
                stdout.close();
                throw failure(": it printed more than a megabyte");
            }
        }
    }

    private void requireSuccess(int status) {
        if (status == SIGNALLED + SIGINT) {
            throw new Failure(status, failed + ": it was interrupted", null);
        }
        if (status > SIGNALLED) {
            throw failure(" with exit status " + status + ", as if ended by signal " + (status - SIGNALLED)
                    + "; what it said is above");
        }
        if (status != 0) {
            throw failure(" with exit status " + status + "; what it said is above");
        }
    }

    /** Ends the program and what it has started; or nothing, where it was never started or has ended already. */
    private static void end(CompletableFuture<Process> started) {
        try {
            Process process = started.get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        } catch (InterruptedException | ExecutionException | CancellationException | TimeoutException ignored) {
            // There is nothing to end.
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ignored) {
            // We are being ended, and the hook is at work.
        }
    }

    /** The message that it failed, and {@code how}. */
    Failure failure(String how) {
        return Failure.of(failed + how);
    }
}
