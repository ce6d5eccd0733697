import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A Java file of the repository, as javac parses it.
 *
 * @param path below the repository
 * @param textBlocks the numbers, from 1, of the lines that are inside a text block
 */
record JavaSource(Path path, List<String> lines, List<Method> methods, Set<Long> textBlocks) {
    /** A method with its annotations, but without its comment: the line on which it begins, and how many it has. */
    record Method(String name, long line, long lines) {}

    /** Every Java file of the repository. */
    static List<JavaSource> all() throws IOException {
        List<Path> paths;
        try (Stream<Path> files = Files.walk(Program.root())) {
            paths = files.filter(JavaSource::isOurs).sorted().toList();
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var options = List.of("-proc:none");
            var units = files.getJavaFileObjectsFromPaths(paths);
            var task = (JavacTask) compiler.getTask(null, files, diagnostic -> {}, options, null, units);
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<JavaSource> sources = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(of(unit, positions));
            }
            return sources;
        }
    }

    private static boolean isOurs(Path file) {
        String path = Program.root().relativize(file).toString();
        return path.endsWith(".java") && !("/" + path).contains("/.");
    }

    private static JavaSource of(CompilationUnitTree unit, SourcePositions positions) throws IOException {
        Path file = Path.of(unit.getSourceFile().toUri());
        var parts = new Parts(unit, positions);
        parts.scan(unit, null);
        return new JavaSource(
                Program.root().relativize(file), Files.readAllLines(file), parts.methods, parts.textBlocks);
    }

    /** Finds the methods and the text blocks. */
    private static final class Parts extends TreeScanner<Void, Void> {
        private final List<Method> methods = new ArrayList<>();
        private final Set<Long> textBlocks = new HashSet<>();
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final LineMap map;

        Parts(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            this.map = unit.getLineMap();
        }

        @Override
        public Void visitMethod(MethodTree method, Void ignored) {
            methods.add(new Method(method.getName().toString(), first(method), last(method) - first(method) + 1));
            return super.visitMethod(method, null);
        }

        /** A literal of several lines can only be a text block. */
        @Override
        public Void visitLiteral(LiteralTree literal, Void ignored) {
            for (long line = first(literal) + 1; line <= last(literal); line++) {
                textBlocks.add(line);
            }
            return super.visitLiteral(literal, null);
        }

        private long first(Tree tree) {
            return map.getLineNumber(positions.getStartPosition(unit, tree));
        }

        private long last(Tree tree) {
            return map.getLineNumber(positions.getEndPosition(unit, tree));
        }
    }
}
