package io.trakkit.store.query;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.returns.EffectiveTime;
import io.trakkit.domain.returns.TradeHistoryVisitor;
import io.trakkit.domain.value.Ticker;
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

    /** How far after its receipt a trade in the log may claim to have been executed; earlier versions took a day. */
    private static final Duration MOST_AHEAD = Duration.ofDays(1);

    /** How many rows the driver should hold at a time. */
    public static final int FETCH_SIZE = 1_000;

    /**
     * Each ticker sets in at its last checkpoint before the span, so that what lies long before is not read. OFFSET 0 keeps
     * each of the look-ups one by index, whatever the planner believes of the tables. A trade that is executed after the
     * span may count in it, if it was received in it and no trade before it was received later; so they are read up to the
     * first one that was. A checkpoint without a side is
     * one of version 1 of the fold, whose places are others: nothing sets in there. The trade comes first, as
     * {@link Trades#foldedTrade} has it.
     *
     * <p>CASE, because under row-level security PostgreSQL looks nothing up in an index by what it calls leaky, and it calls
     * coalesce so.
     */
    private static final String TOLD = """
            SELECT t.ref_id, t.executed_at, t.side, t.volume, t.price, t.status, t.state, t.held_at_rejection,
                   t.created_at, s.ticker, c.held, c.cost, c.realised, c.last_price, c.last_traded_at
            FROM summaries s
            LEFT JOIN LATERAL (
                SELECT executed_at, side, ref_id, held, cost, realised, last_price, last_traded_at
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
                SELECT ref_id, executed_at, side, volume, price, status, state, held_at_rejection, created_at
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
            """;

    /** For every trade the earlier of execution and receipt; a trade counts from no other moment. */
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

    /** @param jdbc fetches {@link #FETCH_SIZE} rows at a time, or a long past is all in memory */
    public PastHoldings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The moments after one time and up to another from which trades count; there may be some among them from which none
     * does. In no order.
     *
     * @param most how many are wanted
     */
    public List<Instant> moments(ClientId client, PortfolioId portfolio, Instant from, Instant until, int most) {
        return span(MOMENTS, client, portfolio, from, until)
                .param("most", most)
                .query((row, _) -> Rows.time(row, "at"))
                .list();
    }

    /**
     * Tells the past of every ticker, in their order, a few rows at a time; within a transaction, or it would be all at
     * once.
     *
     * @param from each ticker begins at a place before it; the trades that follow may be from before it, too
     * @param until the last moment from which trades count, included
     */
    public void tell(ClientId client, PortfolioId portfolio, Instant from, Instant until, TradeHistoryVisitor reader) {
        Teller teller = new Teller(reader, until);
        span(TOLD, client, portfolio, from, until).query(teller::row);
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

    private static final class Teller {

        private final TradeHistoryVisitor reader;
        private final Instant until;
        private @Nullable String ticker;
        private EffectiveTime effectiveTime = new EffectiveTime();

        /** Whether the ticker's next trades count after the span only. */
        private boolean over;

        Teller(TradeHistoryVisitor reader, Instant until) {
            this.reader = reader;
            this.until = until;
        }

        void row(ResultSet row) throws SQLException {
            String next = row.getString("ticker");
            if (!next.equals(ticker)) {
                ticker = next;
                effectiveTime = new EffectiveTime();
                over = false;
                reader.begin(new Ticker(next), before(row), Rows.lastTrade(row));
            }
            if (!over && row.getString("ref_id") != null) {
                trade(Trades.foldedTrade(row), Rows.time(row, "created_at"));
            }
        }

        private void trade(FoldedTrade foldedTrade, Instant receivedAt) {
            Instant countsFrom = effectiveTime.next(foldedTrade.tradeOrder().executedAt(), receivedAt);
            over = countsFrom.isAfter(until);
            if (!over) {
                reader.trade(foldedTrade, countsFrom);
            }
        }

        private static Position before(ResultSet row) throws SQLException {
            return row.getBigDecimal("held") == null ? Position.EMPTY : Rows.position(row);
        }
    }
}
