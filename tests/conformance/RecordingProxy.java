import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy that leads every request, whatever host it is for, to one of two recording servers: CONNECT to the one
 * with TLS, a request with a whole address to the plain one.
 */
final class RecordingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final String name;
    private final boolean wantsPassword;
    private final Recording recording;
    private final int plainPort;
    private final int tlsPort;

    private record Head(String line, List<String> headers) {
        String header(String name) {
            return headers.stream()
                    .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(header -> header.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }

        /** Who asks, as "user:password"; or null. */
        String login() {
            String authorization = header("proxy-authorization");
            if (authorization == null || !authorization.startsWith("Basic ")) {
                return authorization;
            }
            byte[] bytes = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** @param wantsPassword whether it answers 407 to whoever does not authenticate */
    RecordingProxy(String name, boolean wantsPassword, Recording recording, int plainPort, int tlsPort)
            throws IOException {
        this.name = name;
        this.wantsPassword = wantsPassword;
        this.recording = recording;
        this.plainPort = plainPort;
        this.tlsPort = tlsPort;
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        recording.server(name, server.getLocalPort());
        Daemon.start(() -> {
            while (!server.isClosed()) {
                Socket client = server.accept();
                Daemon.start(() -> serve(client));
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            InputStream in = client.getInputStream();
            Head head = head(in);
            boolean isTunnel = head.line().startsWith("CONNECT ");
            String target = head.line().replaceFirst(" HTTP/1.[01]$", "");
            String how = name + " (" + (isTunnel ? target : "whole address")
                    + (head.login() == null ? "" : ", as " + head.login()) + ")";
            if (wantsPassword && head.login() == null) {
                recording.add(how + " which answered 407");
                answer(client, "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"proxy\"\r\n");
                return;
            }
            if (!isTunnel && !target.matches("\\w+ http://.*")) {
                recording.add(how + ": " + target + " is no request for a proxy");
                answer(client, "400 Bad Request", "");
                return;
            }
            try (Socket there = new Socket(InetAddress.getByName("127.0.0.1"), isTunnel ? tlsPort : plainPort)) {
                recording.proxied(there.getLocalPort(), how);
                if (isTunnel) {
                    tunnel(client, there);
                } else {
                    forward(head, client, there);
                }
            }
        }
    }

    private static void answer(Socket client, String status, String header) throws IOException {
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\n" + header + "Connection: close\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void tunnel(Socket client, Socket there) throws IOException {
        client.getOutputStream()
                .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        Daemon.start(() -> {
            there.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        });
        client.getInputStream().transferTo(there.getOutputStream());
    }

    /** One request and its answer; the connection is closed after them. */
    private static void forward(Head head, Socket client, Socket there) throws IOException {
        Matcher line = Pattern.compile("(\\w+) http://[^/? ]*(.*)").matcher(head.line());
        if (!line.matches()) {
            throw new IOException(head.line());
        }
        String path = line.group(2).startsWith("/") ? line.group(2) : "/" + line.group(2);
        List<String> lines = new ArrayList<>(List.of(line.group(1) + " " + path));
        head.headers().stream()
                .filter(header -> !header.toLowerCase(Locale.ROOT).matches("(proxy-.*|connection):.*"))
                .forEach(lines::add);
        lines.add("Connection: close");
        OutputStream out = there.getOutputStream();
        out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        String length = head.header("content-length");
        if (length != null) {
            out.write(client.getInputStream().readNBytes(Integer.parseInt(length)));
        }
        there.getInputStream().transferTo(client.getOutputStream());
    }

    private static Head head(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request broke off");
            }
            bytes.write(next);
        }
        List<String> lines =
                bytes.toString(StandardCharsets.ISO_8859_1).strip().lines().toList();
        return new Head(lines.get(0), lines.subList(1, lines.size()));
    }
}
