package io.trakkit.store.query.trades;

import io.trakkit.domain.event.EventType;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.ledger.ActivityColumns;
import io.trakkit.store.ledger.TradeColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the trade or the activity of a ref_id in the live read model, or its refused creation. */
public final class KnownBookings {

    /** One statement, so that both look-ups see the same snapshot. */
    private static final String FIND = """
            SELECT $COLUMNS,
                   $REFUSED
            FROM generations g
            LEFT JOIN $TABLE t ON t.client_id = :client AND t.generation = g.generation AND t.ref_id = :refId
            LEFT JOIN LATERAL (
                SELECT *
                FROM dead_letters
                WHERE client_id = :client AND ref_id = :refId AND type = '$TYPE' $VISIBLE
                ORDER BY logged_at DESC, topic_id DESC, partition DESC, log_offset DESC
                LIMIT 1
            ) d ON t.ref_id IS NULL
            WHERE g.state = 'live' AND (t.ref_id IS NOT NULL OR d.reason IS NOT NULL)
            """.replace("$REFUSED", RefusedTrades.columnsOf("d"));

    private static final String FIND_TRADE = find(TradeColumns.of("t"), "trades", EventType.TRADE_CREATED);
    private static final String FIND_ACTIVITY = find(ActivityColumns.of("t"), "activities", EventType.ACTIVITY_CREATED);

    private final JdbcClient jdbc;

    public KnownBookings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static String find(String columns, String table, EventType creation) {
        return FIND.replace("$COLUMNS", columns).replace("$TABLE", table).replace("$TYPE", creation.wireName());
    }

    /**
     * The trade or the activity, or if there is none the newest dead letter of its creation; empty if the ref_id is unused, or
     * its event is not processed yet.
     */
    public Optional<KnownBooking> find(BookingKind kind, ClientId client, RefId refId) {
        return find(kind, client, refId, Optional.empty());
    }

    /**
     * As a caller finds it.
     *
     * @param user to whom the caller is bound: dead letters of others are left out, so that they hide none of the user's; a trade or an
     *     activity is found in any case
     */
    public Optional<KnownBooking> find(BookingKind kind, ClientId client, RefId refId, Optional<UserId> user) {
        String sql = switch (kind) {
            case TRADE -> FIND_TRADE;
            case ACTIVITY -> FIND_ACTIVITY;
        };
        return VisibleRefusals.statement(jdbc, sql, user)
                .param("client", client.value())
                .param("refId", refId.value())
                .query((row, _) -> known(kind, row))
                .optional();
    }

    private static KnownBooking known(BookingKind kind, ResultSet row) throws SQLException {
        if (row.getString("ref_id") == null) {
            return new KnownBooking.Refused(RefusedTrades.refusedTrade(row));
        }
        return new KnownBooking.Stored(
                switch (kind) {
                    case TRADE -> TradeColumns.trade(row);
                    case ACTIVITY -> ActivityColumns.activity(row);
                });
    }
}
