import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines with their cells below each other. */
final class Columns {
    private static final String GAP = "  ";

    private Columns() {}

    /** Each row as a line, set in by {@code indent}; all of them have as many cells as the first. */
    static String of(String indent, List<List<String>> rows) {
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> indent + line(row, widths) + "\n").collect(Collectors.joining());
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths[column] - row.get(column).length()))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }
}
