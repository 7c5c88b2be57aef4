package io.trakkit.worker.log;

import io.trakkit.store.DeadLetter;
import io.trakkit.store.DeadLetters;
import io.trakkit.store.LogPosition;
import io.trakkit.worker.apply.Failures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings the dead letters of the table into the dead-letter topic. A letter is marked only after Kafka has acknowledged
 * it, so a crash in between brings it twice, never not at all; its origin tells readers that it is the same one.
 */
public final class DeadLetterRelay implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterRelay.class);
    private static final int AT_A_TIME = 200;
    private static final int BYTES_AT_A_TIME = 4 * 1024 * 1024;

    private final DeadLetters deadLetters;
    private final TransactionTemplate transactions;
    private final BooleanSupplier topicIsThere;
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> kafka;

    /** @param topicIsThere without which a broker might create the topic by itself, wrongly */
    DeadLetterRelay(
            DeadLetters deadLetters,
            TransactionTemplate transactions,
            BooleanSupplier topicIsThere,
            DefaultKafkaProducerFactory<byte[], byte[]> producers) {
        this.deadLetters = deadLetters;
        this.transactions = transactions;
        this.topicIsThere = topicIsThere;
        this.producers = producers;
        this.kafka = new KafkaTemplate<>(producers);
        // By default it logs each failure, with a stack trace.
        this.kafka.setProducerListener(new ProducerListener<>() {});
    }

    /** Relays what waits. What fails is tried again the next time. */
    @Scheduled(fixedDelayString = "${trakkit.worker.relay-every:500ms}")
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
            reportLater(e);
        }
    }

    private static void reportLater(Throwable e) {
        log.warn("Dead letters are relayed later: {}", Failures.reason(e));
    }

    @Override
    public void close() {
        producers.destroy();
    }

    /** Returns where to go on: after those tried, so that one which Kafka does not take keeps no other back. */
    private Optional<LogPosition> relaySome(LogPosition after) {
        List<DeadLetter> waiting = deadLetters.toRelay(after, AT_A_TIME, BYTES_AT_A_TIME);
        Map<DeadLetter, CompletableFuture<?>> sent = new LinkedHashMap<>();
        waiting.forEach(letter -> send(letter).ifPresent(sending -> sent.put(letter, sending)));
        List<DeadLetter> acknowledged = new ArrayList<>();
        sent.forEach((letter, sending) -> {
            if (isAcknowledged(sending)) {
                acknowledged.add(letter);
            }
        });
        if (!acknowledged.isEmpty()) {
            deadLetters.relayed(acknowledged);
        }
        return waiting.isEmpty()
                ? Optional.empty()
                : Optional.of(waiting.getLast().origin());
    }

    /**
     * Empty if the letter is too large for Kafka.
     *
     * @throws KafkaException while Kafka is away
     */
    private Optional<CompletableFuture<?>> send(DeadLetter letter) {
        try {
            return Optional.of(kafka.send(VerdictRecords.refused(letter)));
        } catch (KafkaException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            reportLater(e);
            return Optional.empty();
        }
    }

    /** The producer gives up by itself, in time. */
    private static boolean isAcknowledged(CompletableFuture<?> sending) {
        try {
            sending.join();
            return true;
        } catch (CompletionException e) {
            reportLater(e);
            return false;
        }
    }
}
