///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION practise assuming roles: a sandbox shell with an STS of its own, no AWS account needed
//JAVA 17+
//FILES LESSON.md jbang-catalog.json assume.java sts2env.java unset.java whoami.java practice.java install.java
//FILES shell/assume.sh=shell/assume.sh shell/assume.bash=shell/assume.bash shell/assume.zsh=shell/assume.zsh shell/assume.fish=shell/assume.fish
//FILES lib/Arguments.java=lib/Arguments.java lib/AtomicFile.java=lib/AtomicFile.java lib/ChildProcess.java=lib/ChildProcess.java lib/Command.java=lib/Command.java lib/CommandOption.java=lib/CommandOption.java
//FILES lib/CredentialCache.java=lib/CredentialCache.java lib/CredentialFormat.java=lib/CredentialFormat.java lib/CredentialResolver.java=lib/CredentialResolver.java lib/CredentialsJson.java=lib/CredentialsJson.java lib/Endpoint.java=lib/Endpoint.java
//FILES lib/Failure.java=lib/Failure.java lib/Json.java=lib/Json.java lib/LoadedProfile.java=lib/LoadedProfile.java lib/Network.java=lib/Network.java lib/ProfileList.java=lib/ProfileList.java
//FILES lib/ConfigFile.java=lib/ConfigFile.java lib/FilePath.java=lib/FilePath.java lib/NativeText.java=lib/NativeText.java lib/SdkProfiles.java=lib/SdkProfiles.java lib/SectionNames.java=lib/SectionNames.java
//FILES lib/Profiles.java=lib/Profiles.java lib/RegionOption.java=lib/RegionOption.java lib/RoleRequest.java=lib/RoleRequest.java lib/SessionCredentials.java=lib/SessionCredentials.java lib/Shell.java=lib/Shell.java
//FILES lib/Sts.java=lib/Sts.java lib/StsErrors.java=lib/StsErrors.java lib/StsOptions.java=lib/StsOptions.java lib/Terminal.java=lib/Terminal.java lib/Text.java=lib/Text.java
//SOURCES lib/ChildProcess.java
//RUNTIME_OPTIONS -Xlog:disable -XX:+DisplayVMOutputToStderr -XX:+UnlockDiagnosticVMOptions -XX:-DisplayVMOutput -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//CDS

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.file.*;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.*;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sun.misc.Signal;

/** Runs a command, or a shell, in a sandbox home whose AWS tools talk to an STS that lives only as long as it does. */
class practice {
    static final String USAGE = """
        Usage: practice [--lesson | -- COMMAND [ARG...]]

        Starts an STS of your own on this machine and runs COMMAND, or your $SHELL, in a sandbox that
        talks to it. No AWS account is needed and none is touched. When COMMAND ends, sandbox and STS
        are gone; its exit status is practice's.

          practice
          practice --lesson
          practice -- aws --profile redbeard sts get-caller-identity
          practice -- aws --profile audit sts get-caller-identity

        The profiles in the sandbox, all of them in ~/.aws/config there:
          redbeard  a user with keys, who may assume OrganizationAccountAccessRole in account 123456789123
          dev       a role that redbeard may assume
          audit     a role that only dev may assume
          prod      a role for redbeard with an MFA code; the command mfa prints one, and each is good once
          vendor    a role that wants an external ID
          short     a role whose sessions last an hour at most
          web       a role for whoever has the OpenID Connect token in ~/web-identity-token
          process   temporary keys from a credential_process

          --lesson  a shell that shows LESSON.md, one part at a time, and checks each step (bash or zsh)
          --help    print this
        """;

    // Who lives in this world. redbeard's keys and the IDs of both are the ones that AWS's documentation uses in its
    // examples.
    static final User REDBEARD = new User(
            "111122223333",
            "redbeard",
            "AIDACKCEVSQ6C2EXAMPLE",
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    static final List<User> USERS = List.of(REDBEARD);
    // The secret in redbeard's MFA device is the one that RFC 6238 tests with. In base32, for an authenticator that
    // wants to
    // join in: GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ.
    static final String MFA_SECRET = "12345678901234567890";

    // Role, how long a session may last, and who may assume it on what condition. Twelve hours and not AWS's default of
    // one,
    // so that --duration-seconds can be tried out over its whole range.
    static final Role ORGANIZATION = role(
            "123456789123", "OrganizationAccountAccessRole", "AROACLKWSDQRAOEXAMPLE", 12, Trust.in(REDBEARD.arn()));
    static final Role DEVELOPER =
            role("123456789123", "Developer", "AROADEVELOPERSEXAMPLE", 12, Trust.in(REDBEARD.arn()));
    static final Role AUDITOR = role("123456789123", "Auditor", "AROAAUDITORSAWEXAMPLE", 12, Trust.in(DEVELOPER.arn()));
    static final Role PRODUCTION = role(
            "444455556666",
            "Production",
            "AROAPRODUCTIONEXAMPLE",
            12,
            Trust.in(REDBEARD.arn()).withMfa());
    static final Role VENDOR = role(
            "777788889999",
            "Vendor",
            "AROAVENDORWARYEXAMPLE",
            12,
            Trust.in(REDBEARD.arn()).withExternalId("ship-2718"));
    static final Role SHORT = role("123456789123", "Short", "AROASHORTVISITEXAMPLE", 1, Trust.in(REDBEARD.arn()));
    static final Role WEB = role("123456789123", "Web", "AROAWEBIDENTITEXAMPLE", 12, Trust.in(WebIdentity.PROVIDER));
    static final List<Role> ROLES = List.of(ORGANIZATION, DEVELOPER, AUDITOR, PRODUCTION, VENDOR, SHORT, WEB);

    /** The profiles of ~/.aws/config: each name, and below it what the profile says beyond its region and endpoint. */
    static Map<String, String> profiles(String home) {
        var profiles = new LinkedHashMap<String, String>();
        for (var user : USERS) {
            profiles.put(user.name(), "");
        }
        profiles.put("dev", """
            role_arn = %s
            source_profile = redbeard
            """.formatted(DEVELOPER.arn()));
        profiles.put("audit", """
            role_arn = %s
            source_profile = dev
            """.formatted(AUDITOR.arn()));
        profiles.put("prod", """
            role_arn = %s
            source_profile = redbeard
            mfa_serial = %s
            """.formatted(PRODUCTION.arn(), REDBEARD.mfaSerial()));
        profiles.put("vendor", """
            role_arn = %s
            source_profile = redbeard
            external_id = %s
            """.formatted(VENDOR.arn(), VENDOR.trust().externalId()));
        profiles.put("short", """
            role_arn = %s
            source_profile = redbeard
            """.formatted(SHORT.arn()));
        profiles.put("web", """
            role_arn = %s
            web_identity_token_file = %s/web-identity-token
            """.formatted(WEB.arn(), home));
        profiles.put("process", """
            credential_process = redbeard-credentials
            """);
        return profiles;
    }

    static Role role(String account, String name, String id, int hours, Trust trust) {
        return new Role(account, name, id, hours * 3600, trust);
    }

    public static void main(String[] args) {
        var main = Thread.currentThread();
        var told = new AtomicInteger();
        // Ctrl-C is for COMMAND alone. A handler and not SIG_IGN, because COMMAND would inherit that.
        Signal.handle(new Signal("INT"), signal -> {});
        for (var name : List.of("TERM", "HUP")) {
            Signal.handle(new Signal(name), signal -> {
                told.set(signal.getNumber());
                main.interrupt();
            });
        }
        int status = run(args, System.getenv(), System.out, System.err);
        System.exit(told.get() == 0 ? status : 128 + told.get());
    }

    /**
     * Builds the sandbox, runs the command in it and takes it down again. An interrupt of the calling thread ends the command.
     *
     * @param environment what the command would have inherited; what leads out of the sandbox is taken from it
     * @return the command's exit status (128+n after signal n), 126 or 127 if it could not be run, 2 if args are wrong
     */
    static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (args.length == 1 && args[0].equals("--help")) {
            out.print(USAGE);
            return 0;
        }
        boolean lesson = args.length == 1 && args[0].equals("--lesson");
        if (!lesson && (args.length == 1 || args.length > 0 && !args[0].equals("--"))) {
            err.println(complaint(args[0]));
            return 2;
        }
        var command = Arrays.asList(args).subList(Math.min(1, args.length), args.length); // none after --lesson
        try (var sts = Sts.start(Clock.systemUTC());
                var sandbox = Sandbox.in(environment, err)) {
            var inside = sandbox.furnish(sts, environment);
            if (lesson) {
                var shell = lessonShell(environment);
                if (!shell.equals(shell(environment))) {
                    err.println("practice: the lesson is for bash and zsh, so this is " + shell);
                }
                if (!sandbox.writeLesson()) {
                    return 1;
                }
                command = List.of(shell);
            } else if (command.isEmpty()) {
                var shell = shell(environment);
                err.print(greeting(shell));
                command = List.of(shell);
            }
            return ChildProcess.run("practice", command, inside, err, Set.of("USR1"), practice::end);
        } catch (IOException | InvalidPathException e) {
            err.println("practice: no sandbox could be made: " + e);
            return 1;
        }
    }

