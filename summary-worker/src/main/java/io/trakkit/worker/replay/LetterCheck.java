package io.trakkit.worker.replay;

import io.trakkit.store.DeadLetter;
import io.trakkit.store.LetterComparison;
import io.trakkit.store.LetterComparison.Told;
import io.trakkit.store.LetterOutcome;
import io.trakkit.store.LogPartition;
import io.trakkit.store.LogReads;
import io.trakkit.worker.apply.Failures;
import io.trakkit.worker.log.VerdictRecord;
import io.trakkit.worker.log.VerdictTopic;
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
 * Holds the dead letters of the table against their topic, at a moment of its own: one snapshot of the table that
 * includes how far the topic has been read into it. What is relayed meanwhile is no drift.
 */
final class LetterCheck {

    /** So many letters that differ are described; all are counted. */
    private static final int DESCRIBED_LETTERS = 1_000;

    private final VerdictTopic topic;
    private final LogReads reads;
    private final LetterComparison comparison;
    private final TransactionTemplate moment;

    LetterCheck(JdbcClient jdbc, PlatformTransactionManager transactionManager, VerdictTopic topic) {
        this.topic = topic;
        this.reads = new LogReads(jdbc);
        this.comparison = new LetterComparison(jdbc);
        this.moment = new TransactionTemplate(transactionManager);
        moment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** What came of it. */
    sealed interface Outcome {

        /** They were compared. */
        record Compared(LetterComparison.Result result) implements Outcome {}

        /** The topic cannot be read whole. */
        record CouldNotTell(String why) implements Outcome {}
    }

    Outcome check(Scope scope, Telling telling) {
        telling.begin("comparing dead letters", 0);
        try {
            return Objects.requireNonNull(moment.execute(_ -> compared(scope, telling)));
        } catch (KafkaException e) {
            return new Outcome.CouldNotTell(Failures.reason(e));
        }
    }

    private Outcome compared(Scope scope, Telling telling) {
        comparison.begin();
        Map<LogPartition, Long> settled = reads.nextOffsets();
        // Its end is asked for after the table was looked at: what that says to be relayed must be there.
        Optional<String> gap = topic.read(said -> {
            telling.requireWanted();
            take(said, settled);
            telling.done(said.size());
        });
        return gap.<Outcome>map(Outcome.CouldNotTell::new)
                .orElseGet(() ->
                        new Outcome.Compared(comparison.compare(scope.filter(), scope.logKeys(), DESCRIBED_LETTERS)));
    }

    private void take(List<VerdictTopic.Said> said, Map<LogPartition, Long> settledBelow) {
        List<Told<DeadLetter>> letters = new ArrayList<>();
        List<Told<LetterOutcome>> outcomes = new ArrayList<>();
        for (VerdictTopic.Said one : said) {
            boolean settled = one.offset() < settledBelow.getOrDefault(one.partition(), 0L);
            switch (one.verdict()) {
                case VerdictRecord.Refused(DeadLetter letter) -> letters.add(new Told<>(letter, settled));
                case VerdictRecord.Decided(LetterOutcome outcome) -> outcomes.add(new Told<>(outcome, settled));
                case VerdictRecord.Foreign _ -> {
                    // Somebody else's; no letter of ours can be missing because of it.
                }
            }
        }
        if (!letters.isEmpty()) {
            comparison.letters(letters);
        }
        if (!outcomes.isEmpty()) {
            comparison.outcomes(outcomes);
        }
    }
}
