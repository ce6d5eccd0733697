//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:http-client-spi
//SOURCES Text.java Failure.java Json.java SessionCredentials.java Network.java

import com.fasterxml.jackson.jr.stree.JrsString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * AWS's federation endpoint, which turns a role's credentials into an address that signs a browser in (IAM User Guide,
 * "Enable custom identity broker access to the AWS console").
 */
final class Signin {
    /** The name under which a services section and the variables have its endpoint. */
    static final String SERVICE = "signin";

    /** How long a token is good for, in minutes. */
    static final int MINUTES = 15;

    private static final int WHOLE_CALL = 8;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final Pattern THIS_COMPUTER = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{16,}");

    private final URI address;
    private final boolean takesPost;
    private final Network network;

    /**
     * @param address scheme and host
     * @param takesPost whether the credentials may be in the body of a request; they are in its query otherwise
     * @param network how it is reached
     */
    Signin(URI address, boolean takesPost, Network network) {
        this.address = address;
        this.takesPost = takesPost;
        this.network = network;
    }

    /**
     * {@code address}, if credentials may be sent there: they go as they are, and not as a signature.
     *
     * @throws Failure when others could read them on the way
     */
    static URI requireSafe(URI address) {
        if (address.getScheme().equalsIgnoreCase("https")
                || THIS_COMPUTER.matcher(address.getHost()).matches()) {
            return address;
        }
        throw Failure.of(
                "the sign-in at " + address + ", which AWS_ENDPOINT_URL_SIGNIN, AWS_ENDPOINT_URL or the profile"
                        + " names, is sent the credentials themselves, so it has to be https://");
    }

    /**
     * Requests a token, once: a second try would only send the credentials again.
     *
     * @param credentials temporary ones, of a role
     * @param seconds how long the console's session is to last; empty for as long as the credentials
     * @throws Failure when it is refused, or does not come
     */
    String token(SessionCredentials credentials, Optional<Integer> seconds) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Action", "getSigninToken");
        form.put("SessionType", "json");
        seconds.ifPresent(number -> form.put("SessionDuration", number.toString()));
        form.put(
                "Session",
                Json.compact(Json.object()
                        .with("sessionId", credentials.accessKeyId())
                        .with("sessionKey", credentials.secretAccessKey())
                        .with("sessionToken", credentials.sessionToken())
                        .build()));
        Answer answer = send(request(encoded(form)));
        if (answer.status() / 100 != 2) {
            throw refusal(answer.status(), seconds);
        }
        return token(answer);
    }

    /** The address that signs in whoever has it, and leads to {@code destination}. */
    String url(String token, String destination) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("Action", "login");
        query.put("Destination", destination);
        query.put("SigninToken", token);
        return federation() + "?" + encoded(query);
    }

    private record Answer(int status, byte[] body) {}

    private String federation() {
        return address.toString().replaceFirst("/$", "") + "/federation";
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpExecuteRequest request(String form) {
        var request = SdkHttpFullRequest.builder();
        if (!takesPost) {
            request.method(SdkHttpMethod.GET).uri(URI.create(federation() + "?" + form));
            return HttpExecuteRequest.builder().request(request.build()).build();
        }
        byte[] body = form.getBytes(StandardCharsets.US_ASCII);
        request.method(SdkHttpMethod.POST)
                .uri(URI.create(federation()))
                .putHeader("Content-Type", "application/x-www-form-urlencoded");
        return HttpExecuteRequest.builder()
                .request(request.build())
                .contentStreamProvider(() -> new ByteArrayInputStream(body))
                .build();
    }

    private Answer send(HttpExecuteRequest request) {
        ExecutableHttpRequest call = network.httpClient().prepareRequest(request);
        var answer = new FutureTask<>(() -> read(call.call()));
        var thread = new Thread(answer, "sign-in token");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(WHOLE_CALL, TimeUnit.SECONDS);
        } catch (TimeoutException ignored) {
            call.abort(); // it may wait for ever
            throw network.noAnswer(address.toString(), new SocketTimeoutException());
        } catch (ExecutionException e) {
            throw network.noAnswer(address.toString(), e.getCause());
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt(); // for whoever waits
            throw Failure.of("interrupted while " + address + " was to give a sign-in token");
        }
    }

    private static Answer read(HttpExecuteResponse response) throws IOException {
        int status = response.httpResponse().statusCode();
        if (response.responseBody().isEmpty()) {
            return new Answer(status, new byte[0]);
        }
        try (InputStream body = response.responseBody().get()) {
            return new Answer(status, body.readNBytes(Json.MOST_BYTES));
        }
    }

    /** Nothing of the answer is shown: what refuses credentials may well quote them. */
    private Failure refusal(int status, Optional<Integer> seconds) {
        String who = address + " ";
        if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
            return Failure.of(who + "has trouble of its own or too much to do (HTTP " + status + "); try again later");
        }
        if (status != BAD_REQUEST) {
            return unlike("HTTP " + status);
        }
        if (seconds.isPresent()) {
            return Failure.of(who + "gives these credentials no console session of " + seconds.get()
                    + " seconds (HTTP 400): that may be more than the role's maximum, and a role that was assumed by a"
                    + " role has no say in it; leave out --duration-seconds");
        }
        return Failure.of(who + "does not take these credentials (HTTP 400); have they expired, or are they no role's?"
                + " Name a profile with a role, or assume it again with --refresh");
    }

    private String token(Answer answer) {
        try {
            var token = Json.readObject(answer.body(), "a sign-in token").get("SigninToken");
            if (token instanceof JrsString text
                    && TOKEN.matcher(text.getValue()).matches()) {
                return text.getValue();
            }
        } catch (Failure e) {
            throw unlike("(" + e.getMessage() + ")");
        }
        throw unlike("without a sign-in token");
    }

    private Failure unlike(String how) {
        return Failure.of(address + " answered " + how
                + ", but not as AWS's sign-in does; is it that, and is there a proxy in between?");
    }
}
