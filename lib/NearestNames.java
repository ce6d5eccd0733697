//DEPS org.apache.commons:commons-text:1.14.0

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Which names somebody may have meant who mistyped one. */
final class NearestNames {
    /** A name is nearer than another by the first of these that tells them apart. */
    private record Likeness(String name, Kind kind, int distance) {}

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
        return names.stream()
                .map(name -> likeness(mistyped.toLowerCase(Locale.ROOT), name))
                .sorted(Comparator.comparing(Likeness::kind)
                        .thenComparing(Likeness::distance)
                        .thenComparing(Likeness::name))
                .limit(most)
                .map(Likeness::name)
                .toList();
    }

    private static Likeness likeness(String mistyped, String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return new Likeness(
                name,
                kind(mistyped, small),
                LevenshteinDistance.getDefaultInstance().apply(mistyped, small));
    }

    private static Kind kind(String a, String b) {
        if (a.startsWith(b) || b.startsWith(a)) {
            return Kind.PREFIX;
        }
        return a.contains(b) || b.contains(a) ? Kind.SUBSTRING : Kind.OTHER;
    }
}
