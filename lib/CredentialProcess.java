//SOURCES Text.java Failure.java ShellWords.java ChildProcess.java CredentialsJson.java Profiles.java

import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
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
 * The program that a profile names as its {@code credential_process}, run as the AWS CLI runs it (AWS CLI User Guide,
 * "Sourcing credentials with an external process"): without a shell, on the user's stdin and stderr, for as long as it
 * takes.
 */
final class CredentialProcess {
    /** Tells whoever a program starts for which profiles programs are already running, the outermost first. */
    static final String RUNNING = "ASSUME_CREDENTIAL_PROCESS";

    /** How many processes that we descend from may have been started by the very same words. */
    private static final int MOST_REPETITIONS = 3;

    private static final int POLL_MILLISECONDS = 5;
    private static final int LONGEST_START_SECONDS = 2;
    private static final int SIGNALLED = 128;
    private static final int SIGINT = 2;

    private final Profiles profiles;
    private final String profile;
    private final String commandLine;
    private final Map<String, String> env;

    /** Whether a signal is ending us. */
    private volatile boolean isEnding;

    private CredentialProcess(Profiles profiles, String profile, Map<String, String> env) {
        this.profiles = profiles;
        this.profile = profile;
        this.commandLine = profiles.get(profile, "credential_process");
        this.env = env;
    }

    /**
     * The credentials that the program of {@code profile} prints.
     *
     * @param env the environment that it gets
     * @throws Failure when it cannot be run, fails, or prints something else; the message shows nothing of what it
     *     printed
     */
    static SessionCredentials run(Profiles profiles, String profile, Map<String, String> env) {
        return new CredentialProcess(profiles, profile, env).run();
    }

    private SessionCredentials run() {
        ProcessBuilder builder = builder(words());
        requireFewRepetitions();
        builder.environment().put(RUNNING, running());
        builder.redirectInput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
        try {
            return read(output(builder));
        } catch (IOException e) {
            throw failure(": it cannot be run (" + e.getMessage() + ")");
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
                    .map(CredentialProcess::name)
                    .collect(Collectors.joining(" -> "));
            throw failure(": it leads back to this profile, in a circle: " + names + " (" + RUNNING
                    + " has what is running)");
        }
        return (outer + " " + own).strip();
    }

    /**
     * A program may have emptied the environment ({@code env -i}) and so lost {@link #RUNNING}. But whoever leads back
     * to this profile for ever starts the same words over and over, each process within the one before.
     *
     * @throws Failure when that has happened more often than anything else would explain
     */
    private void requireFewRepetitions() {
        ProcessHandle self = ProcessHandle.current();
        String own = commandLine(self);
        long repetitions = Stream.iterate(
                        self.parent(), Optional::isPresent, parent -> parent.flatMap(ProcessHandle::parent))
                .filter(parent -> !own.isEmpty() && commandLine(parent.get()).equals(own))
                .count();
        if (repetitions >= MOST_REPETITIONS) {
            throw failure(": it leads back to this profile, in a circle: the same command runs " + (repetitions + 1)
                    + " times already, each within the one before");
        }
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
            if (output.size() > Json.MOST_BYTES) {
                stdout.close();
                throw failure(": it printed more than a megabyte");
            }
        }
    }

    private void requireSuccess(int status) {
        if (status == SIGNALLED + SIGINT) {
            throw new Failure(status, message(": it was interrupted"), null);
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

    /** The fields that the AWS CLI reads, and no others; an empty session token is none. */
    private SessionCredentials read(byte[] output) {
        if (new String(output, StandardCharsets.ISO_8859_1).isBlank()) {
            throw failure(": it printed nothing");
        }
        SessionCredentials credentials;
        try {
            JrsObject answer = Json.readObject(output, "{\"Version\": 1, \"AccessKeyId\": ...}");
            requireVersion(answer.get("Version"));
            JrsValue token = answer.get("SessionToken");
            boolean hasToken =
                    !(token instanceof JrsString text && text.getValue().isEmpty());
            credentials = CredentialsJson.read(Json.object()
                    .with("AccessKeyId", answer.get("AccessKeyId"))
                    .with("SecretAccessKey", answer.get("SecretAccessKey"))
                    .with("SessionToken", hasToken ? token : null)
                    .with("Expiration", answer.get("Expiration"))
                    .build());
        } catch (Failure e) {
            throw failure(": what it printed is not right: " + e.getMessage());
        }
        if (credentials.isExpired()) {
            throw failure(": its credentials " + credentials.until() + "; renew them where they come from");
        }
        return credentials;
    }

    /** What is no number may be anything, a secret too, so only its kind is said. */
    private static void requireVersion(JrsValue version) {
        if (version == null) {
            throw Failure.of("there is no Version; expected \"Version\": 1");
        }
        if (!(version instanceof JrsNumber number)) {
            throw Failure.of("Version is not a number; expected \"Version\": 1");
        }
        if (number.getValue().doubleValue() != 1) {
            throw Failure.of("Version is " + Text.visible(number.asText(), 20) + "; expected \"Version\": 1");
        }
    }

    private Failure failure(String how) {
        return Failure.of(message(how));
    }

    private String message(String how) {
        return "profile " + profile + " in " + profiles.configFile()
                + " has no credentials: its credential_process failed" + how;
    }
}
