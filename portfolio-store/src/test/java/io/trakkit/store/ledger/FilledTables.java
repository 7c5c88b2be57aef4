package io.trakkit.store.ledger;

import io.trakkit.store.testing.TestDatabase;

/** Tables large enough for the planner to prefer an index: 100 portfolios with one trade and one summary per ticker. */
final class FilledTables {

    private static final String FILL = """
            INSERT INTO portfolios SELECT 'default', n, 'user ' || n, 'name', now(), now() FROM generate_series(1, 100) n;

            INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised, last_executed_at,
                       last_side, last_ref_id, since_checkpoint, trades, version, updated_at)
            SELECT 'default', 1, 1 + n % 100, 'T' || n, 1, 1, 0, now(), 1, 'r' || n, 1, 1, 1, now()
            FROM generate_series(1, ROWS) n;

            INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, user_id, side, security_type, volume,
                       price, status, executed_at, state, version, fingerprint, created_at, updated_at)
            SELECT 'default', 1, 'r' || n, 1 + n % 100, 'T' || n, 'user', 1, 'stock', 1, 1, 'success',
                   now() - n * interval '1 s', 'applied', 1, gen_random_uuid(), now() - n * interval '1 s',
                   now() - n * interval '1 s'
            FROM generate_series(1, ROWS) n;
            """;

    private FilledTables() {}

    static void fill(TestDatabase database, int rows) {
        database.jdbc().sql(FILL.replace("ROWS", Integer.toString(rows))).update();
    }
}
