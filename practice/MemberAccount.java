/**
 * An account of the organization.
 *
 * @param state ACTIVE, SUSPENDED, and so on
 * @param parent the ID of the organizational unit, or of the root, that it is in
 */
record MemberAccount(String id, String name, String state, String parent) {
    String email() {
        return "aws+" + id + "@practice.example";
    }
}
