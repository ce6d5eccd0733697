//SOURCES FleetRun.java Placeholders.java ../lib/ChildProcess.java ../lib/SessionCredentials.java

import java.io.File;
import java.util.List;
import java.util.Map;

/** Makes COMMAND's process for one target: its arguments, its environment, and nothing to read. */
final class Launcher implements FleetRun.Launch {
    private static final File NOTHING = new File("/dev/null");

    private final Placeholders placeholders;
    private final Map<String, String> env;
    private final Accounts accounts;

    /** Which account credentials are of, where only a call can tell. */
    interface Accounts {
        String of(Target target, SessionCredentials credentials);
    }

    /** @param env what COMMAND's environment is but for its credentials */
    Launcher(Placeholders placeholders, Map<String, String> env, Accounts accounts) {
        this.placeholders = placeholders;
        this.env = env;
        this.accounts = accounts;
    }

    /** @throws Failure when COMMAND is not there, or names a value that some target has not */
    void requireCommand(List<Target> targets) {
        boolean hasAccount = placeholders.has("account");
        for (Target target : targets) {
            boolean isFoundLater = hasAccount && target.account().isEmpty();
            List<String> command = placeholders.of(isFoundLater ? target.withAccount("-") : target);
            String name = command.get(0);
            String program = program(name);
            if (!ChildProcess.isProgram(program)) {
                throw Failure.usage(Text.quoted(name) + ": there is no such command, so nothing was run");
            }
        }
    }

    private String program(String name) {
        return name.contains("/") ? name : ChildProcess.onPath(name, env).orElse(name);
    }

    @Override
    public ProcessBuilder of(Target target, SessionCredentials credentials) {
        SessionCredentials.AssumedRole role = credentials.assumedRole();
        Map<String, String> change =
                credentials.environmentChange(target.region().orElse(null));
        change.put("AWS_ASSUMED_ROLE", role == null ? null : role.arn());
        change.put("AWS_ASSUMED_PROFILE", target.profile().orElse(null));
        change.put("AWS_ASSUMED_ACCOUNT_NAME", target.name());
        Map<String, String> changed = ChildProcess.environment(env, change);
        List<String> command = placeholders.of(withAccount(target, credentials));
        ProcessBuilder builder =
                ChildProcess.builder(ChildProcess.searchedFor(command, program(command.get(0)), changed), changed);
        return builder.redirectInput(NOTHING);
    }

    private Target withAccount(Target target, SessionCredentials credentials) {
        boolean isKnown = target.account().isPresent() || !placeholders.has("account");
        return isKnown ? target : target.withAccount(accounts.of(target, credentials));
    }
}
