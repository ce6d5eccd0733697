//SOURCES Target.java Outcome.java

import java.io.IOException;

/** Where what COMMAND prints goes. */
interface Output {
    /** Makes room for what COMMAND prints for {@code target}. */
    Printed begin(Target target) throws IOException;

    /** What COMMAND prints for one target. */
    interface Printed {
        /** Says where COMMAND's stdout and stderr go. */
        default void redirect(ProcessBuilder command) {}

        /** COMMAND has started. */
        default void follow(Process command) {}

        /** COMMAND has ended, or there was none. */
        void end(Outcome outcome) throws IOException;
    }
}
