//SOURCES ../lib/Command.java ../lib/CredentialCache.java ../lib/RecentProfiles.java
//SOURCES Archives.java Launchers.java ShellProfiles.java Footprint.java

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An installation below a prefix: launchers in bin, all else in lib/assume. A new version is made in a directory of its
 * own, and then the launchers are exchanged, one rename each.
 */
final class Installation {
    /** Launchers that earlier versions had. */
    private static final List<String> FORMER = List.of("whoami");

    private static final Pattern CACHED = Pattern.compile("[0-9a-f]{40}\\.json|\\.[0-9a-f]{40}\\.json\\.\\d+\\.tmp");

    private final PrintStream err;
    private final Path home;
    private final Path bin;
    private final Path library;

    /** Names the version that the launchers start. */
    private final Path current;

    private final Path recent;
    private final Footprint footprint;
    private final ShellProfiles profiles;

    /** @param isWithJbangOptions whether the shells' profiles are to tell jbang's JVM how to start sooner, too */
    Installation(Command.World world, Path home, Path prefix, boolean isWithJbangOptions) {
        this.err = world.err();
        this.home = home;
        this.bin = prefix.resolve("bin");
        this.library = prefix.resolve("lib/assume");
        this.current = library.resolve("current");
        this.recent = new RecentProfiles(world.env()).file();
        this.footprint = new Footprint(library.resolve("made"));
        this.profiles = new ShellProfiles(world.env(), home, bin, library, footprint, isWithJbangOptions);
    }

    /** Where the launchers are. */
    Path bin() {
        return bin;
    }

    ShellProfiles profiles() {
        return profiles;
    }

