package io.trakkit.store.query.trades;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.value.Ticker;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The trades and activities of one position whose creation became a dead letter, each as often as it was refused. */
public final class RefusedOfPosition {

    /** Each half has the conditions of an index of its own. */
    private static final String REFUSED = """
            SELECT true AS is_trade, $COLUMNS
            FROM dead_letters
            WHERE client_id = :client AND type = 'trade_created' AND ref_id IS NOT NULL
                AND portfolio_id = :portfolio AND ticker = :ticker $VISIBLE
            UNION ALL
            SELECT false, $COLUMNS
            FROM dead_letters
            WHERE client_id = :client AND type = 'activity_created' AND ref_id IS NOT NULL
                AND portfolio_id = :portfolio AND ticker = :ticker $VISIBLE
            """.replace(
                    "$COLUMNS",
                    RefusedTrades.columnsOf("dead_letters")
                            + ", topic, event_id, outcome, outcome_at, logged_at AS at,"
                            + " record_value AS payload, type, logged_at AS partition_at");

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

    /**
     * Visits them, in no order. Needs a transaction: without one the driver reads all rows at once.
     *
     * @param user to whom the caller is bound, if it is: those of others are left out, as a refused record may name another user of
     *     the client than the portfolio's
     */
    public void visit(
            ClientId client, PortfolioId portfolio, Ticker ticker, Optional<UserId> user, Consumer<Refused> visitor) {
        VisibleRefusals.statement(jdbc, REFUSED, user)
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
