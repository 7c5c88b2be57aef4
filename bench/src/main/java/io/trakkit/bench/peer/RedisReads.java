package io.trakkit.bench.peer;

import io.trakkit.standalone.embedded.EmbeddedRedis;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One connection to Redis with nothing between it and the socket: what reading values costs at the least. */
public final class RedisReads implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RedisReads(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    public static RedisReads connect(EmbeddedRedis redis) throws IOException {
        Socket socket = new Socket(redis.host(), redis.port());
        socket.setTcpNoDelay(true);
        RedisReads reads = new RedisReads(socket);
        reads.send(List.of("AUTH", redis.password()));
        reads.line('+');
        return reads;
    }

    /** Sets all of these at the same moment; nothing where there are none. */
    public void set(Map<String, byte[]> values) throws IOException {
        if (!values.isEmpty()) {
            List<String> words = new ArrayList<>(List.of("MSET"));
            values.forEach((key, value) -> words.addAll(List.of(key, new String(value, StandardCharsets.UTF_8))));
            send(words);
            line('+');
        }
    }

    /** The values that lie under keys, in one round trip; every byte of them is read. */
    public List<byte[]> values(List<String> keys) throws IOException {
        List<String> words = new ArrayList<>(keys.size() + 1);
        words.add("MGET");
        words.addAll(keys);
        send(words);
        int count = line('*');
        List<byte[]> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.readNBytes(line('$')));
            in.skipNBytes(2);
        }
        return values;
    }

    private void send(List<String> words) throws IOException {
        write("*" + words.size() + "\r\n");
        for (String word : words) {
            // All of it is ASCII: as many bytes as characters.
            write("$" + word.length() + "\r\n" + word + "\r\n");
        }
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** @return the number that the line has, if any */
    private int line(char kind) throws IOException {
        int first = in.read();
        int number = 0;
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Redis has closed the connection");
            }
            if (c >= '0' && c <= '9') {
                number = 10 * number + c - '0';
            }
        }
        if (first != kind) {
            throw new IOException("Redis does not answer as it should: " + (char) first);
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
