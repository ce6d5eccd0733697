//SOURCES OneJar.java Footprint.java Launchers.java Training.java TrainingHome.java

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The jar that the launchers use, and archives of the classes that a JVM loads from it: made once for each JDK, by a
 * rehearsal.
 */
final class Archives {
    /** For a command that calls STS. */
    static final String STS = "sts";

    /** For an assume that finds what it needs in the cache. */
    static final String CACHED = "cached";

    /** What would lead a rehearsal to somebody's real account, or change its JVM. */
    private static final String OUTSIDE =
            "AWS_.*|(JAVA_TOOL|JDK_JAVA|_JAVA)_OPTIONS|(?i)(https?|no|all)_proxy|CLASSPATH|REQUESTS_CA_BUNDLE";

    private static final long MEGABYTE = 1 << 20;

    /** What all of it takes, and for a while a little more. */
    private static final int MEGABYTES = 60;

    private final Path version;

    /** @param version the directory for them, which is empty */
    Archives(Path version) {
        this.version = version;
    }

    /**
     * The archives there are. Of an ahead-of-time cache all classes are loaded at the start, 13 microseconds each: so a
     * command that does without the SDK has a small one, and assume has one for when STS need not be called.
     */
    private static List<String> names() {
        return Launchers.hasAheadOfTimeCache()
                ? List.of(STS, CACHED, "sts2env", "unset")
                : List.of(STS, "sts2env", "unset");
    }

    /** The archive for a command. */
    static String of(String command) {
        return List.of("assume", "whoami", "console", "login", "profiles", "each")
                        .contains(command)
                ? STS
                : command;
    }

    /** The class path of the launchers, from which an archive must not differ. */
    static String classPath(Path version) {
        return version.resolve("assume.jar").toString();
    }

    /**
     * Makes all of it.
     *
     * @throws Failure when a rehearsal fails
     */
    void make() throws Exception {
        OneJar.write(Path.of(classPath(version)));
        Path home = Files.createDirectory(version.resolve("training"));
        try (TrainingHome training = TrainingHome.in(home)) {
            train(STS, training).call(); // it fills the cache that the next one reads
            ExecutorService two = Executors.newFixedThreadPool(2);
            List<Future<Void>> trained = new ArrayList<>();
            for (String archive : names().subList(1, names().size())) {
                trained.add(two.submit(train(archive, training)));
            }
            two.shutdown();
            for (Future<Void> one : trained) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        Footprint.delete(home);
    }

    private Callable<Void> train(String archive, TrainingHome training) {
        return () -> {
            List<String> command = new ArrayList<>(List.of(java().toString()));
            String trained = archive.equals(STS) || archive.equals(CACHED) ? "assume" : archive;
            command.addAll(Launchers.options(trained, version.resolve(archive), true));
            command.addAll(List.of(
                    "-cp",
                    classPath(version),
                    "Training",
                    archive,
                    training.answer().toString()));
            ProcessBuilder jvm = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(training.answer().toFile());
            jvm.environment().keySet().removeIf(name -> name.matches(OUTSIDE));
            // The last keeps it from asking around; both are there for unset to find.
            jvm.environment()
                    .putAll(Map.of(
                            "HOME",
                            training.home().toString(),
                            "AWS_CONFIG_FILE",
                            "~/.aws/config",
                            "AWS_EC2_METADATA_DISABLED",
                            "true"));
            Process process = jvm.start();
            String words = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != Launched.OFFSET) {
                throw notMade(archive, process.exitValue(), words);
            }
            return null;
        };
    }

    private Failure notMade(String archive, int status, String words) throws IOException {
        long free = Files.getFileStore(version).getUsableSpace() / MEGABYTE;
        String last = words.strip().replaceFirst("(?s).*\n", "");
        return Failure.of("the archive " + archive + " could not be made (status " + status + " of " + java()
                + "); nothing was installed. In " + version.getParent() + " " + free + " MB are free, and about "
                + MEGABYTES + " are wanted" + (last.isEmpty() ? "" : "; the last words were: " + last));
    }

    /** The Java that runs this. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
