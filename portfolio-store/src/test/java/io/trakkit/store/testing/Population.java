package io.trakkit.store.testing;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A read model of some size, written by plain SQL: 10,000 users with 2 portfolios of 2 tickers each, and 120,000 trades,
 * of which portfolio 1 has 40,000 in ticker T1. Trade n is named {@code ref-n} and executed n minutes after the start of
 * 2020; of 500 each one was rejected, one failed, and one was refused. One in 50 was amended.
 */
public final class Population {

    private static final List<String> TABLES =
            List.of("portfolios", "events", "summaries", "trades", "activities", "checkpoints", "dead_letters");

    private static final String PORTFOLIO_ROWS = """
            INSERT INTO portfolios (client_id, portfolio_id, user_id, name, created_at, updated_at)
            SELECT 'default', p, 'user-' || (p + 1) / 2, 'portfolio ' || p % 2, '2020-01-01Z', '2020-01-01Z'
            FROM generate_series(1, 20000) AS p
            """;

    private static final String SUMMARY_ROWS = """
            INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised, last_executed_at,
                                   last_side, last_ref_id, since_checkpoint, trades, version, updated_at)
            SELECT 'default', 1, p, 'T' || (p + t) % 40, p % 3, p % 3 * 100, 0, '2020-04-01Z', 1, 'ref-1', 0,
                   CASE WHEN p = 1 AND t = 0 THEN 40000 ELSE 2 END, 2, '2020-04-01Z'
            FROM generate_series(1, 20000) AS p, generate_series(0, 1) AS t
            """;

    private static final String TRADE_ROWS = """
            INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, user_id, side,
                                security_type, volume, price, status, executed_at, state, version, fingerprint,
                                created_at, updated_at)
            SELECT 'default', 1, 'ref-' || n, p, 'T' || (p + t) % 40, 'user-' || (p + 1) / 2, 1 + n % 2,
                   'stock', 10, 100, CASE n % 500 WHEN 2 THEN 'failed' ELSE 'success' END, at,
                   CASE n % 500 WHEN 1 THEN 'rejected' WHEN 2 THEN 'failed' ELSE 'applied' END, 1,
                   gen_random_uuid(), at, at
            FROM (
                SELECT n, timestamptz '2020-01-01Z' + n * interval '1 minute' AS at,
                       CASE n % 3 WHEN 0 THEN 1 ELSE 1 + n % 20000 END AS p,
                       CASE n % 3 WHEN 0 THEN 0 ELSE n / 20000 % 2 END AS t
                FROM generate_series(1, 120000) AS n
            ) AS numbered
            """;

    /** A dividend for each two-hundredth trade, half a minute after it. */
    private static final String ACTIVITY_ROWS = """
            INSERT INTO activities (client_id, generation, ref_id, portfolio_id, ticker, user_id, type, per_unit, status,
                                    executed_at, state, version, fingerprint, created_at, updated_at)
            SELECT client_id, generation, 'dividend-' || ref_id, portfolio_id, ticker, user_id, 'dividend', 0.5, 'success',
                   executed_at + interval '30 seconds', 'applied', 1, fingerprint, created_at, updated_at
            FROM trades
            WHERE substr(ref_id, 5)::bigint % 200 = 0
            """;

    private static final String CREATIONS = """
            INSERT INTO events (client_id, generation, event_id, type, portfolio_id, ticker, ref_id, fingerprint,
                                occurred_at, topic_id, partition, log_offset, payload)
            SELECT client_id, generation, gen_random_uuid(), 'trade_created', portfolio_id, ticker, ref_id, fingerprint,
                   created_at, '00000000-0000-4000-8000-000000000001', portfolio_id % 12, substr(ref_id, 5)::bigint, ''
            FROM trades
            """;

    private static final String AMENDMENTS = """
            INSERT INTO events (client_id, generation, event_id, type, portfolio_id, ticker, ref_id, fingerprint,
                                occurred_at, topic_id, partition, log_offset, payload)
            SELECT client_id, generation, gen_random_uuid(), 'trade_amended', portfolio_id, ticker, ref_id, fingerprint,
                   created_at, '00000000-0000-4000-8000-000000000001', portfolio_id % 12, substr(ref_id, 5)::bigint + 1000000, ''
            FROM trades
            WHERE substr(ref_id, 5)::bigint % 50 = 0
            """;

    private static final String DEAD_LETTERS = """
            INSERT INTO dead_letters (client_id, topic_id, partition, log_offset, topic, reason, detail, record_value,
                                      record_headers, logged_at, type, ref_id, user_id, portfolio_id, ticker, relayed)
            SELECT 'default', '00000000-0000-4000-8000-000000000001', n % 12, n, 'trakkit.trades', 'invalid', 'is wrong',
                   '', '', timestamptz '2020-01-01Z' + n * interval '1 minute',
                   CASE n % 500 WHEN 0 THEN 'trade_created' END, CASE n % 500 WHEN 0 THEN 'refused-' || n END,
                   'user-1', 1, 'T1', true
            FROM generate_series(1, 120000) AS n
            """;

    private static final String CHECKPOINTS = """
            INSERT INTO checkpoints (client_id, generation, portfolio_id, ticker, executed_at, side, ref_id,
                                     held, cost, realised, last_price, last_traded_at)
            SELECT client_id, generation, portfolio_id, ticker, executed_at, side, ref_id, 1, 100, 0, 100, executed_at
            FROM trades
            WHERE substr(ref_id, 5)::bigint % 10 = 0
            """;

    private Population() {}

    /** Fills an empty database. Its tables are never analysed unless somebody does. */
    public static void fill(JdbcClient jdbc) {
        withoutAutovacuum(jdbc);
        List.of(
                        PORTFOLIO_ROWS,
                        SUMMARY_ROWS,
                        TRADE_ROWS,
                        ACTIVITY_ROWS,
                        CREATIONS,
                        AMENDMENTS,
                        DEAD_LETTERS,
                        CHECKPOINTS)
                .forEach(sql -> jdbc.sql(sql).update());
    }

    private static void withoutAutovacuum(JdbcClient jdbc) {
        TABLES.forEach(table -> jdbc.sql("ALTER TABLE " + table + " SET (autovacuum_enabled = off)")
                .update());
    }

    /** Gives the planner statistics of what is there now. */
    public static void analyse(JdbcClient jdbc) {
        TABLES.forEach(table -> jdbc.sql("ANALYZE " + table).update());
    }
}
