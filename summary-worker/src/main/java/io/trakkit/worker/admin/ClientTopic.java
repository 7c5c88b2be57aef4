package io.trakkit.worker.admin;

import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.log.TopicGuard;
import io.trakkit.log.TopicSpecs;
import io.trakkit.store.log.LogPartition;
import io.trakkit.wire.event.ClientCodec;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.log.LogProducer;
import io.trakkit.worker.log.WorkerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** The compacted topic of clients and keys: the last record of an id is what holds. */
final class ClientTopic {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.CLIENTS, 0);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TopicGuard topics;
    private final LogProducer producer;
    private final WorkerSettings settings;
    private final ClientCodec codec = new ClientCodec();

    ClientTopic(TopicGuard topics, LogProducer producer, WorkerSettings settings) {
        this.topics = topics;
        this.producer = producer;
        this.settings = settings;
    }

    /** Creates the topic if it is missing, and waits until the brokers know it. */
    void createIfMissing() {
        TopicSpecs specs = new TopicSpecs(settings.partitions(), settings.replication(), settings.minInsyncReplicas());
        long start = System.nanoTime();
        boolean isKnown = topics.createIfMissing(specs.clients());
        while (!isKnown && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            isKnown = topics.createIfMissing(specs.clients());
        }
    }

    /** @throws org.apache.kafka.common.KafkaException if Kafka does not answer, or the topic does not exist */
    LogPartition partition() {
        return new LogPartition(topics.requireTopic(Topics.CLIENTS, 1), 0);
    }

    /** @throws org.apache.kafka.common.KafkaException if Kafka does not answer */
    long end() {
        return Objects.requireNonNull(
                topics.ends(List.of(PARTITION), IsolationLevel.READ_UNCOMMITTED).get(PARTITION));
    }

    /**
     * Publishes a client and waits for the acknowledgement.
     *
     * @return the offset of the record
     * @throws org.springframework.kafka.KafkaException if it was not acknowledged; it may be written nevertheless
     */
    long publish(ClientAccount account) {
        return publish(codec.key(account.id()), codec.encode(account));
    }

    /**
     * Publishes a key and waits for the acknowledgement.
     *
     * @return the offset of the record
     * @throws org.springframework.kafka.KafkaException if it was not acknowledged; it may be written nevertheless
     */
    long publish(IssuedKey key) {
        return publish(codec.key(key.id()), codec.encode(key));
    }

    private long publish(byte[] key, byte[] value) {
        return producer.publish(new ProducerRecord<>(Topics.CLIENTS, 0, key, value), PATIENCE);
    }
}
