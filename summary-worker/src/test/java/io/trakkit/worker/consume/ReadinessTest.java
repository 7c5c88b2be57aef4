package io.trakkit.worker.consume;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What a worker says of itself while another member of its group, alive or dead, still holds what it must read. */
class ReadinessTest {

    private static final String GROUP = "summary-worker";

    @Test
    void aWorkerIsReadyOnceAllPartitionsThatItMustReadAreTakenOver() {
        TestKafka.emptyTopics();
        try (TestDatabase database = TestDatabase.create();
                KafkaConsumer<byte[], byte[]> holder = holderOf(Topics.PARTITIONS)) {
            Events.insertPortfolio(database);
            try (RunningWorker worker =
                    RunningWorker.start(database, "spring.main.web-application-type=servlet", "server.port=0")) {
                Http http = new Http(worker.port());
                // Three consumers get nine of the twelve, and the holder gives none of them back.
                patiently()
                        .until(() -> reason(worker)
                                .matches("This worker waits for the partitions \\d+(, \\d+){8}: another member.*"));
                assertThat(health(worker).getStatus()).isEqualTo(Status.DOWN);
                assertThat(Instant.parse(
                                String.valueOf(health(worker).getDetails().get("since"))))
                        .isBefore(Instant.now());
                assertThat(http.get("/actuator/health/readiness").status()).isEqualTo(503);
                assertThat(http.get("/actuator/health/readiness").text())
                        .contains("This worker waits for the partitions");
                assertThat(http.get("/actuator/health/liveness").status()).isEqualTo(200);

                holder.unsubscribe();

                patiently().until(() -> health(worker).getStatus().equals(Status.UP));
                assertThat(worker.bean(PartitionOwnership.class).leased()).hasSize(Topics.PARTITIONS);
                assertThat(health(worker).getDetails()).isEmpty();
            }
        }
    }

    /** In a classic group all would wait for it to join again, up to its max.poll.interval.ms: minutes. */
    @Test
    void aMemberThatIsBusyKeepsNoOtherFromBeingGivenPartitions() {
        TestKafka.emptyTopics();
        try (TestDatabase database = TestDatabase.create()) {
            Events.insertPortfolio(database);
            try (RunningWorker one = RunningWorker.start(database)) {
                patiently().until(() -> health(one).getStatus().equals(Status.UP));
                try (KafkaConsumer<byte[], byte[]> busy = holderOf(Topics.PARTITIONS / 4);
                        RunningWorker other = RunningWorker.start(database)) {
                    PartitionOwnership others = other.bean(PartitionOwnership.class);
                    patiently().until(() -> !others.leased().isEmpty());
                    Set<Integer> read = others.leased().stream()
                            .map(TopicPartition::partition)
                            .collect(Collectors.toSet());

                    TestKafka.publish(Events.buy("t-1", tickerIn(read), "1", "1", "09:00:00"));

                    patiently().until(() -> new ReadModel(database).numberOfTrades() == 1);
                    assertThat(busy.assignment()).hasSize(Topics.PARTITIONS / 4);
                }
            }
        }
    }

    private static String tickerIn(Set<Integer> partitions) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "T" + i)
                .filter(ticker -> partitions.contains(TestKafka.partitionOf(Events.key(ticker))))
                .findFirst()
                .orElseThrow();
    }

    /** Heartbeats go on by themselves, but a consumer that does not poll hands nothing over. */
    private static KafkaConsumer<byte[], byte[]> holderOf(int partitions) {
        KafkaConsumer<byte[], byte[]> holder = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        TestKafka.bootstrapServers(),
                        "group.id",
                        GROUP,
                        "group.protocol",
                        "consumer",
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        holder.subscribe(List.of(Topics.TRADES));
        patiently().until(() -> {
            holder.poll(Duration.ofMillis(50));
            return holder.assignment().size() == partitions;
        });
        return holder;
    }

    private static String reason(RunningWorker worker) {
        return String.valueOf(health(worker).getDetails().get("reason"));
    }

    private static Health health(RunningWorker worker) {
        return worker.bean(ConsumerHealth.class).health();
    }
}
