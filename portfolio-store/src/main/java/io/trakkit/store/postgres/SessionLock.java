package io.trakkit.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A session-level advisory lock: one process at a time; the lock ends with its connection. */
public final class SessionLock implements AutoCloseable {

    /** A number that no other lock of the database uses: "replays" in ASCII. */
    public static final long REPLAYS = 0x7265706c617973L;

    /** Another such number: "prices" in ASCII. */
    public static final long PRICES = 0x707269636573L;

    private static final String TRY = "SELECT pg_try_advisory_lock(:key)";

    private static final String STILL_THERE = "SELECT 1";

    private static final String GIVEN_UP_AFTER = "SELECT set_config('idle_session_timeout', :milliseconds, false)";

    private static final String RELEASE = "SELECT pg_advisory_unlock(:key)";

    private static final String HELD = """
            SELECT EXISTS (
                SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND objsubid = 1
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND classid::bigint = :key >> 32 AND objid::bigint = :key & 4294967295)
            """;

    private static final String NEVER = "0";

    private final DataSource pool;
    private final Connection connection;
    private final JdbcClient jdbc;
    private final long key;

    private SessionLock(DataSource pool, Connection connection, long key) {
        this.pool = pool;
        this.connection = connection;
        this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        this.key = key;
    }

    /** Takes the lock; empty if another session holds it. */
    public static Optional<SessionLock> tryTake(DataSource pool, long key) {
        SessionLock lock = new SessionLock(pool, DataSourceUtils.getConnection(pool), key);
        try {
            if (lock.jdbc.sql(TRY).param("key", key).query(Boolean.class).single()) {
                return Optional.of(lock);
            }
            lock.giveBack();
            return Optional.empty();
        } catch (DataAccessException e) {
            lock.giveBack();
            throw e;
        }
    }

    /** Whether a session holds the lock. */
    public static boolean isHeld(JdbcClient jdbc, long key) {
        return jdbc.sql(HELD).param("key", key).query(Boolean.class).single();
    }

    /**
     * Has the database end the session, and with it the lock, after a silence. Otherwise a machine that hangs or is cut off
     * would keep the lock for hours. The holder must call {@link #requireHeld} more often than that.
     */
    public void expireAfter(Duration silence) {
        givenUpAfter(Long.toString(silence.toMillis()));
    }

    private void givenUpAfter(String milliseconds) {
        jdbc.sql(GIVEN_UP_AFTER)
                .param("milliseconds", milliseconds)
                .query(String.class)
                .single();
    }

    /** @throws DataAccessException if the connection, and with it the lock, is gone */
    public void requireHeld() {
        jdbc.sql(STILL_THERE).query(Integer.class).single();
    }

    @Override
    public void close() {
        try {
            jdbc.sql(RELEASE).param("key", key).query(Boolean.class).single();
            givenUpAfter(NEVER);
        } catch (DataAccessException _) {
            // The connection is gone, and the lock with it.
        } finally {
            giveBack();
        }
    }

    private void giveBack() {
        try {
            DataSourceUtils.doReleaseConnection(connection, pool);
        } catch (SQLException _) {
            // The pool notices the broken connection.
        }
    }
}
