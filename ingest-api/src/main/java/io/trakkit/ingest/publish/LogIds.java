package io.trakkit.ingest.publish;

import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.store.ledger.MovedTopics;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The topic id by which the tables know a topic: its own, or that of the topic from which it was moved. Asked once
 * per topic. While the database can't be asked nobody looks for anything there, so that the topic's own id does no
 * harm.
 */
final class LogIds {

    private final Database database;
    private final MovedTopics moved;
    private volatile @Nullable LogOfTopic known;

    LogIds(Database database) {
        this.database = database;
        moved = new MovedTopics(database.jdbc());
    }

    private record LogOfTopic(UUID topicId, UUID logId) {}

    UUID logOf(UUID topicId) {
        LogOfTopic log = known;
        if (log != null && log.topicId().equals(topicId)) {
            return log.logId();
        }
        try {
            UUID logId = database.read(() -> moved.logOf(topicId));
            known = new LogOfTopic(topicId, logId);
            return logId;
        } catch (DatabaseUnavailableException _) {
            return topicId;
        }
    }
}
