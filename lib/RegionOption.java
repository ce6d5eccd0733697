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
        if (region.isPresent() && !FORM.matcher(region.get()).matches()) {
            throw Failure.usage("--" + option.name() + " " + Text.quoted(region.get())
                    + " is no region; expected a name such as eu-central-1");
        }
        return region;
    }
}
