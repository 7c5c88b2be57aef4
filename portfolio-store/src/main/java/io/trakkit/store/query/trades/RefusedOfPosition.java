package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.value.Ticker;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The trades and activities of one position whose creation became a dead letter, each as often as it was refused. */
public final class RefusedOfPosition {

    /** Each half has the conditions of an index of its own. */
    private static final String REFUSED = """
            SELECT true AS is_trade, $COLUMNS
            FROM dead_letters d
            WHERE d.client_id = :client AND d.type = 'trade_created' AND d.ref_id IS NOT NULL
                AND d.portfolio_id = :portfolio AND d.ticker = :ticker
            UNION ALL
            SELECT false, $COLUMNS
            FROM dead_letters d
            WHERE d.client_id = :client AND d.type = 'activity_created' AND d.ref_id IS NOT NULL
                AND d.portfolio_id = :portfolio AND d.ticker = :ticker
            """.replace(
                    "$COLUMNS",
                    RefusedTrades.columnsOf("d")
                            + ", d.topic, d.event_id, d.outcome, d.outcome_at, d.logged_at AS at,"
                            + " d.record_value AS payload, d.type, d.logged_at AS partition_at");

    private final JdbcClient jdbc;

    /** @param jdbc fetches some rows at a time, so that many dead letters are not all in memory */
    public RefusedOfPosition(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A refused trade or activity.
     *
     * @param event the record of the log that was to create it
     */
    public record Refused(BookingKind kind, RefusedTrade creation, HistoryEntry event) {}

    /** Visits them, in no order. Needs a transaction: without one the driver reads all rows at once. */
    public void visit(ClientId client, PortfolioId portfolio, Ticker ticker, Consumer<Refused> visitor) {
        jdbc.sql(REFUSED)
                .param("client", client.value())
                .param("portfolio", portfolio.value())
                .param("ticker", ticker.value())
                .query(row -> {
                    visitor.accept(new Refused(
                            row.getBoolean("is_trade") ? BookingKind.TRADE : BookingKind.ACTIVITY,
                            RefusedTrades.refusedTrade(row),
                            TradeHistories.entry(row)));
                });
    }
}
