//SOURCES ../assume.java ../sts2env.java ../unset.java ../whoami.java ../console.java ../each.java
//SOURCES ../login.java ../profiles.java

import java.util.Arrays;

/**
 * The main class of a launcher: runs a command, and adds 100 to its exit status. So the launcher knows
 * a JVM that ended without a product (it could not start, it was killed) from a command that failed and has printed the
 * shell's failing command.
 */
final class Launched {
    static final int OFFSET = 100;

    private Launched() {}

    /** @param args the command's name, and then its arguments */
    public static void main(String... args) {
        String[] given = NativeText.arguments(args);
        halt(run(given[0], Arrays.copyOfRange(given, 1, given.length), Command.world()));
    }

    /**
     * Runs the command of that name.
     *
     * @return its exit status
     */
    static int run(String command, String[] args, Command.World world) {
        return switch (command) {
            case "assume" -> assume.run(args, world);
            case "sts2env" -> sts2env.run(args, world);
            case "unset" -> unset.run(args, world);
            case "whoami" -> whoami.run(args, world);
            case "login" -> login.run(args, world);
            case "profiles" -> profiles.run(args, world);
            case "console" -> console.run(args, world);
            case "each" -> each.run(args, world);
            default -> throw new IllegalArgumentException(command);
        };
    }

    /** Ends the JVM; not by exit, which since JDK 21 looks for a logger first (10 of 70 ms). */
    static void halt(int status) {
        Runtime.getRuntime().halt(OFFSET + status);
    }
}
