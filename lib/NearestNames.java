//DEPS org.apache.commons:commons-text:1.14.0

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Which names somebody may have meant who mistyped one. */
final class NearestNames {
    /** A name is nearer than another by the first of these that tells them apart. */
    private record Likeness(Kind kind, int distance, String name) implements Comparable<Likeness> {
        /** The nearer comes first. A comparator put together of three would take 8 ms to make. */
        @Override
        public int compareTo(Likeness other) {
            int order = kind.compareTo(other.kind);
            order = order == 0 ? Integer.compare(distance, other.distance) : order;
            return order == 0 ? name.compareTo(other.name) : order;
        }

        /** Whether a name of this kind comes after this one, if it takes so many changes at least. */
        boolean isBefore(Kind other, int changes) {
            int order = kind.compareTo(other);
            return order < 0 || (order == 0 && distance < changes);
        }
    }

    private enum Kind {
        /** One of the two is how the other begins. */
        PREFIX,
        /** One of the two is a part of the other. */
        SUBSTRING,
        OTHER
    }

    /** Letters may share a count: that makes a name look more like another than it is, and never less. */
    private static final int COUNTS = 128;

    private final String typed;
    private final int[] counts = new int[COUNTS];
    private final TreeSet<Likeness> nearest = new TreeSet<>();

    private NearestNames(String typed) {
        this.typed = typed;
        for (int i = 0; i < typed.length(); i++) {
            counts[typed.charAt(i) % COUNTS]++;
        }
    }

    /** The {@code most} of {@code names} that are most like {@code mistyped}, the nearest first. */
    static List<String> of(String mistyped, Collection<String> names, int most) {
        NearestNames nearest = new NearestNames(mistyped.toLowerCase(Locale.ROOT));
        for (String name : names) {
            nearest.add(name, most);
        }
        return nearest.nearest.stream().map(Likeness::name).toList();
    }

    private void add(String name, int most) {
        String small = name.toLowerCase(Locale.ROOT);
        int common = lettersInCommon(small);
        Kind kind = common < Math.min(small.length(), typed.length()) ? Kind.OTHER : kind(typed, small);
        // What is of other letters, or too many, need not be compared letter by letter.
        int leastChanges = Math.max(small.length(), typed.length()) - common;
        if (nearest.size() < most || !nearest.last().isBefore(kind, leastChanges)) {
            int distance = LevenshteinDistance.getDefaultInstance().apply(typed, small);
            nearest.add(new Likeness(kind, distance, name));
        }
        if (nearest.size() > most) {
            nearest.pollLast();
        }
    }

    /** How many letters at most are in both, wherever they are. */
    private int lettersInCommon(String name) {
        int common = 0;
        for (int i = 0; i < name.length(); i++) {
            if (counts[name.charAt(i) % COUNTS]-- > 0) {
                common++;
            }
        }
        for (int i = 0; i < name.length(); i++) {
            counts[name.charAt(i) % COUNTS]++;
        }
        return common;
    }

    /** The same, but nothing that is not like it at all: at most every third letter may be another. */
    static List<String> alike(String mistyped, List<String> names, int most) {
        String typed = mistyped.toLowerCase(Locale.ROOT);
        List<String> alike = names.stream()
                .filter(name -> typed.length() > 1 && (kind(typed, name) != Kind.OTHER || isAlike(typed, name)))
                .toList();
        return of(typed, alike, most);
    }

    private static boolean isAlike(String typed, String name) {
        int changes = LevenshteinDistance.getDefaultInstance().apply(typed, name);
        return changes <= Math.max(typed.length(), name.length()) / 3;
    }

    private static Kind kind(String a, String b) {
        if (a.startsWith(b) || b.startsWith(a)) {
            return Kind.PREFIX;
        }
        return a.contains(b) || b.contains(a) ? Kind.SUBSTRING : Kind.OTHER;
    }
}
