package io.trakkit.worker.apply;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Sockets of the driver, named by {@code socketFactory} in the URL, that count what goes over them: the statements that
 * PostgreSQL carries out, and how often the driver waits for an answer.
 */
public final class CountedSockets extends SocketFactory {

    private static final AtomicLong ROUND_TRIPS = new AtomicLong();
    private static final AtomicLong STATEMENTS = new AtomicLong();

    /** How much has been sent since something. */
    record Count(long roundTrips, long statements) {

        static Count now() {
            return new Count(ROUND_TRIPS.get(), STATEMENTS.get());
        }

        Count since(Count earlier) {
            return new Count(roundTrips - earlier.roundTrips, statements - earlier.statements);
        }
    }

    @Override
    public Socket createSocket() {
        return new Counted();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("The driver connects its sockets itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("The driver connects its sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("The driver connects its sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("The driver connects its sockets itself");
    }

    private static final class Counted extends Socket {

        private boolean asks;

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    answered();
                    return super.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    answered();
                    return super.read(bytes, offset, length);
                }
            };
        }

        private void answered() {
            if (asks) {
                asks = false;
                ROUND_TRIPS.incrementAndGet();
            }
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            Messages messages = new Messages();
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(int one) throws IOException {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    asks = true;
                    messages.sent(bytes, offset, length);
                    out.write(bytes, offset, length);
                }
            };
        }
    }

    /** Finds the messages of the protocol: a letter and a length. What begins a session has a length only. */
    private static final class Messages {

        private static final int LENGTH_BYTES = 4;

        private final ByteBuffer head = ByteBuffer.allocate(1 + LENGTH_BYTES);
        private int body;

        void sent(byte[] bytes, int offset, int length) {
            int at = offset;
            int end = offset + length;
            while (at < end) {
                if (body > 0) {
                    int skipped = Math.min(body, end - at);
                    body -= skipped;
                    at += skipped;
                } else {
                    head.put(bytes[at]);
                    at++;
                    begin();
                }
            }
        }

        private void begin() {
            boolean isTyped = head.get(0) != 0;
            if (head.position() < (isTyped ? 1 + LENGTH_BYTES : LENGTH_BYTES)) {
                return;
            }
            body = head.getInt(isTyped ? 1 : 0) - LENGTH_BYTES;
            // Execute, and a query without parameters.
            if (head.get(0) == 'E' || head.get(0) == 'Q') {
                STATEMENTS.incrementAndGet();
            }
            head.clear();
        }
    }
}
