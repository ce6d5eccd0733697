import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.Stream;

/**
 * One real first run of jbangw, which all its tests share: it fills {@code ready}. The other first runs get its jars
 * from a fake mvn, and a JDK without a release file, for which jbangw makes no class-data archive: that keeps them
 * short.
 */
final class JbangwWorld implements AutoCloseable {
    static final String JBANGW = Program.root().resolve("jbangw").toString();
    static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    /** The programs that jbangw may use. */
    private static final List<String> TOOLS = List.of(
            "sh",
            "bash",
            "env",
            "cat",
            "chmod",
            "cp",
            "mkdir",
            "mv",
            "nice",
            "rm",
            "touch",
            "sleep",
            "sort",
            "ln",
            "readlink",
            "uname",
            "awk",
            "sha256sum",
            "shasum",
            "perl",
            "busybox",
            "ksh",
            "yash",
            "zsh");

    final Path work;
    /** A JBANG_DIR where the first run is over. */
    final Path ready;
    /** Scripts that show what reaches a program. */
    final Path programs;

    final Path plainJdk;
    final JbangwRun first;
    private final Path tools;

    JbangwWorld() throws Exception {
        work = Files.createTempDirectory("jbangw test").toRealPath();
        tools = Files.createDirectory(work.resolve("tools"));
        for (String name : TOOLS) {
            if (Program.find(name) != null) {
                Files.createSymbolicLink(tools.resolve(name), Program.find(name));
            }
        }
        plainJdk = Files.createDirectories(work.resolve("plain jdk"));
        for (String name : List.of("java", "javac")) {
            Scratch.script(plainJdk.resolve("bin").resolve(name), "exec '" + JAVA_HOME + "/bin/" + name + "' \"$@\"");
        }
        programs = Files.createDirectory(work.resolve("programs"));
        writePrograms();
        ready = work.resolve("ready");
        var mvn = Scratch.script(
                work.resolve("real mvn/mvn"),
                "PATH='" + System.getenv("PATH") + "' exec '" + Program.find("mvn") + "' \"$@\"");
        var env = environment(ready, mvn.getParent());
        first = JbangwRun.of(programs, env, "swallow me".getBytes(UTF_8), JBANGW, "copy.java", "0");
        if (first.status() == 0) {
            awaitArchive();
        }
    }

    /** Nobody waits for jbang's archive but us: it is made behind the first run, in a directory that goes then. */
    private void awaitArchive() throws Exception {
        boolean hasArchive = Files.exists(JAVA_HOME.resolve("release"));
        while ((hasArchive && Scratch.glob(jars(), "*.jsa").isEmpty())
                || Scratch.names(ready.resolve("jbangw")).size() > 1) {
            Thread.sleep(50);
        }
    }

    private void writePrograms() throws IOException {
        Files.writeString(programs.resolve("hex.java"), """
            //JAVA 17+
            class hex {
                public static void main(String... arguments) throws Exception {
                    for (var argument : arguments)
                        System.out.println("<" + java.util.HexFormat.of().formatHex(argument.getBytes("UTF-8")) + ">");
                }
            }
            """);
        Files.writeString(programs.resolve("copy.java"), """
            //JAVA 17+
            class copy {
                public static void main(String... arguments) throws Exception {
                    System.in.transferTo(System.out);
                    System.out.flush();
                    System.exit(Integer.parseInt(arguments[0]));
                }
            }
            """);
        Files.writeString(programs.resolve("launcher.java"), """
            //JAVA 17+
            class launcher {
                public static void main(String... arguments) {
                    System.out.print(System.getenv("JBANG_LAUNCH_CMD"));
                }
            }
            """);
    }

    /** Nothing of the developer's own: a PATH of the tools jbangw may use, and whatever a test puts before them. */
    Map<String, String> environment(Path jbangDir, Path... path) {
        var env = new HashMap<String, String>();
        env.put(
                "PATH",
                String.join(
                        ":",
                        Stream.concat(Stream.of(path), Stream.of(tools))
                                .map(Path::toString)
                                .toList()));
        env.put("HOME", work.toString());
        env.put("JBANG_DIR", jbangDir.toString());
        env.put("JAVA_HOME", JAVA_HOME.toString());
        env.put("LC_ALL", "C.UTF-8");
        return env;
    }

    Path jars() throws IOException {
        return Scratch.glob(ready.resolve("jbangw"), "*-gson-*").get(0);
    }

    @Override
    public void close() throws IOException {
        Scratch.delete(work);
    }
}
