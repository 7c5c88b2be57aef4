package io.trakkit.worker.recovery;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.deadletters.RestoredDecisions;
import io.trakkit.store.portfolios.RestoredPortfolios;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.deadletters.DeadLetterRecord;
import io.trakkit.worker.deadletters.DeadLetterRecords;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes records of the topics of portfolios and dead letters to the tables. Idempotent. Skips foreign records, which cannot
 * be read.
 */
public final class TopicRestorer {

    private static final Logger log = LoggerFactory.getLogger(TopicRestorer.class);

    private final RestoredPortfolios portfolios;
    private final DeadLetters deadLetters;
    private final RestoredDecisions decisions;

    public TopicRestorer(JdbcClient jdbc) {
        portfolios = new RestoredPortfolios(jdbc);
        deadLetters = new DeadLetters(jdbc);
        decisions = new RestoredDecisions(jdbc);
    }

    /**
     * Restores records of one partition, within the caller's transaction.
     *
     * @param records of one of the two topics, in their order
     */
    void restore(String topic, List<ConsumerRecord<byte[], byte[]>> records) {
        if (topic.equals(Topics.PORTFOLIOS)) {
            restorePortfolios(records);
        } else {
            restoreDeadLetters(records);
        }
    }

    private void restorePortfolios(List<ConsumerRecord<byte[], byte[]>> records) {
        List<RestoredPortfolios.Entry> entries = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                entries.add(PortfolioRecords.read(record));
            } catch (InvalidValueException e) {
                passedOver(record, e.getMessage());
            }
        }
        portfolios.restore(entries);
    }

    private void restoreDeadLetters(List<ConsumerRecord<byte[], byte[]>> records) {
        List<DeadLetter> refused = new ArrayList<>();
        List<DeadLetterDecision> decided = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            switch (DeadLetterRecords.read(record)) {
                case DeadLetterRecord.Refused(DeadLetter deadLetter) -> refused.add(deadLetter);
                case DeadLetterRecord.Decided(DeadLetterDecision decision) -> decided.add(decision);
                case DeadLetterRecord.Foreign(String why) -> passedOver(record, why);
            }
        }
        // A decision refers to a dead letter, which must exist first.
        if (!refused.isEmpty()) {
            deadLetters.restore(refused);
        }
        if (!decided.isEmpty()) {
            decisions.restore(decided);
        }
    }

    private static void passedOver(ConsumerRecord<byte[], byte[]> record, @Nullable String why) {
        log.warn(
                "Skipped the record at offset {} of {}-{}, which cannot be read: {}",
                record.offset(),
                record.topic(),
                record.partition(),
                why);
    }
}
