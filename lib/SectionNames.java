//SOURCES Failure.java ShellWords.java ConfigFile.java

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which section is whose, as botocore's {@code configloader.build_profile_map} has it. A header that says nothing to
 * the AWS CLI, such as {@code [profile a b]} or {@code [ default ]}, is read as whoever wrote it will have meant it,
 * unless that name is already taken.
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

    private static final List<Type> TYPES = List.of(Type.values());
    private static final String DEFAULT = "default";

    private final ConfigFile file;

    /** What comes before a profile's name in a header, where that is all there is to it. */
    private final String plainPrefix;

    // Of all other headers:
    private final Map<Type, Map<String, ConfigSection>> exact = maps();
    private final Map<Type, Map<String, ConfigSection>> lenient = maps();

    /** Names that only the AWS CLI would call so. */
    private final Set<String> hidden = new HashSet<>();

    private SectionNames(ConfigFile file, String plainPrefix) {
        this.file = file;
        this.plainPrefix = plainPrefix;
    }

    private static Map<Type, Map<String, ConfigSection>> maps() {
        Map<Type, Map<String, ConfigSection>> maps = new EnumMap<>(Type.class);
        for (Type type : Type.values()) {
            maps.put(type, new LinkedHashMap<>());
        }
        return maps;
    }

    /**
     * Those of ~/.aws/config: {@code [default]}, and what has the type's word before the name, which is quoted as in a
     * shell.
     */
    static SectionNames ofConfig(ConfigFile file) {
        SectionNames names = new SectionNames(file, Type.PROFILE.prefix + " ");
        for (ConfigSection section : file.sections()) {
            if (!names.isPlain(section.header())) {
                names.addExact(section);
            }
        }
        return names;
    }

    /** Whether the name is one word of ASCII with nothing in it that quotes or ends: so most are. */
    private boolean isPlain(String header) {
        int start = plainPrefix.length();
        if (header.length() == start || !header.startsWith(plainPrefix)) {
            return false;
        }
        for (int i = start; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c <= ' ' || c > '~' || c == '\'' || c == '"' || c == '\\' || c == ']') {
                return false;
            }
        }
        return true;
    }

    private void addExact(ConfigSection section) {
        String header = section.header();
        for (Type type : TYPES) {
            if (header.startsWith(type.prefix)) {
                List<String> words = words(header);
                if (words.size() == 2) {
                    exact.get(type).put(words.get(1), section);
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

    private void addLenient(ConfigSection section) {
        String header = withoutRest(section.header());
        for (Type type : Type.values()) {
            String name = nameAfter(type, header);
            if (!name.isEmpty()) {
                lenient.get(type).putIfAbsent(name, section);
            }
        }
        if (withoutQuotes(header).equals(DEFAULT)) {
            lenient.get(Type.PROFILE).putIfAbsent(DEFAULT, section);
        }
    }

    /** The header up to a bracket that closes it, without blanks around. */
    private static String withoutRest(String header) {
        int bracket = header.indexOf(']');
        return ConfigText.strip(bracket < 0 ? header : header.substring(0, bracket));
    }

    /**
     * What comes after the word of {@code type} and a blank, without quotes; empty where the header begins with
     * something else.
     */
    private static String nameAfter(Type type, String header) {
        if (!header.startsWith(type.prefix)) {
            return "";
        }
        String rest = header.substring(type.prefix.length());
        String name = ConfigText.strip(rest);
        return name.length() == rest.length() ? "" : withoutQuotes(name);
    }

    private static String withoutQuotes(String name) {
        boolean isQuoted = name.length() > 1
                && (name.charAt(0) == '"' || name.charAt(0) == '\'')
                && name.charAt(name.length() - 1) == name.charAt(0);
        return isQuoted ? name.substring(1, name.length() - 1) : name;
    }

    /** Those of ~/.aws/credentials: profiles, whose name is the header. */
    static SectionNames ofCredentials(ConfigFile file) {
        SectionNames names = new SectionNames(file, "");
        for (ConfigSection section : file.sections()) {
            if (!names.isPlain(section.header())) {
                names.addCredentials(section);
            }
        }
        return names;
    }

    private void addCredentials(ConfigSection section) {
        String header = section.header();
        exact.get(Type.PROFILE).put(header, section);
        String plain = withoutRest(header);
        boolean hasType = false;
        for (Type type : TYPES) {
            hasType |= !nameAfter(type, plain).isEmpty();
        }
        String name = hasType ? header : withoutQuotes(plain);
        if (!name.isEmpty() && !name.equals(header)) {
            lenient.get(Type.PROFILE).putIfAbsent(name, section);
            hidden.add(header);
        }
    }

    /** The names, each once, but for those that are another's with blanks or quotes around. */
    Collection<String> names(Type type) {
        Set<String> odd = new LinkedHashSet<>(exact.get(type).keySet());
        odd.removeAll(hidden);
        odd.addAll(lenient.get(type).keySet());
        if (type != Type.PROFILE) {
            return odd;
        }
        List<String> names = new ArrayList<>(odd);
        for (ConfigSection section : file.sections()) {
            String header = section.header();
            String name = isPlain(header) ? header.substring(plainPrefix.length()) : null;
            if (name != null && !odd.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** The section of this name, null where there is none: of several the last, without what the others say. */
    ConfigSection get(Type type, String name) {
        ConfigSection section = exact.get(type).get(name);
        ConfigSection plain = type == Type.PROFILE ? plain(name) : null;
        if (plain != null && (section == null || section.start() < plain.start())) {
            return plain;
        }
        return section == null ? lenient.get(type).get(name) : section;
    }

    private ConfigSection plain(String name) {
        String header = plainPrefix + name;
        ConfigSection section = file.section(header);
        return section != null && isPlain(header) ? section : null;
    }

    /** What the sections that can be read say, by name. */
    Map<String, Map<String, String>> values(Type type) {
        Map<String, Map<String, String>> values = new LinkedHashMap<>();
        for (String name : names(type)) {
            ConfigSection section = get(type, name);
            if (section.fault().isEmpty()) {
                values.put(name, section.values());
            }
        }
        return values;
    }

    /** The words of a header; none where a quotation does not end. */
    private static List<String> words(String header) {
        try {
            return ShellWords.split(header);
        } catch (Failure ignored) {
            return List.of(); // then it names nothing
        }
    }
}
