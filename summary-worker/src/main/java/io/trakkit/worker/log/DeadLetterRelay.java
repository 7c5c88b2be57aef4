package io.trakkit.worker.log;

import io.trakkit.store.DeadLetter;
import io.trakkit.store.DeadLetters;
import io.trakkit.wire.event.DeadLetterHeaders;
import io.trakkit.wire.event.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings the dead letters of the table into the dead-letter topic. A letter is marked only after Kafka has acknowledged
 * it, so a crash in between brings it twice, never not at all; its origin tells readers that it is the same one.
 */
public final class DeadLetterRelay implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterRelay.class);
    private static final int AT_A_TIME = 200;
    private static final long TIMEOUT_SECONDS = 30;

    private final DeadLetters deadLetters;
    private final TransactionTemplate transactions;
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> kafka;

    DeadLetterRelay(
            DeadLetters deadLetters,
            TransactionTemplate transactions,
            DefaultKafkaProducerFactory<byte[], byte[]> producers) {
        this.deadLetters = deadLetters;
        this.transactions = transactions;
        this.producers = producers;
        this.kafka = new KafkaTemplate<>(producers);
    }

    /** Relays what waits. A failure is tried again the next time. */
    @Scheduled(fixedDelayString = "${trakkit.worker.relay-every:500ms}")
    public void relay() {
        try {
            boolean more = true;
            while (more) {
                more = Boolean.TRUE.equals(transactions.execute(_ -> relaySome()));
            }
        } catch (RuntimeException e) {
            log.warn("Dead letters are relayed later: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        producers.destroy();
    }

    private boolean relaySome() {
        List<DeadLetter> waiting = deadLetters.toRelay(AT_A_TIME);
        if (waiting.isEmpty()) {
            return false;
        }
        CompletableFuture.allOf(waiting.stream()
                        .map(letter -> kafka.send(record(letter)))
                        .toArray(CompletableFuture[]::new))
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
        deadLetters.relayed(waiting);
        return waiting.size() == AT_A_TIME;
    }

    private static ProducerRecord<byte[], byte[]> record(DeadLetter letter) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.DEAD_LETTERS,
                letter.origin().partition().partition(),
                letter.raw().key(),
                letter.raw().value(),
                HeaderBytes.read(letter.raw().headers()));
        Headers headers = record.headers();
        put(headers, DeadLetterHeaders.REASON, letter.reason().wireName());
        put(headers, DeadLetterHeaders.DETAIL, letter.detail());
        put(headers, DeadLetterHeaders.ORIGIN_TOPIC, letter.topic());
        put(
                headers,
                DeadLetterHeaders.ORIGIN_TOPIC_ID,
                letter.origin().partition().topicId().toString());
        put(
                headers,
                DeadLetterHeaders.ORIGIN_PARTITION,
                Integer.toString(letter.origin().partition().partition()));
        put(
                headers,
                DeadLetterHeaders.ORIGIN_OFFSET,
                Long.toString(letter.origin().offset()));
        put(
                headers,
                DeadLetterHeaders.ORIGIN_TIMESTAMP,
                Long.toString(letter.loggedAt().toEpochMilli()));
        return record;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
