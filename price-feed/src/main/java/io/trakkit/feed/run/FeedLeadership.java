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
 * Elects the instance that asks the source: the holder of a lock in PostgreSQL. It keeps the lock between runs, so that
 * no other instance repeats its requests. If its process or connection dies, or it is silent for too long, another
 * instance takes over with its next run.
 */
final class FeedLeadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedLeadership.class);

    private final DataSource database;
    private final Duration silence;
    private @Nullable SessionLock lock;

    /** @param silence the time without a heartbeat after which another instance may lead */
    FeedLeadership(DataSource database, Duration silence) {
        this.database = database;
        this.silence = silence;
    }

    /** Sends a heartbeat if this instance leads. Call it several times per {@code silence}. */
    synchronized void heartbeat() {
        if (lock != null && !isHeld()) {
            LOG.warn(
                    "This instance has lost the lead: its database session has ended. Another one may refresh the prices now");
            giveUp();
        }
    }

    /**
     * Whether this instance leads. Takes the lead if no instance has it.
     *
     * @throws DataAccessException if the database is unavailable
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
