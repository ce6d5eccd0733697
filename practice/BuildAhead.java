//SOURCES Sandbox.java ProcessFamily.java

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Has jbang build the commands of the catalog behind the reader's back, so that the first one that is typed is there
 * already, or soon. It writes nothing to the terminal, and ends with the sandbox at the latest.
 *
 * <p>Each is built in a cache of its own, beside jbang's, and renamed into that one when it is whole: so it is in the
 * way of no other jbang, and what is ended halfway leaves nothing. While it is at work there is a link of the command's
 * name that says which process that is; {@link SandboxJbang} waits for it.
 */
final class BuildAhead implements AutoCloseable {
    static final String AT_WORK = "ahead";

    /** The first is what the reader will wait for. The others give way to whatever else runs. */
    private static final String SCRIPT = """
        cache=$JBANG_CACHE_DIR made=$1 done=$2 at_work=$3 low=
        shift 3
        mkdir -p "$made" "$cache/jars" "$at_work/jbang/jbangw" && trap 'rm -rf "$made" "$at_work"' EXIT || exit
        trap 'exit 143' TERM
        cp "$JBANG_DIR/jbang-catalog.json" "$at_work/jbang"
        ln -s "$JBANG_DIR"/currentjdk "$at_work/jbang"
        ln -s "$JBANG_DIR"/jbangw/*/ "$at_work/jbang/jbangw"
        for name; do
            [ ! -e "$done.$name" ] || continue
            ln -s $$ "$at_work/$name"
            JBANG_DIR=$at_work/jbang JBANG_CACHE_DIR=$made $low jbang build "$name@org" || exit
            for built in "$made/jars/$name".java.*; do
                [ -e "$cache/jars/${built##*/}" ] || mv "$built" "$cache/jars"
            done
            rm "$at_work/$name"
            : >"$done.$name"
            low=nice
        done
        """;

    private static final File NOWHERE = new File("/dev/null");

    private final Process process;

    private BuildAhead(Process process) {
        this.process = process;
    }

    /**
     * Starts.
     *
     * @param inside the sandbox's environment
     * @param commands what to build, unless it has been built before, in this order
     */
    static BuildAhead start(Sandbox sandbox, Map<String, String> inside, List<String> commands) throws IOException {
        Optional<Path> done = record();
        return done.isPresent() ? start(sandbox, inside, commands, done.get()) : new BuildAhead(null);
    }

    /**
     * The same.
     *
     * @param done what is at this path with a dot and a command's name says that it has been built
     */
    static BuildAhead start(Sandbox sandbox, Map<String, String> inside, List<String> commands, Path done)
            throws IOException {
        if (commands.stream().allMatch(name -> Files.exists(Path.of(done + "." + name)))) {
            return new BuildAhead(null);
        }
        Path atWork = sandbox.resolve(AT_WORK);
        String made = inside.get("JBANG_CACHE_DIR") + "/" + atWork.getParent().getFileName();
        Stream<String> start = Stream.of("/bin/sh", "-c", SCRIPT, "sh", made, done.toString(), atWork.toString());
        var builder = new ProcessBuilder(Stream.concat(start, commands.stream()).toList());
        builder.environment().clear();
        builder.environment().putAll(inside);
        builder.redirectInput(NOWHERE).redirectOutput(NOWHERE).redirectError(NOWHERE);
        return new BuildAhead(builder.start());
    }

    /**
     * The file, but for the command's name, that says that a command has been built. It lies beside our own jar, which
     * jbang makes anew, elsewhere, when any file of the catalog changes. None where we are no jar of jbang's.
     */
    private static Optional<Path> record() {
        try {
            var jar = Path.of(BuildAhead.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.endsWith("practice.jar") ? Optional.of(jar.resolveSibling("built")) : Optional.empty();
        } catch (URISyntaxException ignored) {
            return Optional.empty(); // a place without a name is not jbang's
        }
    }

    /** Ends what is still at it. */
    @Override
    public void close() {
        if (process != null) {
            ProcessFamily.end(process);
        }
    }
}
