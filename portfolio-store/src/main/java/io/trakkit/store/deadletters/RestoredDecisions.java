package io.trakkit.store.deadletters;

import io.trakkit.store.postgres.SqlArrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Restores operators' decisions from the dead-letter topic. */
public final class RestoredDecisions {

    /**
     * Of several decisions about one dead letter a redrive counts, because it is final; otherwise the last one counts. The
     * statement locks rows in the order of the log, like all statements that change decisions. A decision of the table that is
     * not relayed yet is newer than those of the topic and stays, except that a redrive of the topic replaces a discard,
     * because its copy is in the log.
     */
    private static final String RESTORE = """
            WITH read AS (
                SELECT DISTINCT ON (topic_id, partition, log_offset) *
                FROM unnest(:topicIds, :partitions, :offsets, :outcomes, :operators, :times, :notes) WITH ORDINALITY
                    AS o (topic_id, partition, log_offset, outcome, by, at, note, number)
                ORDER BY topic_id, partition, log_offset, outcome = 'redriven' DESC, number DESC
            ), held AS (
                SELECT d.client_id, d.topic_id, d.partition, d.log_offset
                FROM read JOIN dead_letters d USING (topic_id, partition, log_offset)
                ORDER BY d.topic_id, d.partition, d.log_offset
                FOR UPDATE OF d
            )
            UPDATE dead_letters d SET outcome = read.outcome, outcome_by = read.by, outcome_at = read.at,
                                      outcome_note = read.note, outcome_relayed = true
            FROM held JOIN read USING (topic_id, partition, log_offset)
            WHERE d.client_id = held.client_id AND d.topic_id = held.topic_id AND d.partition = held.partition
                AND d.log_offset = held.log_offset
                AND (d.outcome IS DISTINCT FROM 'redriven' OR read.outcome = 'redriven')
                AND (d.outcome_relayed OR (d.outcome = 'discarded' AND read.outcome = 'redriven'))
            """;

    private final JdbcClient jdbc;

    public RestoredDecisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Restores decisions, in the order of the topic; their dead letters must be restored already. */
    public void restore(List<DeadLetterDecision> outcomes) {
        whole(jdbc.sql(RESTORE), outcomes).update();
    }

    /** Sets the columns of decisions as parameters, one array each. */
    static JdbcClient.StatementSpec whole(JdbcClient.StatementSpec statement, List<DeadLetterDecision> outcomes) {
        return SqlArrays.origins(statement, outcomes, DeadLetterDecision::origin)
                .param(
                        "outcomes",
                        SqlArrays.texts(outcomes, outcome -> outcome.kind().wireName()))
                .param("operators", SqlArrays.texts(outcomes, DeadLetterDecision::by))
                .param("times", SqlArrays.times(outcomes, DeadLetterDecision::at))
                .param("notes", SqlArrays.texts(outcomes, DeadLetterDecision::note));
    }
}
