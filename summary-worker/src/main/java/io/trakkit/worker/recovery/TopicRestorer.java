package io.trakkit.worker.recovery;

import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.trade.CorporateAction;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.deadletters.RestoredDecisions;
import io.trakkit.store.portfolios.RestoredPortfolios;
import io.trakkit.wire.event.ClientCodec;
import io.trakkit.wire.event.CorporateActionCodec;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.actions.RecordedActions;
import io.trakkit.worker.deadletters.DeadLetterRecord;
import io.trakkit.worker.deadletters.DeadLetterRecords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes records of the topics of clients, portfolios, corporate actions and dead letters to the tables. Idempotent. Skips foreign records, which cannot
 * be read.
 */
public final class TopicRestorer {

    private static final Logger log = LoggerFactory.getLogger(TopicRestorer.class);
    private static final ClientCodec CLIENTS = new ClientCodec();
    private static final CorporateActionCodec ACTIONS = new CorporateActionCodec();

    private final ClientAccounts clients;
    private final ApiKeys keys;
    private final RestoredPortfolios portfolios;
    private final RecordedActions actions;
    private final DeadLetters deadLetters;
    private final RestoredDecisions decisions;

    public TopicRestorer(JdbcClient jdbc) {
        clients = new ClientAccounts(jdbc);
        keys = new ApiKeys(jdbc);
        portfolios = new RestoredPortfolios(jdbc);
        actions = new RecordedActions(jdbc);
        deadLetters = new DeadLetters(jdbc);
        decisions = new RestoredDecisions(jdbc);
    }

    /**
     * Restores records of one partition, within the caller's transaction.
     *
     * @param records of one of the topics, in their order
     */
    void restore(String topic, List<ConsumerRecord<byte[], byte[]>> records) {
        switch (topic) {
            case Topics.CLIENTS -> restoreClients(records);
            case Topics.PORTFOLIOS -> restorePortfolios(records);
            case Topics.CORPORATE_ACTIONS -> recordActions(records);
            default -> restoreDeadLetters(records);
        }
    }

    /** They are few and seldom change, so one statement for each is fast enough. */
    private void restoreClients(List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                switch (read(record)) {
                    case ClientCodec.OfClient(ClientAccount account) -> clients.save(account);
                    case ClientCodec.OfKey(IssuedKey key) -> {
                        key.client().ifPresent(client -> clients.open(List.of(client)));
                        keys.save(key);
                    }
                }
            } catch (InvalidValueException e) {
                passedOver(record, e.getMessage());
            }
        }
    }

    private static ClientCodec.ClientRecord read(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            throw new InvalidValueException("The record has no key or no value");
        }
        return CLIENTS.decode(record.key(), record.value());
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

    private void recordActions(List<ConsumerRecord<byte[], byte[]>> records) {
        List<CorporateAction> recorded = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                recorded.add(action(record));
            } catch (InvalidValueException e) {
                passedOver(record, e.getMessage());
            }
        }
        actions.record(recorded);
    }

    private static CorporateAction action(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            throw new InvalidValueException("The record has no key or no value");
        }
        CorporateAction action = ACTIONS.decode(record.value());
        if (!Arrays.equals(ACTIONS.key(action.client(), action.id()), record.key())) {
            throw new InvalidValueException("The key is not that of " + action.client() + "/" + action.id());
        }
        return action;
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
