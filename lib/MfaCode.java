//SOURCES Text.java Failure.java Terminal.java Profiles.java ProfileProgram.java

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The six digits of an MFA device, from the first of these that there is: {@code --token-code}, the program that the
 * profile names as its {@code mfa_process}, the person at the terminal.
 */
final class MfaCode {
    /** What {@code --token-code} says where the code is the first line of stdin. */
    static final String STDIN = "-";

    private static final String PROCESS = "mfa_process";
    private static final Pattern CODE = Pattern.compile("\\d{6}");

    /** Six digits that no other digit is beside, else the last six of a longer number. */
    private static final Pattern LAST_CODE = Pattern.compile("(?s).*(?<!\\d)(\\d{6})(?!\\d)");

    private static final Pattern LAST_DIGITS = Pattern.compile("(?s).*(\\d{6})");
    private static final int MOST_PROMPTS = 3;
    private static final int LONGEST_LINE = 200;

    private final Map<String, String> env;
    private final Profiles profiles;
    private final InputStream stdin;
    private Optional<String> option;
    private Optional<String> instead = Optional.empty();

    /**
     * @param option what {@code --token-code} says; it is for the first device that is met, since STS takes a code once
     * @param stdin which is read no further than the end of its first line, as the rest may be somebody else's
     */
    MfaCode(Map<String, String> env, Profiles profiles, Optional<String> option, InputStream stdin) {
        this.env = env;
        this.profiles = profiles;
        this.option = option;
        this.stdin = stdin;
    }

    /**
     * {@code value}.
     *
     * @throws Failure when it is neither a code nor the sign for stdin; the message begins with {@code label}
     */
    static String requireOption(String label, String value) {
        if (value.equals(STDIN) || CODE.matcher(value).matches()) {
            return value;
        }
        throw Failure.usage(label + " " + Text.quoted(value)
                + " is not right; expected six digits, or - for the first line of stdin");
    }

    /**
     * A code of the device {@code serial}.
     *
     * @param profile for which one is wanted, or null
     * @throws Failure when there is none; the message says what to do
     */
    String get(String profile, String serial) {
        Optional<String> given = option;
        option = Optional.empty();
        if (given.isPresent()) {
            return given.get().equals(STDIN) ? fromStdin(serial) : given.get();
        }
        return profileWith(profiles, profile, serial, PROCESS)
                .map(this::fromProcess)
                .orElseGet(() -> fromTerminal(serial));
    }

    /**
     * Leaves the terminal to COMMAND, which has it: nobody is prompted there.
     *
     * @param instead what the person is to do where a code is wanted all the same
     */
    void leaveTerminal(String instead) {
        this.instead = Optional.of(instead);
    }

    /** Where stdin is for somebody else next: its first line is not for them, even if no code was needed. */
    void passOverStdin() {
        boolean isUnread = option.filter(STDIN::equals).isPresent();
        if (isUnread && !Terminal.is(0)) {
            option = Optional.empty();
            firstLine();
        }
    }

    /**
     * Which profile says {@code setting} of the device {@code serial}: {@code profile} itself, or else the first on the
     * way to the keys that sign for it.
     */
    static Optional<String> profileWith(Profiles profiles, String profile, String serial, String setting) {
        Set<String> seen = new HashSet<>();
        for (String next = profile; next != null && seen.add(next); next = profiles.get(next, "source_profile")) {
            String own = profiles.get(next, "mfa_serial");
            boolean isOfDevice = own == null || own.equals(serial);
            if (isOfDevice && profiles.get(next, setting) != null) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    private String fromStdin(String serial) {
        if (Terminal.is(0) && !Terminal.inForeground()) {
            throw noTerminal(serial); // a read would stop this process for good
        }
        String line = firstLine();
        if (!CODE.matcher(line).matches()) {
            throw Failure.usage("--token-code - takes the first line of stdin, and "
                    + (line.isEmpty() ? "there is nothing in it" : "that is not six digits"));
        }
        return line;
    }

    private String firstLine() {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = stdin.read(); c >= 0 && c != '\n' && line.length() < LONGEST_LINE; c = stdin.read()) {
                line.append((char) c);
            }
        } catch (IOException e) {
            throw Failure.of("stdin, which --token-code - is to read, cannot be read", e);
        }
        return line.toString().strip();
    }

    private String fromProcess(String profile) {
        var program = new ProfileProgram(profiles, profile, PROCESS, " has no MFA code: its mfa_process failed", env);
        String output = new String(program.output(), StandardCharsets.ISO_8859_1);
        for (Pattern digits : new Pattern[] {LAST_CODE, LAST_DIGITS}) {
            Matcher found = digits.matcher(output);
            if (found.lookingAt()) {
                return found.group(1);
            }
        }
        throw program.failure(": it printed " + (output.isBlank() ? "nothing" : "no six digits"));
    }

    private String fromTerminal(String serial) {
        if (instead.isPresent()) {
            throw Failure.of("MFA is wanted (" + serial + "), and COMMAND has the terminal; " + instead.get());
        }
        String question = "MFA code of " + Text.visible(serial) + ": ";
        for (int prompt = 0; prompt < MOST_PROMPTS; prompt++) {
            String code = Terminal.ask((prompt == 0 ? "" : "Six digits, please. ") + question)
                    .orElseThrow(() -> noTerminal(serial))
                    .strip();
            if (CODE.matcher(code).matches()) {
                return code;
            }
        }
        throw Failure.of("an MFA code is six digits, and none of three answers was; try again");
    }

    private static Failure noTerminal(String serial) {
        return Failure.of("MFA is wanted (" + serial
                + "), and there is no terminal to ask for the code on; give it with --token-code 123456,"
                + " or load with: eval \"$(jbang assume@org ...)\"");
    }
}
