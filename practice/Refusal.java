/** An answer that is an error: HTTP status, AWS's code for it, and a message for people. */
class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int status;
    final String code;

    Refusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }
}
