/**
 * A part of the organization.
 *
 * @param parent the ID of the unit, or of the root, that it is in
 */
record OrganizationalUnit(String id, String name, String parent) {}
