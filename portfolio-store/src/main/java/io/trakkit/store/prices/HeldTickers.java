package io.trakkit.store.prices;

import io.trakkit.domain.value.Ticker;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tickers that any client holds or owes. */
public final class HeldTickers {

    /**
     * Steps from ticker to ticker by {@code summaries_by_ticker} and looks for one open position of each. That is a few rows
     * per ticker, regardless of the number of portfolios. An index of open positions would be cheaper here but would slow down
     * every trade, because no update of a summary could be heap-only.
     */
    private static final String HELD = """
            WITH RECURSIVE live AS (
                SELECT generation FROM generations WHERE state = 'live'),
            listed AS (
                SELECT c.client_id, live.generation, (
                        SELECT min(s.ticker) FROM summaries s
                        WHERE s.client_id = c.client_id AND s.generation = live.generation) AS ticker
                FROM clients c CROSS JOIN live
                UNION ALL
                SELECT l.client_id, l.generation, (
                        SELECT min(s.ticker) FROM summaries s
                        WHERE s.client_id = l.client_id AND s.generation = l.generation AND s.ticker > l.ticker)
                FROM listed l
                WHERE l.ticker IS NOT NULL)
            SELECT DISTINCT l.ticker
            FROM listed l
            CROSS JOIN LATERAL (
                SELECT FROM summaries s
                WHERE s.client_id = l.client_id AND s.generation = l.generation AND s.ticker = l.ticker AND s.held <> 0
                LIMIT 1) AS holder
            """;

    private final JdbcClient jdbc;

    public HeldTickers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All tickers with an open position, sorted. */
    public Set<Ticker> all() {
        Set<Ticker> tickers = new TreeSet<>();
        jdbc.sql(HELD).query(row -> {
            tickers.add(new Ticker(row.getString("ticker")));
        });
        return tickers;
    }
}
