//SOURCES conformance/*.java

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same files and environment for the real AWS CLI and for assume: the same calls must arrive. Each case is a text
 * file in conformance/cases; CONFORMANCE=REGEX in the environment runs those whose names match.
 */
class ConformanceTest {
    private static final int AT_ONCE = 2;
    private static final int WIDTH = 70;
    private static final Pattern MADE_UP = Pattern.compile("(\n  RoleSessionName = )botocore-session-\\d+");
    private static final Pattern SESSION_NAME = Pattern.compile("(\n  RoleSessionName = )[\\w+=,.@-]{2,64}(?=\n|$)");

    @TempDir
    static Path folder;

    private static CaseWorld world;
    private static RecordedRuns recorded;
    private static ExecutorService workers;

    /** How many cases our command had a JVM of its own for. */
    private static AtomicInteger processes;

    @BeforeAll
    static void prepare() throws Exception {
        Program.need("aws");
        world = CaseWorld.in(folder.toRealPath());
        recorded = RecordedRuns.of(world.aws());
        processes = new AtomicInteger();
        workers = Executors.newFixedThreadPool(AT_ONCE, Daemon::of);
    }

    @AfterAll
    static void stop() {
        if (workers != null) {
            workers.shutdownNow();
            world.forks().stop();
            System.out.printf("(%,d of them in a JVM of their own) ", processes.get());
        }
    }

