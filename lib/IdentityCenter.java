//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:sso
//SOURCES Failure.java Text.java SessionCredentials.java SsoProfile.java SsoSession.java SsoService.java

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.RoleCredentials;

/** The access portal of IAM Identity Center, AWS's single sign-on: what somebody who has signed in may have of it. */
final class IdentityCenter {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final SsoService service;

    IdentityCenter(SsoService service) {
        this.service = service;
    }

    /**
     * IAM Identity Center Portal API Reference, GetRoleCredentials.
     *
     * @return empty when the token is not valid any more, whatever its file says
     * @throws Failure when there is no such role for whoever is signed in, or the portal cannot be reached
     */
    Optional<SessionCredentials> roleCredentials(SsoProfile profile, String accessToken) {
        Endpoint endpoint = service.endpoint(profile.region(), SsoService.PORTAL);
        Wire wire = wire(endpoint);
        try (SsoClient client = service.client(SsoClient.builder(), endpoint, wire)) {
            RoleCredentials given = service.call(
                            wire,
                            () -> client.getRoleCredentials(request -> request.accountId(profile.accountId())
                                    .roleName(profile.roleName())
                                    .accessToken(accessToken)))
                    .roleCredentials();
            return Optional.of(credentials(wire, given));
        } catch (AwsServiceException e) {
            if (e.statusCode() == UNAUTHORIZED) {
                return Optional.empty();
            }
            if (e.statusCode() == FORBIDDEN || e.statusCode() == NOT_FOUND) {
                throw Failure.of(
                        "single sign-on gives you no role " + Text.quoted(profile.roleName()) + " in account "
                                + Text.quoted(profile.accountId()) + " (" + SsoService.message(e)
                                + "); check sso_role_name and sso_account_id of profile " + profile.profile()
                                + ", or ask whoever assigns the roles" + SsoService.endpoint(wire),
                        e);
            }
            throw SsoService.refusal(wire, "give the credentials of profile " + profile.profile(), e);
        }
    }

    private static SessionCredentials credentials(Wire wire, RoleCredentials given) {
        if (given == null) {
            throw SsoService.unlike(wire, "without roleCredentials", null);
        }
        try {
            Instant expiration = given.expiration() == null || given.expiration() == 0
                    ? null
                    : Instant.ofEpochMilli(given.expiration()).truncatedTo(ChronoUnit.SECONDS);
            SessionCredentials.requireLoadable("SessionToken", given.sessionToken());
            var credentials = new SessionCredentials(
                    given.accessKeyId(), given.secretAccessKey(), given.sessionToken(), expiration, null);
            if (credentials.isExpired()) {
                throw Failure.of("the credentials " + credentials.until() + "; is this computer's clock right?");
            }
            return credentials;
        } catch (Failure e) {
            throw SsoService.unlike(wire, "(" + e.getMessage() + ")", e);
        }
    }

    /**
     * Whether the portal still knows the token: it may have been revoked, whatever its file says (IAM Identity Center
     * Portal API Reference, ListAccounts).
     *
     * @throws Failure when the portal cannot be reached
     */
    boolean isKnown(SsoSession session, String accessToken) {
        Endpoint endpoint = service.endpoint(session.region(), SsoService.PORTAL);
        Wire wire = wire(endpoint);
        try (SsoClient client = service.client(SsoClient.builder(), endpoint, wire)) {
            service.call(
                    wire,
                    () -> client.listAccounts(
                            request -> request.accessToken(accessToken).maxResults(1)));
            return true;
        } catch (AwsServiceException e) {
            if (e.statusCode() == UNAUTHORIZED) {
                return false;
            }
            throw SsoService.refusal(wire, "say whether the token of " + session.tokenName() + " is valid", e);
        }
    }

    /**
     * Revokes a token (IAM Identity Center Portal API Reference, Logout); one that is not known need not be.
     *
     * @throws Failure when the portal cannot be reached, or refuses
     */
    void logout(SsoSession session, String accessToken) {
        Endpoint endpoint = service.endpoint(session.region(), SsoService.PORTAL);
        Wire wire = wire(endpoint);
        try (SsoClient client = service.client(SsoClient.builder(), endpoint, wire)) {
            service.call(wire, () -> client.logout(request -> request.accessToken(accessToken)));
        } catch (AwsServiceException e) {
            if (e.statusCode() != UNAUTHORIZED) {
                throw SsoService.refusal(wire, "revoke the token of " + session.tokenName(), e);
            }
        }
    }

    private static Wire wire(Endpoint endpoint) {
        return SsoService.wire(endpoint, "single sign-on's portal");
    }
}
