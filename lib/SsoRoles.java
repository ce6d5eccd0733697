//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:sso
//SOURCES Failure.java SsoSession.java SsoService.java

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.AccountInfo;
import software.amazon.awssdk.services.sso.model.ListAccountsResponse;

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
            Listing listing = new Listing(client, wire, accessToken, threads);
            result(CompletableFuture.runAsync(listing::listAccounts, threads));
            return Optional.of(listing.calls.stream()
                    .map(SsoRoles::result)
                    .flatMap(List::stream)
                    .toList());
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

    /**
     * The calls of one token. A page of accounts says where the next one begins, so these come one after the other; the
     * roles of the accounts that are known already are listed meanwhile.
     */
    private final class Listing {
        private final SsoClient client;
        private final Wire wire;
        private final String accessToken;
        private final ExecutorService threads;
        private final Set<String> accounts = ConcurrentHashMap.newKeySet();
        private final List<CompletableFuture<List<AccountRole>>> calls = new ArrayList<>();
        private int done;

        Listing(SsoClient client, Wire wire, String accessToken, ExecutorService threads) {
            this.client = client;
            this.wire = wire;
            this.accessToken = accessToken;
            this.threads = threads;
        }

        /** Ends early where a call for roles has failed. */
        private void listAccounts() {
            service.call(wire, () -> {
                for (ListAccountsResponse page : client.listAccountsPaginator(
                        request -> request.accessToken(accessToken).maxResults(PAGE))) {
                    page.accountList().forEach(this::beginRoles);
                    if (calls.stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
                        break;
                    }
                }
                return null;
            });
        }

        /** An account that comes twice, because a page has moved meanwhile, is one. */
        private void beginRoles(AccountInfo account) {
            if (account.accountId() != null && accounts.add(account.accountId())) {
                calls.add(CompletableFuture.supplyAsync(() -> roles(account), threads));
            }
        }

        private List<AccountRole> roles(AccountInfo account) {
            List<AccountRole> roles = service.call(wire, () -> listRoles(account));
            synchronized (accounts) { // one after the other, and so in order
                done++;
                progress.at(done, accounts.size());
            }
            return roles;
        }

        private List<AccountRole> listRoles(AccountInfo account) {
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
    }

    private static String text(String given) {
        return given == null ? "" : given;
    }
}
