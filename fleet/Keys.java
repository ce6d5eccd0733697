//SOURCES Target.java ../lib/SessionCredentials.java

/** Whose credentials COMMAND gets. */
interface Keys {
    /**
     * The credentials for {@code target}; several threads may want some at once.
     *
     * @throws Failure when there are none; the message says why
     */
    SessionCredentials of(Target target);
}
