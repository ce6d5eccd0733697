import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong on the way to STS is named in one line, in bounded time, and the shell stays as it was. */
class FaultTest {
    @TempDir
    static Path folder;

    private static FaultServer server;
    private FaultRuns runs;

    @BeforeAll
    static void start() throws IOException {
        Program.need("bash");
        server = new FaultServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> faults() throws Exception {
        runs = new FaultRuns(server, folder);
        Home.Said good = runs.call(
                        server.answering(out -> FaultServer.write(out, FaultServer.body(200, FaultRuns.ANSWER))), null)
                .said();
        assertEquals(0, good.status(), "what is spoilt below is a good answer where nobody spoils it: " + good.err());
        Files.writeString(folder.resolve("good"), good.out());
        new ConnectionFaults(runs, server, folder).start();
        new AnswerFaults(runs, server, folder).start();
        for (int minutes : List.of(-20, 20)) {
            var sts = PracticeSts.start(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)));
            server.closing(sts);
            runs.fault(
                    "a clock " + minutes + " minutes off",
                    sts.endpoint(),
                    "clock says 2",
                    "and STS's says 2",
                    "set it right");
        }
        return Stream.concat(
                runs.names().stream().map(name -> DynamicTest.dynamicTest(name, () -> runs.check(name))),
                Stream.of(DynamicTest.dynamicTest("all of them in a shell", this::inAShell)));
    }

    /** One bash sources what each of them printed, and writes down its environment before and after, byte for byte. */
    private void inAShell() throws Exception {
        Path products = Files.createDirectory(folder.resolve("products"));
        int number = 0;
        for (String name : runs.names()) {
            Files.writeString(
                    products.resolve("%03d".formatted(number++)),
                    runs.run(name).said().out());
        }
        String code = "'; touch pwned; $(touch pwned) `touch pwned`;\\";
        Home.Said shellCode = runs.call(
                        server.answering(out -> FaultServer.write(
                                out, FaultServer.body(200, FaultRuns.ANSWER.replace("ASIAIOSFODNN7EXAMPLE", code)))),
                        null)
                .said();
        Files.writeString(folder.resolve("code"), shellCode.out());
        Program.Ran bash = Program.of("bash", "-c", """
            export AWS_ACCESS_KEY_ID=before AWS_SECRET_ACCESS_KEY=before AWS_SESSION_TOKEN=before AWS_PROFILE=before
            check() { env -0 >before; source <(cat "$1"); status=$?; env -0 >after; cmp -s before after && echo "same $status" || echo "other $status"; }
            for product in products/*; do [ -s "$product" ] || continue; check "$product"; done | sort | uniq -c
            check code; printf '%s\\n' "$AWS_ACCESS_KEY_ID"
            check good; printf '%s\\n' "$AWS_ACCESS_KEY_ID"
            ls
            """).in(folder).run();
        long loaded =
                runs.names().stream().filter(name -> !name.startsWith("whoami")).count();
        assertEquals(
                List.of(loaded + " same 1", "other 0", code, "other 0", "ASIAIOSFODNN7EXAMPLE"),
                bash.lines().subList(0, 5).stream().map(String::strip).toList(),
                bash.err());
        assertEquals("", bash.err());
        assertFalse(bash.out().contains("pwned\n") && bash.lines().contains("pwned"), "what STS said was run");
        assertEquals(0, server.elsewhere.get(), "connections to a host that only an answer named");
        assertTrue(server.taken.get() < FaultServer.HUGE, server.taken + " bytes of the endless answers were read");
        System.out.printf(
                "%n  faults between here and STS: %d, each named in one line, the slowest after %.1f s; %d of %d MB of"
                        + " endless answers read; environment untouched in bash%n",
                runs.names().size(), runs.slowest().toMillis() / 1e3, server.taken.get() >> 20, 6 * 100L);
    }
}
