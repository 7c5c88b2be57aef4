package io.trakkit.store;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Position;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.returns.PastReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a portfolio held at times of the past, by the time of execution and as far as the trades are known today. */
public final class PastHoldings {

    /** How many rows the driver should hold at a time. */
    public static final int FETCH_SIZE = 1_000;

    /**
     * Each ticker sets in at its last checkpoint before the span, so that what lies long before is not read. OFFSET 0 keeps
     * each of the two look-ups one by index, whatever the planner believes of the tables. A checkpoint without a side is
     * one of version 1 of the fold, whose places are others: nothing sets in there. The trade comes first, as
     * {@link Trades#entry} has it.
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
                SELECT ref_id, executed_at, side, volume, price, status, state, held_at_rejection, created_at
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker
                    AND (executed_at, side, ref_id)
                        > (coalesce(c.executed_at, '-infinity'), coalesce(c.side, 0), coalesce(c.ref_id, ''))
                    AND executed_at <= :until
                ORDER BY executed_at, side, ref_id
                OFFSET 0) AS t ON true
            WHERE s.client_id = :client AND s.portfolio_id = :portfolio AND s.version > 0
                AND s.generation = (SELECT generation FROM generations WHERE state = 'live')
            ORDER BY s.ticker, t.executed_at, t.side, t.ref_id
            """;

    /** A trade at midnight belongs to the day that ends then. */
    private static final String FLOW_DAYS = """
            SELECT DISTINCT ((t.executed_at - interval '1 microsecond') AT TIME ZONE 'UTC')::date AS day
            FROM summaries s
            CROSS JOIN LATERAL (
                SELECT executed_at
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND executed_at > :from AND executed_at <= :until AND state = 'applied'
                OFFSET 0) AS t
            WHERE s.client_id = :client AND s.portfolio_id = :portfolio AND s.version > 0
                AND s.generation = (SELECT generation FROM generations WHERE state = 'live')
            """;

    private final JdbcClient jdbc;

    /** @param jdbc fetches {@link #FETCH_SIZE} rows at a time, or a long past is all in memory */
    public PastHoldings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The days, in UTC, of trades that count, after one time and up to another. */
    public SortedSet<LocalDate> flowDays(ClientId client, PortfolioId portfolio, Instant from, Instant until) {
        return new TreeSet<>(span(FLOW_DAYS, client, portfolio, from, until)
                .query((row, _) -> row.getObject("day", LocalDate.class))
                .set());
    }

    /**
     * Tells the past of every ticker, in their order, a few rows at a time; within a transaction, or it would be all at
     * once.
     *
     * @param from each ticker begins at a place before it; the trades that follow may be from before it, too
     * @param until the last time of execution, included
     */
    public void tell(ClientId client, PortfolioId portfolio, Instant from, Instant until, PastReader reader) {
        Teller teller = new Teller(reader);
        span(TOLD, client, portfolio, from, until).query(teller::row);
    }

    private JdbcClient.StatementSpec span(
            String sql, ClientId client, PortfolioId portfolio, Instant from, Instant until) {
        return jdbc.sql(sql)
                .param("client", client.value())
                .param("portfolio", portfolio.value())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC));
    }

    private static final class Teller {

        private final PastReader reader;
        private @Nullable String ticker;

        Teller(PastReader reader) {
            this.reader = reader;
        }

        void row(ResultSet row) throws SQLException {
            String next = row.getString("ticker");
            if (!next.equals(ticker)) {
                ticker = next;
                reader.begin(new Ticker(next), before(row), Rows.lastTrade(row));
            }
            if (row.getString("ref_id") != null) {
                reader.trade(Trades.entry(row), Rows.time(row, "created_at"));
            }
        }

        private static Position before(ResultSet row) throws SQLException {
            return row.getBigDecimal("held") == null ? Position.EMPTY : Rows.position(row);
        }
    }
}
