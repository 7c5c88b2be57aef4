package io.trakkit.worker.deadletters;

import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.log.LogPosition;
import io.trakkit.worker.apply.FailureCauses;
import io.trakkit.worker.log.LogProducer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes the dead letters of the table to the dead-letter topic. A dead letter is marked only after Kafka has acknowledged
 * it, so a crash in between publishes it twice, but never loses it; readers recognise it by its origin.
 */
public final class DeadLetterRelay {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterRelay.class);
    private static final int AT_A_TIME = 200;
    private static final int BYTES_AT_A_TIME = 4 * 1024 * 1024;

    private final DeadLetters deadLetters;
    private final TransactionTemplate transactions;
    private final BooleanSupplier topicIsThere;
    private final LogProducer producer;

    /** @param topicIsThere whether the topic exists; if not, a broker might create it with other settings */
    public DeadLetterRelay(
            DeadLetters deadLetters,
            TransactionTemplate transactions,
            BooleanSupplier topicIsThere,
            LogProducer producer) {
        this.deadLetters = deadLetters;
        this.transactions = transactions;
        this.topicIsThere = topicIsThere;
        this.producer = producer;
    }

    /** Publishes pending dead letters. The next call retries failed ones. */
    public void relay() {
        if (!topicIsThere.getAsBoolean()) {
            return;
        }
        try {
            Optional<LogPosition> goOnAfter = Optional.of(LogPosition.START);
            while (goOnAfter.isPresent()) {
                LogPosition after = goOnAfter.get();
                goOnAfter = Objects.requireNonNull(transactions.execute(_ -> relaySome(after)));
            }
        } catch (RuntimeException e) {
            log.warn("Cannot publish dead letters now, will retry: {}", FailureCauses.reason(e));
        }
    }

    /** Returns where to continue: after this part, so that a record that Kafka refuses does not block the others. */
    private Optional<LogPosition> relaySome(LogPosition after) {
        List<DeadLetter> waiting = deadLetters.toRelay(after, AT_A_TIME, BYTES_AT_A_TIME);
        Map<DeadLetter, LogProducer.Sending> sent = new LinkedHashMap<>();
        waiting.forEach(deadLetter -> sent.put(deadLetter, producer.send(DeadLetterRecords.refused(deadLetter))));
        List<DeadLetter> acknowledged = new ArrayList<>();
        sent.forEach((deadLetter, sending) -> {
            if (sending.isAcknowledged()) {
                acknowledged.add(deadLetter);
            }
        });
        if (!acknowledged.isEmpty()) {
            deadLetters.relayed(acknowledged);
        }
        return waiting.isEmpty()
                ? Optional.empty()
                : Optional.of(waiting.getLast().origin());
    }
}
