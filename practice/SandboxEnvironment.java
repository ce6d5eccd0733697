//SOURCES Sandbox.java SandboxJbang.java

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The variables of whatever runs in the sandbox: those from outside, without what would lead it out again. */
final class SandboxEnvironment {
    /** The variable that says that one is in the sandbox already. */
    static final String INSIDE = "PRACTICE_SANDBOX";

    /** They would lead a shell or jbang to files outside, or were for our own launcher. */
    private static final Set<String> LEADS_OUT = Set.of(
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

    private SandboxEnvironment() {}

    /** The environment for {@code sandbox} that {@code outside} becomes. */
    static Map<String, String> of(Sandbox sandbox, Map<String, String> outside) {
        var inside = new TreeMap<>(outside);
        inside.keySet().removeIf(name -> name.startsWith("AWS_") || LEADS_OUT.contains(name));
        var home = sandbox.resolve("home").toString();
        inside.put("HOME", home);
        inside.put(INSIDE, home);
        inside.put("ENV", home + "/.shrc");
        inside.put("PATH", sandbox.resolve("bin") + ":" + Sandbox.variable(outside, "PATH", "/usr/bin:/bin"));
        // Its own catalogs and settings, but the real cache: nothing is downloaded or compiled twice.
        inside.put("JBANG_DIR", sandbox.resolve("jbang").toString());
        var cache = Sandbox.variable(outside, "JBANG_CACHE_DIR", SandboxJbang.directory(outside) + "/cache");
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
}
