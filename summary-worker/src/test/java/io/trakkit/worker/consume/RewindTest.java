package io.trakkit.worker.consume;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Backup;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.WorkerTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Kafka's offsets or the database are put back: either way the worker ends where it was, by itself. */
class RewindTest extends WorkerTest {

    private int published;

    @Test
    void afterARewindOfTheGroupEveryEventFallsOutAsARepeat() {
        try (RunningWorker _ = RunningWorker.start(database)) {
            publish(120);
            awaitAllApplied();
        }
        String before = readModel.everything();
        setOffsetsBack();

        try (RunningWorker worker = RunningWorker.start(database)) {
            patiently().until(() -> worker.counted("trakkit.worker.events.repeated") >= published);
            assertThat(worker.counted("trakkit.worker.events.accepted")).isZero();
            assertThat(readModel.everything()).isEqualTo(before);
            publish(12);
            awaitAllApplied();
        }
    }

    @Test
    void anIdleWorkerCatchesUpWithADatabaseThatWasPutBack() {
        Backup backup;
        try (RunningWorker _ = RunningWorker.start(database)) {
            publish(60);
            awaitAllApplied();
            backup = Backup.of(database);
        }
        // Started anew, it owns the partitions by a higher epoch than the backup knows of.
        try (RunningWorker worker = RunningWorker.start(database)) {
            publish(60);
            TestKafka.publish(new ProducerRecord<>(Topics.TRADES, 3, null, "junk".getBytes(StandardCharsets.UTF_8)));
            awaitAllApplied();
            patiently().until(() -> readModel.deadLetters().size() == 1);
            String before = readModel.everythingButRelays();

            backup.restore();
            patiently()
                    .untilAsserted(
                            () -> assertThat(readModel.everythingButRelays()).isEqualTo(before));

            Backup.empty(database);
            patiently()
                    .untilAsserted(
                            () -> assertThat(readModel.everythingButRelays()).isEqualTo(before));

            publish(12);
            awaitAllApplied();
            worker.awaitUp();
        }
    }

    private void publish(int trades) {
        TestKafka.publish(Events.buys(published, trades));
        published += trades;
    }

    private void awaitAllApplied() {
        patiently().untilAsserted(() -> assertThat(readModel.numberOfTrades()).isEqualTo(published));
        assertThat(readModel.summaries().values().stream()
                        .mapToLong(line -> line.held().longValueExact())
                        .sum())
                .isEqualTo(published);
    }

    private static void setOffsetsBack() {
        Map<TopicPartition, OffsetAndMetadata> beginning = IntStream.range(0, Topics.PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(i -> new TopicPartition(Topics.TRADES, i), _ -> new OffsetAndMetadata(0)));
        TestKafka.answered(TestKafka.admin()
                .alterConsumerGroupOffsets("summary-worker", beginning)
                .all());
    }
}
