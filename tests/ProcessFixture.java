import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The commands as real processes on the PATH of a real bash, with an STS of the practice world. */
abstract class ProcessFixture {
    static final String ASSUME =
            "assume redbeard --role-arn arn:aws:iam::123456789123:role/OrganizationAccountAccessRole"
                    + " --role-session-name me --no-cache";

    /** A command line for each command; unset is also a word of bash's own. */
    static final Map<String, String> COMMANDS = new TreeMap<>(Map.of(
            "assume",
            ASSUME,
            "sts2env",
            "sts2env keys.json",
            "unset",
            "env unset",
            "whoami",
            "whoami --profile redbeard"));

    /** Letters on which a locale shows: Turkish has two more, C has none of them. */
    static final String LETTERS = "Iiquit\u0131\u0130\u00df\u00e9\ud83d\udd11";

    @TempDir
    static Path folder;

    static PracticeSts sts;

    static Home home;

    static Path bin;

    /** A launcher for each command with the options that its script gives to Java, and shared class data. */
    @BeforeAll
    static void start() throws IOException {
        Program.need("bash", "timeout");
        sts = PracticeSts.start(Clock.systemUTC());
        home = Home.in(Files.createDirectory(folder.resolve("home")), sts.endpoint());
        bin = Files.createDirectory(folder.resolve("bin"));
        Files.writeString(folder.resolve("keys.json"), """
            {"Credentials": {"AccessKeyId": "new", "SecretAccessKey": "new-%1$s", "SessionToken": "%2$s",
            "Expiration": "2099-01-01T00:00:00Z"}}
            """.formatted(LETTERS, "t".repeat(2000)));
        for (String archived : List.of("sts2env", "assume")) {
            launcher(archived, "-XX:ArchiveClassesAtExit=" + folder.resolve(archived + ".jsa"));
            shell(COMMANDS.get(archived)).run();
        }
        COMMANDS.keySet()
                .forEach(name -> launcher(
                        name,
                        "-XX:SharedArchiveFile="
                                + folder.resolve(name.matches("unset|sts2env") ? "sts2env.jsa" : "assume.jsa")));
    }

    @AfterAll
    static void stop() {
        sts.close();
    }

    /** The launcher: a command that is on the PATH of {@link #shell}. */
    static void launcher(String name, String option) {
        try {
            String options = String.join(" ", Directives.merged(name + ".java", "RUNTIME_OPTIONS"));
            Path script = Files.writeString(
                    bin.resolve(name),
                    "#!/bin/sh\nexec '%s/bin/java' %s %s -cp '%s' %s \"$@\"\n"
                            .formatted(
                                    System.getProperty("java.home"),
                                    option,
                                    options,
                                    System.getProperty("java.class.path"),
                                    name));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Program shell(String script, String... args) {
        return Program.of(Stream.concat(Stream.of("bash", "-c", script, "bash"), Stream.of(args))
                        .toArray(String[]::new))
                .with("PATH", bin + ":" + System.getenv("PATH"))
                .with("HOME", home.folder())
                .with("USER", "ada")
                .with("LANG", "C.UTF-8")
                .in(folder);
    }

    /** The product without what is another one with each call. */
    static String shape(String product) {
        return Pattern.compile("(AWS_(?:ACCESS_KEY_ID='ASIA|SECRET_ACCESS_KEY='(?!new)|SESSION_TOKEN='(?!ttt)"
                        + "|CREDENTIAL_EXPIRATION='20[2-8]))[^']*'")
                .matcher(product)
                .replaceAll("$1...'");
    }
}
