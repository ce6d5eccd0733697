import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A real program for a test to run: what goes in, and what came out. */
record Program(List<String> command, Map<String, String> env, Path directory, byte[] stdin, int seconds) {

    /** Of a key store that {@link #keytool} makes. */
    static final String STORE_PASSWORD = "practice";

    record Ran(int status, String out, String err) {
        /** The lines of stdout. */
        List<String> lines() {
            return out.lines().toList();
        }
    }

    /** A program that inherits nothing from this test's environment but the PATH and where Java is. */
    static Program of(String... command) {
        Map<String, String> env = new TreeMap<>();
        for (String name : List.of("PATH", "JAVA_HOME", "PYENV_ROOT", "LANG", "TMPDIR")) {
            if (System.getenv(name) != null) {
                env.put(name, System.getenv(name));
            }
        }
        return new Program(List.of(command), env, Path.of(System.getProperty("java.io.tmpdir")), new byte[0], 120);
    }

    /** One of our commands in a JVM of its own, with the class path and the Java of this one. */
    static Program java(String mainClass, String... args) {
        List<String> command = new ArrayList<>(plainJava(mainClass, args));
        command.addAll(1, ClassArchive.options());
        return of(command.toArray(String[]::new));
    }

    /** A script of the shell in the sandbox of {@code practice}, in a home of its own, with jbang's real cache. */
    static Program inSandbox(Path home, String script) {
        String jbang = Objects.requireNonNullElse(System.getenv("JBANG_DIR"), System.getenv("HOME") + "/.jbang");
        return of(root() + "/jbangw", "practice", "--", "sh", "-c", script)
                .in(root())
                .with("HOME", home)
                .with("JBANG_DIR", jbang)
                .seconds(300);
    }

    /** The words of the same, for a JVM that loads each class from its jar. */
    static List<String> plainJava(String mainClass, String... args) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(
                        Stream.of(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "-XX:CompileThresholdScaling=2",
                                "-XX:+UseSerialGC",
                                "-Daws.configFile=/dev/null",
                                "-Daws.sharedCredentialsFile=/dev/null",
                                "-cp",
                                System.getProperty("java.class.path"),
                                mainClass),
                        Stream.of(args))
                .toList();
    }

    /** The JDK's keytool, which must do what it is told; with the first compiler alone it takes half the time. */
    static void keytool(Path store, String... arguments) {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Stream<String> shared = Stream.of("-keystore", store.toString(), "-storepass", STORE_PASSWORD);
        Ran ran = of(keytool, "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")
                .followedBy(Stream.concat(Stream.of(arguments), shared).toList())
                .run();
        Assertions.assertEquals(0, ran.status(), ran.out() + ran.err());
    }

    /** The same without an argument. */
    Program without(String argument) {
        List<String> fewer =
                command.stream().filter(word -> !word.equals(argument)).toList();
        return new Program(fewer, env, directory, stdin, seconds);
    }

    /** The same with more arguments. */
    Program followedBy(List<String> arguments) {
        List<String> more = Stream.concat(command.stream(), arguments.stream()).toList();
        return new Program(more, env, directory, stdin, seconds);
    }

    /** The same, started by another program, which is given all of it as its arguments. */
    Program under(String... program) {
        List<String> more = Stream.concat(Stream.of(program), command.stream()).toList();
        return new Program(more, env, directory, stdin, seconds);
    }

    Program in(Path directory) {
        return new Program(command, env, directory, stdin, seconds);
    }

    Program stdin(String text) {
        return new Program(command, env, directory, text.getBytes(StandardCharsets.UTF_8), seconds);
    }

    Program stdin(byte[] bytes) {
        return new Program(command, env, directory, bytes, seconds);
    }

    Program seconds(int seconds) {
        return new Program(command, env, directory, stdin, seconds);
    }

    /** Sets a variable, or removes it where {@code value} is null. */
    Program with(String name, Object value) {
        Map<String, String> changed = new TreeMap<>(env);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value.toString());
        }
        return new Program(command, changed, directory, stdin, seconds);
    }

    /** Runs it to its end; a program that does not end in time fails the test. */
    Ran run() {
        try {
            var builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().clear();
            builder.environment().putAll(env);
            Process process = builder.start();
            var out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), Program::daemon);
            var err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), Program::daemon);
            try (OutputStream in = process.getOutputStream()) {
                in.write(stdin);
            } catch (IOException ignored) {
                // A program need not read what it is given.
            }
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                Assertions.fail(command + " did not end within " + seconds + " seconds");
            }
            return new Ran(process.exitValue(), out.get(10, TimeUnit.SECONDS), err.get(10, TimeUnit.SECONDS));
        } catch (IOException | InterruptedException | ExecutionException e) {
            throw new AssertionError(command + " cannot be run", e);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    command + " has ended, but something that it left behind holds its stdout or stderr", e);
        }
    }

    /** The test is skipped where a program is missing, but fails where CI should have installed it. */
    static void need(String... programs) {
        for (String program : programs) {
            if (find(program) == null && System.getenv("CI") != null) {
                Assertions.fail(program + " is missing; .ci/run installs it");
            }
            Assumptions.assumeTrue(find(program) != null, program + " is not on this machine");
        }
    }

    /** Where on the PATH a program is, or null. */
    static Path find(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** The repository. */
    static Path root() {
        return Path.of(System.getProperty("repo.root"));
    }

    /** Not the common pool: on two cores that is a single thread, and a full pipe would then stop the other one. */
    private static void daemon(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
