package io.trakkit.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PublishSettingsTest {

    @Test
    void theDefaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(new PublishSettings(
                        Duration.ofMillis(1500),
                        Duration.ofMillis(3500),
                        Duration.ofSeconds(2),
                        Duration.ZERO,
                        Duration.ofMillis(10),
                        131_072,
                        2000,
                        12,
                        null,
                        null));
    }

    @Test
    void everySettingCanBeGiven() {
        Map<String, String> given = Map.of(
                "trakkit.ingest.log.max-block", "1s",
                "trakkit.ingest.log.delivery-timeout", "4s",
                "trakkit.ingest.log.request-timeout", "3s",
                "trakkit.ingest.log.linger", "2ms",
                "trakkit.ingest.log.bulk-linger", "20ms",
                "trakkit.ingest.log.bulk-batch-bytes", "65536",
                "trakkit.ingest.log.max-in-flight", "5",
                "trakkit.ingest.log.partitions", "24",
                "trakkit.ingest.log.replication-factor", "3",
                "trakkit.ingest.log.min-insync-replicas", "2");

        assertThat(bound(given))
                .isEqualTo(new PublishSettings(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(3),
                        Duration.ofMillis(2),
                        Duration.ofMillis(20),
                        65_536,
                        5,
                        24,
                        (short) 3,
                        2));
    }

    @Test
    void timeoutsThatKafkaWouldRefuseAreRefusedAtTheStart() {
        assertThatThrownBy(() -> bound(Map.of("trakkit.ingest.log.delivery-timeout", "1s")))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageContaining("delivery-timeout must be at least request-timeout and linger together");
    }

    private static PublishSettings bound(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("trakkit.ingest.log", PublishSettings.class);
    }
}
