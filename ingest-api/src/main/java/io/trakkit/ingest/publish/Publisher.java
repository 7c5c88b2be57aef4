package io.trakkit.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.trakkit.log.LogPartitioner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.kafka.support.SendResult;

/**
 * Publishes records and waits until all in-sync replicas have them. The producers are idempotent, and all records of a key go
 * through the same one, so the log has each record once, in the order of the calls.
 */
final class Publisher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

    /**
     * How many requests are in flight at once, one for each producer. With an even number of partitions each producer has half
     * of them, so their batches are as large as those of one producer.
     */
    private static final int PRODUCERS = 2;

    private static final String FAILURE_COUNTER = "trakkit.ingest.log.failures";
    private static final List<String> FAILURES = List.of("overload", "topics", "interrupted", "timeout", "error");

    private final PublishSettings settings;
    private final TopicWatch topics;
    private final Semaphore inFlight;
    private final MeterRegistry meters;
    private final AtomicBoolean acknowledging = new AtomicBoolean(true);
    private final List<DefaultKafkaProducerFactory<byte[], byte[]>> producers = new ArrayList<>();
    private final List<KafkaTemplate<byte[], byte[]>> templates = new ArrayList<>();

    /**
     * @param config the connection; the settings that correctness depends on are set here
     * @param name the prefix of the client ids
     */
    Publisher(
            Map<String, Object> config,
            String name,
            PublishSettings settings,
            TopicWatch topics,
            MeterRegistry meters) {
        this.settings = settings;
        this.topics = topics;
        this.meters = meters;
        inFlight = new Semaphore(settings.maxInFlight());
        for (int i = 1; i <= PRODUCERS; i++) {
            Map<String, Object> numbered = new HashMap<>(config);
            numbered.put(CommonClientConfigs.CLIENT_ID_CONFIG, name + "-" + i);
            var producer = Producers.of(numbered, settings, settings.linger(), meters);
            KafkaTemplate<byte[], byte[]> template = new KafkaTemplate<>(producer);
            // The default listener logs every failed record; here the caller gets an answer.
            template.setProducerListener(new Quiet());
            producers.add(producer);
            templates.add(template);
        }
        meters.gauge("trakkit.ingest.log.free", inFlight, Semaphore::availablePermits);
        // An alert sees the first failure only if the counter was 0 before.
        FAILURES.forEach(cause -> meters.counter(FAILURE_COUNTER, "cause", cause));
    }

    /**
     * Publishes records and waits for the acknowledgement of each.
     *
     * @throws LogUnavailableException if one of them was not acknowledged in time; any may have been written nevertheless
     */
    List<RecordMetadata> publish(List<ProducerRecord<byte[], byte[]>> records) {
        requireRightTopics();
        if (!inFlight.tryAcquire(records.size())) {
            throw failed("overload", "Too much is on its way to Kafka", false);
        }
        Timer.Sample sample = Timer.start(meters);
        List<CompletableFuture<SendResult<byte[], byte[]>>> sends = new ArrayList<>(records.size());
        try {
            for (ProducerRecord<byte[], byte[]> record : records) {
                sends.add(send(record));
            }
            List<RecordMetadata> acknowledged = acknowledged(sends);
            sample.stop(meters.timer("trakkit.ingest.log.acknowledgement"));
            if (!acknowledging.get() && !acknowledging.getAndSet(true)) {
                log.info("Kafka acknowledges records again");
            }
            return acknowledged;
        } catch (KafkaException | org.springframework.kafka.KafkaException e) {
            throw broken("error", "Kafka has not taken it", e, !sends.isEmpty());
        } finally {
            inFlight.release(records.size());
        }
    }

    /** The producer depends on the hash of the key, like the partition. */
    private CompletableFuture<SendResult<byte[], byte[]>> send(ProducerRecord<byte[], byte[]> record) {
        return templates
                .get(LogPartitioner.partitionOf(record.key(), PRODUCERS))
                .send(record);
    }

    private void requireRightTopics() {
        switch (topics.state()) {
            case TopicWatch.State.Right _ -> {}
            // The reason is in the log and in the health; a caller can only retry.
            case TopicWatch.State.Unknown _, TopicWatch.State.Wrong _ ->
                throw failed("topics", "Kafka is not ready", false);
        }
    }

    private List<RecordMetadata> acknowledged(List<CompletableFuture<SendResult<byte[], byte[]>>> sends) {
        long deadline = System.nanoTime() + settings.acknowledgementTimeout().toNanos();
        List<RecordMetadata> acknowledged = new ArrayList<>(sends.size());
        try {
            for (CompletableFuture<SendResult<byte[], byte[]>> send : sends) {
                long left = Math.max(0, deadline - System.nanoTime());
                acknowledged.add(send.get(left, TimeUnit.NANOSECONDS).getRecordMetadata());
            }
            return acknowledged;
        } catch (TimeoutException e) {
            throw broken("timeout", "Kafka has not acknowledged in time", e, true);
        } catch (ExecutionException e) {
            throw broken("error", "Kafka has not acknowledged", e, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", "The service is stopping", true);
        }
    }

    /** Publishes a record without waiting for the acknowledgement. */
    void publishLater(ProducerRecord<byte[], byte[]> record) {
        try {
            var _ = send(record).whenComplete((_, failure) -> {
                if (failure != null) {
                    notWritten(record, failure);
                }
            });
        } catch (KafkaException | org.springframework.kafka.KafkaException e) {
            notWritten(record, e);
        }
    }

    private static void notWritten(ProducerRecord<byte[], byte[]> record, Throwable failure) {
        log.warn("Kafka did not acknowledge a record of {}: {}", record.topic(), rootOf(failure));
    }

    /** Logs the first failure only, until Kafka acknowledges again: during an outage every request fails. */
    private LogUnavailableException broken(String cause, String message, Throwable failure, boolean handedOver) {
        if (acknowledging.getAndSet(false)) {
            log.warn("{}: {}", message, rootOf(failure));
        }
        return failed(cause, message, handedOver);
    }

    private LogUnavailableException failed(String cause, String message, boolean handedOver) {
        meters.counter(FAILURE_COUNTER, "cause", cause).increment();
        return new LogUnavailableException(message, null, handedOver);
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }

    /** Waits for pending records, with all producers at once, because each may have to wait for its timeout. */
    @Override
    public void close() {
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            producers.forEach(producer -> closing.execute(producer::destroy));
        }
    }

    private static final class Quiet implements ProducerListener<byte[], byte[]> {}
}
