//SOURCES ../lib/Json.java ../lib/Shell.java ../lib/ChildProcess.java BuildAhead.java Sandbox.java Catalog.java

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** jbang in the sandbox: the launcher that started us, and the catalog that we came from, by the name of org. */
final class SandboxJbang {
    /** What is being built already, by {@link BuildAhead}, is waited for, and not built a second time. */
    private static final String LAUNCHER = """
        #!/bin/sh
        at_work=%s/${1%%%%@*}
        case ${1-} in *@org)
            [ ! -h "$at_work" ] || [ ! -t 2 ] || echo "practice: ${1%%%%@*} is being built; a moment ..." >&2
            while builder=$(readlink "$at_work") && kill -0 "$builder" 2>/dev/null; do sleep 0.1; done ;;
        esac
        exec %s "$@"
        """;

    private final Sandbox sandbox;
    private final Map<String, String> outside;

    /** @param outside the environment that practice was started in */
    SandboxJbang(Sandbox sandbox, Map<String, String> outside) {
        this.sandbox = sandbox;
        this.outside = outside;
    }

    /**
     * Writes both.
     *
     * @param err is told when there is no launcher
     */
    void write(PrintStream err) throws IOException {
        writeCatalog();
        linkDownloads();
        writeLauncher(err);
    }

    /** Where jbang is at home outside. */
    static Path directory(Map<String, String> outside) {
        return Path.of(Sandbox.variable(outside, "JBANG_DIR", System.getProperty("user.home") + "/.jbang"))
                .toAbsolutePath();
    }

    private void writeCatalog() throws IOException {
        for (var name : Catalog.files()) {
            sandbox.write("catalog/" + name, Catalog.read(name), Sandbox.FILE);
        }
        String catalog = sandbox.resolve("catalog/jbang-catalog.json").toString();
        String reference = Json.line(Json.object().with("catalog-ref", catalog).build());
        sandbox.write("jbang/jbang-catalog.json", "{\"catalogs\": {\"org\": " + reference + "}}\n", Sandbox.FILE);
    }

    /** Shares what jbangw and jbang have in JBANG_DIR to be able to start at all. */
    private void linkDownloads() throws IOException {
        for (var name : List.of("jbangw", "currentjdk")) {
            var there = directory(outside).resolve(name);
            if (Files.isDirectory(there)) {
                Files.createSymbolicLink(sandbox.resolve("jbang").resolve(name), there);
            }
        }
    }

    /** Puts the launcher that started us on the PATH under the name jbang, whatever its own name is. */
    private void writeLauncher(PrintStream err) throws IOException {
        var launcher = new File(Sandbox.variable(outside, "JBANG_LAUNCH_CMD", "jbang")).getAbsolutePath();
        if (ChildProcess.isProgram(launcher)) {
            String atWork = Shell.ENV.quoted(sandbox.resolve(BuildAhead.AT_WORK).toString());
            sandbox.write("bin/jbang", LAUNCHER.formatted(atWork, Shell.ENV.quoted(launcher)), Sandbox.PROGRAM);
        } else if (ChildProcess.onPath("jbang", outside)
                .filter(ChildProcess::isProgram)
                .isEmpty()) {
            err.println("practice: no jbang on the PATH and JBANG_LAUNCH_CMD names none, so there is no jbang in here");
        }
    }
}
