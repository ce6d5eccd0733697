/** Something a person can mend. The message says what was wrong, where, and what to do; it never holds a secret. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The exit status: 1 it failed, 2 the arguments were wrong. */
    final int status;

    Failure(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** It failed: status 1. */
    static Failure of(String message) {
        return new Failure(1, message, null);
    }

    /** It failed because of {@code cause}, of which only {@code --debug} shows more than the message says: status 1. */
    static Failure of(String message, Throwable cause) {
        return new Failure(1, message, cause);
    }

    /** The arguments were wrong: status 2. */
    static Failure usage(String message) {
        return new Failure(2, message, null);
    }
}
