//SOURCES Launched.java

import java.nio.charset.StandardCharsets;
import java.util.Optional;

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
        start(CachedAssume::initializeDigest);
        start(CachedAssume::initializeJson);
        Runtime jvm = Runtime.getRuntime();
        Launched.halt(assume.run(NativeText.arguments(args), Command.World.real(), () -> jvm.halt(NOT_CACHED)));
    }

    /** What has to be initialized for the cache is initialized on the other core, while this one reads the profiles. */
    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private static void initializeDigest() {
        RoleRequest.NONE.cacheKey(Optional.empty(), Optional.empty());
    }

    private static void initializeJson() {
        CredentialsJson.read(ANSWER.getBytes(StandardCharsets.UTF_8));
    }
}
