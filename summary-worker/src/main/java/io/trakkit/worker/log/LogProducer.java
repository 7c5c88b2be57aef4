package io.trakkit.worker.log;

import io.trakkit.log.MissingAcl;
import io.trakkit.worker.apply.FailureCauses;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;

/**
 * Publishes the records of the worker: dead letters, decisions and redriven copies. A stop waits one second for Kafka; sends
 * that are still pending then fail, and the relays send those records again after the next start.
 */
public final class LogProducer implements SmartLifecycle, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogProducer.class);

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private volatile boolean running = true;

    public LogProducer(DefaultKafkaProducerFactory<byte[], byte[]> producers) {
        this.producers = producers;
        producers.setPhysicalCloseTimeout(1);
        this.kafka = new KafkaTemplate<>(producers);
        // The default listener logs each failure with a stack trace.
        this.kafka.setProducerListener(new ProducerListener<>() {});
    }

    /** A record that is being sent. */
    @FunctionalInterface
    public interface Sending {

        /** Waits until Kafka has acknowledged the record; false after the delivery timeout of the producer. */
        boolean isAcknowledged();
    }

    /**
     * Sends a record. A record that is too large for the producer fails at once.
     *
     * @throws KafkaException if Kafka is unavailable or the worker is stopping
     */
    public Sending send(ProducerRecord<byte[], byte[]> record) {
        if (!running) {
            throw new KafkaException("The worker is stopping");
        }
        try {
            CompletableFuture<?> sending = kafka.send(record);
            return () -> isAcknowledged(record.topic(), sending);
        } catch (KafkaException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            report(record.topic(), e);
            return () -> false;
        }
    }

    /**
     * Sends a record and waits for the acknowledgement.
     *
     * @return its offset
     * @throws KafkaException if it was not acknowledged within that time; it may be written nevertheless
     */
    public long publish(ProducerRecord<byte[], byte[]> record, Duration atMost) {
        if (!running) {
            throw new KafkaException("The worker is stopping");
        }
        try {
            return kafka.send(record)
                    .get(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    .getRecordMetadata()
                    .offset();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Kafka has not acknowledged the record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while waiting for Kafka", e);
        }
    }

    private static boolean isAcknowledged(String topic, CompletableFuture<?> sending) {
        try {
            sending.join();
            return true;
        } catch (CompletionException e) {
            report(topic, e);
            return false;
        }
    }

    private static void report(String topic, Throwable e) {
        log.warn(
                "Cannot send a record now, will retry: {}",
                MissingAcl.of(e, AclOperation.WRITE, topic).orElseGet(() -> FailureCauses.reason(e)));
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        producers.destroy();
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return WorkerSettings.PHASE;
    }
}
