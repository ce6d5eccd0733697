//SOURCES ../lib/Json.java StsRule.java Caller.java Refusal.java

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a call's parameters may be (AWS STS API reference), and how STS refuses those that may not. */
final class StsRules {
    private static final String WORD = "[\\w+=,.@-]*";
    private static final String UNICODE =
            "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+";
    private static final String TAG = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
    private static final StsRule SERIAL = new StsRule("SerialNumber", false, 9, 256, "[\\w+=/:,.@-]*");
    private static final StsRule CODE = new StsRule("TokenCode", false, 6, 6, "[\\d]*");
    static final List<StsRule> GET_SESSION_TOKEN =
            List.of(StsRule.number("DurationSeconds", 900, 129600), SERIAL, CODE);
    private static final List<StsRule> SESSION = List.of(
            new StsRule("RoleArn", true, 20, 2048, UNICODE),
            new StsRule("RoleSessionName", true, 2, 64, WORD),
            StsRule.number("DurationSeconds", 900, 43200),
            new StsRule("Policy", false, 1, 2048, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
            new StsRule("PolicyArns.member.N.arn", true, 20, 2048, UNICODE));
    static final List<StsRule> ASSUME_ROLE_WITH_WEB_IDENTITY =
            and(SESSION, new StsRule("WebIdentityToken", true, 4, 20000, "[\\u0000-\\uFFFF]*"));
    static final List<StsRule> ASSUME_ROLE = and(
            SESSION,
            new StsRule("ExternalId", false, 2, 1224, "[\\w+=,.@:\\/-]*"),
            SERIAL,
            CODE,
            new StsRule("SourceIdentity", false, 2, 64, WORD),
            new StsRule("Tags.member.N.Key", true, 1, 128, TAG + "+"),
            new StsRule("Tags.member.N.Value", true, 0, 256, TAG + "*"),
            new StsRule("TransitiveTagKeys.member.N", true, 1, 128, TAG + "+"));
    private static final Map<String, Integer> LONGEST_LIST =
            Map.of("PolicyArns", 10, "Tags", 50, "TransitiveTagKeys", 50);

    private StsRules() {}

    private static List<StsRule> and(List<StsRule> rules, StsRule... more) {
        return Stream.concat(rules.stream(), Stream.of(more)).toList();
    }

    /** Refuses a call whose parameters break a rule, in AWS's words, all of them in one message. */
    static void check(List<StsRule> rules, Map<String, String> parameters) {
        var broken = new ArrayList<String>();
        for (var rule : rules) {
            for (var name : names(rule.name(), parameters)) {
                broken.addAll(broken(rule, name, parameters.get(name)));
            }
        }
        LONGEST_LIST.forEach((list, longest) -> {
            if (members(list, parameters).size() > longest) {
                broken.add("Value at '" + spelled(list) + "' failed to satisfy constraint: Member must have length"
                        + " less than or equal to " + longest);
            }
        });
        if (!broken.isEmpty()) {
            var count = broken.size() == 1 ? "1 validation error" : broken.size() + " validation errors";
            throw invalid(count + " detected: " + String.join("; ", broken));
        }
        checkPolicy(parameters);
    }

    /** What is wrong with one parameter, as AWS says it. */
    private static List<String> broken(StsRule rule, String name, String value) {
        var member = "Value " + (value == null ? "null" : "'" + value + "'") + " at '" + spelled(name)
                + "' failed to satisfy constraint: Member must ";
        if (value == null) {
            return rule.required() ? List.of(member + "not be null") : List.of();
        }
        boolean number = rule.isNumber();
        if (number && !value.matches("-?\\d{1,9}")) {
            throw new Refusal(400, "MalformedInput", "'" + value + "' at '" + spelled(name) + "' is not an integer");
        }
        int size = number ? Integer.parseInt(value) : value.codePointCount(0, value.length());
        var broken = new ArrayList<String>();
        if (!value.matches(rule.pattern())) {
            broken.add(member + "satisfy regular expression pattern: " + rule.pattern());
        }
        var measure = number ? "have value " : "have length ";
        if (size < rule.min()) {
            broken.add(member + measure + "greater than or equal to " + rule.min());
        }
        if (size > rule.max()) {
            broken.add(member + measure + "less than or equal to " + rule.max());
        }
        return broken;
    }

    /** The parameters that a name stands for: itself, or one for each member of its list that the call has. */
    private static List<String> names(String name, Map<String, String> parameters) {
        int list = name.indexOf(".member.N");
        if (list < 0) {
            return List.of(name);
        }
        return members(name.substring(0, list), parameters).stream()
                .map(n -> name.replace(".N", "." + n))
                .toList();
    }

    private static Set<String> members(String list, Map<String, String> parameters) {
        return parameters.keySet().stream()
                .filter(name -> name.matches(list + "\\.member\\.\\d+(\\..*)?"))
                .map(name -> name.split("\\.")[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A parameter's name as AWS's messages have it: Tags.member.1.Key is tags.1.member.key there. */
    private static String spelled(String name) {
        return Stream.of(name.replaceAll("\\.member\\.([^.]*)", ".$1.member").split("\\."))
                .map(part -> part.substring(0, 1).toLowerCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining("."));
    }

    /**
     * Refuses session tags that may not be.
     *
     * @return the keys of those that are handed on along a chain of roles, the caller's own among them
     */
    static Set<String> transitiveTagKeys(Caller caller, Map<String, String> parameters) {
        var keys = lowerCase("Tags.member.N.Key", parameters);
        var transitive = new TreeSet<>(lowerCase("TransitiveTagKeys.member.N", parameters));
        if (Set.copyOf(keys).size() < keys.size()) {
            throw invalidValue("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
        if (keys.stream().anyMatch(key -> key.startsWith("aws:"))) {
            throw invalid("Tag keys that begin with aws: are reserved for AWS");
        }
        if (!Collections.disjoint(keys, caller.transitiveTagKeys())) {
            throw invalidValue(
                    "One of the specified transitive tag keys can't be set because it conflicts with a transitive"
                            + " tag key from the calling session.");
        }
        if (!keys.containsAll(transitive)) {
            throw invalidValue("The specified transitive tag key must be included in the requested tags.");
        }
        transitive.addAll(caller.transitiveTagKeys());
        return transitive;
    }

    private static List<String> lowerCase(String member, Map<String, String> parameters) {
        return names(member, parameters).stream()
                .map(name -> parameters.get(name).toLowerCase(Locale.ROOT))
                .toList();
    }

    private static void checkPolicy(Map<String, String> parameters) {
        if (!isJsonObject(parameters.getOrDefault("Policy", "{}"))) {
            throw new Refusal(400, "MalformedPolicyDocument", "Syntax errors in policy.");
        }
        int packed = packedPolicySize(parameters);
        if (packed > 100) {
            throw new Refusal(
                    400,
                    "PackedPolicyTooLarge",
                    "Packed policy consumes " + packed + "% of allotted space, please use smaller policy.");
        }
    }

    /** Whether a policy is JSON at all; nobody here reads what it allows. */
    static boolean isJsonObject(String text) {
        try {
            Json.readObject(text.getBytes(UTF_8), "a policy");
            return true;
        } catch (Failure ignored) {
            // It says what is wrong; AWS does not.
            return false;
        }
    }

    /** The percentage of the 2,048 characters that policies may take together. AWS compresses them; this does not. */
    static int packedPolicySize(Map<String, String> parameters) {
        int length = parameters.entrySet().stream()
                .filter(entry -> entry.getKey().matches("Policy|PolicyArns\\..*"))
                .mapToInt(entry -> entry.getValue().length())
                .sum();
        return (length * 100 + 2047) / 2048;
    }

    private static Refusal invalidValue(String message) {
        return new Refusal(400, "InvalidParameterValue", message);
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "ValidationError", message);
    }
}
