//SOURCES CachedAssume.java TrainingHome.java

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the archives are made of: the commands themselves, run as they are run every day. */
final class Training {
    /** What needs neither STS nor what is cached; the last one is mistyped. */
    private static final String[][] WITHOUT_STS = {{"--list"}, {"--status"}, {"dve"}};

    private Training() {}

    /** @param given the archive's name, and the file with an answer of STS's */
    public static void main(String... given) throws IOException, IllegalAccessException {
        String[] args = NativeText.arguments(given);
        Command.World world = Command.world();
        switch (args[0]) {
            case Archives.STS -> trainSts(world);
            case Archives.CACHED -> trainCached(world);
            case "sts2env" -> {
                Launched.run("sts2env", new String[] {args[1], "--quiet"}, world);
                Launched.run("sts2env", new String[0], world);
            }
            default -> Launched.run(args[0], new String[0], world);
        }
        Launched.halt(0); // as every run does, so that this is in the archive, too
    }

    private static void trainCached(Command.World world) {
        CachedAssume.run("dev");
        CachedAssume.run("audit", "--quiet", "--format", "json");
        assume(world, WITHOUT_STS);
    }

    private static void trainSts(Command.World world) throws IOException, IllegalAccessException {
        String[][] runs = {
            {"redbeard", "--account", "123456789123", "--role", "Developer", "--role-session-name", "DevAccount"},
            {"dev"},
            {"audit"},
            {"dev", "--no-cache"},
            {"redbeard", "--role-arn", TrainingHome.DENIED, "--no-cache"},
            {"redbeard", "--account"},
        };
        assume(world, runs);
        assume(world, WITHOUT_STS);
        Launched.run("whoami", new String[] {"--profile", "redbeard"}, world);
        trainList(world);
    }

    /** The list to choose from, by an fzf that takes the first; the terminal itself is nothing to rehearse on. */
    private static void trainList(Command.World world) throws IOException, IllegalAccessException {
        Path fzf = Path.of(world.env().get("HOME"), "fzf");
        Files.writeString(fzf, "#!/bin/sh\ncat\n");
        Files.setPosixFilePermissions(fzf, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> env = new HashMap<>(world.env());
        env.put("PATH", fzf.getParent() + ":" + env.get("PATH"));
        ProfileChooser.choose(world.with(env), Profiles.read(env));
        for (Class<?> type : List.of(
                RawTerminal.class,
                RawTerminal.Key.class,
                RawTerminal.Meaning.class,
                RawTerminal.Size.class,
                ChoiceList.class)) {
            MethodHandles.lookup().ensureInitialized(type);
        }
    }

    private static void assume(Command.World world, String[][] runs) {
        for (String[] args : runs) {
            Launched.run("assume", args, world);
        }
    }
}
