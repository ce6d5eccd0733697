//SOURCES Failure.java Text.java Sha1.java SsoRoles.java

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the profiles of roles are called, by a template: legal in a config file and in a shell, and distinct, the same
 * way each time, in whichever order the roles are listed.
 */
final class ProfileNames {
    static final String DEFAULT_TEMPLATE = "{account_name}.{role_name}";

    /** What a template may say. */
    enum Field {
        ACCOUNT_NAME(role -> Text.first(clean(role.accountName()), role.accountId())),
        ACCOUNT_ID(SsoRoles.AccountRole::accountId),
        ACCOUNT_EMAIL(role -> clean(role.accountEmail())),
        ROLE_NAME(role -> clean(role.roleName()));

        private final Function<SsoRoles.AccountRole, String> value;

        Field(Function<SsoRoles.AccountRole, String> value) {
            this.value = value;
        }

        String label() {
            return "{" + name().toLowerCase(java.util.Locale.ROOT) + "}";
        }

        /** The one that is written like this, in braces. */
        static Optional<Field> find(String label) {
            return Stream.of(values())
                    .filter(field -> field.label().equals(label))
                    .findFirst();
        }
    }

    private static final Pattern FIELD = Pattern.compile("\\{[^{}]*}");
    private static final Pattern ILLEGAL = Pattern.compile("[^A-Za-z0-9_.@+=,-]+");

    /** What only a template may put between the fields, beyond that. */
    private static final Pattern ILLEGAL_IN_TEMPLATE = Pattern.compile("[^A-Za-z0-9_.@+=,:/-]+");

    /** What is left of a letter when its accents are taken off. */
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    /** To the AWS CLI, {@code [profile default]} and {@code [default]} are one. */
    private static final String RESERVED = "default";

    private static final int DIGEST = 8;
    private static final int MOST_SUFFIXES = 3;

    private final String template;

    private ProfileNames(String template) {
        this.template = template;
    }

    /** @throws Failure when the template says something else than {@link Field}s in braces */
    static ProfileNames of(String template) {
        String fields = Stream.of(Field.values()).map(Field::label).collect(Collectors.joining(", "));
        Matcher field = FIELD.matcher(template);
        while (field.find()) {
            if (Field.find(field.group()).isEmpty()) {
                throw Failure.usage("--name has " + Text.quoted(field.group()) + ", which is none of " + fields);
            }
        }
        String rest = field.replaceAll("");
        if (rest.length() == template.length() || rest.matches("(?s).*[{}].*")) {
            throw Failure.usage("--name " + Text.quoted(template) + " is not right; expected some of " + fields);
        }
        return new ProfileNames(template);
    }

    /** The name of each; where several would be of one name, each gets its account's ID at the end, and so on. */
    Map<SsoRoles.AccountRole, String> of(Collection<SsoRoles.AccountRole> roles) {
        Map<SsoRoles.AccountRole, Integer> suffixes = new HashMap<>();
        while (true) {
            Map<String, List<SsoRoles.AccountRole>> byName = roles.stream()
                    .distinct()
                    .collect(Collectors.groupingBy(role -> name(role, suffixes.getOrDefault(role, 0))));
            List<SsoRoles.AccountRole> ambiguous = byName.entrySet().stream()
                    .filter(same -> same.getValue().size() > 1 || same.getKey().equals(RESERVED))
                    .flatMap(same -> same.getValue().stream())
                    .filter(role -> suffixes.getOrDefault(role, 0) < MOST_SUFFIXES)
                    .toList();
            if (ambiguous.isEmpty()) {
                return byName.entrySet().stream()
                        .collect(Collectors.toMap(same -> same.getValue().get(0), Map.Entry::getKey));
            }
            ambiguous.forEach(role -> suffixes.merge(role, 1, Integer::sum));
        }
    }

    private String name(SsoRoles.AccountRole role, int suffixes) {
        List<String> all = List.of(
                role.accountId(),
                clean(role.roleName()),
                Sha1.hex(role.accountId() + "/" + role.roleName()).substring(0, DIGEST));
        return Stream.concat(Stream.of(name(role)), all.stream().limit(suffixes))
                .collect(Collectors.joining("-"));
    }

    private String name(SsoRoles.AccountRole role) {
        Matcher field = FIELD.matcher(template);
        StringBuilder name = new StringBuilder();
        int end = 0;
        while (field.find()) {
            name.append(template, end, field.start());
            name.append(Field.find(field.group()).orElseThrow().value.apply(role));
            end = field.end();
        }
        name.append(template.substring(end));
        // Who types it does not want it to be taken for an option.
        String legal = ILLEGAL_IN_TEMPLATE.matcher(name).replaceAll("-").replaceFirst("^-+", "");
        return Text.first(legal, role.accountId());
    }

    /** What a part of a name may be: letters of English, digits, and signs that no shell and no config file minds. */
    static String clean(String text) {
        String plain = ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("");
        return ILLEGAL.matcher(plain).replaceAll("-").replaceAll("^-+|-+$", "");
    }
}
