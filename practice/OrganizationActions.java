//SOURCES PracticeOrganization.java IssuedKey.java Refusal.java StsRequest.java ../lib/Json.java

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AWS Organizations, in its AWS JSON 1.1 protocol: the actions that list accounts and units (AWS Organizations API
 * Reference), a page at a time.
 */
final class OrganizationActions {
    private static final String TARGET = "AWSOrganizationsV20161128.";

    /** What this service calls errors that every service has, and STS calls otherwise. */
    private static final Map<String, String> CODES = Map.of(
            "InvalidClientTokenId", "UnrecognizedClientException",
            "SignatureDoesNotMatch", "InvalidSignatureException",
            "IncompleteSignature", "IncompleteSignatureException",
            "ExpiredToken", "ExpiredTokenException",
            "MissingAuthenticationToken", "MissingAuthenticationTokenException");

    private final PracticeOrganization organization;

    OrganizationActions(PracticeOrganization organization) {
        this.organization = organization;
    }

    /** Whether a request is for this service and not for STS. */
    static boolean isMeant(StsRequest request) {
        return request.header("x-amz-target").startsWith(TARGET);
    }

    /** The name of the action that a request is for. */
    static String action(StsRequest request) {
        return request.header("x-amz-target").substring(TARGET.length());
    }

    /** The answer to {@code caller}. */
    String perform(String action, Caller caller, byte[] body) {
        JrsObject parameters = parameters(body);
        boolean isKnown = List.of(
                        "ListAccounts", "ListAccountsForParent", "ListOrganizationalUnitsForParent", "ListRoots")
                .contains(action);
        if (!isKnown) {
            throw new Refusal(400, "UnknownOperationException", "");
        }
        if (!caller.account().equals(organization.management())) {
            throw new Refusal(400, "AccessDeniedException", "You don't have permissions to access this resource.");
        }
        return switch (action) {
            case "ListAccounts" -> page("Accounts", accounts(Optional.empty()), parameters);
            case "ListAccountsForParent" -> page("Accounts", accounts(Optional.of(parent(parameters))), parameters);
            case "ListRoots" -> page("Roots", List.of(root()), parameters);
            default -> page("OrganizationalUnits", units(parent(parameters)), parameters);
        };
    }

    /** An error in this protocol. */
    static String error(Refusal refusal) {
        return Json.compact(Json.object()
                .with("__type", CODES.getOrDefault(refusal.code, refusal.code))
                .with("Message", refusal.getMessage())
                .build());
    }

    private static JrsObject parameters(byte[] body) {
        try {
            return Json.readObject(body, "parameters");
        } catch (Failure ignored) {
            throw new Refusal(400, "SerializationException", ""); // AWS does not say what is wrong
        }
    }

    private String parent(JrsObject parameters) {
        String parent = text(parameters, "ParentId")
                .orElseThrow(() -> new Refusal(
                        400,
                        "ValidationException",
                        "1 validation error detected: Value null at 'parentId' failed to satisfy constraint: Member"
                                + " must not be null"));
        if (!parent.matches("(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})")) {
            throw new Refusal(
                    400, "InvalidInputException", "You provided a value that does not match the required pattern.");
        }
        if (!organization.hasUnit(parent)) {
            throw new Refusal(400, "ParentNotFoundException", "You specified parent that doesn't exist.");
        }
        return parent;
    }

    private List<JrsObject> accounts(Optional<String> parent) {
        return organization.accounts().stream()
                .filter(account -> parent.isEmpty() || parent.get().equals(account.parent()))
                .map(this::account)
                .toList();
    }

    /** With the State that has taken the place of Status, and with Status, which older tools look at. */
    private JrsObject account(MemberAccount account) {
        return Json.object()
                .with("Arn", organization.accountArn(account))
                .with("Email", account.email())
                .with("Id", account.id())
                .with("JoinedMethod", account.id().equals(organization.management()) ? "INVITED" : "CREATED")
                .with("JoinedTimestamp", 1_700_000_000)
                .with("Name", account.name())
                .with("State", account.state())
                .with("Status", account.state())
                .build();
    }

    private List<JrsObject> units(String parent) {
        return organization.units().stream()
                .filter(unit -> unit.parent().equals(parent))
                .map(unit -> Json.object()
                        .with("Arn", organization.unitArn(unit))
                        .with("Id", unit.id())
                        .with("Name", unit.name())
                        .build())
                .toList();
    }

    private static JrsObject root() {
        return Json.object()
                .with("Id", PracticeOrganization.ROOT)
                .with("Name", "Root")
                .build();
    }

    /** A page may hold less than was wanted; whether there is another, NextToken alone says. */
    private String page(String list, List<JrsObject> all, JrsObject parameters) {
        int start =
                text(parameters, "NextToken").map(OrganizationActions::start).orElse(0);
        int wanted = text(parameters, "MaxResults").map(Integer::parseInt).orElse(organization.pageSize());
        int end = Math.min(all.size(), start + Math.min(wanted, organization.pageSize()));
        String next = Base64.getUrlEncoder().encodeToString(("page " + end).getBytes(UTF_8));
        return Json.compact(Json.object()
                .with(list, new JrsArray(List.copyOf(all.subList(Math.min(start, end), end))))
                .with("NextToken", end < all.size() ? next : null)
                .build());
    }

    private static int start(String token) {
        try {
            String page = new String(Base64.getUrlDecoder().decode(token), UTF_8);
            return Integer.parseInt(page.replaceFirst("^page ", ""));
        } catch (IllegalArgumentException ignored) {
            // In the words of AWS.
            throw new Refusal(400, "InvalidInputException", "You provided an invalid NextToken.");
        }
    }

    private static Optional<String> text(JrsObject parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).map(JrsValue::asText);
    }
}
