package io.trakkit.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.log.ClientConfigs;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.MicrometerProducerListener;

/** Makes the producers of the log. */
final class Producers {

    private Producers() {}

    /**
     * A factory of one shared producer, which is made on the first call.
     *
     * @param config the connection; the settings that correctness depends on are set here
     * @param linger how long a record waits for others to share a request with
     */
    static DefaultKafkaProducerFactory<byte[], byte[]> of(
            Map<String, Object> config, PublishSettings settings, Duration linger, MeterRegistry meters) {
        var producers = new DefaultKafkaProducerFactory<>(
                safe(config, settings, linger), new ByteArraySerializer(), new ByteArraySerializer());
        // By then the delivery timeout has failed every record that Kafka did not acknowledge.
        producers.setPhysicalCloseTimeout(
                (int) settings.acknowledgementTimeout().plusMillis(999).toSeconds());
        producers.addListener(new MicrometerProducerListener<>(meters));
        return producers;
    }

    private static Map<String, Object> safe(Map<String, Object> config, PublishSettings settings, Duration linger) {
        Map<String, Object> safe =
                ClientConfigs.producer(config, settings.requestTimeout(), settings.deliveryTimeout());
        safe.put(ProducerConfig.LINGER_MS_CONFIG, (int) linger.toMillis());
        safe.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.maxBlock().toMillis());
        return safe;
    }
}
