//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:retries software.amazon.awssdk:sdk-core software.amazon.awssdk:aws-core

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * How long an answer of AWS's is waited for. The SDK waits, and tries again.
 *
 * @param throttled how often a call is made, the first time included, where the service has too much to do
 * @param unanswered how often where the service has trouble, or nothing comes back
 * @param wholeCall all of it together
 */
record Patience(int throttled, int unanswered, Duration wholeCall) {
    /** Somebody waits for this one call. */
    static final Patience SHORT = new Patience(3, 3, Duration.ofSeconds(8));

    /** One call of hundreds, which together are what a service throttles. */
    static final Patience LONG = new Patience(12, 3, Duration.ofMinutes(2));

    /** What is nice to have, and can be done without. */
    static final Patience LITTLE = new Patience(1, 1, Duration.ofSeconds(3));

    /** Hundreds of calls of one client. */
    static final Patience MANY = new Patience(30, 6, Duration.ofMinutes(2));

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final int SERVER_ERROR = 500;

    /** The SDK's standard strategy, for one call. */
    RetryStrategy retries() {
        if (throttled == unanswered) {
            return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                    .maxAttempts(throttled)
                    .build();
        }
        AtomicInteger failures = new AtomicInteger();
        return DefaultRetryStrategy.standardStrategyBuilder()
                .useClientDefaults(false)
                .maxAttempts(throttled)
                .treatAsThrottling(Patience::isThrottled)
                .retryOnException(e -> isThrottled(e) || (isUnanswered(e) && failures.incrementAndGet() < unanswered))
                .build();
    }

    /**
     * The same for all calls of a client together: what is throttled does not use up what the next may wait, and where
     * nothing comes back, not each of them tries again.
     */
    RetryStrategy sharedRetries() {
        AtomicInteger failures = new AtomicInteger();
        return DefaultRetryStrategy.standardStrategyBuilder()
                .useClientDefaults(false)
                .circuitBreakerEnabled(false)
                .maxAttempts(throttled)
                .treatAsThrottling(Patience::isThrottled)
                .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(SHORTEST_WAIT, LONGEST_WAIT))
                .retryOnException(e -> isThrottled(e) || (isUnanswered(e) && failures.incrementAndGet() < unanswered))
                .build();
    }

    private static boolean isThrottled(Throwable e) {
        return e instanceof SdkException failure && RetryUtils.isThrottlingException(failure);
    }

    private static boolean isUnanswered(Throwable e) {
        if (e instanceof SdkServiceException answer) {
            return answer.statusCode() >= SERVER_ERROR || RetryUtils.isClockSkewException(answer);
        }
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof IOException);
    }
}
