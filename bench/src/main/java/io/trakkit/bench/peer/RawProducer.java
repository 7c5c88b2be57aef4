package io.trakkit.bench.peer;

import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.site.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's producer with the settings that ingest-api gives it, and records that are made beforehand. */
public final class RawProducer implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final List<ProducerRecord<byte[], byte[]>> records;

    private static final int SMALL_BATCH = 16 * 1024;
    private static final int LARGE_BATCH = 128 * 1024;

    private RawProducer(
            Site site,
            int linger,
            int batch,
            String compression,
            int inFlight,
            List<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, site.bootstrapServers());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, inFlight);
        config.put(ProducerConfig.LINGER_MS_CONFIG, linger);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, batch);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.records = records;
    }

    /** With the settings for single posts. */
    public static RawProducer waiting(Site site, List<ProducerRecord<byte[], byte[]>> records) {
        return new RawProducer(site, 0, SMALL_BATCH, "none", 1, records);
    }

    /** With those for many at once. */
    public static RawProducer streaming(Site site, List<ProducerRecord<byte[], byte[]>> records) {
        return new RawProducer(site, 10, LARGE_BATCH, "lz4", 5, records);
    }

    /**
     * Threads send, each its next record after the acknowledgement of the previous one.
     *
     * @return records per second
     */
    public double waitForEach(int threads, Latencies latencies) throws Exception {
        AtomicLong next = new AtomicLong();
        long began = System.nanoTime();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Boolean>> all = new ArrayList<>();
            Callable<Boolean> work = () -> {
                for (long i = next.getAndIncrement(); i < records.size(); i = next.getAndIncrement()) {
                    long from = System.nanoTime();
                    producer.send(again(records.get((int) i))).get();
                    latencies.add(System.nanoTime() - from);
                }
                return true;
            };
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(work));
            }
            for (Future<Boolean> each : all) {
                each.get();
            }
        }
        return records.size() * 1e9 / (System.nanoTime() - began);
    }

    /**
     * One thread sends all records as fast as the producer takes them, then waits for all acknowledgements.
     *
     * @return records per second
     */
    public double stream(int count) throws Exception {
        AtomicLong acknowledged = new AtomicLong();
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            var _ = producer.send(again(records.get(i % records.size())), (_, failure) -> {
                if (failure == null) {
                    acknowledged.incrementAndGet();
                }
            });
        }
        producer.flush();
        if (acknowledged.get() != count) {
            throw new IllegalStateException("%,d of %,d acknowledged".formatted(acknowledged.get(), count));
        }
        return count * 1e9 / (System.nanoTime() - began);
    }

    /** The producer makes a record's headers read-only, so that each is sent once. */
    private static ProducerRecord<byte[], byte[]> again(ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers());
    }

    @Override
    public void close() {
        producer.close();
    }
}
