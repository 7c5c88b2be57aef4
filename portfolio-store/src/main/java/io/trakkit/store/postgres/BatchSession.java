package io.trakkit.store.postgres;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sets the session parameters of a batch's transaction. */
public final class BatchSession {

    /**
     * Batches hold it together, so that the corporate actions stay as they are; who records an action holds it alone. Any number
     * that no other lock of the database has: "actions" in ASCII.
     */
    public static final long CORPORATE_ACTIONS_LOCK = 0x616374696f6e73L;

    /**
     * A batch reads everything by key. The planner guesses the length of arrays and the size of tables that have just
     * grown, and may scan a large table or loop over all summaries: a fresh database then applied 700 trades a second
     * instead of thousands. So scans and hash joins are off, an index look-up costs next to nothing, and plans do not
     * depend on the array.
     *
     * <p>A worker that stops in the middle of a batch, for example on a suspended machine, holds the locks of its batch.
     * PostgreSQL ends its session after a minute, so that the next owner of its partitions can continue.
     *
     * <p>The lock keeps the corporate actions as they are until the end of the batch. It is part of this statement because
     * another one would cost a round trip where this one is sent by itself.
     */
    private static final String BEGIN = """
            SELECT current_setting('transaction_isolation'),
                   set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true), set_config('enable_material', 'off', true),
                   set_config('random_page_cost', '0.01', true), set_config('plan_cache_mode', 'force_generic_plan', true),
                   set_config('jit', 'off', true),
                   set_config('idle_in_transaction_session_timeout', '60s', true),
                   set_config('transaction_timeout', :limit, true),
                   pg_advisory_xact_lock_shared(%d)
            """.formatted(CORPORATE_ACTIONS_LOCK);

    private static final String NO_LIMIT = "0";

    private final JdbcClient jdbc;
    private final String limit;

    /** A session without a time limit for its transactions. */
    public BatchSession(JdbcClient jdbc) {
        this(jdbc, NO_LIMIT);
    }

    /**
     * A session in which PostgreSQL limits the time of a transaction, and ends both after it. This limit costs nothing. The
     * timers of the driver, one per statement, take a tenth of the time of a small batch.
     */
    public BatchSession(JdbcClient jdbc, Duration limit) {
        this(jdbc, limit.toMillis() + "ms");
    }

    private BatchSession(JdbcClient jdbc, String limit) {
        this.jdbc = jdbc;
        this.limit = limit;
    }

    /** For the rest of the transaction, allows only index look-ups and limits how long a stopped worker holds locks. */
    public void begin() {
        RoundTrip.alone(jdbc, this::add);
    }

    /** The same, for the statements that are sent with it, too. */
    public void begin(RoundTrip trip) {
        add(trip);
    }

    private RoundTrip.Answer<List<String>> add(RoundTrip trip) {
        return trip.sql(BEGIN).param("limit", limit).rows(row -> readCommitted(row.getString(1)));
    }

    /** A statement that has waited for a lock must see what its holder committed: any other level would lose updates. */
    private static String readCommitted(String level) {
        if (!level.equals("read committed")) {
            throw new IllegalStateException("A batch needs READ COMMITTED, but its transaction is at " + level);
        }
        return level;
    }
}
