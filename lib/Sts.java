//DEPS software.amazon.awssdk:sts
//DEPS org.slf4j:slf4j-api:2.0.20 org.slf4j:slf4j-nop:2.0.20
//SOURCES CredentialsJson.java Endpoint.java Network.java Patience.java RoleRequest.java StsErrors.java Wire.java
//RUNTIME_OPTIONS -Daws.configFile=/dev/null -Daws.sharedCredentialsFile=/dev/null

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.services.sts.model.Tag;

/** The calls to the Security Token Service: AssumeRole, with web identity too, GetSessionToken, GetCallerIdentity. */
final class Sts {
    /** The name under which a services section and the variables have its endpoint. */
    static final String SERVICE = "sts";

    private final Endpoint endpoint;
    private final Network network;
    private final Patience patience;

    /**
     * @param endpoint where STS is called
     * @param network how it is reached
     * @param patience how long it is waited for
     */
    Sts(Endpoint endpoint, Network network, Patience patience) {
        this.endpoint = endpoint;
        this.network = network;
        this.patience = patience;
    }

    /**
     * AWS STS API Reference, AssumeRole.
     *
     * @param signer whose keys sign, and what they are called in a message
     * @param tokenCode the six digits; also empty where the request names an MFA device and the signer has proved it
     *     already
     * @throws Failure when STS refuses or cannot be reached, or what it gives is expired or for another role
     */
    SessionCredentials assumeRole(Signer signer, RoleRequest request, String sessionName, Optional<String> tokenCode) {
        RoleRequest.Session session = request.session();
        AssumeRoleRequest call = AssumeRoleRequest.builder()
                .roleArn(request.roleArn().orElseThrow())
                .roleSessionName(sessionName)
                .durationSeconds(session.durationSeconds().orElse(null))
                .externalId(request.conditions().externalId().orElse(null))
                .serialNumber(tokenCode
                        .flatMap(code -> request.conditions().serialNumber())
                        .orElse(null))
                .tokenCode(tokenCode.orElse(null))
                .sourceIdentity(session.sourceIdentity().orElse(null))
                .policy(request.restriction().policy().orElse(null))
                .policyArns(policyArns(request))
                .tags(orAbsent(session.tags().stream().map(Sts::tag).toList()))
                .transitiveTagKeys(orAbsent(session.transitiveTagKeys()))
                .build();
        return call(
                provider(signer.credentials()),
                client -> {
                    var answer = client.assumeRole(call);
                    return credentials(answer.credentials(), answer.assumedRoleUser(), request);
                },
                e -> StsErrors.assumeRole(e, request, signer.description(), endpoint.region()));
    }

    /**
     * AWS STS API Reference, AssumeRoleWithWebIdentity: the token signs, no key does.
     *
     * @param tokenFile what the token is called in a message
     */
    SessionCredentials assumeRoleWithWebIdentity(
            RoleRequest request, String sessionName, String token, String tokenFile) {
        String roleArn = request.roleArn().orElseThrow();
        return call(
                AnonymousCredentialsProvider.create(),
                client -> {
                    var answer = client.assumeRoleWithWebIdentity(call -> call.webIdentityToken(token)
                            .roleArn(roleArn)
                            .roleSessionName(sessionName)
                            .durationSeconds(request.session().durationSeconds().orElse(null))
                            .policy(request.restriction().policy().orElse(null))
                            .policyArns(policyArns(request)));
                    return credentials(answer.credentials(), answer.assumedRoleUser(), request);
                },
                e -> StsErrors.refusal(e, "the token in " + tokenFile + " for " + roleArn, endpoint.region()));
    }

    /** A device, and the six digits that it shows. */
    record Mfa(String serialNumber, String tokenCode) {}

    /**
     * AWS STS API Reference, GetSessionToken.
     *
     * @param signer who has long-lived keys
     * @param purpose what the code is for, in a message
     */
    SessionCredentials sessionToken(Signer signer, Mfa mfa, int seconds, String purpose) {
        return call(
                provider(signer.credentials()),
                client -> {
                    Credentials keys = client.getSessionToken(call -> call.serialNumber(mfa.serialNumber())
                                    .tokenCode(mfa.tokenCode())
                                    .durationSeconds(seconds))
                            .credentials();
                    return given(keys, null);
                },
                e -> StsErrors.sessionToken(e, purpose, mfa.serialNumber(), signer.description(), endpoint.region()));
    }

    /** For which STS the credentials are that this one gives. */
    String place() {
        return endpoint.place();
    }

