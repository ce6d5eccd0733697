///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Install assume, sts2env, unset and whoami as commands that start without jbang, with functions for bash, zsh and fish
//JAVA 17+
//SOURCES assume.java sts2env.java unset.java whoami.java
//FILES assume.java sts2env.java unset.java whoami.java shell/assume.sh=shell/assume.sh shell/assume.bash=shell/assume.bash shell/assume.zsh=shell/assume.zsh shell/assume.fish=shell/assume.fish
//FILES lib/Arguments.java=lib/Arguments.java lib/AtomicFile.java=lib/AtomicFile.java lib/ChildProcess.java=lib/ChildProcess.java lib/Command.java=lib/Command.java lib/CommandOption.java=lib/CommandOption.java
//FILES lib/CredentialCache.java=lib/CredentialCache.java lib/CredentialFormat.java=lib/CredentialFormat.java lib/CredentialResolver.java=lib/CredentialResolver.java lib/CredentialsJson.java=lib/CredentialsJson.java lib/Endpoint.java=lib/Endpoint.java
//FILES lib/Failure.java=lib/Failure.java lib/Json.java=lib/Json.java lib/LoadedProfile.java=lib/LoadedProfile.java lib/Network.java=lib/Network.java lib/ProfileList.java=lib/ProfileList.java
//FILES lib/ConfigFile.java=lib/ConfigFile.java lib/FilePath.java=lib/FilePath.java lib/NativeText.java=lib/NativeText.java lib/SdkProfiles.java=lib/SdkProfiles.java lib/SectionNames.java=lib/SectionNames.java
//FILES lib/Profiles.java=lib/Profiles.java lib/RegionOption.java=lib/RegionOption.java lib/RoleRequest.java=lib/RoleRequest.java lib/SessionCredentials.java=lib/SessionCredentials.java lib/Shell.java=lib/Shell.java
//FILES lib/Sts.java=lib/Sts.java lib/StsErrors.java=lib/StsErrors.java lib/StsOptions.java=lib/StsOptions.java lib/Terminal.java=lib/Terminal.java lib/Text.java=lib/Text.java
//CDS

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Launchers that start a JVM directly, from one jar and class-data archives made for it; and the functions of three shells. */
class install {
    private static final CommandOption PREFIX = CommandOption.of("prefix", "DIR", "a directory in place of ~/.local");
    private static final CommandOption SHELL_PROFILE = CommandOption.flag("shell-profile", """
        add to the profiles of bash, zsh and fish (those of them that are there) what is printed
        otherwise: the function assume, UNSET_AWS, completion, the role in the prompt\
        """);
    private static final CommandOption UNINSTALL =
            CommandOption.flag("uninstall", "remove all of it again, from there and from the profiles");

    static final Command COMMAND = new Command("install", """
        Install assume, sts2env, unset and whoami as commands that start without jbang.

        Usage: install [OPTIONS]

          jbang install@org --shell-profile
          jbang install@org --uninstall

        The commands go to ~/.local/bin, all else to ~/.local/lib/assume. They start the Java that runs this, from one
        jar and from archives of its classes, and take a third of the time that jbang takes. Run it again to update.

        """, PREFIX, SHELL_PROFILE, UNINSTALL);

    private static final List<String> COMMANDS = List.of("assume", "sts2env", "unset", "whoami");
    private static final String BEGIN = "# >>> assume >>>";
    private static final String END = "# <<< assume <<<";
    /** In the first line of what is ours: a launcher without it is somebody else's program. */
    private static final String OURS = "of the commands in lib/assume";

    public static void main(String[] args) {
        System.exit(run(args, Command.World.real()));
    }

