package io.trakkit.ingest.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks into a topic of the log: what was written to it since a {@link #mark()}. */
public final class TestLog {

    private static final Map<String, Admin> ADMINS = new ConcurrentHashMap<>();

    private final String topic;
    private final String bootstrapServers;

    public TestLog(String topic, String bootstrapServers) {
        this.topic = topic;
        this.bootstrapServers = bootstrapServers;
    }

    /** Where the topic ends now. */
    public record Mark(Map<TopicPartition, Long> ends) {}

    /** One record, and where it stands. */
    public record Written(ConsumerRecord<byte[], byte[]> record, LogPosition position) {

        public String key() {
            return new String(record.key(), StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
        }

        public TradeEvent event() {
            Decoded decoded = new TradeEventCodec().decode(record.value());
            return switch (decoded) {
                case Decoded.Event(TradeEvent event) -> event;
                case Decoded.Undecodable wrong -> throw new AssertionError(wrong.detail());
            };
        }

        public TradeEvent.Created created() {
            return (TradeEvent.Created) event();
        }

        public TradeEvent.Amended amended() {
            return (TradeEvent.Amended) event();
        }

        public TradeEvent.ActivityCreated activityCreated() {
            return (TradeEvent.ActivityCreated) event();
        }

        public TradeEvent.ActivityAmended activityAmended() {
            return (TradeEvent.ActivityAmended) event();
        }
    }

    public Mark mark() {
        return new Mark(ends());
    }

    private Map<TopicPartition, Long> ends() {
        try {
            Map<TopicPartition, OffsetSpec> latest = description().partitions().stream()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition(topic, partition.partition()), _ -> OffsetSpec.latest()));
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin().listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was written since the mark, in the order of the partitions and within them of the log. */
    public List<Written> since(Mark mark) {
        UUID topicId = topicId();
        List<Written> written = new ArrayList<>();
        Map<TopicPartition, Long> ends = ends();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(ends.keySet());
            mark.ends().forEach(consumer::seek);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    LogPartition partition = new LogPartition(topicId, record.partition());
                    written.add(new Written(record, partition.at(record.offset())));
                }
            }
        }
        return written;
    }

    /** What stands in a topic of one partition, from an offset on. */
    public List<Written> from(long offset) {
        return since(new Mark(Map.of(new TopicPartition(topic, 0), offset)));
    }

    /** The one record that was written since the mark. */
    public Written only(Mark mark) {
        List<Written> written = since(mark);
        if (written.size() != 1) {
            throw new AssertionError(written.size() + " records were written, not 1");
        }
        return written.getFirst();
    }

    /** The last record of each partition that has one. */
    public List<LogPosition> lastPositions() {
        UUID topicId = topicId();
        return mark().ends().entrySet().stream()
                .filter(end -> end.getValue() > 0)
                .map(end -> new LogPartition(topicId, end.getKey().partition()).at(end.getValue() - 1))
                .toList();
    }

    private UUID topicId() {
        Uuid id = description().topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private TopicDescription description() {
        try {
            var described =
                    admin().describeTopics(List.of(topic)).allTopicNames().get();
            return Objects.requireNonNull(described.get(topic));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One per cluster, open until the JVM ends. */
    private Admin admin() {
        return ADMINS.computeIfAbsent(bootstrapServers, servers -> Admin.create(Map.of("bootstrap.servers", servers)));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The trades' topic. */
    public static TestLog trades(String bootstrapServers) {
        return new TestLog(Topics.TRADES, bootstrapServers);
    }
}
