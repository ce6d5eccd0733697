/** Something a person can mend. The message says what was wrong, where, and what to do; it never holds a secret. */
@SuppressWarnings("serial")
final class Failure extends RuntimeException {
    /** The exit status: 1 it failed, 2 the arguments were wrong. */
    final int status;

    Failure(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    static Failure of(String message) {
        return new Failure(1, message, null);
    }

    static Failure usage(String message) {
        return new Failure(2, message, null);
    }
}
