package io.trakkit.feed.run;

import io.trakkit.store.SessionLock;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Which of the instances asks the source: the one that holds a lock in PostgreSQL, and keeps it from run to run, so that no
 * other one asks again for what this one has just asked for. When its process or its connection dies, another one takes
 * over with its next run.
 */
final class FeedLeadership implements AutoCloseable {

    private final DataSource database;
    private @Nullable SessionLock lock;

    FeedLeadership(DataSource database) {
        this.database = database;
    }

    /**
     * Whether this instance leads; takes the lead where nobody does.
     *
     * @throws DataAccessException if the database is away, and nobody can know
     */
    synchronized boolean takeOrKeep() {
        if (lock != null) {
            try {
                lock.requireHeld();
                return true;
            } catch (DataAccessException e) {
                giveUp();
            }
        }
        Optional<SessionLock> taken = SessionLock.tryTake(database, SessionLock.PRICES);
        lock = taken.orElse(null);
        return taken.isPresent();
    }

    private void giveUp() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    @Override
    public synchronized void close() {
        giveUp();
    }
}
