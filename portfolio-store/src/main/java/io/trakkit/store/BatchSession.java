package io.trakkit.store;

import org.springframework.jdbc.core.simple.JdbcClient;

/** How the statements of a batch are planned. */
public final class BatchSession {

    /**
     * Everything that a batch reads, it reads by the key. Left to itself the planner guesses at the length of the arrays
     * and at tables that have just grown, and now and then scans a large table instead: a batch of 100 then takes five
     * times as long as by index.
     */
    private static final String PLAN_BY_INDEX = """
            SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)
            """;

    private final JdbcClient jdbc;

    public BatchSession(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** For the rest of the transaction, has rows looked up by index. */
    public void planByIndex() {
        jdbc.sql(PLAN_BY_INDEX).query((row, _) -> row.getString(1)).single();
    }
}
