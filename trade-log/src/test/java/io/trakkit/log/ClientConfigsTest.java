package io.trakkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

class ClientConfigsTest {

    private static final Map<String, Object> CONFIGURED =
            Map.of("bootstrap.servers", "localhost:9092", "sasl.mechanism", "SCRAM-SHA-512");

    @Test
    void aConnectionKeepsTheSslBundleAndTheProtocol() {
        SslBundle bundle = SslBundle.of(SslStoreBundle.NONE);

        assertThat(ClientConfigs.connection(
                        CONFIGURED,
                        KafkaConnectionDetails.Configuration.of(List.of("one:9093", "two:9093"), bundle, "SASL_SSL")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bootstrap.servers",
                        "one:9093,two:9093",
                        "sasl.mechanism",
                        "SCRAM-SHA-512",
                        "security.protocol",
                        "SASL_SSL",
                        "ssl.engine.factory.class",
                        SslBundleSslEngineFactory.class,
                        SslBundle.class.getName(),
                        bundle));
    }

    @Test
    void aConnectionWithoutThemHasTheConfiguredSettings() {
        assertThat(ClientConfigs.connection(CONFIGURED, KafkaConnectionDetails.Configuration.of(List.of("one:9092"))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("bootstrap.servers", "one:9092", "sasl.mechanism", "SCRAM-SHA-512"));
    }
}
