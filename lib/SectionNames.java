//SOURCES ConfigFile.java

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which section is whose, as botocore's {@code configloader.build_profile_map} has it. A header that says nothing to the AWS CLI, such
 * as {@code [profile a b]} or {@code [ default ]}, is read as whoever wrote it will have meant it, unless that name is already taken.
 */
final class SectionNames {
    /** What a section may be about. */
    enum Type {
        PROFILE("profile"),
        SSO_SESSION("sso-session"),
        SERVICES("services");

        /** What its header begins with. */
        final String prefix;

        Type(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final String DEFAULT = "default";

    /** A name with blanks around it, or with more after a bracket. */
    private static final Pattern LENIENT =
            Pattern.compile("\\s*(?:(profile|sso-session|services)\\s+)?([^\\]]*?)\\s*(?:\\].*)?");

    private static final Pattern IN_QUOTES = Pattern.compile("([\"'])(.*)\\1");

    private final Map<Type, Map<String, ConfigFile.Section>> exact = maps();
    private final Map<Type, Map<String, ConfigFile.Section>> lenient = maps();

    /** Names that only the AWS CLI would call so. */
    private final Set<String> hidden = new HashSet<>();

    private SectionNames() {}

    private static Map<Type, Map<String, ConfigFile.Section>> maps() {
        Map<Type, Map<String, ConfigFile.Section>> maps = new EnumMap<>(Type.class);
        for (Type type : Type.values()) {
            maps.put(type, new LinkedHashMap<>());
        }
        return maps;
    }

    /** Those of ~/.aws/config: {@code [default]}, and what has the type's word before the name, which is quoted as in a shell. */
    static SectionNames ofConfig(ConfigFile file) {
        SectionNames names = new SectionNames();
        for (ConfigFile.Section section : file.sections()) {
            names.addExact(section);
        }
        return names;
    }

    private void addExact(ConfigFile.Section section) {
        String header = section.header();
        for (Type type : Type.values()) {
            if (header.startsWith(type.prefix)) {
                List<String> words = ConfigFile.words(header).orElse(List.of());
                if (words.size() == 2) {
                    exact.get(type).put(words.get(1), section); // the last one counts, without what the others say
                } else {
                    addLenient(section);
                }
                return;
            }
        }
        if (header.equals(DEFAULT)) {
            exact.get(Type.PROFILE).put(DEFAULT, section);
        } else {
            addLenient(section);
        }
    }

    private void addLenient(ConfigFile.Section section) {
        Matcher header = LENIENT.matcher(section.header());
        if (!header.matches()) {
            return;
        }
        String name = IN_QUOTES.matcher(header.group(2)).replaceFirst("$2");
        for (Type type : Type.values()) {
            if (type.prefix.equals(header.group(1)) && !name.isEmpty()) {
                lenient.get(type).putIfAbsent(name, section);
            }
        }
        if (header.group(1) == null && name.equals(DEFAULT)) {
            lenient.get(Type.PROFILE).putIfAbsent(DEFAULT, section);
        }
    }

    /** Those of ~/.aws/credentials: profiles, whose name is the header. */
    static SectionNames ofCredentials(ConfigFile file) {
        SectionNames names = new SectionNames();
        for (ConfigFile.Section section : file.sections()) {
            String header = section.header();
            names.exact.get(Type.PROFILE).put(header, section);
            Matcher lenient = LENIENT.matcher(header);
            boolean isProfile = lenient.matches() && lenient.group(1) == null;
            String name = isProfile ? IN_QUOTES.matcher(lenient.group(2)).replaceFirst("$2") : header;
            if (!name.isEmpty() && !name.equals(header)) {
                names.lenient.get(Type.PROFILE).putIfAbsent(name, section);
                names.hidden.add(header);
            }
        }
        return names;
    }

    /** The names, but for those that are another's with blanks or quotes around. */
    Collection<String> names(Type type) {
        List<String> names = new ArrayList<>(exact.get(type).keySet());
        names.removeAll(hidden);
        names.addAll(lenient.get(type).keySet());
        return names;
    }

    /** The section of this name. */
    Optional<ConfigFile.Section> get(Type type, String name) {
        ConfigFile.Section section = exact.get(type).get(name);
        return Optional.ofNullable(section == null ? lenient.get(type).get(name) : section);
    }

    /** What the sections that can be read say, by name. */
    Map<String, Map<String, String>> values(Type type) {
        Map<String, Map<String, String>> values = new LinkedHashMap<>();
        for (String name : names(type)) {
            get(type, name)
                    .filter(section -> section.fault().isEmpty())
                    .ifPresent(section -> values.put(name, section.values()));
        }
        return values;
    }
}
