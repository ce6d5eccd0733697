//SOURCES ../lib/Shell.java ../lib/ChildProcess.java

import java.util.Map;

/**
 * What makes jbang itself start sooner: JBANG_JAVA_OPTIONS, which its launcher hands to its own JVM and to no other
 * (jbang's documentation, "Environment Variables").
 *
 * <p>The second compiler and the parallel collector take longer than they give back in a JVM that lives for a second:
 * without them jbang's takes 30 % less time, and half of the CPU. An archive of jbang's classes would take a sixth more
 * off; but it has to be made again with every jbang and Java, and needs {@code -Xlog:disable}, with which a Java 8, on
 * which jbang runs as well, does not start.
 */
final class JbangOptions {
    static final String VARIABLE = "JBANG_JAVA_OPTIONS";

    /** No collector by name, of which a JVM takes but one, and somebody may have named another. */
    static final String VALUE = "-XX:TieredStopAtLevel=1 -XX:+NeverActAsServerClassMachine";

    private JbangOptions() {}

    /** The line of a shell's profile that sets it, unless somebody has set it already. */
    static String line(String shell) {
        return shell.equals("fish")
                ? "set -q " + VARIABLE + "; or set -gx " + VARIABLE + " " + Shell.FISH.quoted(VALUE)
                : "export " + VARIABLE + "=\"${" + VARIABLE + "-" + VALUE + "}\"";
    }

    /** Whether there is a jbang that nobody has told anything. */
    static boolean isWorthwhile(Map<String, String> env) {
        return !env.containsKey(VARIABLE) && ChildProcess.onPath("jbang", env).isPresent();
    }
}
