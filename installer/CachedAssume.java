//SOURCES Launched.java

import java.nio.charset.StandardCharsets;

/**
 * The first of the two JVMs of the launcher of assume on JDK 25, for when there are cached credentials: it loads what
 * is cached, and says nothing and ends with {@link #NOT_CACHED} where that does not do.
 */
final class CachedAssume {
    /** EX_TEMPFAIL of sysexits(3); {@link Launched} ends with 100 or more. */
    static final int NOT_CACHED = 75;

    private static final String ANSWER =
            "{\"AccessKeyId\": \"a\", \"SecretAccessKey\": \"b\", \"Expiration\": \"2026-01-01T00:00:00Z\"}";

    private CachedAssume() {}

    public static void main(String... args) {
        Launched.halt(run(args));
    }

    /** @return the exit status of assume; where what is cached does not do, it does not return */
    static int run(String... args) {
        initializeJson();
        Runtime jvm = Runtime.getRuntime();
        return assume.run(NativeText.arguments(args), Command.world(), () -> jvm.halt(NOT_CACHED));
    }

    /**
     * On the other core, while this one finds the file. On JDK 25 most of it is {@link java.math.BigDecimal}, which
     * computes powers of five when it is loaded: 13 ms.
     */
    private static void initializeJson() {
        var thread = new Thread(() -> CredentialsJson.read(ANSWER.getBytes(StandardCharsets.UTF_8)));
        thread.setDaemon(true);
        thread.start();
    }
}
