package io.trakkit.domain.trade;

import io.trakkit.domain.value.Times;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * The place of a trade, an activity or a corporate action among those of its key: by time; at one time by {@link Rank}; of
 * those the one whose ref_id comes first, byte by byte. It follows from what the record says, so the order of arrival
 * decides nothing.
 *
 * @param refId the action_id of a corporate action
 */
public record TradeOrder(Instant executedAt, Rank rank, RefId refId) implements Comparable<TradeOrder> {

    /** Before every record: a microsecond before the earliest time that one can have. */
    public static final TradeOrder START =
            new TradeOrder(Times.EARLIEST.minus(1, ChronoUnit.MICROS), Rank.BUY, new RefId("-"));

    private static final RefId LAST = new RefId("~".repeat(RefId.MAX_CHARACTERS));

    /** A place before all records of a time and after those of earlier times. */
    public static TradeOrder before(Instant time) {
        return new TradeOrder(time.minus(1, ChronoUnit.MICROS), Rank.SELL, LAST);
    }

    private static final Comparator<TradeOrder> ORDER = Comparator.comparing(TradeOrder::executedAt)
            .thenComparing(TradeOrder::rank)
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
        return executedAt
                + switch (rank) {
                    case CORPORATE_ACTION -> " corporate action ";
                    case ACTIVITY -> " activity ";
                    case BUY -> " buy ";
                    case SELL -> " sell ";
                }
                + refId;
    }
}
