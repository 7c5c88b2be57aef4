package io.trakkit.worker.deadletters;

import io.trakkit.log.TopicGuard;
import io.trakkit.store.log.LogPartition;
import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the topic of dead letters from its beginning to its end, for a comparison with the table. */
public final class DeadLetterTopic {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TopicGuard topics;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final int partitions;

    /** @param consumers outside the group, with batches that fit into memory */
    public DeadLetterTopic(TopicGuard topics, Supplier<Consumer<byte[], byte[]>> consumers, int partitions) {
        this.topics = topics;
        this.consumers = consumers;
        this.partitions = partitions;
    }

    /**
     * A record of the topic.
     *
     * @param partition the partition of the topic
     * @param offset the offset of the record
     */
    public record TopicRecord(LogPartition partition, long offset, DeadLetterRecord content) {}

    /** Receives the records in batches, in the order of each partition. */
    @FunctionalInterface
    public interface Listener {
        void some(List<TopicRecord> records);
    }

    /**
     * Reads all records that the topic has now, and perhaps some that are added during the read.
     *
     * @return why the topic is incomplete; empty if it was read completely
     * @throws KafkaException if Kafka is unavailable
     */
    public Optional<String> read(Listener listener) {
        UUID topicId = topics.ids(List.of(Topics.DEAD_LETTERS)).get(Topics.DEAD_LETTERS);
        if (topicId == null) {
            return Optional.of("there is no topic " + Topics.DEAD_LETTERS);
        }
        List<TopicPartition> all = TopicGuard.partitions(Topics.DEAD_LETTERS, partitions);
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            Map<TopicPartition, Long> ends = topics.ends(all, IsolationLevel.READ_COMMITTED);
            consumer.assign(all);
            Optional<String> gap = gap(consumer.beginningOffsets(all));
            if (gap.isEmpty()) {
                all.forEach(partition -> consumer.seek(partition, 0));
                read(topicId, ends, consumer, listener);
            }
            return gap;
        }
    }

    private static Optional<String> gap(Map<TopicPartition, Long> begins) {
        return begins.entrySet().stream()
                .filter(begin -> begin.getValue() > 0)
                .map(begin -> begin.getKey() + " begins at offset " + begin.getValue()
                        + ": what was before is gone from the log")
                .sorted()
                .findFirst();
    }

    private static void read(
            UUID topicId, Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer, Listener listener) {
        long lastCame = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            List<TopicRecord> records = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                records.add(new TopicRecord(
                        new LogPartition(topicId, record.partition()),
                        record.offset(),
                        DeadLetterRecords.read(record)));
            }
            if (!records.isEmpty()) {
                listener.some(records);
                lastCame = System.nanoTime();
            } else if (System.nanoTime() - lastCame > PATIENCE.toNanos()) {
                throw new KafkaException("Cannot read the records of " + Topics.DEAD_LETTERS);
            }
        }
    }
}
