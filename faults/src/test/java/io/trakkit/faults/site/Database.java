package io.trakkit.faults.site;

import io.trakkit.standalone.embedded.Durability;
import io.trakkit.standalone.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** PostgreSQL with its own postmaster, always on the same port. */
public final class Database implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Path folder;
    private final int port;
    private EmbeddedDatabase server;

    private Database(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        server = started();
    }

    static Database start(Path folder, int port) {
        return new Database(folder, port);
    }

    private EmbeddedDatabase started() {
        return EmbeddedDatabase.start(folder, port, Durability.KILLED_PROCESS);
    }

    String user() {
        return server.user();
    }

    String password() {
        return server.password();
    }

    /** A connection of the suite's own, past all proxies. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    /** kill -9 of the postmaster; its children notice and end. */
    public void kill() {
        signalPostmaster("KILL");
    }

    /** What PostgreSQL calls an immediate shutdown: no checkpoint, recovery at the next start. */
    public void shutDownImmediately() {
        signalPostmaster("QUIT");
    }

    private void signalPostmaster(String signal) {
        long postmaster = postmaster();
        Signals.send(signal, postmaster);
        while (ProcessHandle.of(postmaster).isPresent()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private long postmaster() {
        try {
            return Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its postmaster is there; it ends by itself when it can't write its log, not even while it recovers. */
    public boolean isRunning() {
        return Files.exists(folder.resolve("data/postmaster.pid"))
                && ProcessHandle.of(postmaster()).isPresent();
    }

    /** Starts it again, with its recovery. */
    public void start() {
        server = started();
    }

    @Override
    public void close() {
        server.close();
    }
}
