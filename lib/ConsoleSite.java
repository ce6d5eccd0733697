//SOURCES Text.java Failure.java ConsoleService.java

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a partition has its console, and where one signs in to it (AWS General Reference, "AWS Sign-In endpoints" and
 * "AWS Management Console endpoints").
 */
enum ConsoleSite {
    AWS("aws", "aws.amazon.com", "us-east-1", true),
    CHINA("aws-cn", "amazonaws.cn", "cn-north-1", true),
    /** AWS's own toolkits say that its sign-in takes no POST yet, so here the credentials are in the query. */
    GOVCLOUD("aws-us-gov", "amazonaws-us-gov.com", "us-gov-west-1", false),
    /** It has no address beyond those of its regions. */
    EUROPE("aws-eusc", "amazonaws-eusc.eu", "", false);

    private static final String REGION_OF_EUROPE = "eusc-de-east-1";

    /** What comes after the host may be anything but what would end the address or the line. */
    private static final Pattern PAGE = Pattern.compile("https://([A-Za-z0-9.-]+)(?::443)?(?:[/?#][!-~]*)?");

    /** As an ARN spells it. */
    final String partition;

    private final String domain;

    /** The region whose sign-in has no region in its name. */
    private final String home;

    /** Whether the credentials may be in the body of the request for a token. */
    final boolean takesPost;

    ConsoleSite(String partition, String domain, String home, boolean takesPost) {
        this.partition = partition;
        this.domain = domain;
        this.home = home;
        this.takesPost = takesPost;
    }

    /** @throws Failure when {@code partition} has no console that is known here */
    static ConsoleSite of(String partition) {
        String known = Arrays.stream(values()).map(site -> site.partition).collect(Collectors.joining(", "));
        return Arrays.stream(values())
                .filter(site -> site.partition.equals(partition))
                .findFirst()
                .orElseThrow(() -> Failure.of("the console of partition " + Text.quoted(partition)
                        + " is not known here; known are those of " + known));
    }

    /** Where one signs in: in the region, or where the partition has its common sign-in. */
    URI signin(Optional<String> region) {
        String own = this == EUROPE ? region.orElse(REGION_OF_EUROPE) : region.orElse(home);
        return URI.create("https://" + (own.equals(home) ? "" : own + ".") + "signin." + domain);
    }

    /** The page of {@code service}, or of the whole console, in {@code region}, or in the one last seen there. */
    String page(Optional<String> service, Optional<String> region) {
        String path = service.map(ConsoleService::path).orElse("console");
        String host = region.map(name -> name + ".").orElse("") + "console." + domain;
        return "https://" + host + "/" + path + "/home"
                + region.map(name -> "?region=" + name).orElse("");
    }

    /**
     * {@code url}, if it is a page of this partition's AWS.
     *
     * @throws Failure when it leads elsewhere
     */
    String requirePage(String url) {
        if (isPage(url)) {
            return url;
        }
        throw Failure.usage("--destination " + Text.quoted(url) + " is no page of the console of partition " + partition
                + "; expected https://console." + domain + "/... with what is not ASCII percent-encoded");
    }

    /** The same for a partition that is not known yet. */
    static void requireSomePage(String url) {
        if (Arrays.stream(values()).noneMatch(site -> site.isPage(url))) {
            AWS.requirePage(url);
        }
    }

    private boolean isPage(String url) {
        Matcher page = PAGE.matcher(url);
        return page.matches() && page.group(1).toLowerCase(Locale.ROOT).endsWith("." + domain);
    }
}