    /** @return the exit status: 0 done, 1 it failed, 2 the arguments were wrong */
    static int run(String[] args, Command.World world) {
        return COMMAND.run(args, world, Shell.NONE, arguments -> {
            arguments.requireNoArgument("--prefix DIR says where to");
            Path home = Path.of(Profiles.home(world.env()));
            Path prefix = arguments
                    .value(PREFIX)
                    .map(given -> Path.of(given).toAbsolutePath().normalize())
                    .orElse(home.resolve(".local"));
            if (prefix.toString().matches("(?s).*[:\\p{Cc}].*")) {
                throw Failure.usage("--prefix " + Text.quoted(prefix.toString())
                        + " has a colon in it or a control character, which no class path can hold");
            }
            install here = new install(world, home, prefix);
            boolean hasProfile = arguments.has(SHELL_PROFILE);
            if (arguments.has(UNINSTALL)) {
                if (hasProfile) {
                    throw Failure.usage(
                            "--uninstall removes the lines from the profiles, too; leave out --shell-profile");
                }
                return new Command.Result("", here.uninstall());
            }
            if (hasProfile) {
                here.checkProfiles();
            }
            here.install();
            if (hasProfile) {
                return new Command.Result("", here.addToProfiles());
            }
            return new Command.Result(
                    here.lines(),
                    "installed in " + here.bin
                            + "; put the lines above into your shell's profile, or run this again with"
                            + " --shell-profile");
        });
    }

    private final Command.World world;
    private final Path home;
    private final Path bin;
    private final Path lib;
    /** What was not there before we came, one path a line; with us it goes again, if by then it is empty. */
    private final Path made;
    /** Names the version that the launchers start. */
    private final Path current;

    private install(Command.World world, Path home, Path prefix) {
        this.world = world;
        this.home = home;
        this.bin = prefix.resolve("bin");
        this.lib = prefix.resolve("lib/assume");
        this.made = lib.resolve("made");
        this.current = lib.resolve("current");
    }

    // --- Launchers, jar and archives. All of it is made in a directory of its own, and then the launchers are
    // exchanged, one rename each.

