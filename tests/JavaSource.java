import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
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
 * @param faults what the formatter lets pass and CONTRIBUTING.md does not
 */
record JavaSource(Path path, List<String> lines, List<Method> methods, Set<Long> textBlocks, List<Fault> faults) {
    /** A method with its annotations, but without its comment: the line on which it begins, and how many it has. */
    record Method(String name, long line, long lines) {}

    /** What is not as it should be, and on which line. */
    record Fault(long line, String what) {}

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
                Program.root().relativize(file),
                Files.readAllLines(file),
                parts.methods,
                parts.textBlocks,
                parts.faults);
    }

    /** Finds the methods, the text blocks and the faults. */
    private static final class Parts extends TreeScanner<Void, Void> {
        private final List<Method> methods = new ArrayList<>();
        private final Set<Long> textBlocks = new HashSet<>();
        private final List<Fault> faults = new ArrayList<>();
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

        @Override
        public Void visitConditionalExpression(ConditionalExpressionTree conditional, Void ignored) {
            var inner = new TreeScanner<Boolean, Void>() {
                @Override
                public Boolean visitConditionalExpression(ConditionalExpressionTree tree, Void ignored) {
                    return true;
                }

                @Override
                public Boolean reduce(Boolean a, Boolean b) {
                    return Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b);
                }
            };
            boolean isNested = Stream.of(
                            conditional.getCondition(),
                            conditional.getTrueExpression(),
                            conditional.getFalseExpression())
                    .anyMatch(part -> Boolean.TRUE.equals(inner.scan(part, null)));
            find(isNested, conditional, "a conditional inside a conditional");
            return super.visitConditionalExpression(conditional, null);
        }

        @Override
        public Void visitIf(IfTree branch, Void ignored) {
            requireBraces(branch.getThenStatement());
            if (!(branch.getElseStatement() instanceof IfTree)) {
                requireBraces(branch.getElseStatement());
            }
            return super.visitIf(branch, null);
        }

        @Override
        public Void visitForLoop(ForLoopTree loop, Void ignored) {
            requireBraces(loop.getStatement());
            return super.visitForLoop(loop, null);
        }

        @Override
        public Void visitEnhancedForLoop(EnhancedForLoopTree loop, Void ignored) {
            requireBraces(loop.getStatement());
            return super.visitEnhancedForLoop(loop, null);
        }

        @Override
        public Void visitWhileLoop(WhileLoopTree loop, Void ignored) {
            requireBraces(loop.getStatement());
            return super.visitWhileLoop(loop, null);
        }

        /** A name that says nothing is for what is not used, and what is not used has no other. */
        @Override
        public Void visitCatch(CatchTree handler, Void ignored) {
            String name = handler.getParameter().getName().toString();
            Set<String> used = new HashSet<>();
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitIdentifier(IdentifierTree identifier, Void ignored) {
                    used.add(identifier.getName().toString());
                    return null;
                }
            }.scan(handler.getBlock(), null);
            find(used.contains(name) == name.equals("ignored"), handler, "a catch parameter's name: " + name);
            return super.visitCatch(handler, null);
        }

        private void requireBraces(StatementTree body) {
            find(body != null && !(body instanceof BlockTree), body, "no braces");
        }

        private void find(boolean isFault, Tree tree, String what) {
            if (isFault) {
                faults.add(new Fault(first(tree), what));
            }
        }

        private long first(Tree tree) {
            return map.getLineNumber(positions.getStartPosition(unit, tree));
        }

        private long last(Tree tree) {
            return map.getLineNumber(positions.getEndPosition(unit, tree));
        }
    }
}
