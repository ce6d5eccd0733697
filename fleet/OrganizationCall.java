//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:http-auth-aws software.amazon.awssdk:retries software.amazon.awssdk:aws-core
//SOURCES ../lib/Json.java ../lib/Wire.java ../lib/Endpoint.java ../lib/Network.java ../lib/Patience.java
//SOURCES ../lib/Sts.java

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * A call to AWS Organizations in its own protocol, AWS JSON 1.1. It is signed, sent and repeated by what the AWS SDK
 * is made of; of the SDK's module for this service, half a megabyte, three calls are needed.
 */
final class OrganizationCall {
    /** The name under which a services section and the variables have its endpoint, and which its signature has. */
    static final String SERVICE = "organizations";

    private static final String TARGET = "AWSOrganizationsV20161128.";
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(8);
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** An error in XML is none of this service's; what stands before it may throttle in the words of another. */
    private static final Pattern XML_CODE = Pattern.compile("<Code>(\\w+)</Code>");

    /**
     * Where it is: one address for each partition (AWS General Reference, "AWS Organizations endpoints and quotas").
     *
     * @param region which its signature has
     */
    record Place(URI address, String region) {
        /** @throws Failure when nobody says where it is in that partition */
        static Place of(Endpoint endpoint) {
            String partition = Endpoint.partition(endpoint.region());
            String region = regionOf(partition);
            String suffix = partition.equals("aws-cn") ? ".amazonaws.com.cn" : ".amazonaws.com";
            String name = endpoint.isFips() ? "organizations-fips." : "organizations.";
            return new Place(endpoint.url().orElseGet(() -> URI.create("https://" + name + region + suffix)), region);
        }

        private static String regionOf(String partition) {
            return switch (partition) {
                case "aws" -> "us-east-1";
                case "aws-cn" -> "cn-northwest-1";
                case "aws-us-gov" -> "us-gov-west-1";
                default ->
                    throw Failure.of("where AWS Organizations is in the partition " + partition
                            + " is not known here; name the accounts with --accounts");
            };
        }
    }

    private final Place place;
    private final Network network;
    private final Sts.Signer signer;
    private final Patience patience;

    OrganizationCall(Place place, Network network, Sts.Signer signer, Patience patience) {
        this.place = place;
        this.network = network;
        this.signer = signer;
        this.patience = patience;
    }

    /**
     * Calls it, again and again while it has too much to do.
     *
     * @param action such as ListAccounts
     * @throws AwsServiceException when it says no
     * @throws Failure when it cannot be reached
     */
    JrsObject call(String action, JrsObject parameters) {
        RetryStrategy retries = patience.retries();
        RetryToken token = retries.acquireInitialToken(AcquireInitialTokenRequest.create(SERVICE))
                .token();
        while (true) {
            try {
                return callOnce(action, parameters);
            } catch (SdkException e) {
                token = awaitRetry(retries, token, e);
            }
        }
    }

    /** Waits as long as the SDK would, or throws {@code e}, or what it means, where the SDK would not try again. */
    private RetryToken awaitRetry(RetryStrategy retries, RetryToken token, SdkException e) {
        try {
            RefreshRetryTokenResponse next = retries.refreshRetryToken(RefreshRetryTokenRequest.builder()
                    .token(token)
                    .failure(e)
                    .suggestedDelay(Duration.ZERO)
                    .build());
            Thread.sleep(next.delay().toMillis());
            return next.token();
        } catch (TokenAcquisitionFailedException ignored) {
            // There is no use in another try.
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt(); // there is no time for another try
        }
        if (e instanceof AwsServiceException refusal) {
            throw refusal;
        }
        throw network.noAnswer(place.address().toString(), e);
    }

    private JrsObject callOnce(String action, JrsObject parameters) {
        SignedRequest signed = signed(action, Json.compact(parameters));
        HttpExecuteRequest request = HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElse(null))
                .build();
        FutureTask<JrsObject> answer = new FutureTask<>(() -> answer(request));
        Thread thread = new Thread(answer, SERVICE);
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (TimeoutException | InterruptedException ignored) {
            thread.interrupt(); // for this attempt there is no more time; whoever retries hears of it
            throw SdkClientException.create("no answer", new SocketTimeoutException());
        }
    }

    /** For one attempt. */
    private Duration limit() {
        return patience.wholeCall().compareTo(LONGEST_ATTEMPT) < 0 ? patience.wholeCall() : LONGEST_ATTEMPT;
    }

    private JrsObject answer(HttpExecuteRequest request) {
        try {
            HttpExecuteResponse response =
                    network.httpClient().prepareRequest(request).call();
            byte[] body = body(response);
            int status = response.httpResponse().statusCode();
            if (status == OK) {
                return Json.readObject(body, "what AWS Organizations answers");
            }
            throw refusal(status, body);
        } catch (IOException e) {
            throw SdkClientException.create("no answer", e);
        } catch (Failure e) {
            throw notOrganizations("(" + e.getMessage() + ")");
        }
    }

    private static byte[] body(HttpExecuteResponse response) throws IOException {
        if (response.responseBody().isEmpty()) {
            return new byte[0];
        }
        try (InputStream body = Wire.whole(response.responseBody().get())) {
            return body.readAllBytes();
        }
    }

    private SignedRequest signed(String action, String json) {
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(place.address())
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", TARGET + action)
                .build();
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(identity(signer.credentials()))
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(payload))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, place.region()));
    }

    private static AwsCredentialsIdentity identity(SessionCredentials keys) {
        return keys.sessionToken() == null
                ? AwsCredentialsIdentity.create(keys.accessKeyId(), keys.secretAccessKey())
                : AwsSessionCredentialsIdentity.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
    }

    /** AWS JSON 1.1 protocol, "Operation error serialization": the type, perhaps after a namespace and a #. */
    private AwsServiceException refusal(int status, byte[] body) {
        JrsObject error;
        try {
            error = Json.readObject(body, "an error of AWS Organizations");
        } catch (Failure ignored) {
            error = Json.object().build(); // its status is all there is
        }
        Matcher xml = XML_CODE.matcher(new String(body, StandardCharsets.UTF_8));
        String code = xml.find() ? xml.group(1) : text(error, "__type").replaceFirst("^.*#", "");
        String message = text(error, "Message").isEmpty() ? text(error, "message") : text(error, "Message");
        boolean isTrouble = status >= SERVER_ERROR || status == TOO_MANY_REQUESTS;
        if (code.isEmpty() && !isTrouble) {
            throw notOrganizations("HTTP " + status);
        }
        return AwsServiceException.builder()
                .statusCode(status)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code.isEmpty() ? "HTTP " + status : code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    private static String text(JrsObject object, String field) {
        return Optional.ofNullable(object.get(field)).map(JrsValue::asText).orElse("");
    }

    /** Something answered that is no AWS Organizations. */
    Failure notOrganizations(String answered) {
        return Failure.of(place.address() + " answered " + answered
                + ", but not as AWS Organizations does; is there a proxy in between, or an --endpoint-url that has no"
                + " organization?");
    }

    /** Whose keys sign, and what was called, for a message. */
    String description() {
        return signer.description() + " [endpoint: " + place.address() + "]";
    }
}
