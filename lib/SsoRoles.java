//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:sso
//SOURCES Failure.java SsoSession.java SsoService.java

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.AccountInfo;

/** Every account and role that somebody who has signed in may use, from the portal of IAM Identity Center. */
final class SsoRoles {
    private static final int AT_ONCE = 8;

    /** The most that a page may have (IAM Identity Center Portal API Reference, ListAccounts). */
    private static final int PAGE = 100;

    private static final int UNAUTHORIZED = 401;

    /** A role in an account; each text is what the portal says, and may be empty. */
    record AccountRole(String accountId, String accountName, String accountEmail, String roleName) {}

    /** Hears how far it is. */
    interface Progress {
        void at(int done, int all);
    }

    private final SsoService service;
    private final SsoSession session;
    private final Progress progress;

    SsoRoles(SsoService service, SsoSession session, Progress progress) {
        this.service = service;
        this.session = session;
        this.progress = progress;
    }

    /**
     * All of them, all pages, in no particular order.
     *
     * @return empty when the token is not valid any more, whatever its file says
     * @throws Failure when the portal refuses one of the calls, or cannot be reached
     */
    Optional<List<AccountRole>> all(String accessToken) {
        Endpoint endpoint = service.endpoint(session.region(), SsoService.PORTAL);
        Wire wire = SsoService.wire(endpoint, "single sign-on's portal");
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, SsoRoles::daemon);
        try (SsoClient client = service.patientClient(SsoClient.builder(), endpoint, wire)) {
            List<AccountInfo> accounts = service.call(wire, () -> accounts(client, accessToken));
            AtomicInteger done = new AtomicInteger();
            List<CompletableFuture<List<AccountRole>>> calls = accounts.stream()
                    .map(account -> CompletableFuture.supplyAsync(
                            () -> {
                                List<AccountRole> roles = service.call(wire, () -> roles(client, accessToken, account));
                                synchronized (done) { // one after the other, and so in order
                                    progress.at(done.incrementAndGet(), accounts.size());
                                }
                                return roles;
                            },
                            threads))
                    .toList();
            return Optional.of(
                    calls.stream().map(SsoRoles::result).flatMap(List::stream).toList());
        } catch (AwsServiceException e) {
            if (e.statusCode() == UNAUTHORIZED) {
                return Optional.empty();
            }
            throw SsoService.refusal(wire, "list the accounts and roles of " + session.tokenName(), e);
        } finally {
            threads.shutdownNow(); // where one call has failed, the others are for nothing
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "roles");
        thread.setDaemon(true);
        return thread;
    }

    private static <T> T result(CompletableFuture<T> call) {
        try {
            return call.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** An account that comes twice, because a page has moved meanwhile, is one. */
    private static List<AccountInfo> accounts(SsoClient client, String accessToken) {
        List<AccountInfo> all = new ArrayList<>();
        client.listAccountsPaginator(request -> request.accessToken(accessToken).maxResults(PAGE))
                .forEach(page -> all.addAll(page.accountList()));
        return all.stream()
                .filter(account -> account.accountId() != null)
                .distinct()
                .toList();
    }

    private static List<AccountRole> roles(SsoClient client, String accessToken, AccountInfo account) {
        List<String> names = new ArrayList<>();
        client.listAccountRolesPaginator(request -> request.accessToken(accessToken)
                        .accountId(account.accountId())
                        .maxResults(PAGE))
                .forEach(page -> page.roleList().forEach(role -> names.add(role.roleName())));
        return names.stream()
                .filter(Objects::nonNull)
                .distinct()
                .map(name -> new AccountRole(
                        account.accountId(), text(account.accountName()), text(account.emailAddress()), name))
                .toList();
    }

    private static String text(String given) {
        return given == null ? "" : given;
    }
}
