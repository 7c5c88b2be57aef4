package io.trakkit.worker.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka transaction that publishes trades. Closed without a commit or an abort, it stays open until Kafka ends it. */
public final class TestTransaction implements AutoCloseable {

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private final KafkaProducer<byte[], byte[]> producer;

    private TestTransaction(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    public static TestTransaction begin() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        TestKafka.bootstrapServers(),
                        "transactional.id",
                        "test-" + UUID.randomUUID(),
                        "transaction.timeout.ms",
                        "60000",
                        "max.block.ms",
                        "15000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return new TestTransaction(producer);
    }

    /** Writes events to the log, which a reader of committed records does not see yet. */
    public TestTransaction publish(TradeEvent... events) {
        List<Future<RecordMetadata>> sent = Stream.of(events)
                .map(event -> producer.send(new ProducerRecord<>(
                        Topics.TRADES, event.key().logKey().getBytes(StandardCharsets.UTF_8), CODEC.encode(event))))
                .toList();
        producer.flush();
        sent.forEach(TestKafka::answered);
        return this;
    }

    public void commit() {
        producer.commitTransaction();
    }

    public void abort() {
        producer.abortTransaction();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
