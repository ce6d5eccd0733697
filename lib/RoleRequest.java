//SOURCES Text.java Arguments.java Json.java Profiles.java SessionDuration.java Sha1.java

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request for AssumeRole (AWS STS API Reference, AssumeRole, "Request Parameters"): by options, by a profile, or
 * by both.
 *
 * @param roleArn empty while only options are known, and these name no role
 */
record RoleRequest(Optional<String> roleArn, Session session, Conditions conditions, Restriction restriction) {

    /**
     * How the session is to be.
     *
     * @param name empty when nobody chose one
     */
    record Session(
            Optional<String> name,
            Optional<Integer> durationSeconds,
            Optional<String> sourceIdentity,
            List<Tag> tags,
            List<String> transitiveTagKeys) {
        static final Session DEFAULT =
                new Session(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of());

        boolean isDefault() {
            return name.isEmpty() && durationSeconds.isEmpty() && !isIdentified();
        }

        /** Whether it says who is behind it, or what that is tagged with. */
        boolean isIdentified() {
            return sourceIdentity.isPresent() || !tags.isEmpty() || !transitiveTagKeys.isEmpty();
        }
    }

    /** What the role's trust policy may want to see. */
    record Conditions(Optional<String> externalId, Optional<String> serialNumber) {
        static final Conditions NONE = new Conditions(Optional.empty(), Optional.empty());

        boolean isEmpty() {
            return externalId.isEmpty() && serialNumber.isEmpty();
        }
    }

    /**
     * What narrows the session down.
     *
     * @param policy JSON
     */
    record Restriction(Optional<String> policy, List<String> policyArns) {
        static final Restriction NONE = new Restriction(Optional.empty(), List.of());

        boolean isEmpty() {
            return policy.isEmpty() && policyArns.isEmpty();
        }
    }

    /** A session tag. */
    record Tag(String key, String value) {}

    /** A request that leaves everything to the profile. */
    static final RoleRequest NONE =
            new RoleRequest(Optional.empty(), Session.DEFAULT, Conditions.NONE, Restriction.NONE);

    /** A role's name, with its path if it has one (IAM User Guide, "IAM identifiers"). */
    static final String ROLE_NAME = "(?:[!-~]+/)?[\\w+=,.@-]{1,64}";

