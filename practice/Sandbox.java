//SOURCES ../lib/Json.java ../lib/Shell.java ../lib/ChildProcess.java PracticeSts.java Catalog.java

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A directory of its own, readable by nobody else, with a home, a bin, a catalog and a JBANG_DIR in it. */
record Sandbox(Path root, PrintStream err) implements AutoCloseable {
    // Variables that would lead a shell or jbang to files outside, or that were said to our own launcher.
    static final Set<String> LEADS_OUT = Set.of(
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_STATE_HOME",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_DIRS",
            "ZDOTDIR",
            "BASH_ENV",
            "ENV",
            "PS1",
            "PROMPT",
            "PROMPT_COMMAND",
            "HISTFILE",
            "BOTO_CONFIG",
            "JBANG_RUNTIME_SHELL",
            "JBANG_STDIN_NOTTY",
            "JBANG_LOCAL_ROOT");

    static Sandbox in(Map<String, String> environment, PrintStream err) throws IOException {
        var parent = Path.of(variable(environment, "TMPDIR", "/tmp")).toAbsolutePath();
        return new Sandbox(Files.createTempDirectory(parent, "practice-"), err); // mode 0700 is what it gives
    }

    /** Fills the sandbox and returns the environment for a command in it. */
    Map<String, String> furnish(PracticeSts sts, Map<String, String> outside) throws IOException {
        writeAwsFiles(sts.endpoint());
        writeDevice(sts.endpoint());
        write("home/web-identity-token", sts.actions().webIdentityToken(), "rw-------");
        write(
                "bin/redbeard-credentials",
                "#!/bin/sh\ncat <<'END'\n" + sts.actions().processCredentials() + "END\n",
                "rwx------");
        writeStartUpFiles();
        writeCatalog();
        writeLauncher(outside);
        return environment(outside);
    }

    private void writeAwsFiles(String endpoint) throws IOException {
        var credentials = PracticeWorld.USERS.stream()
                .map(user -> """
                    [%s]
                    aws_access_key_id = %s
                    aws_secret_access_key = %s
                    """.formatted(user.name(), user.accessKeyId(), user.secretAccessKey()))
                .collect(Collectors.joining("\n"));
        write("home/.aws/credentials", credentials, "rw-------");
        // A named profile does not inherit from [default], and keys in the environment come with no profile: each needs
        // its endpoint. The metadata one keeps a machine in EC2 from handing out its own, real, role in here.
        var settings = """
            region = us-east-1
            endpoint_url = %1$s
            ec2_metadata_service_endpoint = %1$s
            """.formatted(endpoint);
        var config = new StringBuilder("[default]\n" + settings);
        PracticeWorld.profiles(root.resolve("home").toString())
                .forEach((name, lines) -> config.append("\n[profile ")
                        .append(name)
                        .append("]\n")
                        .append(lines)
                        .append(settings));
        write("home/.aws/config", config.toString(), "rw-------");
    }

    /** The command mfa, which stands for the telephone that redbeard has in the other hand. */
    private void writeDevice(String endpoint) throws IOException {
        write("bin/mfa", """
            #!/bin/sh
            # Prints a code of redbeard's MFA device that has not been used yet; it may have to wait, as people do.
            unset http_proxy HTTP_PROXY all_proxy ALL_PROXY
            url=%s
            if command -v curl >/dev/null; then exec curl -q -fsS "$url"; fi
            if command -v wget >/dev/null; then exec wget -q -O - "$url"; fi
            echo "mfa: needs curl or wget; the code is at $url" >&2
            exit 1
            """.formatted(endpoint + PracticeSts.DEVICE), "rwx------");
    }

    /** A prompt that says where you are, for each shell in its own start-up file. */
    private void writeStartUpFiles() throws IOException {
        write("home/.bashrc", "PS1=\"(practice) $PS1\"\n", "rw-------");
        write("home/.zshrc", "PROMPT=\"(practice) $PROMPT\"\n", "rw-------");
        write("home/.shrc", "PS1='(practice) $PWD $ '\n", "rw-------"); // ENV names this one
        write("home/.cshrc", "if ($?prompt) set prompt = \"(practice) > \"\n", "rw-------");
        write("home/.config/fish/config.fish", """
            set -g fish_greeting
            function fish_prompt
                printf '(practice) %s> ' (prompt_pwd)
            end
            """, "rw-------");
    }

