package io.trakkit.worker.log;

import io.trakkit.store.log.LogPartition;
import io.trakkit.worker.apply.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads ranges of some partitions outside the consumer group. Not thread-safe.
 */
public final class LogReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final UUID topicId;
    private final String topic;

    /** @param consumer without positions: each partition needs a {@link #seek} */
    LogReader(Consumer<byte[], byte[]> consumer, UUID topicId, String topic, Collection<Integer> partitions) {
        this.consumer = consumer;
        this.topicId = topicId;
        this.topic = topic;
        consumer.assign(partitions.stream().map(this::topicPartition).toList());
    }

    /** Sets the next offset of a partition. */
    public void seek(int partition, long offset) {
        consumer.seek(topicPartition(partition), offset);
    }

    /**
     * The next records before the limits, in the order of each partition; may be empty before the limits are reached.
     *
     * @param limits an offset for each partition; nothing at or after it is returned
     * @throws org.apache.kafka.common.KafkaException if the log no longer has the offset, or Kafka stays unavailable
     */
    public List<LogRecord> poll(Map<Integer, Long> limits) {
        Set<TopicPartition> reached = new HashSet<>();
        Set<TopicPartition> open = new HashSet<>();
        limits.forEach((partition, limit) -> {
            TopicPartition at = topicPartition(partition);
            (consumer.position(at) < limit ? open : reached).add(at);
        });
        consumer.pause(reached);
        consumer.resume(open);
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(PATIENCE);
        List<LogRecord> records = new ArrayList<>();
        for (TopicPartition partition : polled.partitions()) {
            long limit = limits.getOrDefault(partition.partition(), 0L);
            LogPartition logPartition = new LogPartition(topicId, partition.partition());
            for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                if (record.offset() < limit) {
                    records.add(LogRecords.of(logPartition, record));
                }
            }
            if (consumer.position(partition) > limit) {
                consumer.seek(partition, limit);
            }
        }
        return records;
    }

    /** Whether all records before the limits were returned. */
    public boolean hasReached(Map<Integer, Long> limits) {
        return limits.entrySet().stream()
                .allMatch(limit -> consumer.position(topicPartition(limit.getKey())) >= limit.getValue());
    }

    private TopicPartition topicPartition(int partition) {
        return new TopicPartition(topic, partition);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