    private void install() throws Exception {
        for (String command : COMMANDS) {
            Path launcher = bin.resolve(command);
            if (Files.exists(launcher, LinkOption.NOFOLLOW_LINKS) && !isOurs(launcher)) {
                throw Failure.of(launcher
                        + " is there already, and is no command of ours; move it away, or choose another --prefix");
            }
        }
        if (Files.exists(lib) && !Files.exists(made) && !removeIfEmpty(lib)) {
            throw Failure.of(lib + " is there already, and is not ours; move it away, or choose another --prefix");
        }
        makeDirectories(lib);
        makeDirectories(bin);
        lock();
        say("making the jar and the archives, once for this JDK; that takes half a minute ...");
        for (String shell : SHELLS) {
            sweep(real(profile(shell)));
        }
        Path next = Files.createTempDirectory(lib, "v");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteUnlessUsed(next)));
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path jar = next.resolve("assume.jar");
        writeJar(jar);
        train(jar, next);
        Map<String, String> launchers = new TreeMap<>();
        for (String command : COMMANDS) {
            launchers.put(command, launcher(command, next));
        }
        for (var launcher : launchers.entrySet()) {
            check(launcher.getKey(), launcher.getValue(), next);
        }

        // From here on, whenever it ends, each launcher starts a version that is there.
        replace(current, utf8(next.getFileName() + "\n"), "rw-r--r--");
        for (var launcher : launchers.entrySet()) {
            replace(bin.resolve(launcher.getKey()), utf8(launcher.getValue()), "rwxr-xr-x");
        }
        for (String shell : SHELLS) {
            replace(lib.resolve("assume." + shell), utf8(shellFile(shell)), "rw-r--r--");
        }
        try (Stream<Path> versions = Files.list(lib)) {
            for (Path old : versions.filter(path -> Files.isDirectory(path) && !path.equals(next))
                    .toList()) {
                delete(old);
            }
        }
        String path = String.valueOf(world.env().get("PATH"));
        String rest = Stream.of(path.split(":"))
                .filter(folder -> !folder.equals(bin.toString()))
                .collect(Collectors.joining(":"));
        if (ChildProcess.onPath("whoami", Map.of("PATH", path))
                .equals(Optional.of(bin.resolve("whoami").toString()))) {
            ChildProcess.onPath("whoami", Map.of("PATH", rest))
                    .ifPresent(other -> say("note that " + bin + " comes before " + other
                            + " on your PATH: whoami is ours from now on, in scripts, too"));
        }
    }

    /** One jar of all that is on our own class path, but for the HTTP clients that are not used; not compressed, because it is read in parts. */
    private static void writeJar(Path jar) throws IOException {
        Set<String> written = new TreeSet<>();
        Map<String, StringBuilder> services = new TreeMap<>();
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.setMethod(ZipOutputStream.STORED);
            for (String element : System.getProperty("java.class.path").split(":")) {
                Path path = Path.of(element);
                if (path.getFileName()
                        .toString()
                        .matches("(netty|apache5|httpc|eventstream|http-auth-aws-eventstream).*")) {
                    continue;
                }
                if (Files.isDirectory(path)) {
                    try (Stream<Path> files = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
                        for (Path file :
                                files.filter(Files::isRegularFile).sorted().toList()) {
                            put(out, path.relativize(file).toString(), Files.readAllBytes(file), written);
                        }
                    }
                    continue;
                }
                try (var in = new ZipFile(path.toFile())) {
                    for (ZipEntry entry :
                            in.stream().filter(entry -> !entry.isDirectory()).toList()) {
                        byte[] bytes = in.getInputStream(entry).readAllBytes();
                        if (entry.getName().startsWith("META-INF/services/")) {
                            services.computeIfAbsent(entry.getName(), none -> new StringBuilder())
                                    .append(new String(bytes, StandardCharsets.UTF_8))
                                    .append('\n');
                        } else if (!entry.getName()
                                .matches(
                                        "META-INF/(MANIFEST.MF|INDEX.LIST|maven/.*|versions/.*|[^/]*\\.(SF|RSA|DSA|EC))|module-info.class")) {
                            put(out, entry.getName(), bytes, written);
                        }
                    }
                }
            }
            for (var service : services.entrySet()) {
                put(out, service.getKey(), service.getValue().toString().getBytes(StandardCharsets.UTF_8), written);
            }
        }
    }

    private static void put(ZipOutputStream out, String name, byte[] bytes, Set<String> written) throws IOException {
        if (!written.add(name)) {
            return;
        }
        var crc = new CRC32();
        crc.update(bytes);
        var entry = new ZipEntry(name);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setLastModifiedTime(FileTime.from(Instant.EPOCH));
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }

    /** Whether this Java has the ahead-of-time cache of JEP 483 and 514; what earlier ones have are dynamic archives, JEP 350. */
    private static boolean aheadOfTime() {
        return Runtime.version().feature() >= 25;
    }

    /**
     * The archives there are. With {@link #aheadOfTime} all of an archive's classes are loaded at the start, 13 microseconds each: so a
     * command that does without the SDK has a small one, and {@code assume} has one for when STS need not be asked.
     */
    private static List<String> archives() {
        return aheadOfTime() ? List.of("sts", "kept", "sts2env", "unset") : List.of("sts", "sts2env", "unset");
    }

    private static String archive(String command) {
        return command.equals("assume") || command.equals("whoami") ? "sts" : command;
    }

    /** The options of the JVM that the script's own header names, and the archive. An archive that does not fit is ignored without a word. */
    private static List<String> jvmOptions(String command, Path archive, boolean make) {
        List<String> options = new ArrayList<>(List.of("-XX:+IgnoreUnrecognizedVMOptions"));
        runtimeOptions(command + ".java", new TreeSet<>(), options);
        // The profiles that the cache also holds are for the compiler that TieredStopAtLevel=1 switches off; reading
        // them takes 20 ms.
        if (aheadOfTime()) {
            options.addAll(List.of(
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-AOTReplayTraining",
                    (make ? "-XX:AOTCacheOutput=" : "-XX:AOTCache=") + archive + ".aot"));
        } else {
            options.add((make ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=") + archive + ".jsa");
        }
        return options;
    }

    /** What the //RUNTIME_OPTIONS of a source and of all its //SOURCES say, as jbang gathers them. */
    private static void runtimeOptions(String source, Set<String> seen, List<String> options) {
        if (!seen.add(source)) {
            return;
        }
        for (String line : resource(source).lines().toList()) {
            List<String> words = List.of(line.split(" +"));
            if (words.get(0).equals("//RUNTIME_OPTIONS")) {
                options.addAll(words.subList(1, words.size()));
            }
            if (words.get(0).equals("//SOURCES")) {
                for (String word : words.subList(1, words.size())) {
                    String nested = Path.of("/" + source)
                            .resolveSibling(word)
                            .normalize()
                            .toString();
                    runtimeOptions(nested.substring(1), seen, options);
                }
            }
        }
    }

    /** Runs each command as people do, in a home of made-up keys, against an STS of ours that speaks TLS: what it loads is archived. */
    private void train(Path jar, Path next) throws Exception {
        Path home = Files.createDirectory(next.resolve("training"));
        try (var sts = new MadeUpSts(home)) {
            Files.createDirectories(home.resolve(".aws"));
            Files.writeString(home.resolve(".aws/config"), """
                [default]
                region = us-east-1
                [profile redbeard]
                region = eu-central-1
                endpoint_url = %1$s
                ca_bundle = %2$s
                [profile dev]
                role_arn = arn:aws:iam::123456789123:role/Developer
                source_profile = redbeard
                region = eu-central-1
                endpoint_url = %1$s
                ca_bundle = %2$s
                """.formatted(sts.endpoint(), sts.certificate()));
            Files.writeString(home.resolve(".aws/credentials"), """
                [redbeard]
                aws_access_key_id = AKIAIOSFODNN7EXAMPLE
                aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
                """);
            Files.writeString(home.resolve("answer.json"), MadeUpSts.json());
            ExecutorService two = Executors.newFixedThreadPool(2);
            List<Future<Void>> trained = new ArrayList<>();
            trained.add(two.submit(training("sts", jar, next, home))); // it fills the cache that "kept" reads
            trained.get(0).get();
            for (String archive : archives().subList(1, archives().size())) {
                trained.add(two.submit(training(archive, jar, next, home)));
            }
            two.shutdown();
            for (Future<Void> one : trained) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        delete(home);
    }

    private Callable<Void> training(String archive, Path jar, Path next, Path home) {
        return () -> {
            Path answer = home.resolve("answer.json");
            List<String> command = new ArrayList<>(List.of(java().toString()));
            command.addAll(jvmOptions(
                    archive.equals("sts") || archive.equals("kept") ? "assume" : archive, next.resolve(archive), true));
            command.addAll(List.of("-cp", jar.toString(), "Training", archive, answer.toString()));
            ProcessBuilder jvm =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectInput(answer.toFile());
            jvm.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("AWS_")
                            || name.matches("(JAVA_TOOL|JDK_JAVA|_JAVA)_OPTIONS|https?_proxy|HTTPS?_PROXY|CLASSPATH"));
            jvm.environment()
                    .putAll(Map.of(
                            "HOME",
                            home.toString(),
                            "AWS_EC2_METADATA_DISABLED",
                            "true")); // of which the latter is for unset to find
            Process process = jvm.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw Failure.of("the archive " + archive + " could not be made; nothing was installed. The JVM said: "
                        + said.strip());
            }
            return null;
        };
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** A shell script that becomes the JVM. Where this Java is gone, another runs the jar, a little slower. */
    private String launcher(String command, Path next) {
        String kept = !command.equals("assume") || !aheadOfTime()
                ? ""
                : """
                # Where there are cached credentials, a JVM comes first that can do without STS, and starts in a third of the time.
                # When these turn out to be others, it ends with 75, in silence.
                case " $* " in
                *" -- "* | *" --refresh "* | *" --no-cache "* | *" --debug "*) ;;
                *) for cached in "${HOME-}"/.aws/cli/cache/*.json; do
                    [ -e "$cached" ] || break
                    %s
                    status=$?
                    [ "$status" -eq 75 ] || exit "$status"
                    break
                done ;;
                esac
                """.formatted(start("CachedAssume", "assume", next, "kept"));
        return """
            #!/bin/sh
            # One %s, made by install.java. To update it, or to remove it with --uninstall, run that again.
            java=%s
            [ -x "$java" ] || java=${JAVA_HOME:+$JAVA_HOME/bin/}java
            %sexec %s
            """.formatted(OURS, word(java().toString()), kept, start(command, command, next, archive(command)));
    }

    /** The line of a launcher that starts the JVM. */
    private static String start(String main, String command, Path next, String archive) {
        return jvmOptions(command, next.resolve(archive), false).stream()
                .map(install::word)
                .collect(Collectors.joining(
                        " ",
                        "\"$java\" ",
                        " -cp " + word(next.resolve("assume.jar").toString()) + " " + main + " \"$@\""));
    }

    /** Runs a launcher before it takes its place. */
    private void check(String command, String launcher, Path next) throws IOException, InterruptedException {
        Path trial = next.resolve(command);
        replace(trial, utf8(launcher), "rwxr-xr-x");
        ProcessBuilder run = new ProcessBuilder(trial.toString(), "--version").redirectErrorStream(true);
        run.environment().keySet().removeIf(name -> name.matches("(JAVA_TOOL|JDK_JAVA|_JAVA)_OPTIONS"));
        Process process = run.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || !said.equals(command + " " + Command.VERSION + "\n")) {
            throw Failure.of("the new " + command + " does not start; nothing was installed. It said: " + said.strip());
        }
        Files.delete(trial);
    }

    // --- The shells.

    private static final List<String> SHELLS = List.of("bash", "fish", "zsh");

    /** What a shell reads when it is interactive. */
    private Path profile(String shell) {
        return switch (shell) {
            case "zsh" -> Path.of(Text.first(world.env().get("ZDOTDIR"), home.toString()), ".zshrc");
            case "fish" ->
                Path.of(
                        Text.first(
                                world.env().get("XDG_CONFIG_HOME"),
                                home.resolve(".config").toString()),
                        "fish/config.fish");
            default -> home.resolve(".bashrc");
        };
    }

    private String shellFile(String shell) {
        String text = (shell.equals("fish") ? "" : resource("shell/assume.sh")) + resource("shell/assume." + shell);
        text = text.replace("@BIN@", quote(shell, bin.toString()));
        text = text.replace(
                "@FORMATS@", Shell.formats().replace(",", "") + " " + String.join(" ", CredentialFormat.JSON_NAMES));
        Map<String, Command> commands = Map.of("assume", assume.COMMAND, "sts2env", sts2env.COMMAND);
        return Pattern.compile("@OPTIONS (\\w+)@")
                .matcher(text)
                .replaceAll(match -> commands.get(match.group(1)).options().stream()
                        .map(option -> "--" + option.name())
                        .collect(Collectors.joining(" ")));
    }

    private static String quote(String shell, String text) {
        return (shell.equals("fish") ? Shell.FISH : Shell.ENV).quoted(text);
    }

    private static String word(String text) {
        return Shell.posixWord(text);
    }

    private String line(String shell) {
        String file = quote(shell, lib.resolve("assume." + shell).toString());
        return shell.equals("fish")
                ? "test -r " + file + "; and source " + file
                : "if [ -r " + file + " ]; then . " + file + "; fi";
    }

    /** For people to put into their profile themselves. */
    private String lines() {
        return SHELLS.stream()
                .map(shell -> "# " + profile(shell) + "\n" + line(shell) + "\n")
                .collect(Collectors.joining());
    }

    private String addToProfiles() throws IOException {
        List<String> shells = SHELLS.stream()
                .filter(shell -> ChildProcess.onPath(shell, world.env()).isPresent())
                .toList();
        for (String shell : shells) {
            Path profile = profile(shell);
            makeDirectories(profile.getParent());
            boolean there = Files.exists(profile);
            String before = there ? without(profile, read(profile)) : "";
            // A last line without an end gets one, and it is noted in our first line that it was ours.
            boolean open = !before.isEmpty() && !before.endsWith("\n");
            String ours = new String(utf8(line(shell)), StandardCharsets.ISO_8859_1);
            String after = before + (open ? "\n" + BEGIN + " +" : BEGIN) + "\n" + ours + "\n" + END + "\n";
            if (!there) {
                note(profile);
            }
            if (!there || !after.equals(read(profile))) {
                rewrite(profile, after);
            }
        }
        if (shells.isEmpty()) {
            return "installed in " + bin + "; none of bash, zsh and fish is there to be told";
        }
        return "installed in " + bin + ", and added to "
                + shells.stream().map(shell -> profile(shell).toString()).collect(Collectors.joining(", "))
                + "; a new shell has it";
    }

    /** Before anything is changed. */
    private void checkProfiles() throws IOException {
        for (String shell : SHELLS) {
            if (Files.exists(profile(shell))) {
                without(profile(shell), read(profile(shell)));
            }
        }
    }

    /** A profile's text without our lines. */
    private static String without(Path profile, String text) {
        Matcher block = Pattern.compile("(?s)(\\n?)" + BEGIN + "( \\+)?\\n.*?" + END + "(\\n|$)")
                .matcher(text);
        // By now somebody may have added lines below ours, which then need that end of the line before.
        String rest =
                block.replaceAll(match -> match.group(2) == null || match.end() < text.length() ? match.group(1) : "");
        if (rest.contains(BEGIN) || rest.contains(END)) {
            throw Failure.of(profile + " has only half of our lines, from '" + BEGIN + "' to '" + END
                    + "'; remove what is left of them");
        }
        return rest;
    }

    // --- Uninstall.

    private String uninstall() throws IOException {
        checkProfiles();
        boolean any = Files.exists(made);
        if (any) {
            lock();
        }
        for (String shell : SHELLS) {
            Path profile = profile(shell);
            sweep(real(profile));
            if (!Files.exists(profile)) {
                continue;
            }
            String text = read(profile);
            String rest = without(profile, text);
            if (!rest.equals(text)) {
                rewrite(profile, rest);
            }
            any |= !rest.equals(text);
        }
        for (String command : COMMANDS) {
            if (isOurs(bin.resolve(command))) {
                Files.delete(bin.resolve(command));
            }
            sweep(bin.resolve(command));
        }
        removeCachedCredentials();
        forget();
        return any
                ? "uninstalled from " + bin.getParent() + "; a shell that is open keeps its functions until it ends"
                : "there is nothing installed in " + bin.getParent();
    }

    /** The credentials that assume has kept. Those of the AWS CLI stay. */
    private void removeCachedCredentials() throws IOException {
        Path cache = home.resolve(".aws/cli/cache");
        if (!Files.isDirectory(cache)) {
            return;
        }
        boolean removed = false;
        try (Stream<Path> files = Files.list(cache)) {
            for (Path file : files.filter(file ->
                            file.toString().matches(".*/[0-9a-f]{40}\\.json|.*/\\.[0-9a-f]{40}\\.json\\.\\d+\\.tmp")
                                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                if (!file.toString().endsWith(".tmp") && !CredentialCache.isOurs(Files.readAllBytes(file))) {
                    continue;
                }
                Files.delete(file);
                removed = true;
            }
        }
        if (removed && removeIfEmpty(cache)) {
            removeIfEmpty(cache.getParent());
        }
    }

    // --- Files.

    private FileChannel lock;

    /** Two installations at once would remove each other's files. The lock ends with the process that has it. */
    private void lock() throws IOException {
        lock = FileChannel.open(lib.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw Failure.of("another install is at work in " + lib + "; wait for its end");
        }
    }

    private boolean isOurs(Path launcher) throws IOException {
        return Files.isRegularFile(launcher) && read(launcher).lines().limit(2).anyMatch(line -> line.contains(OURS));
    }

    /** Makes a directory and those above it, and notes which ones it made. */
    private void makeDirectories(Path directory) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path path = directory; path != null && !Files.exists(path); path = path.getParent()) {
            missing.add(0, path);
        }
        Files.createDirectories(directory);
        for (Path path : missing) {
            note(path);
        }
    }

    private void note(Path path) throws IOException {
        Set<String> all = new LinkedHashSet<>(Files.exists(made) ? Files.readAllLines(made) : List.of());
        if (all.add(path.toString())) {
            replace(made, utf8(String.join("\n", all) + "\n"), "rw-r--r--");
        }
    }

    /** A file's bytes as characters, whatever they encode; {@link #bytes} turns them back. */
    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String read) {
        return read.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Path real(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file;
    }

    /** New text for a file of the user's, at the end of whatever links lead to it, with the mode it had. */
    private static void rewrite(Path file, String text) throws IOException {
        Path real = real(file);
        String mode =
                Files.exists(real) ? PosixFilePermissions.toString(Files.getPosixFilePermissions(real)) : "rw-r--r--";
        replace(real, bytes(text), mode);
    }

    /** All of a file at once, or none of it. */
    private static void replace(Path file, byte[] content, String mode) throws IOException {
        sweep(file);
        Path whole = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".tmp");
        try {
            Files.write(whole, content);
            Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString(mode));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Removes what a {@link #replace} left that was killed. */
    private static void sweep(Path file) throws IOException {
        if (!Files.isDirectory(file.getParent())) {
            return;
        }
        try (var left = Files.newDirectoryStream(
                file.getParent(),
                path -> path.getFileName()
                        .toString()
                        .matches(Pattern.quote("." + file.getFileName()) + "\\d+\\.tmp"))) {
            for (Path path : left) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static boolean removeIfEmpty(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> inside = Files.list(path)) {
                if (inside.findAny().isPresent()) {
                    return false;
                }
            }
        } else if (!Files.exists(path) || Files.size(path) > 0) {
            return false;
        }
        Files.delete(path);
        return true;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** An installation that ends too early leaves the old one; and a first one nothing. */
    private void deleteUnlessUsed(Path next) {
        try {
            if (Files.exists(current)
                    && read(current).strip().equals(next.getFileName().toString())) {
                return;
            }
            if (Files.exists(next)) {
                delete(next);
            }
            if (!Files.exists(current)) {
                forget();
            }
        } catch (IOException | UncheckedIOException itStaysForTheNextInstallation) {
            // That one removes it.
        }
    }

    /** Removes the library, and of what was made beside it whatever is empty. */
    private void forget() throws IOException {
        List<String> notes = Files.exists(made) ? Files.readAllLines(made) : List.of();
        if (Files.exists(made)) {
            delete(lib);
        }
        for (int i = notes.size() - 1; i >= 0; i--) {
            removeIfEmpty(Path.of(notes.get(i)));
        }
    }

    private static String resource(String name) {
        try (InputStream in = install.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(String words) {
        world.err().println("install: " + words);
    }
}

/** What the archives are made of: the commands themselves, run as they are run every day. */
class Training {
    public static void main(String[] archive) {
        Command.World world = Command.World.real();
        switch (archive[0]) {
            case "sts" -> {
                String[] byOptions = {
                    "redbeard",
                    "--account",
                    "123456789123",
                    "--role",
                    "OrganizationAccountAccessRole",
                    "--role-session-name",
                    "DevAccount"
                };
                assume.run(byOptions, world);
                assume.run(new String[] {"dev"}, world);
                assume.run(new String[] {"dev", "--no-cache"}, world);
                assume.run(new String[] {"redbeard", "--role-arn", MadeUpSts.DENIED, "--no-cache"}, world);
                assume.run(new String[] {"redbeard", "--account"}, world);
                whoami.run(new String[] {"--profile", "redbeard"}, world);
            }
            case "kept" -> CachedAssume.main("dev");
            case "sts2env" -> {
                sts2env.run(new String[] {archive[1], "--quiet"}, world);
                sts2env.run(new String[0], world);
            }
            default -> unset.run(new String[0], world);
        }
        Runtime.getRuntime().halt(0);
    }
}

/** The first of a launcher's two JVMs: it assumes what is cached, and says nothing and ends with 75 where that does not do. */
class CachedAssume {
    private static final int NOT_CACHED = 75; // EX_TEMPFAIL of sysexits(3); assume itself ends with 0, 1 or 2

    public static void main(String... args) {
        start(CachedAssume::initializeDigest);
        start(CachedAssume::initializeJson);
        Runtime jvm = Runtime.getRuntime();
        jvm.halt(assume.run(NativeText.arguments(args), Command.World.real(), () -> jvm.halt(NOT_CACHED)));
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private static void initializeDigest() {
        RoleRequest.NONE.cacheKey(java.util.Optional.empty(), java.util.Optional.empty());
    }

    private static void initializeJson() {
        try {
            CredentialsJson.read(
                            "{\"AccessKeyId\": \"a\", \"SecretAccessKey\": \"b\", \"Expiration\": \"2026-01-01T00:00:00Z\"}"
                                    .getBytes(StandardCharsets.UTF_8))
                    .toString();
        } catch (Failure ignored) {
        }
    }
}

/** An STS on loopback that gives AWS's documented example keys to everybody, over TLS. */
class MadeUpSts implements AutoCloseable {
    static final String DENIED = "arn:aws:iam::123456789123:role/Denied";
    /** As long as AWS's are, and ending in an hour: what is archived depends on it. */
    private static final String KEYS = """
        {"Credentials": {"AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "SessionToken": "%s", "Expiration": "%s"},
        "AssumedRoleUser": {"AssumedRoleId": "AROACLKWSDQRAOEXAMPLE:me", "Arn": "arn:aws:sts::123456789123:assumed-role/Audit/me"}, "PackedPolicySize": 6}
        """;

    private static final String TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE/".repeat(40);
    private static final String PASSWORD = "example";

    private final HttpsServer server;
    private final Path certificate;

    MadeUpSts(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("keys.p12");
        certificate = folder.resolve("certificate.pem");
        keytool(
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "sts",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1");
        keytool(
                "-exportcert",
                "-rfc",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "sts",
                "-file",
                certificate.toString());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", MadeUpSts::answer);
        server.start();
    }

    static String json() {
        return KEYS.formatted(TOKEN, end());
    }

    private static Instant end() {
        return Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
    }

    String endpoint() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    Path certificate() {
        return certificate;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher role = Pattern.compile("role%2F(\\w+)").matcher(asked);
        boolean denied = asked.contains("role%2FDenied");
        String answer = denied
                ? """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: arn:aws:iam::123456789123:user/redbeard is not authorized to perform: sts:AssumeRole on resource: %s</Message></Error></ErrorResponse>
                """.formatted(DENIED)
                : asked.contains("GetCallerIdentity")
                        ? """
                        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789123:user/redbeard</Arn><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId><Account>123456789123</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
                        """
                        : """
                        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>AROACLKWSDQRAOEXAMPLE:me</AssumedRoleId><Arn>arn:aws:sts::123456789123:assumed-role/%s/me</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY</SecretAccessKey><SessionToken>%s</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
                        """.formatted(role.find() ? role.group(1) : "Unknown", TOKEN, end());
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        if (!asked.contains("DevAccount")) {
            exchange.getResponseHeaders().add("Connection", "close");
        } // both ways are rehearsed
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(denied ? 403 : 200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw Failure.of("keytool could not make a certificate for the training: " + said.strip());
        }
    }
}
