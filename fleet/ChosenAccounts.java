//SOURCES Choice.java AccountList.java Organization.java SigningCaller.java ../lib/StsOptions.java

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The accounts that are named, or those of an organization: the options that say which, and what they come to. */
final class ChosenAccounts {
    static final CommandOption ACCOUNTS = CommandOption.of(
                    "accounts", "IDS", "accounts, with commas between them; ID=NAME gives one a name")
            .repeatable();
    static final CommandOption ACCOUNTS_FILE = CommandOption.of(
            "accounts-file", "FILE", "a file with one a line, and perhaps its name after it; - is stdin");
    static final CommandOption ORGANIZATION =
            CommandOption.flag("organization", "the active accounts of the organization, but not your own");
    static final CommandOption OU = CommandOption.of(
                    "ou", "ID", "of the organization, those below this organizational unit, at any depth")
            .repeatable();

    private static final Pattern UNIT = Pattern.compile("ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32}");

    private final Arguments arguments;
    private final InputStream in;
    private final SigningCaller caller;
    private final Organizations organizations;

    /** What calls the organization, as patiently as it is told to. */
    interface Organizations {
        Organization with(Patience patience);
    }

    ChosenAccounts(Arguments arguments, InputStream in, SigningCaller caller, Organizations organizations) {
        this.arguments = arguments;
        this.in = in;
        this.caller = caller;
        this.organizations = organizations;
    }

    /** Whether one of these options is given. */
    static boolean isMeant(Arguments arguments) {
        return arguments.has(ACCOUNTS) || arguments.has(ACCOUNTS_FILE) || arguments.has(ORGANIZATION);
    }

    /**
     * What they come to.
     *
     * @param debug hears why accounts have no names
     * @throws Failure when an option is malformed, or the organization does not answer
     */
    Choice choose(Consumer<String> debug) {
        Map<String, Optional<String>> named = named();
        List<String> units = arguments.values(OU);
        units.forEach(unit -> Arguments.requireMatch("--ou", unit, UNIT, "ou-ab12-11111111, or the root's r-ab12"));
        if (!arguments.has(ORGANIZATION)) {
            if (!units.isEmpty()) {
                throw Failure.usage("--ou is a part of --organization; give that too");
            }
            return new Choice(targets(named, names(named, debug)), List.of());
        }
        Organization organization = organizations.with(Patience.LONG);
        List<Organization.Account> accounts =
                units.isEmpty() ? organization.accounts() : organization.accountsBelow(units);
        return ofOrganization(accounts, named, debug);
    }

    private Choice ofOrganization(
            List<Organization.Account> accounts, Map<String, Optional<String>> named, Consumer<String> debug) {
        List<Target> targets = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        String own = caller.account();
        for (Organization.Account account : accounts) {
            Target target = Target.ofAccount(account.id(), name(account));
            if (named.containsKey(account.id())) {
                continue;
            }
            if (!account.isActive()) {
                leftOut.add(Choice.described(target) + " (not active)");
            } else if (account.id().equals(own)) {
                leftOut.add(Choice.described(target) + " (your own account)");
            } else {
                targets.add(target);
            }
        }
        Map<String, Optional<String>> names = byId(accounts);
        boolean isElsewhere = !names.keySet().containsAll(named.keySet()); // in another unit, or another organization
        targets.addAll(0, targets(named, isElsewhere ? names(named, debug) : names));
        return new Choice(targets, leftOut);
    }

    private static Optional<String> name(Organization.Account account) {
        return Optional.of(account.name()).filter(name -> !name.isBlank());
    }

    private static Map<String, Optional<String>> byId(List<Organization.Account> accounts) {
        return accounts.stream().collect(Collectors.toMap(Organization.Account::id, ChosenAccounts::name));
    }

    private static List<Target> targets(Map<String, Optional<String>> named, Map<String, Optional<String>> names) {
        return named.entrySet().stream()
                .map(account -> Target.ofAccount(
                        account.getKey(),
                        account.getValue().or(() -> names.getOrDefault(account.getKey(), Optional.empty()))))
                .toList();
    }

    /** What the organization calls them, if it tells; otherwise their numbers will do. */
    private Map<String, Optional<String>> names(Map<String, Optional<String>> named, Consumer<String> debug) {
        if (named.values().stream().allMatch(Optional::isPresent)) {
            return Map.of();
        }
        try {
            return byId(organizations.with(Patience.LITTLE).accounts());
        } catch (Failure e) {
            debug.accept("the accounts have no names: " + e.getMessage());
            return Map.of();
        }
    }

    private Map<String, Optional<String>> named() {
        AccountList list = new AccountList();
        arguments.values(ACCOUNTS).forEach(list::addOption);
        arguments.value(ACCOUNTS_FILE).ifPresent(file -> list.addFile(file, text(file)));
        boolean isFileEmpty = arguments.has(ACCOUNTS_FILE) && list.accounts().isEmpty();
        if (isFileEmpty) {
            throw Failure.usage("--accounts-file "
                    + Text.quoted(arguments.value(ACCOUNTS_FILE).orElseThrow())
                    + " has no account in it; expected 12 digits a line");
        }
        return list.accounts();
    }

    private String text(String file) {
        try {
            byte[] bytes = file.equals("-") ? in.readAllBytes() : Files.readAllBytes(FilePath.of(file));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure(
                    2,
                    "--accounts-file " + Text.quoted(file) + " cannot be read: "
                            + FilePath.reason(FilePath.of(file), e),
                    e);
        }
    }
}
