package io.trakkit.worker.log;

import io.trakkit.domain.InvalidValueException;
import io.trakkit.store.DeadLetter;
import io.trakkit.store.DeadLetters;
import io.trakkit.store.LetterOutcome;
import io.trakkit.store.RestoredOutcomes;
import io.trakkit.store.RestoredPortfolios;
import io.trakkit.wire.event.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Brings what stands in the topics of the portfolios and of the verdicts into the tables. A second time changes nothing.
 * What cannot be read was written by somebody else, and is passed over.
 */
final class Restoration {

    private static final Logger log = LoggerFactory.getLogger(Restoration.class);

    private final RestoredPortfolios portfolios;
    private final DeadLetters deadLetters;
    private final RestoredOutcomes outcomes;

    Restoration(JdbcClient jdbc) {
        portfolios = new RestoredPortfolios(jdbc);
        deadLetters = new DeadLetters(jdbc);
        outcomes = new RestoredOutcomes(jdbc);
    }

    /**
     * Takes records of one partition, within the caller's transaction.
     *
     * @param records of one of the two topics, in their order
     */
    void restore(String topic, List<ConsumerRecord<byte[], byte[]>> records) {
        if (topic.equals(Topics.PORTFOLIOS)) {
            restorePortfolios(records);
        } else {
            restoreVerdicts(records);
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

    private void restoreVerdicts(List<ConsumerRecord<byte[], byte[]>> records) {
        List<DeadLetter> refused = new ArrayList<>();
        List<LetterOutcome> decided = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            switch (VerdictRecords.read(record)) {
                case VerdictRecord.Refused(DeadLetter letter) -> refused.add(letter);
                case VerdictRecord.Decided(LetterOutcome outcome) -> decided.add(outcome);
                case VerdictRecord.Foreign(String why) -> passedOver(record, why);
            }
        }
        // An operator decides about a letter that is there.
        if (!refused.isEmpty()) {
            deadLetters.restore(refused);
        }
        if (!decided.isEmpty()) {
            outcomes.restore(decided);
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
