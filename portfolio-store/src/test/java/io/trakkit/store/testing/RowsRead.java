package io.trakkit.store.testing;

import org.springframework.jdbc.core.simple.JdbcClient;

/** How many rows of a table a transaction has read, found by an index or come by in a scan. No clock tells a plan. */
public final class RowsRead {

    private RowsRead() {}

    /**
     * Those that this session has not reported yet, which it does once a second at most and never within a transaction:
     * those of earlier transactions may be among them, so that two readings have to be compared.
     */
    public static long of(JdbcClient jdbc, String table) {
        return jdbc.sql("""
                        SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables
                        WHERE relname = :table
                        """).param("table", table).query(Long.class).single();
    }

    /** How often an index was looked into. One that is gone through as a whole gives no row but those that are wanted. */
    public static long scansOf(JdbcClient jdbc, String index) {
        return jdbc.sql("SELECT pg_stat_get_xact_numscans(CAST(:index AS regclass))")
                .param("index", index)
                .query(Long.class)
                .single();
    }
}
