package io.trakkit.store.postgres;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sets the session parameters of a batch's transaction. */
public final class BatchSession {

    /**
     * A batch reads everything by key. The planner guesses the length of arrays and the size of tables that have just
     * grown, and may scan a large table or loop over all summaries: a fresh database then applied 700 trades a second
     * instead of thousands. So scans and hash joins are off, an index look-up costs next to nothing, and plans do not
     * depend on the array.
     *
     * <p>A worker that stops in the middle of a batch, for example on a suspended machine, holds the locks of its batch.
     * PostgreSQL ends its session after a minute, so that the next owner of its partitions can continue.
     */
    private static final String BEGIN = """
            SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true), set_config('enable_material', 'off', true),
                   set_config('random_page_cost', '0.01', true), set_config('plan_cache_mode', 'force_generic_plan', true),
                   set_config('jit', 'off', true),
                   set_config('idle_in_transaction_session_timeout', '60s', true),
                   set_config('transaction_timeout', ?, true)
            """;

    private static final String NO_LIMIT = "0";

    private final JdbcClient jdbc;
    private final String limit;

    /** For transactions that take as long as they take. */
    public BatchSession(JdbcClient jdbc) {
        this(jdbc, NO_LIMIT);
    }

    /**
     * For transactions that PostgreSQL ends, with their session, after a time. It keeps that time for nothing, while the
     * timers of the driver, one for each statement, are a tenth of what a small batch costs.
     */
    public BatchSession(JdbcClient jdbc, Duration limit) {
        this(jdbc, limit.toMillis() + "ms");
    }

    private BatchSession(JdbcClient jdbc, String limit) {
        this.jdbc = jdbc;
        this.limit = limit;
    }

    /** For the rest of the transaction, has rows looked up by index, and no locks held by a worker that stands still. */
    public void begin() {
        jdbc.sql(BEGIN).param(limit).query((row, _) -> row.getString(1)).single();
    }
}
