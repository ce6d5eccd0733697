//SOURCES MemberAccount.java OrganizationalUnit.java

import java.util.List;
import java.util.stream.IntStream;

/**
 * An organization: the account that manages it, and those that are in it, in units of units.
 *
 * @param management the account whose users may list the others; one of {@code accounts}
 * @param pageSize how many of a list are in one answer at most
 */
record PracticeOrganization(
        String management, List<OrganizationalUnit> units, List<MemberAccount> accounts, int pageSize) {
    static final String ROOT = "r-prac";
    static final String WORKLOADS = "ou-prac-workload";
    static final String PRODUCTION = "ou-prac-producti";

    private static final String ID = "o-practiceex";
    private static final String ACTIVE = "ACTIVE";

    /** A dozen accounts in two units, one of which is in the other; one account is suspended. */
    static final PracticeOrganization SMALL = new PracticeOrganization(
            "111122223333",
            List.of(
                    new OrganizationalUnit(WORKLOADS, "Workloads", ROOT),
                    new OrganizationalUnit(PRODUCTION, "Production", WORKLOADS)),
            List.of(
                    new MemberAccount("111122223333", "management", ACTIVE, ROOT),
                    new MemberAccount("222233334444", "logs", ACTIVE, ROOT),
                    new MemberAccount("333344445555", "security", ACTIVE, ROOT),
                    new MemberAccount("123456789123", "dev", ACTIVE, WORKLOADS),
                    new MemberAccount("234567891234", "test", ACTIVE, WORKLOADS),
                    new MemberAccount("345678912345", "stage", ACTIVE, WORKLOADS),
                    new MemberAccount("456789123456", "data", ACTIVE, WORKLOADS),
                    new MemberAccount("567891234567", "mobile", ACTIVE, WORKLOADS),
                    new MemberAccount("678912345678", "old shop", "SUSPENDED", WORKLOADS),
                    new MemberAccount("444455556666", "prod web", ACTIVE, PRODUCTION),
                    new MemberAccount("555566667777", "prod api", ACTIVE, PRODUCTION),
                    new MemberAccount("666677778888", "prod data", ACTIVE, PRODUCTION)),
            5);

    /** One with nothing but {@code count} accounts beside that of the management. */
    static PracticeOrganization of(int count) {
        List<MemberAccount> accounts = IntStream.rangeClosed(1, count)
                .mapToObj(i -> new MemberAccount("%012d".formatted(i), "account %03d".formatted(i), ACTIVE, ROOT))
                .toList();
        return new PracticeOrganization("111122223333", List.of(), accounts, 20);
    }

    /** Whether there is a unit of that ID, or it is the root's. */
    boolean hasUnit(String id) {
        return id.equals(ROOT) || units.stream().anyMatch(unit -> unit.id().equals(id));
    }

    String accountArn(MemberAccount account) {
        return "arn:aws:organizations::" + management + ":account/" + ID + "/" + account.id();
    }

    String unitArn(OrganizationalUnit unit) {
        return "arn:aws:organizations::" + management + ":ou/" + ID + "/" + unit.id();
    }
}
