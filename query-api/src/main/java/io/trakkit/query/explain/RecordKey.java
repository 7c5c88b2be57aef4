package io.trakkit.query.explain;

import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The place of a row among the records of a position: as the fold orders them. A refused record stands where it would have
 * been, after the accepted one of its ref_id; one that cannot be read, at the time of its record in the log.
 *
 * @param rank the number of a {@link Rank}; {@link #UNREAD} if it is not known
 * @param origin the log position of a refused record; empty for one of the fold
 */
record RecordKey(Instant at, int rank, String refId, String origin) implements Comparable<RecordKey> {

    /** After those of which the rank is known. */
    static final int UNREAD = Rank.SELL.code() + 1;

    private static final Comparator<RecordKey> ORDER = Comparator.comparing(RecordKey::at)
            .thenComparingInt(RecordKey::rank)
            .thenComparing(RecordKey::refId)
            .thenComparing(RecordKey::origin);

    static RecordKey of(TradeOrder order) {
        return new RecordKey(
                order.executedAt(), order.rank().code(), order.refId().value(), "");
    }

    /** The log position as a text that sorts as the offsets do. */
    static String text(LogPosition origin) {
        return "%s:%05d:%019d"
                .formatted(origin.partition().topicId(), origin.partition().partition(), origin.offset());
    }

    @Override
    public int compareTo(RecordKey other) {
        return ORDER.compare(this, other);
    }

    List<String> texts() {
        return List.of(at.toString(), Integer.toString(rank), refId, origin);
    }

    static RecordKey of(List<String> texts) {
        return new RecordKey(Instant.parse(texts.get(0)), Integer.parseInt(texts.get(1)), texts.get(2), texts.get(3));
    }
}
