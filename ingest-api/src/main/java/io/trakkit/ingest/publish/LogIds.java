package io.trakkit.ingest.publish;

import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.database.DatabaseUnavailableException;
import io.trakkit.store.progress.MovedTopics;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of the log that a topic holds: the id of the topic, or of the topic that it was moved from. Read once per topic. While
 * the database is unavailable nothing is looked up by this id, so the id of the topic does no harm.
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
