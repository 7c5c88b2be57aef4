package io.trakkit.worker.consume;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.progress.Rewinds;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.WorkerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What an operator wants read again is read again by whoever owns the partition, changes nothing, and is counted. */
class RewindProgressTest extends WorkerTest {

    private final Rewinds rewinds = new Rewinds(database.jdbc());
    private int published;

    @Test
    void theLiveGroupReadsEverythingAgainWhileItGoesOn() {
        try (RunningWorker worker = RunningWorker.start(database)) {
            TestKafka.awaitSharedOut("summary-worker", 3);
            publish(120);
            String before = readModel.everything();

            long replay = rewind(0);
            patiently().until(() -> repeated(replay) == 120);

            assertThat(readModel.everything()).isEqualTo(before);
            patiently().until(() -> worker.counted("trakkit.worker.events.repeated") == 120);
            publish(12);
            assertThat(readModel.summaries().values().stream()
                            .mapToLong(line -> line.held().longValueExact())
                            .sum())
                    .isEqualTo(132);

            // As often as somebody wants to.
            long again = rewind(0);
            patiently().until(() -> repeated(again) == 132);
        }
    }

    @Test
    void aWorkerThatStartsFindsWhatIsToBeReadAgain() {
        try (RunningWorker _ = RunningWorker.start(database)) {
            publish(60);
        }
        long replay = rewind(0);

        try (RunningWorker worker = RunningWorker.start(database)) {
            patiently().until(() -> repeated(replay) == 60);
            publish(6);
            patiently().until(() -> worker.counted("trakkit.worker.events.accepted") == 6);
        }
    }

    @Test
    void whatTheLogHoldsNoMoreIsNotCounted() {
        try (RunningWorker _ = RunningWorker.start(database)) {
            for (int i = 0; i < 10; i++) {
                publish(buy("t-" + published++, "AMZN", "1", "1", "09:00:00"));
            }
            TestKafka.answered(TestKafka.admin()
                    .deleteRecords(Map.of(
                            new TopicPartition(Topics.TRADES, TestKafka.partitionOf(Events.key("AMZN"))),
                            RecordsToDelete.beforeOffset(4)))
                    .all());

            long replay = rewind(2);
            patiently().until(() -> repeated(replay) == 6);

            TestKafka.answered(TestKafka.admin()
                    .deleteRecords(Map.of(
                            new TopicPartition(Topics.TRADES, TestKafka.partitionOf(Events.key("AMZN"))),
                            RecordsToDelete.beforeOffset(10)))
                    .all());
            long nothing = rewind(2);
            patiently().until(() -> isOver(nothing));
            assertThat(repeated(nothing)).isZero();
        }
    }

    @Test
    void aRewindThatIsGivenUpDisturbsNobody() {
        try (RunningWorker worker = RunningWorker.start(database)) {
            publish(60);
            long replay = rewind(0);
            rewinds.abandon(replay);
            publish(6);
            long another = rewind(5);
            patiently().until(() -> isOver(another));
            worker.awaitUp();
        }
    }

    /** Publishes trades and waits until all are applied. */
    private void publish(int trades) {
        List<TradeEvent> events = Events.buys(published, trades);
        published += trades;
        publish(events.toArray(TradeEvent[]::new));
    }

    private void publish(TradeEvent... events) {
        TestKafka.publish(events);
        patiently().until(() -> readModel.numberOfTrades() == published);
    }

    /** Wants everything read again that was applied, of each partition that reaches beyond that offset. */
    private long rewind(long from) {
        UUID topic = TestKafka.topicId(Topics.TRADES);
        List<Rewinds.Part> parts = new ArrayList<>();
        new Progress(database.jdbc()).nextOffsets().forEach((LogPartition partition, Long next) -> {
            if (partition.topicId().equals(topic) && next > from) {
                parts.add(new Rewinds.Part(partition, from, next));
            }
        });
        long replay = database.jdbc().sql("""
                        INSERT INTO replays (command, options, requested_by, started_at, state, progress)
                        VALUES ('rewind', '{}', 'ada', '2026-01-01Z', 'running', '') RETURNING replay_id
                        """).query(Long.class).single();
        rewinds.open(replay, parts);
        return replay;
    }

    private boolean isOver(long replay) {
        return rewinds.of(replay).stream().allMatch(rewind -> rewind.repeated().isPresent());
    }

    /** How many records there were; -1 while that is not known of all parts. */
    private long repeated(long replay) {
        return isOver(replay)
                ? rewinds.of(replay).stream()
                        .mapToLong(rewind -> rewind.repeated().orElseThrow())
                        .sum()
                : -1;
    }
}
