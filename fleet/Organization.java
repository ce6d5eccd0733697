//SOURCES OrganizationCall.java

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The accounts of an organization (AWS Organizations API Reference), all of them or those below a unit of it. */
final class Organization {
    /** An account of it. Only an active one can be worked in: not one that is suspended, or about to be closed. */
    record Account(String id, String name, boolean isActive) {}

    private static final Comparator<Account> BY_NAME =
            Comparator.comparing(Account::name, String.CASE_INSENSITIVE_ORDER).thenComparing(Account::id);

    private final OrganizationCall organization;

    Organization(OrganizationCall organization) {
        this.organization = organization;
    }

    /**
     * Every account, by name.
     *
     * @throws Failure when it may not be seen, or there is no organization
     */
    List<Account> accounts() {
        Map<String, Account> accounts = new LinkedHashMap<>();
        addPages("ListAccounts", Json.object().build(), "Accounts", account -> add(account, accounts));
        return accounts.values().stream().sorted(BY_NAME).toList();
    }

    /**
     * Those below one of {@code units}, at any depth, by name.
     *
     * @param units IDs of organizational units, or of the root
     * @throws Failure when there is no such unit, or it may not be seen
     */
    List<Account> accountsBelow(List<String> units) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        Deque<String> next = new ArrayDeque<>(units);
        Set<String> seen = new HashSet<>();
        while (!next.isEmpty()) {
            String unit = next.remove();
            if (seen.add(unit)) {
                JrsObject parent = Json.object().with("ParentId", unit).build();
                addPages("ListAccountsForParent", parent, "Accounts", account -> add(account, accounts));
                addPages(
                        "ListOrganizationalUnitsForParent",
                        parent,
                        "OrganizationalUnits",
                        nested -> next.add(text(nested, "Id")));
            }
        }
        return accounts.values().stream().sorted(BY_NAME).toList();
    }

    private void addPages(String action, JrsObject parameters, String list, Consumer<JrsObject> add) {
        Set<String> tokens = new HashSet<>();
        JrsObject request = parameters;
        while (true) {
            JrsObject page = call(action, request);
            if (!(page.get(list) instanceof JrsArray items)) {
                throw organization.notOrganizations("without " + list);
            }
            items.elements().forEachRemaining(item -> add.accept(requireObject(item)));
            Optional<String> token = Optional.ofNullable(page.get("NextToken"))
                    .filter(next -> !next.isNull())
                    .map(JrsValue::asText);
            if (token.isEmpty()) {
                return;
            }
            if (!tokens.add(token.get())) {
                throw organization.notOrganizations("with one page again and again");
            }
            request = with(parameters, token.get());
        }
    }

    private static JrsObject with(JrsObject parameters, String token) {
        Json.Fields fields = Json.object();
        parameters.fields().forEachRemaining(field -> fields.with(field.getKey(), field.getValue()));
        return fields.with("NextToken", token).build();
    }

    private JrsObject requireObject(JrsValue item) {
        if (item instanceof JrsObject object) {
            return object;
        }
        throw organization.notOrganizations("with a list of something else");
    }

    /** State is what Status was called before: AWS Organizations API Reference, "Account". */
    private void add(JrsObject account, Map<String, Account> accounts) {
        String id = text(account, "Id");
        if (!id.matches("\\d{12}")) {
            throw organization.notOrganizations("with an account whose Id is not 12 digits");
        }
        boolean hasState = account.get("State") != null;
        String state = text(account, hasState ? "State" : "Status");
        accounts.putIfAbsent(id, new Account(id, text(account, "Name"), state.equals("ACTIVE")));
    }

    private static String text(JrsObject object, String field) {
        JrsValue value = object.get(field);
        return value == null || value.isNull() ? "" : value.asText();
    }

    private JrsObject call(String action, JrsObject parameters) {
        try {
            return organization.call(action, parameters);
        } catch (AwsServiceException e) {
            String code = e.awsErrorDetails().errorCode();
            String message = e.awsErrorDetails().errorMessage();
            throw Failure.of(
                    "AWS Organizations refused " + action + " for " + organization.description() + " (" + code
                            + (message.isEmpty() ? "" : ": " + message) + "): " + advice(code),
                    e);
        }
    }

    private static String advice(String code) {
        return switch (code) {
            case "AccessDeniedException" ->
                "only the management account, or one that it has delegated to, may list the accounts; name a --profile"
                        + " there, or the accounts with --accounts";
            case "AWSOrganizationsNotInUseException" ->
                "that account is in no organization; name another --profile, or the accounts with --accounts";
            case "ParentNotFoundException", "InvalidInputException" ->
                "is --ou right? 'aws organizations list-organizational-units-for-parent' shows the IDs";
            default -> "name another --profile, or the accounts with --accounts";
        };
    }
}
