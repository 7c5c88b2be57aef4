package io.trakkit.store.query;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.returns.EffectiveTime;
import io.trakkit.domain.returns.TradeHistoryVisitor;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.ledger.PositionColumns;
import io.trakkit.store.ledger.Trades;
import io.trakkit.store.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The positions of a portfolio at times of the past. Which trades count at a time is said by {@link EffectiveTime}.
 */
public final class PastHoldings {

    /** The longest time between the receipt of a trade and a later execution; earlier versions accepted a day. */
    private static final Duration MOST_AHEAD = Duration.ofDays(1);

    /** The number of rows that the driver reads at a time. */
    public static final int FETCH_SIZE = 1_000;

    /**
     * Each ticker begins at its last checkpoint before the span, so that earlier trades are not read. OFFSET 0 keeps each
     * look-up by index, whatever the statistics say. A trade that is executed after the span may count in it, if it was
     * received in the span and no trade before it was received later: trades are read up to the first one that was received
     * later. A checkpoint without a side is of version 1 of the fold, which has another order: no ticker begins there. The
     * columns of the trade come first, as {@link Trades#foldedTrade} reads them.
     *
     * <p>CASE instead of coalesce: under row-level security PostgreSQL uses no index for a function that is not leakproof.
     */
    private static final String HISTORY =
            """
            SELECT t.*, s.ticker, %2$s
            FROM summaries s
            LEFT JOIN LATERAL (
                SELECT executed_at, side, ref_id, %1$s
                FROM checkpoints
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND executed_at <= :from AND side IS NOT NULL
                ORDER BY executed_at DESC, side DESC, ref_id DESC
                LIMIT 1) AS c ON true
            LEFT JOIN LATERAL (
                SELECT executed_at
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND executed_at > :until AND executed_at <= :horizon AND created_at > :until
                ORDER BY executed_at, side, ref_id
                LIMIT 1) AS later ON true
            LEFT JOIN LATERAL (
                SELECT %3$s, created_at
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker
                    AND (executed_at, side, ref_id)
                        > (CASE WHEN c.executed_at IS NULL THEN '-infinity' ELSE c.executed_at END,
                           CASE WHEN c.side IS NULL THEN 0 ELSE c.side END,
                           CASE WHEN c.ref_id IS NULL THEN '' ELSE c.ref_id END)
                    AND executed_at <= CASE WHEN later.executed_at IS NULL THEN :horizon ELSE later.executed_at END
                ORDER BY executed_at, side, ref_id
                OFFSET 0) AS t ON true
            WHERE s.client_id = :client AND s.portfolio_id = :portfolio AND s.version > 0
                AND s.generation = (SELECT generation FROM generations WHERE state = 'live')
            ORDER BY s.ticker, t.executed_at, t.side, t.ref_id
            """.formatted(PositionColumns.names(), PositionColumns.of("c"), Trades.FOLDED);

    /** The earlier of execution and receipt of each trade: a trade counts from no other time. */
    private static final String MOMENTS = """
            SELECT DISTINCT least(t.executed_at, t.created_at) AS at
            FROM summaries s
            LEFT JOIN LATERAL (
                SELECT executed_at
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND executed_at > :until AND executed_at <= :horizon AND created_at > :until
                ORDER BY executed_at, side, ref_id
                LIMIT 1) AS later ON true
            CROSS JOIN LATERAL (
                SELECT executed_at, created_at
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND executed_at > :from
                    AND executed_at <= CASE WHEN later.executed_at IS NULL THEN :horizon ELSE later.executed_at END
                OFFSET 0) AS t
            WHERE s.client_id = :client AND s.portfolio_id = :portfolio AND s.version > 0
                AND s.generation = (SELECT generation FROM generations WHERE state = 'live')
                AND least(t.executed_at, t.created_at) > :from AND least(t.executed_at, t.created_at) <= :until
            LIMIT :most
            """;

    private final JdbcClient jdbc;

    /** @param jdbc fetches {@link #FETCH_SIZE} rows at a time, so that a long history is not all in memory */
    public PastHoldings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The times after one time and up to another from which trades count, in no order. From some of them no trade may count.
     *
     * @param most the most times in the answer
     */
    public List<Instant> moments(ClientId client, PortfolioId portfolio, Instant from, Instant until, int most) {
        return span(MOMENTS, client, portfolio, from, until)
                .param("most", most)
                .query((row, _) -> Rows.time(row, "at"))
                .list();
    }

    /**
     * Visits the trades of each ticker, in the order of tickers, a few rows at a time. Needs a transaction: without one the
     * driver reads all rows at once.
     *
     * @param from each ticker begins at its last checkpoint before this time, so earlier trades can follow
     * @param until the last time from which trades count, included
     */
    public void visit(
            ClientId client, PortfolioId portfolio, Instant from, Instant until, TradeHistoryVisitor visitor) {
        HistoryRows rows = new HistoryRows(visitor, until);
        span(HISTORY, client, portfolio, from, until).query(rows::row);
    }

    private JdbcClient.StatementSpec span(
            String sql, ClientId client, PortfolioId portfolio, Instant from, Instant until) {
        return jdbc.sql(sql)
                .param("client", client.value())
                .param("portfolio", portfolio.value())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("horizon", until.plus(MOST_AHEAD).atOffset(ZoneOffset.UTC));
    }

    private static final class HistoryRows {

        private final TradeHistoryVisitor visitor;
        private final Instant until;
        private @Nullable String ticker;
        private EffectiveTime effectiveTime = new EffectiveTime();

        /** Whether the next trades of the ticker count after the span only. */
        private boolean over;

        HistoryRows(TradeHistoryVisitor visitor, Instant until) {
            this.visitor = visitor;
            this.until = until;
        }

        void row(ResultSet row) throws SQLException {
            String next = row.getString("ticker");
            if (!next.equals(ticker)) {
                ticker = next;
                effectiveTime = new EffectiveTime();
                over = false;
                visitor.begin(new Ticker(next), before(row), Rows.lastTrade(row));
            }
            if (!over && row.getString("ref_id") != null) {
                trade(Trades.foldedTrade(row), Rows.time(row, "created_at"));
            }
        }

        private void trade(FoldedTrade foldedTrade, Instant receivedAt) {
            Instant countsFrom = effectiveTime.next(foldedTrade.tradeOrder().executedAt(), receivedAt);
            over = countsFrom.isAfter(until);
            if (!over) {
                visitor.next(foldedTrade, countsFrom);
            }
        }

        private static Position before(ResultSet row) throws SQLException {
            return row.getBigDecimal("held") == null ? Position.EMPTY : Rows.position(row);
        }
    }
}