    /** AWS STS API Reference, GetCallerIdentity: whose keys {@code signer} has. */
    GetCallerIdentityResponse callerIdentity(Signer signer) {
        return call(
                provider(signer.credentials()),
                client -> {
                    GetCallerIdentityResponse caller = client.getCallerIdentity();
                    SessionCredentials.requireLoadable("Arn", caller.arn());
                    return caller;
                },
                e -> StsErrors.refusal(e, signer.description(), endpoint.region()));
    }

    /**
     * Whose keys sign a call.
     *
     * @param description for a message: {@code the keys of profile redbeard}
     */
    record Signer(SessionCredentials credentials, String description) {}

    /**
     * Calls STS.
     *
     * @param call asks, and takes from the answer what is wanted; a Failure of its says that this is no answer of STS's
     * @param refusal what to say when STS has understood and says no
     * @throws Failure when STS refuses, or cannot be reached
     */
    private <T> T call(
            AwsCredentialsProvider signer, Function<StsClient, T> call, Function<StsException, Failure> refusal) {
        endpoint.url().ifPresentOrElse(network::warmUp, () -> network.warmUp(URI.create("https://sts.amazonaws.com")));
        Wire wire = new Wire(endpoint.url().map(URI::toString).orElse("STS in " + endpoint.region()));
        try (StsClient client = client(signer, wire)) {
            return call.apply(client);
        } catch (StsException e) {
            if (StsErrors.code(e).isEmpty()) {
                throw StsErrors.notSts(wire.address() + " answered HTTP " + e.statusCode(), e);
            }
            throw Failure.of(refusal.apply(e).getMessage() + " [endpoint: " + wire.address() + "]", e);
        } catch (Failure e) {
            throw StsErrors.notSts(wire.address() + " answered (" + e.getMessage() + ")", e);
        } catch (StackOverflowError e) {
            throw StsErrors.notSts(wire.address() + " answered (nested too deep)", e);
        } catch (SdkException e) {
            throw StsErrors.noAnswer(wire.address(), e, network);
        }
    }

    /** The path of an endpoint that has one: for STS the SDK calls scheme, host and port alone. */
    private record EndpointPath(URI url) implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            String path = url.getRawPath();
            return context.httpRequest().copy(request -> request.encodedPath(path));
        }
    }

    /**
     * The region and the endpoint are decided already, so that the SDK never asks the metadata service of a machine
     * that has none.
     */
    private StsClient client(AwsCredentialsProvider signer, Wire wire) {
        var client = StsClient.builder()
                .region(Region.of(endpoint.region()))
                .credentialsProvider(signer)
                .httpClient(network.httpClient())
                .overrideConfiguration(configuration -> {
                    configuration
                            .retryStrategy(patience.retries())
                            .apiCallTimeout(patience.wholeCall())
                            .addExecutionInterceptor(wire);
                    endpoint.url().map(EndpointPath::new).ifPresent(configuration::addExecutionInterceptor);
                });
        endpoint.url().ifPresent(client::endpointOverride);
        return client.fipsEnabled(endpoint.isFips())
                .dualstackEnabled(endpoint.isDualStack())
                .build();
    }

    private static AwsCredentialsProvider provider(SessionCredentials keys) {
        return StaticCredentialsProvider.create(
                keys.sessionToken() == null
                        ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
                        : AwsSessionCredentials.create(
                                keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()));
    }

    private static List<PolicyDescriptorType> policyArns(RoleRequest request) {
        return orAbsent(request.restriction().policyArns().stream()
                .map(arn -> PolicyDescriptorType.builder().arn(arn).build())
                .toList());
    }

    /** An empty list would be sent, as a parameter without a value. */
    private static <T> List<T> orAbsent(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    private static Tag tag(RoleRequest.Tag tag) {
        return Tag.builder().key(tag.key()).value(tag.value()).build();
    }

    /** What STS gave, if it is what was requested. */
    private static SessionCredentials credentials(Credentials keys, AssumedRoleUser user, RoleRequest request) {
        if (user == null) {
            throw Failure.of("there is no " + (keys == null ? "Credentials" : "AssumedRoleUser"));
        }
        var role = new SessionCredentials.AssumedRole(user.assumedRoleId(), user.arn());
        SessionCredentials given = given(keys, role);
        if (!role.isOf(request.roleArn().orElseThrow())) {
            throw Failure.of("the credentials are of another role, " + Text.quoted(role.arn()));
        }
        return given;
    }

    /** @param role null when they are a user's */
    private static SessionCredentials given(Credentials keys, SessionCredentials.AssumedRole role) {
        if (keys == null) {
            throw Failure.of("there is no Credentials");
        }
        SessionCredentials.requireLoadable("SessionToken", keys.sessionToken());
        var given = new SessionCredentials(
                keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken(), keys.expiration(), role);
        if (given.isExpired()) {
            throw Failure.of("the credentials " + given.until() + "; is this computer's clock right?");
        }
        return given;
    }
}
