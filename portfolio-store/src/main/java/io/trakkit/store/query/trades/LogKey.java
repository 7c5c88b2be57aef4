package io.trakkit.store.query.trades;

import io.trakkit.store.log.LogPosition;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Order;
import java.time.Instant;
import java.util.List;

/** The key of a list that is ordered by time, then by log position. */
public record LogKey(Instant at, LogPosition position) {

    static Order<LogKey> order(String timeColumn, Direction direction) {
        return new Order<>(
                List.of(timeColumn, "topic_id", "partition", "log_offset"),
                direction,
                key -> List.of(
                        Rows.toSql(key.at()),
                        key.position().partition().topicId(),
                        key.position().partition().partition(),
                        key.position().offset()));
    }
}
