//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:sts software.amazon.awssdk:url-connection-client
//DEPS org.slf4j:slf4j-api:2.0.20 org.slf4j:slf4j-nop:2.0.20
//SOURCES SessionCredentials.java Profiles.java
//RUNTIME_OPTIONS -XX:CompileThresholdScaling=2 -Dslf4j.provider=org.slf4j.nop.NOPServiceProvider -Dslf4j.internal.verbosity=WARN
//RUNTIME_OPTIONS -Djdk.tls.namedGroups=X25519MLKEM768,x25519,secp384r1,secp256r1,secp521r1,x448,ffdhe2048,ffdhe3072,ffdhe4096,ffdhe6144,ffdhe8192
//RUNTIME_OPTIONS -Dsoftware.amazon.awssdk.http.service.impl=software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * STS: where it is, how it is reached, and what its refusals mean.
 *
 * @param profile the profile whose region, endpoint and CA bundle are used; null for the default ones
 * @param region the region whose STS is asked
 * @param regionToLoad the region that was asked for or belongs to the profile, to be loaded with the keys; or null
 * @param endpoint the STS to ask in place of the region's, or null
 * @param caBundle the PEM file whose certificates alone are trusted, or null for those that Java trusts
 */
record Sts(
        Map<String, String> env,
        Profiles profiles,
        String profile,
        String region,
        String regionToLoad,
        String endpoint,
        String caBundle) {

    /** @throws Failure when {@code profile} does not exist, or an option is malformed */
    static Sts of(
            Map<String, String> env,
            Profiles profiles,
            String profile,
            String region,
            String endpoint,
            String caBundle) {
        if (endpoint != null && !isAddress(endpoint)) {
            throw Failure.usage("--endpoint-url " + Command.shown(endpoint)
                    + " is not the address of an STS; expected http:// or https://, a host, and perhaps a port");
        }
        if (profile != null) {
            profiles.check(profile);
        }
        String settings = first(profile, "default");
        String profileRegion = profiles.get(settings, "region");
        return new Sts(
                env,
                profiles,
                profile,
                region(region, env, profileRegion),
                first(region, profile == null ? null : profileRegion),
                endpoint,
                first(caBundle, env.get("AWS_CA_BUNDLE"), profiles.get(settings, "ca_bundle")));
    }

    /** The region that counts: the one asked for, else the environment's, else the profile's. @throws Failure when it cannot be one */
    static String region(String asked, Map<String, String> env, String profileRegion) {
        String decided = first(asked, env.get("AWS_REGION"), env.get("AWS_DEFAULT_REGION"), profileRegion, "us-east-1");
        if (decided.matches(SessionCredentials.REGION)) {
            return decided;
        }
        throw Failure.of("the region " + Command.shown(decided)
                + " of AWS_REGION, AWS_DEFAULT_REGION or the profile is none; expected a name such as eu-central-1");
    }

    /** The partition a region is in: aws, aws-cn, aws-us-gov ... The SDK knows them all, but takes 40 ms to say even the plain ones. */
    static String partition(String region) {
        return region.matches("(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\\d+")
                ? "aws"
                : PartitionMetadata.of(Region.of(region)).id();
    }

    /** A scheme, a host and perhaps a port: the SDK would leave out a path, and stumble over anything else. */
    private static boolean isAddress(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            return String.valueOf(uri.getScheme()).matches("https?")
                    && uri.getHost() != null
                    && uri.getPort() < 65_536
                    && uri.getPath().matches("/?")
                    && uri.getQuery() == null
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Asks STS.
     *
     * @param keys what signs the question; null for a question that needs no signature
     * @param question asks, and takes from the answer what was asked for; a Failure of its says that this is no answer of STS's
     * @param refusal what to say when STS has understood and says no
     * @throws Failure when STS refuses, or cannot be reached
     */
    <T> T ask(AwsCredentials keys, Function<StsClient, T> question, Function<StsException, Failure> refusal) {
        warmUp();
        var asked = new AtomicReference<>(endpoint == null ? "STS in " + region : endpoint);
        // The region is decided here, so that the SDK never asks the metadata service of a machine that has none.
        var builder = StsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(
                        keys == null ? AnonymousCredentialsProvider.create() : StaticCredentialsProvider.create(keys))
                .httpClientBuilder(http())
                .overrideConfiguration(o -> o.defaultProfileFile(profiles.files())
                        .defaultProfileName(Profiles.key(first(profile, "default")))
                        .retryStrategy(RetryMode.STANDARD)
                        .apiCallTimeout(Duration.ofSeconds(8))
                        .addExecutionInterceptor(new ExecutionInterceptor() {
                            @Override
                            public void beforeTransmission(
                                    Context.BeforeTransmission context, ExecutionAttributes attributes) {
                                URI uri = context.httpRequest().getUri();
                                asked.set(uri.getScheme() + "://" + uri.getAuthority());
                            }

                            @Override
                            public Optional<InputStream> modifyHttpResponseContent(
                                    Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
                                return context.responseBody().map(Sts::whole);
                            }
                        }));
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        try (StsClient sts = builder.build()) {
            return question.apply(sts);
        } catch (StsException e) {
            if (!code(e).isEmpty()) {
                throw new Failure(1, refusal.apply(e).getMessage() + " [asked: " + asked.get() + "]", e);
            }
            throw unlike(asked.get() + " answered HTTP " + e.statusCode(), e);
        } catch (Failure e) {
            throw unlike(asked.get() + " answered (" + e.getMessage() + ")", e);
        } catch (StackOverflowError e) {
            throw unlike(asked.get() + " answered (nested too deep)", e);
        } catch (SdkException e) {
            Throwable root = root(e);
            boolean unreadable = Stream.of(
                            XMLStreamException.class, DateTimeException.class, NumberFormatException.class)
                    .anyMatch(type -> type.isInstance(root));
            if (unreadable) {
                throw unlike(asked.get() + " answered (no XML of STS's)", e);
            }
            throw new Failure(1, asked.get() + " gave no answer: " + trouble(e), e);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new Failure(
                    1,
                    "STS cannot be asked: the endpoint that AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_STS or the profile"
                            + " names is no http:// or https:// address",
                    e);
        }
    }

    /**
     * Makes a ClientHello and throws it away: what the first one of a JVM needs (trust store, providers, a curve's tables) takes as
     * long as building the client and signing, and may as well be made meanwhile.
     */
    private static void warmUp() {
        var thread = new Thread(() -> {
            try {
                SSLEngine tls = SSLContext.getDefault().createSSLEngine("sts.amazonaws.com", 443);
                tls.setUseClientMode(true);
                tls.wrap(
                        ByteBuffer.allocate(0),
                        ByteBuffer.allocate(tls.getSession().getPacketBufferSize()));
            } catch (GeneralSecurityException | IOException | RuntimeException theCallItselfWillSay) {
                // Nothing depends on this; whatever is wrong will be found again.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static Failure unlike(String answered, Throwable e) {
        return new Failure(1, answered + ", but not as STS does; is it an STS, and is there a proxy in between?", e);
    }

    /** All of an answer before any of it is believed, and no more memory for it than STS could ever need. */
    private static InputStream whole(InputStream body) {
        try (body) {
            var answer = new ByteArrayOutputStream();
            byte[] some = new byte[8192];
            for (int n = 0; n >= 0; n = body.read(some)) {
                answer.write(some, 0, n);
                // When the time is up, the SDK interrupts this thread; a byte now and then would keep it reading all
                // the same.
                if (Thread.currentThread().isInterrupted()) {
                    throw new SocketTimeoutException();
                }
                if (answer.size() > SessionCredentials.MOST_BYTES) {
                    throw Failure.of("it is over a megabyte");
                }
            }
            return new ByteArrayInputStream(answer.toByteArray());
        } catch (IOException e) {
            throw SdkClientException.create("the answer broke off", e);
        }
    }

    /** What any command says when STS refuses: its words, whose keys signed, and what to do. */
    Failure refused(StsException e, String signer) {
        String message = said(e);
        // Signature Version 4 allows a quarter of an hour: "Signature expired: OURS is now earlier than ... (THEIRS -
        // 15 min.)".
        Matcher clocks = Pattern.compile("Signature (?:expired|not yet current): (\\w+) .*\\((\\w+) [+-] 15 min")
                .matcher(message);
        String advice = switch (code(e)) {
            case "InvalidClientTokenId" -> "AWS does not know these keys: they were deleted, deactivated or mistyped";
            case "SignatureDoesNotMatch" ->
                clocks.find()
                        ? "this computer's clock says " + clocks.group(1) + " and STS's says " + clocks.group(2)
                                + "; set it right"
                        : "the secret key is not the one that belongs to this access key; 'aws configure' sets both";
            case "ExpiredToken", "ExpiredTokenException" -> "these keys are over; name a profile, or get new ones";
            case "RegionDisabledException" ->
                "STS is switched off in " + region + " for this account; choose another --region";
            default ->
                message.contains("role chaining")
                        ? "a role that is assumed by a role lasts an hour at most: ask for --duration-seconds 3600 or"
                                + " fewer"
                        : message.contains("MaxSessionDuration")
                                ? "the role allows no session that long: ask for fewer --duration-seconds, or raise"
                                        + " the role's maximum"
                                : e.statusCode() >= 500 || e.isThrottlingException()
                                        ? "it has trouble of its own or too much to do; try again later"
                                        : "its words say what to change";
        };
        return new Failure(1, "STS refused " + signer + " (" + message + "): " + advice, e);
    }

    /** STS API Reference, "Common Errors"; empty when the answer held none. */
    static String code(StsException e) {
        return said(e, "Code", AwsErrorDetails::errorCode);
    }

    /** STS's code and message, without what the SDK adds. */
    static String said(StsException e) {
        return code(e) + ": " + said(e, "Message", AwsErrorDetails::errorMessage);
    }

    /** Some services, and some that stand in for STS, put one element more around an error than the SDK looks for. */
    private static String said(StsException e, String element, Function<AwsErrorDetails, String> bySdk) {
        if (e.awsErrorDetails() == null) {
            return "";
        }
        if (e.awsErrorDetails().errorCode() != null) {
            return bySdk.apply(e.awsErrorDetails());
        }
        if (e.awsErrorDetails().rawResponse() == null) {
            return "";
        }
        Matcher found = Pattern.compile("<" + element + ">([^<]*)</" + element + ">")
                .matcher(e.awsErrorDetails().rawResponse().asUtf8String());
        return found.find() ? found.group(1) : "";
    }

    private String trouble(SdkException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "no such host; is the region or endpoint right, and the network up?";
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return cause.getMessage() + "; is the network up, and a proxy in between?";
            }
            if (cause instanceof CertificateException) {
                return "its certificate is not trusted (" + cause.getMessage()
                        + "); if a proxy or a private authority made it, name its PEM file with AWS_CA_BUNDLE or"
                        + " --ca-bundle"
                        + (caBundle == null ? "" : " (now " + caBundle + ")");
            }
            if (cause instanceof SocketTimeoutException
                    || cause.getClass().getSimpleName().endsWith("TimeoutException")) {
                return "it did not answer in time; is the network up, and a proxy needed (HTTPS_PROXY)?";
            }
        }
        if (root(e) instanceof IOException cut) {
            return "the connection was reset or cut short (" + cut.getMessage()
                    + "); is a proxy or a firewall in between?";
        }
        return root(e).getClass().getSimpleName() + ": " + root(e).getMessage();
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    private UrlConnectionHttpClient.Builder http() {
        String configured = first(
                endpoint,
                env.get("AWS_ENDPOINT_URL_STS"),
                env.get("AWS_ENDPOINT_URL"),
                profiles.get(first(profile, "default"), "endpoint_url"),
                "https:");
        // The scheme chooses between HTTP_PROXY and HTTPS_PROXY; NO_PROXY is heeded for both.
        var proxy = ProxyConfiguration.builder()
                .scheme(configured.startsWith("http:") ? "http" : "https")
                .useEnvironmentVariablesValues(true)
                .build();
        var http = UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(3))
                .socketTimeout(Duration.ofSeconds(5))
                .proxyConfiguration(proxy);
        if (caBundle != null) {
            TrustManager[] trusted = trustManagers(caBundle);
            http.tlsTrustManagersProvider(() -> trusted);
        }
        return http;
    }

    /** Trust in the certificates of a PEM file, and in nothing else, as the AWS CLI has it. */
    private static TrustManager[] trustManagers(String pem) {
        try (InputStream in = Files.newInputStream(Path.of(pem))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw Failure.of("the CA bundle " + pem + " holds no certificate");
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure(
                    1,
                    "the CA bundle " + pem + " cannot be read: "
                            + (e instanceof NoSuchFileException
                                    ? "there is no such file"
                                    : "these are no PEM certificates"),
                    e);
        }
    }

    /** The first that is neither null nor empty, or null. */
    static String first(String... values) {
        return Stream.of(values)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
