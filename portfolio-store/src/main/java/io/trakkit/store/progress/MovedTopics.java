package io.trakkit.store.progress;

import io.trakkit.store.postgres.Rows;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Maps a topic that was copied to another cluster to the id of the original. */
public final class MovedTopics {

    private static final String FIND = "SELECT log_id FROM moved_topics WHERE topic_id = :topic";

    private static final String ADD = """
            INSERT INTO moved_topics (topic_id, log_id)
            SELECT :topic, coalesce((SELECT log_id FROM moved_topics WHERE topic_id = :from), :from)
            ON CONFLICT (topic_id) DO UPDATE SET log_id = excluded.log_id
            """;

    private final JdbcClient jdbc;

    public MovedTopics(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The id of the log that a topic holds: that of the topic it was moved from first, else its own. */
    public UUID logOf(UUID topicId) {
        return jdbc.sql(FIND)
                .param("topic", topicId)
                .query((row, _) -> Rows.uuid(row, "log_id"))
                .optional()
                .orElse(topicId);
    }

    /** Notes that a topic goes on with the log of another, which may itself have been moved there. */
    public void add(UUID topicId, UUID from) {
        jdbc.sql(ADD).param("topic", topicId).param("from", from).update();
    }
}
