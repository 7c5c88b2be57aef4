package io.trakkit.feed.run;

import io.trakkit.store.postgres.SessionLock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Which of the instances asks the source: the one that holds a lock in PostgreSQL, and keeps it from run to run, so that no
 * other one asks again for what this one has just asked for. When its process or its connection dies, or nothing is heard
 * of it for a while, another one takes over with its next run.
 */
final class FeedLeadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedLeadership.class);

    private final DataSource database;
    private final Duration silence;
    private @Nullable SessionLock lock;

    /** @param silence after how long without a word from this instance another one may lead */
    FeedLeadership(DataSource database, Duration silence) {
        this.database = database;
        this.silence = silence;
    }

    /** Says that this instance is there, if it leads; to be called several times within the silence. */
    synchronized void sayAlive() {
        if (lock != null && !isHeld()) {
            LOG.warn(
                    "This instance has lost the lead: its database session has ended. Another one may refresh the prices now");
            giveUp();
        }
    }

    /**
     * Whether this instance leads; takes the lead where nobody does.
     *
     * @throws DataAccessException if the database is away, and nobody can know
     */
    synchronized boolean takeOrKeep() {
        if (isHeld()) {
            return true;
        }
        giveUp();
        Optional<SessionLock> taken = SessionLock.tryTake(database, SessionLock.PRICES);
        if (taken.isEmpty()) {
            return false;
        }
        lock = taken.get();
        try {
            lock.expireAfter(silence);
            return true;
        } catch (DataAccessException e) {
            giveUp();
            throw e;
        }
    }

    private boolean isHeld() {
        if (lock == null) {
            return false;
        }
        try {
            lock.requireHeld();
            return true;
        } catch (DataAccessException e) {
            return false;
        }
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