    static String complaint(String argument) {
        if (argument.equals("--")) {
            return "practice: -- needs a COMMAND after it; leave it out for a shell";
        }
        var what = argument.startsWith("-") ? "unknown option '" : "unexpected argument '";
        return "practice: " + what + argument + "'; a command goes after --, and --help says more";
    }

    static String shell(Map<String, String> environment) {
        var shell = value(environment, "SHELL", "");
        return shell.startsWith("/") && ChildProcess.isProgram(shell) ? shell : "/bin/sh";
    }

    /** The lesson is about bash, and all that it has you type works in zsh. */
    static String lessonShell(Map<String, String> environment) {
        var shell = shell(environment);
        return List.of("bash", "zsh").contains(new File(shell).getName())
                ? shell
                : ChildProcess.onPath("bash", environment).orElse("bash");
    }

    static String greeting(String shell) {
        var assume = "jbang assume@org redbeard --account 123456789123 --role OrganizationAccountAccessRole";
        var load = switch (new File(shell).getName()) {
            case "fish" -> assume + " --format fish | source";
            case "csh", "tcsh" -> "eval `" + assume + " --format csh`";
            default -> "eval \"$(" + assume + ")\"";
        };
        return """
            This is a sandbox with a home and an STS of its own: no AWS account, no real keys. Try
              jbang whoami@org --profile redbeard
              %s
              aws --profile audit sts get-caller-identity
            Profiles: redbeard, dev, audit, prod (the command mfa prints the code it asks for), vendor, short, web, process.
            `exit` leaves, and all of it is gone.
            """.formatted(load);
    }

    /** Ends a process and its descendants: asks, waits two seconds, and then insists, as interactive shells ignore TERM. */
    static void end(Process process) {
        var family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        family.forEach(ProcessHandle::destroy);
        var gone = CompletableFuture.allOf(
                family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            gone.get(2, TimeUnit.SECONDS);
        } catch (TimeoutException | InterruptedException | ExecutionException e) {
            Stream.concat(process.descendants(), family.stream()).toList().forEach(ProcessHandle::destroyForcibly);
            gone.completeOnTimeout(null, 2, TimeUnit.SECONDS).join();
        }
    }

    /** A variable's value, or the other one if it is not set or empty. */
    static String value(Map<String, String> environment, String name, String otherwise) {
        var value = environment.getOrDefault(name, "");
        return value.isEmpty() ? otherwise : value;
    }

    // ---- the lesson ----

    /**
     * For bash and zsh: next, back and again show a part of the lesson, which begins at a heading. What the shell should have
     * come to by its end is in the text itself, in comments: check is a condition for this shell, hint is what to type else.
     */
    static final String LESSON = """
        lesson_part=0 lesson_told=
        lesson_last=$(grep -c '^###* ' "$lesson_text")

        # lesson_comment NAME: what the current part has in <!-- NAME: ... -->
        lesson_comment() {
            awk -v part="$lesson_part" -v start="<!-- $1: " '
                /^###* / && part-- == 0 { exit }
                part == 0 && index($0, start) == 1 { print substr($0, length(start) + 1, length($0) - length(start) - 4) }
            ' "$lesson_text"
        }

        # Plain text from the Markdown: no comments and no fences, what is in fences set in, the rest broken at blanks.
        lesson_show() {
            awk -v part="$lesson_part" -v width="${COLUMNS:-80}" '
                function wrapped(line, words, n, i, out) {
                    n = split(line, words, " ")
                    for (i = 1; i <= n; i++) {
                        if (out != "" && length(out) + length(words[i]) >= width) { print out; out = "" }
                        out = out (out == "" ? "" : " ") words[i]
                    }
                    if (out != "") print out
                }
                /^###* / && part-- == 0 { exit }
                part != 0 || /^<!--/ { next }
                /^```/ { wrapped(text); text = ""; fenced = !fenced; next }
                fenced { print "    " $0; next }
                /^!\\[/ { sub(/^!\\[/, "(A picture. "); sub(/\\]\\(.*/, ")") }
                { gsub(/\\*\\*/, "") }
                /^$/ || /^[-|>#]/ { wrapped(text); text = "" }
                /^$/ || /^[|#]/ { print; next }
                { text = text " " $0 }
                END { wrapped(text) }
            ' "$lesson_text"
            printf '%s\\n' "-- $lesson_part of $lesson_last: next, back or again; exit leaves --"
        }

        again() { lesson_show; }

        back() {
            [ "$lesson_part" -eq 0 ] || lesson_part=$((lesson_part - 1))
            lesson_show
        }

        next() {
            local condition
            condition=$(lesson_comment check)
            if [ -n "$condition" ]; then
                if eval "$condition"; then
                    echo "Checked: your shell is as it should be."
                elif [ "$lesson_told" != "$lesson_part" ]; then
                    lesson_told=$lesson_part
                    echo "Not yet. $(lesson_comment hint)"
                    echo "Then type next; or type it now, to go on all the same."
                    return 1
                fi
            fi
            if [ "$lesson_part" -eq "$lesson_last" ]; then
                echo "That was the last part. exit leaves, and all of the sandbox is gone."
            else
                lesson_part=$((lesson_part + 1))
                lesson_show
            fi
        }

        # A shell that is started from here has the functions too, but need not begin with the text again.
        if [ -z "${lesson_open-}" ]; then
            lesson_show
            echo 'You are in the sandbox: leave out ./jbangw practice below. Type what the text says, and then: next'
        fi
        export lesson_open=1
        """;

