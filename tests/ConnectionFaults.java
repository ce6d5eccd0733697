import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** Connections that are refused, reset, cut off, silent, slow or endless, and TLS that is none. */
final class ConnectionFaults {
    private final FaultRuns runs;
    private final FaultServer server;
    private final Path folder;

    ConnectionFaults(FaultRuns runs, FaultServer server, Path folder) {
        this.runs = runs;
        this.server = server;
        this.folder = folder;
    }

    void start() throws Exception {
        refusedOrReset();
        closed();
        silent();
        dripping();
        endlessBodies();
        endlessHeaders();
        tls();
    }

    private void refusedOrReset() throws Exception {
        int nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        runs.fault("connection refused", "http://127.0.0.1:" + nobody, "refused");
        runs.fault("reset before a word", server.listen(FaultServer::reset), "reset");
        runs.fault(
                "reset before the headers",
                server.listen(client -> {
                    FaultServer.question(client);
                    FaultServer.reset(client);
                }),
                "reset");
        runs.fault(
                "reset in the headers",
                server.listen(client -> {
                    FaultServer.question(client);
                    FaultServer.write(client.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Ty");
                    FaultServer.reset(client);
                }),
                "reset");
        runs.fault(
                "reset after the headers",
                server.listen(client -> {
                    FaultServer.question(client);
                    FaultServer.write(
                            client.getOutputStream(),
                            FaultServer.head(200, "Content-Length: " + FaultRuns.ANSWER.length())
                                    + FaultRuns.ANSWER.substring(0, 300));
                    Thread.sleep(200);
                    FaultServer.reset(client);
                }),
                "reset");
    }

    private void closed() throws Exception {
        runs.fault("closed before the headers", server.answering(out -> {}), "closed without an answer");
        runs.fault(
                "closed in the headers",
                server.answering(out -> FaultServer.write(out, "HTTP/1.1 200 OK\r\nContent-Le")),
                "not HTTP");
        runs.fault(
                "closed in the body",
                server.answering(out -> FaultServer.write(
                        out,
                        FaultServer.head(200, "Content-Length: " + FaultRuns.ANSWER.length())
                                + FaultRuns.ANSWER.substring(0, 300))),
                "Premature end");
        runs.fault(
                "closed in a chunk",
                server.answering(out -> FaultServer.write(
                        out,
                        FaultServer.head(200, "Transfer-Encoding: chunked") + "fff\r\n"
                                + FaultRuns.ANSWER.substring(0, 300))),
                "Truncated chunk");
    }

    private void silent() throws Exception {
        runs.fault("silence", server.listen(client -> Thread.sleep(60_000)), "in time");
        runs.fault(
                "silence after the headers",
                server.answering(out -> {
                    FaultServer.write(out, FaultServer.head(200, "Content-Length: " + FaultRuns.ANSWER.length()));
                    Thread.sleep(60_000);
                }),
                "in time");
        runs.fault(
                "headers at one byte a second",
                server.answering(out -> FaultServer.drip(
                        out, FaultServer.head(200, "Content-Length: " + FaultRuns.ANSWER.length()) + FaultRuns.ANSWER)),
                "in time");
    }

    private void dripping() throws Exception {
        runs.fault(
                "a body at one byte a second",
                server.answering(out -> {
                    FaultServer.write(out, FaultServer.head(200, "Content-Length: " + FaultRuns.ANSWER.length()));
                    FaultServer.drip(out, FaultRuns.ANSWER);
                }),
                "in time");
        runs.fault(
                "an error at one byte a second",
                server.answering(out -> {
                    FaultServer.write(out, FaultServer.head(403, "Content-Length: 5000"));
                    FaultServer.drip(out, "<ErrorResponse>" + " ".repeat(5000));
                }),
                "in time");
        runs.fault(
                "chunks at one a second",
                server.answering(out -> {
                    FaultServer.write(out, FaultServer.head(200, "Transfer-Encoding: chunked"));
                    for (int i = 0; i < 60; i++) {
                        FaultServer.write(out, "1\r\n \r\n");
                        Thread.sleep(1000);
                    }
                }),
                "in time");
    }

    private void endlessBodies() throws Exception {
        runs.fault(
                "not HTTP",
                server.answering(out -> FaultServer.write(out, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")),
                "not HTTP");
        runs.fault(
                "100 MB of body",
                server.answering(out -> {
                    FaultServer.write(out, FaultServer.head(200, "Content-Length: " + FaultServer.HUGE));
                    server.flood(out, " ");
                }),
                "over a megabyte");
        runs.fault(
                "100 MB of error",
                server.answering(out -> {
                    FaultServer.write(out, FaultServer.head(400, "Content-Length: " + FaultServer.HUGE));
                    server.flood(out, " ");
                }),
                "over a megabyte");
        runs.fault(
                "100 MB of XML",
                server.answering(out -> {
                    FaultServer.write(
                            out,
                            FaultServer.head(200, "Content-Length: " + FaultServer.HUGE)
                                    + FaultRuns.ANSWER.substring(0, FaultRuns.ANSWER.indexOf("ASIA")));
                    server.flood(out, "A");
                }),
                "over a megabyte");
    }

    private void endlessHeaders() throws Exception {
        runs.fault(
                "100 MB of headers",
                server.answering(out -> {
                    FaultServer.write(out, "HTTP/1.1 200 OK\r\n");
                    server.flood(out, "X-A: b\r\n");
                }),
                "Maximum header count");
        runs.fault(
                "100 MB of one header",
                server.answering(out -> {
                    FaultServer.write(out, "HTTP/1.1 200 OK\r\nX-A: ");
                    server.flood(out, "b");
                }),
                "Maximum line length");
        runs.fault(
                "100 MB of status line",
                server.answering(out -> {
                    FaultServer.write(out, "HTTP/1.1 200 ");
                    server.flood(out, "b");
                }),
                "Maximum line length");
    }

    private void tls() throws Exception {
        TlsServer other = TlsServer.with(server, folder, "other", "-ext", "san=dns:other.example");
        runs.fault("a certificate for another name", other.url(), other.bundle(), "certificate", "127.0.0.1");
        runs.fault("a certificate of nobody's", other.url(), "certificate", "--ca-bundle");
        runs.fault(
                "HTTP where TLS should be",
                server.listen(client -> {
                            FaultServer.write(client.getOutputStream(), FaultServer.body(400, "TLS?"));
                            client.getInputStream().transferTo(OutputStream.nullOutputStream());
                        })
                        .replace("http:", "https:"),
                "SSL");
        runs.fault(
                "TLS cut off in the handshake",
                server.listen(client -> {
                            client.getInputStream().read(new byte[500]);
                            client.close();
                        })
                        .replace("http:", "https:"),
                "peer shut down incorrectly");
        runs.fault(
                "TLS reset in the handshake",
                server.listen(client -> {
                            client.getInputStream().read(new byte[500]);
                            FaultServer.reset(client);
                        })
                        .replace("http:", "https:"),
                "reset");
        runs.fault(
                "TLS and silence", server.listen(client -> Thread.sleep(60_000)).replace("http:", "https:"), "in time");
    }
}
