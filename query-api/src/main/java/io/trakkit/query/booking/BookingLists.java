package io.trakkit.query.booking;

import io.trakkit.domain.trade.RefId;
import io.trakkit.query.page.Fields;
import io.trakkit.query.page.ListShape;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.trades.LogKey;
import io.trakkit.store.query.trades.TradeSort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The lists of trades and activities, and their cursors. */
final class BookingLists {

    /** The events of a trade or an activity, in the order of the log. */
    static final ListShape<LogKey> HISTORY = new ListShape<>(
            "history",
            Fields.of(HistoryAnswer.class),
            Map.of(),
            new ListShape.Ordering("offset", Direction.ASCENDING),
            BookingLists::texts,
            BookingLists::logKey);

    private BookingLists() {}

    /** Accepted trades or activities. */
    static ListShape<TradeSort.Key> accepted(String name, List<String> members) {
        return new ListShape<>(
                name,
                members,
                Map.of("executed_at", List.of("ref_id"), "updated_at", List.of("ref_id"), "ref_id", List.of()),
                new ListShape.Ordering("executed_at", Direction.DESCENDING),
                key -> List.of(key.at().toString(), key.refId().value()),
                texts -> new TradeSort.Key(Instant.parse(texts.get(0)), new RefId(texts.get(1))));
    }

    /** Refused trades or activities. */
    static ListShape<LogKey> refused(String name, List<String> members) {
        return new ListShape<>(
                name,
                members,
                Map.of("updated_at", List.of()),
                new ListShape.Ordering("updated_at", Direction.DESCENDING),
                BookingLists::texts,
                BookingLists::logKey);
    }

    private static List<String> texts(LogKey key) {
        return List.of(
                key.at().toString(),
                key.position().partition().topicId().toString(),
                Integer.toString(key.position().partition().partition()),
                Long.toString(key.position().offset()));
    }

    private static LogKey logKey(List<String> texts) {
        LogPartition partition = new LogPartition(UUID.fromString(texts.get(1)), Integer.parseInt(texts.get(2)));
        return new LogKey(Instant.parse(texts.get(0)), partition.at(Long.parseLong(texts.get(3))));
    }
}
