package io.trakkit.worker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;

class WorkerSettingsTest {

    private static final Map<String, Object> OTHERS_THAN_DEFAULT = Map.ofEntries(
            Map.entry("group", "another"),
            Map.entry("partitions", 24),
            Map.entry("replication", 3),
            Map.entry("min-insync-replicas", 2),
            Map.entry("threads", 6),
            Map.entry("batch-records", 500),
            Map.entry("transaction-timeout", "4m"),
            Map.entry("compare-every", "1s"),
            Map.entry("first-retry-after", "1s"),
            Map.entry("longest-retry-after", "20s"),
            Map.entry("relay-every", "2s"),
            Map.entry("lag-every", "3s"));

    @Test
    void defaults() {
        assertThat(settings(Map.of()))
                .isEqualTo(new WorkerSettings(
                        "summary-worker",
                        12,
                        (short) 1,
                        1,
                        3,
                        2000,
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(10)));
    }

    @Test
    void everySettingCanBeSet() {
        assertThat(settings(OTHERS_THAN_DEFAULT))
                .isEqualTo(new WorkerSettings(
                        "another",
                        24,
                        (short) 3,
                        2,
                        6,
                        500,
                        Duration.ofMinutes(4),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "group=''",
                "partitions=0",
                "replication=0",
                "min-insync-replicas=0",
                "threads=0",
                "threads=65",
                "batch-records=0",
                "batch-records=10001",
                "transaction-timeout=999ms",
                "compare-every=0ms",
                "first-retry-after=0ms",
                "first-retry-after=11s",
                "longest-retry-after=61s",
                "relay-every=0ms",
                "lag-every=0ms"
            })
    void whatMakesNoSenseIsRefusedAtTheStart(String name, String value) {
        assertThatThrownBy(() -> settings(Map.of(name, value)))
                .satisfies(e ->
                        assertThat(NestedExceptionUtils.getRootCause(e)).hasMessageStartingWith("trakkit.worker: "));
    }

    @Test
    void operatorsFindEachInTheirDocument() throws IOException {
        String document = Files.readString(Path.of("../docs/operating.md"));
        assertThat(OTHERS_THAN_DEFAULT.keySet())
                .allSatisfy(setting -> assertThat(document).contains("`" + setting + "`"));
    }

    @Test
    void kafkaWaitsThreeTransactionsLongForTheNextPollAndAtLeastFiveMinutes() {
        assertThat(settings(Map.of("transaction-timeout", "10s")).pollInterval())
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(settings(Map.of("transaction-timeout", "4m")).pollInterval()).isEqualTo(Duration.ofMinutes(12));
    }

    @Test
    void whatCorrectnessRestsOnIsNotToBeConfigured() {
        Map<String, Object> configured = new HashMap<>(Map.of(
                "enable.auto.commit",
                true,
                "isolation.level",
                "read_uncommitted",
                "auto.offset.reset",
                "latest",
                "allow.auto.create.topics",
                true,
                "group.protocol",
                "classic",
                "group.instance.id",
                "worker",
                "session.timeout.ms",
                6_000,
                "heartbeat.interval.ms",
                2_000));
        assertThat(WorkerClients.consumers(configured, settings(Map.of())).getConfigurationProperties())
                .containsEntry("enable.auto.commit", false)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("allow.auto.create.topics", false)
                .containsEntry("max.poll.records", 2000)
                .containsEntry("max.poll.interval.ms", 360_000)
                .containsEntry("fetch.max.bytes", 8 * 1024 * 1024)
                .containsEntry("group.protocol", "CONSUMER")
                // Kafka refuses a consumer of this protocol that has any of these.
                .doesNotContainKeys(
                        "group.instance.id",
                        "session.timeout.ms",
                        "heartbeat.interval.ms",
                        "partition.assignment.strategy");

        assertThat(WorkerClients.producers(new HashMap<>(Map.of("acks", "0"))).getConfigurationProperties())
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true);
    }

    private static WorkerSettings settings(Map<String, Object> properties) {
        Map<String, Object> prefixed = new HashMap<>();
        properties.forEach((name, value) -> prefixed.put("trakkit.worker." + name, value));
        return new Binder(new MapConfigurationPropertySource(prefixed))
                .bindOrCreate("trakkit.worker", WorkerSettings.class);
    }
}
