package io.trakkit.worker.log;

import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** The times of records that are not applied yet. It reads one record of each partition, outside the consumer group. */
public final class WaitingRecords implements AutoCloseable {

    /** For all partitions together; what is not known by then stays unknown. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(100);

    /** At least a batch of the largest producer, so that one answer has records of several partitions. */
    private static final int FETCH_BYTES = 256 * 1024;

    private static final int API_TIMEOUT_MILLIS = 5_000;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private @Nullable Consumer<byte[], byte[]> consumer;
    private boolean closed;

    private WaitingRecords(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /** @param config the settings of the consumers that apply the log */
    public static WaitingRecords of(Map<String, Object> config, WorkerSettings settings) {
        Map<String, Object> own = new HashMap<>(config);
        own.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group() + "-replay");
        own.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        own.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        own.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        own.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
        // A truncated log is the business of the consumers that apply it.
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        DefaultKafkaConsumerFactory<byte[], byte[]> factory =
                new DefaultKafkaConsumerFactory<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return new WaitingRecords(factory::createConsumer);
    }

    /**
     * The time of the first record at or after an offset of each partition. A partition is left out if it has no such record, or
     * if Kafka did not give it in two seconds.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka is unavailable
     */
    public synchronized Map<Integer, Instant> times(Map<Integer, Long> from) {
        if (from.isEmpty() || closed) {
            return Map.of();
        }
        try {
            return times(from, opened());
        } catch (RuntimeException e) {
            drop();
            throw e;
        }
    }

    private static Map<Integer, Instant> times(Map<Integer, Long> from, Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions =
                from.keySet().stream().map(WaitingRecords::topicPartition).toList();
        consumer.assign(partitions);
        // Those of the former call are still assigned, and paused.
        consumer.resume(partitions);
        from.forEach((partition, offset) -> consumer.seek(topicPartition(partition), offset));
        Map<Integer, Instant> times = new HashMap<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (times.size() < from.size() && System.nanoTime() - end < 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                times.putIfAbsent(record.partition(), Instant.ofEpochMilli(record.timestamp()));
            }
            consumer.pause(known(times.keySet(), partitions));
        }
        return times;
    }

    private static Set<TopicPartition> known(Set<Integer> numbers, Collection<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> numbers.contains(partition.partition()))
                .collect(Collectors.toSet());
    }

    private static TopicPartition topicPartition(int partition) {
        return new TopicPartition(Topics.TRADES, partition);
    }

    private Consumer<byte[], byte[]> opened() {
        Consumer<byte[], byte[]> open = consumer;
        if (open == null) {
            open = consumers.get();
            consumer = open;
        }
        return open;
    }

    private void drop() {
        Consumer<byte[], byte[]> open = consumer;
        consumer = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        drop();
    }
}
