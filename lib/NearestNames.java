//DEPS org.apache.commons:commons-text:1.14.0

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Which names somebody may have meant who mistyped one. */
final class NearestNames {
    /** A name is nearer than another by the first of these that tells them apart. */
    private record Likeness(Kind kind, int distance, String name) {
        private static final Comparator<Likeness> NEAREST_FIRST = Comparator.comparing(Likeness::kind)
                .thenComparing(Likeness::distance)
                .thenComparing(Likeness::name);

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

    private NearestNames() {}

    /** The {@code most} of {@code names} that are most like {@code mistyped}, the nearest first. */
    static List<String> of(String mistyped, List<String> names, int most) {
        String typed = mistyped.toLowerCase(Locale.ROOT);
        TreeSet<Likeness> nearest = new TreeSet<>(Likeness.NEAREST_FIRST);
        for (String name : names) {
            String small = name.toLowerCase(Locale.ROOT);
            Kind kind = kind(typed, small);
            // What is too long or too short, or of other letters, need not be compared letter by letter.
            if (nearest.size() < most || !nearest.last().isBefore(kind, leastChanges(typed, small))) {
                nearest.add(new Likeness(
                        kind, LevenshteinDistance.getDefaultInstance().apply(typed, small), name));
            }
            if (nearest.size() > most) {
                nearest.pollLast();
            }
        }
        return nearest.stream().map(Likeness::name).toList();
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

    /** So many at least: one for each letter of the longer that the other does not have. */
    private static int leastChanges(String a, String b) {
        return Math.abs(a.length() - b.length());
    }
}
