package io.trakkit.ingest.inbound;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.wire.event.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client with a portfolio, an inbound topic and a topic of outcomes. */
record Publisher(ClientId client, Portfolio portfolio) {

    private static final Instant AT = Instant.parse("2026-11-01T00:00:00Z");
    static final ClientLimits MANY = new ClientLimits(1_000_000, 1_000_000, 1_000_000, 10, 10, 1_000_000);
    private static final JsonMapper JSON = JsonMapper.shared();

    static Publisher create(String prefix) {
        Publisher publisher = createWithoutTopics(prefix);
        publisher.createTopics();
        return publisher;
    }

    static Publisher createWithoutTopics(String prefix) {
        ClientId client = new ClientId(prefix + UUID.randomUUID());
        save(client, false);
        Portfolio portfolio = new Portfolios(Servers.database().jdbc())
                .insert(client, new UserId("u-1"), new PortfolioName("Savings"), Optional.empty(), false, AT)
                .orElseThrow();
        return new Publisher(client, portfolio);
    }

    static void save(ClientId client, boolean suspended) {
        new ClientAccounts(Servers.database().jdbc())
                .save(new ClientAccount(
                        client, "A client", new CurrencyCode("EUR"), suspended, MANY, List.of(), AT, AT));
    }

    void createTopics() {
        createTopic(Topics.OUTCOMES + client);
        createTopic(Topics.INBOUND + client);
    }

    void createTopic(String name) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Servers.kafka()))) {
            answered(admin.createTopics(List.of(new NewTopic(name, 1, (short) 1)))
                    .all());
        }
    }

    void write(List<String> values) {
        write("key".getBytes(StandardCharsets.UTF_8), values);
    }

    void write(byte[] key, List<String> values) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Servers.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = values.stream()
                    .map(value -> producer.send(
                            new ProducerRecord<>(Topics.INBOUND + client, key, value.getBytes(StandardCharsets.UTF_8))))
                    .toList();
            sent.forEach(Publisher::answered);
        }
    }

    /** Compressed, and without keys; null is a record without a value. */
    void writeCompressed(List<@Nullable String> values) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                Servers.kafka(),
                "compression.type",
                "zstd",
                "max.request.size",
                50_000_000,
                "buffer.memory",
                100_000_000L);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = values.stream()
                    .map(value -> producer.send(new ProducerRecord<>(
                            Topics.INBOUND + client,
                            null,
                            value == null ? null : value.getBytes(StandardCharsets.UTF_8))))
                    .toList();
            sent.forEach(Publisher::answered);
        }
    }

    List<JsonNode> verdicts() {
        return verdictRecords().stream()
                .map(record -> JSON.readTree(record.value()))
                .toList();
    }

    List<ConsumerRecord<byte[], byte[]>> verdictRecords() {
        return committed(List.of(outcomes()), 0);
    }

    TopicPartition outcomes() {
        return new TopicPartition(Topics.OUTCOMES + client, 0);
    }

    /** Why its records wait; empty if they do not. */
    String waiting(InboundHealth health) {
        return String.valueOf(
                JSON.valueToTree(Objects.requireNonNull(health.health()).getDetails())
                        .path("waiting")
                        .path(Topics.INBOUND + client + "-0")
                        .asString(""));
    }

    List<JsonNode> awaitVerdicts(int count) {
        return patiently().until(this::verdicts, verdicts -> verdicts.size() >= count);
    }

    String record(String refId) {
        return IngestTest.trade(portfolio, refId);
    }

    static <T> T answered(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a reader of committed records sees. */
    static List<ConsumerRecord<byte[], byte[]>> committed(List<TopicPartition> partitions, long from) {
        return read("read_committed", partitions, from);
    }

    static List<ConsumerRecord<byte[], byte[]>> read(String isolation, List<TopicPartition> partitions, long from) {
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Servers.kafka(), "isolation.level", isolation),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            reader.assign(partitions);
            partitions.forEach(partition -> reader.seek(partition, from));
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(at -> reader.position(at) < ends.getOrDefault(at, 0L))) {
                reader.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** Its trades in the log, as a worker sees them. */
    List<TradeEvent.Created> trades() {
        return trades("read_committed");
    }

    List<TradeEvent.Created> trades(String isolation) {
        List<TopicPartition> partitions = IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(number -> new TopicPartition(Topics.TRADES, number))
                .toList();
        return read(isolation, partitions, 0).stream()
                .map(record -> new TestLog.Written(record, LogPosition.START).event())
                .filter(event -> event.client().equals(client))
                .map(TradeEvent.Created.class::cast)
                .toList();
    }

    static List<Integer> statuses(List<JsonNode> verdicts) {
        return verdicts.stream().map(verdict -> verdict.get("status").asInt()).toList();
    }
}
