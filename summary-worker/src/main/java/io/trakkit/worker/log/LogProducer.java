package io.trakkit.worker.log;

import io.trakkit.worker.apply.FailureCauses;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;

/**
 * Publishes what the worker itself has to say. At a stop, what Kafka does not take within a second is given up, and whoever
 * waits for it with it: it is sent again after the next start.
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
        // By default it logs each failure, with a stack trace.
        this.kafka.setProducerListener(new ProducerListener<>() {});
    }

    /** A record on its way. */
    @FunctionalInterface
    public interface Sending {

        /** Waits until Kafka has it, or it is given up, which the producer does by itself, in time. */
        boolean isAcknowledged();
    }

    /**
     * Sends a record; one that is too large for the producer is given up at once.
     *
     * @throws KafkaException while Kafka is away, or when the worker is stopping
     */
    public Sending send(ProducerRecord<byte[], byte[]> record) {
        if (!running) {
            throw new KafkaException("The worker is stopping");
        }
        try {
            CompletableFuture<?> sending = kafka.send(record);
            return () -> isAcknowledged(sending);
        } catch (KafkaException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            report(e);
            return () -> false;
        }
    }

    private static boolean isAcknowledged(CompletableFuture<?> sending) {
        try {
            sending.join();
            return true;
        } catch (CompletionException e) {
            report(e);
            return false;
        }
    }

    private static void report(Throwable e) {
        log.warn("Cannot send a record now, will retry: {}", FailureCauses.reason(e));
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
