package io.trakkit.worker.apply;

import io.trakkit.testing.PostgresRequests;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
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
            PostgresRequests messages = new PostgresRequests(letter -> {
                if (PostgresRequests.isStatement(letter)) {
                    STATEMENTS.incrementAndGet();
                }
            });
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
}
