package io.trakkit.standalone.security;

import io.trakkit.testing.FreePorts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What users of Kafka do, with a connection as docs/operating/security.md has it, or as Kafka's operator. */
final class KafkaCalls {

    private KafkaCalls() {}

    /** The connection of a user. */
    static Map<String, Object> as(String user, String password, Path tls) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                "localhost:" + SecuredSite.PORTS.kafka(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, password),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                tls.resolve("ca.crt").toString()));
    }

    static Map<String, Object> asOperator() {
        return Map.of("bootstrap.servers", FreePorts.HOST + ":" + SecuredSite.PORTS.kafkaInternal());
    }

    static void publish(String topic, String key, String value) {
        send(asOperator(), record(topic, key, value));
    }

    static ProducerRecord<byte[], byte[]> record(String topic, String key, String value) {
        return new ProducerRecord<>(
                topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    static void send(Map<String, Object> config, String topic) {
        send(config, new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1}));
    }

    /** Throws the reason if Kafka refuses the record. */
    static void send(Map<String, Object> config, ProducerRecord<byte[], byte[]> record) {
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException reason ? reason : new IllegalStateException(e);
        } catch (KafkaException e) {
            // Kafka may refuse the id of the producer before the first record is sent.
            throw e.getCause() instanceof AuthorizationException reason ? reason : e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void read(Map<String, Object> config, String topic) {
        try (var consumer = consumer(config)) {
            List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            consumer.poll(Duration.ofSeconds(10));
        }
    }

    static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
