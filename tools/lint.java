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
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Error Prone over main and tests: {@code ./jbangw tools/lint.java "$(./jbangw info classpath --deps-only
 * tests/run.java)"}.
 */
class lint {
    /** The directories with Java; the tools have libraries of their own. */
    private static final List<String> DIRECTORIES =
            List.of(".", "lib", "practice", "fleet", "installer", "pictures", "tests", "tests/conformance");

    /** What is switched off, and why. */
    private static final List<String> OFF = List.of(
            "DefaultPackage", // jbang runs scripts of the unnamed package
            "MissingSummary", // a @return that says it all needs no second sentence
            "StringSplitter", // where a line is split here, an empty last part is of no interest
            "StringConcatToTextBlock", // two short lines read well as they are
            "ArrayRecordComponent", // bytes that are handed on, and never compared
            "ImmutableEnumChecker", // the functions and lists in an enum's rows are made once, and never changed
            "AddressSelection", // the address of loopback is given in figures
            "FutureReturnValueIgnored"); // what runs in the background here tells of its own failures

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("Usage: ./jbangw tools/lint.java CLASSPATH");
            System.exit(2);
        }
        System.exit(run(args[0]) ? 0 : 1);
    }

    /**
     * Compiles what is below the current directory.
     *
     * @return whether there was nothing to say
     */
    private static boolean run(String classPath) throws IOException {
        Path classes = Files.createTempDirectory("lint");
        String checks = OFF.stream().map(check -> " -Xep:" + check + ":OFF").collect(Collectors.joining());
        List<String> options = List.of(
                "-Xplugin:ErrorProne" + checks,
                "-XDcompilePolicy=simple",
                "--should-stop=ifError=FLOW",
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
            // Not -Werror: that would end with the first class that has one.
            DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
            var task =
                    compiler.getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources()));
            boolean isCompiled = task.call();
            found.getDiagnostics().forEach(System.out::println);
            return isCompiled && found.getDiagnostics().isEmpty();
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
