package io.trakkit.store.query.trades;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.EventType;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.query.page.Conditions;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Order;
import io.trakkit.store.query.page.PageStatement;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lists trades or activities whose creation became a dead letter, by the time of the record. Where a ref_id was refused several
 * times, the newest dead letter speaks for it; where it has an accepted one, that one does.
 */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public final class RefusedTrades {

    /**
     * The conditions on the type and the ref_id are those of the indexes refused_trades and refused_activities. The two look-ups per row are kept
     * from other ways: OFFSET 0 from a join of whole tables, and coalesce from a search of that same index.
     */
    private static final String WANTED = """
            FROM dead_letters d
            WHERE d.client_id = :client AND d.type = '$TYPE' AND d.ref_id IS NOT NULL
                AND NOT EXISTS (
                    SELECT FROM $TABLE t
                    WHERE t.client_id = :client AND t.generation = %s AND t.ref_id = d.ref_id
                    OFFSET 0)
                AND (d.topic_id, d.partition, d.log_offset) = (
                    SELECT n.topic_id, n.partition, n.log_offset FROM dead_letters n
                    WHERE n.client_id = :client AND n.ref_id = d.ref_id
                        AND coalesce(n.type, '') = '$TYPE'$OF_USER
                    ORDER BY n.logged_at DESC, n.topic_id DESC, n.partition DESC, n.log_offset DESC
                    LIMIT 1)%s""";

    private static final String ROWS = """
            SELECT true AS present, $COLUMNS
            """.replace("$COLUMNS", columnsOf("d")) + WANTED;

    private static final String ALL = "SELECT " + WANTED + " ORDER BY d.logged_at";

    private final JdbcClient jdbc;
    private final String rows;
    private final String all;

    private RefusedTrades(JdbcClient jdbc, String type, String table) {
        this.jdbc = jdbc;
        rows = ROWS.replace("$TYPE", type).replace("$TABLE", table);
        all = ALL.replace("$TYPE", type).replace("$TABLE", table);
    }

    /** Lists trades. */
    public static RefusedTrades ofTrades(JdbcClient jdbc) {
        return new RefusedTrades(jdbc, EventType.TRADE_CREATED.wireName(), "trades");
    }

    /** Lists activities. */
    public static RefusedTrades ofActivities(JdbcClient jdbc) {
        return new RefusedTrades(jdbc, EventType.ACTIVITY_CREATED.wireName(), "activities");
    }

    /** Which of them are wanted; an empty criterion admits all, and one that is not empty none that has no such value. */
    public record Filter(
            Optional<UserId> user,
            Optional<PortfolioId> portfolio,
            Optional<Ticker> ticker,
            Optional<Instant> loggedSince) {}

    public Slice<RefusedTrade> page(ClientId client, Filter filter, Direction direction, Window<LogKey> window) {
        Order<LogKey> order = LogKey.order("logged_at", direction);
        Conditions all = new Conditions()
                .with("client", client.value())
                .and("d.user_id = :user", "user", filter.user(), UserId::value)
                .and("d.portfolio_id = :portfolio", "portfolio", filter.portfolio(), PortfolioId::value)
                .and("d.ticker = :ticker", "ticker", filter.ticker(), Ticker::value)
                .and("d.logged_at >= :loggedSince", "loggedSince", filter.loggedSince(), Rows::toSql);
        Conditions rows = all.and(order.within(window, "d"));
        return new PageStatement<>(
                        ofUser(this.rows, filter).formatted(PageStatement.LIVE, rows.text()),
                        ofUser(this.all, filter).formatted(PageStatement.LIVE, all.text()),
                        order)
                .run(jdbc, rows.values(), window, (row, _) -> refusedTrade(row));
    }

    /** Of a user the newest dead letter is that of the user: another one with the same ref_id does not hide it. */
    private static String ofUser(String sql, Filter filter) {
        return sql.replace("$OF_USER", filter.user().isPresent() ? " AND n.user_id = :user" : "");
    }

    /** The columns that {@link #refusedTrade} reads; those that trades have, too, under names of their own. */
    static String columnsOf(String alias) {
        return """
                %1$s.ref_id AS refused_ref_id, %1$s.user_id AS refused_user_id, %1$s.portfolio_id AS refused_portfolio_id,
                %1$s.ticker AS refused_ticker, %1$s.reason, %1$s.detail, %1$s.record_value, %1$s.logged_at,
                %1$s.topic_id, %1$s.partition, %1$s.log_offset""".formatted(alias);
    }

    static RefusedTrade refusedTrade(ResultSet row) throws SQLException {
        @Nullable Long portfolio = row.getObject("refused_portfolio_id", Long.class);
        return new RefusedTrade(
                new RefId(row.getString("refused_ref_id")),
                Optional.ofNullable(row.getString("refused_user_id")).map(UserId::new),
                Optional.ofNullable(portfolio).map(PortfolioId::new),
                Optional.ofNullable(row.getString("refused_ticker")).map(Ticker::new),
                DeadLetterReason.parse(row.getString("reason")),
                row.getString("detail"),
                row.getBytes("record_value"),
                Rows.time(row, "logged_at"),
                Rows.origin(row));
    }
}
