package io.trakkit.store.read;

import io.trakkit.store.LogPosition;
import java.time.Instant;
import java.util.List;

/** The place of a record in a list that is ordered by a time and then by the position in the log. */
public record LogKey(Instant at, LogPosition position) {

    static Order<LogKey> order(String timeColumn, Direction direction) {
        return new Order<>(
                List.of(timeColumn, "topic_id", "partition", "log_offset"),
                direction,
                key -> List.of(
                        Columns.toSql(key.at()),
                        key.position().partition().topicId(),
                        key.position().partition().partition(),
                        key.position().offset()));
    }
}
