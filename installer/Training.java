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
    private static final String MISTYPED = "redbaerd";

    private Training() {}

    /** @param args the archive's name, and the file with an answer of STS's */
    public static void main(String... args) throws Exception {
        Command.World world = Command.World.real();
        switch (args[0]) {
            case Archives.STS -> trainSts(world);
            case Archives.CACHED -> {
                CachedAssume.run(MISTYPED);
                CachedAssume.run("dev");
            }
            case "sts2env" -> {
                Launched.run("sts2env", new String[] {args[1], "--quiet"}, world);
                Launched.run("sts2env", new String[0], world);
            }
            default -> Launched.run(args[0], new String[0], world);
        }
        Launched.halt(0); // as every run does, so that this is in the archive, too
    }

    private static void trainSts(Command.World world) throws IOException, IllegalAccessException {
        String[][] runs = {
            {"redbeard", "--account", "123456789123", "--role", "Developer", "--role-session-name", "DevAccount"},
            {"dev"},
            {"dev", "--no-cache"},
            {"redbeard", "--role-arn", TrainingHome.DENIED, "--no-cache"},
            {"redbeard", "--account"},
            {MISTYPED},
            {"--list"},
        };
        for (String[] args : runs) {
            Launched.run("assume", args, world);
        }
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
}
