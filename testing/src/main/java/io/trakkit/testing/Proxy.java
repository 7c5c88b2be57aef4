package io.trakkit.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A network between an app and a server, which can break, stall and be slow. Otherwise it only passes bytes on. */
public final class Proxy implements AutoCloseable {

    /** Passes the server's bytes on to the app. */
    public interface Replies {
        void pass(InputStream server, OutputStream app, Proxy through) throws IOException;

        /** Those of one connection. */
        default Replies ofConnection() {
            return this;
        }

        /** Called before each part of a request goes on to the server, and can hold it back. */
        default void beforeRequest() {
            // Goes on at once.
        }

        /** The same, with the part. */
        default void beforeRequest(byte[] bytes, int length) {
            beforeRequest();
        }
    }

    private static final int CHUNK = 64 * 1024;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private final ServerSocket listening;
    private final int target;
    private final Replies replies;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch moving = new CountDownLatch(0);
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean refusing;

    private Proxy(int target, Replies replies) {
        this.target = target;
        this.replies = replies;
        try {
            listening = new ServerSocket(0, 200, InetAddress.ofLiteral(FreePorts.HOST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    /** A proxy before a port of this machine, on which something may listen only later. */
    public static Proxy before(int target) {
        return new Proxy(target, Proxy::copy);
    }

    public static Proxy before(int target, Replies replies) {
        return new Proxy(target, replies);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Breaks all connections, as a reset does; new ones are taken. */
    public void cut() {
        open.forEach(Proxy::reset);
    }

    /** Breaks all connections and refuses new ones, until {@link #heal}. */
    public void goAway() {
        refusing = true;
        cut();
    }

    /** Holds everything back without breaking anything, until {@link #heal}. */
    public void stall() {
        if (moving.getCount() == 0) {
            moving = new CountDownLatch(1);
        }
    }

    /** Makes everything late, in each direction, until {@link #heal}. */
    public void slow(Duration each) {
        delay = each;
    }

    /** Ends all faults. */
    public void heal() {
        refusing = false;
        delay = Duration.ZERO;
        moving.countDown();
    }

    /** Waits as long as the network stands still or is slow. */
    public void travel() {
        if (delay.isPositive()) {
            LockSupport.parkNanos(delay.toNanos());
        }
        try {
            moving.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket app = listening.accept();
                if (refusing) {
                    reset(app);
                } else {
                    Thread.ofVirtual().start(() -> connect(app));
                }
            } catch (IOException _) {
                // Closed at the end.
            }
        }
    }

    private void connect(Socket app) {
        Socket server = new Socket();
        try {
            travel();
            server.connect(new InetSocketAddress(InetAddress.ofLiteral(FreePorts.HOST), target), (int)
                    CONNECT_LIMIT.toMillis());
            server.setTcpNoDelay(true);
            app.setTcpNoDelay(true);
        } catch (IOException _) {
            reset(app);
            reset(server);
            return;
        }
        open.add(app);
        open.add(server);
        if (refusing) {
            // The network went away after this connection was taken, and may not have seen it.
            reset(app);
            reset(server);
        }
        Replies ofConnection = replies.ofConnection();
        Thread.ofVirtual()
                .start(() -> forward(
                        app, server, (from, to, through) -> copy(from, to, through, ofConnection::beforeRequest)));
        Thread.ofVirtual().start(() -> forward(server, app, ofConnection));
    }

    private void forward(Socket from, Socket to, Replies how) {
        try (from;
                to) {
            how.pass(from.getInputStream(), to.getOutputStream(), this);
        } catch (IOException _) {
            // One side is gone; closing both tells the other.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** Called with the bytes of each part. */
    private interface Part {
        void next(byte[] bytes, int length);
    }

    private static void copy(InputStream from, OutputStream to, Proxy through) throws IOException {
        copy(from, to, through, (_, _) -> {});
    }

    private static void copy(InputStream from, OutputStream to, Proxy through, Part beforeEach) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int read = from.read(chunk);
        while (read > 0) {
            beforeEach.next(chunk, read);
            through.travel();
            to.write(chunk, 0, read);
            read = from.read(chunk);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // It is closed already.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        heal();
        goAway();
    }
}
