package io.trakkit.worker.testing;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.store.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Holds every transaction that is about to insert into a table, until it is opened: so that a test can bring about one
 * interleaving of transactions exactly, by the locks of the real database.
 */
public final class Gate implements AutoCloseable {

    private static final long LOCK = 4711;

    private final TestDatabase database;
    private final Connection keeper;

    private Gate(TestDatabase database, Connection keeper) {
        this.database = database;
        this.keeper = keeper;
    }

    /** A closed gate before the table. */
    public static Gate before(TestDatabase database, String table) {
        database.jdbc().sql("""
                        CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
                        'BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NULL; END'
                        """).update();
        database.jdbc()
                .sql("CREATE TRIGGER gate BEFORE INSERT ON " + table
                        + " FOR EACH STATEMENT EXECUTE FUNCTION wait_at_gate()")
                .update();
        try {
            Connection keeper = database.dataSource().getConnection();
            execute(keeper, "SELECT pg_advisory_lock(" + LOCK + ")");
            return new Gate(database, keeper);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until so many sessions, or more, wait for a lock: at the gate, or for one that waits there. */
    public void awaitWaiting(int sessions) {
        patiently().until(() -> waiting() >= sessions);
    }

    /** Waits until some session waits for a lock. */
    public void awaitAnyWaiting() {
        patiently().until(() -> waiting() > 0);
    }

    private int waiting() {
        return database.jdbc().sql("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """).query(Integer.class).single();
    }

    /** Ends the session that waits at the gate, as if its worker had died. */
    public void killWaiting() {
        database.jdbc().sql("""
                        SELECT pg_terminate_backend(pid) FROM pg_locks
                        WHERE locktype = 'advisory' AND NOT granted
                            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        """).query(Boolean.class).list();
    }

    /** Lets all through, those who wait and those who come. */
    public void open() {
        try {
            execute(keeper, "SELECT pg_advisory_unlock(" + LOCK + ")");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try (keeper) {
            execute(keeper, "SELECT pg_advisory_unlock_all()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        database.jdbc().sql("DROP FUNCTION wait_at_gate CASCADE").update();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
