import java.time.Duration;
import java.util.OptionalInt;

/**
 * What became of one target.
 *
 * @param status COMMAND's exit status; empty where it did not run, or was ended
 * @param took from the first request to the end of COMMAND
 * @param reason why there are no credentials, or COMMAND could not be started; empty otherwise
 */
record Outcome(Target target, Kind kind, OptionalInt status, Duration took, String reason) {
    /** POSIX Shell Command Language, 2.8.2. */
    private static final int CANNOT_BE_RUN = 126;

    /** They are never mixed up: the second one has run, the third one has not. */
    enum Kind {
        SUCCEEDED("succeeded"),
        FAILED("COMMAND failed"),
        NOT_ASSUMED("role could not be assumed"),
        /** By Ctrl-C. */
        ENDED("ended"),
        NOT_RUN("not run");

        /** What people and scripts read. */
        final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    static Outcome ofCommand(Target target, int status, Duration took) {
        return new Outcome(target, status == 0 ? Kind.SUCCEEDED : Kind.FAILED, OptionalInt.of(status), took, "");
    }

    /** It was there, and the system would not start it. */
    static Outcome notStarted(Target target, String reason, Duration took) {
        return new Outcome(target, Kind.FAILED, OptionalInt.of(CANNOT_BE_RUN), took, reason);
    }

    static Outcome notAssumed(Target target, String reason, Duration took) {
        return new Outcome(target, Kind.NOT_ASSUMED, OptionalInt.empty(), took, reason);
    }

    static Outcome ended(Target target, Duration took) {
        return new Outcome(target, Kind.ENDED, OptionalInt.empty(), took, "");
    }

    static Outcome notRun(Target target) {
        return new Outcome(target, Kind.NOT_RUN, OptionalInt.empty(), Duration.ZERO, "");
    }
}