    @TestFactory
    Stream<DynamicTest> eachCaseMakesTheCallsOfTheAwsCli() throws IOException {
        String wanted = Objects.requireNonNullElse(System.getenv("CONFORMANCE"), ".*");
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(cases())) {
            for (Path file : files.filter(file -> file.toString().endsWith(".case"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.case$", "");
                if (name.matches(wanted)) {
                    Future<String> verdict = workers.submit(() -> verdict(ConformanceCase.read(file)));
                    tests.add(DynamicTest.dynamicTest(name, () -> check(verdict)));
                }
            }
        }
        assertFalse(tests.isEmpty(), "no case is called " + wanted);
        System.out.printf("%,d cases beside the AWS CLI ", tests.size());
        return tests.stream();
    }

    private static Path cases() {
        return Program.root().resolve("tests/conformance/cases");
    }

    private static void check(Future<String> verdict) throws InterruptedException {
        try {
            String difference = verdict.get();
            if (!difference.isEmpty()) {
                fail(difference);
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        }
    }

    /**
     * What is wrong with our side of a case; empty when nothing is. Where a call of our command is not right, its
     * process decides: what a call has that a process has not, such as where it stands, is nobody's fault.
     */
    private static String verdict(ConformanceCase test) throws IOException {
        boolean isAwsAsked = !test.has("differs") || test.has("expect aws");
        CaseRun theirs = isAwsAsked ? recorded.get(test, () -> run(test, CaseRun.Side.AWS)) : null;
        boolean isRight = CaseCall.isEnoughFor(test)
                && difference(test, theirs, CaseRun.ofCall(test, empty(test, "call"), world))
                        .isEmpty();
        processes.addAndGet(isRight ? 0 : 1);
        return isRight ? "" : difference(test, theirs, run(test, CaseRun.Side.ASSUME));
    }

    /** @param theirs null where the AWS CLI was not asked */
    private static String difference(ConformanceCase test, CaseRun theirs, CaseRun ours) {
        List<String> theirCalls = theirs == null ? List.of() : new ArrayList<>(theirs.calls());
        List<String> ourCalls = new ArrayList<>(ours.calls());
        forgetMadeUpNames(theirCalls, ourCalls);
        if (!theirCalls.isEmpty() && theirCalls.get(theirCalls.size() - 1).endsWith(CaseRun.UNKNOWN)) {
            ourCalls.replaceAll(call -> call.replaceFirst("(?s)^(credentials\n.*region = ).*", "$1" + CaseRun.UNKNOWN));
        }
        List<String> wrong = new ArrayList<>();
        if (test.has("differs")) {
            expect(test, "expect aws", theirCalls, wrong);
            expect(test, "expect assume", ourCalls, wrong);
        } else if (!theirCalls.equals(ourCalls)) {
            wrong.add("the calls differ");
        } else if (ours.hasRefused() && !test.has("refused")) {
            wrong.add("both refuse; if they should, the case says so in a section '--- refused'");
        }
        checkWords(test, ours, wrong);
        if (wrong.isEmpty()) {
            return "";
        }
        return test.title() + "\n" + String.join("\n", wrong) + "\n" + sideBySide(theirCalls, ourCalls)
                + (theirs == null ? "" : said("aws", theirs.err())) + said("assume", ours.err());
    }

    private static CaseRun run(ConformanceCase test, CaseRun.Side side) throws IOException {
        return CaseRun.of(test, side, empty(test, side.toString()), world);
    }

    private static Path empty(ConformanceCase test, String what) throws IOException {
        return Files.createDirectories(folder.resolve(test.name() + "-" + what)).toRealPath();
    }

    /** botocore makes up another RoleSessionName each time where nothing names one; ours is then any that is legal. */
    private static void forgetMadeUpNames(List<String> theirs, List<String> ours) {
        for (int i = 0; i < Math.max(theirs.size(), ours.size()); i++) {
            Matcher madeUp = MADE_UP.matcher(i < theirs.size() ? theirs.get(i) : "");
            if (!madeUp.find()) {
                continue;
            }
            theirs.set(i, madeUp.replaceFirst("$1{made up}"));
            if (i < ours.size()) {
                ours.set(i, SESSION_NAME.matcher(ours.get(i)).replaceFirst("$1{made up}"));
            }
        }
    }

    /** The calls that a section has, and no others; of a call's parameters those that it has. */
    private static void expect(ConformanceCase test, String section, List<String> calls, List<String> wrong) {
        if (!test.has(section)) {
            return;
        }
        List<List<String>> expected = Stream.of(test.text(section).split("\n(?! )"))
                .filter(call -> !call.isBlank())
                .map(ConformanceTest::stripped)
                .toList();
        boolean isAsExpected = expected.size() == calls.size();
        for (int i = 0; isAsExpected && i < calls.size(); i++) {
            List<String> call = stripped(calls.get(i));
            isAsExpected = call.get(0).equals(expected.get(i).get(0)) && call.containsAll(expected.get(i));
        }
        if (!isAsExpected) {
            wrong.add("'--- " + section + "' has something else");
        }
    }

    private static List<String> stripped(String text) {
        return text.lines().map(String::strip).toList();
    }

    private static void checkWords(ConformanceCase test, CaseRun ours, List<String> wrong) {
        for (String words : test.lines("says")) {
            if (!ours.err().contains(words)) {
                wrong.add("our message lacks: " + words);
            }
        }
        for (String words : test.lines("does not say")) {
            if (ours.err().contains(words) || ours.out().contains(words)) {
                wrong.add("our message has: " + words);
            }
        }
        String expiration = ours.product().get("AWS_CREDENTIAL_EXPIRATION");
        if (test.has("expires") && !test.text("expires").equals(expiration)) {
            wrong.add("AWS_CREDENTIAL_EXPIRATION is " + expiration + " and not " + test.text("expires"));
        }
    }

    private static String sideBySide(List<String> theirs, List<String> ours) {
        StringBuilder table = new StringBuilder(row("  aws", "assume"));
        for (int call = 0; call < Math.max(theirs.size(), ours.size()); call++) {
            List<String> left = call < theirs.size() ? theirs.get(call).lines().toList() : List.of("(nothing)");
            List<String> right = call < ours.size() ? ours.get(call).lines().toList() : List.of("(nothing)");
            for (int line = 0; line < Math.max(left.size(), right.size()); line++) {
                String one = line < left.size() ? left.get(line) : "";
                String other = line < right.size() ? right.get(line) : "";
                table.append(row((one.equals(other) ? "  " : "! ") + one, other));
            }
        }
        return table.toString();
    }

    private static String row(String left, String right) {
        return String.format("%-" + WIDTH + "s | %s%n", left, right);
    }

    private static String said(String who, String words) {
        List<String> lines = words.strip().lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - 3), lines.size());
        return words.isBlank() ? "" : who + " says: " + String.join("\n", last) + "\n";
    }
}