    /**
     * Makes a version and lets the launchers start it.
     *
     * @throws Failure when something of others is in the way, or a step fails
     */
    void install() throws Exception {
        requireOurs();
        makeDirectories();
        FileChannel lock = lock();
        try {
            err.println("install: making the archives, once for this JDK; that takes half a minute ...");
            profiles.sweep();
            Path version = Files.createTempDirectory(library, "v");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteUnlessUsed(version)));
            Files.setPosixFilePermissions(version, PosixFilePermissions.fromString("rwxr-xr-x"));
            makeArchives(version);
            use(version);
        } finally {
            lock.close();
        }
    }

    private static void makeArchives(Path version) throws Exception {
        try {
            new Archives(version).make();
        } catch (IOException e) {
            throw Footprint.cannotWrite(Path.of(Archives.classPath(version)), e); // such as on a full disk
        }
    }

    /** Both, or neither where there was no installation before. */
    private void makeDirectories() throws IOException {
        try {
            footprint.makeDirectories(library);
            footprint.makeDirectories(bin);
        } catch (IOException | Failure e) {
            if (!Files.exists(current)) {
                footprint.remove(library);
            }
            throw e;
        }
    }

    /** From here on, whenever it ends, each launcher starts a version that is there. */
    private void use(Path version) throws Exception {
        Launchers launchers = new Launchers(version, Archives.java());
        Map<String, byte[]> scripts = new TreeMap<>();
        for (String name : Launchers.COMMANDS.keySet()) {
            scripts.put(name, launchers.script(name).getBytes(StandardCharsets.UTF_8));
        }
        for (var script : scripts.entrySet()) {
            rehearse(script.getKey(), script.getValue(), version);
        }
        byte[] name = (version.getFileName() + "\n").getBytes(StandardCharsets.UTF_8);
        Footprint.write(current, name, Footprint.READABLE);
        for (var script : scripts.entrySet()) {
            Footprint.write(bin.resolve(script.getKey()), script.getValue(), Footprint.EXECUTABLE);
        }
        profiles.writeFunctions();
        removeFormer();
        try (Stream<Path> versions = Files.list(library)) {
            List<Path> old = versions.filter(path -> Files.isDirectory(path) && !path.equals(version))
                    .toList();
            for (Path path : old) {
                Footprint.delete(path);
            }
        }
    }

    /** Runs a launcher before it takes its place. */
    private static void rehearse(String name, byte[] script, Path version) throws IOException, InterruptedException {
        Path trial = version.resolve(name);
        Footprint.write(trial, script, Footprint.EXECUTABLE);
        ProcessBuilder run = new ProcessBuilder(trial.toString(), "--version").redirectErrorStream(true);
        run.environment().keySet().removeIf(variable -> variable.matches("(JAVA_TOOL|JDK_JAVA|_JAVA)_OPTIONS"));
        Process process = run.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean isVersion = output.equals(name + " " + Command.VERSION + "\n");
        if (process.waitFor() != 0 || !isVersion) {
            throw Failure.of("the new " + name + " does not start; nothing was installed. It said: " + output.strip());
        }
        Files.delete(trial);
    }

    /**
     * Removes the launchers, the library, our block of the profiles, and what assume has cached and remembers.
     *
     * @return whether there was anything
     */
    boolean uninstall() throws IOException {
        profiles.check();
        boolean any = footprint.exists();
        FileChannel lock = any ? lock() : null;
        try {
            any |= profiles.remove();
            for (String name : Launchers.COMMANDS.keySet()) {
                if (isOurs(bin.resolve(name))) {
                    Files.delete(bin.resolve(name));
                }
                AtomicFile.sweep(bin.resolve(name), Duration.ZERO);
            }
            removeFormer();
            removeCached();
            removeRecent();
            footprint.remove(library);
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
        return any;
    }

    private void removeFormer() throws IOException {
        for (String name : FORMER) {
            if (isOurs(bin.resolve(name))) {
                Files.delete(bin.resolve(name));
            }
        }
    }

    /** The credentials that assume has cached. Those of the AWS CLI stay. */
    private void removeCached() throws IOException {
        Path cache = CredentialCache.directory(home.toString());
        if (!Files.isDirectory(cache)) {
            return;
        }
        boolean any = false;
        for (Path file : cachedFiles(cache)) {
            boolean isTemporary = file.toString().endsWith(".tmp");
            if (isTemporary || CredentialCache.isOurs(Files.readAllBytes(file))) {
                Files.delete(file);
                any = true;
            }
        }
        if (any && Footprint.removeIfEmpty(cache)) {
            Footprint.removeIfEmpty(cache.getParent());
        }
    }

    private void removeRecent() throws IOException {
        boolean any = Files.deleteIfExists(recent);
        Path directory = recent.getParent();
        while (any && directory.startsWith(home) && !directory.equals(home) && Footprint.removeIfEmpty(directory)) {
            directory = directory.getParent();
        }
    }

    private static List<Path> cachedFiles(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file ->
                            CACHED.matcher(file.getFileName().toString()).matches())
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }

    /** Two installations at once would remove each other's files. The lock ends with the process that has it. */
    private FileChannel lock() throws IOException {
        FileChannel lock =
                FileChannel.open(library.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw Failure.of("another install is at work in " + library + "; wait for its end");
        }
        return lock;
    }

    private void requireOurs() throws IOException {
        for (String name : Launchers.COMMANDS.keySet()) {
            Path launcher = bin.resolve(name);
            if (Files.exists(launcher, LinkOption.NOFOLLOW_LINKS) && !isOurs(launcher)) {
                throw Failure.of(launcher
                        + " is there already, and is no command of ours; move it away, or choose another --prefix");
            }
        }
        boolean isFree = !Files.exists(library) || footprint.exists() || Footprint.removeIfEmpty(library);
        if (!isFree) {
            throw Failure.of(library + " is there already, and is not ours; move it away, or choose another --prefix");
        }
    }

    private static boolean isOurs(Path launcher) throws IOException {
        if (!Files.isRegularFile(launcher)) {
            return false;
        }
        String text = Files.readString(launcher, StandardCharsets.ISO_8859_1);
        return text.lines().limit(2).anyMatch(line -> line.contains(Launchers.OURS));
    }

    /** An installation that ends too early leaves the old one; and a first one nothing. */
    private void deleteUnlessUsed(Path version) {
        try {
            boolean isUsed = Files.exists(current)
                    && Files.readString(current)
                            .strip()
                            .equals(version.getFileName().toString());
            if (isUsed) {
                return;
            }
            if (Files.exists(version)) {
                Footprint.delete(version);
            }
            if (!Files.exists(current)) {
                footprint.remove(library);
            }
        } catch (IOException | UncheckedIOException ignored) {
            // It stays for the next installation, which removes it.
        }
    }
}
