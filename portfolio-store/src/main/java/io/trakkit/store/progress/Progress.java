package io.trakkit.store.progress;

import io.trakkit.store.log.LogPartition;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.postgres.Rows;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The progress of each partition in a generation, and the epoch of its owner. The offsets advance in the transaction
 * of the batch that they count, so what is applied and what is counted can never differ.
 */
public final class Progress {

    private static final String TAKE = """
            INSERT INTO progress (generation, topic_id, partition, next_offset, owner_epoch)
            VALUES (:generation, :topic, :partition, 0, nextval('owner_epochs'))
            ON CONFLICT (generation, topic_id, partition) DO UPDATE SET owner_epoch = nextval('owner_epochs')
            RETURNING next_offset, owner_epoch
            """;

    /** The rows are locked in order; those of a stale epoch are left out, which the caller notices by their absence. */
    private static final String ADVANCE = """
            WITH batch AS (
                SELECT * FROM unnest(:topics, :partitions, :epochs, :offsets)
                    AS b (topic_id, partition, epoch, next_offset)
            ), owned AS (
                SELECT p.generation, p.topic_id, p.partition, b.next_offset AS batch_end
                FROM batch b JOIN progress p ON p.generation = $GENERATION
                    AND p.topic_id = b.topic_id AND p.partition = b.partition AND p.owner_epoch = b.epoch
                ORDER BY p.topic_id, p.partition
                FOR UPDATE OF p
            )
            UPDATE progress p SET next_offset = greatest(p.next_offset, owned.batch_end)
            FROM owned
            WHERE p.generation = owned.generation AND p.topic_id = owned.topic_id AND p.partition = owned.partition
            RETURNING p.topic_id, p.partition, old.next_offset
            """;

    private static final String ADVANCE_IN_GENERATION = ADVANCE.replace("$GENERATION", ":generation");

    private static final String NEXT_OFFSETS =
            "SELECT topic_id, partition, next_offset FROM progress WHERE generation = ";

    private static final String OF_LIVE = "(SELECT generation FROM generations WHERE state = 'live')";

    private static final String ADVANCE_IN_LIVE = ADVANCE.replace("$GENERATION", OF_LIVE);

    /** A former owner that stands still in mid-batch holds the row; this is how long one waits for it at a time. */
    private static final int TAKE_TIMEOUT_SECONDS = 10;

    private final JdbcClient jdbc;

    public Progress(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A worker's right to a partition of a generation, until another takes it over.
     *
     * @param epoch unique among all takeovers of all partitions and generations
     */
    public record Ownership(long epoch, long nextOffset) {}

    /**
     * The offsets of one partition that a batch covers.
     *
     * @param from everything below this offset was read before, by this owner or an earlier one
     * @param to the offset after the batch's last record
     */
    public record Advance(long epoch, long from, long to) {}

    /**
     * Takes a partition over: the former owner can no longer write. Waits for the batch that the former
     * owner has in hand, and counts it.
     */
    public Ownership take(int generation, LogPartition partition) {
        return jdbc.sql(TAKE)
                .withQueryTimeout(TAKE_TIMEOUT_SECONDS)
                .param("generation", generation)
                .param("topic", partition.topicId())
                .param("partition", partition.partition())
                .query((row, _) -> new Ownership(row.getLong("owner_epoch"), row.getLong("next_offset")))
                .single();
    }

    /**
     * Advances the partitions of a batch, in the batch's transaction.
     *
     * @return the offset up to which each partition had been applied before: records below it are repeats
     * @throws StaleOwnerException if one of the partitions has another owner by now
     * @throws ProgressGapException if less has been applied than was read: the database has gone back in time
     */
    public Map<LogPartition, Long> advance(int generation, SortedMap<LogPartition, Advance> batch) {
        return RoundTrip.alone(jdbc, trip -> advance(trip, OptionalInt.of(generation), batch));
    }

    /** @param generation empty: the live one, which the transaction holds */
    public RoundTrip.Answer<Map<LogPartition, Long>> advance(
            RoundTrip trip, OptionalInt generation, SortedMap<LogPartition, Advance> batch) {
        List<Map.Entry<LogPartition, Advance>> rows = List.copyOf(batch.entrySet());
        RoundTrip.Statement statement = generation.isPresent()
                ? trip.sql(ADVANCE_IN_GENERATION).param("generation", generation.getAsInt())
                : trip.sql(ADVANCE_IN_LIVE);
        return statement
                .param("topics", SqlArrays.uuids(rows, row -> row.getKey().topicId()))
                .param(
                        "partitions",
                        SqlArrays.integers(rows, row -> row.getKey().partition()))
                .param("epochs", SqlArrays.longs(rows, row -> row.getValue().epoch()))
                .param("offsets", SqlArrays.longs(rows, row -> row.getValue().to()))
                .rows(Progress::nextOffset, offsets -> {
                    Map<LogPartition, Long> before = byPartition(offsets);
                    requireOwned(batch, before);
                    requireNoGap(batch, before);
                    return before;
                });
    }

    private static Map.Entry<LogPartition, Long> nextOffset(ResultSet row) throws SQLException {
        return Map.entry(
                new LogPartition(Rows.uuid(row, "topic_id"), row.getInt("partition")), row.getLong("next_offset"));
    }

    private static void requireOwned(SortedMap<LogPartition, Advance> batch, Map<LogPartition, Long> before) {
        SortedSet<LogPartition> lost = new TreeSet<>(batch.keySet());
        lost.removeAll(before.keySet());
        if (!lost.isEmpty()) {
            throw new StaleOwnerException(lost);
        }
    }

    private static void requireNoGap(SortedMap<LogPartition, Advance> batch, Map<LogPartition, Long> before) {
        SortedMap<LogPartition, Long> behind = new TreeMap<>();
        batch.forEach((partition, advance) -> {
            Long next = before.get(partition);
            if (next != null && next < advance.from()) {
                behind.put(partition, next);
            }
        });
        if (!behind.isEmpty()) {
            throw new ProgressGapException(behind);
        }
    }

    /** The offset up to which each partition has been applied in the live generation. */
    public Map<LogPartition, Long> nextOffsets() {
        return byPartition(jdbc.sql(NEXT_OFFSETS + OF_LIVE));
    }

    /** The offset up to which each partition has been applied in a generation. */
    public Map<LogPartition, Long> nextOffsets(int generation) {
        return byPartition(jdbc.sql(NEXT_OFFSETS + ":generation").param("generation", generation));
    }

    private static Map<LogPartition, Long> byPartition(JdbcClient.StatementSpec statement) {
        return byPartition(statement.query((row, _) -> nextOffset(row)).list());
    }

    private static Map<LogPartition, Long> byPartition(List<Map.Entry<LogPartition, Long>> offsets) {
        Map<LogPartition, Long> byPartition = new HashMap<>();
        offsets.forEach(offset -> byPartition.put(offset.getKey(), offset.getValue()));
        return byPartition;
    }
}
