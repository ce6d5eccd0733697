//SOURCES Command.java CredentialsJson.java

import java.util.List;
import java.util.Map;

/**
 * What {@code --format} says where credentials are printed: the code of a shell, or one of two JSON documents.
 *
 * @param shell {@link Shell#NONE} for JSON
 */
record CredentialFormat(String name, Shell shell) {
    static final CommandOption OPTION = CommandOption.of("format", "NAME", """
        env (default), fish, csh, elvish, powershell, windows-cmd, nushell, env-no-export,
        json (what 'aws sts assume-role' prints), process (for credential_process)\
        """);

    /** The formats that are JSON; every other format is a row of {@link Shell}. */
    static final List<String> JSON_NAMES = List.of("json", "process");

    /**
     * What {@code --format} asks for.
     *
     * @throws Failure when there is no format of that name
     */
    static CredentialFormat of(Arguments arguments) {
        String name = arguments.value(OPTION).orElse(Shell.ENV.format);
        if (JSON_NAMES.contains(name)) {
            return new CredentialFormat(name, Shell.NONE);
        }
        Shell shell = Shell.find(name)
                .orElseThrow(() -> Failure.usage("--format " + Text.quoted(name) + " is none of " + Shell.formats()
                        + ", " + String.join(", ", JSON_NAMES)));
        return new CredentialFormat(name, shell);
    }

    /**
     * {@code credentials} as JSON, or {@code change} as a shell's code.
     *
     * @throws Failure when the format cannot carry a value
     */
    String render(SessionCredentials credentials, Map<String, String> change) {
        return switch (name) {
            case "json" -> CredentialsJson.write(credentials);
            case "process" -> CredentialsJson.writeProcess(credentials);
            default -> shell.render(change);
        };
    }
}