    // ---- the sandbox ----

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
            var parent = Path.of(value(environment, "TMPDIR", "/tmp")).toAbsolutePath();
            return new Sandbox(Files.createTempDirectory(parent, "practice-"), err); // mode 0700 is what it gives
        }

        /** Fills the sandbox and returns the environment for a command in it. */
        Map<String, String> furnish(Sts sts, Map<String, String> outside) throws IOException {
            writeAwsFiles(sts.endpoint());
            writeDevice(sts.endpoint());
            write("home/web-identity-token", sts.webIdentityToken(), "rw-------");
            write(
                    "bin/redbeard-credentials",
                    "#!/bin/sh\ncat <<'END'\n" + sts.processCredentials() + "END\n",
                    "rwx------");
            writeStartUpFiles();
            writeCatalog();
            writeLauncher(outside);
            return environment(outside);
        }

        void writeAwsFiles(String endpoint) throws IOException {
            var credentials = USERS.stream()
                    .map(user -> """
                        [%s]
                        aws_access_key_id = %s
                        aws_secret_access_key = %s
                        """.formatted(user.name(), user.accessKeyId(), user.secretAccessKey()))
                    .collect(Collectors.joining("\n"));
            write("home/.aws/credentials", credentials, "rw-------");
            // A named profile does not inherit from [default], and keys in the environment come with no profile: each
            // needs
            // its endpoint. The metadata one keeps a machine in EC2 from handing out its own, real, role in here.
            var settings = """
                region = us-east-1
                endpoint_url = %1$s
                ec2_metadata_service_endpoint = %1$s
                """.formatted(endpoint);
            var config = new StringBuilder("[default]\n" + settings);
            profiles(root.resolve("home").toString())
                    .forEach((name, lines) -> config.append("\n[profile ")
                            .append(name)
                            .append("]\n")
                            .append(lines)
                            .append(settings));
            write("home/.aws/config", config.toString(), "rw-------");
        }

        /** The command mfa, which stands for the telephone that redbeard has in the other hand. */
        void writeDevice(String endpoint) throws IOException {
            write("bin/mfa", """
                #!/bin/sh
                # Prints a code of redbeard's MFA device that has not been used yet; it may have to wait for one, as people do.
                unset http_proxy HTTP_PROXY all_proxy ALL_PROXY
                url=%s
                if command -v curl >/dev/null; then exec curl -q -fsS "$url"; fi
                if command -v wget >/dev/null; then exec wget -q -O - "$url"; fi
                echo "mfa: needs curl or wget; the code is at $url" >&2
                exit 1
                """.formatted(endpoint + Sts.DEVICE), "rwx------");
        }

        /** A prompt that says where you are, for each shell in its own start-up file. */
        void writeStartUpFiles() throws IOException {
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

        /** Gives bash and zsh the functions that show the lesson, which came with the catalog. */
        boolean writeLesson() throws IOException {
            var text = root.resolve("catalog/LESSON.md");
            if (!Files.exists(text)) {
                err.println("practice: started without jbang, so there is no lesson in here");
                return false;
            }
            write("lesson.sh", "lesson_text='" + text.toString().replace("'", "'\\''") + "'\n" + LESSON, "rw-------");
            for (var name : List.of("home/.bashrc", "home/.zshrc")) {
                Files.writeString(root.resolve(name), ". \"$HOME/../lesson.sh\"\n", StandardOpenOption.APPEND);
            }
            return true;
        }

        /**
         * Unpacks the catalog that this script came from. jbang does not tell a script where that was, so the jar carries it
         * (see //FILES), and this file in the jar is what says which files those are.
         */
        void writeCatalog() throws IOException {
            for (var name : filesCarried()) {
                try (var in = practice.class.getResourceAsStream("/" + name)) {
                    if (in == null) {
                        throw new NoSuchFileException(name, null, "//FILES names it, but it is not in the jar");
                    }
                    write("catalog/" + name, new String(in.readAllBytes(), UTF_8), "rw-------");
                }
            }
            var catalog = root.resolve("catalog/jbang-catalog.json")
                    .toString()
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"");
            write("jbang/jbang-catalog.json", """
                {"catalogs": {"org": {"catalog-ref": "%s"}}}
                """.formatted(catalog), "rw-------");
        }

        List<String> filesCarried() throws IOException {
            try (var source = practice.class.getResourceAsStream("/practice.java")) {
                if (source == null) {
                    err.println("practice: started without jbang, so there is no catalog @org in here");
                    return List.of();
                }
                return new String(source.readAllBytes(), UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("//FILES "))
                        .flatMap(line -> Stream.of(line.strip().split("\\s+")).skip(1))
                        .map(file -> file.replaceFirst("=.*", ""))
                        .toList();
            }
        }

        /** Puts the launcher that started us on the PATH under the name jbang, whatever its own name is. */
        void writeLauncher(Map<String, String> outside) throws IOException {
            // What jbangw and jbang keep in JBANG_DIR to be able to start at all.
            for (var name : List.of("jbangw", "currentjdk")) {
                var kept = jbangDirectory(outside).resolve(name);
                if (Files.isDirectory(kept)) {
                    Files.createSymbolicLink(root.resolve("jbang").resolve(name), kept);
                }
            }
            var launcher = new File(value(outside, "JBANG_LAUNCH_CMD", "jbang")).getAbsolutePath();
            if (ChildProcess.isProgram(launcher)) {
                var quoted = "'" + launcher.replace("'", "'\\''") + "'";
                write("bin/jbang", "#!/bin/sh\nexec " + quoted + " \"$@\"\n", "rwx------");
            } else if (ChildProcess.onPath("jbang", outside)
                    .filter(ChildProcess::isProgram)
                    .isEmpty()) {
                err.println(
                        "practice: no jbang on the PATH and JBANG_LAUNCH_CMD names none, so there is no jbang in here");
            }
        }

        Map<String, String> environment(Map<String, String> outside) {
            var inside = new TreeMap<>(outside);
            inside.keySet().removeIf(name -> name.startsWith("AWS_") || LEADS_OUT.contains(name));
            var home = root.resolve("home").toString();
            inside.put("HOME", home);
            inside.put("ENV", home + "/.shrc");
            inside.put("PATH", root.resolve("bin") + ":" + value(outside, "PATH", "/usr/bin:/bin"));
            // Its own catalogs and settings, but the real cache: nothing is downloaded or compiled twice.
            inside.put("JBANG_DIR", root.resolve("jbang").toString());
            var cache = value(outside, "JBANG_CACHE_DIR", jbangDirectory(outside) + "/cache");
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
            return Path.of(value(outside, "JBANG_DIR", System.getProperty("user.home") + "/.jbang"))
                    .toAbsolutePath();
        }

        void write(String name, String text, String mode) throws IOException {
            var file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
            Files.writeString(file, text);
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

    // ---- who there is, and with which keys ----

    record User(String account, String name, String id, String accessKeyId, String secretAccessKey) {
        String arn() {
            return "arn:aws:iam::" + account + ":user/" + name;
        }

        String mfaSerial() {
            return "arn:aws:iam::" + account + ":mfa/" + name;
        }

        Key key() {
            return new Key(
                    accessKeyId,
                    secretAccessKey,
                    "",
                    Instant.MAX,
                    new Caller(account, id, arn(), arn(), "", Set.of()),
                    false);
        }
    }

    /** A role; its name may carry a path (team/blue/Deploy). */
    record Role(String account, String name, String id, int maxSessionSeconds, Trust trust) {
        String arn() {
            return "arn:aws:iam::" + account + ":role/" + name;
        }

        /** Who a session of this role is. AWS leaves the role's path out of this ARN. */
        Caller session(String sessionName, String sourceIdentity, Set<String> transitiveTagKeys) {
            var arn = "arn:aws:sts::" + account + ":assumed-role/" + name.substring(name.lastIndexOf('/') + 1) + "/"
                    + sessionName;
            return new Caller(account, id + ":" + sessionName, arn, arn(), sourceIdentity, transitiveTagKeys);
        }
    }

    /** A role's trust policy: the one principal that may assume it, and on what conditions; an empty external ID is none. */
    record Trust(String principal, boolean mfa, String externalId) {
        static Trust in(String principal) {
            return new Trust(principal, false, "");
        }

        Trust withMfa() {
            return new Trust(principal, true, externalId);
        }

        Trust withExternalId(String externalId) {
            return new Trust(principal, mfa, externalId);
        }

        boolean allows(String principal, boolean mfa, String externalId) {
            return this.principal.equals(principal)
                    && (mfa || !this.mfa)
                    && (this.externalId.isEmpty() || this.externalId.equals(externalId));
        }
    }

    /**
     * What GetCallerIdentity says of a caller; what trust policies see of it, which is the role if it is a role's session; and what
     * stays with it from role to role.
     */
    record Caller(
            String account,
            String userId,
            String arn,
            String principal,
            String sourceIdentity,
            Set<String> transitiveTagKeys) {
        boolean isRole() {
            return !arn.equals(principal);
        }
    }

    /** A key that the STS knows; token is empty for a user's own, which does not end; mfa: whether a code was given for it. */
    record Key(String id, String secret, String token, Instant ends, Caller caller, boolean mfa) {
        static final SecureRandom RANDOM = new SecureRandom();

        /** A temporary key. Its ID has AWS's form and says EXAMPLE, so that nobody takes it for a real one. */
        static Key issue(Caller caller, Instant ends, boolean mfa) {
            var middle = RANDOM.ints(9, 0, 32).mapToObj(i -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".substring(i, i + 1));
            return new Key(
                    "ASIA" + middle.collect(Collectors.joining()) + "EXAMPLE",
                    base64(30),
                    base64(240),
                    ends,
                    caller,
                    mfa);
        }

        static String base64(int bytes) {
            var random = new byte[bytes];
            RANDOM.nextBytes(random);
            return Base64.getEncoder().encodeToString(random);
        }
    }

    /** A device that shows six digits, others every 30 seconds: RFC 6238, with its defaults. */
    static class Device {
        static final int STEP = 30;
        private final byte[] secret = MFA_SECRET.getBytes(UTF_8);
        private long lastUsed = -1;

        /** RFC 6238: the digits are an HMAC of how many steps there have been since 1970, truncated as RFC 4226 has it. */
        String code(long step) {
            try {
                var mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(secret, "HmacSHA1"));
                var hash = ByteBuffer.wrap(
                        mac.doFinal(ByteBuffer.allocate(8).putLong(step).array()));
                int offset = hash.get(19) & 0xf;
                return "%06d".formatted((hash.getInt(offset) & 0x7fffffff) % 1_000_000);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Whether it is the code of now, or of a step before or after, as clocks differ; a code is good once, and so are earlier ones. */
        synchronized boolean accepts(String code, Instant now) {
            long step = now.getEpochSecond() / STEP;
            for (long candidate = Math.max(step - 1, lastUsed + 1); candidate <= step + 1; candidate++) {
                if (Signature.same(code(candidate), code)) {
                    lastUsed = candidate;
                    return true;
                }
            }
            return false;
        }

        /** A code that would be accepted now: the current one or, if that was used, the next; neither may be left. */
        synchronized Optional<String> unused(Instant now) {
            long step = now.getEpochSecond() / STEP;
            return lastUsed > step ? Optional.empty() : Optional.of(code(lastUsed == step ? step + 1 : step));
        }
    }

    /** The OpenID Connect token of somebody who has no AWS keys: a JSON Web Token, as a build server would hand out. */
    record WebIdentity(String token, Instant ends) {
        static final String ISSUER = "oidc.practice.example";
        static final String PROVIDER = "arn:aws:iam::123456789123:oidc-provider/" + ISSUER;
        static final String AUDIENCE = "sts.amazonaws.com";
        static final String SUBJECT = "repo:org/ship:ref:refs/heads/main";

        /** Good for a day. Its signature is random: only this STS is ever asked, and it knows the one token that there is. */
        static WebIdentity issue(Instant now) {
            var ends = now.plus(Duration.ofDays(1));
            var token = Stream.of(
                    "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"practice\"}",
                    """
                    {"iss":"https://%s","aud":"%s","sub":"%s","iat":%d,"exp":%d}\
                    """.formatted(ISSUER, AUDIENCE, SUBJECT, now.getEpochSecond(), ends.getEpochSecond()),
                    Key.base64(192));
            var base64 = Base64.getUrlEncoder().withoutPadding();
            return new WebIdentity(
                    token.map(part -> base64.encodeToString(part.getBytes(UTF_8)))
                            .collect(Collectors.joining(".")),
                    ends);
        }
    }

    /** An answer that is an error: HTTP status, AWS's code for it, and a message for people. */
    static class Refusal extends RuntimeException {
        final int status;
        final String code;

        Refusal(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    // ---- the STS ----

    /** A Security Token Service on a free loopback port: AssumeRole, AssumeRoleWithWebIdentity, GetCallerIdentity and GetSessionToken. */
    static class Sts implements AutoCloseable {
        static final String VERSION = "2011-06-15";
        static final String DEVICE = "/practice/mfa";
        static final int MAX_BODY = 64 * 1024;

        private final Clock clock;
        private final List<Role> roles;
        private final Map<String, Device> devices = new HashMap<>();
        private final WebIdentity webIdentity;
        private final Map<String, Key> keys = new ConcurrentHashMap<>();
        private final Map<String, Integer> calls = new ConcurrentHashMap<>();
        private final HttpServer server;

        private Sts(Clock clock, List<User> users, List<Role> roles) throws IOException {
            this.clock = clock;
            this.roles = roles;
            for (var user : users) {
                keys.put(user.accessKeyId(), user.key());
                devices.put(user.mfaSerial(), new Device());
            }
            webIdentity = WebIdentity.issue(clock.instant());
            var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
            server.setExecutor(Executors.newCachedThreadPool(Sts::daemon));
            server.createContext("/", this::answer);
            server.createContext(DEVICE, this::showCode);
        }

        /** Starts an STS with the users and roles of practice; the clock says when signatures and sessions are over. */
        static Sts start(Clock clock) throws IOException {
            return start(clock, USERS, ROLES);
        }

        static Sts start(Clock clock, List<User> users, List<Role> roles) throws IOException {
            var sts = new Sts(clock, users, roles);
            // The server's own thread is a daemon exactly if the one that starts it is.
            CompletableFuture.runAsync(sts.server::start, work -> daemon(work).start())
                    .join();
            return sts;
        }

        static Thread daemon(Runnable work) {
            var thread = new Thread(work, "sts");
            thread.setDaemon(true);
            return thread;
        }

        /** Its URL, for endpoint_url. */
        String endpoint() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        /** How many calls of each action it has answered, refusals included. */
        Map<String, Integer> calls() {
            return Map.copyOf(calls);
        }

        String webIdentityToken() {
            return webIdentity.token();
        }

        /** What a credential_process prints: keys as GetSessionToken would issue them to redbeard, for as long as it can. */
        String processCredentials() {
            var key = issue(REDBEARD.key().caller(), 129600, false);
            return """
                {
                  "Version": 1,
                  "AccessKeyId": "%s",
                  "SecretAccessKey": "%s",
                  "SessionToken": "%s",
                  "Expiration": "%s"
                }
                """.formatted(key.id(), key.secret(), key.token(), key.ends());
        }

        /** A code that redbeard's device has not been asked for yet; if there is none, this takes until there is. */
        String code() throws InterruptedException {
            var device = devices.get(REDBEARD.mfaSerial());
            for (; ; ) {
                var code = device.unused(clock.instant());
                if (code.isPresent()) {
                    return code.get();
                }
                Thread.sleep(200);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }

        private void showCode(HttpExchange exchange) throws IOException {
            try (exchange) {
                var bytes = (code() + "\n").getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (InterruptedException stopped) {
                // The sandbox is going; whoever waits for a code sees the connection end.
            }
        }

        private void answer(HttpExchange exchange) throws IOException {
            var requestId = UUID.randomUUID().toString();
            int status = 200;
            String xml;
            try {
                xml = result(Request.of(exchange), requestId);
            } catch (Refusal refusal) {
                status = refusal.status;
                xml = error("Sender", refusal.code, refusal.getMessage(), requestId);
            } catch (RuntimeException | GeneralSecurityException | IOException bug) {
                status = 500;
                xml = error("Receiver", "InternalFailure", "practice could not answer that: " + bug, requestId);
            }
            var bytes = xml.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
            // On a connection that is kept, the kernel holds a small answer back for 40 ms (Nagle's algorithm).
            exchange.getResponseHeaders().set("Connection", "close");
            var hasBody = !exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, hasBody ? bytes.length : -1);
            if (hasBody) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        }

        private String result(Request request, String requestId) throws GeneralSecurityException {
            var action = request.parameters().getOrDefault("Action", "");
            // The one call that needs no AWS keys: the token says who is calling.
            var key = action.equals("AssumeRoleWithWebIdentity") ? null : signer(request);
            var version = request.parameters().getOrDefault("Version", "NO_VERSION_SPECIFIED");
            if (action.isEmpty()) {
                throw new Refusal(400, "MissingAction", "The request must contain the parameter Action");
            }
            var known = Set.of("AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity", "GetSessionToken")
                    .contains(action);
            if (!known || !version.equals(VERSION)) {
                throw new Refusal(
                        400, "InvalidAction", "Could not find operation " + action + " for version " + version);
            }
            calls.merge(action, 1, Integer::sum);
            var result = switch (action) {
                case "AssumeRole" -> assumeRole(key, request.parameters());
                case "AssumeRoleWithWebIdentity" -> assumeRoleWithWebIdentity(request.parameters());
                case "GetSessionToken" -> getSessionToken(key, request.parameters());
                default -> caller(key.caller());
            };
            return """
                <%1$sResponse xmlns="https://sts.amazonaws.com/doc/%2$s/">
                  <%1$sResult>
                %3$s  </%1$sResult>
                  <ResponseMetadata>
                    <RequestId>%4$s</RequestId>
                  </ResponseMetadata>
                </%1$sResponse>
                """.formatted(action, VERSION, result.indent(4), requestId);
        }

        /** The key that the request was signed with, if there is one and the signature is right and in time. */
        private Key signer(Request request) throws GeneralSecurityException {
            var signature = Signature.of(request);
            signature.checkTime(clock.instant());
            var key = keys.get(signature.keyId());
            var token = request.header("x-amz-security-token");
            if (key == null || !Signature.same(key.token(), token)) {
                throw new Refusal(
                        403, "InvalidClientTokenId", "The security token included in the request is invalid.");
            }
            if (!Signature.same(signature.value(), signature.expected(request, key.secret()))) {
                throw Signature.mismatch(
                        "The request signature we calculated does not match the signature you provided. Check your AWS"
                            + " Secret Access Key and signing method. Consult the service documentation for details.");
            }
            if (!clock.instant().isBefore(key.ends())) {
                throw new Refusal(403, "ExpiredToken", "The security token included in the request is expired");
            }
            return key;
        }

        /** "AssumeRole" in the AWS STS API reference. */
        private String assumeRole(Key key, Map<String, String> parameters) {
            Rules.check(Rules.ASSUME_ROLE, parameters);
            var arn = roleArn(parameters);
            var transitive = Rules.transitiveTagKeys(key.caller(), parameters);
            if (key.caller().isRole() && seconds(parameters, 3600) > 3600) {
                throw Rules.invalid(
                        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
                                + " chaining");
            }
            boolean mfa = checkMfa(key.caller(), parameters) || key.mfa();
            // A role that is not there and one that does not trust the caller get the same answer, so that nobody can
            // go looking.
            var externalId = parameters.getOrDefault("ExternalId", "");
            var role = roles.stream()
                    .filter(r ->
                            r.arn().equals(arn) && r.trust().allows(key.caller().principal(), mfa, externalId))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                            403,
                            "AccessDenied",
                            "User: " + key.caller().arn()
                                    + " is not authorized to perform: sts:AssumeRole on resource: " + arn));
            // Who began a chain of roles stays known to its end, and nobody further on can say otherwise.
            var before = key.caller().sourceIdentity();
            var identity = parameters.getOrDefault("SourceIdentity", before);
            if (!before.isEmpty() && !before.equals(identity)) {
                throw new Refusal(
                        403,
                        "AccessDenied",
                        "User: " + key.caller().arn() + " is not authorized to perform: sts:SetSourceIdentity"
                                + " on resource: " + arn);
            }
            return assumed(role, identity, transitive, parameters);
        }

        /** "AssumeRoleWithWebIdentity" in the AWS STS API reference. */
        private String assumeRoleWithWebIdentity(Map<String, String> parameters) {
            Rules.check(Rules.ASSUME_ROLE_WITH_WEB_IDENTITY, parameters);
            var arn = roleArn(parameters);
            var token = parameters.get("WebIdentityToken");
            if (!token.matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+")) {
                throw new Refusal(
                        400,
                        "InvalidIdentityToken",
                        "The ID Token provided is not a valid JWT."
                                + " (You may see this error if you sent an Access Token)");
            }
            if (!Signature.same(token, webIdentity.token())) {
                throw new Refusal(
                        400,
                        "InvalidIdentityToken",
                        "Couldn't retrieve verification key from your identity provider,"
                                + "  please reference AssumeRoleWithWebIdentity documentation for requirements");
            }
            var now = clock.instant();
            if (!now.isBefore(webIdentity.ends())) {
                throw new Refusal(
                        400,
                        "ExpiredTokenException",
                        "Token expired: current date/time " + now.getEpochSecond()
                                + " must be before the expiration date/time "
                                + webIdentity.ends().getEpochSecond());
            }
            var role = roles.stream()
                    .filter(r -> r.arn().equals(arn) && r.trust().allows(WebIdentity.PROVIDER, false, ""))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                            403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"));
            return assumed(role, "", Set.of(), parameters)
                    + """
                    <SubjectFromWebIdentityToken>%s</SubjectFromWebIdentityToken>
                    <Audience>%s</Audience>
                    <Provider>%s</Provider>
                    """.formatted(WebIdentity.SUBJECT, WebIdentity.AUDIENCE, WebIdentity.PROVIDER);
        }

        private static String roleArn(Map<String, String> parameters) {
            var arn = parameters.get("RoleArn");
            if (!arn.matches("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+")) {
                throw Rules.invalid(arn + " is invalid");
            }
            return arn;
        }

        private static int seconds(Map<String, String> parameters, int otherwise) {
            return parameters.containsKey("DurationSeconds")
                    ? Integer.parseInt(parameters.get("DurationSeconds"))
                    : otherwise;
        }

        /** The answer to somebody who may assume a role: a session of it. */
        private String assumed(
                Role role, String sourceIdentity, Set<String> transitiveTagKeys, Map<String, String> parameters) {
            int seconds = seconds(parameters, 3600);
            if (seconds > role.maxSessionSeconds()) {
                throw Rules.invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
            }
            var session = role.session(parameters.get("RoleSessionName"), sourceIdentity, transitiveTagKeys);
            int packed = Rules.packedPolicySize(parameters);
            return """
                %s<AssumedRoleUser>
                  <AssumedRoleId>%s</AssumedRoleId>
                  <Arn>%s</Arn>
                </AssumedRoleUser>
                %s%s\
                """.formatted(
                    sourceIdentity.isEmpty() ? "" : "<SourceIdentity>" + escape(sourceIdentity) + "</SourceIdentity>\n",
                    escape(session.userId()),
                    escape(session.arn()),
                    credentials(issue(session, seconds, false)),
                    packed > 0 ? "<PackedPolicySize>" + packed + "</PackedPolicySize>\n" : "");
        }

        /** "GetSessionToken" in the AWS STS API reference. */
        private String getSessionToken(Key key, Map<String, String> parameters) {
            Rules.check(Rules.GET_SESSION_TOKEN, parameters);
            if (!key.token().isEmpty()) {
                throw new Refusal(403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
            }
            boolean mfa = checkMfa(key.caller(), parameters);
            return credentials(issue(key.caller(), seconds(parameters, 43200), mfa));
        }

        /** Whether a code was given; a wrong one is refused, also where none was needed. */
        private boolean checkMfa(Caller caller, Map<String, String> parameters) {
            var serial = parameters.get("SerialNumber");
            var code = parameters.get("TokenCode");
            if (serial == null && code == null) {
                return false;
            }
            if (serial == null || code == null) {
                throw mfaFailed(", must provide both MFA serial number and one time pass code.");
            }
            var owner = USERS.stream()
                    .filter(user ->
                            user.arn().equals(caller.arn()) && user.mfaSerial().equals(serial))
                    .findFirst();
            if (owner.isEmpty() || !devices.containsKey(serial)) {
                throw mfaFailed(
                        ", unable to validate MFA code.  Please verify your MFA serial number is valid and associated"
                                + " with this user.");
            }
            if (!devices.get(serial).accepts(code, clock.instant())) {
                throw mfaFailed(" with invalid MFA one time pass code.");
            }
            return true;
        }

        private static Refusal mfaFailed(String how) {
            return new Refusal(403, "AccessDenied", "MultiFactorAuthentication failed" + how);
        }

        /** Issues a key and remembers it, ended or not: what is over is answered differently from what never was. */
        private Key issue(Caller caller, int seconds, boolean mfa) {
            var key = Key.issue(
                    caller, clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds), mfa);
            keys.put(key.id(), key);
            return key;
        }

        private static String credentials(Key key) {
            return """
                <Credentials>
                  <AccessKeyId>%s</AccessKeyId>
                  <SecretAccessKey>%s</SecretAccessKey>
                  <SessionToken>%s</SessionToken>
                  <Expiration>%s</Expiration>
                </Credentials>
                """.formatted(key.id(), key.secret(), key.token(), key.ends());
        }

        private static String caller(Caller caller) {
            return """
                <Arn>%s</Arn>
                <UserId>%s</UserId>
                <Account>%s</Account>
                """.formatted(escape(caller.arn()), escape(caller.userId()), caller.account());
        }

        private static String error(String type, String code, String message, String requestId) {
            return """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/%s/">
                  <Error>
                    <Type>%s</Type>
                    <Code>%s</Code>
                    <Message>%s</Message>
                  </Error>
                  <RequestId>%s</RequestId>
                </ErrorResponse>
                """.formatted(VERSION, type, code, escape(message), requestId);
        }

        /** Text as XML can carry it: a character that XML 1.0 has no way to write becomes a question mark. */
        static String escape(String text) {
            return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?")
                    .replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\r", "&#xD;");
        }
    }

    /** An HTTP request with its parameters, from the query and the form together; header names in lower case. */
    record Request(
            String method,
            String path,
            String query,
            Map<String, List<String>> headers,
            byte[] body,
            Map<String, String> parameters) {
        static Request of(HttpExchange exchange) throws IOException {
            var method = exchange.getRequestMethod();
            if (!Set.of("GET", "POST").contains(method)) {
                throw new Refusal(405, "InvalidHttpRequest", "STS answers GET and POST, not " + method);
            }
            var headers = new HashMap<String, List<String>>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            var uri = exchange.getRequestURI();
            var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            var body = exchange.getRequestBody().readNBytes(Sts.MAX_BODY + 1);
            if (body.length > Sts.MAX_BODY) {
                throw new Refusal(
                        413, "RequestEntityTooLarge", "The request is longer than " + Sts.MAX_BODY + " bytes");
            }
            var parameters = new HashMap<String, String>();
            for (var pair : pairs(query + "&" + new String(body, UTF_8))) {
                parameters.put(pair[0], pair[1]);
            }
            return new Request(method, uri.getRawPath(), query, headers, body, parameters);
        }

        /** The names and values of a form or a query, decoded. */
        static List<String[]> pairs(String form) {
            try {
                return Stream.of(form.split("&"))
                        .filter(pair -> !pair.isEmpty())
                        .map(pair -> pair.split("=", 2))
                        .map(pair -> new String[] {decoded(pair[0]), pair.length == 1 ? "" : decoded(pair[1])})
                        .toList();
            } catch (IllegalArgumentException e) {
                throw new Refusal(
                        400, "MalformedQueryString", "The query string contains a syntax error: " + e.getMessage());
            }
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, UTF_8);
        }

        /** The values of a header as Signature Version 4 sees them: trimmed, single spaces, joined by commas. */
        String header(String name) {
            return headers.getOrDefault(name, List.of()).stream()
                    .map(value -> value.strip().replaceAll("\\s+", " "))
                    .collect(Collectors.joining(","));
        }
    }

    /**
     * What a request's Authorization header says, and what it ought to say: AWS Signature Version 4, which proves that the
     * sender has the secret key without sending it. ("Create a signed AWS API request" in the IAM User Guide.)
     */
    record Signature(
            String keyId, String date, String region, String timestamp, List<String> signedHeaders, String value) {
        static final String ALGORITHM = "AWS4-HMAC-SHA256";
        static final DateTimeFormatter BASIC =
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

        static Signature of(Request request) {
            var header = request.header("authorization");
            if (header.isEmpty()) {
                throw new Refusal(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
            }
            if (!header.startsWith(ALGORITHM + " ")) {
                throw incomplete("Unsupported AWS 'algorithm': '" + header.split(" ")[0] + "'.");
            }
            var fields = fields(header);
            var timestamp = timestamp(request);
            var missing = Stream.of("Credential", "Signature", "SignedHeaders")
                    .filter(name -> !fields.containsKey(name))
                    .map(name -> "Authorization header requires '" + name + "' parameter. ")
                    .collect(Collectors.joining());
            if (timestamp.isEmpty()) {
                missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
            }
            if (!missing.isEmpty()) {
                throw incomplete(missing + "Authorization=" + ALGORITHM);
            }
            var signed = List.of(fields.get("SignedHeaders").split(";"));
            // Whatever steers the call must be under the signature, or it could be changed on the way.
            Stream.concat(
                            Stream.of("host"),
                            request.headers().keySet().stream().filter(name -> name.startsWith("x-amz-")))
                    .filter(name -> !signed.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw incomplete("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
                    });
            var scope = scope(fields.get("Credential"), timestamp);
            return new Signature(scope[0], scope[1], scope[2], timestamp, signed, fields.get("Signature"));
        }

        private static Map<String, String> fields(String header) {
            var fields = new HashMap<String, String>();
            for (var field : header.substring(ALGORITHM.length()).split(",")) {
                var pair = field.strip().split("=", 2);
                if (pair.length == 1) {
                    throw incomplete("'" + field.strip()
                            + "' not a valid key=value pair (missing equal-sign) in Authorization header: '" + header
                            + "'.");
                }
                fields.put(pair[0], pair[1]);
            }
            return fields;
        }

        private static String timestamp(Request request) {
            var date = request.header("x-amz-date").isEmpty() ? request.header("date") : request.header("x-amz-date");
            try {
                if (date.isEmpty() || date.matches("\\d{8}T\\d{6}Z") && BASIC.parse(date) != null) {
                    return date;
                }
                return BASIC.format(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
            } catch (DateTimeException e) {
                throw incomplete("Date must be in ISO-8601 'basic format'. Got '" + date
                        + "'. See http://en.wikipedia.org/wiki/ISO_8601");
            }
        }

        /** A credential is KEY/DATE/REGION/sts/aws4_request: what the key may be used for with this signature, and nothing else. */
        private static String[] scope(String credential, String timestamp) {
            var scope = credential.split("/", -1);
            if (scope.length != 5) {
                throw incomplete(
                        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term,"
                                + " got '"
                                + credential + "'");
            }
            if (!timestamp.startsWith(scope[1] + "T")) {
                throw mismatch(
                        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                                + scope[1] + "' != '" + timestamp.substring(0, 8) + "', from '" + timestamp + "'.");
            }
            if (!scope[2].matches("[a-z]{2,}(-[a-z]+)+-\\d+")) {
                throw mismatch("Credential should be scoped to a valid region, not '" + scope[2] + "'. ");
            }
            if (!scope[3].equals("sts")) {
                throw mismatch("Credential should be scoped to correct service: 'sts'. ");
            }
            if (!scope[4].equals("aws4_request")) {
                throw mismatch("Credential should be scoped with a valid terminator: 'aws4_request', not '" + scope[4]
                        + "'. ");
            }
            return scope;
        }

        /** A signature is good for a quarter of an hour, before and after, so that one that was overheard is soon worthless. */
        void checkTime(Instant now) {
            var limit = Duration.ofMinutes(15);
            var signed = Instant.from(BASIC.parse(timestamp));
            if (signed.isBefore(now.minus(limit))) {
                throw mismatch("Signature expired: " + timestamp + " is now earlier than "
                        + BASIC.format(now.minus(limit)) + " (" + BASIC.format(now) + " - 15 min.)");
            }
            if (signed.isAfter(now.plus(limit))) {
                throw mismatch("Signature not yet current: " + timestamp + " is still later than "
                        + BASIC.format(now.plus(limit)) + " (" + BASIC.format(now) + " + 15 min.)");
            }
        }

        /** The signature that the owner of this secret key would have made: what is said, by which key, hashed together. */
        String expected(Request request, String secret) throws GeneralSecurityException {
            return HexFormat.of().formatHex(hmac(signingKey(secret), stringToSign(request)));
        }

        /** Each HMAC narrows the key down: to a day, a region, a service. A key that leaks at the end opens little. */
        private byte[] signingKey(String secret) throws GeneralSecurityException {
            var key = ("AWS4" + secret).getBytes(UTF_8);
            for (var part : List.of(date, region, "sts", "aws4_request")) {
                key = hmac(key, part);
            }
            return key;
        }

        private String stringToSign(Request request) throws GeneralSecurityException {
            var scope = date + "/" + region + "/sts/aws4_request";
            return String.join(
                    "\n",
                    ALGORITHM,
                    timestamp,
                    scope,
                    sha256(canonicalRequest(request).getBytes(UTF_8)));
        }

        /** The request in the one spelling that client and server agree on, however it travelled. */
        private String canonicalRequest(Request request) throws GeneralSecurityException {
            var query = Request.pairs(request.query()).stream()
                    .map(pair -> encoded(pair[0]) + "=" + encoded(pair[1]))
                    .sorted();
            var headers = signedHeaders.stream().map(name -> name + ":" + request.header(name) + "\n");
            return String.join(
                    "\n",
                    request.method(),
                    encoded(request.path()).replace("%2F", "/"),
                    query.collect(Collectors.joining("&")),
                    headers.collect(Collectors.joining()),
                    String.join(";", signedHeaders),
                    sha256(request.body()));
        }

        /** Percent-encoding as RFC 3986 has it, which a form's differs from in three characters. */
        private static String encoded(String text) {
            return URLEncoder.encode(text, UTF_8)
                    .replace("+", "%20")
                    .replace("*", "%2A")
                    .replace("%7E", "~");
        }

        private static String sha256(byte[] bytes) throws GeneralSecurityException {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        }

        private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        }

        /** Compares in a time that does not tell how much of it was right. */
        static boolean same(String a, String b) {
            return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
        }

        private static Refusal incomplete(String message) {
            return new Refusal(400, "IncompleteSignature", message);
        }

        private static Refusal mismatch(String message) {
            return new Refusal(403, "SignatureDoesNotMatch", message);
        }
    }

    // ---- what a call's parameters may be ----

    /**
     * The constraints of the AWS STS API reference. In a name, N stands for 1, 2, 3 and so on; min and max are a number's range if
     * pattern is NUMBER, and otherwise a text's length.
     */
    record Rule(String name, boolean required, int min, int max, String pattern) {}

    static class Rules {
        static final String NUMBER = "-?\\d+";
        static final String WORD = "[\\w+=,.@-]*";
        static final String UNICODE =
                "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+";
        static final String TAG = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
        static final Rule SERIAL = new Rule("SerialNumber", false, 9, 256, "[\\w+=/:,.@-]*");
        static final Rule CODE = new Rule("TokenCode", false, 6, 6, "[\\d]*");
        static final List<Rule> GET_SESSION_TOKEN =
                List.of(new Rule("DurationSeconds", false, 900, 129600, NUMBER), SERIAL, CODE);
        static final List<Rule> SESSION = List.of(
                new Rule("RoleArn", true, 20, 2048, UNICODE),
                new Rule("RoleSessionName", true, 2, 64, WORD),
                new Rule("DurationSeconds", false, 900, 43200, NUMBER),
                new Rule("Policy", false, 1, 2048, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
                new Rule("PolicyArns.member.N.arn", true, 20, 2048, UNICODE));
        static final List<Rule> ASSUME_ROLE_WITH_WEB_IDENTITY =
                and(SESSION, new Rule("WebIdentityToken", true, 4, 20000, "[\\u0000-\\uFFFF]*"));
        static final List<Rule> ASSUME_ROLE = and(
                SESSION,
                new Rule("ExternalId", false, 2, 1224, "[\\w+=,.@:\\/-]*"),
                SERIAL,
                CODE,
                new Rule("SourceIdentity", false, 2, 64, WORD),
                new Rule("Tags.member.N.Key", true, 1, 128, TAG + "+"),
                new Rule("Tags.member.N.Value", true, 0, 256, TAG + "*"),
                new Rule("TransitiveTagKeys.member.N", true, 1, 128, TAG + "+"));
        static final Map<String, Integer> LONGEST_LIST = Map.of("PolicyArns", 10, "Tags", 50, "TransitiveTagKeys", 50);

        private static List<Rule> and(List<Rule> rules, Rule... more) {
            return Stream.concat(rules.stream(), Stream.of(more)).toList();
        }

        /** Refuses a call whose parameters break a rule, in AWS's words, all of them in one message. */
        static void check(List<Rule> rules, Map<String, String> parameters) {
            var broken = new ArrayList<String>();
            for (var rule : rules) {
                for (var name : names(rule, parameters)) {
                    broken.addAll(broken(rule, name, parameters.get(name)));
                }
            }
            LONGEST_LIST.forEach((list, longest) -> {
                if (members(list, parameters).size() > longest) {
                    broken.add("Value at '" + spelled(list) + "' failed to satisfy constraint: Member must have length"
                            + " less than or equal to " + longest);
                }
            });
            if (!broken.isEmpty()) {
                var count = broken.size() == 1 ? "1 validation error" : broken.size() + " validation errors";
                throw invalid(count + " detected: " + String.join("; ", broken));
            }
            checkPolicy(parameters);
        }

        static List<String> broken(Rule rule, String name, String value) {
            var member = "Value " + (value == null ? "null" : "'" + value + "'") + " at '" + spelled(name)
                    + "' failed to satisfy constraint: Member must ";
            if (value == null) {
                return rule.required() ? List.of(member + "not be null") : List.of();
            }
            boolean number = rule.pattern().equals(NUMBER);
            if (number && !value.matches("-?\\d{1,9}")) {
                throw new Refusal(
                        400, "MalformedInput", "'" + value + "' at '" + spelled(name) + "' is not an integer");
            }
            int size = number ? Integer.parseInt(value) : value.codePointCount(0, value.length());
            var broken = new ArrayList<String>();
            if (!value.matches(rule.pattern())) {
                broken.add(member + "satisfy regular expression pattern: " + rule.pattern());
            }
            var measure = number ? "have value " : "have length ";
            if (size < rule.min()) {
                broken.add(member + measure + "greater than or equal to " + rule.min());
            }
            if (size > rule.max()) {
                broken.add(member + measure + "less than or equal to " + rule.max());
            }
            return broken;
        }

        /** The parameters that a rule is about: itself, or one for each member of its list that the call has. */
        static List<String> names(Rule rule, Map<String, String> parameters) {
            int list = rule.name().indexOf(".member.N");
            if (list < 0) {
                return List.of(rule.name());
            }
            return members(rule.name().substring(0, list), parameters).stream()
                    .map(n -> rule.name().replace(".N", "." + n))
                    .toList();
        }

        static Set<String> members(String list, Map<String, String> parameters) {
            return parameters.keySet().stream()
                    .filter(name -> name.matches(list + "\\.member\\.\\d+(\\..*)?"))
                    .map(name -> name.split("\\.")[2])
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** A parameter's name as AWS's messages have it: Tags.member.1.Key is tags.1.member.key there. */
        static String spelled(String name) {
            return Stream.of(
                            name.replaceAll("\\.member\\.([^.]*)", ".$1.member").split("\\."))
                    .map(part -> part.substring(0, 1).toLowerCase(Locale.ROOT) + part.substring(1))
                    .collect(Collectors.joining("."));
        }

        /** Session tags, and which of them are handed on along a chain of roles; the keys that this caller hands on are returned. */
        static Set<String> transitiveTagKeys(Caller caller, Map<String, String> parameters) {
            var keys = lowerCase(new Rule("Tags.member.N.Key", true, 1, 128, ""), parameters);
            var transitive =
                    new TreeSet<>(lowerCase(new Rule("TransitiveTagKeys.member.N", true, 1, 128, ""), parameters));
            if (Set.copyOf(keys).size() < keys.size()) {
                throw invalidValue("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            if (keys.stream().anyMatch(key -> key.startsWith("aws:"))) {
                throw invalid("Tag keys that begin with aws: are reserved for AWS");
            }
            if (!Collections.disjoint(keys, caller.transitiveTagKeys())) {
                throw invalidValue(
                        "One of the specified transitive tag keys can't be set because it conflicts with a transitive"
                                + " tag key from the calling session.");
            }
            if (!keys.containsAll(transitive)) {
                throw invalidValue("The specified transitive tag key must be included in the requested tags.");
            }
            transitive.addAll(caller.transitiveTagKeys());
            return transitive;
        }

        private static List<String> lowerCase(Rule rule, Map<String, String> parameters) {
            return names(rule, parameters).stream()
                    .map(name -> parameters.get(name).toLowerCase(Locale.ROOT))
                    .toList();
        }

        static void checkPolicy(Map<String, String> parameters) {
            if (!isJsonObject(parameters.getOrDefault("Policy", "{}"))) {
                throw new Refusal(400, "MalformedPolicyDocument", "Syntax errors in policy.");
            }
            int packed = packedPolicySize(parameters);
            if (packed > 100) {
                throw new Refusal(
                        400,
                        "PackedPolicyTooLarge",
                        "Packed policy consumes " + packed + "% of allotted space," + " please use smaller policy.");
            }
        }

        /** Shrinks what is well formed, from the inside out: a string to character 1, any other value to 2, an object to 3. */
        static boolean isJsonObject(String text) {
            var left = text.replaceAll("\"(?:[^\"\\\\\\x00-\\x1f]|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+\"", "\1")
                    .replaceAll("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null", "\2")
                    .replaceAll("[ \\t\\r\\n]", "");
            for (var before = ""; !left.equals(before); ) {
                before = left;
                left = left.replaceAll("\\{(?:\1:[\1-\3](?:,\1:[\1-\3])*+)?\\}", "\3")
                        .replaceAll("\\[(?:[\1-\3](?:,[\1-\3])*+)?\\]", "\2");
            }
            return left.equals("\3");
        }

        /** The share, in percent, of the 2,048 characters that policies may take together. AWS compresses them; this does not. */
        static int packedPolicySize(Map<String, String> parameters) {
            int length = parameters.entrySet().stream()
                    .filter(entry -> entry.getKey().matches("Policy|PolicyArns\\..*"))
                    .mapToInt(entry -> entry.getValue().length())
                    .sum();
            return (length * 100 + 2047) / 2048;
        }

        static Refusal invalidValue(String message) {
            return new Refusal(400, "InvalidParameterValue", message);
        }

        static Refusal invalid(String message) {
            return new Refusal(400, "ValidationError", message);
        }
    }
}
