//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:http-client-spi software.amazon.awssdk:sdk-core
//DEPS org.apache.httpcomponents.core5:httpcore5:5.4.3
//SOURCES Connection.java

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.function.Function;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The AWS SDK's HTTP client, on Apache HttpCore and a connection of our own for each request. HttpURLConnection knows
 * no proxy that is spoken to through TLS and authenticates to none until it is refused; and it takes a hundred
 * milliseconds more to start.
 */
final class HttpClient implements SdkHttpClient {
    private final Function<URI, Connection> connections;

    /** @param connections what makes a connection to an address */
    HttpClient(Function<URI, Connection> connections) {
        this.connections = connections;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Call(request);
    }

    @Override
    public void close() {
        // Each connection ends with its answer.
    }

    @Override
    public String clientName() {
        return "HttpCore";
    }

    /** One request and its answer. */
    private final class Call implements ExecutableHttpRequest {
        private final HttpExecuteRequest request;
        private volatile Connection connection;

        Call(HttpExecuteRequest request) {
            this.request = request;
        }

        /** A Failure is what no second try would mend, and SdkClientException is what the SDK takes for that. */
        @Override
        public HttpExecuteResponse call() throws IOException {
            try {
                connection = connections.apply(request.httpRequest().getUri());
                connection.open();
                return response(connection.exchange(request(request.httpRequest())));
            } catch (Failure e) {
                abort();
                throw SdkClientException.create(e.getMessage(), e);
            } catch (IOException | RuntimeException e) {
                abort();
                throw e;
            }
        }

        @Override
        public void abort() {
            try {
                if (connection != null) {
                    connection.close();
                }
            } catch (IOException ignored) {
                // It is of no use any more.
            }
        }

        private BasicClassicHttpRequest request(SdkHttpRequest from) throws IOException {
            URI uri = from.getUri();
            String path =
                    Text.first(uri.getRawPath(), "/") + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            String base = connection.isForwarded() ? uri.getScheme() + "://" + uri.getRawAuthority() : "";
            var to = new BasicClassicHttpRequest(from.method().name(), null, null, base + path); // as it is
            from.forEachHeader((name, values) -> values.forEach(value -> to.addHeader(name, value)));
            if (!to.containsHeader("Host")) {
                to.addHeader("Host", uri.getRawAuthority());
            }
            if (!to.containsHeader("Accept")) {
                to.addHeader("Accept", "*/*");
            }
            to.removeHeaders("Expect");
            to.setHeader("Connection", "close");
            connection.proxyAuthorization().ifPresent(value -> to.setHeader("Proxy-Authorization", value));
            setBody(to);
            return to;
        }

        private void setBody(BasicClassicHttpRequest to) throws IOException {
            if (request.contentStreamProvider().isPresent()) {
                try (InputStream body = request.contentStreamProvider().get().newStream()) {
                    byte[] bytes = body.readAllBytes();
                    to.removeHeaders("Transfer-Encoding");
                    to.setHeader("Content-Length", String.valueOf(bytes.length));
                    to.setEntity(new ByteArrayEntity(bytes, (ContentType) null));
                }
            }
        }

        private HttpExecuteResponse response(ClassicHttpResponse from) throws IOException {
            var to = SdkHttpResponse.builder().statusCode(from.getCode()).statusText(from.getReasonPhrase());
            for (var header : from.getHeaders()) {
                to.appendHeader(header.getName(), header.getValue());
            }
            var response = HttpExecuteResponse.builder().response(to.build());
            if (from.getEntity() != null) {
                InputStream body = new FilterInputStream(from.getEntity().getContent()) {
                    @Override
                    public void close() {
                        abort(); // what is left of it is of no use
                    }
                };
                response.responseBody(AbortableInputStream.create(body, this));
            }
            return response.build();
        }
    }
}