    /** Gives bash and zsh the functions that show the lesson. */
    void writeLesson() throws IOException {
        String text = Shell.ENV.quoted(root.resolve("catalog/LESSON.md").toString());
        write("lesson.sh", "lesson_text=" + text + "\n" + Catalog.read("practice/lesson.sh"), "rw-------");
        for (var name : List.of("home/.bashrc", "home/.zshrc")) {
            Files.writeString(root.resolve(name), ". \"$HOME/../lesson.sh\"\n", StandardOpenOption.APPEND);
        }
    }

    private void writeCatalog() throws IOException {
        for (var name : Catalog.files()) {
            write("catalog/" + name, Catalog.read(name), "rw-------");
        }
        String catalog = root.resolve("catalog/jbang-catalog.json").toString();
        String reference = Json.line(Json.object().with("catalog-ref", catalog).build());
        write("jbang/jbang-catalog.json", "{\"catalogs\": {\"org\": " + reference + "}}\n", "rw-------");
    }

    /** Puts the launcher that started us on the PATH under the name jbang, whatever its own name is. */
    private void writeLauncher(Map<String, String> outside) throws IOException {
        // What jbangw and jbang keep in JBANG_DIR to be able to start at all.
        for (var name : List.of("jbangw", "currentjdk")) {
            var there = jbangDirectory(outside).resolve(name);
            if (Files.isDirectory(there)) {
                Files.createSymbolicLink(root.resolve("jbang").resolve(name), there);
            }
        }
        var launcher = new File(variable(outside, "JBANG_LAUNCH_CMD", "jbang")).getAbsolutePath();
        if (ChildProcess.isProgram(launcher)) {
            write("bin/jbang", "#!/bin/sh\nexec " + Shell.ENV.quoted(launcher) + " \"$@\"\n", "rwx------");
        } else if (ChildProcess.onPath("jbang", outside)
                .filter(ChildProcess::isProgram)
                .isEmpty()) {
            err.println("practice: no jbang on the PATH and JBANG_LAUNCH_CMD names none, so there is no jbang in here");
        }
    }

    private Map<String, String> environment(Map<String, String> outside) {
        var inside = new TreeMap<>(outside);
        inside.keySet().removeIf(name -> name.startsWith("AWS_") || LEADS_OUT.contains(name));
        var home = root.resolve("home").toString();
        inside.put("HOME", home);
        inside.put("ENV", home + "/.shrc");
        inside.put("PATH", root.resolve("bin") + ":" + variable(outside, "PATH", "/usr/bin:/bin"));
        // Its own catalogs and settings, but the real cache: nothing is downloaded or compiled twice.
        inside.put("JBANG_DIR", root.resolve("jbang").toString());
        var cache = variable(outside, "JBANG_CACHE_DIR", jbangDirectory(outside) + "/cache");
        inside.put("JBANG_CACHE_DIR", Path.of(cache).toAbsolutePath().toString());
        inside.put("JBANG_NO_VERSION_CHECK", "true");
        var java = System.getProperty("java.home");
        if (Files.isExecutable(Path.of(java, "bin", "javac"))) {
            inside.putIfAbsent("JAVA_HOME", java);
        }
        for (var name : List.of("no_proxy", "NO_PROXY")) {
            inside.merge(name, "127.0.0.1", (there, ours) -> there.isEmpty() ? ours : there + "," + ours);
        }
        return inside;
    }

    static Path jbangDirectory(Map<String, String> outside) {
        return Path.of(variable(outside, "JBANG_DIR", System.getProperty("user.home") + "/.jbang"))
                .toAbsolutePath();
    }

    private void write(String name, String text, String mode) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
        Files.writeString(file, text);
    }

    /** A variable's value, or the other one if it is not set or empty. */
    static String variable(Map<String, String> environment, String name, String otherwise) {
        return Text.first(environment.get(name), otherwise);
    }

    /** Removes the sandbox; a process that the command left behind may still be writing into it, so it tries again. */
    @Override
    public void close() {
        for (int attempt = 1; ; attempt++) {
            try {
                delete(root);
                return;
            } catch (IOException e) {
                if (attempt == 5) {
                    err.println("practice: could not remove all of " + root + ": " + e);
                    return;
                }
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
                        .join();
            }
        }
    }

    /** Deletes a file, a link (never what it points to) or a directory, even one that was made read-only. */
    static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            try (var entries = Files.newDirectoryStream(path)) {
                for (var entry : entries) {
                    delete(entry);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
