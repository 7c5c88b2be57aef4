package io.trakkit.worker.testing;

import io.trakkit.store.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Stands between a worker and PostgreSQL, and can do what networks do. */
public final class PostgresProxy implements AutoCloseable {

    private final ServerSocket server;
    private final String jdbcUrl;
    private final int postgresPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repliesToLose = new AtomicInteger();
    private volatile boolean away;

    private PostgresProxy(String jdbcUrl) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        URI address = URI.create(jdbcUrl.substring("jdbc:".length()));
        postgresPort = address.getPort();
        // Without statements prepared on the server, each COMMIT can be told by its text.
        this.jdbcUrl =
                "jdbc:postgresql://localhost:" + server.getLocalPort() + address.getPath() + "?prepareThreshold=0";
        Thread.ofVirtual().start(this::accept);
    }

    /** A proxy before a database. */
    public static PostgresProxy before(TestDatabase database) {
        try {
            return new PostgresProxy(database.jdbcUrl());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** Cuts all connections, and takes no new ones until {@link #comeBack}. */
    public void goAway() {
        away = true;
        open.forEach(PostgresProxy::cut);
    }

    public void comeBack() {
        away = false;
    }

    /** Cuts the connection after the next COMMITs, so many, have been carried out and before anybody is told. */
    public void loseRepliesToCommit(int times) {
        repliesToLose.set(times);
    }

    /** How many replies are still to be lost. */
    public int repliesToLose() {
        return repliesToLose.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (away) {
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException _) {
                // Closed by the test, or PostgreSQL did not take the connection: the client sees it closed.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket postgres = new Socket(InetAddress.getLoopbackAddress(), postgresPort);
        open.add(client);
        open.add(postgres);
        AtomicBoolean losesReply = new AtomicBoolean();
        Thread.ofVirtual()
                .start(() -> forward(client, postgres, bytes -> {
                    if (bytes.contains("COMMIT") && takeOne()) {
                        losesReply.set(true);
                    }
                    return true;
                }));
        Thread.ofVirtual().start(() -> forward(postgres, client, _ -> !losesReply.get()));
    }

    /** Passes on what comes, until one side is gone or a chunk must not be passed on; then both sides are. */
    private void forward(Socket from, Socket to, Predicate<String> mayPass) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[64 * 1024];
            int read = in.read(chunk);
            while (read > 0 && mayPass.test(new String(chunk, 0, read, StandardCharsets.ISO_8859_1))) {
                out.write(chunk, 0, read);
                read = in.read(chunk);
            }
        } catch (IOException _) {
            // One side is gone; closing both tells the other.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private boolean takeOne() {
        return repliesToLose.getAndUpdate(left -> left > 0 ? left - 1 : 0) > 0;
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        goAway();
    }
}
