package io.trakkit.ingest.console;

import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Printable;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way over HTTP, and what comes back meanwhile. On a socket of its own: the JDK's client reads no answer
 * before it has sent the whole body.
 */
final class Upload implements AutoCloseable {

    private static final int CONNECTING = 10_000;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final URI target;
    private final Map<String, String> headers;
    private final Path file;
    private final long size;
    private final Socket socket;
    private final AtomicLong sent = new AtomicLong();
    private volatile long movedAt = System.nanoTime();
    private volatile @Nullable IOException failure;

    /** @throws ImportException if nobody is there */
    Upload(URI target, Map<String, String> headers, Path file) throws IOException {
        this.target = target;
        this.headers = headers;
        this.file = file;
        size = Files.size(file);
        socket = connected(target);
    }

    private static Socket connected(URI target) {
        boolean secure = target.getScheme().equals("https");
        int port = target.getPort() > 0 ? target.getPort() : secure ? HTTPS : HTTP;
        try {
            Socket plain = new Socket();
            plain.connect(new InetSocketAddress(target.getHost(), port), CONNECTING);
            return secure ? secured(plain, target.getHost(), port) : plain;
        } catch (IOException e) {
            throw ImportException.failed("nobody answers at " + target.getScheme() + "://" + target.getAuthority()
                    + ": is it running there? --url or TRAKKIT_URL says where (" + e.getMessage() + ")");
        }
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var secured = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        // Not the default for a bare socket.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** Begins to send. */
    void start() {
        Thread.ofPlatform().name("upload").daemon().start(this::send);
    }

    private void send() {
        StringBuilder head = new StringBuilder("POST ")
                .append(target.getRawPath())
                .append(target.getRawQuery() == null ? "" : "?" + target.getRawQuery())
                .append(" HTTP/1.1\r\nHost: ")
                .append(target.getAuthority())
                .append("\r\nContent-Length: ")
                .append(size)
                .append("\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        try (InputStream in = Files.newInputStream(file)) {
            OutputStream out = socket.getOutputStream();
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[64 * 1024];
            int read;
            // No more than was announced, should the file grow meanwhile.
            while ((read = in.read(buffer, 0, (int) Math.min(buffer.length, size - sent()))) > 0) {
                out.write(buffer, 0, read);
                sent.addAndGet(read);
                moved();
            }
            out.flush();
        } catch (IOException e) {
            // Why the server wants no more stands in its answer.
            failure = e;
        }
    }

    /** Reads the lines of the answer as they come. */
    void readLines(Consumer<String> lines) {
        try (InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024)) {
            ResponseHead head = ResponseHead.read(in);
            BufferedReader body = new BufferedReader(new InputStreamReader(head.body(in), StandardCharsets.UTF_8));
            if (head.status() != 200) {
                throw refused(head.status(), body);
            }
            String line;
            while ((line = body.readLine()) != null) {
                lines.accept(line);
                moved();
            }
        } catch (IOException e) {
            IOException sending = failure;
            throw ImportException.failed("the connection broke off (" + (sending == null ? e : sending).getMessage()
                    + "); to run it again is safe");
        }
    }

    private static ImportException refused(int status, BufferedReader body) throws IOException {
        StringBuilder text = new StringBuilder();
        body.lines().limit(100).forEach(text::append);
        String detail;
        try {
            detail = Json.object(text.toString().getBytes(StandardCharsets.UTF_8))
                    .path("detail")
                    .asString("answered by " + status);
        } catch (MalformedJsonException e) {
            detail = "answered by " + status + " without JSON: is that trakkit?";
        }
        return ImportException.failed(Printable.wellFormed(detail));
    }

    private void moved() {
        movedAt = System.nanoTime();
    }

    long nanosSinceMoved() {
        return System.nanoTime() - movedAt;
    }

    /** How many bytes were handed to the network. */
    long sent() {
        return sent.get();
    }

    /** How many bytes there are. */
    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
