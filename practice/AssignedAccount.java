import java.util.List;

/** An account of which the user of single sign-on has been given some roles, by the names of their permission sets. */
record AssignedAccount(String id, String name, String email, List<String> roles) {}
