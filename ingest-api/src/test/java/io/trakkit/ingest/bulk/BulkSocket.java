package io.trakkit.ingest.bulk;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A caller that sends and reads when the test wants it to. */
final class BulkSocket implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    BulkSocket(int port, String type, String... headers) {
        this("/api/v1/trade/bulk/", port, type, headers);
    }

    /** A request for a preview of a file in our own format. */
    static BulkSocket forPreview(int port, String... headers) {
        return new BulkSocket("/api/v1/trade/bulk/?format=auto&dry_run=true", port, "text/csv", headers);
    }

    private BulkSocket(String path, int port, String type, String... headers) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(60_000);
            out = socket.getOutputStream();
            in = new BufferedReader(new InputStreamReader(new Chunks(socket.getInputStream()), StandardCharsets.UTF_8));
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + type
                            + "\r\nTransfer-Encoding: chunked\r\n" + more + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a part of the body. */
    void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that the body ends. */
    void end() {
        try {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line of an answer of which nothing has been read yet. */
    String statusLine() {
        try {
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line of the answer's body. */
    String line() {
        try {
            String line = in.readLine();
            if (line == null) {
                throw new IllegalStateException("The answer has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether nothing of an answer has come yet. */
    boolean hasNothing() {
        try {
            return socket.getInputStream().available() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All lines that are left. */
    List<String> rest() {
        return in.lines().toList();
    }

    /** Breaks the connection off. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of an answer, in chunks or of a known length. */
    private static final class Chunks extends FilterInputStream {

        private boolean begun;
        private boolean ended;
        private boolean whole;
        private int left;

        private Chunks(InputStream in) {
            super(new BufferedInputStream(in));
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (ended || (left == 0 && !next())) {
                return -1;
            }
            int read = in.read(bytes, from, Math.min(length, left));
            if (read < 0) {
                throw new EOFException("The answer broke off");
            }
            left -= read;
            return read;
        }

        private boolean next() throws IOException {
            if (!begun) {
                begun = true;
                int length = length();
                if (length >= 0) {
                    left = length;
                    whole = true;
                    ended = left == 0;
                    return !ended;
                }
            } else if (whole) {
                ended = true;
                return false;
            } else {
                httpLine();
            }
            left = Integer.parseInt(httpLine(), 16);
            ended = left == 0;
            return !ended;
        }

        /** The length that the head tells of a short answer; -1 of one in chunks. */
        private int length() throws IOException {
            int length = -1;
            String line;
            do {
                line = httpLine();
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(
                            line.substring("content-length:".length()).strip());
                }
            } while (!line.isEmpty());
            return length;
        }

        /** What follows the chunk can't be told before it comes: who reads must not wait for it with a line in hand. */
        @Override
        public int available() throws IOException {
            return Math.min(left, in.available());
        }

        private String httpLine() throws IOException {
            StringBuilder line = new StringBuilder();
            int c;
            while ((c = in.read()) != '\n') {
                if (c < 0) {
                    throw new EOFException("The answer broke off");
                }
                line.append((char) c);
            }
            return line.toString().strip();
        }
    }
}
