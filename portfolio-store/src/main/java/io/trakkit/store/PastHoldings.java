package io.trakkit.store;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Position;
import io.trakkit.domain.Price;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.returns.LastTrade;
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
     * each of the three look-ups one by index, whatever the planner believes of the tables. The trade comes first, as
     * {@link Trades#entry} has it.
     */
    private static final String TOLD = """
            SELECT t.ref_id, t.executed_at, t.sequence, t.side, t.volume, t.price, t.status, t.state,
                   s.ticker,
                   c.held, c.cost, c.realised,
                   before.price AS before_price, before.executed_at AS before_at
            FROM summaries s
            LEFT JOIN LATERAL (
                SELECT executed_at, sequence, held, cost, realised
                FROM checkpoints
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND executed_at <= :from
                ORDER BY executed_at DESC, sequence DESC
                LIMIT 1) AS c ON true
            LEFT JOIN LATERAL (
                SELECT price, executed_at
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker AND executed_at <= :from AND state = 'applied'
                ORDER BY executed_at DESC, sequence DESC
                LIMIT 1) AS before ON true
            LEFT JOIN LATERAL (
                SELECT ref_id, executed_at, sequence, side, volume, price, status, state
                FROM trades
                WHERE client_id = s.client_id AND generation = s.generation AND portfolio_id = s.portfolio_id
                    AND ticker = s.ticker
                    AND (executed_at, sequence) > (coalesce(c.executed_at, '-infinity'), coalesce(c.sequence, 0))
                    AND executed_at <= :until
                ORDER BY executed_at, sequence
                OFFSET 0) AS t ON true
            WHERE s.client_id = :client AND s.portfolio_id = :portfolio AND s.version > 0
                AND s.generation = (SELECT generation FROM generations WHERE state = 'live')
            ORDER BY s.ticker, t.executed_at, t.sequence
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
                reader.begin(new Ticker(next), before(row), lastTrade(row));
            }
            if (row.getString("ref_id") != null) {
                reader.trade(Trades.entry(row));
            }
        }

        private static Position before(ResultSet row) throws SQLException {
            return row.getBigDecimal("held") == null ? Position.EMPTY : Rows.position(row);
        }

        private static @Nullable LastTrade lastTrade(ResultSet row) throws SQLException {
            return row.getBigDecimal("before_price") == null
                    ? null
                    : new LastTrade(new Price(row.getBigDecimal("before_price")), Rows.time(row, "before_at"));
        }
    }
}
