//SOURCES Outcome.java

import java.util.EnumMap;
import java.util.Map;

/** How far it is, while it goes on. */
final class Tally {
    private final int all;
    private final long started = System.nanoTime();
    private final Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
    private int running;

    /** @param all how many there are */
    Tally(int all) {
        this.all = all;
    }

    synchronized void begin() {
        running++;
    }

    /** One that ran has come to its end, this one. */
    synchronized void end(Outcome.Kind kind) {
        running--;
        counts.merge(kind, 1, Integer::sum);
    }

    /** For the line at the bottom of a terminal. */
    synchronized String line() {
        int done = counts.values().stream().mapToInt(Integer::intValue).sum();
        int notAssumed = counts.getOrDefault(Outcome.Kind.NOT_ASSUMED, 0);
        return "each: " + done + " of " + all + " done, " + running + " running, "
                + counts.getOrDefault(Outcome.Kind.FAILED, 0) + " failed"
                + (notAssumed == 0 ? "" : ", " + notAssumed + " not assumed") + " (" + seconds() + " s)";
    }

    /** Since it began. */
    long seconds() {
        return (System.nanoTime() - started) / 1_000_000_000;
    }
}
