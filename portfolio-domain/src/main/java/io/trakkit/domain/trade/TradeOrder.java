package io.trakkit.domain.trade;

import io.trakkit.domain.value.Times;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * The place of a trade among those of its key: by time of execution; at one time buys come before sells; of those the one
 * whose ref_id comes first, byte by byte. It follows from what the trade says, so the order of arrival decides nothing.
 */
public record TradeOrder(Instant executedAt, Side side, RefId refId) implements Comparable<TradeOrder> {

    /** Before every trade: a microsecond before the earliest time at which one can be executed. */
    public static final TradeOrder START =
            new TradeOrder(Times.EARLIEST.minus(1, ChronoUnit.MICROS), Side.BUY, new RefId("-"));

    private static final Comparator<TradeOrder> ORDER = Comparator.comparing(TradeOrder::executedAt)
            .thenComparing(TradeOrder::side)
            .thenComparing(TradeOrder::refId);

    @Override
    public int compareTo(TradeOrder other) {
        return ORDER.compare(this, other);
    }

    public boolean isAfter(TradeOrder other) {
        return compareTo(other) > 0;
    }

    /** The place as reports write it, such as {@code 2025-06-02T00:00:00Z buy A-17}. */
    @Override
    public String toString() {
        return executedAt + (side == Side.BUY ? " buy " : " sell ") + refId;
    }
}
