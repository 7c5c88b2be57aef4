package io.trakkit.faults.check;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.wire.event.DeadLetterHeaders;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the topics hold, read past the apps. */
public final class Log {

    private static final TradeEventCodec CODEC = new TradeEventCodec();
    private static final Duration POLL = Duration.ofMillis(500);

    private Log() {}

    /** The events that can be decoded, in the order of their partitions and offsets. */
    public static Map<Origin, TradeEvent> events(String bootstrapServers) {
        Map<Integer, Map<Origin, TradeEvent>> byPartition = new LinkedHashMap<>();
        IntStream.range(0, Topics.PARTITIONS).forEach(i -> byPartition.put(i, new LinkedHashMap<>()));
        read(bootstrapServers, Topics.TRADES, record -> {
            if (CODEC.decode(record.value()) instanceof Decoded.Event(TradeEvent event)) {
                byPartition.computeIfPresent(record.partition(), (partition, events) -> {
                    events.put(new Origin(partition, record.offset()), event);
                    return events;
                });
            }
        });
        Map<Origin, TradeEvent> all = new LinkedHashMap<>();
        byPartition.values().forEach(all::putAll);
        return all;
    }

    /** The origins of the verdicts in the dead-letter topic. */
    public static Set<Origin> verdicts(String bootstrapServers) {
        Set<Origin> origins = new HashSet<>();
        read(
                bootstrapServers,
                Topics.DEAD_LETTERS,
                record -> origins.add(new Origin(
                        Integer.parseInt(header(record, DeadLetterHeaders.ORIGIN_PARTITION)),
                        Long.parseLong(header(record, DeadLetterHeaders.ORIGIN_OFFSET)))));
        return origins;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void read(String bootstrapServers, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000);
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, Topics.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }
}
