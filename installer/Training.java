//SOURCES CachedAssume.java TrainingHome.java

/** What the archives are made of: the commands themselves, run as they are run every day. */
final class Training {
    private Training() {}

    /** @param given the archive's name, and the file with an answer of STS's */
    public static void main(String... given) {
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
        Launched.run("assume", new String[] {"--status"}, world);
    }

    private static void trainSts(Command.World world) {
        String[][] runs = {
            {"redbeard", "--account", "123456789123", "--role", "Developer", "--role-session-name", "DevAccount"},
            {"dev"},
            {"audit"},
            {"dev", "--no-cache"},
            {"redbeard", "--role-arn", TrainingHome.DENIED, "--no-cache"},
            {"redbeard", "--account"},
        };
        for (String[] args : runs) {
            Launched.run("assume", args, world);
        }
        Launched.run("whoami", new String[] {"--profile", "redbeard"}, world);
    }
}
