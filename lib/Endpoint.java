//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:regions
//SOURCES Text.java RegionOption.java Profiles.java

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where a service is called: in which region, and at which address.
 *
 * @param url what an option, a variable or the profile names; empty for the service's own address in that region
 */
record Endpoint(String region, Optional<URI> url, boolean isFips, boolean isDualStack) {
    /** Where the AWS CLI asks when no region is known: sts.amazonaws.com, signed for us-east-1. */
    static final String GLOBAL = "aws-global";

    /** What a region is called for FIPS in older tools, and the AWS CLI still understands. */
    private static final Pattern FIPS_REGION = Pattern.compile("^fips-(.+)$|^(.+)-fips$");

    private static final String REGION_OF_GLOBAL = "us-east-1";
    private static final URI GLOBAL_STS = URI.create("https://sts.amazonaws.com");

    /**
     * Where sts_regional_endpoints = legacy means the same (AWS SDKs and Tools Reference Guide, "AWS STS Regional
     * endpoints").
     */
    private static final Set<String> LEGACY_REGIONS = Set.of(
            "ap-northeast-1",
            "ap-south-1",
            "ap-southeast-1",
            "ap-southeast-2",
            "aws-global",
            "ca-central-1",
            "eu-central-1",
            "eu-north-1",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2");

    /** The regions of AWS's own partition. The SDK knows those of all partitions, but takes 40 ms to say even these. */
    private static final Pattern COMMERCIAL = Pattern.compile("(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\\d+");

    /**
     * Where {@code service} is called for {@code profile} (AWS SDKs and Tools Reference Guide, "AWS Region" and
     * "Service-specific endpoints").
     *
     * @param profile whose settings count, or null for those of [default]
     * @param service as a services section spells it, such as sts or sso_oidc
     * @param region what {@code --region} says
     * @param url what {@code --endpoint-url} says, checked
     * @throws Failure when the region cannot be one, or the address is none
     */
    static Endpoint of(
            Map<String, String> env,
            Profiles profiles,
            String profile,
            String service,
            Optional<String> region,
            Optional<String> url) {
        String settings = Text.first(profile, "default");
        String named = region(region, env, profiles.get(settings, "region"));
        String own = FIPS_REGION.matcher(named).replaceFirst("$1$2");
        boolean isLegacy = service.equals("sts")
                && "legacy"
                        .equalsIgnoreCase(Text.first(
                                env.get("AWS_STS_REGIONAL_ENDPOINTS"),
                                profiles.get(settings, "sts_regional_endpoints")));
        Optional<URI> address =
                url.or(() -> configured(env, profiles, settings, service)).map(Endpoint::parseConfigured);
        boolean isFips = !own.equals(named)
                || isTrue(env.get("AWS_USE_FIPS_ENDPOINT"), profiles.get(settings, "use_fips_endpoint"));
        boolean isDualStack =
                isTrue(env.get("AWS_USE_DUALSTACK_ENDPOINT"), profiles.get(settings, "use_dualstack_endpoint"));
        // Of the global STS there is neither kind.
        boolean isPlain = !isFips && !isDualStack;
        boolean isGlobal = own.equals(GLOBAL) || (isLegacy && isPlain && LEGACY_REGIONS.contains(own));
        if (address.isEmpty() && isGlobal && isPlain && service.equals("sts")) {
            address = Optional.of(GLOBAL_STS);
        }
        // An address that is named is called as it is.
        boolean isOwnAddress = address.isEmpty();
        return new Endpoint(
                isGlobal ? REGION_OF_GLOBAL : own, address, isFips && isOwnAddress, isDualStack && isOwnAddress);
    }

    /**
     * The region that counts: the requested one, else the environment's, else the profile's.
     *
     * @throws Failure when it cannot be one
     */
    static String region(Optional<String> requested, Map<String, String> env, String profileRegion) {
        String region = requested.orElseGet(
                () -> Text.first(env.get("AWS_REGION"), env.get("AWS_DEFAULT_REGION"), profileRegion, GLOBAL));
        if (RegionOption.FORM.matcher(region).matches()) {
            return region;
        }
        throw Failure.of("the region " + Text.quoted(region)
                + " of AWS_REGION, AWS_DEFAULT_REGION or the profile is none; expected a name such as eu-central-1");
    }

    /** Whose credentials are good here: those of the partition, or of the address where somebody has named one. */
    String place() {
        return url.filter(named -> !named.equals(GLOBAL_STS)).map(URI::toString).orElseGet(() -> partition(region));
    }

    /** The partition a region is in: aws, aws-cn, aws-us-gov ... */
    static String partition(String region) {
        if (region.equals(GLOBAL) || COMMERCIAL.matcher(region).matches()) {
            return "aws";
        }
        return PartitionMetadata.of(Region.of(region)).id();
    }

    private static Optional<String> configured(
            Map<String, String> env, Profiles profiles, String profile, String service) {
        boolean isIgnored = isTrue(
                env.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
                profiles.get(profile, "ignore_configured_endpoint_urls"));
        if (isIgnored) {
            return Optional.empty();
        }
        String variable = Text.first(
                env.get("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT)), env.get("AWS_ENDPOINT_URL"));
        if (variable != null) {
            return Optional.of(variable); // a services section that is missing matters to nobody then
        }
        return Optional.ofNullable(Text.first(
                profiles.serviceSetting(profile, service, "endpoint_url"), profiles.get(profile, "endpoint_url")));
    }

    /** The variable decides where it is set, even to nothing. */
    private static boolean isTrue(String variable, String setting) {
        return "true".equalsIgnoreCase(variable == null ? setting : variable);
    }

    /** What a variable or the profile names. */
    private static URI parseConfigured(String address) {
        try {
            URI uri = new URI(address.strip());
            if (String.valueOf(uri.getScheme()).matches("(?i)https?") && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException ignored) {
            // It quotes the address, which is said below.
        }
        throw Failure.of("the endpoint " + Text.quoted(address) + " that AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_... or the"
                + " profile names is no http:// or https:// address");
    }

    /**
     * {@code address} as a URI: a scheme, a host, perhaps a port and a path, and no more, which the SDK would leave out
     * or stumble over.
     *
     * @throws Failure when it is something else; the message begins with {@code label}
     */
    static URI parse(String label, String address) {
        try {
            URI uri = new URI(address);
            boolean isBase = String.valueOf(uri.getScheme()).matches("https?")
                    && uri.getHost() != null
                    && uri.getPort() < 65_536
                    && uri.getQuery() == null
                    && uri.getUserInfo() == null;
            if (isBase) {
                return uri;
            }
        } catch (URISyntaxException ignored) {
            // It quotes the address, which is said below.
        }
        throw Failure.usage(label + " " + Text.quoted(address)
                + " is not the address of a service; expected http:// or https://, a host, and perhaps a port"
                + " and a path");
    }
}
