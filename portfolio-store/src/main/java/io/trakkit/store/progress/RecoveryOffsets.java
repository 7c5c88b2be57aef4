package io.trakkit.store.progress;

import io.trakkit.store.log.LogPartition;
import io.trakkit.store.postgres.LockTimeouts;
import io.trakkit.store.postgres.Rows;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far the topics of portfolios and dead letters have been read into the tables. Who brings something of them
 * into the tables, or writes to table and topic together, holds the partition's row meanwhile.
 */
public final class RecoveryOffsets {

    private static final String PATIENCE = "SELECT set_config('lock_timeout', :patience, true)";

    /** In a statement of its own: a row that is not there cannot be locked. */
    private static final String OPEN = """
            INSERT INTO log_reads (topic_id, partition, next_offset) VALUES (:topic, :partition, 0)
            ON CONFLICT DO NOTHING
            """;

    private static final String LOCK = """
            SELECT next_offset FROM log_reads WHERE topic_id = :topic AND partition = :partition FOR UPDATE
            """;

    private static final String ADVANCE = """
            UPDATE log_reads SET next_offset = :next WHERE topic_id = :topic AND partition = :partition
            """;

    private static final String NEXT_OFFSETS = "SELECT topic_id, partition, next_offset FROM log_reads";

    private final JdbcClient jdbc;

    public RecoveryOffsets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Limits the wait for each lock that the transaction takes from now on. */
    public void waitAtMost(Duration patience) {
        jdbc.sql(PATIENCE)
                .param("patience", patience.toMillis() + "ms")
                .query((_, _) -> "")
                .single();
    }

    /**
     * Holds a partition until the transaction ends.
     *
     * @return the offset below which the tables have everything; 0 if nothing was ever read
     * @throws org.springframework.dao.PessimisticLockingFailureException if that takes longer than it may
     */
    public long lock(LogPartition partition) {
        return LockTimeouts.acquire(() -> {
            statement(OPEN, partition).update();
            return statement(LOCK, partition)
                    .query((row, _) -> row.getLong("next_offset"))
                    .single();
        });
    }

    /** Records that the tables have everything below an offset of a partition that is {@linkplain #lock held}. */
    public void advance(LogPartition partition, long nextOffset) {
        statement(ADVANCE, partition).param("next", nextOffset).update();
    }

    private JdbcClient.StatementSpec statement(String sql, LogPartition partition) {
        return jdbc.sql(sql).param("topic", partition.topicId()).param("partition", partition.partition());
    }

    /** The offsets below which the tables have everything, of the partitions that were ever read. */
    public Map<LogPartition, Long> nextOffsets() {
        Map<LogPartition, Long> offsets = new HashMap<>();
        jdbc.sql(NEXT_OFFSETS).query(row -> {
            offsets.put(
                    new LogPartition(Rows.uuid(row, "topic_id"), row.getInt("partition")), row.getLong("next_offset"));
        });
        return offsets;
    }
}
