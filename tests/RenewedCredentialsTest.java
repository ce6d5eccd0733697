import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Renewal by itself: when, how often, and what becomes of those who ask meanwhile; and the server in front of it. */
class RenewedCredentialsTest {
    private static final int REQUESTS = 100;
    private static final int MANY_REQUESTS = 1000;

    private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
    private final java.net.http.HttpClient http = java.net.http.HttpClient.newHttpClient();

    @Test
    void aHundredRequestsAtOnceAreOneCall() throws Exception {
        var arrived = new CountDownLatch(REQUESTS);
        var calls = new AtomicInteger();
        try (var renewed = new RenewedCredentials(
                        expiring(-1),
                        () -> {
                            calls.incrementAndGet();
                            awaitLatch(arrived);
                            return expiring(3600);
                        },
                        notices::add);
                var server = CredentialServer.start(CredentialServer.Form.CONTAINER, () -> {
                    arrived.countDown();
                    return renewed.get();
                })) {
            List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> http.sendAsync(request(server), HttpResponse.BodyHandlers.ofString()))
                    .toList();
            for (CompletableFuture<HttpResponse<String>> one : all) {
                assertEquals(200, one.get().statusCode(), one.get().body());
            }
            assertEquals(1, calls.get());
        }
        assertEquals(List.of(), notices);
    }

    @Test
    void thoseOfBeforeAreGivenWhileTheyLastAndItIsSaidOnce() throws Exception {
        var calls = new AtomicInteger();
        SessionCredentials first = expiring(6);
        try (var renewed = new RenewedCredentials(
                first,
                () -> {
                    calls.incrementAndGet();
                    throw Failure.of("there is no way out");
                },
                notices::add)) {
            assertEquals(first, renewed.get());
            RenewFixture.await(() -> calls.get() >= 2);
            assertEquals(first, renewed.get());
            RenewFixture.await(first::isExpired);
            Failure none = assertThrows(Failure.class, renewed::get);
            assertEquals("there is no way out", none.getMessage());
            RenewFixture.await(() -> calls.get() >= 5);
        }
        assertEquals(1, notices.size(), notices.toString());
        assertTrue(
                notices.get(0)
                        .matches("the credentials are not renewed, and COMMAND has those from before, until \\S+"
                                + " \\(0 minutes\\); trying again. there is no way out"),
                notices.get(0));
    }

    @Test
    void whoComesTooLateIsToldWhyInAContainersWords() throws Exception {
        try (var renewed = new RenewedCredentials(
                        expiring(-1),
                        () -> {
                            throw Failure.of("there is no way out");
                        },
                        notices::add);
                var server = CredentialServer.start(CredentialServer.Form.CONTAINER, renewed::get)) {
            HttpResponse<String> answer = http.send(request(server), HttpResponse.BodyHandlers.ofString());
            assertEquals(503, answer.statusCode());
            assertTrue(answer.body().contains("\"code\": \"CredentialsNotRenewed\""), answer.body());
            assertTrue(answer.body().contains("\"message\": \"there is no way out\""), answer.body());
        }
    }

    @Test
    void afterAFailureItComesBack() throws Exception {
        var isUp = new AtomicInteger();
        try (var renewed = new RenewedCredentials(
                expiring(-1),
                () -> {
                    if (isUp.get() == 0) {
                        throw new IllegalStateException("secret");
                    }
                    return expiring(3600);
                },
                notices::add)) {
            assertEquals(
                    "unexpected IllegalStateException",
                    assertThrows(Failure.class, renewed::get).getMessage());
            isUp.set(1);
            RenewFixture.await(() -> !isMissing(renewed));
        }
    }

    /** STS's shortest session is not renewed again and again: its first half is used. */
    @Test
    void aQuarterOfAnHourIsUsedForHalfOfIt() {
        var calls = new AtomicInteger();
        try (var renewed =
                new RenewedCredentials(expiring(900), () -> expiring(900 + calls.incrementAndGet()), notices::add)) {
            renewed.get();
            assertEquals(0, calls.get());
        }
        assertEquals(0, calls.get());
    }

    /** Those that are due a quarter of an hour before their end are renewed although nobody has asked. */
    @Test
    void nobodyHasToAsk() throws Exception {
        var calls = new AtomicInteger();
        try (var renewed =
                new RenewedCredentials(expiring(2), () -> expiring(3600 + calls.incrementAndGet()), notices::add)) {
            RenewFixture.await(() -> calls.get() == 1);
            RenewFixture.await(() -> renewed.get().isValidFor(Duration.ofMinutes(50)));
        }
    }

    /** What never says when it expires is given an hour, since every SDK wants to be told. */
    @Test
    void anEndThatIsNotKnownIsAnHour() {
        var unknown = SessionCredentials.of("ASIAIOSFODNN7EXAMPLE", Home.SECRET, "token");
        try (var renewed = new RenewedCredentials(unknown, () -> unknown, notices::add)) {
            assertTrue(renewed.get().isValidFor(Duration.ofMinutes(59)));
        }
    }

    @Test
    void aThousandRequestsLeakNothing() throws Exception {
        SessionCredentials credentials = expiring(3600);
        try (var server = CredentialServer.start(CredentialServer.Form.CONTAINER, () -> credentials)) {
            ask(server, REQUESTS);
            long before = descriptors();
            ask(server, MANY_REQUESTS);
            long more = descriptors() - before;
            assertTrue(more < 20, more + " more open files");
            System.out.printf("[%d requests: %d more open files] ", MANY_REQUESTS, more);
        }
    }

    private void ask(CredentialServer server, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            HttpResponse<String> answer = http.send(request(server), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
        }
    }

    private static long descriptors() throws Exception {
        Path open = Path.of("/proc/self/fd");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(open), "no /proc");
        try (Stream<Path> files = Files.list(open)) {
            return files.count();
        }
    }

    private static HttpRequest request(CredentialServer server) {
        return HttpRequest.newBuilder(URI.create(server.url()))
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .header("Authorization", server.token())
                .build();
    }

    private static SessionCredentials expiring(int seconds) {
        return SessionCredentials.of("ASIAIOSFODNN7EXAMPLE", Home.SECRET, "token")
                .expiringAt(Instant.now().plusSeconds(seconds));
    }

    private static boolean isMissing(RenewedCredentials renewed) {
        try {
            renewed.get();
            return false;
        } catch (Failure ignored) {
            return true; // not yet
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
