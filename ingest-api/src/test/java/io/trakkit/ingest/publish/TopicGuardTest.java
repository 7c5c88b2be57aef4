package io.trakkit.ingest.publish;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

class TopicGuardTest {

    private static final EmbeddedKafkaKraftBroker BROKER = Servers.startBroker();

    private final Admin kafka = Admin.create(Map.of("bootstrap.servers", BROKER.getBrokersAsString()));

    @BeforeEach
    void removeTopics() throws Exception {
        kafka.deleteTopics(kafka.listTopics().names().get()).all().get();
        patiently().until(() -> kafka.listTopics().names().get().isEmpty());
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @AfterAll
    static void stop() {
        BROKER.destroy();
    }

    @Test
    void missingTopicsAreCreated() throws Exception {
        run(12, BROKER.getBrokersAsString(), topics -> {
            patiently().until(() -> topics.health().getStatus().equals(Status.UP));

            assertThat(partitions(Topics.TRADES)).isEqualTo(12);
            assertThat(partitions(Topics.PORTFOLIOS)).isEqualTo(1);
            assertThat(config(Topics.TRADES, "retention.ms")).isEqualTo("-1");
            assertThat(config(Topics.TRADES, "cleanup.policy")).isEqualTo("delete");
            assertThat(config(Topics.PORTFOLIOS, "cleanup.policy")).isEqualTo("compact");
        });
    }

    @Test
    void anotherNumberOfPartitionsIsAnErrorAndNothingIsPublished() throws Exception {
        create(Topics.TRADES, 3);
        create(Topics.PORTFOLIOS, 1);
        run(12, BROKER.getBrokersAsString(), topics -> {
            patiently().until(() -> topics.health().getStatus().equals(Status.DOWN));

            assertThat(topics.health().getDetails().get("reason"))
                    .asString()
                    .startsWith("trakkit.trades has 3 partitions where 12 are configured");
            assertNothingIsPublished(topics);
            assertThat(partitions(Topics.TRADES)).isEqualTo(3);
        });
    }

    @Test
    void theNumberThatIsConfiguredIsRight() throws Exception {
        create(Topics.TRADES, 3);
        run(
                3,
                BROKER.getBrokersAsString(),
                topics -> patiently().until(() -> topics.health().getStatus().equals(Status.UP)));
    }

    @Test
    void aClusterThatDoesNotAnswerIsWaitedFor() throws Exception {
        run(12, "127.0.0.1:1", topics -> {
            assertThat(topics.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertNothingIsPublished(topics);
        });
    }

    private interface Check {
        void with(TopicGuard topics) throws Exception;
    }

    private static void run(int partitions, String bootstrapServers, Check check) throws Exception {
        try (LogAdmin admin = new LogAdmin(Map.of("bootstrap.servers", bootstrapServers))) {
            TopicGuard topics = new TopicGuard(admin, settings(partitions));
            topics.start();
            try {
                check.with(topics);
            } finally {
                topics.stop();
            }
        }
    }

    private static void assertNothingIsPublished(TopicGuard topics) {
        Map<String, Object> config = Map.of("bootstrap.servers", BROKER.getBrokersAsString());
        try (Publisher publisher = new Publisher(config, "test", settings(12), topics, new SimpleMeterRegistry())) {
            assertThatThrownBy(() -> publisher.publish(List.of(new ProducerRecord<>(Topics.TRADES, new byte[0]))))
                    .isInstanceOf(LogUnavailableException.class);
        }
    }

    private static PublishSettings settings(int partitions) {
        return new PublishSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ZERO,
                Duration.ZERO,
                16_384,
                10,
                partitions,
                null,
                null);
    }

    private void create(String topic, int partitions) throws Exception {
        kafka.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
    }

    private int partitions(String topic) throws Exception {
        return Objects.requireNonNull(kafka.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic))
                .partitions()
                .size();
    }

    private String config(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = Objects.requireNonNull(
                kafka.describeConfigs(List.of(resource)).all().get().get(resource));
        return config.get(name).value();
    }
}
