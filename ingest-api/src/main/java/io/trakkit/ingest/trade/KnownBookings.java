package io.trakkit.ingest.trade;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.Accepted;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.query.trades.KnownActivities;
import io.trakkit.store.query.trades.KnownActivity;
import io.trakkit.store.query.trades.KnownTrade;
import io.trakkit.store.query.trades.KnownTrades;
import io.trakkit.store.query.trades.RefusedTrade;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the trade or the activity of a ref_id in the database, or its refused creation. */
final class KnownBookings {

    private final KnownTrades trades;
    private final KnownActivities activities;

    KnownBookings(JdbcClient jdbc) {
        trades = new KnownTrades(jdbc);
        activities = new KnownActivities(jdbc);
    }

    /** What the database has under a ref_id. */
    sealed interface Known {

        /** A trade or an activity. */
        record Stored(Accepted booking) implements Known {}

        /** There is none; the latest creation became a dead letter. */
        record Refused(RefusedTrade creation) implements Known {}
    }

    Optional<Known> find(BookingKind kind, ClientId client, RefId refId) {
        return switch (kind) {
            case TRADE ->
                trades.find(client, refId).map(known -> switch (known) {
                    case KnownTrade.Accepted(var trade) -> new Known.Stored(trade);
                    case KnownTrade.Refused(var refused) -> new Known.Refused(refused);
                });
            case ACTIVITY ->
                activities.find(client, refId).map(known -> switch (known) {
                    case KnownActivity.Accepted(var activity) -> new Known.Stored(activity);
                    case KnownActivity.Refused(var refused) -> new Known.Refused(refused);
                });
        };
    }
}
