import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests that are not signed, not wholly, or not a call. */
class PracticeSignatureTest extends PracticeFixture {

    @Test
    void requestsThatNobodySigned() throws Exception {
        assertEquals(
                "403 MissingAuthenticationToken",
                raw("POST", "/", "Action=GetCallerIdentity&Version=2011-06-15").error());
        assertEquals(
                "403 MissingAuthenticationToken",
                raw("GET", "/latest/meta-data/", "").error());
        assertEquals(
                "405 InvalidHttpRequest", raw("PUT", "/latest/api/token", "").error());
        assertEquals("400 MalformedQueryString", raw("POST", "/", "Action=%zz").error());
        assertEquals(
                "413 RequestEntityTooLarge",
                raw("POST", "/", "Action=" + "x".repeat(70_000)).error());
        assertEquals(
                "400 IncompleteSignature",
                raw("GET", "/", "", "Authorization", "Basic abc").error());
    }

    @Test
    void signaturesThatAreIncomplete() throws Exception {
        var date = new String[] {"X-Amz-Date", "20261122T100000Z"};
        var none = raw("GET", "/", "", "Authorization", "AWS4-HMAC-SHA256 Credential=a/b");
        assertEquals("400 IncompleteSignature", none.error());
        assertEquals(
                "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders'"
                        + " parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                        + " header. Authorization=AWS4-HMAC-SHA256",
                none.value("Message"));
        var five = raw(
                "GET",
                "/",
                "",
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host;x-amz-date, Signature=0",
                date[0],
                date[1]);
        assertTrue(
                five.value("Message").startsWith("Credential must have exactly 5 slash-delimited elements"),
                five.xml());
        var host = raw(
                "GET",
                "/",
                "",
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=x-amz-date, Signature=0",
                date[0],
                date[1]);
        assertEquals("'host' must be a 'SignedHeader' in the AWS Authorization.", host.value("Message"));
        var when =
                raw("GET", "/", "", "Authorization", "AWS4-HMAC-SHA256 Credential=a", "X-Amz-Date", "99999999T999999Z");
        assertTrue(when.value("Message").startsWith("Date must be in ISO-8601 'basic format'."), when.xml());
    }

    @Test
    void whatWasSignedCannotBeChanged() throws Exception {
        // curl signs one body; the same headers then come with another.
        assumeTrue(hasProgram("curl"), "no curl here");
        var headers = headersSignedByCurl();
        assertEquals(6, headers.size(), headers.toString());
        var asSigned = headers.toArray(String[]::new);
        assertEquals(
                200,
                raw("POST", "/", "Action=GetCallerIdentity&Version=2011-06-15", asSigned)
                        .status());
        assertEquals(
                "403 SignatureDoesNotMatch",
                raw("POST", "/", "Action=GetSessionToken&Version=2011-06-15", asSigned)
                        .error());
        assertEquals(
                "403 SignatureDoesNotMatch",
                raw("POST", "/?x=1", "Action=GetCallerIdentity&Version=2011-06-15", asSigned)
                        .error());
        assertEquals(
                "403 SignatureDoesNotMatch",
                raw("POST", "/x", "Action=GetCallerIdentity&Version=2011-06-15", asSigned)
                        .error());
    }

    /** The headers of a GetCallerIdentity that depend on its signature, name and value in turn. */
    private List<String> headersSignedByCurl() throws Exception {
        var headers = new ArrayList<String>();
        try (var listener = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var endpoint = sts.endpoint().substring("http://".length());
            var signed = CompletableFuture.supplyAsync(() -> {
                try (var socket = listener.accept()) {
                    var bytes = new byte[8192];
                    return new String(bytes, 0, socket.getInputStream().read(bytes), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            output(List.of(
                    "curl",
                    "-s",
                    "--noproxy",
                    "*",
                    "--max-time",
                    "2",
                    "--aws-sigv4",
                    "aws:amz:us-east-1:sts",
                    "--user",
                    REDBEARD.id() + ":" + REDBEARD.secret(),
                    "--connect-to",
                    endpoint + ":127.0.0.1:" + listener.getLocalPort(),
                    "-d",
                    "Action=GetCallerIdentity&Version=2011-06-15",
                    sts.endpoint() + "/"));
            for (var line : signed.get(5, TimeUnit.SECONDS).split("\r\n")) {
                if (line.matches("(?i)(authorization|x-amz-date|content-type):.*")) {
                    headers.addAll(List.of(line.split(": ", 2)));
                }
            }
        }
        return headers;
    }

    @Test
    void itListensOnLoopbackOnly() {
        assertTrue(sts.endpoint().startsWith("http://127.0.0.1:"), sts.endpoint());
    }
}
