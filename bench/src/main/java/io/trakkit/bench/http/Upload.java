package io.trakkit.bench.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Posts a file while it reads what comes back. */
public final class Upload {

    private static final int BUFFER = 64 * 1024;

    /** The last line is shorter. */
    private static final int END = 4 * 1024;

    private final URI app;
    private final String path;

    public Upload(URI app, String path) {
        this.app = app;
        this.path = path;
    }

    /**
     * Posts it.
     *
     * @param headers further lines of the head, each with its end
     * @return the last line of the answer
     * @throws IllegalStateException if the answer is not 200
     */
    public String post(Path file, String headers) throws IOException, ExecutionException, InterruptedException {
        try (Socket socket = new Socket(InetAddress.getByName(app.getHost()), app.getPort());
                FileChannel channel = FileChannel.open(file);
                ExecutorService aside = Executors.newSingleThreadExecutor()) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            Future<String> answer = aside.submit(() -> lastLine(in));
            String head = "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
                    .formatted(path, app.getAuthority(), channel.size(), headers);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            Channels.newInputStream(channel).transferTo(socket.getOutputStream());
            return answer.get();
        }
    }

    private static String lastLine(InputStream in) throws IOException {
        String status = line(in);
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            chunked |= header.equalsIgnoreCase("Transfer-Encoding: chunked");
        }
        Tail tail = new Tail();
        if (chunked) {
            for (int size = size(in); size > 0; size = size(in)) {
                tail.add(in.readNBytes(size));
                line(in);
            }
        } else {
            tail.add(in.readAllBytes());
        }
        String text = tail.text().strip();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IllegalStateException(status + ": " + text);
        }
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
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

    /** The end of something long. */
    private static final class Tail {

        private byte[] end = new byte[0];

        void add(byte[] more) {
            byte[] both = new byte[Math.min(END, end.length + more.length)];
            int fromMore = Math.min(more.length, both.length);
            int fromEnd = both.length - fromMore;
            System.arraycopy(end, end.length - fromEnd, both, 0, fromEnd);
            System.arraycopy(more, more.length - fromMore, both, fromEnd, fromMore);
            end = both;
        }

        String text() {
            return new String(end, StandardCharsets.UTF_8);
        }
    }
}
