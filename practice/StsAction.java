import java.util.Optional;
import java.util.stream.Stream;

/** The actions that this STS knows, by the names that they have in the AWS STS API reference. */
enum StsAction {
    ASSUME_ROLE("AssumeRole"),
    /** The one that needs no AWS keys: its token says who is calling. */
    ASSUME_ROLE_WITH_WEB_IDENTITY("AssumeRoleWithWebIdentity"),
    GET_CALLER_IDENTITY("GetCallerIdentity"),
    GET_SESSION_TOKEN("GetSessionToken");

    /** What the parameter Action says. */
    final String apiName;

    StsAction(String apiName) {
        this.apiName = apiName;
    }

    /** The one that the API calls so. */
    static Optional<StsAction> named(String apiName) {
        return Stream.of(values())
                .filter(action -> action.apiName.equals(apiName))
                .findFirst();
    }
}
