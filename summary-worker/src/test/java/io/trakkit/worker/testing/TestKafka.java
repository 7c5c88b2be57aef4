package io.trakkit.worker.testing;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.log.LogPartitioner;
import io.trakkit.wire.event.PortfolioCodec;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** One broker for all tests of the JVM; each test begins with topics of its own, under the same names. */
public final class TestKafka {

    /** By which the producer of the tests can be told in the log. */
    public static final String BROKER_CLIENT = "a-broker-of-the-tests";

    private static final EmbeddedKafkaKraftBroker BROKER = start();
    private static final Admin ADMIN = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    private static final KafkaProducer<byte[], byte[]> PRODUCER = new KafkaProducer<>(
            Map.of(
                    "bootstrap.servers",
                    bootstrapServers(),
                    "client.id",
                    BROKER_CLIENT,
                    "metadata.max.age.ms",
                    "1000",
                    // It is flushed when all is handed over, so that what a test publishes at once stands in the log at
                    // once.
                    "linger.ms",
                    "60000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private TestKafka() {}

    private static EmbeddedKafkaKraftBroker start() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperties(Map.of(
                "auto.create.topics.enable", "false",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                // A change of the group's members is soon known to all, and a dead one soon missed.
                "group.consumer.heartbeat.interval.ms", "300",
                "group.consumer.min.heartbeat.interval.ms", "300",
                "group.consumer.session.timeout.ms", "10000",
                "group.consumer.min.session.timeout.ms", "1000",
                // Records may claim any time.
                "log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE),
                "file.delete.delay.ms", "100"));
        broker.afterPropertiesSet();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::destroy));
        return broker;
    }

    public static String bootstrapServers() {
        return BROKER.getBrokersAsString();
    }

    public static Admin admin() {
        return ADMIN;
    }

    /** Replaces the topics by empty ones of the same names, as the worker itself would create them. */
    public static void emptyTopics() {
        deleteTopics();
        createTopic(Topics.TRADES, Topics.PARTITIONS);
        createTopic(Topics.DEAD_LETTERS, Topics.PARTITIONS);
        createTopic(Topics.PORTFOLIOS, 1);
        createTopic(Topics.CORPORATE_ACTIONS, 1);
    }

    /** Deletes what topics there are, also those that an app that has just been stopped had asked for. */
    public static void deleteTopics() {
        patiently().ignoreExceptionsMatching(TestKafka::isGone).until(() -> {
            Set<String> left = topics();
            answered(ADMIN.deleteTopics(left).all());
            return left.isEmpty();
        });
    }

    /** The list of topics is a moment behind what is deleted. */
    private static boolean isGone(Throwable thrown) {
        return thrown.getCause() instanceof UnknownTopicOrPartitionException;
    }

    /** Creates a topic and waits until the broker knows it. */
    public static void createTopic(String name, int partitions) {
        answered(ADMIN.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all());
        patiently().until(() -> topics().contains(name));
    }

    private static Set<String> topics() {
        return answered(ADMIN.listTopics().names());
    }

    public static ConsumerGroupDescription group(String group) {
        return Objects.requireNonNull(
                answered(ADMIN.describeConsumerGroups(List.of(group)).all()).get(group));
    }

    /** Waits until so many members have shared the log out evenly; then no partition changes hands by itself any more. */
    public static void awaitSharedOut(String group, int members) {
        patiently().until(() -> {
            ConsumerGroupDescription described = group(group);
            return described.groupState() == GroupState.STABLE
                    && described.members().size() == members
                    && described.members().stream()
                            .allMatch(member ->
                                    member.assignment().topicPartitions().size() == Topics.PARTITIONS / members);
        });
    }

    /** Up to where a group has committed the partition of a key. */
    public static OptionalLong committed(String group, PositionKey key) {
        TopicPartition partition = new TopicPartition(Topics.TRADES, partitionOf(key));
        OffsetAndMetadata offset = answered(
                        ADMIN.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset.offset());
    }

    /** The answer to a request. */
    public static <T> T answered(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Publishes events as brokers do, those of a partition together, and waits until all are acknowledged. */
    public static void publish(Collection<? extends TradeEvent> events) {
        List<Future<RecordMetadata>> sent = events.stream()
                .map(event -> PRODUCER.send(new ProducerRecord<>(
                        Topics.TRADES, event.key().logKey().getBytes(StandardCharsets.UTF_8), CODEC.encode(event))))
                .toList();
        PRODUCER.flush();
        sent.forEach(TestKafka::answered);
    }

    public static void publish(TradeEvent... events) {
        publish(List.of(events));
    }

    /** Publishes any record, and waits until it is acknowledged. */
    public static void publish(ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> sent = PRODUCER.send(record);
        PRODUCER.flush();
        answered(sent);
    }

    /** Publishes a record again: to its partition, with its time and headers. */
    public static void publishCopy(ConsumerRecord<byte[], byte[]> record) {
        publish(new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers()));
    }

    /** Publishes a portfolio as ingest-api does, and waits until it is acknowledged. */
    public static void publish(Portfolio portfolio) {
        publish(new ProducerRecord<>(
                Topics.PORTFOLIOS,
                portfolio.id().toString().getBytes(StandardCharsets.UTF_8),
                new PortfolioCodec().encode(portfolio)));
    }

    /** The partition in which the events of a key belong. */
    public static int partitionOf(PositionKey key) {
        return LogPartitioner.partitionOf(key.logKey().getBytes(StandardCharsets.UTF_8), Topics.PARTITIONS);
    }

    /** How many offsets of a topic have been given. */
    public static long records(String topic) {
        TopicDescription description = Objects.requireNonNull(
                answered(ADMIN.describeTopics(List.of(topic)).allTopicNames()).get(topic));
        return answered(ADMIN.listOffsets(description.partitions().stream()
                                .collect(Collectors.toMap(
                                        partition -> new TopicPartition(topic, partition.partition()),
                                        _ -> OffsetSpec.latest())))
                        .all())
                .values()
                .stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    public static UUID topicId(String topic) {
        Uuid id = Objects.requireNonNull(
                        answered(ADMIN.describeTopics(List.of(topic)).allTopicNames())
                                .get(topic))
                .topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** All that stands in a topic now. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return read(topic, Topics.PARTITIONS);
    }

    /** All records of a topic with that number of partitions. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrapServers(), "max.partition.fetch.bytes", 16_000_000, "check.crcs", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, count)
                    .mapToObj(i -> new TopicPartition(topic, i))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
