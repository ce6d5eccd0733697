///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Runs the tests: all of them, or the classes whose names are given
//JAVA 17+
//JAVAC_OPTIONS -encoding UTF-8
//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS org.junit.platform:junit-platform-launcher:6.1.3
//DEPS com.code-intelligence:jazzer:0.24.0
//SOURCES ../assume.java ../sts2env.java ../unset.java ../whoami.java ../each.java ../practice.java ../install.java
//SOURCES ../console.java ../login.java ../profiles.java ../pictures/draw.java *.java

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** JUnit as a jbang script: {@code ./jbangw tests/run.java [quick | CLASS...]}. */
class run {
    /** The word for the classes that start no other program, and so are through in seconds. */
    private static final String QUICK = "quick";

    /** Of the classes. JUnit's own is that of the file system, which is another one on each machine. */
    private static final String ORDER = ClassOrderer.DEFAULT_ORDER_PROPERTY_NAME;

    static final List<String> QUICK_CLASSES = List.of(
            "AssumeTest",
            "BrowserTest",
            "CaBundleTest",
            "CatalogTest",
            "ConsoleMfaTest",
            "ConsoleSigninTest",
            "ConsoleTest",
            "ForgetTest",
            "HouseTest",
            "LoginDeviceTest",
            "LoginRefusalTest",
            "LogoutTest",
            "MistypedOptionTest",
            "ProfilesPracticeTest",
            "ProfilesTest",
            "SessionCredentialsTest",
            "ShellTest",
            "StatusTest",
            "WhoamiTest");

    public static void main(String[] classes) throws Exception {
        System.setProperty("repo.root", root().toString());
        Path jar = Path.of(
                run.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        LauncherDiscoveryRequest tests = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClasspathRoots(Set.of(jar)))
                .filters(ClassNameFilter.includeClassNamePatterns(pattern(classes)))
                .configurationParameter(ORDER, System.getProperty(ORDER, ClassOrderer.ClassName.class.getName()))
                .build();
        var counts = new SummaryGeneratingListener();
        LauncherFactory.create().execute(tests, counts, new Progress());
        TestExecutionSummary summary = counts.getSummary();

        long failed = summary.getTestsFailedCount() + summary.getContainersFailedCount();
        long passed = summary.getTestsSucceededCount();
        // Whatever was found and neither passed nor failed was skipped, also where a whole class was.
        long skipped = summary.getTestsFoundCount() - passed - summary.getTestsFailedCount();
        System.out.printf("%d passed, %d failed, %d skipped%n", passed, failed, skipped);
        System.exit(failed == 0 && passed > 0 ? 0 : 1);
    }

    /** The names that are meant, as a regular expression: all, the quick ones, or those that are given. */
    static String pattern(String... classes) {
        if (classes.length == 0) {
            return ".*Test";
        }
        return Arrays.stream(classes)
                .flatMap(name -> name.equals(QUICK) ? QUICK_CLASSES.stream() : Stream.of(name))
                .collect(Collectors.joining("|", "(", ")"));
    }

    /** The repository: the nearest folder upwards that has the catalog, else the one that jbangw was started from. */
    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        String launcher = Objects.requireNonNullElse(System.getenv("JBANG_LAUNCH_CMD"), "");
        return Stream.concat(
                        Stream.iterate(here, Objects::nonNull, Path::getParent),
                        Stream.ofNullable(Path.of(launcher).toAbsolutePath().getParent()))
                .filter(folder -> Files.exists(folder.resolve("tests/run.java"))
                        && Files.exists(folder.resolve("jbang-catalog.json")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("start it in the repository: ./jbangw tests/run.java"));
    }

    /** A line for each class, and for each test that failed or was skipped, with the reason. */
    private static class Progress implements TestExecutionListener {
        private TestPlan plan;
        private long started;

        @Override
        public void testPlanExecutionStarted(TestPlan plan) {
            this.plan = plan;
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            if (isClass(test)) {
                started = System.nanoTime();
                System.out.print(test.getDisplayName() + " ");
            }
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            System.out.printf("%n  skipped %s: %s%n", name(test), reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
                System.out.printf(
                        "%n  skipped %s: %s%n",
                        name(test),
                        result.getThrowable().map(Throwable::getMessage).orElse(""));
            }
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                System.out.printf("%n  FAILED %s%n", name(test));
                result.getThrowable().ifPresent(e -> {
                    System.out.println(e.toString().indent(4).stripTrailing());
                    Arrays.stream(e.getStackTrace())
                            .filter(frame -> frame.getModuleName() == null
                                    && !frame.getClassName().startsWith("org.junit"))
                            .limit(6)
                            .forEach(frame -> System.out.println("      at " + frame));
                });
            }
            if (isClass(test)) {
                System.out.printf("(%.1f s)%n", (System.nanoTime() - started) / 1e9);
            }
        }

        private boolean isClass(TestIdentifier test) {
            return plan.getParent(test)
                    .map(parent -> plan.getParent(parent).isEmpty())
                    .orElse(false);
        }

        private String name(TestIdentifier test) {
            return plan.getParent(test)
                            .filter(parent -> !isClass(test))
                            .map(parent -> parent.getDisplayName() + ".")
                            .orElse("")
                    + test.getDisplayName();
        }
    }
}
