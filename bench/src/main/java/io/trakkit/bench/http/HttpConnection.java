package io.trakkit.bench.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection that is kept open, for one request at a time: HTTP/1.1 as far as the apps speak it. */
public final class HttpConnection implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;
    private static final int TIMEOUT_MILLIS = 30_000;

    private final URI app;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean ends;

    /** As many bytes as the largest answer so far had. */
    private int expected = 1024;

    private final StringBuilder line = new StringBuilder();

    private HttpConnection(URI app) throws IOException {
        this.app = app;
        socket = connected(app);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = socket.getOutputStream();
    }

    private static Socket connected(URI app) throws IOException {
        Socket socket = new Socket(InetAddress.getByName(app.getHost()), app.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    /** What came back. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(int status, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public static HttpConnection to(URI app) throws IOException {
        return new HttpConnection(app);
    }

    /** The bytes of a GET of JSON, to be sent as often as wanted. */
    public static byte[] get(URI app, String path) {
        return get(app, path, "application/json");
    }

    /** The bytes of a GET of something else. */
    public static byte[] get(URI app, String path, String mediaType) {
        return "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: %s\r\n\r\n"
                .formatted(path, app.getAuthority(), mediaType)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes of a POST of JSON. */
    public static byte[] post(URI app, String path, String body) {
        return request("POST", app, path, body);
    }

    /** The bytes of a PATCH of JSON. */
    public static byte[] patch(URI app, String path, String body) {
        return request("PATCH", app, path, body);
    }

    private static byte[] request(String method, URI app, String path, String body) {
        // What is sent is ASCII: as many bytes as characters.
        String request = method + " " + path + " HTTP/1.1\r\nHost: " + app.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same request with an API key. */
    public static byte[] withKey(byte[] request, String key) {
        return with(request, "Authorization: Bearer " + key);
    }

    /** The same request with another header. */
    public static byte[] with(byte[] request, String header) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        int endOfFirstLine = text.indexOf("\r\n");
        return (text.substring(0, endOfFirstLine) + "\r\n" + header + text.substring(endOfFirstLine))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends a request and waits for its answer. Reconnects if the app has closed the connection. */
    public Answer exchange(byte[] request) throws IOException {
        if (ends) {
            socket.close();
            socket = connected(app);
            in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            out = socket.getOutputStream();
            ends = false;
        }
        out.write(request);
        out.flush();
        return answer();
    }

    private Answer answer() throws IOException {
        int status = Integer.parseInt(readLine().substring(9, 12));
        int length = 0;
        boolean chunked = false;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            } else if (lower.startsWith("connection:")) {
                ends = lower.contains("close");
            }
        }
        return new Answer(status, chunked ? chunks() : exactly(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(expected);
        while (true) {
            int size = Integer.parseInt(readLine().split(";", 2)[0].strip(), 16);
            body.writeBytes(exactly(size));
            readLine();
            if (size == 0) {
                expected = Math.max(expected, body.size());
                return body.toByteArray();
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The answer ends too early");
        }
        return bytes;
    }

    private String readLine() throws IOException {
        line.setLength(0);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
