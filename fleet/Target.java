import java.util.Optional;

/**
 * One time that COMMAND is to be run.
 *
 * @param account its 12 digits, where they are known before any call
 * @param accountName what the organization calls it
 * @param profile whose credentials COMMAND gets; empty where it is those of a role in the account
 * @param region empty where the environment says which, or nobody
 */
record Target(
        Optional<String> account, Optional<String> accountName, Optional<String> profile, Optional<String> region) {
    /** No variable and no argument of a program can hold a NUL. */
    Target {
        accountName = accountName.map(name -> name.replace('\0', '\uFFFD'));
    }

    static Target ofAccount(String id, Optional<String> name) {
        return new Target(Optional.of(id), name, Optional.empty(), Optional.empty());
    }

    Target in(String name) {
        return new Target(account, accountName, profile, Optional.of(name));
    }

    Target withAccount(String id) {
        return new Target(Optional.of(id), accountName, profile, region);
    }

    /** What people call it: the account by its name, the profile, or else the account by its number. */
    String name() {
        return accountName.or(() -> profile).or(() -> account).orElse("");
    }
}
