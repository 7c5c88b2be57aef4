package io.trakkit.store.deadletters;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.postgres.SqlArrays;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Decisions that are not yet published to the log. */
@SuppressWarnings("InlineFormatString") // Statements are constants.
public final class DecisionOutbox {

    private static final String TRY_LOCK =
            "SELECT pg_try_advisory_xact_lock('dead_letters'::regclass::oid::integer, 1)";

    /** Locks no rows: {@link #RELAYED} marks only unchanged decisions. Limits the bytes; the first one is always included. */
    private static final String TO_RELAY = """
            WITH timed AS (
                SELECT w.*, max(logged_at) OVER (PARTITION BY topic_id, partition ORDER BY log_offset) AS in_log_since
                FROM dead_letters w
                WHERE NOT outcome_relayed AND NOT EXISTS (
                    SELECT FROM unnest(:topicIds, :partitions) AS left_out (topic_id, partition)
                    WHERE left_out.topic_id = w.topic_id AND left_out.partition = w.partition)
            ), waiting AS (
                SELECT d.*, sum(%1$s) OVER (ORDER BY d.in_log_since, d.topic_id, d.partition, d.log_offset) - (%1$s)
                           AS bytes_before
                FROM (
                    SELECT * FROM timed ORDER BY in_log_since, topic_id, partition, log_offset LIMIT :limit
                ) AS d
            )
            SELECT topic_id, partition, log_offset, record_key, record_value, record_headers, relayed,
                   outcome, outcome_by, outcome_at, outcome_note
            FROM waiting
            WHERE bytes_before < :bytes
            ORDER BY in_log_since, topic_id, partition, log_offset
            """.formatted(DeadLetterDecisions.BYTES);

    private static final String RELAYED = """
            WITH held AS (
                SELECT d.client_id, d.topic_id, d.partition, d.log_offset, done.outcome, done.at
                FROM unnest(:topicIds, :partitions, :offsets, :outcomes, :times)
                    AS done (topic_id, partition, log_offset, outcome, at)
                JOIN dead_letters d USING (topic_id, partition, log_offset)
                ORDER BY d.topic_id, d.partition, d.log_offset
                FOR UPDATE OF d
            )
            UPDATE dead_letters d SET outcome_relayed = true
            FROM held
            WHERE d.client_id = held.client_id AND d.topic_id = held.topic_id AND d.partition = held.partition
                AND d.log_offset = held.log_offset AND d.outcome = held.outcome AND d.outcome_at = held.at
            """;

    private static final String PENDING = """
            SELECT count(*) FROM dead_letters
            WHERE NOT outcome_relayed AND (:client::text IS NULL OR client_id = :client)
            """;

    private final JdbcClient jdbc;

    public DecisionOutbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A decision that is not yet published to the dead-letter topic.
     *
     * @param refusalRelayed whether the dead letter itself is in the dead-letter topic
     */
    public record Waiting(DeadLetterDecision outcome, boolean refusalRelayed, DeadLetter.Raw raw) {}

    /** Tries to take the right to publish, until the transaction ends. */
    public boolean tryLock() {
        return jdbc.sql(TRY_LOCK).query(Boolean.class).single();
    }

    /**
     * Decisions that are not yet published, in the order of the log and from its beginning: decisions that were made
     * together become visible together, so none can overtake another. Partitions have no order among themselves; the times
     * of their records, which never go back within a partition, order them.
     *
     * @param leftOut partitions to leave out
     * @param limit the most decisions
     * @param bytes the most bytes of all records, about
     */
    public List<Waiting> toRelay(Set<LogPartition> leftOut, int limit, int bytes) {
        return jdbc.sql(TO_RELAY)
                .param("topicIds", SqlArrays.uuids(leftOut, LogPartition::topicId))
                .param("partitions", SqlArrays.integers(leftOut, LogPartition::partition))
                .param("limit", limit)
                .param("bytes", bytes)
                .query((row, _) -> new Waiting(
                        DeadLetterDecisions.outcome(row).orElseThrow(),
                        row.getBoolean("relayed"),
                        new DeadLetter.Raw(
                                row.getBytes("record_key"),
                                row.getBytes("record_value"),
                                row.getBytes("record_headers"))))
                .list();
    }

    /** Marks decisions as published, unless they have changed since they were read. */
    public void relayed(List<DeadLetterDecision> outcomes) {
        SqlArrays.origins(jdbc.sql(RELAYED), outcomes, DeadLetterDecision::origin)
                .param(
                        "outcomes",
                        SqlArrays.texts(outcomes, outcome -> outcome.kind().wireName()))
                .param("times", SqlArrays.times(outcomes, DeadLetterDecision::at))
                .update();
    }

    /** The number of decisions that are not yet published. */
    public long pending() {
        return pending(Optional.empty());
    }

    /**
     * The number of decisions that are not yet published.
     *
     * @param client the only client whose decisions count; empty for all clients
     */
    public long pending(Optional<ClientId> client) {
        return jdbc.sql(PENDING)
                .param("client", client.map(ClientId::value).orElse(null), Types.VARCHAR)
                .query(Long.class)
                .single();
    }
}
