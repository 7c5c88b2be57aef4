package io.trakkit.worker.projection.compare;

import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetterComparison;
import io.trakkit.store.deadletters.DeadLetterComparison.TopicEntry;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.RecoveryOffsets;
import io.trakkit.worker.apply.FailureCauses;
import io.trakkit.worker.deadletters.DeadLetterRecord;
import io.trakkit.worker.deadletters.DeadLetterTopic;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares the dead letters of the table with their topic, in one snapshot of the table and of the offsets up to which the
 * topic was restored. Dead letters that are published after the snapshot are not drift.
 */
public final class DeadLetterCheck {

    /** How many differences are described; all are counted. */
    private static final int DESCRIBED_LETTERS = 1_000;

    private final DeadLetterTopic topic;
    private final RecoveryOffsets reads;
    private final DeadLetterComparison comparison;
    private final TransactionTemplate moment;

    public DeadLetterCheck(JdbcClient jdbc, PlatformTransactionManager transactionManager, DeadLetterTopic topic) {
        this.topic = topic;
        this.reads = new RecoveryOffsets(jdbc);
        this.comparison = new DeadLetterComparison(jdbc);
        this.moment = new TransactionTemplate(transactionManager);
        moment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** The outcome of the comparison. */
    sealed interface Outcome {

        /** The dead letters were compared. */
        record Compared(DeadLetterComparison.Result result) implements Outcome {}

        /** The topic is incomplete. */
        record CouldNotTell(String why) implements Outcome {}
    }

    public Outcome check(PositionFilter positionFilter, ReplayProgress replayProgress) {
        replayProgress.begin("comparing dead letters", 0);
        try {
            return Objects.requireNonNull(moment.execute(_ -> compared(positionFilter, replayProgress)));
        } catch (KafkaException e) {
            return new Outcome.CouldNotTell(FailureCauses.reason(e));
        }
    }

    private Outcome compared(PositionFilter positionFilter, ReplayProgress replayProgress) {
        comparison.begin();
        Map<LogPartition, Long> settled = reads.nextOffsets();
        // The topic is read after the snapshot of the table, so it has all that the table marks as published.
        Optional<String> gap = topic.read(records -> {
            replayProgress.requireWanted();
            collect(records, settled);
            replayProgress.done(records.size());
        });
        return gap.<Outcome>map(Outcome.CouldNotTell::new)
                .orElseGet(() -> new Outcome.Compared(
                        comparison.compare(positionFilter.filter(), positionFilter.logKeys(), DESCRIBED_LETTERS)));
    }

    private void collect(List<DeadLetterTopic.TopicRecord> records, Map<LogPartition, Long> settledBelow) {
        List<TopicEntry<DeadLetter>> deadLetters = new ArrayList<>();
        List<TopicEntry<DeadLetterDecision>> outcomes = new ArrayList<>();
        for (DeadLetterTopic.TopicRecord record : records) {
            boolean settled = record.offset() < settledBelow.getOrDefault(record.partition(), 0L);
            switch (record.content()) {
                case DeadLetterRecord.Refused(DeadLetter deadLetter) ->
                    deadLetters.add(new TopicEntry<>(deadLetter, settled));
                case DeadLetterRecord.Decided(DeadLetterDecision outcome) ->
                    outcomes.add(new TopicEntry<>(outcome, settled));
                case DeadLetterRecord.Foreign _ -> {
                    // Not ours.
                }
            }
        }
        if (!deadLetters.isEmpty()) {
            comparison.addDeadLetters(deadLetters);
        }
        if (!outcomes.isEmpty()) {
            comparison.addDecisions(outcomes);
        }
    }
}
