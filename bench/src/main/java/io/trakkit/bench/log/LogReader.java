package io.trakkit.bench.log;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads some partitions from their begin to where they end now, and decodes them as the worker does. */
public final class LogReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TradeEventCodec codec = new TradeEventCodec();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> left = new HashMap<>();
    private final BooleanSupplier stopped;

    /** What the log says, and the bytes and the place in which it says so. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Item(TradeEvent.Created event, int partition, long offset, byte[] payload) {}

    /** @param ends where to stop in each of the partitions */
    public LogReader(
            String bootstrapServers,
            Collection<TopicPartition> partitions,
            Map<TopicPartition, Long> ends,
            int recordsAtMost) {
        this(bootstrapServers, partitions, ends, recordsAtMost, () -> false);
    }

    /** A reader to whose log records are still added. It has read all when it is stopped. */
    public static LogReader live(
            String bootstrapServers,
            Collection<TopicPartition> partitions,
            int recordsAtMost,
            BooleanSupplier stopped) {
        Map<TopicPartition, Long> never = new HashMap<>();
        partitions.forEach(partition -> never.put(partition, Long.MAX_VALUE));
        return new LogReader(bootstrapServers, partitions, never, recordsAtMost, stopped);
    }

    private LogReader(
            String bootstrapServers,
            Collection<TopicPartition> partitions,
            Map<TopicPartition, Long> ends,
            int recordsAtMost,
            BooleanSupplier stopped) {
        this.stopped = stopped;
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        recordsAtMost,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        4 * 1024 * 1024,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        8 * 1024 * 1024),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, 0L);
            if (end > 0) {
                left.put(partition, end);
            }
        }
    }

    /** The next items; none at the end. */
    public List<Item> read() {
        List<Item> items = new ArrayList<>();
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (items.isEmpty() && !left.isEmpty() && !stopped.getAsBoolean()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                long end = left.getOrDefault(partition, 0L);
                if (record.offset() < end) {
                    items.add(item(record));
                }
                if (record.offset() >= end - 1) {
                    left.remove(partition);
                }
            }
            if (items.isEmpty() && !left.isEmpty() && !isLive() && System.nanoTime() > limit) {
                throw new IllegalStateException("Nothing comes from " + left.keySet());
            }
        }
        return items;
    }

    private boolean isLive() {
        return left.containsValue(Long.MAX_VALUE);
    }

    private Item item(ConsumerRecord<byte[], byte[]> record) {
        Decoded decoded = codec.decode(record.value());
        if (decoded instanceof Decoded.Event(TradeEvent.Created created)) {
            return new Item(created, record.partition(), record.offset(), record.value());
        }
        throw new IllegalStateException("Not a trade at " + record.partition() + "/" + record.offset());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