    /** AWS's twelve digits; Ceph's tenant, which may be none (Ceph Object Gateway, "Role"). */
    private static final String ACCOUNT = "(?:\\d{12}|\\d*[A-Za-z_][\\w-]*)?";

    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]*:iam::" + ACCOUNT + ":role/" + ROLE_NAME);
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern SOURCE_IDENTITY = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final String WEB_IDENTITY = "web_identity_token_file";

    /** Whether nothing at all is requested beyond what a profile says. */
    boolean isEmpty() {
        return roleArn.isEmpty() && session.isDefault() && conditions.isEmpty() && restriction.isEmpty();
    }

    /** Whether all of it can be said of a user's session, too (AWS STS API Reference, GetSessionToken). */
    boolean isForUser() {
        return roleArn.isEmpty()
                && session.name().isEmpty()
                && !session.isIdentified()
                && conditions.externalId().isEmpty()
                && restriction.isEmpty();
    }

    /** Whether it has what AssumeRoleWithWebIdentity has no parameter for (AWS STS API Reference). */
    boolean hasMoreThanWebIdentityTakes() {
        return session.isIdentified() || !conditions.isEmpty();
    }

    /**
     * {@code arn}.
     *
     * @throws Failure when it cannot be a role's; the message begins with {@code label}
     */
    static String requireRoleArn(String label, String arn) {
        Arguments.requireMatch(label, arn, ROLE_ARN, "arn:aws:iam::123456789123:role/NAME");
        return arn;
    }

    /**
     * {@code name}.
     *
     * @throws Failure when STS would not take it as a RoleSessionName
     */
    static String requireSessionName(String label, String name) {
        Arguments.requireMatch(label, name, SESSION_NAME, "2 to 64 letters, digits and _+=,.@-");
        return name;
    }

    /**
     * {@code identity}.
     *
     * @throws Failure when STS would not take it as a SourceIdentity
     */
    static String requireSourceIdentity(String label, String identity) {
        Arguments.requireMatch(label, identity, SOURCE_IDENTITY, "2 to 64 letters, digits and _+=,.@-");
        return identity;
    }

    /**
     * The tag that {@code KEY=VALUE} is.
     *
     * @throws Failure when it is none
     */
    static Tag requireTag(String label, String given) {
        int equals = given.indexOf('=');
        if (equals < 1) {
            throw Failure.usage(label + " " + Text.quoted(given) + " is not KEY=VALUE");
        }
        return new Tag(
                given.substring(0, equals).strip(), given.substring(equals + 1).strip());
    }

    /**
     * This request, and what it leaves open as {@code profile} has it (AWS SDKs and Tools Reference Guide, "Assume role
     * credential provider").
     *
     * @throws Failure when the profile says something that STS would not take; the message names the file
     */
    RoleRequest completedFrom(Profiles profiles, String profile) {
        String place = " of profile " + profile + " in " + profiles.configFile();
        try {
            return new RoleRequest(
                    roleArn.or(() ->
                            setting(profiles, profile, "role_arn").map(arn -> requireRoleArn("role_arn" + place, arn))),
                    sessionFrom(profiles, profile, place),
                    conditionsFrom(profiles, profile),
                    restriction);
        } catch (Failure wrongProfile) {
            throw Failure.of(wrongProfile.getMessage()); // the arguments were right
        }
    }

    private Session sessionFrom(Profiles profiles, String profile, String place) {
        Optional<String> name = setting(profiles, profile, "role_session_name")
                .map(value -> requireSessionName("role_session_name" + place, value));
        // The AWS CLI passes over what is no number, and sends none for a web identity.
        boolean isWebIdentity = setting(profiles, profile, WEB_IDENTITY).isPresent();
        Optional<Integer> seconds = setting(profiles, profile, "duration_seconds")
                .filter(value -> SessionDuration.isNumber(value) && !isWebIdentity)
                .map(value -> SessionDuration.requireSeconds("duration_seconds" + place, value));
        Session named = new Session(
                session.name().or(() -> name),
                session.durationSeconds().or(() -> seconds),
                session.sourceIdentity(),
                session.tags(),
                session.transitiveTagKeys());
        return isWebIdentity ? named : identified(named, profiles, profile, place);
    }

    /** Where the source identity and the tags are left open, what aws-vault's settings of {@code profile} say. */
    private static Session identified(Session session, Profiles profiles, String profile, String place) {
        List<Tag> tags = session.tags().isEmpty()
                ? list(profiles, profile, "session_tags").stream()
                        .map(tag -> requireTag("session_tags" + place + ":", tag))
                        .toList()
                : session.tags();
        // Of the tags that options have replaced, none can be transitive.
        List<String> transitive = session.transitiveTagKeys().isEmpty()
                ? list(profiles, profile, "transitive_session_tags").stream()
                        .filter(key -> session.tags().isEmpty() || hasTag(session, key))
                        .toList()
                : session.transitiveTagKeys();
        return new Session(
                session.name(),
                session.durationSeconds(),
                session.sourceIdentity()
                        .or(() -> setting(profiles, profile, "source_identity")
                                .map(identity -> requireSourceIdentity("source_identity" + place, identity))),
                tags,
                transitive);
    }

    /** A tag's key is the same in capitals and small letters (IAM User Guide, "Pass session tags in AWS STS"). */
    private static boolean hasTag(Session session, String key) {
        return session.tags().stream().anyMatch(tag -> tag.key().equalsIgnoreCase(key));
    }

    /** What stands between the commas, without the blanks around it. */
    private static List<String> list(Profiles profiles, String profile, String key) {
        return setting(profiles, profile, key).stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private Conditions conditionsFrom(Profiles profiles, String profile) {
        return new Conditions(
                conditions.externalId().or(() -> setting(profiles, profile, "external_id")),
                conditions.serialNumber().or(() -> setting(profiles, profile, "mfa_serial")));
    }

    private static Optional<String> setting(Profiles profiles, String profile, String key) {
        return Optional.ofNullable(profiles.get(profile, key));
    }

    /**
     * The RoleSessionName for the call: the one that was chosen, else the user's name made legal.
     *
     * @param env of which AWS_ROLE_SESSION_NAME, USER and LOGNAME count, in this order
     */
    String sessionName(Map<String, String> env) {
        return session.name().orElseGet(() -> defaultSessionName(env));
    }

    /** The session name of somebody who chose none. */
    static String defaultSessionName(Map<String, String> env) {
        String user = Text.first(
                env.get("AWS_ROLE_SESSION_NAME"),
                env.get("USER"),
                env.get("LOGNAME"),
                System.getProperty("user.name"),
                "user");
        String legal = user.replaceAll("[^\\w+=,.@-]", "-");
        return legal.length() < 2 ? legal + "-session" : legal.substring(0, Math.min(64, legal.length()));
    }

    /**
     * The name under which the AWS CLI caches the answer: the SHA-1 of the parameters as botocore's {@code
     * _create_cache_key} writes them, in the order of their names. Where botocore would never make the request, two
     * fields more tell apart what it need not.
     *
     * @param source who signs, where that is not the profile's own source
     * @param endpoint the STS that was named by an option
     */
    String cacheKey(Optional<String> source, Optional<String> endpoint) {
        JrsObject parameters = Json.object()
                .with("DurationSeconds", session.durationSeconds().orElse(null))
                .with("EndpointUrl", endpoint.orElse(null))
                .with("ExternalId", conditions.externalId().orElse(null))
                .with(
                        "Policy",
                        restriction.policy().map(RoleRequest::sortedPolicy).orElse(null))
                .with(
                        "PolicyArns",
                        restriction.policyArns().stream()
                                .map(RoleRequest::policyArn)
                                .toList())
                .with("RoleArn", roleArn.orElse(null))
                .with("RoleSessionName", session.name().orElse(null))
                .with("SerialNumber", conditions.serialNumber().orElse(null))
                .with("Source", source.orElse(null))
                .with("SourceIdentity", session.sourceIdentity().orElse(null))
                .with("Tags", session.tags().stream().map(RoleRequest::tag).toList())
                .with(
                        "TransitiveTagKeys",
                        session.transitiveTagKeys().stream().map(JrsString::new).toList())
                .build();
        return Sha1.hex(Json.line(parameters));
    }

    private static JrsObject policyArn(String arn) {
        return Json.object().with("arn", arn).build();
    }

    private static JrsObject tag(Tag tag) {
        return Json.object().with("Key", tag.key()).with("Value", tag.value()).build();
    }

    /**
     * {@code policy}.
     *
     * @throws Failure when it is no JSON object
     */
    static String requirePolicy(String policy) {
        sortedPolicy(policy);
        return policy;
    }

    /** In the order of the names, so that white space and order make no difference. */
    private static JrsValue sortedPolicy(String policy) {
        try {
            return sorted(Json.readObject(policy.getBytes(StandardCharsets.UTF_8), "a policy"));
        } catch (Failure ignored) {
            // Its words are for JSON that a command printed.
            throw Failure.usage(
                    "--policy is not a JSON object; expected {\"Version\": \"2012-10-17\", \"Statement\": [...]}, or"
                            + " file://PATH of it");
        }
    }

    private static JrsValue sorted(JrsValue value) {
        if (value instanceof JrsObject object) {
            Map<String, JrsValue> sorted = new TreeMap<>();
            object.fields().forEachRemaining(field -> sorted.put(field.getKey(), sorted(field.getValue())));
            return new JrsObject(sorted);
        }
        if (value instanceof JrsArray array) {
            List<JrsValue> sorted = new ArrayList<>();
            array.elements().forEachRemaining(element -> sorted.add(sorted(element)));
            return new JrsArray(sorted);
        }
        return value;
    }
}
