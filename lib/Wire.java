//DEPS software.amazon.awssdk:bom:2.57.8@pom
//DEPS software.amazon.awssdk:sdk-core
//SOURCES Failure.java Json.java

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** What travels: it notes the address that is really called, and reads an answer whole before any of it is believed. */
final class Wire implements ExecutionInterceptor {
    private volatile String address;

    Wire(String address) {
        this.address = address;
    }

    /** What is or was called: scheme, host and port, as soon as they are known. */
    String address() {
        return address;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        URI uri = context.httpRequest().getUri();
        address = uri.getScheme() + "://" + uri.getAuthority();
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.responseBody().map(Wire::whole);
    }

    /** @throws SdkClientException when it breaks off */
    static InputStream whole(InputStream body) {
        try (body) {
            var answer = new ByteArrayOutputStream();
            byte[] some = new byte[8192];
            for (int n = 0; n >= 0; n = body.read(some)) {
                answer.write(some, 0, n);
                // When the time is up, the SDK interrupts this thread; a byte now and then would keep it reading.
                if (Thread.currentThread().isInterrupted()) {
                    throw new SocketTimeoutException();
                }
                if (answer.size() > Json.MOST_BYTES) {
                    throw Failure.of("it is over a megabyte");
                }
            }
            return new ByteArrayInputStream(answer.toByteArray());
        } catch (IOException e) {
            throw SdkClientException.create("the answer broke off", e);
        }
    }
}
