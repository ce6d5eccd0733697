//SOURCES Arguments.java

import java.util.Optional;
import java.util.regex.Pattern;

/** The option {@code --region}, whatever a command does with it. */
final class RegionOption {
    static final String NAME = "region";

    /** A part of a host name, as botocore wants it. */
    static final Pattern FORM = Pattern.compile("[a-zA-Z0-9-]{1,63}");

    private RegionOption() {}

    /**
     * The value of {@code option}.
     *
     * @throws Failure when it cannot be a region
     */
    static Optional<String> value(Arguments arguments, CommandOption option) {
        Optional<String> region = arguments.value(option);
        region.ifPresent(name -> require("--" + option.name(), name));
        return region;
    }

    /** @throws Failure when {@code region} cannot be one; the message begins with {@code label} */
    static void require(String label, String region) {
        if (!FORM.matcher(region).matches()) {
            throw Failure.usage(
                    label + " " + Text.quoted(region) + " is no region; expected a name such as eu-central-1");
        }
    }
}
