package io.trakkit.store.query.trades;

import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.update.Accepted;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Order;
import java.time.Instant;
import java.util.List;

/** The sort orders of a list of trades or activities. */
public enum TradeSort {
    EXECUTED_AT,
    UPDATED_AT,
    REF_ID;

    /**
     * The place of a trade or an activity in an order.
     *
     * @param at the time that the order is by; any where it is by ref_id alone
     */
    public record Key(Instant at, RefId refId) {}

    /** The place of a trade or an activity in this order. */
    public Key keyOf(Accepted listed) {
        RefId refId = listed.refId();
        return switch (this) {
            case EXECUTED_AT, REF_ID -> new Key(listed.booking().executedAt(), refId);
            case UPDATED_AT -> new Key(listed.updatedAt(), refId);
        };
    }

    Order<Key> in(Direction direction) {
        return switch (this) {
            case EXECUTED_AT -> byTime("executed_at", direction);
            case UPDATED_AT -> byTime("updated_at", direction);
            case REF_ID ->
                new Order<>(
                        List.of("ref_id"), direction, key -> List.of(key.refId().value()));
        };
    }

    private static Order<Key> byTime(String column, Direction direction) {
        return new Order<>(
                List.of(column, "ref_id"),
                direction,
                key -> List.of(Rows.toSql(key.at()), key.refId().value()));
    }
}
