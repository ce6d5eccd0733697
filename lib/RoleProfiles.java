//SOURCES Text.java SsoSession.java SsoRoles.java ConfigBlock.java ConfigFile.java SectionNames.java

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The profiles of a session's roles, and what becomes of a config file that is to have them. */
final class RoleProfiles {
    private static final String PROFILE = SectionNames.Type.PROFILE.prefix + " ";
    private static final String SESSION = SectionNames.Type.SSO_SESSION.prefix + " ";

    private final SsoSession session;
    private final Map<String, SsoRoles.AccountRole> roles;
    private final Map<String, String> extra;
    private final Collection<String> inCredentials;

    /**
     * @param roles by the names of their profiles
     * @param extra what each profile is to say besides
     * @param inCredentials the names in ~/.aws/credentials: a profile would change what such a one means
     */
    RoleProfiles(
            SsoSession session,
            Map<String, SsoRoles.AccountRole> roles,
            Map<String, String> extra,
            Collection<String> inCredentials) {
        this.session = session;
        this.roles = new TreeMap<>(roles);
        this.extra = extra;
        this.inCredentials = inCredentials;
    }

    /** What becomes of those that are between the marker lines, and are not in the list. */
    enum Rest {
        STAYS,
        IS_REMOVED
    }

    /**
     * What a file is to have between the marker lines.
     *
     * @param taken the names that the file, or the other one, has elsewhere
     */
    record Plan(
            List<ConfigBlock.Section> listed,
            List<ConfigBlock.Section> sections,
            List<String> taken,
            Count count,
            String diff,
            byte[] content) {}

    /** How many profiles. */
    record Count(long added, long updated, long same, long gone) {}

    /**
     * The plan for {@code content}.
     *
     * @param file for a message
     * @throws Failure when the marker lines in it are not right
     */
    Plan plan(Path file, byte[] content, Rest rest) {
        ConfigBlock block = ConfigBlock.of(file, content, session.tokenName());
        SectionNames outside = SectionNames.ofConfig(ConfigFile.of(file, block.outside()));
        Map<String, ConfigBlock.Section> there = block.sections();
        Set<String> taken = new HashSet<>(outside.names(SectionNames.Type.PROFILE));
        inCredentials.stream()
                .filter(name -> !there.containsKey(PROFILE + name))
                .forEach(taken::add);
        boolean isSessionElsewhere =
                outside.names(SectionNames.Type.SSO_SESSION).contains(session.tokenName());

        Map<String, Map<String, String>> wanted = wanted(taken, !isSessionElsewhere);
        Map<String, ConfigBlock.Section> sections = new LinkedHashMap<>();
        wanted.forEach((header, settings) -> {
            ConfigBlock.Section old = there.get(header);
            boolean isSame = old != null && old.says(settings);
            sections.put(header, isSame ? old : ConfigBlock.Section.of(header, settings));
        });
        Map<String, ConfigBlock.Section> gone = gone(there, wanted.keySet(), taken);
        Map<String, ConfigBlock.Section> all = new TreeMap<>(gone);
        if (rest == Rest.IS_REMOVED) {
            all.clear();
        }
        all.putAll(sections);
        boolean isEmpty = all.keySet().stream().noneMatch(header -> header.startsWith(PROFILE));
        List<ConfigBlock.Section> result = isEmpty ? List.of() : sessionFirst(all.values());
        return new Plan(
                List.copyOf(sections.values()),
                result,
                roles.keySet().stream().filter(taken::contains).toList(),
                count(there, sections, gone.size()),
                block.diff(result),
                block.with(result));
    }

    /** What each section is to say, by header. */
    private Map<String, Map<String, String>> wanted(Set<String> taken, boolean isWithSession) {
        Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
        if (isWithSession) {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("sso_start_url", session.startUrl());
            settings.put("sso_region", session.region());
            settings.put("sso_registration_scopes", String.join(",", session.requestedScopes()));
            wanted.put(SESSION + session.tokenName(), settings);
        }
        roles.forEach((name, role) -> {
            if (!taken.contains(name)) {
                Map<String, String> settings = new LinkedHashMap<>();
                settings.put("sso_session", session.tokenName());
                settings.put("sso_account_id", role.accountId());
                settings.put("sso_role_name", role.roleName());
                settings.putAll(extra);
                wanted.put(PROFILE + name, settings);
            }
        });
        return wanted;
    }

    /** What is there and not wanted; but nothing that stands elsewhere: one header twice, and no AWS CLI reads it. */
    private static Map<String, ConfigBlock.Section> gone(
            Map<String, ConfigBlock.Section> there, Set<String> wanted, Set<String> taken) {
        return there.entrySet().stream()
                .filter(entry -> !wanted.contains(entry.getKey()))
                .filter(entry -> !entry.getKey().startsWith(SESSION))
                .filter(entry -> !entry.getKey().startsWith(PROFILE)
                        || !taken.contains(entry.getKey().substring(PROFILE.length())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<ConfigBlock.Section> sessionFirst(Collection<ConfigBlock.Section> sections) {
        return Stream.concat(
                        sections.stream().filter(section -> section.header().startsWith(SESSION)),
                        sections.stream().filter(section -> !section.header().startsWith(SESSION)))
                .toList();
    }

    private static Count count(
            Map<String, ConfigBlock.Section> there, Map<String, ConfigBlock.Section> sections, long gone) {
        List<ConfigBlock.Section> profiles = sections.values().stream()
                .filter(section -> section.header().startsWith(PROFILE))
                .toList();
        long added = profiles.stream()
                .filter(section -> !there.containsKey(section.header()))
                .count();
        long same = profiles.stream()
                .filter(section -> section.equals(there.get(section.header())))
                .count();
        return new Count(added, profiles.size() - added - same, same, gone);
    }

    /** What the profiles of the list say, and nothing of what a file has besides. */
    static String text(Plan plan) {
        return plan.listed().stream()
                .map(section -> String.join("\n", section.lines()) + "\n")
                .collect(Collectors.joining("\n"));
    }
}
