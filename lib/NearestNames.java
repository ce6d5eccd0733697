import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which names somebody may have meant who mistyped one. */
final class NearestNames {
    private record Likeness(String name, long count) {}

    private NearestNames() {}

    /** The {@code most} of {@code names} that are most like {@code mistyped}, the nearest first. */
    static List<String> of(String mistyped, List<String> names, int most) {
        return names.stream()
                .map(name -> new Likeness(name, likeness(mistyped, name)))
                .sorted(Comparator.comparingLong(Likeness::count).reversed())
                .limit(most)
                .map(Likeness::name)
                .toList();
    }

    /** How alike two names are: the pairs of neighbouring letters of one that the other has too. */
    private static long likeness(String a, String b) {
        return IntStream.range(1, a.length())
                .filter(i -> b.contains(a.substring(i - 1, i + 1)))
                .count();
    }
}
