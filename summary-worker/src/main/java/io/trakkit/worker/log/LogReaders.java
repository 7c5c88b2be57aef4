package io.trakkit.worker.log;

import io.trakkit.log.LogContradictionException;
import io.trakkit.log.PartitionBounds;
import io.trakkit.log.TopicGuard;
import io.trakkit.wire.event.Topics;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** Reads the trades outside the consumer group, under a group id that commits nothing. */
public final class LogReaders {

    private static final int RECORDS_AT_A_TIME = 2_000;

    private final TradesTopic tradesTopic;
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final int partitions;

    /** @param config the settings of the consumers that apply the log */
    public LogReaders(TradesTopic tradesTopic, Map<String, Object> config, WorkerSettings settings) {
        this.tradesTopic = tradesTopic;
        Map<String, Object> own = new HashMap<>(config);
        own.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group() + "-replay");
        own.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_A_TIME);
        // A truncated log must be noticed.
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        this.consumers =
                new DefaultKafkaConsumerFactory<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.partitions = settings.partitions();
    }

    /** The number of partitions of the log. */
    public int partitions() {
        return partitions;
    }

    /**
     * The id of the log that the topic of the trades holds.
     *
     * @throws LogContradictionException if the topic has the wrong number of partitions
     * @throws org.apache.kafka.common.KafkaException if Kafka is unavailable
     */
    public UUID topicId() {
        return tradesTopic.logId();
    }

    /** A reader of some partitions; each of them needs a {@link LogReader#seek}. */
    public LogReader open(Collection<Integer> ofPartitions) {
        return new LogReader(consumer(), topicId(), Topics.TRADES, ofPartitions);
    }

    /**
     * The range of offsets and times of a partition.
     *
     * @param begin the offset of the first record that it still has
     * @param end the offset of the next record
     * @param firstAt the time of its first record; empty if it has none
     * @param lastAt the latest time of a record
     */
    public record Extent(long begin, long end, Optional<Instant> firstAt, Optional<Instant> lastAt) {}

    /** The extent of each partition now. */
    public Map<Integer, Extent> extents() {
        return asking(consumer -> {
            PartitionBounds ends = PartitionBounds.of(all(), consumer);
            Map<TopicPartition, OffsetAndTimestamp> firsts =
                    consumer.offsetsForTimes(all().stream().collect(Collectors.toMap(partition -> partition, _ -> 0L)));
            Map<Integer, Instant> lasts = tradesTopic.latestTimes();
            return all().stream()
                    .collect(Collectors.toMap(
                            TopicPartition::partition,
                            partition -> new Extent(
                                    Objects.requireNonNull(ends.begins().get(partition)),
                                    Objects.requireNonNull(ends.ends().get(partition)),
                                    Optional.ofNullable(firsts.get(partition))
                                            .map(first -> Instant.ofEpochMilli(first.timestamp())),
                                    Optional.ofNullable(lasts.get(partition.partition())))));
        });
    }

    /** The offset of the first record at a time or later, by partition; the end offset if there is none. */
    public Map<Integer, Long> offsetsAt(Instant time) {
        return asking(consumer -> {
            Map<TopicPartition, Long> ends = consumer.endOffsets(all());
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                    all().stream().collect(Collectors.toMap(partition -> partition, _ -> time.toEpochMilli())));
            Map<Integer, Long> offsets = new HashMap<>();
            for (TopicPartition partition : all()) {
                @Nullable OffsetAndTimestamp at = found.get(partition);
                offsets.put(
                        partition.partition(), at == null ? Objects.requireNonNull(ends.get(partition)) : at.offset());
            }
            return Map.copyOf(offsets);
        });
    }

    private <T> T asking(Function<Consumer<?, ?>, T> question) {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            return question.apply(consumer);
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        return consumers.createConsumer();
    }

    private Collection<TopicPartition> all() {
        return TopicGuard.partitions(Topics.TRADES, partitions);
    }
}
