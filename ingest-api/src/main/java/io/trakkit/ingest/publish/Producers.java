package io.trakkit.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.MicrometerProducerListener;

/** Creates idempotent producers that wait for all in-sync replicas. */
final class Producers {

    private Producers() {}

    /**
     * A factory of one shared producer, made when it is first asked for.
     *
     * @param config where the cluster is and how to speak to it; what decides about safety is set here
     * @param linger how long a record waits for others to share a request with
     */
    static DefaultKafkaProducerFactory<byte[], byte[]> of(
            Map<String, Object> config, PublishSettings settings, Duration linger, MeterRegistry meters) {
        var producers = new DefaultKafkaProducerFactory<>(
                safe(config, settings, linger), new ByteArraySerializer(), new ByteArraySerializer());
        // By then the producer has given up by itself what Kafka does not acknowledge.
        producers.setPhysicalCloseTimeout(
                (int) settings.acknowledgementTimeout().plusMillis(999).toSeconds());
        producers.addListener(new MicrometerProducerListener<>(meters));
        return producers;
    }

    private static Map<String, Object> safe(Map<String, Object> config, PublishSettings settings, Duration linger) {
        Map<String, Object> safe = new HashMap<>(config);
        safe.put(ProducerConfig.ACKS_CONFIG, "all");
        safe.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        safe.put(ProducerConfig.LINGER_MS_CONFIG, (int) linger.toMillis());
        safe.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.maxBlock().toMillis());
        safe.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                settings.requestTimeout().toMillis());
        safe.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int)
                settings.deliveryTimeout().toMillis());
        return safe;
    }
}
