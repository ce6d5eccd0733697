///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Compiles everything with Error Prone and -Xlint:all, and fails on a warning: lint.java CLASSPATH
//JAVA 17+
//JAVAC_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED
//DEPS com.google.errorprone:error_prone_core:2.42.0
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.api=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.main=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.model=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.parser=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.processing=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED
//RUNTIME_OPTIONS --add-exports jdk.compiler/com.sun.tools.javac.util=ALL-UNNAMED
//RUNTIME_OPTIONS --add-opens jdk.compiler/com.sun.tools.javac.code=ALL-UNNAMED
//RUNTIME_OPTIONS --add-opens jdk.compiler/com.sun.tools.javac.comp=ALL-UNNAMED

import com.sun.tools.javac.file.JavacFileManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Error Prone over main and tests: {@code ./jbangw tools/lint.java "$(./jbangw info classpath --deps-only tests/run.java)"}. */
class lint {
    /** The directories with Java; the tools have libraries of their own. */
    private static final List<String> DIRECTORIES =
            List.of(".", "lib", "practice", "installer", "pictures", "tests", "tests/conformance");

    /** What is switched off, and why. */
    private static final List<String> OFF = List.of(
            "DefaultPackage" // jbang runs scripts of the unnamed package
            );

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("Usage: ./jbangw tools/lint.java CLASSPATH");
            System.exit(2);
        }
        System.exit(run(args[0]) ? 0 : 1);
    }

    /** Compiles what is below the current directory. @return whether there was nothing to say */
    private static boolean run(String classPath) throws IOException {
        Path classes = Files.createTempDirectory("lint");
        String checks = OFF.stream().map(check -> " -Xep:" + check + ":OFF").collect(Collectors.joining());
        List<String> options = List.of(
                "-Xplugin:ErrorProne" + checks,
                "-XDcompilePolicy=simple",
                "--should-stop=ifError=FLOW",
                "-Xlint:all",
                "-Xlint:all",
                "-Xmaxwarns",
                "1000",
                "-d",
                classes.toString(),
                "-cp",
                classPath);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            // As -XDignore.symbol.file does on the command line: sun.misc.Signal is the one way to hear a signal.
            ((JavacFileManager) files).setSymbolFileEnabled(false);
            return compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources()))
                    .call();
        }
    }

    private static List<Path> sources() throws IOException {
        Stream<Path> all = Stream.empty();
        for (String directory : DIRECTORIES) {
            if (Files.isDirectory(Path.of(directory))) {
                all = Stream.concat(all, Files.list(Path.of(directory)));
            }
        }
        return all.filter(file -> file.toString().endsWith(".java")).toList();
    }
}
