package io.trakkit.store.progress;

import io.trakkit.store.log.LogPartition;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ranges of the log that an operator wants read again. */
public final class Rewinds {

    private static final String OPEN = """
            INSERT INTO rewinds (replay_id, topic_id, partition, from_offset, until_offset)
            SELECT :replay, * FROM unnest(:topics, :partitions, :froms, :untils)
            """;

    private static final String COLUMNS =
            "SELECT r.replay_id, r.topic_id, r.partition, r.from_offset, r.until_offset, r.repeated FROM rewinds r ";

    /** One at a time per partition. */
    private static final String OPEN_ONES = """
            SELECT DISTINCT ON (r.topic_id, r.partition)
                r.replay_id, r.topic_id, r.partition, r.from_offset, r.until_offset, r.repeated
            FROM unnest(:topics, :partitions) AS wanted (topic_id, partition)
            JOIN rewinds r ON r.topic_id = wanted.topic_id AND r.partition = wanted.partition AND r.repeated IS NULL
            ORDER BY r.topic_id, r.partition, r.replay_id
            """;

    private static final String END = """
            UPDATE rewinds SET repeated = :repeated
            WHERE replay_id = :replay AND topic_id = :topic AND partition = :partition AND repeated IS NULL
            """;

    private static final String ABANDON = "DELETE FROM rewinds WHERE replay_id = :replay AND repeated IS NULL";

    private final JdbcClient jdbc;

    public Rewinds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The part of a partition to read again.
     *
     * @param from the first offset to be read again
     * @param until the offset after the last
     */
    public record Part(LogPartition partition, long from, long until) {}

    /**
     * A part that belongs to a replay.
     *
     * @param repeated how many records there were; empty until all have been read again
     */
    public record Rewind(long replay, Part part, OptionalLong repeated) {}

    /** Requests that parts of the log are read again, at most one per partition. */
    public void open(long replay, Collection<Part> parts) {
        jdbc.sql(OPEN)
                .param("replay", replay)
                .param("topics", SqlArrays.uuids(parts, part -> part.partition().topicId()))
                .param(
                        "partitions",
                        SqlArrays.integers(parts, part -> part.partition().partition()))
                .param("froms", SqlArrays.longs(parts, Part::from))
                .param("untils", SqlArrays.longs(parts, Part::until))
                .update();
    }

    /** The oldest open request of each of these partitions. */
    public List<Rewind> openOf(Collection<LogPartition> partitions) {
        return jdbc.sql(OPEN_ONES)
                .param("topics", SqlArrays.uuids(partitions, LogPartition::topicId))
                .param("partitions", SqlArrays.integers(partitions, LogPartition::partition))
                .query((row, _) -> rewind(row))
                .list();
    }

    /** Notes that a part has been read again; the first to say so counts. */
    public void end(Rewind rewind, long repeated) {
        jdbc.sql(END)
                .param("repeated", repeated)
                .param("replay", rewind.replay())
                .param("topic", rewind.part().partition().topicId())
                .param("partition", rewind.part().partition().partition())
                .update();
    }

    /** Cancels the open requests. */
    public void abandon(long replay) {
        jdbc.sql(ABANDON).param("replay", replay).update();
    }

    /** All parts of a replay, by partition. */
    public List<Rewind> of(long replay) {
        return jdbc.sql(COLUMNS + "WHERE r.replay_id = :replay ORDER BY r.topic_id, r.partition")
                .param("replay", replay)
                .query((row, _) -> rewind(row))
                .list();
    }

    private static Rewind rewind(ResultSet row) throws SQLException {
        Long repeated = row.getObject("repeated", Long.class);
        return new Rewind(
                row.getLong("replay_id"),
                new Part(
                        new LogPartition(Rows.uuid(row, "topic_id"), row.getInt("partition")),
                        row.getLong("from_offset"),
                        row.getLong("until_offset")),
                repeated == null ? OptionalLong.empty() : OptionalLong.of(repeated));
    }
}
