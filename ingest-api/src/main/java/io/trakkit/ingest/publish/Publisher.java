package io.trakkit.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.kafka.support.SendResult;

/**
 * Sends records to Kafka and waits until all in-sync replicas have them. Its producers are idempotent, and all
 * records of a key go through the same one, so that they stand in the log in the order in which they were handed
 * over, each once.
 */
final class Publisher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

    /**
     * So many requests are on their way at once, one for each producer. With an even number of partitions each has half of
     * them, so that they make no more and no smaller batches than one producer would.
     */
    private static final int PRODUCERS = 2;

    private final PublishSettings settings;
    private final TopicGuard topics;
    private final Semaphore inFlight;
    private final MeterRegistry meters;
    private final AtomicBoolean acknowledging = new AtomicBoolean(true);
    private final List<DefaultKafkaProducerFactory<byte[], byte[]>> producers = new ArrayList<>();
    private final List<KafkaTemplate<byte[], byte[]>> templates = new ArrayList<>();

    /**
     * @param config where the cluster is and how to speak to it; what decides about safety is set here
     * @param name of the producers, which are numbered
     */
    Publisher(
            Map<String, Object> config,
            String name,
            PublishSettings settings,
            TopicGuard topics,
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
            // The default one logs every failed record; here each becomes an answer.
            template.setProducerListener(new Quiet());
            producers.add(producer);
            templates.add(template);
        }
        meters.gauge("trakkit.ingest.log.free", inFlight, Semaphore::availablePermits);
    }

    /**
     * Publishes records and waits for the acknowledgement of each.
     *
     * @throws LogUnavailableException if one of them was not acknowledged in time; any may have been written all the same
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

    /** By the hash by which the partition is chosen, too. */
    private CompletableFuture<SendResult<byte[], byte[]>> send(ProducerRecord<byte[], byte[]> record) {
        return templates
                .get(Utils.toPositive(Utils.murmur2(record.key())) % PRODUCERS)
                .send(record);
    }

    private void requireRightTopics() {
        switch (topics.state()) {
            case TopicGuard.State.Right _ -> {}
            // What is amiss stands in the log and in the health; a caller can only come again.
            case TopicGuard.State.Unknown _, TopicGuard.State.Wrong _ ->
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

    /** Publishes a record that nobody waits for. */
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

    /** Says it in the log once, until it works again: while Kafka is away every request ends here. */
    private LogUnavailableException broken(String cause, String message, Throwable failure, boolean handedOver) {
        if (acknowledging.getAndSet(false)) {
            log.warn("{}: {}", message, rootOf(failure));
        }
        return failed(cause, message, handedOver);
    }

    private LogUnavailableException failed(String cause, String message, boolean handedOver) {
        meters.counter("trakkit.ingest.log.failures", "cause", cause).increment();
        return new LogUnavailableException(message, null, handedOver);
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }

    /** Waits for what is still on its way, with all producers at once: while Kafka is away each takes its time. */
    @Override
    public void close() {
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            producers.forEach(producer -> closing.execute(producer::destroy));
        }
    }

    private static final class Quiet implements ProducerListener<byte[], byte[]> {}
}
