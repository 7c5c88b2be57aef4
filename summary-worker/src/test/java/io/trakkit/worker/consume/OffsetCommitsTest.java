package io.trakkit.worker.consume;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.WorkerTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Kafka's tools see how far the log is applied, though a worker goes by the database alone. */
class OffsetCommitsTest extends WorkerTest {

    private static final String GROUP = "summary-worker";

    @Test
    void kafkaIsToldWhereNothingMoreComes() {
        try (RunningWorker _ = RunningWorker.start(database)) {
            TestKafka.publish(buy("t-1", "AMZN", "1", "1", "09:00:00"));
            patiently()
                    .untilAsserted(() -> assertThat(TestKafka.committed(GROUP, Events.key("AMZN")))
                            .hasValue(1));
            TestKafka.publish(buy("t-2", "AMZN", "1", "1", "09:00:01"));
            patiently()
                    .untilAsserted(() -> assertThat(TestKafka.committed(GROUP, Events.key("AMZN")))
                            .hasValue(2));
        }
    }

    @Test
    void kafkaIsToldWhileTradesGoOnComing() {
        // The worker looks at what it applied only after hours, so that nothing but a later batch makes it tell.
        try (RunningWorker _ = RunningWorker.start(database, "trakkit.worker.compare-every=6h")) {
            TestKafka.publish(buy("t-0", "AMZN", "1", "1", "09:00:00"));
            int[] published = {1};
            patiently().pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
                TestKafka.publish(buy("t-" + published[0]++, "AMZN", "1", "1", "09:00:00"));
                assertThat(TestKafka.committed(GROUP, Events.key("AMZN")).orElse(0))
                        .isPositive();
            });
        }
    }
}
